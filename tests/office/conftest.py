"""An office with its people on each database, a clock that is moved by hand, and real reviews to hand in."""

import datetime
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from seatrial.app.office import people
from seatrial.app.office.dispatch import Act, Done, perform
from seatrial.app.office.init import begin_office
from seatrial.app.office.office import Office
from seatrial.app.office.package import pack
from seatrial.app.office.submit import submit
from seatrial.app.review import review
from seatrial.cases.acts import Assigned, Body, SubmissionAccepted
from seatrial.domain.person import Person
from tests.databases import BOTH, fresh_database
from tests.server.conftest import serve as serve  # noqa: PLC0414 - a fixture of both

ROOT = Path(__file__).resolve().parents[2]
HARBOUR, RIVAL, AUTHORITY = "Harbour Labs", "Rival Labs", "Model Authority"
PEOPLE = {
    "ada": (HARBOUR, "developer"),
    "ben": (HARBOUR, "developer"),
    "mole": (RIVAL, "developer"),
    "iris": (AUTHORITY, "intake"),
    "emil": (AUTHORITY, "evaluator"),
    "dora": (AUTHORITY, "decider"),
    "dan": (AUTHORITY, "decider"),
    "paul": (AUTHORITY, "appeal"),
    "pia": (AUTHORITY, "appeal"),
    "olga": ("Press", "observer"),
}
REVIEWERS = {
    "iris": "intake",
    "emil": "evaluator",
    "dora": "board",
    "dan": "board",
    "paul": "appeal-panel",
    "pia": "appeal-panel",
}


@dataclass(frozen=True)
class HandedIn:
    """A model, and packages of two reviews of it: one that lacks a statement, and one that has it."""

    model: Path
    home: Path
    lacking: bytes
    whole: bytes
    directory: Path
    """Of the whole review."""


@pytest.fixture(scope="session")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> HandedIn:
    """Made once: the reviews are real, and static."""
    folder = tmp_path_factory.mktemp("developer")
    model = folder / "tiny"
    subprocess.run([sys.executable, ROOT / "examples/tiny_model.py", model], check=True, capture_output=True)
    given = "facts: {model.generates_text: false"
    stated = (model / "seatrial.yaml").read_text().replace(given, f"{given}, incident_process.in_place: true")
    (folder / "stated.yaml").write_text(stated)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEATRIAL_HOME", str(folder / "home"))
        patch.setenv("SEATRIAL_CACHE", str(folder / "cache"))
        regimes = ["release-office"]
        review(model, regimes=regimes, out=folder / "r1", static=True)
        review(model, regimes=regimes, out=folder / "r2", static=True, declare=folder / "stated.yaml")
        return HandedIn(model, folder / "home", pack(folder / "r1"), pack(folder / "r2"), folder / "r2")


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)

    def __call__(self) -> datetime.datetime:
        return self.now

    def wait(self, days: float) -> None:
        self.now += datetime.timedelta(days=days)


@dataclass
class Desk:
    """The office at work in a test."""

    office: Office
    clock: Hand
    people: dict[str, Person]

    def do(self, who: str, kind: str, body: Body, case: str = "", role: str = "", key: str = "") -> Done:
        return perform(self.office, self.people[who], Act(kind=kind, body=body, case=case, role=role), key=key)

    def sent(self, package: bytes, case: str = "") -> str:
        """A submission by Ada, with everybody of the office assigned."""
        done = submit(self.office, self.people["ada"], package, case=case, title="tiny 1")
        if not case:
            for who in REVIEWERS:
                self.join(done.case, who)
        return done.case

    def join(self, case: str, who: str) -> None:
        body = Assigned(person=who, role=REVIEWERS.get(who, "observer"), organisation=self.people[who].organisation)
        self.do("rita", "case.assigned", body, case)

    def accepted(self, package: bytes) -> str:
        case = self.sent(package)
        self.clock.wait(0.5)
        self.do("iris", "submission.accepted", SubmissionAccepted(), case)
        return case


@pytest.fixture(params=BOTH)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """A new office on each database."""
    database = "" if request.param == "sqlite" else fresh_database(request.getfixturevalue("postgres"))
    directory = tmp_path / "office"
    begin_office(directory, name=AUTHORITY, origin="authority.example/log", database=database, registrar="rita")
    clock = Hand()
    office = Office(directory, clock=clock)
    rita = people.by_id(office, "rita")
    assert rita is not None
    for name, (organisation, kind) in PEOPLE.items():
        people.add_account(office, rita, id_=name, name=name.capitalize(), organisation=organisation, roles=[kind])
    found = {name: people.by_id(office, name) for name in (*PEOPLE, "rita")}
    made = Desk(office, clock, {name: person for name, person in found.items() if person is not None})
    yield made
    made.office.close()  # Which a test may have opened again.
