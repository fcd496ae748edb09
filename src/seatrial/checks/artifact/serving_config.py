"""A file by which the model is served runs commands, opens the server to others, or reaches outside of the model.

Servers take more from a model than its weights: TorchServe a handler and packages to install, Triton a back end that
runs Python, MLflow a module to import, container recipes commands to run. What publishers ordinarily do there is
passed over; code that comes along is for a person to look at; fetching a program into a shell, modules that act on
the machine and paths that leave the model fail.

Fix: serve the weights with a handler of the server itself, and take commands, addresses and foreign paths out.
"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats import json_text, serving_files, yaml_text
from seatrial.formats.notice import Notice, Reader, notices_in
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.serving-config",
    title="A file by which the model is served runs commands or reaches outside of the model",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-829", "CWE-78", "ATLAS:AML.T0010.001", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=("text", "yaml", "json", "shell", "python", "markdown", "model-card", "jinja", "unknown"),
)
MAX_BYTES = 4 * 1024 * 1024
_REMEDY = "Serve the weights with a handler of the server itself, and take commands and foreign paths out."


def check(artifact: Artifact) -> Observations:
    """Findings for one file that a server reads; nothing for any other."""
    reader = _reader_for(artifact.entry.path)
    if reader is None:
        return
    with artifact.open() as stream:
        data = stream.read(MAX_BYTES + 1)
    quiet = True
    try:
        for notice in notices_in(data, reader, MAX_BYTES):
            quiet = quiet and notice.ordinary
            yield _finding(artifact, notice)
    except (FormatError, LimitReached) as error:
        quiet = False
        text = f"a serving configuration that was not read to the end: {error}"
        yield Finding(kind=Kind.OPEN, message=text, severity=Severity.MEDIUM, location=artifact.at(), rule="unreadable")
    if quiet:
        text = "nothing in it goes beyond ordinary serving"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="in-order")


def _reader_for(path: str) -> Reader | None:
    """What a file is to servers, by its name."""
    name = path.rsplit("!/", 1)[-1].rsplit("/", 1)[-1].lower()
    known = _READERS.get(name)
    if known is not None:
        return known
    if name.startswith(("dockerfile", "containerfile")) or name.endswith((".dockerfile", ".containerfile", ".def")):
        return serving_files.dockerfile
    if name.startswith("modelfile") or name.endswith(".modelfile"):
        return serving_files.modelfile
    if name.endswith(".pbtxt"):
        return serving_files.pbtxt
    if name.endswith(".prototxt"):
        return serving_files.prototxt
    if "/.github/workflows/" in f"/{path.lower()}" and name.endswith((".yaml", ".yml")):
        return _recipe
    if name.startswith(("inferenceservice", "kserve", "deployment", "docker-compose", "compose")) and name.endswith(
        (".yaml", ".yml")
    ):
        return _recipe
    return None


def _recipe(text: str) -> Iterator[Notice]:
    yield from serving_files.recipe(list(yaml_text.pairs(text)))


def _mlmodel(text: str) -> Iterator[Notice]:
    yield from serving_files.mlmodel(list(yaml_text.pairs(text)))


def _manifest(text: str) -> Iterator[Notice]:
    yield from serving_files.manifest(json_text.load(text.encode()))


_READERS: dict[str, Reader] = {
    "config.properties": serving_files.properties,
    "manifest.json": _manifest,
    "mlmodel": _mlmodel,
    "mlproject": _recipe,
    "cog.yaml": _recipe,
    "bentofile.yaml": _recipe,
    "bentofile.yml": _recipe,
    "config.yaml": _recipe,
    "truss.yaml": _recipe,
    "skypilot.yaml": _recipe,
    ".gitlab-ci.yml": _recipe,
    "action.yml": _recipe,
    "action.yaml": _recipe,
}


def _finding(artifact: Artifact, notice: Notice) -> Finding:
    kind, severity = (Kind.FAIL, Severity.HIGH) if notice.high else (Kind.REVIEW, Severity.MEDIUM)
    if notice.ordinary:
        kind, severity = Kind.INFORMATIONAL, Severity.NONE
    where = f"line {notice.line}" if notice.line else ""
    return Finding(
        kind=kind,
        message=f"{notice.what} in {where}" if where else notice.what,
        severity=severity,
        confidence=Confidence.HIGH if notice.high else Confidence.MEDIUM,
        location=artifact.at(detail=where),
        remediation=_REMEDY,
        rule=notice.rule,
    )
