"""A JSON file breaks off or breaks its rules.

Configurations, tokenizers and indexes are JSON. One that cannot be read was cut short or damaged on its way, and what
it would have said is not known to any check. A key that stands twice lets two readers see two values.

Fix: write the file again with the library that made it, and compare its digest after copying.
"""

from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats import json_text, text
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.json-text",
    title="A JSON file breaks off or breaks its rules",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-130", "CWE-436", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=(json_text.NAME, text.NAME),
)
MAX_BYTES: Final = 64 * 1024 * 1024
_WITH_COMMENTS: Final = ("tsconfig", "jsconfig", "devcontainer", "settings", "tasks", "launch", "extensions")
"""Names under which editors keep JSON with comments."""


def check(artifact: Artifact) -> Observations:
    """Open for a file named as JSON that is none, fail for a key that stands twice."""
    name = artifact.entry.path.rsplit("/", 1)[-1].lower()
    if not name.endswith(".json") or name.startswith(_WITH_COMMENTS):
        return
    with artifact.open() as reader:
        data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"a JSON file of more than {MAX_BYTES:,} bytes")
    try:
        json_text.load(data.removeprefix(b"\xef\xbb\xbf"))
    except FormatError as error:
        doubled = "twice" in str(error)
        yield Finding(
            kind=Kind.REVIEW if doubled else Kind.OPEN,
            message=f"a JSON file {error}" if doubled else f"named as JSON, and {error}",
            severity=Severity.LOW if doubled else Severity.MEDIUM,
            confidence=Confidence.HIGH,
            location=artifact.at(error.offset),
            remediation="Write the file again with the library that made it.",
            rule="doubled-key" if doubled else "broken-json",
        )
    else:
        yield Finding(kind=Kind.PASS, message="valid JSON", location=artifact.at(), rule="valid")
