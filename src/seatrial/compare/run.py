"""A comparison from start to end: regimes on a review or on portfolios, over seeds and processors."""

import concurrent.futures
import math
import multiprocessing
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from seatrial.compare import candidates as making
from seatrial.compare.assemble import assemble
from seatrial.compare.effort import RELEASES_PER_REVIEWER
from seatrial.compare.generate import generate
from seatrial.compare.observe import Candidate, observe
from seatrial.compare.portfolio import Portfolio
from seatrial.compare.table import Comparison
from seatrial.compare.tally import Tally, tally
from seatrial.compare.way import Way, evidence_of, way
from seatrial.domain.predicate import Truth
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.regimes.predicates import evaluate

_METHOD: Final = "fork" if sys.platform == "linux" else "spawn"
_WORTH_A_POOL: Final = 3000
"""Pairs of release and regime from which on starting processes pays."""
_LOOKED_FOR: Final = 200
"""Among so many releases, the one is sought whose way is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """A portfolio made anew for each seed, beginning with `seed`."""

    releases: int
    seed: int


Source = Synthetic | Portfolio | Review


class _Job(NamedTuple):
    """What every process knows."""

    source: Source
    ways: Mapping[str, Way]
    seeds: tuple[int, ...]
    reviewers: int
    bits: dict[str, int]
    shown: int


def compare(
    regimes: Mapping[str, Regime], source: Source, *, seeds: int = 5, reviewers: int | None = None, processes: int = 1
) -> Comparison:
    """Burden beside coverage of `regimes`, by label and in this order.

    `reviewers` is how many every authority has; by default one for each 50 releases of a portfolio. The result is
    the same for any number of `processes`. Raises `ValueError` without a regime or a seed.
    """
    if not regimes or seeds < 1:
        raise ValueError("a comparison needs a regime and a seed")
    ways = {label: way(regime) for label, regime in regimes.items()}
    named = {item for regime in regimes.values() for r in regime.requirements for item in evidence_of(r)}
    first = source.seed if isinstance(source, Synthetic | Portfolio) else 0
    job = _Job(
        source, ways, tuple(range(first, first + seeds)), 1, {name: n for n, name in enumerate(sorted(named))}, 0
    )
    found = _candidates(job, first)
    desk = reviewers or (1 if isinstance(source, Review) else math.ceil(len(found) / RELEASES_PER_REVIEWER))
    job = job._replace(reviewers=desk, shown=_most_concerned(found, ways))
    tallies = list(_tallies(job, found, processes))
    by_label = {label: tallies[n :: len(ways)] for n, label in enumerate(ways)}
    return assemble(ways, by_label, found[job.shown], source, seeds=job.seeds, reviewers=desk)


def _candidates(job: _Job, seed: int) -> list[Candidate]:
    source = job.source
    if isinstance(source, Review):
        return [making.of_review(source)]
    portfolio = generate(seed, source.releases) if isinstance(source, Synthetic) else source
    return making.of_portfolio(portfolio, tuple(w.regime for w in job.ways.values()))


def _most_concerned(candidates: Sequence[Candidate], ways: Mapping[str, Way]) -> int:
    """The release that the most regimes concern, or may concern; the last of several, when queues have formed."""
    asked = [w.regime.applies for w in ways.values() if w.regime.applies]

    def weight(candidate: Candidate) -> float:
        worth = {Truth.TRUE: 1.0, Truth.UNKNOWN: 0.25, Truth.FALSE: 0.0}
        return sum(worth[evaluate(predicate, candidate.known).truth] for predicate in asked)

    some = candidates[:_LOOKED_FOR]
    return max(range(len(some)), key=lambda n: (weight(some[n]), n))


def _tallies(job: _Job, found: list[Candidate], processes: int) -> Iterator[Tally]:
    """By seed, then by regime in their order."""
    tasks = [(seed, label) for seed in job.seeds for label in job.ways]
    if processes < 2 or len(found) * len(tasks) < _WORTH_A_POOL:
        _start(job, found)
        yield from map(_task, tasks)
        return
    context = multiprocessing.get_context(_METHOD)
    with concurrent.futures.ProcessPoolExecutor(
        min(processes, len(tasks)), mp_context=context, initializer=_start, initargs=(job, found)
    ) as pool:
        with warnings.catch_warnings():
            # The first task starts the processes, and Python warns of threads that a fork does not take along.
            warnings.simplefilter("ignore", DeprecationWarning)
            waiting = [pool.submit(_task, task) for task in tasks]
        for future in waiting:
            yield future.result()


class _Held(NamedTuple):
    """What a process keeps between tasks: the job, and the candidates of one seed."""

    job: _Job
    seed: int
    candidates: list[Candidate]


_held: list[_Held] = []


def _start(job: _Job, found: list[Candidate]) -> None:
    _held[:] = [_Held(job, job.seeds[0], found)]


def _task(task: tuple[int, str]) -> Tally:
    seed, label = task
    job = _held[0].job
    if _held[0].seed != seed and isinstance(job.source, Synthetic):
        _held[:] = [_Held(job, seed, _candidates(job, seed))]
    found = _held[0].candidates
    return tally(found, observe(job.ways[label], found, seed, job.reviewers), job.bits, job.shown)
