"""How long people take: assumptions of the simulation, in calendar days. One number has a source, which it names."""

from collections.abc import Iterable, Mapping
from typing import Final

PREPARATION: Final[Mapping[str, float]] = {
    "independent-evaluation": 28.0,  # 20 business days: EU Code of Practice, Safety and Security, App. 3.4
    "audit-report": 45.0,
    "test-bank-result": 15.0,
    "corpus-sample": 20.0,
    "model-report": 15.0,
    "evaluation-result": 14.0,
    "safeguard-test": 10.0,
    "framework": 20.0,
    "risk-assessment": 10.0,
    "transparency-report": 7.0,
    "model-documentation": 7.0,
    "training-summary": 7.0,
    "self-assessment": 10.0,
    "security-attestation": 7.0,
    "controls-attestation": 7.0,
    "change-plan": 7.0,
    "committee-minute": 5.0,
    "access-grant": 5.0,
    "file-scan": 0.1,
}
"""Days that the developer takes for a type of evidence; side by side, so the longest counts."""
OTHERWISE: Final = 3.0
CHECK: Final = 0.1
"""Days for everything that Seatrial measures by itself."""
AT_HAND: Final[Mapping[str, str]] = {
    "framework": "framework.published",
    "security-attestation": "security.attested",
    "change-plan": "change_plan.in_place",
    "whistleblower-channel": "whistleblower.channel",
}
"""Types that take a day only when this is declared already."""
INTAKE: Final = (1, 6)
"""Days until a submission is found complete, evenly."""
REVIEW_MEAN: Final = 20.0
REVIEW_LEAST: Final = 4.0
REVIEW_MOST: Final = 90.0
"""Reviewer-days that one submission takes: a least part, and an exponential one."""
INTERNAL_PART: Final = 0.25
"""A firm's own board takes this part of it, and has no queue."""
ANSWER_MEAN: Final = 8.0
ANSWER_MOST: Final = 60.0
"""Days until a question is answered."""
RELEASES_PER_REVIEWER: Final = 50
"""Releases of a portfolio for each reviewer of an authority, when nobody says how many there are."""


def preparation_days(types: Iterable[str], declared: Mapping[str, object], slowness: float) -> tuple[float, str]:
    """The longest of what is asked for, and which it is. `slowness` multiplies."""
    longest, which = CHECK, "checks"
    for type_ in types:
        at_hand = AT_HAND.get(type_)
        days = 1.0 if at_hand and declared.get(at_hand) is True else PREPARATION.get(type_, OTHERWISE) * slowness
        if days > longest:
            longest, which = days, type_
    return longest, which
