"""kill -9 while submissions, questions and decisions are made: what was acknowledged is there, and nothing is twice.

The server is killed a hundred times, each time with all three under way at points nobody chose; with PostgreSQL, so are
processes of the database, upon which all of it stops and recovers from its log. Clients send again what was not
acknowledged, under the same key.
"""

import contextlib
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3
from sqlalchemy import func, select

from seatrial.app.office import people
from seatrial.app.office.case_file import as_listed, load_case, unnoted_of
from seatrial.app.office.init import begin_office
from seatrial.app.office.judging import clocks_of
from seatrial.app.office.office import Office
from seatrial.app.office.sweep import sweep
from seatrial.cases.replay import step
from seatrial.domain.procedure import ClockStatus, OnExpiry
from seatrial.journal import events
from seatrial.journal.schema import CASE, EVENT, ITEM
from tests import postgres
from tests.databases import fresh_database
from tests.office.conftest import AUTHORITY, PEOPLE, REVIEWERS, ROOT, HandedIn
from tests.office.kill_server import clock_since

KILLS = 100
SEED = 7
DECISION: dict[str, Any] = {
    "outcome": "deferred",
    "reasons": [{"cites": "no-code-on-load", "evidence": ["artifact.pickle-import"], "text": "More is to be seen."}],
}
Answer = dict[str, Any]


class Over(Exception):  # noqa: N818 - a state of the test, not a fault
    """It is over, and nobody waits for an answer any more."""


class Client:
    """Does acts until they are acknowledged, and keeps what was."""

    def __init__(self, url: str, tokens: dict[str, str], stop: threading.Event) -> None:
        self.url, self.tokens, self.stop = url, tokens, stop
        self.acknowledged: dict[tuple[str, str], Answer] = {}
        self.doing = ""
        self.failed: list[str] = []

    def ask(self, who: str, path: str, body: Any, *, phase: str = "") -> Answer:
        """One request under one key, sent again until it is answered."""
        key = secrets.token_hex(8)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {
            "authorization": f"Bearer {self.tokens[who]}",
            "idempotency-key": key,
            "content-type": "application/json",
        }
        while not self.stop.is_set():
            self.doing = phase
            with contextlib.suppress(urllib3.exceptions.HTTPError), urllib3.PoolManager(retries=False) as pool:
                answer = pool.request("POST", f"{self.url}/api/v1{path}", body=data, headers=headers, timeout=30.0)
                self.doing = ""
                if answer.status < 500:
                    said: Answer = json.loads(answer.data)
                    if answer.status != 201:
                        self.failed.append(f"{who} {path}: {said}")
                        self.stop.set()
                        break
                    self.acknowledged[who, key] = said
                    return said
            time.sleep(0.02)
        raise Over

    def act(self, who: str, case: str, kind: str, body: Any, *, phase: str = "", role: str = "") -> Answer:
        return self.ask(who, f"/cases/{case}/acts", {"kind": kind, "body": body, "role": role}, phase=phase)

    def accepted(self, package: bytes) -> str:
        """A case in which everybody works, accepted."""
        case = str(self.ask("ada", "/submissions?title=tiny", package)["case"])
        for who in ("iris", "emil", "dora", "dan"):
            joins = {"person": who, "role": REVIEWERS[who], "organisation": AUTHORITY}
            self.act("rita", case, "case.assigned", joins, role="registrar")
        self.act("iris", case, "submission.accepted", {})
        return case


def submitting(client: Client, package: bytes) -> None:
    while True:
        client.ask("ada", "/submissions?title=tiny", package, phase="submission")


def assessing(client: Client, package: bytes) -> None:
    while True:
        case = client.accepted(package)
        for number in range(20):
            asked = {"id": f"q{number}", "text": "Who answers?", "cites": "incident-process"}
            client.act("emil", case, "question.asked", asked, phase="assessment")
            client.act("ada", case, "question.answered", {"id": f"q{number}", "text": "The watch."}, phase="assessment")


def deciding(client: Client, package: bytes) -> None:
    while True:
        case = client.accepted(package)
        for number in range(20):
            client.act("dora", case, "decision.proposed", {"id": f"p{number}", **DECISION}, phase="decision")
            client.act("dan", case, "decision.voted", {"id": f"p{number}", "agrees": True}, phase="decision")


