"""A pickle names something that is not needed to rebuild a model.

Unpickling looks up and calls whatever the stream names, so one unexpected name is enough to run code on the
machine of everybody who loads the model. This check walks the opcodes of every pickle, wherever it lies and
whatever it is called, and tells what would be imported and called, with which arguments, without doing either.

Names fall into three groups. Names that only rebuild tensors, arrays and settings are known, each with its
framework, and pass. Names through which a stream acts on the machine fail. Any other name asks for a person to
look: most are the model's own classes, and their code runs when the model is loaded.

A stream that breaks off stays open, because nothing can be said of what would follow; what it calls before the
break is reported all the same, because loading would have called it.

Fix: ship the weights as safetensors; where a pickle must stay, remove the named import and save the file anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import numpy_array, pickle_hidden, pickle_names, pickle_stream, torchscript_places
from seatrial.formats.pickle_stream import Budget, Call, Event, Import, Oddity
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.pickle-import",
    title="A pickle imports or calls something that is not needed to rebuild a model",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-502", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=(pickle_stream.NAME, numpy_array.NAME),
    version=3,
)
MAX_HIDDEN_OPCODES = 2_000_000
"""Over all that only may be pickles."""
MAX_NAMES = 1_000
"""Different names reported of one artifact."""
_BOMBS = frozenset({"unfolds", "swells"})
_REMEDY = "Ship the weights as safetensors, or remove this import and save the file anew."
_REMEDY_UNKNOWN = "Ship the weights as safetensors, or have somebody read the code that this name stands for."
_REMEDY_BROKEN = "Save the file anew and compare its digest after copying."


@dataclass(slots=True)
class _Use:
    """All that a stream does with one name."""

    first: Import | Call
    call: Call | None = None
    disguising: Call | None = None


@dataclass(slots=True)
class _Seen:
    """What the streams of one artifact use, by dotted name."""

    uses: dict[str, _Use] = field(default_factory=dict)
    computed: dict[str, Import | Call] = field(default_factory=dict)
    odd: dict[str, Oddity] = field(default_factory=dict)
    acting: dict[str, None] = field(default_factory=dict)
    """Names in code that the streams carry, through which it reaches beyond computing."""
    walks: bool = False
    """`getattr` was used to walk from one name to another, and the end of each walk is among the uses."""


def check(artifact: Artifact) -> Observations:
    """One finding for each name that is not known to be harmless; a pass that counts the known ones."""
    seen = _Seen()
    broken: FormatError | None = None
    limit: LimitReached | None = None
    with artifact.open() as reader:
        try:
            for event in _events(artifact, reader):
                _note(seen, event)
        except FormatError as error:
            broken = error
        except LimitReached as reached:
            limit = reached
        if artifact.entry.format == pickle_stream.NAME:
            try:
                for call in _hidden(reader):
                    if f"{call.module}.{call.name}" not in seen.uses and len(seen.uses) < MAX_NAMES:
                        _note(seen, call)
            except LimitReached as reached:
                limit = limit or reached
    findings = list(_findings(artifact, seen))
    yield from sorted(findings, key=lambda finding: -finding.severity.rank)
    if broken is not None:
        yield Finding(
            kind=Kind.OPEN,
            message=f"the stream breaks off or breaks its rules: {broken}; what would follow cannot be reviewed",
            severity=Severity.MEDIUM,
            location=artifact.at(broken.offset),
            remediation=_REMEDY_BROKEN,
            rule="broken-stream",
        )
    elif limit is None and not findings:
        yield _pass(artifact, seen)
    if limit is not None:
        raise limit


def _events(artifact: Artifact, reader: BinaryIO) -> Iterator[Event]:
    start = 0
    if artifact.entry.format == numpy_array.NAME:
        header = numpy_array.read_header(reader)
        if not header.has_objects:
            return
        start = header.data_offset
    yield from pickle_stream.uses(reader, start)


def _hidden(reader: BinaryIO) -> Iterator[Call]:
    """Calls of what acts on the machine in pickles that stand out of the reader's way; all else in them is let be.

    Raises `LimitReached` where more may be one than is looked at.
    """
    budget = Budget(MAX_HIDDEN_OPCODES)
    for offset, data in pickle_hidden.candidates(reader):
        try:
            for event in pickle_stream.calls_of_one(data, budget):
                if pickle_names.dangerous(event.module, event.name) is not None:
                    yield event._replace(nested=max(event.nested, 1), offset=offset)
        except FormatError:
            continue  # what only resembles a pickle breaks off


def _note(seen: _Seen, event: Event) -> None:
    if isinstance(event, Oddity):
        seen.odd.setdefault(event.rule, event)
        return
    if isinstance(event, Call):
        seen.acting.update(dict.fromkeys(event.acting))
    if len(seen.uses) + len(seen.computed) >= MAX_NAMES:
        raise LimitReached(f"more than {MAX_NAMES:,} different names")
    dotted = f"{event.module}.{event.name}"
    if (isinstance(event, Import) and event.computed) or not event.module:
        seen.computed.setdefault(dotted, event)
        return
    seen.walks = seen.walks or (isinstance(event, Import) and event.walked)
    use = seen.uses.setdefault(dotted, _Use(first=event))
    if not isinstance(event, Call) or event.how == "BUILD":
        return
    use.call = use.call or event
    if dotted == "_codecs.encode" and not pickle_names.harmless_encoding(event.texts):
        use.disguising = use.disguising or event


def _findings(artifact: Artifact, seen: _Seen) -> Iterator[Finding]:
    for use in seen.uses.values():
        module, name = use.first.module, use.first.name
        danger = pickle_names.dangerous(module, name)
        if pickle_names.harmless(module, name) is not None or _is_script_class(module, name):
            continue
        if (module, name) == ("builtins", "getattr") and seen.walks and use.call is None:
            continue
        if (module, name) == ("_codecs", "encode"):
            if use.disguising is not None:
                yield _disguise(artifact, use.disguising)
        elif danger is pickle_names.CARRIED and not seen.acting:
            yield _carried(artifact, use)
        elif danger is not None:
            yield _danger(artifact, use, danger)
        else:
            yield _unknown(artifact, use)
    for event in seen.computed.values():
        yield _computed(artifact, event)
    for odd in seen.odd.values():
        yield _oddity(artifact, odd)


def _oddity(artifact: Artifact, event: Oddity) -> Finding:
    return Finding(
        kind=Kind.FAIL,
        message=shown(event.what, 240),
        severity=Severity.MEDIUM if event.rule in _BOMBS else Severity.HIGH,
        location=artifact.at(event.offset),
        remediation=_REMEDY_BROKEN,
        rule=event.rule,
    )


def _carried(artifact: Artifact, use: _Use) -> Finding:
    """Code of somebody's own, none of whose names reaches beyond computing."""
    dotted = shown(f"{use.first.module}.{use.first.name}", 120)
    verb = "calls" if use.call is not None else "imports"
    text = f"{verb} {dotted}, which {pickle_names.CARRIED.effect}; the names in it only compute"
    return Finding(
        kind=Kind.REVIEW,
        message=text,
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        location=artifact.at((use.call or use.first).offset),
        remediation=_REMEDY_UNKNOWN,
        rule=dotted,
    )


