"""A configuration names code that does not ship with the model.

`auto_map`, `model_index.json` and `modules.json` can name a class in a file beside them. When that file is not there,
a loader fails, or takes a module of the same name from wherever it finds one first: what would run is not known.

Fix: ship the file that is named, or remove the key.
"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import LimitReached, Observations, SubjectView
from seatrial.domain.finding import Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry
from seatrial.domain.text import shown
from seatrial.formats import hub_config, json_text
from seatrial.formats.hub_config import CodeReference, Reach
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.custom-code-missing",
    title="A configuration names code that does not ship with the model",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-829", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
    formats=("json", "python", "text", "yaml", "markdown", "model-card", "jinja", "shell", "empty", "unknown"),
)
MAX_FILES = 2_000
MAX_FINDINGS = 200
_NAMES = ("config.json", "modules.json", "model_index.json")


def check(subject: SubjectView) -> Observations:
    """One open finding for each named file that is not there."""
    paths = frozenset(entry.path for entry in subject.inventory.artifacts)
    configs = [e for e in subject.inventory.artifacts if e.format == "json" and e.path.endswith(_NAMES)]
    if not configs:
        yield Finding(kind=Kind.NOT_APPLICABLE, message="no configuration among the files", rule="no-code")
        return
    if len(configs) > MAX_FILES:
        text = f"{len(configs) - MAX_FILES:,} further configurations were not read"
        yield Finding(kind=Kind.OPEN, message=text, severity=Severity.MEDIUM, rule="more-files")
    count = 0
    for config in configs[:MAX_FILES]:
        for reference in _named(subject, config):
            if _ships(config, reference, paths):
                continue
            count += 1
            if count > MAX_FINDINGS:
                return
            yield _about(config, reference)
    if not count:
        yield Finding(kind=Kind.PASS, message="whatever code is named ships with the model", rule="in-order")


def _named(subject: SubjectView, config: ArtifactEntry) -> Iterator[CodeReference]:
    try:
        with subject.artifact(config.path).open() as reader:
            value = json_text.read(reader)
    except (FormatError, LimitReached):
        # The check on custom code says so, file by file.
        return
    seen: set[str] = set()
    for reference in hub_config.code_references(value, config.path.rsplit("/", 1)[-1]):
        if reference.reach is Reach.BESIDE and reference.module not in seen:
            seen.add(reference.module)
            yield reference


def _ships(config: ArtifactEntry, reference: CodeReference, paths: frozenset[str]) -> bool:
    folder = config.path.rpartition("/")[0]
    prefix = f"{folder}/" if folder else ""
    package = f"{reference.module.removesuffix('.py')}/__init__.py"
    beside = f"{prefix}{reference.module}" in paths or f"{prefix}{package}" in paths
    # Components of a pipeline may lie one folder up, beside the index.
    return beside or f"{prefix}{reference.module.rpartition('/')[2]}" in paths


def _about(config: ArtifactEntry, reference: CodeReference) -> Finding:
    text = shown(reference.text, 120)
    return Finding(
        kind=Kind.OPEN,
        message=f"has loaders run code that does not ship with the model: {text}",
        severity=Severity.MEDIUM,
        location=Location(path=shown(config.path, 1024), detail=f"{reference.key} {text}"),
        remediation="Ship the file that is named, or remove the key.",
        rule="missing-code",
    )
