"""A file is of no known format, so nothing looked inside it.

Formats are told by content. What none of the parsers recognises was hashed and bound to the review, and that is all:
it may be harmless, and it may be what a loader of another kind runs. Members of containers that cannot be reached
are reported with the inventory's gaps and not again here.

Fix: leave the file out of the release, ship it in a format that is reviewed, or say in the model card what reads it.
"""

import re

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Observations, SubjectView
from seatrial.domain.finding import Confidence, Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry
from seatrial.domain.text import shown

CHECK = Check(
    id="artifact.unknown-format",
    title="A file is of no known format and was not looked into",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-434", "OWASP:LLM03:2025"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
    version=2,
)
MAX_FINDINGS = 200
WEIGHT_NAMES = (".safetensors", ".gguf", ".onnx", ".pt", ".pth", ".ckpt", ".h5", ".keras", ".npz", ".tflite")
_NEVER_TEXT = (*WEIGHT_NAMES, ".npy", ".joblib", ".skops", ".nemo", ".pte", ".pt2", ".ubj", ".cbm", ".mlmodel")
_SELDOM_TEXT = (".pkl", ".pickle", ".dill", ".p")
"""Pickles of protocol 0 are text as well, and are then known as pickles."""
"""Endings under which loaders look for weights: what is named so and is something else was cut short or disguised."""
_TENSORS = re.compile(r"\.data-\d{5}-of-\d{5}\Z|(?:^|/)Data/com\.apple\.CoreML/weights/weight\.bin\Z|\.onnx[._]data\Z")
"""What TensorFlow, Core ML and ONNX call files of bare numbers."""
_REMEDY = "Leave it out, ship it in a format that is reviewed, or say in the model card what reads it."


def check(subject: SubjectView) -> Observations:
    """One finding for each file that stayed opaque; a pass when there is none."""
    artifacts = subject.inventory.artifacts
    if not artifacts:
        yield Finding(kind=Kind.NOT_APPLICABLE, message="there are no files", rule="no-files")
        return
    opaque = sorted(filter(None, map(_seen, artifacts)), key=lambda seen: -seen.severity.rank)
    yield from opaque[:MAX_FINDINGS]
    if len(opaque) > MAX_FINDINGS:
        more = f"{len(opaque) - MAX_FINDINGS:,} further files of no known format"
        yield Finding(kind=Kind.REVIEW, message=more, severity=Severity.LOW, remediation=_REMEDY, rule="more")
    if not opaque:
        yield Finding(kind=Kind.PASS, message=f"all {len(artifacts):,} artifacts are of a known format", rule="known")


def _seen(artifact: ArtifactEntry) -> Finding | None:
    """What is to be said of one file; None when its format is known and was looked into."""
    opened = artifact.format not in ("unknown", "empty")
    unreachable = bool(artifact.container) and artifact.truncated
    if artifact.format == "text" and artifact.path.lower().endswith((*_NEVER_TEXT, *_SELDOM_TEXT)):
        return _misnamed(artifact, "is text", "text-as-weights")
    named = artifact.path.lower().endswith(WEIGHT_NAMES)
    if opened or unreachable or (artifact.format == "empty" and not named):
        return None
    if _TENSORS.search(artifact.path):
        return Finding(
            kind=Kind.INFORMATIONAL,
            message="named as the raw numbers that another file of the model describes; they have no format to check",
            location=Location(path=shown(artifact.path, 1024)),
            rule="raw-numbers",
        )
    if named:
        return _misnamed(artifact, "empty" if artifact.format == "empty" else "of no known format", "named-weights")
    return _review(artifact, "of no known format", Severity.LOW, "unknown-format")


def _misnamed(artifact: ArtifactEntry, what: str, rule: str) -> Finding:
    return _review(artifact, f"named as weights are, but {what}", Severity.MEDIUM, rule)


def _review(artifact: ArtifactEntry, message: str, severity: Severity, rule: str) -> Finding:
    return Finding(
        kind=Kind.REVIEW,
        message=message,
        severity=severity,
        confidence=Confidence.MEDIUM,
        location=Location(path=shown(artifact.path, 1024)),
        remediation=_REMEDY,
        rule=rule,
    )
