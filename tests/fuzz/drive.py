"""Everything that a scan does, on bytes that were tampered with: no crash, no hang, no memory over the bound.

`python -m tests.fuzz.drive --seconds 600` gives every format ten minutes; the figures go to standard output.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from seatrial.app.scan_file import CRASHED, scan_file
from seatrial.inventory.take import Root
from seatrial.inventory.walk import walk
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import seeds

MEMORY_BYTES: Final = 2 * 1024**3
SECONDS_PER_MEGABYTE: Final = 2.0
LEAST_SECONDS: Final = 2.0
"""What a file of less than a megabyte may take."""


@dataclass(slots=True)
class Figures:
    """What came of one format."""

    format: str
    cases: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    """CPU seconds of the slowest case, over those that its size allows."""
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """One row of a table."""
        rate = self.cases / self.seconds if self.seconds else 0.0
        faults = f"{len(self.crashes)} crashes, {len(self.hangs)} hangs"
        slowest = f"slowest {self.slowest:.2f} of its time"
        return f"{self.format:<24} {self.cases:>8,} cases {rate:>7,.0f}/s  {slowest}  {faults}"


def fuzz(format_name: str, *, seconds: float, cases: int, seed: int) -> Figures:
    """Tamper with the seeds of one format until time or cases run out."""
    chance = random.Random(f"{format_name} {seed}")
    own, others = seeds()[format_name], [data for files in seeds().values() for _, data in files]
    figures = Figures(format=format_name)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        while figures.cases < cases and time.monotonic() - began < seconds:
            name, data = chance.choice(own)
            _one(figures, Path(folder), name, mutated(data, chance.choice(others), chance))
            figures.cases += 1
    figures.seconds = time.monotonic() - began
    return figures


def _one(figures: Figures, folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.write_bytes(data)
    (found,) = walk(path).files
    allowed = max(LEAST_SECONDS, SECONDS_PER_MEGABYTE * len(data) / 1e6)
    began = time.process_time()
    file = scan_file(found, Root(path=path))
    spent = (time.process_time() - began) / allowed
    figures.slowest = max(figures.slowest, spent)
    if spent > 1:
        figures.hangs.append(f"{spent * allowed:.1f} s: {name} {data[:4000].hex()}")
    for item in file.reported:
        if CRASHED in item.finding.message:
            figures.crashes.append(f"{item.check}: {item.finding.message}: {name} {data[:4000].hex()}")
    path.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the named formats, or all; 1 when one crashed, hung or needed too much memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", help="formats to fuzz; all when none is named")
    parser.add_argument("--seconds", type=float, default=600.0, help="for each format")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, hard))
    faults = 0
    for name in chosen.formats or sorted(seeds()):
        figures = fuzz(name, seconds=chosen.seconds, cases=sys.maxsize, seed=chosen.seed)
        print(figures.line, flush=True)
        for fault in (*figures.crashes[:3], *figures.hangs[:3]):
            print(f"  {fault[:1000]}", flush=True)
        faults += len(figures.crashes) + len(figures.hangs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MiB of {MEMORY_BYTES >> 20:,} MiB allowed; {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
