"""A case as one person sees it, a list of theirs, and what they may read: each look at what was handed in is noted."""

import datetime
import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from seatrial.app.office.case_file import CaseFile, load_case
from seatrial.app.office.office import Office
from seatrial.app.office.refused import NoSuchCaseError, ScopeError
from seatrial.cases.permit import acts_open_to
from seatrial.cases.state import CaseState
from seatrial.cases.timeline import spans, times
from seatrial.cases.views import LEVELS, level, may_read, shown_events
from seatrial.documents import to_builtins
from seatrial.domain.person import Person
from seatrial.domain.verdict import Shown
from seatrial.journal import events, items
from seatrial.journal.events import Listed

SEEN: Final = ("redacted", "full")
"""Levels from which on somebody sees more than that there is something."""
_CLASSES: Final = {
    "lacks": ("case-existence", True),
    "open_questions": ("questions", True),
    "decision": ("decision", False),
    "conditions": ("decision", True),
    "suspended": ("decision", False),
}
"""What stands in a case and is not for everybody who takes part: its class, and whether it is a list."""
_DAY = datetime.timedelta(days=1)


def list_cases(office: Office, person: Person, **wanted: Any) -> list[Listed]:
    """Cases of a person, in the order in which they were opened: `stage`, `waits_for`, `after`, `limit`."""
    reads(person)
    with office.journal.reading(person) as db:
        return events.listed(db, person, **wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case for one person; `plain` is all of it for programs."""

    case: CaseFile
    head: str
    plain: dict[str, Any]


def show_case(office: Office, person: Person, case_id: str) -> CaseView:
    """A case as a participant sees it. Raises `NoSuchCaseError` for everybody else."""
    reads(person)
    with office.journal.reading(person) as db:
        case = load_case(office, db, case_id, office.clock())
        if not may_read(person, case.state.participants):
            raise NoSuchCaseError(case_id)
        kept = items.of_case(db, case_id)
        looks = items.looks(db, case_id)
    disclosed = _disclosed(case)
    held = case.state.roles_held(person.id)
    ours = "developer" in {role.kind for role in case.regime.roles if role.id in held}
    plain = {
        **_standing(case),
        **{
            name: [] if many else None
            for name, (item, many) in _CLASSES.items()
            if level_of(case, person, item) not in SEEN
        },
        "you": {"roles": list(held), "may": [list(pair) for pair in acts_open_to(case.state, person, case.regime)]},
        "events": [to_builtins(e) for e in shown_events(case.state, case.events, person, case.regime, disclosed)],
        "items": [to_builtins(i) for i in kept if level_of(case, person, i.item) in SEEN],
        "looks": [to_builtins(look) for look in looks] if ours else [],
    }
    if sees_in_full(case, person, "verdict") and case.verdict is not None:
        plain["verdict"] = to_builtins(case.verdict)
    return CaseView(case=case, head=case.head, plain=plain)


def read_item(office: Office, person: Person, case_id: str, digest: str) -> tuple[bytes, str]:
    """The bytes of something that was handed in, and their media type. Who is not its developer is noted as looking."""
    reads(person)
    with office.journal.reading(person) as db:
        case = load_case(office, db, case_id, office.clock())
        kept = next((item for item in items.of_case(db, case_id) if item.digest == digest), None)
        body = items.body(db, case_id, digest)
    readable = may_read(person, case.state.participants)
    if not readable or kept is None or body is None or not sees_in_full(case, person, kept.item):
        raise NoSuchCaseError(case_id)
    note_look(office, person, case, digest)
    return body, kept.media_type


def note_look(office: Office, person: Person, case: CaseFile, *digests: str) -> None:
    """Note that somebody looks at what was handed in, for its developer to see; their own looks are not noted."""
    role = case.state.roles_held(person.id)[0]
    if "developer" in {r.kind for r in case.regime.roles if r.id == role}:
        return

    def noted(db: Connection) -> None:
        for digest in digests:
            items.looked(db, case.state.id, digest, person=person.id, role=role, at=case.at)

    office.journal.write(noted)


def sees_in_full(case: CaseFile, person: Person, item: str) -> bool:
    """Whether somebody sees all of a class of items."""
    return level_of(case, person, item) == "full"


def reads(person: Person) -> None:
    """Whether a login may read at all. Raises `ScopeError`."""
    if "read" not in person.scopes:
        raise ScopeError("read")


def _disclosed(case: CaseFile) -> tuple[Shown, ...]:
    if case.verdict is not None:
        return case.verdict.disclosure
    return tuple(Shown(item=rule.item, audience=rule.audience, show=rule.show) for rule in case.regime.disclosure)


def level_of(case: CaseFile, person: Person, item: str) -> str:
    """How much of a class of items a participant sees."""
    disclosed = _disclosed(case)
    levels = (level(case.regime, disclosed, role, item) for role in case.state.roles_held(person.id))
    return max(levels, key=LEVELS.index, default="none")


def _standing(case: CaseFile) -> dict[str, Any]:
    """What every participant may know: where it stands, its clocks, and who waits for whom."""
    state, now = case.state, case.at
    took = times(state, now)
    return {
        "case": state.id,
        "title": state.title,
        "organisation": state.organisation,
        "regime": to_builtins(state.regime),
        "stage": state.stage.value,
        "regime_stage": case.verdict.stage if case.verdict else "",
        "waits_for": state.moves[-1].waits_for,
        "opened_at": state.opened_at.isoformat(),
        "suspended": to_builtins(state.suspension) if state.suspended(now) else None,
        "closed_as": state.closed_as,
        "lacks": [to_builtins(lack) for lack in state.lacks],
        "open_questions": [to_builtins(question.asked) for question in state.open_questions],
        "decision": _decision(state),
        "conditions": [to_builtins(line) for line in state.ledger],
        "clocks": [to_builtins(clock) for clock in case.clocks],
        "effects": [to_builtins(effect) for effect in state.effects],
        "time_line": [
            {
                "stage": span.stage.value,
                "waits_for": span.waits_for,
                "since": span.since.isoformat(),
                "until": None if span.goes_on else span.until.isoformat(),
            }
            for span in spans(state, now)
        ],
        "days": {
            "office": round(took.office / _DAY, 2),
            "developer": round(took.developer / _DAY, 2),
            "elapsed": round(took.elapsed / _DAY, 2),
        },
        "published": list(state.published),
        "versions": len(state.submissions),
        "participants": sorted({p.role for p in state.participants if not p.recused}),
        "shown_at": now.isoformat(),
    }


def _decision(state: CaseState) -> dict[str, Any] | None:
    """The decision as participants see it: by which role, not by whom."""
    decided = state.decision
    if decided is None:
        return None
    plain: dict[str, Any] = to_builtins(decided)
    plain["people"] = len(decided.people)
    plain["dissent"] = [vote.dissent for vote in decided.dissent]
    return plain


def clocks_in(line: Listed) -> list[dict[str, str]]:
    """The running clocks of a case in a list."""
    found: list[dict[str, str]] = json.loads(line.shown).get("clocks", [])
    return found
