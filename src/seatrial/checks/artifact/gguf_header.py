"""A GGUF header breaks the rules of its format.

Loaders of GGUF are written in C and C++ and take counts, lengths and offsets from the file. Numbers that do not fit
have led to reads and writes outside of memory more than once. Doubled keys, overlapping tensors and bytes that no
tensor owns make two readers see two models.

Fix: convert or quantise the model again with a current release of llama.cpp, from a checkpoint that is whole.
"""

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Severity
from seatrial.formats import gguf
from seatrial.formats.layout_findings import Grading, layout_findings

CHECK = Check(
    id="artifact.gguf-header",
    title="A GGUF header breaks the rules of its format",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-130", "CWE-787", "CWE-1284", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(gguf.NAME,),
)
_GRADING = Grading(
    severities={
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
        "key-characters": Severity.MEDIUM,
    },
    unsure=frozenset({"unknown-type"}),
    remedy="Convert or quantise the model again with a current release of llama.cpp.",
)


def check(artifact: Artifact) -> Observations:
    """One finding for each fault, or for the first thing that keeps the header from being read."""
    yield from layout_findings(artifact, gguf.read_header, _GRADING)
