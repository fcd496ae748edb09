"""A notebook that comes with the model does more than show how to use it.

People run the cells of a notebook from top to bottom without reading them, and a viewer may render what was put out
before. Commands and code in cells are read for what no demonstration needs: fetching a program into a shell, running
what was decoded, opening a way in, sending credentials away. Put-out HTML is searched for scripts.

Installing packages by name, downloading data and calling tools is what notebooks do, and is passed over.

Fix: remove the cell, or clear the output, and save the notebook anew.
"""

import re
from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import notebook, python_calls, python_grade, python_signs, shell_script
from seatrial.formats.notebook import Cell
from seatrial.formats.protocol import FormatError
from seatrial.formats.python_grade import Setting

CHECK = Check(
    id="artifact.notebook-code",
    title="A notebook does more than show how to use the model",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-94", "CWE-79", "ATLAS:AML.T0011", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=(notebook.NAME,),
    version=2,
)
MAX_FINDINGS = 50
_SCRIPT = re.compile(r"<script\b([^>]*)>(.{0,4000})", re.IGNORECASE | re.DOTALL)
_REMOTE = re.compile(r"\bsrc\s*=\s*['\"]?\s*(?:https?:)?//([\w.-]+)", re.IGNORECASE)
_HANDLER = re.compile(r"<[a-z][^>]*\s(on(?:error|load|mouseover|focus|toggle|begin))\s*=", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:href|src|action)\s*=\s*['\"]?\s*(?:javascript|vbscript|data:text/html)\s*:", re.IGNORECASE)
_FRAME = re.compile(
    r"<(?:iframe|object|embed)\b[^>]*(?:src|data)\s*=\s*['\"]?\s*(?:https?:)?//([\w.-]+)", re.IGNORECASE
)
_REACHING = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|document\.cookie|\beval\s*\(|Jupyter\.notebook\.kernel|kernel\.execute|importScripts|sendBeacon"
    r"|atob\s*\(|document\.write|createElement\(\s*['\"]script|new\s+Image\s*\(|location\s*=|WebSocket\s*\(",
    re.IGNORECASE,
)
_KNOWN_HOST = re.compile(
    r"(?:^|\.)(?:jsdelivr\.net|cdnjs\.cloudflare\.com|unpkg\.com|plot\.ly|bokeh\.org|pydata\.org|jquery\.com|mathjax\.org"
    r"|googleapis\.com|gstatic\.com|d3js\.org|wandb\.ai|youtube\.com|youtube-nocookie\.com|gradio\.live|gradio\.app|hf\.space"
    r"|huggingface\.co|bootstrapcdn\.com|vega\.github\.io|requirejs\.org|colab\.research\.google\.com|comet\.com|localhost)$",
    re.IGNORECASE,
)
_REMEDY = "Remove the cell, or clear the output, and save the notebook anew."


def check(artifact: Artifact) -> Observations:
    """Findings for cells and outputs that reach further than a demonstration does."""
    try:
        with artifact.open() as reader:
            cells = notebook.read(reader)
    except (FormatError, LimitReached) as error:
        text = f"a notebook that cannot be read to the end: {error}"
        yield Finding(kind=Kind.OPEN, message=text, severity=Severity.MEDIUM, location=artifact.at(), rule="unreadable")
        return
    quiet = True
    for count, finding in enumerate(_findings(artifact, cells)):
        quiet = quiet and finding.kind is Kind.INFORMATIONAL
        if count == MAX_FINDINGS:
            text = f"more than {MAX_FINDINGS} findings in one notebook; the rest is not named"
            yield Finding(kind=Kind.REVIEW, message=text, severity=Severity.MEDIUM, location=artifact.at(), rule="more")
            return
        yield finding
    if quiet:
        text = f"{len(cells):,} cells were read; none does more than show how the model is used"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="in-order")


