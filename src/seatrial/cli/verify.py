"""`seatrial verify`: are these the bytes that were reviewed, and are they clear?"""

import json
from pathlib import Path

import click


@click.command()
@click.argument("model", type=click.Path(path_type=Path))
@click.option("--record", required=True, type=click.Path(path_type=Path), help="The record, `record.sigstore.json`.")
@click.option(
    "--trust", type=click.Path(path_type=Path), help="Whom to believe, `trust.toml`; without it, your own key."
)
@click.option(
    "--proof", type=click.Path(path_type=Path), help="That it is in a log; without it, the file beside the record."
)
@click.option(
    "--status", type=click.Path(path_type=Path), help="How the record stands; without it, the file beside the record."
)
@click.option("--disclosed", type=click.Path(path_type=Path), help="Evidence that was shown to you, to check, too.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def verify(
    model: Path,
    record: Path,
    trust: Path | None,
    proof: Path | None,
    status: Path | None,
    disclosed: Path | None,
    format_: str,
) -> int:
    """Verify MODEL, a file or directory, against a signed record. Works offline.

    Ends with 0 (allow), 1 (deny) or 3 (could not tell), and says why.
    """
    from seatrial.app.verify import as_plain, as_text
    from seatrial.app.verify import verify as verify_model

    admission = verify_model(model, record=record, trust=trust, proof=proof, status=status)
    told: dict[str, object] = {}
    lines: list[str] = []
    holds = True
    if disclosed is not None:
        from seatrial.app.disclose import read_file, shown_lines

        holds, lines = shown_lines(read_file(disclosed), admission)
        told = {"disclosed": {"holds": holds, "told": lines}}
    if format_ == "json":
        click.echo(json.dumps({**as_plain(admission), **told}, indent=2))
    else:
        click.echo("\n".join((as_text(admission), *(f"  {'✓' if holds else '✗'} {line}" for line in lines))))
    return admission.result.exit_code or int(not holds)


COMMAND = verify
