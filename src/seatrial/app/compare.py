"""Regimes by id or file, compared on a kept review or on a portfolio."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from seatrial.app.keep import REVIEW, read_review
from seatrial.app.processors import processors
from seatrial.compare.generate import generate
from seatrial.compare.portfolio import PORTFOLIO_SCHEMA, Portfolio
from seatrial.compare.run import Source, Synthetic
from seatrial.compare.run import compare as compare_regimes
from seatrial.compare.table import Comparison
from seatrial.documents import DocumentError, read, write
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.regime import Regime
from seatrial.regimes import shipped

COMPARISON_SCHEMA: Final = "seatrial.comparison/v1"
MOST_RELEASES: Final = 1_000_000
_SYNTHETIC: Final = re.compile(r"synthetic(?::(\d{1,7}))?(?::(\d{1,9}))?")
_HEAD: Final = 4096


def compare(
    references: Sequence[str],
    on: str,
    *,
    seeds: int = 5,
    reviewers: int | None = None,
    processes: int | None = None,
) -> Comparison:
    """Compare regimes, each an id or a path, on `on`: a review, a portfolio file, or `synthetic[:RELEASES[:SEED]]`.

    Raises `UsageError` for what cannot be compared and `RegimeError` for a regime that cannot be read.
    """
    if not references:
        raise UsageError("no regime was given", advice=f"name some of: {', '.join(shipped.ids())}")
    regimes = _labelled(references)
    count = processes or processors()
    return compare_regimes(regimes, read_source(on), seeds=seeds, reviewers=reviewers, processes=count)


def make_portfolio(seed: int, releases: int, out: Path) -> Portfolio:
    """Write a made-up portfolio to `out`. Raises `UsageError`, and `OperationError` when it cannot be written."""
    portfolio = _generated(releases, seed)
    try:
        out.write_bytes(write(portfolio, PORTFOLIO_SCHEMA))
    except OSError as error:
        raise OperationError(
            f"the portfolio cannot be written to {out}: {error.strerror}", advice="give another place with --out FILE"
        ) from error
    return portfolio


def write_page(comparison: Comparison, out: Path) -> None:
    """Write the page with plots. Raises `OperationError` when it cannot be written."""
    from seatrial.compare.page import render  # noqa: PLC0415 - only where a page is asked for

    try:
        out.write_bytes(render(comparison))
    except OSError as error:
        raise OperationError(
            f"the page cannot be written to {out}: {error.strerror}", advice="give another place with --html FILE"
        ) from error


def as_json(comparison: Comparison) -> bytes:
    """The comparison as a document of schema `seatrial.comparison/v1`; the same bytes for the same result."""
    return write(comparison, COMPARISON_SCHEMA)


def read_source(on: str) -> Source:
    """What regimes are compared on. Raises `UsageError`."""
    if on.split(":", maxsplit=1)[0] == "synthetic":
        found = _SYNTHETIC.fullmatch(on)
        if found is None:
            raise UsageError(f"{on} names no portfolio", advice="write synthetic:RELEASES:SEED, as synthetic:200:7")
        releases, seed = int(found[1] or 200), int(found[2] or 0)
        _check(releases)
        return Synthetic(releases=releases, seed=seed)
    path = Path(on)
    if path.is_dir():
        return read_review(path)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UsageError(
            f"{on} cannot be read: {error.strerror}",
            advice=f"give a review's directory or its {REVIEW}, a portfolio file, or synthetic:200:7",
        ) from error
    return _portfolio(path) if json.dumps(PORTFOLIO_SCHEMA).encode() in head else read_review(path)


def _portfolio(path: Path) -> Portfolio:
    try:
        portfolio = read(path.read_bytes(), Portfolio, PORTFOLIO_SCHEMA)
    except (DocumentError, OSError) as error:
        raise UsageError(
            f"{path} is not a portfolio: {error}", advice="make one with `seatrial regimes portfolio --out FILE`"
        ) from error
    moments = [r.ready_at for r in portfolio.releases]
    moments += [
        at for r in portfolio.releases for i in r.incidents for at in (i.occurred_at, i.aware_at, i.reported_at)
    ]
    if not moments or any(at.tzinfo is None for at in moments):
        raise UsageError(f"{path} holds no release, or a time without its zone", advice="make it again")
    return portfolio


def _generated(releases: int, seed: int) -> Portfolio:
    _check(releases)
    return generate(seed, releases)


def _check(releases: int) -> None:
    if not 1 <= releases <= MOST_RELEASES:
        raise UsageError(
            f"a portfolio of {releases} releases cannot be made", advice=f"ask for 1 to {MOST_RELEASES} releases"
        )


def _labelled(references: Sequence[str]) -> dict[str, Regime]:
    """Regimes by a label that no other has: the id, else with the file's name, else with a number."""
    found: dict[str, Regime] = {}
    for reference in dict.fromkeys(references):
        regime = shipped.find(reference)
        label = regime.id
        if label in found:
            label = f"{regime.id} ({Path(reference).name})"
        number = 2
        while label in found:
            label = f"{regime.id} ({Path(reference).name}, {number})"
            number += 1
        found[label] = regime
    return found
