"""Everything the template shows, gathered once. The template orders it for the eye and decides nothing."""

from typing import Any

from seatrial.domain.review import Review
from seatrial.reports import outline
from seatrial.reports.html import seen
from seatrial.reports.html.judged import Judgement, linked
from seatrial.reports.notes import Notes


def page(review: Review, notes: Notes) -> dict[str, Any]:
    """The template's variables."""
    built = seen.sections(review, notes)
    measurements = seen.measured(built)
    judgement = Judgement(review, built, measurements)
    regimes = tuple(judgement.regime(verdict, number) for number, verdict in enumerate(review.verdicts))
    facts = outline.facts(review)
    evidence_anchors, evidence, evidence_left_out = seen.evidence(review)
    gaps = outline.gaps(review, notes)
    return {
        "review": review,
        "subject": review.inventory.subject,
        "architecture": outline.strongest(review, "model.architecture", "model.architectures"),
        "parameters": outline.strongest(review, "model.parameter_count"),
        "regimes": regimes,
        "obstacles": tuple(linked(review, regimes, binding=True)),
        "advice": tuple(linked(review, regimes, binding=False)),
        "coverage": outline.coverage(review, notes),
        "effort": outline.effort(review),
        "gaps": tuple(gap for gap in gaps if gap.planned),
        "unasked": tuple(gap for gap in gaps if not gap.planned),
        "sections": built,
        "anchors": {s.outcome.check_id: s.anchor for s in built},
        "measurements": measurements,
        "files": seen.files(review.inventory),
        "facts": facts[: seen.MOST_FACTS],
        "facts_left_out": max(0, len(facts) - seen.MOST_FACTS),
        "containments": seen.containments(built),
        "evidence": evidence,
        "evidence_anchors": evidence_anchors,
        "evidence_left_out": evidence_left_out,
    }
