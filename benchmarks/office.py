"""What an office answers in, with many cases, and when many submit at once; on SQLite and on PostgreSQL.

    python -m benchmarks.office [--cases 1000 3000 10000] [--markdown docs/benchmarks/office.md]

Cases of a hundred events each, all signed and chained. A real server runs in a process of its own; pages are asked for
one after another over one connection, so that what is measured is the server's time and a little more. Then two
hundred submissions are sent at the same moment from another process, and counted in the journal afterwards.
"""

import argparse
import contextlib
import datetime
import json
import os
import platform
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import urllib3
from sqlalchemy import func, select

from benchmarks.office_build import (
    DEVELOPERS,
    EVENTS,
    begun,
    copied,
    developer,
    lived,
    packed,
    person,
    told_again,
    verified,
)
from seatrial.app.office import people
from seatrial.app.office.office import Office
from seatrial.journal import events
from seatrial.journal.schema import EVENT, ITEM
from tests.databases import fresh_database
from tests.postgres import server as postgres

ASKED = 100
"""Requests of each kind."""
KINDS = 4
AT_ONCE = 200
PAGE_LIMIT, STORM_LIMIT = 0.150, 2.0


@dataclass(frozen=True)
class Times:
    """Seconds of requests of one kind, and processor time of the server for each of them."""

    kind: str
    cases: int
    seconds: list[float]
    cpu: float

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 95)

    @property
    def p50(self) -> float:
        return percentile(self.seconds, 50)


@dataclass
class Measured:
    """What one database gave."""

    name: str
    pages: list[Times] = field(default_factory=list)
    storms: list[list[float]] = field(default_factory=list)
    storm_cpu: list[float] = field(default_factory=list)
    events: int = 0


def percentile(values: Sequence[float], of_100: int) -> float:
    """Nearest rank."""
    return sorted(values)[max(0, -(-len(values) * of_100 // 100) - 1)]


def main() -> int:
    """Print the page, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--storms", type=int, default=3, help="rounds of submissions at once")
    arguments = parser.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(dir="/tmp") as name, postgres() as server:
        folder = Path(name)
        os.environ["SEATRIAL_HOME"], os.environ["SEATRIAL_CACHE"] = str(folder / "home"), str(folder / "cache")
        package = folder / "package.json"
        package.write_bytes(packed(folder))
        found = _both(folder, package, server, arguments)
        size = package.stat().st_size
    text = _page(found, (before, os.getloadavg()[0]), size)
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")
    return 0


def _both(folder: Path, package: Path, server: str, arguments: argparse.Namespace) -> list[Measured]:
    """The same cases, events and signatures on each database, measured at each size."""
    small = begun(folder / "sqlite")
    (folder / "postgresql").mkdir()
    shutil.copytree(folder / "sqlite" / "keys", folder / "postgresql" / "keys")
    large = begun(folder / "postgresql", fresh_database(server))
    first = lived(small, package.read_bytes())
    found = [Measured("SQLite"), Measured("PostgreSQL")]
    told = 1
    for size in sorted(arguments.cases):
        told_again(small, first, told, size)
        copied(small, large)
        told = size
        for office, into in zip((small, large), found, strict=True):
            into.pages += _pages(office, size)
            for times in into.pages[-KINDS:]:
                _say(
                    f"{into.name}, {size:,} cases, {times.kind}: p95 {times.p95:.3f} s, {times.cpu * 1000:.1f} ms each"
                )
    for office, into in zip((small, large), found, strict=True):
        into.events = verified(office)
        for number in range(arguments.storms):
            seconds, cpu = _storm(office, package, number)
            into.storms.append(seconds)
            into.storm_cpu.append(cpu)
            _say(f"{into.name}: {AT_ONCE} at once, p95 {percentile(seconds, 95):.2f} s, {cpu * 1000:.1f} ms each")
        office.close()
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _served(office: Office) -> Iterator[tuple[str, int]]:
    """The office served by its own command: address and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "seatrial", "office", "serve", office.directory, "--listen", f"127.0.0.1:{port}"]
    unbounded = {f"SEATRIAL_OFFICE_LIMITS_{name}": "0" for name in ("ADDRESS", "ACCOUNT", "LOGINS")}
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, **unbounded})
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with contextlib.suppress(urllib3.exceptions.HTTPError), urllib3.PoolManager(retries=False) as pool:
                if pool.request("GET", f"{url}/api/v1/office").status == 200:
                    break
            time.sleep(0.1)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


