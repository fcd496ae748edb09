"""A model graph runs operators that do more than compute, or that nobody here knows.

Graphs look like data and are programs. TensorFlow has operators that read and write any file, talk to servers and
call Python; they run as soon as the graph does. TFLite wraps the same operators as Flex ones, ONNX has operators of
runtimes that call Python or send inputs to a server. Custom operators and layers of any format run code that is not
in the model and that somebody has to have installed.

Saving and restoring checkpoints, reading a vocabulary from the model's own assets and operators of well-known
libraries are ordinary. They become a fault where a text fixed in the graph makes them write elsewhere or read secrets.

Fix: export the graph for inference only, without input pipelines, debugging and Python functions; for a custom
operator, say in the model card which library brings it.

Texts that a graph computes with are read for addresses, paths of the machine and commands: they are signs, no proof.
"""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import (
    coreml,
    executorch,
    graph_names,
    onnx,
    openvino,
    tensorflow_saved_model,
    tensorflow_text_graph,
    tflite,
)
from seatrial.formats.graph_parts import CONSTANT, Definition, Operator, Text
from seatrial.formats.graph_readers import READERS
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.graph-operators",
    title="A model graph runs operators that do more than compute, or that nobody here knows",
    areas=(ThreatArea.INTEGRITY, ThreatArea.PRIVACY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-94", "CWE-829", "ATLAS:AML.T0011.000", "ATLAS:AML.T0018", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=tuple(sorted(READERS)),
    version=2,
)
MAX_DIFFERENT: Final = 2_000
"""Different uses remembered of one graph."""
_SENSITIVE: Final = re.compile(
    r"(?:^|/)(?:etc|proc|sys|root|boot|cron\.d)/|/var/run/|\.ssh\b|id_(?:rsa|ed25519|ecdsa)|\.aws\b|\.kube\b|\.docker\b"
    r"|\.netrc|\.git-credentials|(?:^|/)\.env\b|\.(?:bashrc|profile|bash_profile|zshrc)\b|authorized_keys|crontab"
    r"|site-packages|\.pth$|^(?:https?|ftp|file)://",
    re.IGNORECASE,
)
_ELSEWHERE: Final = re.compile(r"^(?:[/\\~]|[A-Za-z]:[\\/])|(?:^|[/\\])\.\.(?:[/\\]|$)")
_SCRIPT: Final = re.compile(r"<\s*(?:script|iframe)\b|\bjavascript\s*:", re.IGNORECASE)
_PYTHON: Final = re.compile(r"__import__\s*\(|\bos\.system\s*\(|\bsubprocess\.\w+\s*\(")
_LAMBDA: Final = re.compile(r'"class_name"\s*:\s*"Lambda"')
_STREAMS: Final = re.compile(r"stdout|stderr|log\(\w+\)")
_SOURCES: Final = re.compile(r"$|local://|bytes://")
_CONSTANTS: Final = {
    "constant-command": re.compile(
        r"(?:curl|wget|powershell|/bin/(?:ba)?sh)\b[^\n]{0,200}(?:\||https?://|\s-c\s)|__import__\s*\(|\bos\.system\s*\("
    ),
    "constant-path": re.compile(
        r"(?:^|[\s\"'=])(?:/(?:etc|proc|root|home|var/run|dev)/\w|~/\.\w|\\\\[\w.-]{3,}\\\w|[A-Za-z]:\\(?:Windows|Users|Program)|file://)"
        r"|\.onion\b"
    ),
    "constant-address": re.compile(r"\b(?:https?|ftps?|wss?|ldap|tcp)://[\w\[]"),
}
"""Rules of texts that a graph computes with, the gravest first. Names of classes and words are ordinary."""
_CONSTANT_WORDS: Final = {
    "constant-command": "a command or Python",
    "constant-path": "a path of the machine, a share or a hidden host",
    "constant-address": "an address",
}
_STANDARD: Final = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft"})
_REMEDY: Final = "Export the graph for inference only, or have somebody read what the operator does."


