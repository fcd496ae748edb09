"""Loading the model runs Python that comes with it, or that it fetches.

`auto_map` and its like in a configuration name classes that a loader imports when it is told to trust remote code.
A name with a repository in it (`org/name--module.Class`) is fetched from there at load time: whoever holds that
repository can change it after the review. Code that ships with the model is read here, never imported, for what its
import would do: start programs, open the network, run text as code, change files, unpickle.

Fix: have the architecture merged into the library that loads it and remove the key, or ship the code with the model
and keep it free of calls that run on import.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import LimitReached, Observations, SubjectView
from seatrial.domain.finding import Confidence, Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry
from seatrial.domain.text import shown
from seatrial.formats import hub_config, json_text, python_calls, yaml_text
from seatrial.formats.protocol import FormatError
from seatrial.formats.python_calls import Power, PowerfulCall, Source

CHECK = Check(
    id="artifact.custom-code",
    title="Loading the model runs Python that comes with it or is fetched",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-829", "CWE-94", "ATLAS:AML.T0011.000", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
    formats=("json", "python", "yaml", "text", "empty"),
)
MAX_FILES = 2_000
MAX_FINDINGS = 200
_KEYS = frozenset({"auto_map", "trust_remote_code", "custom_pipelines", "custom_pipeline"})
_CODE_NAMES = frozenset({"handler.py", "pipeline.py", "inference.py", "__init__.py"})
"""Files that hosting services import by their name alone."""
_REMEDY = "Have the code merged into the library that loads it and remove the key, or use an architecture it has."
_REMEDY_CODE = "Remove the call, or move it out of what runs on import."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A class that a configuration tells loaders to import."""

    config: ArtifactEntry
    reference: str
    """As written."""
    repository: str
    """The repository it is fetched from; empty for one that ships with the model."""
    path: str
    """Inventory path of the file it would be in, for one that ships."""


def check(subject: SubjectView) -> Observations:
    """Findings for keys that name code, and for what shipped code does."""
    entries = {entry.path: entry for entry in subject.inventory.artifacts}
    configs = [e for e in entries.values() if e.format == "json" or _is_config(e)]
    configs.sort(key=lambda e: not _is_config(e))
    sources = [e for e in entries.values() if e.format == "python" or e.path.lower().endswith((".py", ".pyw"))]
    yamls = [e for e in entries.values() if e.format == "yaml" or e.path.lower().endswith((".yaml", ".yml"))]
    if not configs and not sources and not yamls:
        text = "no configuration and no Python source among the files"
        yield Finding(kind=Kind.NOT_APPLICABLE, message=text, rule="no-code")
        return
    for count, finding in enumerate(_findings(subject, entries, configs, sources, yamls)):
        if count == MAX_FINDINGS:
            text = f"more than {MAX_FINDINGS} findings about code; the rest is not named"
            yield Finding(kind=Kind.FAIL, message=text, severity=Severity.HIGH, rule="more")
            return
        yield finding


def _findings(
    subject: SubjectView,
    entries: Mapping[str, ArtifactEntry],
    configs: list[ArtifactEntry],
    sources: list[ArtifactEntry],
    yamls: list[ArtifactEntry],
) -> Observations:
    named: list[_Named] = []
    yield from _beyond(len(configs), len(sources), len(yamls))
    for config in configs[:MAX_FILES]:
        value, problem = _parsed(subject, config)
        if problem is not None:
            yield problem
            continue
        yield from _switches(config, value)
        named.extend(_references(config, value))
    for reference in named:
        yield _about_reference(reference, entries)
    yield from _about_sources(subject, entries, sources, {n.path for n in named if not n.repository})
    for document in yamls[:MAX_FILES]:
        yield from _object_tags(subject, document)


def _is_config(entry: ArtifactEntry) -> bool:
    """Whether loaders take keys that name code from a file of this name."""
    return entry.path.rsplit("/", 1)[-1].endswith(("config.json", "modules.json", "model_index.json"))


