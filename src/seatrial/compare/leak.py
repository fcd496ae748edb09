"""Leak surface: how much of a submission reaches whom. The weights are our own assumptions, and stand here in full."""

from collections.abc import Mapping
from typing import Final

from seatrial.domain.regime import Regime

AUDIENCE: Final[Mapping[str, float]] = {
    "developer": 0.0,
    "intake": 1.0,
    "evaluator": 1.0,
    "decider": 1.0,
    "appeal": 1.0,
    "advisor": 1.5,
    "observer": 2.0,
    "partner-selector": 2.0,
    "public": 4.0,
}
"""By kind of role: how many people, outside of the developer's reach, come to see it."""

SENSITIVITY: Final[Mapping[str, float]] = {
    "weights": 10.0,
    "evidence": 5.0,
    "benchmark": 5.0,
    "findings": 4.0,
    "questions": 3.0,
    "model-report": 3.0,
    "incident": 3.0,
    "partner-list": 3.0,
    "measurements": 2.0,
    "risk-summary": 2.0,
    "decision": 1.0,
    "verdict": 1.0,
    "framework": 1.0,
    "audit-summary": 1.0,
    "case-existence": 0.5,
    "transparency-report": 0.5,
    "registration": 0.25,
}
"""By class of item: what it is worth to somebody who should not have it."""

SHOWN: Final[Mapping[str, float]] = {"full": 1.0, "redacted": 0.4, "digest": 0.05, "existence": 0.05, "none": 0.0}
"""Part of an item that an audience gets."""


def leak_surface(regime: Regime) -> float:
    """Sum over disclosure rules of audience x sensitivity x the most that is ever shown. No unit; 0 shows nothing."""
    kinds = {role.id: role.kind for role in regime.roles}
    return round(
        sum(
            AUDIENCE.get(kinds.get(rule.audience, rule.audience), 1.0)
            * SENSITIVITY.get(rule.item, 1.0)
            * max(SHOWN.get(rule.show, 1.0), SHOWN.get(rule.until_then, 1.0) if rule.after else 0.0)
            for rule in regime.disclosure
        ),
        4,
    )
