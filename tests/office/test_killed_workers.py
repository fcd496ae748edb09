"""kill -9 of workers at a hundred points nobody chose, on each database: every job is done, and none of it twice."""

import contextlib
import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from seatrial.app.office import people
from seatrial.app.office.init import begin_office
from seatrial.app.office.jobs import ask_rerun
from seatrial.app.office.office import Office
from seatrial.app.office.submit import submit
from seatrial.journal.schema import EVENT
from tests import postgres
from tests.databases import fresh_database
from tests.office.conftest import AUTHORITY, PEOPLE, REVIEWERS, Desk, Hand, HandedIn
from tests.office.crew import Crew, chain_holds, found, reruns

KILLS = int(os.environ.get("SEATRIAL_TEST_KILLS", "100"))
SEED = 11
CASES, OPEN_AT_ONCE = 4, 6


def begun(directory: Path, database: str) -> Desk:
    """An office at whose time nothing is turned."""
    begin_office(directory, name=AUTHORITY, origin="authority.example/log", database=database, registrar="rita")
    office = Office(directory)
    rita = people.by_id(office, "rita")
    assert rita is not None
    for name in ("ada", *REVIEWERS):
        organisation, kind = PEOPLE[name]
        people.add_account(office, rita, id_=name, name=name, organisation=organisation, roles=[kind])
    everybody = {name: people.by_id(office, name) for name in ("ada", "rita", *REVIEWERS)}
    return Desk(office, Hand(), {name: person for name, person in everybody.items() if person is not None})


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_workers_are_killed_a_hundred_times(database: str, tmp_path: Path, handed_in: HandedIn) -> None:
    from seatrial.cases.acts import SubmissionAccepted

    chance = random.Random(SEED)
    with contextlib.ExitStack() as stack:
        url = "" if database == "sqlite" else fresh_database(stack.enter_context(postgres.server()))
        desk = begun(tmp_path / "office", url)
        stack.callback(desk.office.close)
        cases = []
        for _ in range(CASES):
            case = submit(desk.office, desk.people["ada"], handed_in.whole, title="tiny").case
            for who in ("iris", "emil"):
                desk.join(case, who)
            desk.do("iris", "submission.accepted", SubmissionAccepted(), case)
            cases.append(case)
        crew = Crew()
        stack.callback(crew.close)
        asked, struck = keep_killing(desk, crew, cases, handed_in.model, chance)
        finish(desk, crew, asked)
        print(struck, Counter((job.state, job.outcome) for job in found(desk.office, list(asked))))
        hold(desk, cases, asked)
        assert sum(struck.values()) == KILLS
        assert struck["running"] >= KILLS // 3, "most were killed while nothing was under way"


def keep_killing(
    desk: Desk, crew: Crew, cases: list[str], model: Path, chance: random.Random
) -> tuple[dict[str, tuple[str, int]], Counter[str]]:
    """Two workers, one of which is killed at a time, while there is always work; jobs with their case and seed."""
    asked: dict[str, tuple[str, int]] = {}
    struck: Counter[str] = Counter()
    for _ in range(KILLS):
        while len(crew.alive) < 2:
            crew.begin(desk.office)
        while sum(job.state in ("waiting", "running") for job in found(desk.office, list(asked))) < OPEN_AT_ONCE:
            case, seed = chance.choice(cases), len(asked)
            emil = desk.people["emil"]
            job = ask_rerun(desk.office, emil, case, model=str(model), seed=seed, count=1, anywhere=True)
            asked[job.id] = (case, seed)
        time.sleep(chance.uniform(0, 4))
        victim = chance.choice(crew.alive)
        mine = [job for job in found(desk.office, list(asked)) if f"-{victim}-" in job.worker]
        struck["running" if any(job.state == "running" for job in mine) else "idle"] += 1
        crew.kill(victim)
    return asked, struck


def finish(desk: Desk, crew: Crew, asked: dict[str, tuple[str, int]]) -> None:
    while len(crew.alive) < 2:
        crew.begin(desk.office)
    late = time.monotonic() + 900
    while any(job.state in ("waiting", "running") for job in found(desk.office, list(asked))):
        assert time.monotonic() < late, "jobs are not done"
        time.sleep(0.2)


def hold(desk: Desk, cases: list[str], asked: dict[str, tuple[str, int]]) -> None:
    """Each job is done and told once; one that was killed too often is told to have failed, and did nothing."""
    over = found(desk.office, list(asked))
    assert len(over) == len(asked), "a job is lost"
    given_up = {job.id for job in over if job.state == "failed"}
    assert all("was killed" in job.outcome for job in over if job.id in given_up), [job.outcome for job in over]
    for case in cases:
        told = Counter(done.seed for done in reruns(desk.office, desk.people["emil"], case))
        done = {seed for id_, (where, seed) in asked.items() if where == case and id_ not in given_up}
        assert dict(told) == dict.fromkeys(done, 1), "an effect is lost, or is there twice"
    with desk.office.journal.looking() as db:
        digests = [row[0] for row in db.execute(select(EVENT.c.digest))]
    assert len(set(digests)) == len(digests)
    assert chain_holds(desk.office)
