"""A document that comes with the model acts when it is opened.

Papers and manuals need no actions that start programs, run scripts, send forms or unpack files. What lies in compressed
parts of a document is not looked at, and a finding of nothing says so little.

Fix: print the document anew to PDF, or link to the paper instead.
"""

from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats import pdf

CHECK = Check(
    id="artifact.active-document",
    title="A document that comes with the model acts when it is opened",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-94", "CWE-829", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=(pdf.NAME,),
)
_WORDS: Final = {
    "Launch": (Kind.FAIL, Severity.HIGH, "starts a program when it is opened or clicked"),
    "ImportData": (Kind.REVIEW, Severity.MEDIUM, "reads a file of whoever opens it"),
    "JavaScript": (Kind.REVIEW, Severity.MEDIUM, "runs a script"),
    "JS": (Kind.REVIEW, Severity.MEDIUM, "runs a script"),
    "SubmitForm": (Kind.REVIEW, Severity.MEDIUM, "sends what is typed into it somewhere"),
    "EmbeddedFile": (Kind.INFORMATIONAL, Severity.NONE, "has a file attached, which was not opened"),
}


def check(artifact: Artifact) -> Observations:
    """A finding for each kind of action."""
    with artifact.open() as reader:
        found = pdf.actions(reader)
    for name, offset in found.items():
        if name == "JS" and "JavaScript" in found:
            continue
        kind, severity, words = _WORDS[name]
        yield Finding(
            kind=kind,
            message=f"the document {words} (/{name})",
            severity=severity,
            confidence=Confidence.MEDIUM,
            location=artifact.at(offset),
            remediation="Print the document anew to PDF, or link to the paper instead.",
            rule=name,
        )
    if not found:
        text = "no action in the parts that are not compressed"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="no-action")
