"""An office with many cases of real, signed and chained events: one case is lived through the rules, and then told
again under other ids, each event signed anew by the office's key. Used by `benchmarks.office`."""

import datetime
import hashlib
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from seatrial.app.office import people
from seatrial.app.office.case_file import load_case
from seatrial.app.office.dispatch import Act, perform
from seatrial.app.office.init import begin_office
from seatrial.app.office.office import Office
from seatrial.app.office.package import pack
from seatrial.app.office.submit import submit
from seatrial.app.review import review
from seatrial.cases.acts import (
    Assigned,
    FindingReplied,
    FindingSent,
    Lack,
    QuestionAnswered,
    QuestionAsked,
    SubmissionAccepted,
    SubmissionReturned,
)
from seatrial.cases.event import BEGINNING
from seatrial.documents.sigstore import decode
from seatrial.domain.person import Person
from seatrial.journal import events
from seatrial.journal.schema import CASE, EVENT, ITEM, PARTICIPANT

ROOT = Path(__file__).resolve().parents[1]
EVENTS = 100
"""Of each case: a million in ten thousand."""
DEVELOPERS = 100
"""Each has every hundredth case; the people of the office have all."""
AUTHORITY, REGIME = "Model Authority", "release-office"
STAFF = {"iris": "intake", "emil": "evaluator", "dora": "decider", "dan": "decider", "paul": "appeal"}
ROLES = {"iris": "intake", "emil": "evaluator", "dora": "board", "dan": "board", "paul": "appeal-panel"}
BATCH = 100


@dataclass
class Hand:
    """A clock that is moved by hand while the first case is lived."""

    now: datetime.datetime

    def __call__(self) -> datetime.datetime:
        return self.now

    def wait(self, hours: float) -> None:
        self.now += datetime.timedelta(hours=hours)


@dataclass(frozen=True)
class Lived:
    """The case that the others tell again: its events' statements, and its rows."""

    case: str
    events: tuple[tuple[dict[str, Any], bytes], ...]
    line: dict[str, Any]
    participants: tuple[dict[str, Any], ...]
    items: tuple[dict[str, Any], ...]
    developer: str


def packed(folder: Path) -> bytes:
    """A submission: the package of a real static review of the small model of the tutorial."""
    model = folder / "tiny"
    subprocess.run([sys.executable, ROOT / "examples/tiny_model.py", model], check=True, capture_output=True)
    review(model, regimes=[REGIME], out=folder / "review", static=True)
    return pack(folder / "review")


def begun(directory: Path, database: str = "") -> Office:
    """An office with its people, at the present time."""
    begin_office(directory, name=AUTHORITY, origin="authority.example/log", database=database, registrar="rita")
    office = Office(directory)
    rita = person(office, "rita")
    for name, kind in STAFF.items():
        people.add_account(office, rita, id_=name, name=name, organisation=AUTHORITY, roles=[kind])
    for number in range(DEVELOPERS):
        name = developer(number)
        people.add_account(office, rita, id_=name, name=name, organisation=f"Lab {number:02}", roles=["developer"])
    return office


def developer(number: int) -> str:
    """Id of a developer; all are of one length, so that statements are retold by replacing bytes."""
    return f"lab{number % DEVELOPERS:02}"


def person(office: Office, name: str) -> Person:
    """Somebody of the office."""
    found = people.by_id(office, name)
    assert found is not None
    return found


def lived(office: Office, package: bytes) -> Lived:
    """One case through the rules, up to an assessment with `EVENTS` events behind it, all by `perform`."""
    hand = Hand(datetime.datetime.now(datetime.UTC).replace(microsecond=1) - datetime.timedelta(hours=12))
    office.clock = hand
    try:
        case = _acts(office, hand, package)
    finally:
        del office.clock
        office.clock = lambda: datetime.datetime.now(datetime.UTC)
    with office.journal.looking() as db:
        rows = [dict(row) for row in _rows(db, EVENT, case)]
        rows.sort(key=lambda row: row["number"])
        return Lived(
            case=case,
            events=tuple((row, decode(bytes(row["sealed"])).payload) for row in rows),
            line=dict(next(iter(_rows(db, CASE, case)))),
            participants=tuple(dict(row) for row in _rows(db, PARTICIPANT, case)),
            items=tuple(dict(row) for row in _rows(db, ITEM, case)),
            developer=developer(0),
        )


def _rows(db: Connection, table: Any, case: str) -> Any:
    return db.execute(select(table).where(table.c.case_id == case)).mappings().all()


