"""The review as data: all of it as kept in `review.json`, or a few lines for a program to act on."""

from typing import Any, Final

from seatrial.documents import write
from seatrial.domain.review import Review
from seatrial.domain.verdict import Verdict
from seatrial.reports.notes import Notes
from seatrial.reports.outline import effort, gaps

MEDIA_TYPE: Final = "application/json"
SCHEMA: Final = "seatrial.review/v1"


def render(review: Review, notes: Notes) -> bytes:  # noqa: ARG001 - every report takes both
    """The whole review, indented, its schema named first."""
    return write(review, SCHEMA)


def summary(review: Review) -> dict[str, Any]:
    """What decides, for a program: result, verdicts with what stands in the way, and what was not looked at.

    Names of the subject are as found, not escaped: JSON carries them safely.
    """
    subject, spent = review.inventory.subject, effort(review)
    return {
        "schema": "seatrial.summary/v1",
        "result": review.result.value,
        "exit_code": review.result.exit_code,
        "subject": {
            "name": subject.name,
            "kind": subject.kind.value,
            "size": subject.size,
            "identity": subject.identity,
            "oms_root": subject.digest.oms_root,
            "dir_hash1": subject.digest.dir_hash1,
        },
        "verdicts": [_verdict(verdict) for verdict in review.verdicts],
        "not_looked_at": [{"what": gap.subject, "why": gap.why} for gap in gaps(review, {}) if gap.planned],
        "seconds": round(spent.seconds, 3),
        "queries": spent.queries,
        "finished_at": review.finished_at.isoformat(),
        "tool_version": review.tool_version,
        "signer": review.signer,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "regime": verdict.regime_id,
        "version": verdict.regime_version,
        "result": verdict.result.value,
        "obstacles": [
            {
                "requirement": r.requirement_id,
                "status": r.status.value,
                "why": [ground.text for ground in r.grounds],
                "mended_by": r.mended_by,
                "remedy": r.remedy,
            }
            for r in verdict.obstacles
        ],
    }
