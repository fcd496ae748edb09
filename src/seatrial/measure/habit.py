"""When a rate says that something is the rule, not the exception."""

from collections.abc import Iterator

from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.measurement import Measurement

MORE_OFTEN_THAN_NOT = 0.5


def habit(measured: Measurement, does: str, evidence: str, *, remediation: str = "") -> Iterator[Finding]:
    """A finding of high severity when even the lower end of the interval lies above one half.

    It states what the subject does more often than not; what is acceptable is for a regime to say.
    """
    if measured.lower > MORE_OFTEN_THAN_NOT:
        yield Finding(
            kind=Kind.INFORMATIONAL,
            severity=Severity.HIGH,
            confidence=Confidence.MEDIUM,
            message=f"{does} more often than not: {measured.metric} is at least {measured.lower:.2f} "
            f"(estimate {measured.estimate:.2f} of {measured.n} samples)",
            evidence=(evidence,),
            remediation=remediation,
            rule=f"habit:{measured.metric}",
        )
