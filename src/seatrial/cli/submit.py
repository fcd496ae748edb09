"""`seatrial submit`: hand a kept review in at an office."""

from pathlib import Path

import click


@click.command()
@click.argument("review", type=click.Path(path_type=Path, file_okay=False))
@click.option("--to", "url", default="", metavar="URL", help="The office. [default: SEATRIAL_OFFICE]")
@click.option("--sealed", is_flag=True, help="Seal it, so that the office alone can read it.")
@click.option("--case", default="", metavar="ID", help="A case that was returned; without it, a new one is opened.")
@click.option("--title", default="", help="What the case is called. [default: the directory's name]")
@click.option("--regime", default="", metavar="ID", help="Where the office reviews under several.")
@click.option(
    "--save",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the package to this new file, to hand in from a browser, and send nothing.",
)
def submit(review: Path, url: str, sealed: bool, case: str, title: str, regime: str, save: Path | None) -> int:
    """Hand in what `seatrial review` left in REVIEW: record, review and proof; weights stay where they are.

    Log in with a token of the office in SEATRIAL_OFFICE_TOKEN.
    """
    from seatrial.app.office.client import remote, save_package, submit_review

    if save is not None:
        save_package(review, save, remote(url) if sealed else None)
        click.echo(f"wrote {save}: hand it in on the office's page `Submit`")
        return 0
    done = submit_review(remote(url), review, title=title, case=case, regime=regime, sealed=sealed)
    click.echo(f"submitted as case {done['case']}, which stands at {done['stage']}")
    click.echo(f"  follow it: seatrial case show {done['case']}")
    return 0


COMMAND = submit
