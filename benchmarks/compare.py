"""What a comparison costs: CPU seconds for each pair of release and regime, and whether it grows in proportion.

    python benchmarks/compare.py [--releases 1000,10000] [--regimes 15] [--jobs 2]

Compares the shipped regimes (repeated when fewer than asked for) on synthetic portfolios with one seed. Prints CPU
seconds of all processes, wall seconds, and milliseconds of CPU for each pair. Then judges one release under all of
the regimes once more by itself. Fails when 10,000 releases would take more than 120 seconds of CPU (a minute on two
cores), when a pair of the largest costs more than 1.5 times a pair of the smallest, or when judging one release
under all regimes takes more than 50 ms.
"""

import argparse
import datetime
import itertools
import resource
import statistics
import sys
import time

MOST_CPU = 120.0
MOST_GROWTH = 1.5
MOST_MILLISECONDS = 50.0
RUNS = 21


def main() -> int:
    """Measure, print, compare; 1 when a figure is passed."""
    from seatrial.compare.run import Synthetic, compare
    from seatrial.regimes import shipped

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", default="1000,10000", help="sizes of portfolios, comma-separated")
    parser.add_argument("--regimes", type=int, default=15)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    ids = list(itertools.islice(itertools.cycle(shipped.ids()), arguments.regimes))
    regimes = {f"{n} {reference}": shipped.find(reference) for n, reference in enumerate(ids)}
    requirements = sum(len(regime.requirements) for regime in regimes.values())
    print(f"{len(regimes)} regimes ({len(set(ids))} different) with {requirements} requirements, {arguments.jobs} jobs")
    pairs = []
    for releases in (int(size) for size in arguments.releases.split(",")):
        cpu, wall = spent(), time.monotonic()
        compare(regimes, Synthetic(releases=releases, seed=1), seeds=1, processes=arguments.jobs)
        cpu, wall = spent() - cpu, time.monotonic() - wall
        pairs.append(1000 * cpu / (releases * len(regimes)))
        print(f"{releases} releases: {cpu:.1f} CPU seconds, {wall:.1f} wall, {pairs[-1]:.3f} ms CPU a pair")
    judging = milliseconds(list(regimes.values()))
    print(f"judging one release under all regimes: {judging:.1f} ms CPU")
    print(f"a pair of the largest against the smallest: {pairs[-1] / pairs[0]:.2f}")
    slow = pairs[-1] * 10_000 * 15 / 1000 > MOST_CPU
    return 1 if slow or pairs[-1] / pairs[0] > MOST_GROWTH or judging > MOST_MILLISECONDS else 0


def spent() -> float:
    """CPU seconds of this process and of its children that have ended."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def milliseconds(regimes: list) -> float:  # type: ignore[type-arg]
    """Median CPU milliseconds of judging one synthetic release under all of these."""
    from seatrial.compare.candidates import of_portfolio
    from seatrial.compare.generate import generate
    from seatrial.regimes.judge import judge_all

    (candidate,) = of_portfolio(generate(1, 1), tuple(regimes))
    now = candidate.ready_at + datetime.timedelta(days=1)
    measured = []
    for _ in range(RUNS):
        begun = time.process_time()
        judge_all(regimes, candidate.facts, candidate.assessment, candidate.events, now)
        measured.append(1000 * (time.process_time() - begun))
    return statistics.median(measured)


if __name__ == "__main__":
    sys.exit(main())
