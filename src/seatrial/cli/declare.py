"""`seatrial declare`: what the chosen regimes need stated, before anything is submitted."""

from pathlib import Path

import click


@click.command()
@click.argument("model", required=False)
@click.option("--regime", "regimes", multiple=True, required=True, metavar="ID|FILE", help="Once or more.")
@click.option("--declare", type=click.Path(path_type=Path), help="What is declared already. [default: seatrial.yaml]")
@click.option("--out", type=click.Path(path_type=Path), help="Write a declaration to fill in to this new file.")
@click.option("--check", is_flag=True, help="Only say what is missing.")
def declare(model: str | None, regimes: tuple[str, ...], declare: Path | None, out: Path | None, check: bool) -> int:
    """Say what the regimes ask you to state and is not known from MODEL's files, or write a declaration to fill in.

    Ends with 0 when nothing is missing, with 1 otherwise; with --out it ends with 0 once the file is written.
    """
    from seatrial.app.declare import asked, missing_text, template, write_template

    found = asked(regimes, model, declare)
    if out is not None and not check:
        write_template(template(found, Path(model).name if model else "my model"), out)
        click.echo(f"wrote {out}; fill it in, then: seatrial declare --check --declare {out} --regime ...")
        return 0
    click.echo(missing_text(found))
    return int(any(item.known is None for item in found))


COMMAND = declare
