"""A Keras configuration holds code, names functions that act on the machine, or points at files outside the model.

A Keras model is a configuration with weights beside it. The configuration names classes and functions, and loaders
look them up by module and name, older ones in any module there is (CVE-2025-1550, CVE-2025-8747, CVE-2025-9906). A
`Lambda` layer holds compiled Python, which files in HDF5 run even when safe mode is asked for (CVE-2025-9905). Some
layers read files that the configuration names (CVE-2025-12058), and HDF5 itself can take data from other files on the
machine that loads it (CVE-2026-1669). Code is not loaded here: only the names that it uses are read.

Layers, losses and the like of Keras pass. Code of somebody's own is for a person to look at, because it is imported
when the model is loaded; a class that is named without a module runs only for loaders that bring it.

Fix: replace Lambda layers by layers with a name, keep vocabularies inside the configuration, store all data in the one
file, and save the model anew in the `.keras` format.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import (
    hdf5,
    json_guessed,
    json_text,
    keras_config,
    keras_metadata,
    keras_names,
    marshal_strings,
    pickle_names,
)
from seatrial.formats.keras_config import Code, Doubled, Item, KerasObject, Source
from seatrial.formats.keras_names import Standing
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.keras-config",
    title="A Keras configuration holds code, names what acts on the machine, or points outside the model",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-502", "CWE-94", "CWE-73", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(json_text.NAME, json_guessed.NAME, hdf5.NAME, keras_metadata.NAME),
    version=2,
)
MAX_FINDINGS: Final = 500
"""Different findings reported of one artifact."""
_OUT_OF_PLACE: Final = "which no model is made of; older loaders import and look up whatever is named"
_REMEDY: Final = "Save the model anew with layers of Keras in the place of this one."
_REMEDY_CUSTOM: Final = "Have somebody read the code that this name stands for, and ship it where it can be read."
_REMEDY_FILE: Final = "Keep the data inside the model's own file and save it anew."
_KNOWN_BLOCKS: Final = (b"MATLAB 7.3 MAT-file",)
MAX_LOOSE_BYTES: Final = 64 * 1024 * 1024
_CHUNK_BYTES: Final = 1024 * 1024
_CONFIGURATIONS: Final = ("model_config", "training_config")
_CODE_TEXT: Final = re.compile(rb'"class_name"\s*:\s*"(Lambda|__lambda__|TorchModuleWrapper)"')
_OUTSIDE: Final = re.compile(r"[A-Za-z][\w+.-]+:/|[/\\~]|[A-Za-z]:[\\/]|file:|(?:.*[/\\])?\.\.(?:[/\\]|\Z)", re.DOTALL)
_GRAPH_OPS: Final = re.compile(
    r"(?:Write|Read)File|PyFunc|MatchingFiles|(?:Save|Restore)V2|LoadLibrary|TextLine|TFRecord"
)


Make = Callable[[Kind, str, Severity, str, str], Finding]


@dataclass(slots=True)
class _Seen:
    """What one configuration was found to hold, each thing once."""

    findings: dict[str, Finding] = field(default_factory=dict)
    objects: int = 0
    told: bool = False
    """There is a configuration, or a file that could hold one."""

    def add(self, finding: Finding) -> None:
        """Keep the first finding of a rule. Raises `LimitReached` beyond `MAX_FINDINGS`."""
        if len(self.findings) >= MAX_FINDINGS and finding.rule not in self.findings:
            raise LimitReached(f"more than {MAX_FINDINGS} different findings in one configuration")
        self.findings.setdefault(finding.rule, finding)


def check(artifact: Artifact) -> Observations:
    """Findings by weight; a pass that counts what a configuration names; nothing for JSON that names no class."""
    seen = _Seen()
    limit: LimitReached | None = None
    try:
        if artifact.entry.format == hdf5.NAME:
            _in_front(artifact, seen)
            _hdf5(artifact, seen)
        elif artifact.entry.format == keras_metadata.NAME:
            _metadata(artifact, seen)
        else:
            _json(artifact, seen)
    except LimitReached as reached:
        limit = reached
    yield from sorted(seen.findings.values(), key=lambda finding: -finding.severity.rank)
    if limit is not None:
        raise limit
    if seen.told and not any(f.kind in (Kind.FAIL, Kind.REVIEW, Kind.OPEN) for f in seen.findings.values()):
        text = f"names {seen.objects:,} classes and functions, none that brings code or acts on the machine"
        if artifact.entry.format == hdf5.NAME:
            text += "; takes no data from other files"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="known-names")


def _in_front(artifact: Artifact, seen: _Seen) -> None:
    """What stands in the block before the signature, which a shell or another reader takes for its own."""
    with artifact.open() as reader:
        block = hdf5.in_front(reader)
    if block.strip(b"\0 ") and not block.startswith(_KNOWN_BLOCKS):
        seen.add(
            Finding(
                kind=Kind.REVIEW,
                message=f"has {len(block):,} bytes before its signature, which another reader may run or read",
                severity=Severity.MEDIUM,
                confidence=Confidence.MEDIUM,
                location=artifact.at(0),
                remediation=_REMEDY_FILE,
                rule="user-block",
            )
        )


def _json(artifact: Artifact, seen: _Seen) -> None:
    try:
        with artifact.open() as reader:
            value = keras_config.read(reader)
    except FormatError as error:
        # Broken JSON of other makers is not this check's; a configuration's own name or encoding makes it so.
        if artifact.entry.format == json_guessed.NAME or _named_as_configuration(artifact.entry.path):
            seen.add(_open(artifact, f"cannot be read as a configuration: {error}"))
        return
    seen.told = value is not None
    _examine(artifact, seen, value, "")
    if not artifact.entry.container and not any(map(_of_keras, keras_config.items(value))):
        # Other makers name classes in JSON in the same way, and there a name of theirs is in its place.
        for rule, finding in seen.findings.items():
            if finding.message.endswith(_OUT_OF_PLACE):
                seen.findings[rule] = replace(finding, kind=Kind.REVIEW, severity=Severity.MEDIUM)


def _of_keras(item: Item) -> bool:
    if not isinstance(item, KerasObject):
        return False
    known = item.module.split(".")[0] in (*keras_names.KERAS_PACKAGES, "tensorflow")
    return known or (not item.module and keras_names.known_class(item.name))


def _hdf5(artifact: Artifact, seen: _Seen) -> None:
    seen.told = True
    with artifact.open() as reader:
        try:
            contents = hdf5.read(reader)
        except FormatError as error:
            contents = hdf5.Contents(unread=[str(error)])
        if contents.unread:
            _loose(artifact, seen, reader)
            seen.add(_open(artifact, f"cannot be read to the end: {contents.unread[0]}"))
    for reference in contents.references:
        seen.add(_reference(_maker(artifact, reference.owner), reference))
    for shape in contents.shapes:
        text = f"a dataset states {shape.stated_bytes:,} bytes, far more than the file can hold"
        seen.add(_maker(artifact, shape.owner)(Kind.FAIL, text, Severity.MEDIUM, "shape", _REMEDY_FILE))
    for attribute in contents.attributes:
        if attribute.name in _CONFIGURATIONS or attribute.data[:1] == b"{":
            _attribute(artifact, seen, attribute)


def _attribute(artifact: Artifact, seen: _Seen, attribute: hdf5.Attribute) -> None:
    where = shown(f"{attribute.owner}@{attribute.name}", 120)
    try:
        _examine(artifact, seen, json_guessed.parse(attribute.data), where)
    except FormatError as error:
        if attribute.name in _CONFIGURATIONS:
            seen.add(_open(artifact, f"the attribute {where} cannot be read as a configuration: {error}"))


def _metadata(artifact: Artifact, seen: _Seen) -> None:
    seen.told = True
    try:
        with artifact.open() as reader:
            for path, data in keras_metadata.configurations(reader):
                _examine(artifact, seen, json_guessed.parse(data), shown(path, 120))
    except FormatError as error:
        seen.add(_open(artifact, f"cannot be read to the end: {error}"))


def _reference(make: Make, reference: hdf5.Reference) -> Finding:
    outside = _OUTSIDE.match(reference.file) is not None
    text = f"takes data from another file by {reference.kind}: {shown(reference.file, 120)}"
    kind, severity = (Kind.FAIL, Severity.HIGH) if outside else (Kind.REVIEW, Severity.MEDIUM)
    return make(kind, text, severity, f"{reference.kind}:{shown(reference.file, 120)}", _REMEDY_FILE)


def _loose(artifact: Artifact, seen: _Seen, reader: BinaryIO) -> None:
    """What stands in a file whose structure cannot be followed: layers that bring code, by their text alone."""
    reader.seek(0)
    rest, read = b"", 0
    while read < MAX_LOOSE_BYTES and (data := reader.read(_CHUNK_BYTES)):
        read += len(data)
        if found := _CODE_TEXT.search(rest + data):
            name = found[1].decode()
            text = f"holds a layer that brings code, in a structure that cannot be followed: {name}"
            seen.add(_maker(artifact, "")(Kind.FAIL, text, Severity.HIGH, f"loose:{name}", _REMEDY))
            return
        rest = data[-256:]


def _named_as_configuration(path: str) -> bool:
    return ".keras" in path.lower() and path.endswith("config.json")


def _examine(artifact: Artifact, seen: _Seen, value: Any, source: str) -> None:
    for item in keras_config.items(value):
        seen.objects += isinstance(item, KerasObject)
        for finding in _about(artifact, item, source):
            seen.add(finding)


def _about(artifact: Artifact, item: Item, source: str) -> Iterator[Finding]:
    where = f"{source}.{item.where}" if source and item.where else item.where or source
    make = _maker(artifact, where)
    if isinstance(item, Code):
        yield _code(make, item)
    elif isinstance(item, Source):
        text = f"holds text that reads as Python that acts on the machine: {shown(item.phrase, 60)}"
        yield make(Kind.REVIEW, text, Severity.MEDIUM, f"source:{shown(item.phrase, 60)}", _REMEDY)
    elif isinstance(item, Doubled):
        text = "states a key twice: readers differ in which one they take"
        yield make(Kind.FAIL, text, Severity.MEDIUM, f"doubled-key:{shown(where, 80)}", _REMEDY)
    else:
        yield from _named(make, item)
        yield from _special(make, item)


def _maker(artifact: Artifact, where: str) -> Make:
    def make(kind: Kind, message: str, severity: Severity, rule: str, remediation: str) -> Finding:
        return Finding(
            kind=kind,
            message=message,
            severity=severity,
            confidence=Confidence.MEDIUM if kind is Kind.REVIEW else Confidence.HIGH,
            location=artifact.at(None, shown(where, 160)),
            remediation=remediation,
            rule=rule,
        )

    return make


def _code(make: Make, item: Code) -> Finding:
    names = marshal_strings.acting(item.data)
    if names:
        listed = ", ".join(shown(name, 60) for name in names[:6])
        text = f"holds compiled Python that loading or calling the model runs, and that uses {listed}"
        return make(Kind.FAIL, text, Severity.CRITICAL, f"code:{shown(names[0], 60)}", _REMEDY)
    if item.data[:1] not in (b"\xe3", b"c"):
        text = "holds what stands for compiled Python and cannot be decoded"
        return make(Kind.FAIL, text, Severity.HIGH, "code", _REMEDY)
    text = "holds compiled Python that loading or calling the model runs; the names in it only compute"
    return make(Kind.REVIEW, text, Severity.MEDIUM, "code", _REMEDY)


def _named(make: Make, item: KerasObject) -> Iterator[Finding]:
    standing = keras_names.standing(item.module, item.name, item.registered, function=item.is_function)
    dotted = shown(f"{item.module}.{item.name}" if item.module else item.registered or item.name, 120)
    what = "function" if item.is_function else "class"
    if standing is Standing.ACTING:
        module, _, name = dotted.replace(">", ".").rpartition(".")
        danger = pickle_names.dangerous(module, name)
        severity = danger.severity if danger and danger.severity.rank > Severity.HIGH.rank else Severity.HIGH
        effect = danger.effect if danger else "reads, writes or fetches files, runs code, or switches protection off"
        yield make(Kind.FAIL, f"names {dotted}, which {effect}", severity, dotted, _REMEDY)
    elif standing is Standing.OUT_OF_PLACE:
        yield make(Kind.FAIL, f"names {dotted}, {_OUT_OF_PLACE}", Severity.HIGH, dotted, _REMEDY)
    elif standing is Standing.CUSTOM:
        text = f"names a {what} of somebody's own, whose code runs with the model: {dotted}"
        yield make(Kind.REVIEW, text, Severity.MEDIUM, dotted, _REMEDY_CUSTOM)
    elif standing is Standing.UNFAMILIAR:
        text = f"names {dotted}, which is not known to be part of models"
        yield make(Kind.REVIEW, text, Severity.MEDIUM, dotted, _REMEDY_CUSTOM)
    elif standing is Standing.UNNAMED:
        text = f"names a {what} without a module, which only loaders that bring it can find: {dotted}"
        yield make(Kind.INFORMATIONAL, text, Severity.NONE, dotted, "")


def _special(make: Make, item: KerasObject) -> Iterator[Finding]:
    """Layers that bring code or read files by what their settings say."""
    config = item.config if isinstance(item.config, dict) else {}
    name = item.name.rpartition(">")[2]
    if name == "TorchModuleWrapper":
        text = "wraps a module of PyTorch as a pickle, which loading runs"
        yield make(Kind.FAIL, text, Severity.HIGH, name, _REMEDY)
    elif name in ("JaxLayer", "FlaxLayer"):
        text = f"wraps functions that are not part of the model: {name}"
        yield make(Kind.REVIEW, text, Severity.MEDIUM, name, _REMEDY_CUSTOM)
    elif name in ("TFSMLayer", "KerasLayer"):
        yield from _model_elsewhere(make, name, config)
    elif name in ("TFOpLambda", "ClassMethod", "InstanceMethod", "SlicingOpLambda"):
        dotted = ".".join(filter(None, (_text(config, key) for key in ("function", "cls_ref", "method_name"))))
        if dotted and keras_names.tensorflow_function(dotted) is Standing.ACTING:
            text = f"calls {shown(f'tf.{dotted}', 120)}, which reads, writes or loads files or runs code"
            yield make(Kind.FAIL, text, Severity.HIGH, shown(dotted, 120), _REMEDY)
    elif name == "TensorFlowOpLayer" and (found := _GRAPH_OPS.search(str(config.get("node_def")))):
        text = f"runs an operation of TensorFlow that reaches files or runs code: {found.group()}"
        yield make(Kind.FAIL, text, Severity.HIGH, f"op:{found.group()}", _REMEDY)
    elif name == "Lambda":
        yield from _lambda(make, config.get("function"))
    for key in ("vocabulary", "vocabulary_file", "merges", "idf_weights"):
        if path := _text(config, key):
            yield _file(make, f"{name}.{key}", path)


def _lambda(make: Make, function: Any) -> Iterator[Finding]:
    """What a layer that calls any function says of it, where it is no code, which is told apart."""
    if isinstance(function, str) and function.replace(">", "").isidentifier():
        text = f"calls a function by its name, whose code is not in the model: {shown(function, 80)}"
        yield make(Kind.REVIEW, text, Severity.MEDIUM, f"function:{shown(function, 80)}", _REMEDY_CUSTOM)
    elif not function:
        text = "calls a function that the configuration does not state"
        yield make(Kind.REVIEW, text, Severity.MEDIUM, "function:", _REMEDY_CUSTOM)


def _model_elsewhere(make: Make, name: str, config: dict[Any, Any]) -> Iterator[Finding]:
    for key in ("filepath", "handle"):
        if path := _text(config, key):
            outside = key == "filepath" and _OUTSIDE.match(path) is not None
            text = f"{name} loads another model and runs its graph: {shown(path, 120)}"
            kind, severity = (Kind.FAIL, Severity.HIGH) if outside else (Kind.REVIEW, Severity.MEDIUM)
            yield make(kind, text, severity, f"{name}:{shown(path, 120)}", _REMEDY)


def _file(make: Make, what: str, path: str) -> Finding:
    text = f"{shown(what, 80)} is read from a file on the machine that loads the model: {shown(path, 120)}"
    outside = _OUTSIDE.match(path) is not None
    kind, severity = (Kind.FAIL, Severity.HIGH) if outside else (Kind.REVIEW, Severity.MEDIUM)
    return make(kind, text, severity, f"file:{shown(path, 120)}", _REMEDY_FILE)


def _text(config: dict[Any, Any], key: str) -> str:
    value = config.get(key)
    return value if isinstance(value, str) else ""


def _open(artifact: Artifact, message: str) -> Finding:
    return Finding(
        kind=Kind.OPEN,
        message=f"{message}; whether it brings code is not known",
        severity=Severity.MEDIUM,
        location=artifact.at(),
        rule="unreadable-configuration",
    )
