"""A setting of a developer's tool has commands run when the folder of the model is entered, opened or committed to.

Who downloads a model opens its folder: in a shell, in an editor, with Git, with an assistant. Tools take settings from
the folder itself, and with some of them a folder decides what runs: hooks before a commit, filters of Git, servers of
assistants, start-up files of shells, debuggers and editors, stages of build tools. Most ask first; people agree. What
developers ordinarily have is told at low severity, since weights need none of it; fetching a program to run fails.

Fix: leave settings of tools out of the release.
"""

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats import project_files, tool_settings
from seatrial.formats.notice import Notice, notices_in
from seatrial.formats.protocol import FormatError
from seatrial.formats.tool_settings import MAX_BYTES

CHECK = Check(
    id="artifact.tool-settings",
    title="A setting of a developer's tool has commands run in the folder of the model",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-829", "CWE-506", "ATLAS:AML.T0010.001", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=("text", "yaml", "json", "python", "shell", "unknown", "markdown", "model-card", "jinja"),
)


def check(artifact: Artifact) -> Observations:
    """Findings for one file that some tool reads; nothing for any other."""
    path = artifact.entry.path
    reader = project_files.reader_for(path) or tool_settings.reader_for(path)
    if reader is None:
        return
    with artifact.open() as stream:
        data = stream.read(MAX_BYTES + 1)
    quiet = True
    try:
        for notice in notices_in(data, reader, MAX_BYTES):
            quiet = False
            yield _finding(artifact, notice)
    except (FormatError, LimitReached) as error:
        quiet = False
        text = f"settings of a tool that were not read to the end: {error}"
        yield Finding(kind=Kind.OPEN, message=text, severity=Severity.LOW, location=artifact.at(), rule="unreadable")
    if quiet:
        yield Finding(kind=Kind.PASS, message="it has nothing run", location=artifact.at(), rule="in-order")


def _finding(artifact: Artifact, notice: Notice) -> Finding:
    where = f"line {notice.line}" if notice.line else ""
    severity = Severity.HIGH if notice.high else Severity.LOW if notice.ordinary else Severity.MEDIUM
    return Finding(
        kind=Kind.FAIL if notice.high else Kind.REVIEW,
        message=f"{notice.what} in {where}" if where else notice.what,
        severity=severity,
        confidence=Confidence.HIGH if notice.high else Confidence.MEDIUM,
        location=artifact.at(detail=where),
        remediation="Leave settings of tools out of the release.",
        rule=notice.rule,
    )
