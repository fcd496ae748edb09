"""A script or a file that a system runs by its ending ships with the model.

A double click on `viewer.hta` or `setup.vbs` runs it; a page opened from a folder runs its scripts with that folder's
files at hand; scripts of Node, PHP, Perl, R and others run once somebody follows the model card. Kinds that a desktop
runs and that no model needs are for a person to look at, whatever is in them. The others are read for what no
demonstration needs: starting what was fetched, running decoded text, sending away cookies or the environment, handing
over a program that is spelt out in a page, logging in to another machine.

Fix: leave the file out, or say in the model card what it is for and write it plainly.
"""

from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats import desktop_scripts
from seatrial.formats.notice import Notice

CHECK = Check(
    id="artifact.desktop-scripts",
    title="A script, or a file that a system runs by its ending, ships with the model",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-506", "CWE-434", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    version=2,
    formats=(
        *("text", "unknown", "python", "shell", "yaml", "json", "markdown", "model-card", "jinja", "zip", "openvino"),
        *("xml-entities", "tensorflow-text-graph"),
    ),
)
MAX_BYTES: Final = 16 * 1024 * 1024
"""How much of a file is read; the outcome says so where one is larger."""


def check(artifact: Artifact) -> Observations:
    """Findings for one file of such an ending; nothing for any other."""
    end = desktop_scripts.ending(artifact.entry.path)
    if not end:
        return
    data = b""
    if desktop_scripts.reads(end):
        with artifact.open() as reader:
            data = reader.read(MAX_BYTES + 1)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    quiet = True
    for act in desktop_scripts.acts(end, data[:MAX_BYTES].decode("utf-16" if wide else "utf-8", "replace")):
        quiet = False
        yield _finding(artifact, act)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"a script of more than {MAX_BYTES:,} bytes, of which the rest was not read")
    if quiet:
        text = "nothing in it reaches beyond showing or using the model"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="plain")


def _finding(artifact: Artifact, act: Notice) -> Finding:
    severity = Severity.HIGH if act.high else Severity.LOW if act.ordinary else Severity.MEDIUM
    return Finding(
        kind=Kind.FAIL if act.high else Kind.REVIEW,
        message=desktop_scripts.about(act),
        severity=severity,
        confidence=Confidence.MEDIUM,
        location=artifact.at(detail=f"line {act.line}" if act.line else ""),
        remediation="Leave the file out, or say in the model card what it is for and write it plainly.",
        rule=act.rule,
    )
