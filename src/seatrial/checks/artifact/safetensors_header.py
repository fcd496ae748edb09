"""A safetensors header breaks the rules of its format.

The header says where each tensor lies. Where it is broken, loaders disagree: one takes the first of two equal keys
and another the last, one reads over the end of a tensor and another refuses. Bytes that no tensor owns can carry
anything past a review, and a file that is cut off gives weights nobody trained.

Fix: save the file again with a current release of the safetensors library, from a checkpoint that is whole.
"""

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import safetensors
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.safetensors-header",
    title="A safetensors header breaks the rules of its format",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-130", "CWE-1284", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(safetensors.NAME,),
)
MAX_FINDINGS = 100
_REMEDY = "Save the file again with a current release of the safetensors library."
_SEVERITIES = {
    "overlap": Severity.HIGH,
    "size-mismatch": Severity.HIGH,
    "truncated": Severity.HIGH,
    "gap": Severity.MEDIUM,
    "trailing-bytes": Severity.MEDIUM,
    "metadata": Severity.LOW,
    "unknown-field": Severity.LOW,
    "unknown-dtype": Severity.MEDIUM,
}
_UNSURE = frozenset({"unknown-dtype"})


def check(artifact: Artifact) -> Observations:
    """One finding for each fault, or for the first thing that keeps the header from being read."""
    with artifact.open() as reader:
        try:
            header = safetensors.read_header(reader)
        except FormatError as error:
            yield Finding(
                kind=Kind.FAIL,
                message=str(error),
                severity=Severity.HIGH,
                location=artifact.at(error.offset),
                remediation=_REMEDY,
                rule="unreadable-header",
            )
            return
    for fault in header.faults[:MAX_FINDINGS]:
        yield Finding(
            kind=Kind.OPEN if fault.rule in _UNSURE else Kind.FAIL,
            message=fault.message,
            severity=_SEVERITIES.get(fault.rule, Severity.HIGH),
            location=artifact.at(fault.offset, f"tensor {shown(fault.tensor, 80)}" if fault.tensor else ""),
            remediation=_REMEDY,
            rule=fault.rule,
        )
    if len(header.faults) > MAX_FINDINGS:
        more = f"has {len(header.faults) - MAX_FINDINGS:,} further faults"
        yield Finding(kind=Kind.FAIL, message=more, severity=Severity.HIGH, location=artifact.at(), rule="more")
