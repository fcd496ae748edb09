"""A NumPy array's header breaks the rules of its format, or does not fit the bytes behind it.

The header is text that states type and shape. Loaders read it as Python values, so that a few bytes can ask for more
memory than there is; and what stands behind the last number is passed over by loaders and by most reviews.

Fix: save the array again with a current release of NumPy.
"""

from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.formats import numpy_array
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.array-header",
    title="A NumPy array's header breaks the rules of its format",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-130", "CWE-1284", "CWE-789"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(numpy_array.NAME,),
)
_REMEDY: Final = "Save the array again with a current release of NumPy."


def check(artifact: Artifact) -> Observations:
    """What is wrong with the header, or with the number of bytes behind it; arrays of objects end where they end."""
    with artifact.open() as reader:
        try:
            fault = numpy_array.fault(reader)
            promised = numpy_array.extent(reader) if not fault else None
        except FormatError as error:
            fault, promised = str(error), None
    size = artifact.entry.size
    if fault:
        yield _found(artifact, f"has a header that readers refuse: {fault}", Severity.HIGH, "unreadable-header")
    elif promised is not None and promised > size:
        text = f"states {promised:,} bytes and has {size:,}: it was cut off, or asks for memory that it does not fill"
        yield _found(artifact, text, Severity.HIGH, "cut-off")
    elif promised is not None and promised < size:
        text = f"goes on for {size - promised:,} bytes behind its last number"
        yield _found(artifact, text, Severity.MEDIUM, "trailing-bytes")
    else:
        text = "states what it holds"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="fits")


def _found(artifact: Artifact, message: str, severity: Severity, rule: str) -> Finding:
    return Finding(
        kind=Kind.FAIL,
        message=message,
        severity=severity,
        location=artifact.at(),
        remediation=_REMEDY,
        rule=rule,
    )
