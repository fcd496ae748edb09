"""Who may do what in a case: the regime's roles, usual ones where it names none, and who must differ from whom."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from seatrial.domain.procedure import OutcomeCode, ProcedureRole
from seatrial.domain.regime import Regime, RegimeKind

_REVIEWING: Final = ("intake", "evaluator", "decider", "appeal")
USUAL: Final = (
    ProcedureRole(id="developer", kind="developer"),
    ProcedureRole(id="intake", kind="intake"),
    ProcedureRole(id="evaluator", kind="evaluator"),
    ProcedureRole(id="decider", kind="decider", quorum=2),
    ProcedureRole(id="appeal", kind="appeal"),
    ProcedureRole(id="observer", kind="observer"),
)
"""What a regime that is silent about a kind of role gets."""

ELSEWHERE: Final = ("withdrawn", "returned-incomplete", "suspended", "deemed-cleared")
"""Outcomes that no votes decide: they have acts of their own, or come by themselves."""

FOUR_EYES: Final = 2
"""So many people at least decide, whatever the regime asks for; a developer's own word needs one."""


@dataclass(frozen=True, slots=True)
class _Rule:
    kinds: tuple[str, ...]
    """Kinds of roles that may."""
    words: tuple[str, ...] = ()
    """Where a regime writes one of these under `may` of such a role, only roles that have one may."""


_OFFICE: Final = ("intake", "evaluator", "decider", "appeal")
_RULES: Final = {
    "case.opened": _Rule(("developer",), ("submit",)),
    "case.assigned": _Rule(("developer", *_OFFICE)),
    "case.recused": _Rule(("developer", *_OFFICE, "advisor", "partner-selector", "observer")),
    "case.reopened": _Rule(("evaluator", "decider"), ("reopen",)),
    "pre-submission.asked": _Rule(("developer",)),
    "pre-submission.answered": _Rule(_OFFICE),
    "submission.sent": _Rule(("developer",), ("submit",)),
    "submission.opened": _Rule(("intake", "decider"), ("receive",)),
    "submission.returned": _Rule(("intake", "decider"), ("return",)),
    "submission.accepted": _Rule(("intake", "decider"), ("examine", "receive", "accept")),
    "submission.withdrawn": _Rule(("developer",), ("withdraw",)),
    "evidence.rerun": _Rule(("intake", "evaluator", "decider")),
    "question.asked": _Rule(("evaluator", "decider"), ("ask",)),
    "question.answered": _Rule(("developer",), ("answer",)),
    "finding.sent": _Rule(("evaluator", "decider"), ("test", "evaluate", "audit")),
    "finding.replied": _Rule(("developer",)),
    "decision.appealed": _Rule(("developer",), ("appeal",)),
    "condition.reported": _Rule(("evaluator", "decider")),
    "release.made": _Rule(("developer",), ("release",)),
    "publication.made": _Rule(("intake", "decider"), ("publish",)),
    "suspension.lifted": _Rule(("decider", "appeal"), ("suspend",)),
    "incident.told": _Rule(("developer", *_OFFICE)),
}
"""Acts whose role follows from its kind. Decisions, suspensions and extensions follow from the regime's data."""


def completed(regime: Regime) -> Regime:
    """The regime with a usual role for each kind of which it has none, and with usual outcomes when it names none.

    Raises `ValueError` for a regime whose own roles take the name of a usual one for something else.
    """
    kinds, ids = {role.kind for role in regime.roles}, {role.id for role in regime.roles}
    missing = tuple(role for role in USUAL if role.kind not in kinds)
    taken = sorted(ids & {role.id for role in missing})
    if taken:
        raise ValueError(f"the regime calls a role {taken[0]!r} that is no {taken[0]}")
    decider = next((role.id for role in (*regime.roles, *missing) if role.kind == "decider"), "decider")
    appeal = next((role.id for role in (*regime.roles, *missing) if role.kind == "appeal"), "appeal")
    usual = tuple(
        OutcomeCode(code=code, by_role=decider, needs_findings=code == "refused", appeal_to=appeal)
        for code in ("cleared", "cleared-with-conditions", "refused", "deferred")
    )
    return dataclasses.replace(regime, roles=(*regime.roles, *missing), outcomes=regime.outcomes or usual)


def roles_of(regime: Regime) -> dict[str, ProcedureRole]:
    """Roles of a completed regime by id."""
    return {role.id: role for role in regime.roles}


def may(kind: str, regime: Regime) -> tuple[str, ...]:
    """Ids of the roles that may do an act, apart from stage and person; sorted."""
    roles = roles_of(regime)
    if kind in ("decision.proposed", "decision.voted"):
        voted = (outcome for outcome in regime.outcomes if outcome.code not in ELSEWHERE)
        deciding = {outcome.by_role for outcome in voted if outcome.by_role in roles}
        appeal = {role.id for role in roles.values() if role.kind == "appeal"}
        return tuple(sorted((deciding - _developers(roles)) | appeal))
    if kind == "suspension.issued":
        named = {outcome.by_role for outcome in regime.outcomes if outcome.code == "suspended"} & set(roles)
        return tuple(sorted(named or {role.id for role in roles.values() if role.kind == "decider"}))
    if kind == "clock.extended":
        return tuple(sorted({clock.extend.role for clock in regime.clocks if clock.extend} & set(roles)))
    rule = _RULES.get(kind)
    if rule is None:
        return ()
    allowed = [role for role in roles.values() if role.kind in rule.kinds]
    named_by_word = [role for role in allowed if set(rule.words) & set(role.may)]
    if kind == "submission.returned":
        by_outcome = {outcome.by_role for outcome in regime.outcomes if outcome.code == "returned-incomplete"}
        named_by_word += [role for role in allowed if role.id in by_outcome or role.kind == "intake"]
    return tuple(sorted({role.id for role in named_by_word or allowed}))


def _developers(roles: dict[str, ProcedureRole]) -> set[str]:
    return {role.id for role in roles.values() if role.kind == "developer"}


def quorum(role: ProcedureRole) -> int:
    """How many people of a role must agree before something is decided."""
    return role.quorum if role.kind == "developer" else max(role.quorum, FOUR_EYES)


def apart(one: ProcedureRole, other: ProcedureRole) -> bool:
    """Whether nobody may hold both roles in one case: as the regime says, and always between the sides."""
    if one.id == other.id:
        return False
    if other.id in one.must_differ_from or one.id in other.must_differ_from:
        return True
    kinds = {one.kind, other.kind}
    sides = "developer" in kinds and bool(kinds & {*_REVIEWING, "advisor", "partner-selector"})
    return sides or kinds == {"decider", "appeal"}


def conflict(regime: Regime, role_id: str, person_organisation: str, developer: str, held: Iterable[str]) -> str:
    """Why somebody may not take a role in a case; empty when they may. `held` are all roles they ever had in it."""
    roles = roles_of(regime)
    role = roles[role_id]
    for other in held:
        if other in roles and apart(role, roles[other]):
            return f"{role_id} and {other} are different people in one case"
    reviewing = role.kind in (*_REVIEWING, "advisor", "partner-selector")
    house = person_organisation.casefold() == developer.casefold()
    if reviewing and house and regime.kind is not RegimeKind.INTERNAL:
        return f"they work for {developer}, whose model this is"
    if role.kind == "developer" and not house:
        return f"they do not work for {developer}"
    return ""
