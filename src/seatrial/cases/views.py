"""Who sees what of a case: who takes part first, then what the regime discloses, then the two steps of publication.

`may_read` is the one rule of who reads a case at all. The database of an office holds the same rule beside it.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from seatrial.cases.event import CaseEvent
from seatrial.cases.roles import roles_of
from seatrial.cases.state import CaseState, Participant
from seatrial.documents import to_builtins
from seatrial.domain.person import Person
from seatrial.domain.regime import Regime
from seatrial.domain.verdict import Shown

LEVELS: Final = ("none", "existence", "digest", "redacted", "full")
"""How much is shown, least first."""
_OWN: Final = ("case-existence", "verdict", "findings", "questions", "decision", "evidence", "measurements", "incident")
"""What a developer sees of their own case, where the regime is silent: without it there is no right of reply."""
_OFFICE: Final = ("intake", "evaluator", "decider", "appeal")
_CLASSES: Final = {
    "case": "case-existence",
    "pre-submission": "questions",
    "submission": "case-existence",
    "evidence": "measurements",
    "question": "questions",
    "finding": "findings",
    "decision": "decision",
    "condition": "decision",
    "release": "case-existence",
    "publication": "case-existence",
    "suspension": "decision",
    "incident": "incident",
    "clock": "case-existence",
}
"""Class of items by the first part of an act's kind."""
_DELIBERATION: Final = ("decision.proposed", "decision.voted")


def may_read(person: Person, participants: Iterable[Participant]) -> bool:
    """Whether somebody reads a case at all: who takes part in it, and is not recused."""
    mine = [p for p in participants if p.person == person.id]
    return bool(mine) and not any(p.recused for p in mine)


def level(regime: Regime, disclosed: Sequence[Shown], role_id: str, item: str) -> str:
    """How much a role sees of a class of items now."""
    said = [shown.show for shown in disclosed if (shown.audience, shown.item) == (role_id, item)]
    if said:
        return max(said, key=LEVELS.index)
    role = roles_of(regime).get(role_id)
    if role is None:
        return "none"
    if role.kind in _OFFICE:
        return "none" if item == "benchmark" else "full"
    if role.kind == "developer":
        return "full" if item in _OWN else "none"
    return "existence" if role.kind == "observer" and item == "case-existence" else "none"


def public_level(regime: Regime, disclosed: Sequence[Shown], published: Sequence[str], item: str) -> str:
    """How much everybody sees: nothing before it was published, and of that only what the regime discloses."""
    ids = {role.id for role in regime.roles if role.kind == "public"} | {"public"}
    said = [shown.show for shown in disclosed if shown.audience in ids and shown.item == item]
    regime_says = max(said, key=LEVELS.index, default="none")
    if "detail" in published:
        return regime_says
    if "existence" in published:
        return min(regime_says, "existence", key=LEVELS.index)
    return "none"


def publishable(regime: Regime, disclosed: Sequence[Shown], step: str) -> bool:
    """Whether the regime lets the public see anything that this step would publish."""
    steps = {"existence": ("existence",), "detail": ("existence", "detail")}[step]
    asked = ("case-existence", "decision") if step == "existence" else ("decision", "verdict", "findings")
    return any(public_level(regime, disclosed, steps, item) != "none" for item in asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """An event as one audience sees it."""

    number: int
    kind: str
    at: datetime.datetime
    show: str
    role: str = ""
    author: str = ""
    body: Mapping[str, Any] | None = None
    digest: str = ""


def shown_events(
    state: CaseState,
    events: Sequence[tuple[CaseEvent, str]],
    person: Person,
    regime: Regime,
    disclosed: Sequence[Shown],
) -> tuple[ShownEvent, ...]:
    """Events with their digests as a participant sees them; nothing for who is none."""
    if not may_read(person, state.participants):
        return ()
    held = state.roles_held(person.id)
    deciding = {roles_of(regime)[role].kind for role in held if role in roles_of(regime)} & {"decider", "appeal"}
    found = []
    for event, digest in events:
        item = _CLASSES[event.kind.partition(".")[0]]
        show = max((level(regime, disclosed, role, item) for role in held), key=LEVELS.index, default="none")
        if event.kind in _DELIBERATION and not deciding and not _decided(state, event):
            show = "none"  # What is only proposed is between those who decide.
        if show != "none":
            found.append(_shown(event, digest, show))
    return tuple(found)


def _decided(state: CaseState, event: CaseEvent) -> bool:
    named = getattr(event.body, "id", "")
    return any(decided.proposal == named for decided in state.decisions)


def _shown(event: CaseEvent, digest: str, show: str) -> ShownEvent:
    base = ShownEvent(number=event.number, kind=event.kind, at=event.at, show=show)
    if show == "existence":
        return base
    if show == "digest":
        return ShownEvent(number=event.number, kind=event.kind, at=event.at, show=show, digest=digest)
    body = to_builtins(event.body)
    if show == "redacted":
        body = {key: value for key, value in body.items() if key in _KEPT}
    return ShownEvent(
        number=event.number,
        kind=event.kind,
        at=event.at,
        show=show,
        role=event.role,
        author=event.author if show == "full" else "",
        body=body,
        digest=digest,
    )


_KEPT: Final = frozenset({"id", "cites", "outcome", "severity", "status", "step", "to", "on", "clock", "effect"})
"""What stays of a redacted event: what it is about, and none of its words."""
