"""`seatrial gate`: a quiet yes or no before a model is deployed."""

import datetime
from pathlib import Path

import click


@click.command()
@click.argument("model", required=False)
@click.option("--hub", metavar="ORG/NAME@REV", help="A repository on the hub, before its weights are fetched.")
@click.option(
    "--record",
    "records",
    multiple=True,
    type=click.Path(path_type=Path),
    help="`record.sigstore.json`. Several reviewers: several times.",
)
@click.option("--trust", type=click.Path(path_type=Path), help="Whom to believe, `trust.toml`; else your own key.")
@click.option("--lint", is_flag=True, help="Read the trust file back, and say what it leaves open; no model is needed.")
def gate(model: str | None, hub: str | None, records: tuple[Path, ...], trust: Path | None, lint: bool) -> int:
    """Let MODEL through, or not: silent when it may pass, one line when it may not.

    Ends with 0 (allow), 1 (deny) or 3 (could not tell). `seatrial verify` says everything that led to it.
    """
    if lint:
        return _lint(trust)
    if not records or (model is None) == (hub is None):
        raise click.UsageError("give MODEL or --hub ORG/NAME@REV, and its --record")
    from seatrial.app.verify import as_line

    if hub is not None:
        from seatrial.app.hub_gate import check_hub

        admission = check_hub(hub, record=records, trust=trust)
    else:
        from seatrial.gate.admit import check

        admission = check(str(model), record=records, trust=trust)
    if admission.result.exit_code:
        click.echo(f"seatrial gate: {as_line(admission)}", err=True)
    return admission.result.exit_code


def _lint(trust: Path | None) -> int:
    if trust is None:
        raise click.UsageError("name the trust file with --trust")
    from seatrial.app.trust import explained

    says, doubts = explained(trust, datetime.datetime.now(datetime.UTC).date())
    click.echo("\n".join((*says, *(f"? {doubt}" for doubt in doubts))))
    return 0


COMMAND = gate