def check(artifact: Artifact) -> Observations:
    """One finding for each kind of operator or text that is not ordinary; a pass that counts the others."""
    uses: dict[tuple[str, str, tuple[str, ...]], Operator] = {}
    texts: dict[str, Text] = {}
    defined: dict[tuple[str, str], Definition] = {}
    count = 0
    ended: FormatError | LimitReached | None = None
    try:
        with artifact.open() as reader:
            for part in READERS[artifact.entry.format](reader):
                if isinstance(part, Operator):
                    count += 1
                    uses.setdefault((part.domain, part.name, part.arguments if _matters(part) else ()), part)
                elif isinstance(part, Definition):
                    defined.setdefault((part.domain, part.name), part)
                elif isinstance(part, Text) and (rule := _text_fault(part)):
                    texts.setdefault(rule, part)
                if len(uses) + len(defined) > MAX_DIFFERENT:
                    raise LimitReached(f"more than {MAX_DIFFERENT:,} different operators")
    except (FormatError, LimitReached) as error:
        ended = error
    found = [*_judged(artifact, uses, defined), *(_text(artifact, rule, text) for rule, text in texts.items())]
    yield from sorted(found, key=lambda finding: -finding.severity.rank)
    if isinstance(ended, LimitReached):
        raise ended
    if ended is not None:
        yield Finding(
            kind=Kind.OPEN,
            message=f"the graph {ended}: what else it runs is not known",
            severity=Severity.MEDIUM,
            location=artifact.at(ended.offset),
            remediation="Export the model anew and compare its digest after copying.",
            rule="unreadable-graph",
        )
    elif not found:
        message = f"{count:,} operators, of which all only compute"
        yield Finding(kind=Kind.PASS, message=message, location=artifact.at(), rule="known-operators")


def _matters(operator: Operator) -> bool:
    return operator.name in graph_names.TENSORFLOW or operator.name in graph_names.ONNX_OPERATORS


def _judged(
    artifact: Artifact,
    uses: dict[tuple[str, str, tuple[str, ...]], Operator],
    defined: dict[tuple[str, str], Definition],
) -> Iterator[Finding]:
    told: set[str] = set()
    for operator in uses.values():
        for finding in _one(artifact, operator, defined):
            key = f"{finding.rule} {finding.message}"
            if key not in told:
                told.add(key)
                yield finding
    if artifact.entry.format != onnx.NAME:
        return
    for (domain, name), definition in defined.items():
        if domain in _STANDARD:
            message = f"defines {shown(name, 80)} of the standard operators anew, by a function of its own"
            yield _review(artifact, f"redefined {name}", message, definition.offset)


def _one(  # noqa: C901 - one line a format reads best in one place
    artifact: Artifact, operator: Operator, defined: dict[tuple[str, str], Definition]
) -> Iterator[Finding]:
    name, domain = operator.name, operator.domain
    what = shown(f"{domain}::{name}" if domain else name, 160)
    match artifact.entry.format:
        case tensorflow_saved_model.NAME | tensorflow_text_graph.NAME:
            yield from _tensorflow(artifact, operator, name)
        case tflite.NAME if domain == tflite.CUSTOM_DOMAIN and name.startswith(tflite.FLEX):
            yield from _tensorflow(artifact, operator, name.removeprefix(tflite.FLEX))
        case tflite.NAME if name not in graph_names.TFLITE_CUSTOM:
            yield _unknown(artifact, operator, f"runs the custom operator {shown(name, 120)}")
        case onnx.NAME if name in graph_names.ONNX_OPERATORS:
            effect = graph_names.ONNX_OPERATORS[name]
            message = f"runs {what}({_listed(operator)}), which {effect.effect}"
            yield _fail(artifact, name, message, operator.offset)
        case onnx.NAME if domain not in graph_names.ONNX_DOMAINS and (domain, name) not in defined:
            yield _unknown(artifact, operator, f"runs {what}, an operator of a domain that no known runtime has")
        case coreml.NAME if domain in (coreml.CUSTOM_LAYER, coreml.CUSTOM_MODEL):
            yield _unknown(artifact, operator, f"runs the {domain.replace('-', ' ')} {shown(name, 120)}")
        case executorch.NAME if domain == executorch.DELEGATE_DOMAIN:
            if name in graph_names.EXECUTORCH_NATIVE:
                message = f"has {shown(name, 80)} load a shared library that lies in the program"
                yield _review(artifact, name, message, operator.offset)
            elif name not in graph_names.EXECUTORCH_DELEGATES:
                yield _unknown(artifact, operator, f"hands a part of itself to the back end {shown(name, 80)}")
        case executorch.NAME if domain not in graph_names.EXECUTORCH_NAMESPACES:
            yield _unknown(artifact, operator, f"runs {what}, of a namespace that ExecuTorch does not bring")
        case openvino.NAME if domain not in graph_names.OPENVINO_OPSETS:
            if not (domain == "extension" and name in graph_names.OPENVINO_TOKENIZERS):
                yield _unknown(artifact, operator, f"runs {what}, of an operator set that needs an extension library")