def _findings(artifact: Artifact, cells: tuple[Cell, ...]) -> Iterator[Finding]:
    for cell in cells:
        if cell.kind == "code":
            yield from _commands(artifact, cell)
            for what in notebook.loaded(cell.source):
                text = f"a magic loads and runs what is not in the notebook: {shown(what, 80)}"
                yield _found(artifact, cell, "loaded", text, Kind.REVIEW, Severity.MEDIUM)
            yield from _code(artifact, cell)
        for media, content in cell.outputs:
            yield from _output(artifact, cell, media, content)
        if cell.kind == "markdown" and (_SCRIPT.search(cell.source) or _HANDLER.search(cell.source)):
            yield _found(artifact, cell, "script", "its text holds a script", Kind.REVIEW, Severity.MEDIUM)


def _commands(artifact: Artifact, cell: Cell) -> Iterator[Finding]:
    commands = notebook.commands(cell.source)
    for act in shell_script.acts(commands):
        kind, severity = (Kind.FAIL, Severity.HIGH) if act.malice else (Kind.REVIEW, Severity.MEDIUM)
        yield _found(artifact, cell, f"shell:{act.rule}", f"a command {act.what}: {act.command}", kind, severity)


def _code(artifact: Artifact, cell: Cell) -> Iterator[Finding]:
    text = notebook.python(cell.source)
    for sign in (*python_signs.signs(cell.source), *filter(None, [python_signs.overt(text)])):
        what = "code that " + sign.what.replace("cannot be parsed, and shows code that ", "")
        yield _found(artifact, cell, f"sign:{sign.rule}", what, Kind.FAIL, Severity.HIGH)
    try:
        source = python_calls.read_text(text)
    except LimitReached as limit:
        yield _found(artifact, cell, "unread", f"code not read to the end: {limit}", Kind.OPEN, Severity.MEDIUM)
        return
    except FormatError:
        # Cells hold magics, other languages and unfinished lines; what shows in plain text was looked for above.
        return
    for act in source.calls:
        grade = python_grade.grade(act, Setting.NOTEBOOK)
        if grade.kind is not Kind.INFORMATIONAL:
            what = f"{act.power}: {act.spelled} in line {act.line}"
            yield _found(artifact, cell, f"call:{act.name}", what, grade.kind, grade.severity)


def _output(artifact: Artifact, cell: Cell, media: str, content: str) -> Iterator[Finding]:
    if media in ("application/javascript", "text/javascript"):
        if _REACHING.search(content):
            yield _found(artifact, cell, "script-output", "its output is a script", Kind.REVIEW, Severity.MEDIUM)
        return
    if media not in ("text/html", "image/svg+xml", "text/svg", "text/markdown"):
        return
    for attributes, body in _SCRIPT.findall(content):
        source = _REMOTE.search(attributes)
        if source is not None and not _KNOWN_HOST.search(source.group(1)):
            what = f"its output loads a script from {shown(source.group(1), 80)}"
            yield _found(artifact, cell, "remote-script", what, Kind.FAIL, Severity.HIGH)
            return
        if source is None and re.search(r"document\.cookie|kernel\.execute|sendBeacon|eval\s*\(\s*atob", body):
            what = "its output holds a script that reaches for the session of whoever views it"
            yield _found(artifact, cell, "session-script", what, Kind.FAIL, Severity.HIGH)
            return
        if source is None and _REACHING.search(body):
            yield _found(artifact, cell, "script-output", "its output holds a script", Kind.REVIEW, Severity.MEDIUM)
            return
    frame = _FRAME.search(content)
    if frame is not None and not _KNOWN_HOST.search(frame.group(1)):
        what = f"its output frames a page of {shown(frame.group(1), 80)}"
        yield _found(artifact, cell, "frame", what, Kind.REVIEW, Severity.MEDIUM)
    elif _HANDLER.search(content) or _ADDRESS.search(content):
        what = "its output holds HTML that runs a script when it is viewed"
        yield _found(artifact, cell, "handler", what, Kind.REVIEW, Severity.MEDIUM)


def _found(  # noqa: PLR0917 - what a finding consists of
    artifact: Artifact, cell: Cell, rule: str, what: str, kind: Kind, severity: Severity
) -> Finding:
    return Finding(
        kind=kind,
        message=f"cell {cell.number}: {what}",
        severity=severity,
        confidence=Confidence.MEDIUM,
        location=artifact.at(detail=f"cell {cell.number}"),
        remediation=_REMEDY,
        rule=rule,
    )
