"""`seatrial verify`: are these the bytes that were reviewed, and are they clear?"""

import json
from pathlib import Path

import click


@click.command()
@click.argument("model", type=click.Path(path_type=Path))
@click.option(
    "--record",
    "records",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    help="`record.sigstore.json`. Several reviewers: several times.",
)
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
@click.option("--by-chunks", is_flag=True, help="Tell files by their chunks: in parallel within a file; names places.")
@click.option("--resume", type=click.Path(path_type=Path, dir_okay=False), help="By chunks, remembering in this file.")
@click.option("--sample", type=click.FloatRange(0, 100, min_open=True), metavar="PERCENT", help="By chunks, so many.")
@click.option("--arriving", is_flag=True, help="By chunks, while the files are written from front to back.")
@click.option("--patience", default=60.0, show_default=True, help="Seconds to wait for the next byte with --arriving.")
@click.option("--offline", is_flag=True, help="Ask nobody. It never does; this says that you rely on it.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def verify(
    model: Path,
    records: tuple[Path, ...],
    trust: Path | None,
    proof: Path | None,
    status: Path | None,
    disclosed: Path | None,
    by_chunks: bool,
    resume: Path | None,
    sample: float | None,
    arriving: bool,
    patience: float,
    offline: bool,  # noqa: ARG001 - no part of it uses a network
    format_: str,
) -> int:
    """Verify MODEL, a file or directory, against a signed record. Works offline.

    Ends with 0 (allow), 1 (deny) or 3 (could not tell), and says why.
    """
    from seatrial.app.verify import as_plain, as_text
    from seatrial.app.verify import verify as verify_model

    way = None
    if by_chunks or resume is not None or sample is not None or arriving:
        from seatrial.gate.chunked import ByChunks

        percent = 100.0 if sample is None else sample
        way = ByChunks(memory=resume, percent=percent, arriving=arriving, patience=patience)
    admission = verify_model(model, record=records, trust=trust, proof=proof, status=status, by_chunks=way)
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