def _tensorflow(artifact: Artifact, operator: Operator, name: str) -> Iterator[Finding]:
    effect = graph_names.TENSORFLOW.get(name)
    if effect is None:
        return
    message = f"runs {shown(operator.name, 80)}({_listed(operator)}), which {effect.effect}"
    severity = effect.severity
    texts = operator.arguments
    if name in graph_names.DESTINATIONS:
        ordinary = _STREAMS if name == "PrintV2" else _SOURCES
        strange = [text for text in texts if not ordinary.match(text)]
        if not strange:
            return
        sources = graph_names.DESTINATIONS[name] == "descriptor_source" and not any(map(_SENSITIVE.search, strange))
        severity = Severity.MEDIUM if sources else Severity.HIGH
        message = f"runs {shown(operator.name, 80)} with the destination {shown(strange[0], 160)!r}"
    elif effect.takes_path and (
        any(map(_SENSITIVE.search, texts)) or (effect.writes and any(map(_ELSEWHERE.search, texts)))
    ):
        severity = Severity.HIGH
    if severity is Severity.HIGH:
        yield _fail(artifact, name, message, operator.offset)
    elif severity is Severity.NONE:
        yield Finding(kind=Kind.INFORMATIONAL, message=message, location=artifact.at(operator.offset), rule=name)
    else:
        yield _review(artifact, name, message, operator.offset, severity)


def _listed(operator: Operator) -> str:
    return shown(", ".join(repr(text) for text in operator.arguments), 240)


def _fail(artifact: Artifact, rule: str, message: str, offset: int | None) -> Finding:
    place = artifact.at(offset)
    return Finding(
        kind=Kind.FAIL,
        message=message,
        severity=Severity.HIGH,
        location=place,
        remediation=_REMEDY,
        rule=shown(rule, 120),
    )


def _review(
    artifact: Artifact, rule: str, message: str, offset: int | None, severity: Severity = Severity.MEDIUM
) -> Finding:
    place = artifact.at(offset)
    return Finding(
        kind=Kind.REVIEW,
        message=message,
        severity=severity,
        confidence=Confidence.MEDIUM,
        location=place,
        remediation=_REMEDY,
        rule=shown(rule, 120),
    )


def _unknown(artifact: Artifact, operator: Operator, message: str) -> Finding:
    return _review(artifact, f"{operator.domain}::{operator.name}", message, operator.offset)


def _text_fault(text: Text) -> str:
    """The rule that a text breaks. Notes of exporters hold source lines, so of those only HTML counts."""
    if text.key.startswith(CONSTANT):
        return next((rule for rule, pattern in _CONSTANTS.items() if pattern.search(text.text)), "")
    if _SCRIPT.search(text.text):
        return "script-text"
    if "doc_string" not in text.key and _PYTHON.search(text.text):
        return "python-text"
    return "keras-lambda" if text.key == "object metadata" and _LAMBDA.search(text.text) else ""


def _text(artifact: Artifact, rule: str, text: Text) -> Finding:
    key = shown(text.key, 80)
    if rule in _CONSTANTS:
        what = f"{_CONSTANT_WORDS[rule]}: {shown(text.text.strip(), 100)}"
        severity = Severity.LOW if rule == "constant-address" else Severity.MEDIUM
        return _review(artifact, rule, f"computes with {what}", text.offset, severity)
    if rule == "keras-lambda":
        message = "holds a Keras Lambda layer, whose Python runs when Keras loads the model"
        return _fail(artifact, rule, message, text.offset)
    what = "a script for browsers" if rule == "script-text" else "Python that acts on the machine"
    return _review(artifact, rule, f"its {key} holds {what}", text.offset)