def told(story: Callable[[Client, bytes], None], client: Client, package: bytes) -> None:
    with contextlib.suppress(Over):
        story(client, package)


class Served:
    """The office's server, which is killed and begun again."""

    def __init__(self, directory: Path, began: float) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "tests.office.kill_server", str(directory), str(port), str(began)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.child = 0
        self.begin()

    def begin(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        self.child = int(self.process.stdout.readline())
        self.answers()

    def answers(self) -> None:
        for _ in range(600):
            with contextlib.suppress(urllib3.exceptions.HTTPError), urllib3.PoolManager(retries=False) as pool:
                if pool.request("GET", f"{self.url}/api/v1/office", timeout=10.0).status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("the office does not answer")

    def kill(self) -> None:
        """Raises `AssertionError` when it had ended by itself."""
        os.kill(self.child, signal.SIGKILL)
        assert self.process.stdout is not None
        assert int(self.process.stdout.readline()) == -signal.SIGKILL

    def close(self) -> None:
        self.kill()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


@contextlib.contextmanager
def office_on(directory: Path, database: str) -> Iterator[tuple[Office, dict[str, str], float]]:
    """An office with its people, whose time runs fast."""
    begin_office(directory, name=AUTHORITY, origin="authority.example/log", database=database, registrar="rita")
    began = time.time()
    office = Office(directory, clock=clock_since(began))
    rita = people.by_id(office, "rita")
    assert rita is not None
    for name in ("ada", "iris", "emil", "dora", "dan"):
        organisation, kind = PEOPLE[name]
        people.add_account(office, rita, id_=name, name=name, organisation=organisation, roles=[kind])
    scopes = ("read", "submit", "act", "administer")
    named = ("ada", "iris", "emil", "dora", "dan", "rita")
    tokens = {
        who: people.issue_token(office, rita, name="t", scopes=scopes, days=366, for_="" if who == "rita" else who)
        for who in named
    }
    try:
        yield office, tokens, began
    finally:
        office.close()


def killed_while_at_work(
    office: Office, tokens: dict[str, str], began: float, package: bytes, kill: Callable[[Served], None]
) -> tuple[list[Client], Counter[str]]:
    """Everybody works while `kill` strikes; what each was told, and how often each kind of work was struck."""
    stop, chance = threading.Event(), random.Random(SEED)
    served = Served(office.directory, began)
    clients = [Client(served.url, tokens, stop) for _ in range(3)]
    stories = (submitting, assessing, deciding)
    threads = [
        threading.Thread(target=told, args=(story, client, package), daemon=True)
        for story, client in zip(stories, clients, strict=True)
    ]
    struck: Counter[str] = Counter()
    try:
        for thread in threads:
            thread.start()
        for _ in range(KILLS * 3):
            before = [len(client.acknowledged) for client in clients]
            late = time.monotonic() + 120
            while not stop.is_set() and any(len(c.acknowledged) == n for c, n in zip(clients, before, strict=True)):
                assert time.monotonic() < late, "nobody is answered any more"
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.15))
            struck.update({client.doing for client in clients} - {""})
            kill(served)
            if stop.is_set() or min(struck[name] for name in ("submission", "assessment", "decision")) >= KILLS:
                break
        stop.set()
        for thread in threads:
            thread.join(timeout=60)
    finally:
        served.close()
    assert not [text for client in clients for text in client.failed]
    return clients, struck


def all_holds(office: Office, clients: list[Client]) -> None:
    """Chain, acknowledgements, keys, lists, items and clocks, after all of it."""
    sweep(office)
    with office.journal.looking() as db:
        assert events.broken_at(db) is None
        answers = [said for client in clients for said in client.acknowledged.values()]
        digests = [said["digest"] for said in answers]
        assert len(set(digests)) == len(digests), "two requests were one event"
        where = select(EVENT.c.digest, EVENT.c.case_id, EVENT.c.number)
        kept = {row.digest: (row.case_id, row.number) for row in db.execute(where)}
        assert all(kept.get(said["digest"]) == (said["case"], said["number"]) for said in answers), "one is lost"
        sent = select(EVENT.c.case_id, func.count()).where(EVENT.c.kind == "submission.sent").group_by(EVENT.c.case_id)
        items = select(ITEM.c.case_id, func.count()).group_by(ITEM.c.case_id)
        by_case = {str(case): int(count) for case, count in db.execute(sent).all()}
        assert set(by_case.values()) == {1}
        assert {str(case): int(count) for case, count in db.execute(items).all()} == by_case
        at_work = 3  # one of each client may have been done and not told when all of it ended
        acts = (
            select(func.count())
            .select_from(EVENT)
            .where(EVENT.c.kind != "clock.ran-out", EVENT.c.kind != "case.opened")
        )
        assert 0 <= db.execute(acts).scalar_one() - len(answers) <= at_work, "something was done twice"
        cases = events.case_ids(db)
        assert sorted(cases) == sorted(by_case)
        for case in cases:
            one_holds(office, db, case)


