"""`seatrial attest`: sign for a review, in a capacity and with a decision."""

from pathlib import Path

import click

INDEPENDENCE = ("self", "separate-team", "outside-party", "authority")
OUTCOMES = ("cleared", "cleared-with-conditions", "refused")


@click.command()
@click.argument("review", type=click.Path(path_type=Path, file_okay=False))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="[default: in place of your own record]")
@click.option("--name", default="", help="Who you are, as the record will say.")
@click.option("--independence", type=click.Choice(INDEPENDENCE), default="self", show_default=True)
@click.option("--decision", type=click.Choice(OUTCOMES), help="What was decided upon the verdicts.")
@click.option("--reason", default="", help="Why. Asked for with refused.")
@click.option("--condition", "conditions", multiple=True, help="With cleared-with-conditions. Once or more.")
def attest(
    review: Path,
    out: Path | None,
    name: str,
    independence: str,
    decision: str | None,
    reason: str,
    conditions: tuple[str, ...],
) -> int:
    """Sign a record for REVIEW with your own key: who you are, how independent, and what you decided.

    Each reviewer signs a record of their own; a gate counts them. Where your key did not make the review, the record
    says that you received it, and did not examine the model yourself.
    """
    from seatrial.app.attest import attest as app

    made = app(
        review,
        out=out,
        name=name,
        independence=independence,  # type: ignore[arg-type] # one of the choices
        outcome=decision or "",
        reason=reason,
        conditions=conditions,
    )
    click.echo(f"signed {made.path}: {made.basis} by this machine's key")
    return 0


COMMAND = attest