def _is_script_class(module: str, name: str) -> bool:
    """Whether a name is that of a class written in TorchScript, which no Python can import."""
    return name.isidentifier() and torchscript_places.is_script_class(module)


def _danger(artifact: Artifact, use: _Use, danger: pickle_names.Dangerous) -> Finding:
    event = use.call or use.first
    dotted = shown(f"{event.module}.{event.name}", 120)
    severity = danger.severity
    if isinstance(event, Call):
        message = f"calls {dotted}{shown(_arguments(event), 240)} when loaded, which {danger.effect}"
    else:
        message = f"imports {dotted} when loaded, which {danger.effect}; the stream itself does not call it"
        severity = min(severity, Severity.HIGH, key=lambda s: s.rank)
    if event.nested:
        message = f"holds a pickle in a byte string that {message}"
    return Finding(
        kind=Kind.FAIL,
        message=message,
        severity=severity,
        confidence=Confidence.MEDIUM if event.nested else Confidence.HIGH,
        location=artifact.at(event.offset),
        remediation=_REMEDY,
        rule=dotted,
    )


def _arguments(event: Call) -> str:
    return event.arguments if event.arguments.startswith("(") else f"({event.arguments})"


def _unknown(artifact: Artifact, use: _Use) -> Finding:
    dotted = shown(f"{use.first.module}.{use.first.name}", 120)
    verb = "calls" if use.call is not None else "imports"
    where = " in a pickle inside a byte string" if use.first.nested else ""
    return Finding(
        kind=Kind.REVIEW,
        message=f"{verb} {dotted}{where}, which is not known to be needed to rebuild a model",
        severity=Severity.MEDIUM,
        confidence=Confidence.MEDIUM,
        location=artifact.at((use.call or use.first).offset),
        remediation=_REMEDY_UNKNOWN,
        rule=dotted,
    )


def _disguise(artifact: Artifact, call: Call) -> Finding:
    return Finding(
        kind=Kind.FAIL,
        message=f"calls _codecs.encode{shown(_arguments(call), 240)} when loaded, which transforms text out of sight",
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        location=artifact.at(call.offset),
        remediation=_REMEDY,
        rule="_codecs.encode",
    )


def _computed(artifact: Artifact, event: Import | Call) -> Finding:
    extension = event.module == "copyreg"
    what = shown(event.name if isinstance(event, Call) or extension else f"{event.module}.{event.name}", 200)
    if extension:
        message = f"uses {what}, whose meaning depends on the program that loads it"
    elif isinstance(event, Call):
        message = f"calls the result of a call when loaded: {what}"
    else:
        message = f"looks up a name that is made while loading: {what}"
    return Finding(
        kind=Kind.REVIEW if extension else Kind.FAIL,
        message=message,
        severity=Severity.MEDIUM if extension else Severity.HIGH,
        confidence=Confidence.MEDIUM,
        location=artifact.at(event.offset),
        remediation=_REMEDY,
        rule="extension" if extension else "computed",
    )


def _pass(artifact: Artifact, seen: _Seen) -> Finding:
    groups = [pickle_names.harmless(use.first.module, use.first.name) for use in seen.uses.values()]
    frameworks = sorted({group.framework if group is not None else "TorchScript" for group in groups})
    names = f"{len(seen.uses)} names, all of {', '.join(frameworks)}" if frameworks else "no name"
    return Finding(
        kind=Kind.PASS,
        message=f"imports {names}: only what rebuilds data",
        location=artifact.at(),
        rule="known-names",
    )