def _processor(process: int) -> float:
    """Seconds of processor time that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _token(office: Office, name: str) -> str:
    return people.issue_token(office, person(office, name), name="benchmark", scopes=("read", "submit", "act"))


def _pages(office: Office, size: int) -> list[Times]:
    """Pages of the queue as three people see it, and of cases drawn at random, each of them for the first time."""
    with office.journal.looking() as db:
        known = events.case_ids(db)
    drawn, after = (random.Random(size + more).sample(known, ASKED) for more in (0, 1))
    kinds = {
        "queue, of who reviews all cases": ("iris", [f"/cases?after={case}" for case in after]),
        "queue, of a developer": (developer(1), ["/cases"] * ASKED),
        "queue, of the registrar": ("rita", [f"/cases?after={case}" for case in after]),
        "case, of its evaluator": ("emil", [f"/cases/{case}" for case in drawn]),
    }
    with _served(office) as served:
        return [_asked(served, kind, size, _token(office, who), paths) for kind, (who, paths) in kinds.items()]


def _asked(served: tuple[str, int], kind: str, size: int, token: str, paths: Sequence[str]) -> Times:
    seconds = []
    url, process = served
    with urllib3.PoolManager(retries=False) as pool:
        headers = {"cookie": f"seatrial-session={token}"}
        assert pool.request("GET", url + paths[0], headers=headers, redirect=False).status == 200
        before = _processor(process)
        for path in paths:
            began = time.perf_counter()
            answer = pool.request("GET", url + path, headers=headers, redirect=False)
            seconds.append(time.perf_counter() - began)
            assert answer.status == 200, (path, answer.status)
        return Times(kind, size, seconds, (_processor(process) - before) / len(paths))


def _storm(office: Office, package: Path, round_: int) -> tuple[list[float], float]:
    """Submissions at once from another process; every one is in the journal once, whole and in its chain."""
    tokens = [_token(office, developer(0)) for _ in range(AT_ONCE)]
    with office.journal.looking() as db:
        before = {*events.case_ids(db)}
    with _served(office) as (url, process):
        used = _processor(process)
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.office_storm", url, package, str(round_)],
            input="\n".join(tokens), capture_output=True, text=True, check=True,
        )  # fmt: skip
        used = _processor(process) - used
    answers = json.loads(told.stdout)
    failed = [answer for answer in answers if answer["status"] != 201]
    assert not failed, failed[0]
    with office.journal.looking() as db:
        new = [case for case in events.case_ids(db) if case not in before]
        assert sorted(new) == sorted(answer["case"] for answer in answers), "one is lost, or there twice"
        for table in (EVENT, ITEM):
            count = select(table.c.case_id, func.count()).where(table.c.case_id.in_(new)).group_by(table.c.case_id)
            assert {n for _, n in db.execute(count)} == {2 if table is EVENT else 1}
        assert events.broken_at(db) is None
    return [answer["seconds"] for answer in answers], used / AT_ONCE


def _page(found: list[Measured], load: tuple[float, float], size: int) -> str:
    lines = [
        "# An office\n",
        "Written by `python -m benchmarks.office --markdown docs/benchmarks/office.md`; edit the script instead.\n",
        f"{datetime.date.today()}, Python {platform.python_version()}, {os.cpu_count()} processors. Other work ran on"
        f" the machine: a load of {load[0]:.1f} before and {load[1]:.1f} after. What a request costs in processor time"
        " says more than how long it took.\n",
        f"Cases of {EVENTS} events each, signed and chained, by {DEVELOPERS} developers; {ASKED} requests of each kind,"
        " one after another, to a server in a process of its own. Each case is one that the server had not seen yet.\n",
        "## Pages\n",
        "| database | page | cases | events | p50 | p95 | processor | asked of p95 | met |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        for times in one.pages:
            met = "yes" if times.p95 < PAGE_LIMIT else "**no**"
            lines.append(
                f"| {one.name} | {times.kind} | {times.cases:,} | {times.cases * EVENTS:,} | {times.p50 * 1000:.0f} ms"
                f" | {times.p95 * 1000:.0f} ms | {times.cpu * 1000:.0f} ms | < {PAGE_LIMIT * 1000:.0f} ms | {met} |"
            )
    lines += [
        "",
        "A developer has every hundredth case: 10, 30 and 100 of them, of which a page shows 50 at most.\n",
        "Growth in cases, p50 at the most against p50 at the fewest:\n",
        "| database | page | ratio |",
        "|---|---|---|",
    ]
    for one in found:
        for kind in dict.fromkeys(times.kind for times in one.pages):
            some = [times for times in one.pages if times.kind == kind]
            lines.append(f"| {one.name} | {kind} | {some[-1].p50 / some[0].p50:.2f} |")
    return "\n".join([*lines, "", *_storms(found, size)]) + "\n"


def _storms(found: list[Measured], size: int) -> Iterator[str]:
    yield "## Submissions at once\n"
    yield (
        f"{AT_ONCE} submissions of {size:,} bytes each, each under a login of its own of the developer whose key signed"
        f" it, sent at the same moment by {AT_ONCE} threads of another process,"
        " beside the cases above. Afterwards each is in the journal once, with its item, and the chain holds.\n"
    )
    yield "| database | round | p50 | p95 | slowest | processor each | asked of p95 | met |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in found:
        for number, (seconds, cpu) in enumerate(zip(one.storms, one.storm_cpu, strict=True), start=1):
            p95 = percentile(seconds, 95)
            yield (
                f"| {one.name} | {number} | {percentile(seconds, 50):.2f} s | {p95:.2f} s | {max(seconds):.2f} s |"
                f" {cpu * 1000:.1f} ms | < {STORM_LIMIT:.0f} s | {'yes' if p95 < STORM_LIMIT else '**no**'} |"
            )


if __name__ == "__main__":
    raise SystemExit(main())
