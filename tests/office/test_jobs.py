"""Re-runs that workers do: asked for by who may, done once whoever is killed, shared by many."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from seatrial.app.office.jobs import ask_rerun, jobs_of
from seatrial.app.office.office import Office
from seatrial.app.office.refused import NoSuchCaseError, OtherRequestError, RefusedError
from seatrial.app.office.rerun import rerun
from seatrial.app.office.workplace import Neighbours, gone, new_worker_id
from seatrial.cases.acts import Recused
from seatrial.domain.errors import UsageError
from tests.office.conftest import ROOT, Desk, HandedIn
from tests.office.crew import Crew, all_over, chain_holds, found, hold, lives, ran, reruns, until


@pytest.fixture
def crew() -> Iterator[Crew]:
    made = Crew()
    yield made
    made.close()


def asked(desk: Desk, case: str, model: Path, *, seed: int = 1, count: int = 2, pool: str = "") -> str:
    emil = desk.people["emil"]
    return ask_rerun(desk.office, emil, case, model=str(model), seed=seed, count=count, pool=pool, anywhere=True).id


def test_a_worker_says_the_same_as_who_runs_it_here(desk: Desk, handed_in: HandedIn, crew: Crew) -> None:
    case = desk.accepted(handed_in.whole)
    rerun(desk.office, desk.people["emil"], case, handed_in.model, seed=5, count=6)
    (job,) = [asked(desk, case, handed_in.model, seed=5, count=6)]
    worker = crew.begin(desk.office)
    assert [(job.state, job.outcome, job.attempts) for job in all_over(desk.office, [job])] == [("done", "", 1)]
    here, there = reruns(desk.office, desk.people["emil"], case)
    assert here == there, "a worker's word is that of who runs it here"
    assert len(there.agreements) == 6
    assert there.independence == 3
    crew.end(worker)
    assert not lives(desk.office, 1), "a worker that ended is no worker"


def test_two_workers_share_a_batch_and_do_nothing_twice(desk: Desk, handed_in: HandedIn, crew: Crew) -> None:
    cases = [desk.accepted(handed_in.whole) for _ in range(3)]
    for _ in range(2):
        crew.begin(desk.office)
    until(lambda: lives(desk.office, 2), "workers do not begin")
    batch = [asked(desk, case, handed_in.model, seed=seed, count=1) for case in cases for seed in range(3)]
    over = all_over(desk.office, batch)
    assert {(job.state, job.attempts) for job in over} == {("done", 1)}
    assert len({job.worker for job in over}) == 2, "one of them did everything"
    for case in cases:
        assert sorted(done.seed for done in reruns(desk.office, desk.people["emil"], case)) == [0, 1, 2]
    assert sum(ran(desk.office).values()) == len(batch), "a part was run twice"
    assert chain_holds(desk.office)


def test_a_worker_that_is_killed_in_a_step_is_followed_from_that_step(
    desk: Desk, handed_in: HandedIn, crew: Crew
) -> None:
    case = desk.accepted(handed_in.whole)
    job = asked(desk, case, handed_in.model, seed=2, count=6)  # two parts
    first = crew.begin(desk.office)
    until(lambda: (first, 0) in ran(desk.office), "the first part is not begun")
    held = hold(desk.office.directory)
    until(lambda: (first, 1) in ran(desk.office), "the second part is not begun")
    crew.kill(first)
    held.unlink()
    assert [job.state for job in found(desk.office, [job])] == ["running"]
    second = crew.begin(desk.office)
    assert [(job.state, job.attempts) for job in all_over(desk.office, [job])] == [("done", 2)]
    assert dict(ran(desk.office)) == {(first, 0): 1, (first, 1): 1, (second, 1): 1}, "the first part was run again"
    assert [done.seed for done in reruns(desk.office, desk.people["emil"], case)] == [2]


def stopped_without_a_lock(office: Office, worker: int) -> None:
    """Stop a process where it is in no transaction: else others would wait until the database ends that."""
    busy = "state IN ('idle in transaction', 'active') AND pid <> pg_backend_pid()"
    asked = f"SELECT count(*) FROM pg_stat_activity WHERE {busy}"

    def stopped() -> bool:
        os.kill(worker, signal.SIGSTOP)
        time.sleep(0.1)  # for the database to end what it was doing for it
        with office.journal.looking() as db:
            db.exec_driver_sql("RESET ROLE")  # which does not see what others do
            if db.exec_driver_sql(asked).scalar() == 0:
                return True
        os.kill(worker, signal.SIGCONT)
        return False

    until(stopped, "it is always in a transaction")


def test_a_worker_that_was_taken_for_dead_does_nothing_twice(desk: Desk, handed_in: HandedIn, crew: Crew) -> None:
    if desk.office.journal.dialect == "sqlite":
        pytest.skip("a process that is stopped may hold SQLite's one lock")
    case = desk.accepted(handed_in.whole)
    held = hold(desk.office.directory)
    job = asked(desk, case, handed_in.model, seed=3, count=1)
    first = crew.begin(desk.office)
    until(lambda: (first, 0) in ran(desk.office), "it is not begun")
    stopped_without_a_lock(desk.office, first)
    held.unlink()
    second = crew.begin(desk.office)
    assert [(job.state, job.attempts) for job in all_over(desk.office, [job])] == [("done", 2)]
    assert ran(desk.office)[second, 0] == 1
    os.kill(first, signal.SIGCONT)
    other = asked(desk, case, handed_in.model, seed=4, count=1)
    all_over(desk.office, [other])
    crew.end(first)
    assert [done.seed for done in reruns(desk.office, desk.people["emil"], case)] == [3, 4]


def test_a_pool_does_its_own_work_only(desk: Desk, handed_in: HandedIn, crew: Crew) -> None:
    case = desk.accepted(handed_in.whole)
    gpu = asked(desk, case, handed_in.model, pool="gpu")
    plain = asked(desk, case, handed_in.model)
    crew.begin(desk.office, "gpu")
    assert [job.state for job in all_over(desk.office, [gpu])] == ["done"]
    assert [job.state for job in found(desk.office, [plain])] == ["waiting"]


def test_what_cannot_be_done_fails_with_a_reason_and_without_an_event(
    desk: Desk, handed_in: HandedIn, crew: Crew, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "config.json").write_text("{}")
    case, left = desk.accepted(handed_in.whole), desk.accepted(handed_in.whole)
    wrong, nowhere = asked(desk, case, other), asked(desk, case, tmp_path / "nowhere")
    late = asked(desk, left, handed_in.model)
    desk.do("emil", "case.recused", Recused(person="emil", reason="My sister works there."), left)
    crew.begin(desk.office)
    over = all_over(desk.office, [wrong, nowhere, late])
    assert [job.state for job in over] == ["failed"] * 3
    assert "does not hold the bytes that were reviewed" in over[0].outcome
    assert "there is no" in over[1].outcome
    assert "no case" in over[2].outcome
    assert reruns(desk.office, desk.people["iris"], case) == []
    assert reruns(desk.office, desk.people["iris"], left) == []


def test_a_job_is_asked_for_once_and_by_reviewers_only(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    emil = desk.people["emil"]

    def ask(seed: int | None, who: str = "emil", key: str = "k") -> str:
        person = desk.people[who]
        return ask_rerun(desk.office, person, case, model=str(handed_in.model), seed=seed, key=key, anywhere=True).id

    first = ask(None)
    assert ask(None) == first, "one key, one job"
    with pytest.raises(OtherRequestError):
        ask(9)
    with pytest.raises(RefusedError):
        ask(1, "ada")
    with pytest.raises(NoSuchCaseError):
        ask(1, "mole")
    assert [job.id for job in jobs_of(desk.office, emil, case)] == [first]
    for who in ("ada", "mole", "rita"):
        with pytest.raises(NoSuchCaseError):
            jobs_of(desk.office, desk.people[who], case)
    for number in range(19):
        ask(number, key="")
    with pytest.raises(UsageError, match="wait already"):
        ask(99, key="")


def test_reviewers_name_models_below_the_places_that_are_open_to_them(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    with (desk.office.directory / "office.toml").open("a") as file:
        file.write(f"[jobs]\nmodels = [{json.dumps(str(handed_in.model.parent))}]\n")
    desk.office.close()
    desk.office = Office(desk.office.directory, desk.office.journal.address, clock=desk.clock)
    emil = desk.people["emil"]
    inside = ask_rerun(desk.office, emil, case, model=str(handed_in.model))
    assert inside.pool == "default"
    link = handed_in.model.parent / "link"
    link.symlink_to("/etc")
    outside = [
        "/etc",
        str(link),
        f"{handed_in.model}/../../..",
        "tiny",
        "~/x",
        "hf:acme/tiny",
        "http://127.0.0.1/v1",
        "\0",
    ]
    try:
        for model in outside:
            with pytest.raises(UsageError, match="not among the places"):
                ask_rerun(desk.office, emil, case, model=model)
    finally:
        link.unlink()
    for pool in ("a b", "../x", "P", "x" * 41):
        with pytest.raises(UsageError, match="no name of a pool"):
            ask_rerun(desk.office, emil, case, model=str(handed_in.model), pool=pool)


def test_the_command_does_what_waits_and_ends(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    job = asked(desk, case, handed_in.model)
    command = [sys.executable, "-m", "seatrial", "office", "worker", str(desk.office.directory), "--until-idle", "0.1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 0, ended.stderr
    assert [job.state for job in found(desk.office, [job])] == ["done"]
    said = [json.loads(line)["event"] for line in ended.stderr.splitlines()]
    assert said == ["worker begins", "job begins", "job ends", "worker ends"]


def test_silence_is_measured_by_who_listens() -> None:
    now = [0.0]
    heard = Neighbours(clock=lambda: now[0])
    assert heard.living([("a", "monday"), ("b", "tuesday")]) == {"a", "b"}
    now[0] = 19.0
    assert heard.living([("a", "monday"), ("b", "wednesday")]) == {"a", "b"}
    now[0] = 21.0
    assert heard.living([("a", "monday"), ("b", "wednesday")]) == {"b"}
    assert heard.living([("a", "years ago"), ("b", "wednesday")]) == {"a", "b"}, "whatever its clock says"


def test_a_process_of_this_machine_that_is_gone_is_no_worker() -> None:
    mine = new_worker_id()
    _, place, process, rest = mine.split("-")
    assert int(process) == os.getpid()
    assert not gone(mine)
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    assert gone(f"w-{place}-{int(ended.stdout)}-{rest}")
    assert not gone(f"w-{'0' * 12}-{int(ended.stdout)}-{rest}"), "of another machine nothing is known"
    assert not gone("someone")