def _acts(office: Office, hand: Hand, package: bytes) -> str:
    """Returned once, accepted, then questions and findings in turn, each answered in the same hour."""
    ada, iris, emil = (person(office, name) for name in (developer(0), "iris", "emil"))
    case = submit(office, ada, package, title="tiny 00000", regime_id=REGIME).case

    def do(who: Person, kind: str, body: Any) -> int:
        hand.wait(0.05)
        return perform(office, who, Act(kind=kind, body=body, case=case)).number

    for name, role in ROLES.items():
        do(person(office, "rita"), "case.assigned", Assigned(person=name, role=role, organisation=AUTHORITY))
    do(iris, "submission.returned", SubmissionReturned(lacks=(Lack(cites="incident-process", text="State it."),)))
    hand.wait(1)
    submit(office, ada, package, case=case)
    do(iris, "submission.accepted", SubmissionAccepted())
    number = 0
    for turn in range(EVENTS):
        if number == EVENTS - 1:
            break
        q, f = f"q{turn}", f"f{turn}"
        if turn % 2:
            asked = FindingSent(
                id=f,
                cites="no-code-on-load",
                severity="low",
                text="A file is odd.",
                evidence=("artifact.unknown-format",),
            )
            do(emil, "finding.sent", asked)
            number = do(
                ada, "finding.replied", FindingReplied(id=f, text="It is removed in the next version.", accepts=True)
            )
        else:
            do(emil, "question.asked", QuestionAsked(id=q, text="Who answers at night?", cites="incident-process"))
            number = do(ada, "question.answered", QuestionAnswered(id=q, text="The watch does, within the hour."))
    return case


def told_again(office: Office, first: Lived, start: int, stop: int) -> None:
    """Cases `start` to `stop`, by bulk insert, signed one by one; the journal's own triggers hold each to the chain."""
    seal = office.signer.seal
    with office.journal.looking() as db:
        count, chain = events.office_head(db)
    for begin in range(start, stop, BATCH):
        rows: dict[Any, list[dict[str, Any]]] = {EVENT: [], CASE: [], PARTICIPANT: [], ITEM: []}
        for number in range(begin, min(begin + BATCH, stop)):
            retold = _Retold(first, number)
            for row in retold.events(seal):
                chain = events.chained(chain, row["digest"])
                rows[EVENT].append({**row, "seq": count, "chain": chain})
                count += 1
            head = rows[EVENT][-1]["digest"]
            rows[CASE].append({**retold.row(first.line), "head": head})
            rows[PARTICIPANT] += [retold.row(row) for row in first.participants]
            rows[ITEM] += [retold.row(row) for row in first.items]
        write(office, rows)


def write(office: Office, rows: dict[Any, list[dict[str, Any]]]) -> None:
    """Rows of several tables in one transaction."""
    with office.journal.writing() as db:
        for table, some in rows.items():
            db.execute(insert(table), some)


class _Retold:
    """One more case with the same story, by another developer, under another id and title."""

    def __init__(self, first: Lived, number: int) -> None:
        at = int(first.case[1:13], 16) + number
        self.case = f"c{at:012x}{secrets.token_hex(5)}"
        self.first = first
        self.words = {
            first.case: self.case,
            "tiny 00000": f"tiny {number:05}",
            first.developer: developer(number),
            "Lab 00": f"Lab {number % DEVELOPERS:02}",
        }

    def _text(self, text: str) -> str:
        for old, new in self.words.items():
            text = text.replace(old, new)
        return text

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        return {name: self._text(value) if isinstance(value, str) else value for name, value in row.items()}

    def events(self, seal: Any) -> Iterator[dict[str, Any]]:
        previous = BEGINNING
        for row, payload in self.first.events:
            told = self._text(payload.decode()).replace(row["previous"], previous).encode()
            digest = hashlib.sha256(told).hexdigest()
            yield {**self.row(row), "digest": digest, "previous": previous, "sealed": seal(told)}
            previous = digest


def copied(source: Office, target: Office) -> None:
    """What the one office has of cases and the other does not yet, in order, with the same key: the same journal."""
    with target.journal.looking() as db:
        count, _ = events.office_head(db)
        there = {*events.case_ids(db)}
    with source.journal.looking() as db:
        since = select(EVENT).where(EVENT.c.seq >= count).order_by(EVENT.c.seq)
        _copied(db, target, EVENT, since)
        new = [case for case in events.case_ids(db) if case not in there]
        for table in (CASE, PARTICIPANT, ITEM):
            for begin in range(0, len(new), BATCH):
                _copied(db, target, table, select(table).where(table.c.case_id.in_(new[begin : begin + BATCH])))


def _copied(db: Connection, target: Office, table: Any, query: Any) -> None:
    for part in db.execute(query).mappings().partitions(5_000):
        write(target, {table: [dict(row) for row in part]})


def verified(office: Office, sample: int = 20) -> int:
    """Hold the whole office to its chain, and some cases to their signatures; how many events there are."""
    with office.journal.looking() as db:
        count, _ = events.office_head(db)
        broken = events.broken_at(db)
        assert broken is None, f"event {broken} does not follow"
        known = events.case_ids(db)
        for case in known[:: max(1, len(known) // sample)]:
            assert len(load_case(office, db, case, office.clock()).events) == EVENTS
    return count
