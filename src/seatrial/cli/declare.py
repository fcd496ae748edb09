"""`seatrial declare`: what the chosen regimes need stated, before anything is submitted."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from seatrial.app.declare import Asked


@click.command()
@click.argument("model", required=False)
@click.option("--regime", "regimes", multiple=True, required=True, metavar="ID|FILE", help="Once or more.")
@click.option("--declare", type=click.Path(path_type=Path), help="What is declared already. [default: seatrial.yaml]")
@click.option("--out", type=click.Path(path_type=Path), help="Write a declaration to fill in to this new file.")
@click.option("--ask", is_flag=True, help="Ask for what is missing, one fact after another; needs --out.")
@click.option("--check", is_flag=True, help="Only say what is missing.")
def declare(
    model: str | None, regimes: tuple[str, ...], declare: Path | None, out: Path | None, ask: bool, check: bool
) -> int:
    """Say what the regimes ask you to state and is not known from MODEL's files, or write a declaration to fill in.

    Ends with 0 when nothing is missing, with 1 otherwise; with --out it ends with 0 once the file is written.
    """
    from seatrial.app.declare import asked, missing_text, template, write_template

    if ask and out is None:
        raise click.UsageError("the answers need a file: name it with --out")
    found = asked(regimes, model, declare)
    if ask and not check:
        found = [item if item.known else _answer(item) for item in found]
    if out is not None and not check:
        write_template(template(found, Path(model).name if model else "my model"), out)
        click.echo(f"wrote {out}; fill it in, then: seatrial declare --check --declare {out} --regime ...")
        return 0
    click.echo(missing_text(found))
    return int(any(item.known is None for item in found))


def _answer(item: "Asked") -> "Asked":
    """Ask until the answer has the form that is wanted; nothing typed leaves the fact missing."""
    from seatrial.app.declare import answered, question
    from seatrial.domain.errors import UsageError

    click.echo(f"\n{item.name}: {question(item)}", err=True)
    while True:
        text = click.prompt("  your answer (Enter: not stated)", default="", show_default=False, err=True)
        if not text.strip():
            return item
        try:
            return answered(item, text)
        except UsageError as error:
            click.echo(f"  {error.message}", err=True)


COMMAND = declare
