"""Verify a model against a record, on this machine, offline: the answer for people and for programs."""

from typing import Any, Final

from seatrial.domain.text import shown
from seatrial.gate.admission import Admission, AdmissionResult
from seatrial.gate.admit import check as verify

__all__ = ["as_line", "as_plain", "as_text", "verify"]
_WORDS: Final = {
    AdmissionResult.ALLOW: "✓ ALLOW",
    AdmissionResult.DENY: "✗ DENY",
    AdmissionResult.COULD_NOT_TELL: "? COULD NOT TELL",
}


def as_line(admission: Admission) -> str:
    """The answer in one line, for logs of deployments."""
    more = len(admission.reasons) - 1
    return f"{_WORDS[admission.result]}: {admission.reasons[0].text}" + (f" (and {more} more)" if more > 0 else "")


def as_text(admission: Admission) -> str:
    """The answer in one screen: what, why, and what to do next."""
    lines = [_WORDS[admission.result]]
    for reason in admission.reasons:
        lines.append(f"  {reason.text}")
        if reason.advice:
            lines.append(f"    what to do: {reason.advice}")
    if admission.statement:
        record = admission.statement.record
        lines.append(f"  record of {shown(admission.statement.subject_name)}, signed by {admission.signer}")
        lines.append(f"  reviewed {record.reviewed_at:%Y-%m-%d %H:%M} UTC, valid until {record.expires_at:%Y-%m-%d}")
    return "\n".join(lines)


def as_plain(admission: Admission) -> dict[str, Any]:
    """The answer as plain data."""
    statement = admission.statement
    return {
        "result": admission.result.value,
        "reasons": [{"text": r.text, "advice": r.advice} for r in admission.reasons],
        "signer": admission.signer,
        "subject": statement.subject_name if statement else None,
        "verdicts": {v.regime: v.result.value for v in statement.record.verdicts} if statement else {},
        "reviewed_at": statement.record.reviewed_at.isoformat() if statement else None,
        "expires_at": statement.record.expires_at.isoformat() if statement else None,
        "differences": [{"kind": d.kind, "path": d.path, "was": d.was} for d in admission.differences],
    }
