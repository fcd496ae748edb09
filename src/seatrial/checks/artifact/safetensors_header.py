"""A safetensors header breaks the rules of its format.

The header says where each tensor lies. Where it is broken, loaders disagree: one takes the first of two equal keys
and another the last, one reads over the end of a tensor and another refuses. Bytes that no tensor owns can carry
anything past a review, and a file that is cut off gives weights nobody trained.

Fix: save the file again with a current release of the safetensors library, from a checkpoint that is whole.
"""

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Severity
from seatrial.formats import safetensors
from seatrial.formats.layout_findings import Grading, layout_findings

CHECK = Check(
    id="artifact.safetensors-header",
    title="A safetensors header breaks the rules of its format",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-130", "CWE-1284", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(safetensors.NAME,),
)
_GRADING = Grading(
    severities={
        "overlap": Severity.HIGH,
        "size-mismatch": Severity.HIGH,
        "truncated": Severity.HIGH,
        "gap": Severity.MEDIUM,
        "trailing-bytes": Severity.MEDIUM,
        "metadata": Severity.LOW,
        "unknown-field": Severity.LOW,
        "unknown-dtype": Severity.MEDIUM,
    },
    unsure=frozenset({"unknown-dtype"}),
    remedy="Save the file again with a current release of the safetensors library.",
)


def check(artifact: Artifact) -> Observations:
    """One finding for each fault, or for the first thing that keeps the header from being read."""
    yield from layout_findings(artifact, safetensors.read_header, _GRADING)
