"""How much faster two workers finish a batch of re-runs than one, on PostgreSQL.

    python -m benchmarks.office_workers [--jobs 40] [--rounds 3] [--checks 20]

Each worker is a real `seatrial office worker` held to one processor of its own, as on a machine of its own. Workers
are at hand when the batch is asked for; what is measured is from then to the last job's end. The same model, number of
checks and seeds in each round, one and two workers in turn. Needs two processors; prints the ratio of medians.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.office_build import AUTHORITY, ROLES, begun, developer, packed, person
from seatrial.app.office.dispatch import Act, perform
from seatrial.app.office.jobs import ask_rerun
from seatrial.app.office.office import Office
from seatrial.app.office.submit import submit
from seatrial.cases.acts import Assigned, SubmissionAccepted
from seatrial.journal import jobs
from tests.databases import fresh_database
from tests.postgres import server as postgres

WANTED = 1.7
AT_A_TIME = 20
"""Jobs of one case that may wait."""


def main() -> int:
    """Print how long each round took, and how much faster two were; 1 where that is less than is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--checks", type=int, default=20, help="in each job")
    arguments = parser.parse_args()
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) < 2:
        print("needs two processors", file=sys.stderr)
        return 2
    before = os.getloadavg()[0]
    took: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory(dir="/tmp") as name, postgres() as server:
        folder = Path(name)
        os.environ["SEATRIAL_HOME"], os.environ["SEATRIAL_CACHE"] = str(folder / "home"), str(folder / "cache")
        package = packed(folder)
        office = begun(folder / "office", fresh_database(server))
        for number in range(arguments.rounds):
            for many in (1, 2):
                cases = _cases(office, package, -(-arguments.jobs // AT_A_TIME))
                seconds = _round(office, cases, folder / "tiny", processors[:many], arguments)
                took[many].append(seconds)
                print(f"round {number + 1}, {many} worker(s): {arguments.jobs} jobs in {seconds:.1f} s", flush=True)
        office.close()
    ratio = statistics.median(took[1]) / statistics.median(took[2])
    print(f"two workers are {ratio:.2f} times as fast as one (wanted: {WANTED}); load {before:.1f} before")
    return 0 if ratio >= WANTED else 1


def _cases(office: Office, package: bytes, many: int) -> list[str]:
    """New cases, accepted, with an evaluator."""
    found = []
    for _ in range(many):
        case = submit(office, person(office, developer(0)), package, title="tiny").case
        for name in ("iris", "emil"):
            body = Assigned(person=name, role=ROLES[name], organisation=AUTHORITY)
            perform(office, person(office, "rita"), Act(kind="case.assigned", body=body, case=case))
        perform(office, person(office, "iris"), Act(kind="submission.accepted", body=SubmissionAccepted(), case=case))
        found.append(case)
    return found


def _round(office: Office, cases: list[str], model: Path, at: list[int], arguments: argparse.Namespace) -> float:
    workers = [_begun(office, processor) for processor in at]
    try:
        while not _live(office, len(workers)):
            time.sleep(0.1)
        time.sleep(5)  # They say that they live before they are at hand.
        emil, began = person(office, "emil"), time.perf_counter()
        asked = [
            ask_rerun(
                office,
                emil,
                cases[seed // AT_A_TIME],
                model=str(model),
                seed=seed,
                count=arguments.checks,
                anywhere=True,
            ).id
            for seed in range(arguments.jobs)
        ]
        while not _done(office, asked):
            time.sleep(0.05)
        return time.perf_counter() - began
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait(timeout=60)


def _begun(office: Office, processor: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "seatrial", "office", "worker", str(office.directory)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, {processor})
    return process


def _live(office: Office, many: int) -> bool:
    with office.journal.looking() as db:
        return len(jobs.workers(db)) == many


def _done(office: Office, asked: list[str]) -> bool:
    with office.journal.looking() as db:
        left = jobs.counted(db)
        if any(state in jobs.OPEN for _, state in left):
            return False
        found = [jobs.job(db, id_) for id_ in asked]
    failed = [job.outcome for job in found if job is not None and job.state != "done"]
    if failed:
        raise RuntimeError(f"jobs failed: {failed[0]}")
    return True


if __name__ == "__main__":
    sys.exit(main())
