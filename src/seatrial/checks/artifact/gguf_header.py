"""A GGUF header breaks the rules of its format.

Loaders of GGUF are written in C and C++ and take counts, lengths and offsets from the file. Numbers that do not fit
have led to reads and writes outside of memory more than once. Doubled keys, overlapping tensors and bytes that no
tensor owns make two readers see two models.

Fix: convert or quantise the model again with a current release of llama.cpp, from a checkpoint that is whole.
"""

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import gguf
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.gguf-header",
    title="A GGUF header breaks the rules of its format",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-130", "CWE-787", "CWE-1284", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(gguf.NAME,),
)
MAX_FINDINGS = 100
_REMEDY = "Convert or quantise the model again with a current release of llama.cpp."
_SEVERITIES = {
    "overlap": Severity.HIGH,
    "size-mismatch": Severity.HIGH,
    "truncated": Severity.HIGH,
    "duplicate-key": Severity.HIGH,
    "duplicate-tensor": Severity.HIGH,
    "misaligned": Severity.MEDIUM,
    "alignment": Severity.MEDIUM,
    "gap": Severity.MEDIUM,
    "trailing-bytes": Severity.MEDIUM,
    "unknown-type": Severity.MEDIUM,
    "long-name": Severity.MEDIUM,
}
_UNSURE = frozenset({"unknown-type"})


def check(artifact: Artifact) -> Observations:
    """One finding for each fault, or for the first thing that keeps the header from being read."""
    with artifact.open() as reader:
        try:
            header = gguf.read_header(reader)
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
