"""`seatrial regimes compare` and `seatrial regimes portfolio`: what a wording costs beside what it catches."""

from pathlib import Path

import click


@click.command()
@click.argument("regimes", nargs=-1, required=True)
@click.option(
    "--on",
    required=True,
    metavar="REVIEW|PORTFOLIO",
    help="A review's directory or review.json, a portfolio file, or synthetic:RELEASES:SEED.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with plots to this file.")
@click.option("--seeds", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many seeds to run.")
@click.option(
    "--reviewers",
    type=click.IntRange(1, 100_000),
    help="Reviewers of each authority. [default: one for each 50 releases]",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes. [default: as many as there are processors]")
def compare(
    regimes: tuple[str, ...],
    on: str,
    format_: str,
    html: Path | None,
    seeds: int,
    reviewers: int | None,
    jobs: int | None,
) -> int:
    """Compare REGIMES, ids or files, on one review or on a portfolio: burden beside coverage.

    Give a regime and an edited copy of its file to see what a change of its wording costs and catches.
    """
    from seatrial.app import compare as comparing

    found = comparing.compare(regimes, on, seeds=seeds, reviewers=reviewers, processes=jobs)
    if html is not None:
        comparing.write_page(found, html)
    if format_ == "json":
        click.echo(comparing.as_json(found), nl=False)
        return 0
    from seatrial.compare.text import render

    click.echo(render(found), nl=False)
    return 0


@click.command()
@click.option("--seed", type=click.IntRange(0, 999_999_999), default=0, show_default=True)
@click.option("--releases", type=click.IntRange(1, 1_000_000), default=200, show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
def portfolio(seed: int, releases: int, out: Path) -> int:
    """Make up releases with planted defects and incidents, to compare regimes on. All of it is synthetic."""
    from seatrial.app.compare import make_portfolio

    made = make_portfolio(seed, releases, out)
    defects = sum(len(release.defects) for release in made.releases)
    click.echo(f"{out}: {len(made.releases)} synthetic releases with {defects} planted defects, seed {seed}")
    return 0