def one_holds(office: Office, db: Any, case_id: str) -> None:
    """One case: its signatures, its line in the lists, and its clocks as the regime alone counts them."""
    case = load_case(office, db, case_id, office.clock())
    raw = clocks_of(case.regime)
    slow = None
    for event, _ in case.events:
        slow = step(slow, event, case.regime, raw)
    assert slow is not None
    head, (event, _) = case.head, case.events[-1]
    line = db.execute(select(CASE).where(CASE.c.case_id == case_id)).mappings().one()
    expected = as_listed(slow, case.regime, head, event.at)
    assert (line["head"], line["stage"], line["events"]) == (head, expected.stage, len(case.events))
    noted = [(e.body.clock, e.body.started_at) for e, _ in case.events if e.kind == "clock.ran-out"]  # type: ignore[union-attr]
    assert len(set(noted)) == len(noted), "an effect was noted twice"
    assert {(e.clock, e.started_at) for e in case.state.effects} - set(noted) == {
        (e.clock, e.started_at) for e in unnoted_of(case.state)
    }
    fell = {(e.clock, e.started_at): e.fell_at for e in case.state.effects}
    silent = {clock.id for clock in case.regime.clocks if clock.on_expiry is OnExpiry.NONE}
    for clock in raw(case.state.moved, case.at):
        if clock.status is ClockStatus.EXPIRED and clock.clock_id not in silent:
            assert clock.started_at is not None
            assert fell[clock.clock_id, clock.started_at] == clock.due_at


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_server_is_killed_a_hundred_times_during_each_kind_of_work(
    database: str, tmp_path: Path, handed_in: HandedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ADDRESS", "ACCOUNT", "LOGINS"):
        monkeypatch.setenv(f"SEATRIAL_OFFICE_LIMITS_{name}", "0")

    def kill(served: Served) -> None:
        served.kill()
        served.begin()

    with contextlib.ExitStack() as stack:
        url = "" if database == "sqlite" else fresh_database(stack.enter_context(postgres.server()))
        office, tokens, began = stack.enter_context(office_on(tmp_path / "office", url))
        clients, struck = killed_while_at_work(office, tokens, began, handed_in.whole, kill)
        print(dict(struck), sum(len(client.acknowledged) for client in clients), "acknowledged")
        all_holds(office, clients)
        assert min(struck.values()) >= KILLS


@pytest.mark.slow
def test_processes_of_the_database_are_killed_a_hundred_times_during_each_kind_of_work(
    tmp_path: Path, handed_in: HandedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    for name in ("ADDRESS", "ACCOUNT", "LOGINS"):
        monkeypatch.setenv(f"SEATRIAL_OFFICE_LIMITS_{name}", "0")
    with postgres.server() as server:
        url = fresh_database(server)

        def kill(served: Served) -> None:
            """One process of it: the others are ended by it, and all of it recovers from the log."""
            asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(server, autocommit=True) as connection:
                found = [row[0] for row in connection.execute(asked)]
                if found:
                    os.kill(random.choice(found), signal.SIGKILL)
            for _ in range(600):
                with contextlib.suppress(psycopg.OperationalError), psycopg.connect(server):
                    break
                time.sleep(0.05)
            served.answers()

        with office_on(tmp_path / "office", url) as (office, tokens, began):
            clients, struck = killed_while_at_work(office, tokens, began, handed_in.whole, kill)
            print(dict(struck), sum(len(client.acknowledged) for client in clients), "acknowledged")
            all_holds(office, clients)
            assert min(struck.values()) >= KILLS