def _beyond(*counts: int) -> Observations:
    for count, what in zip(counts, ("JSON files", "Python files", "YAML files"), strict=True):
        if count > MAX_FILES:
            text = f"{count - MAX_FILES:,} further {what} were not read"
            yield Finding(kind=Kind.OPEN, message=text, severity=Severity.MEDIUM, rule=f"more-{what}")


def _parsed(subject: SubjectView, config: ArtifactEntry) -> tuple[Any, Finding | None]:
    """The value of a configuration, or why it cannot be read; other JSON only when it speaks of code."""
    known = _is_config(config)
    if config.size > json_text.MAX_BYTES and not known:
        return None, None
    try:
        with subject.artifact(config.path).open() as reader:
            if not known and not _speaks_of_code(reader.read(json_text.MAX_BYTES)):
                return None, None
            return json_text.read(reader), None
    except (FormatError, LimitReached) as error:
        if not known:
            return None, None
        return None, Finding(
            kind=Kind.OPEN,
            message=f"a configuration that {error}: whether it names code is not known",
            severity=Severity.MEDIUM,
            location=_at(config),
            rule="unreadable-configuration",
        )


def _speaks_of_code(data: bytes) -> bool:
    return any(key.encode() in data for key in _KEYS)


def _switches(config: ArtifactEntry, value: Any) -> Iterator[Finding]:
    for key, stated in hub_config.keyed(value, _KEYS):
        if (key == "trust_remote_code" and stated is True) or (key == "custom_pipeline" and isinstance(stated, str)):
            yield Finding(
                kind=Kind.FAIL,
                message=f"asks loaders to run code of the repository by the key {key}",
                severity=Severity.MEDIUM,
                location=_at(config, key),
                remediation=_REMEDY,
                rule=key,
            )


def _references(config: ArtifactEntry, value: Any) -> Iterator[_Named]:
    texts: dict[str, None] = {}
    for key, stated in hub_config.keyed(value, _KEYS):
        if key == "auto_map":
            texts.update(dict.fromkeys(_texts(stated)))
        elif key == "custom_pipelines":
            texts.update(
                dict.fromkeys(t for _, t in hub_config.keyed(stated, frozenset({"impl"})) if isinstance(t, str))
            )
    # Modules of sentence-transformers are imported by their dotted type.
    if config.path.rsplit("/", 1)[-1] == "modules.json":
        types = (t for _, t in hub_config.keyed(value, frozenset({"type"})) if isinstance(t, str))
        texts.update(dict.fromkeys(t for t in types if "." in t and not t.startswith("sentence_transformers.")))
    for text in texts:
        repository, _, dotted = text.rpartition("--")
        folder = config.path.rpartition("/")[0]
        module = dotted.rpartition(".")[0].replace(".", "/") or dotted
        path = f"{folder}/{module}.py" if folder else f"{module}.py"
        yield _Named(config=config, reference=text, repository=repository, path=path)


def _texts(stated: Any) -> Iterator[str]:
    """The names in an `auto_map`: a text, or a list or mapping of texts."""
    inner = stated.values() if isinstance(stated, dict) else stated if isinstance(stated, list) else [stated]
    for item in list(inner)[:64]:
        yield from (text for text in (item if isinstance(item, list) else [item])[:8] if isinstance(text, str))


def _about_reference(named: _Named, entries: Mapping[str, ArtifactEntry]) -> Finding:
    reference = shown(named.reference, 120)
    if named.repository:
        severity, rule = Severity.HIGH, "remote-code"
        message = f"has loaders fetch and run code of another repository: {reference}"
    elif named.path in entries:
        severity, rule = Severity.MEDIUM, "shipped-code"
        message = f"has loaders run code that ships with the model: {reference}"
    else:
        severity, rule = Severity.MEDIUM, "missing-code"
        message = f"has loaders run code that does not ship with the model: {reference}"
    return Finding(
        kind=Kind.FAIL,
        message=message,
        severity=severity,
        location=_at(named.config, f"auto_map {reference}"),
        remediation=_REMEDY,
        rule=rule,
    )


