"""What a gate answers: allow, deny or could not tell, with everything that led to it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seatrial.gate.compare import Difference
from seatrial.gate.trust import TrustedSigner
from seatrial.record.statement import Statement


class AdmissionResult(StrEnum):
    """The answer."""

    ALLOW = "allow"
    DENY = "deny"
    COULD_NOT_TELL = "could-not-tell"

    @property
    def exit_code(self) -> int:
        """0, 1, 3."""
        return {"allow": 0, "deny": 1, "could-not-tell": 3}[self.value]


DENY: Final = AdmissionResult.DENY
COULD_NOT_TELL: Final = AdmissionResult.COULD_NOT_TELL


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that decided, and what can be done about it."""

    text: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The answer with everything that led to it."""

    result: AdmissionResult
    reasons: tuple[Reason, ...]
    signer: str = ""
    """The signer's name in the trust file; empty when nobody trusted signed."""
    statement: Statement | None = None
    """Only of a record whose signature is by a trusted key."""
    differences: tuple[Difference, ...] = ()


def refused(
    result: AdmissionResult,
    text: str,
    advice: str,
    *,
    signer: TrustedSigner | None = None,
    statement: Statement | None = None,
) -> Admission:
    """An answer for one reason."""
    reason = Reason(text=text, advice=advice)
    return Admission(result=result, reasons=(reason,), signer=signer.name if signer else "", statement=statement)