def _about_sources(
    subject: SubjectView, entries: Mapping[str, ArtifactEntry], sources: list[ArtifactEntry], named: set[str]
) -> Observations:
    read: dict[str, Source] = {}
    for entry in sources[:MAX_FILES]:
        try:
            with subject.artifact(entry.path).open() as reader:
                read[entry.path] = python_calls.read(reader)
        except (FormatError, LimitReached) as error:
            yield Finding(
                kind=Kind.OPEN,
                message=f"Python source that {error}",
                severity=Severity.MEDIUM,
                location=_at(entry),
                rule="unreadable-source",
            )
    reached = _reached(read, named)
    for path, source in read.items():
        for call in source.calls:
            yield _about_call(entries[path], call, reached=path in reached)
    if read and not any(source.calls for source in read.values()):
        text = f"{len(read):,} Python files were read; none reaches beyond computing"
        yield Finding(kind=Kind.INFORMATIONAL, message=text, rule="plain-code")


def _reached(read: Mapping[str, Source], named: set[str]) -> set[str]:
    """Files that loading imports: those that a key names or a service looks for, and what they import in turn."""
    pending = [path for path in read if path in named or path.rsplit("/", 1)[-1] in _CODE_NAMES]
    reached: set[str] = set()
    while pending:
        path = pending.pop()
        if path in reached or path not in read:
            continue
        reached.add(path)
        folder = path.rpartition("/")[0]
        prefix = f"{folder}/" if folder else ""
        for module in read[path].imports:
            pending.extend((f"{prefix}{module}.py", f"{prefix}{module}/__init__.py"))
    return reached


def _about_call(entry: ArtifactEntry, call: PowerfulCall, *, reached: bool) -> Finding:
    worst = call.power in (Power.CODE, Power.PROCESS, Power.NETWORK)
    if call.at_import and reached:
        kind, severity, when = Kind.FAIL, Severity.CRITICAL if worst else Severity.HIGH, "when the model is loaded"
    elif call.at_import:
        kind, severity, when = Kind.REVIEW, Severity.MEDIUM, "when it is imported, which loading the model does not do"
    elif reached and worst:
        kind, severity, when = Kind.REVIEW, Severity.MEDIUM, "once the code that loading imports is used"
    else:
        kind, severity, when = Kind.INFORMATIONAL, Severity.NONE, "when somebody runs it"
    return Finding(
        kind=kind,
        message=f"{call.power} {when}: {call.name} in line {call.line}",
        severity=severity,
        confidence=Confidence.HIGH if call.at_import else Confidence.MEDIUM,
        location=_at(entry),
        remediation=_REMEDY_CODE,
        rule=f"call:{call.name}:{'import' if call.at_import else 'later'}",
    )


def _object_tags(subject: SubjectView, entry: ArtifactEntry) -> Observations:
    """Tags in YAML with which an unsafe loader constructs whatever they name."""
    try:
        with subject.artifact(entry.path).open() as reader:
            text = reader.read(4 * yaml_text.MAX_CHARACTERS + 1).decode("utf-8", "replace")
        for tag, line in yaml_text.object_tags(text):
            yield Finding(
                kind=Kind.FAIL,
                message=f"YAML that makes an unsafe loader construct a Python object: {shown(tag, 80)} in line {line}",
                severity=Severity.HIGH,
                location=_at(entry),
                remediation="Write plain values instead of tags.",
                rule=f"tag:{shown(tag, 80)}",
            )
            return
    except FormatError:
        # What no parser of YAML takes constructs nothing either.
        return
    except LimitReached as limit:
        yield Finding(
            kind=Kind.OPEN,
            message=f"not searched for tags that construct objects: {limit}",
            severity=Severity.LOW,
            location=_at(entry),
            rule="large-yaml",
        )


def _at(entry: ArtifactEntry, detail: str = "") -> Location:
    return Location(path=shown(entry.path, 1024), detail=detail)
