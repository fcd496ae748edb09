"""Loading the model runs Python that comes with it, or that it fetches.

`auto_map` and its like in a configuration name classes that a loader imports when it is told to trust remote code.
A name with a repository in it (`org/name--module.Class`) is fetched from there at load time: whoever holds that
repository can change it after the review; so are compute kernels that stand where the name of an attention
implementation is expected. Keys such as `_target_` have any function called by its name, and some decoders of JSON and
YAML build objects of any class that a key or a tag names. Serialised prompts, chains and tools are read for what their
loaders would run, render or fetch.

Python that ships with the model is read, never imported, for what its import would do and what using its classes
would do: start programs, open the network, run text as code, plant files, send credentials away, unpickle. Names that
are built from pieces, decoded or fetched are followed. Code that only computes is passed over in silence; code that
reaches further once somebody calls it is for a person to look at; code that does so when it is imported fails.

Fix: have the architecture merged into the library that loads it and remove the key, or ship the code with the model
and keep it free of calls that run on import.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import (
    chain_files,
    hub_config,
    json_guessed,
    json_text,
    mxnet_symbol,
    python_calls,
    python_grade,
    python_signs,
    python_targets,
    yaml_text,
)
from seatrial.formats.hub_config import CodeReference, Reach
from seatrial.formats.protocol import FormatError
from seatrial.formats.python_acts import Act, Trait
from seatrial.formats.python_targets import Target

CHECK = Check(
    id="artifact.custom-code",
    title="Loading the model runs Python that comes with it or is fetched",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-829", "CWE-94", "ATLAS:AML.T0011.000", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    version=4,
    formats=("json", "python", "yaml", "text", "markdown", "model-card", "jinja", "shell", "unknown"),
)
MAX_FINDINGS = 100
"""Findings of one file."""
_SWITCHES = frozenset({"trust_remote_code", "custom_pipeline"})
_WORDS = (
    tuple(
        word.encode()
        for word in (
            *(
                "auto_map",
                "trust_remote_code",
                "custom_pipeline",
                "_target_",
                "py/",
                "__reduce",
                '"target"',
                "class_path",
            ),
            *("entry_point", "entrypoint", '"callable"', "loader_module", '"func', '"fn"', '"callback"', '"hook"'),
            '"arg_nodes"',
            *("attn_implementation", "kernel_", "subprocess.", "os.system", "os.popen", "__import__("),
        )
    )
    + chain_files.MARKS
)
_KEYS = (
    "auto_map",
    "custom_pipeline",
    "_target_",
    "py/object",
    "py/reduce",
    "class_path",
    "loader_module",
    "__reduce__",
)
"""Keys that have loaders call what their value names."""
_PYTHON_ENDINGS = (".py", ".pyw", ".pyi", ".pyx")
_OTHERS = ("setup.py",)
"""Read by the check on install scripts, where other things are ordinary."""
_CALLED = frozenset({"_target_", "class_path", "loader_module"})
"""Keys under which loaders look names up for certain; under others a name must be that of a function that acts."""
_REMEDY = "Have the code merged into the library that loads it and remove the key, or use an architecture it has."
_REMEDY_CODE = "Remove the call, or move it out of what runs on import."
_REMEDY_NAME = "Name a class of the model's own library, or remove the key."


def check(artifact: Artifact) -> Observations:
    """Findings for keys and tags that name code, and for what shipped code does."""
    findings = _findings(artifact)
    for count, finding in enumerate(findings):
        if count == MAX_FINDINGS:
            text = f"more than {MAX_FINDINGS} findings about code; the rest is not named"
            yield Finding(kind=Kind.REVIEW, message=text, severity=Severity.MEDIUM, location=artifact.at(), rule="more")
            return
        yield finding


def _findings(artifact: Artifact) -> Iterator[Finding]:
    name, kind = artifact.entry.path.rsplit("/", 1)[-1].lower(), artifact.entry.format
    if kind == "json":
        yield from _configuration(artifact, name)
    elif kind == "python" or name.endswith(_PYTHON_ENDINGS):  # a line such as `match 1:` reads as YAML, too
        if name not in _OTHERS:
            yield from _source(artifact)
    elif kind == "yaml" or name.endswith((".yaml", ".yml")):
        yield from _yaml(artifact)
    elif kind == "unknown" and name.endswith(("config.json", "modules.json", "model_index.json")):
        yield _open(artifact, "a configuration that is no JSON: whether it names code is not known")


# Configurations in JSON


def _configuration(artifact: Artifact, name: str) -> Iterator[Finding]:
    known = name.endswith(("config.json", "modules.json", "model_index.json"))
    if artifact.entry.size > json_text.MAX_BYTES and not known:
        yield from _large(artifact)
        return
    try:
        with artifact.open() as reader:
            data = reader.read(json_text.MAX_BYTES + 1)
            if not known and not any(word in data for word in _WORDS) and b"\\u" not in data:
                return
            value = json_text.read(reader)
    except (FormatError, LimitReached) as error:
        if known:
            yield _open(artifact, f"a configuration that {error}: whether it names code is not known")
        return
    yield from _switches(artifact, value)
    yield from _chains(artifact, value)
    yield from _operators(artifact, value)
    for reference in hub_config.code_references(value, name):
        yield _about_reference(artifact, reference)
    for key, target in python_targets.looked_up(value):
        yield from _about_target(artifact, key, target)
    skops = isinstance(value, dict) and "__loader__" in value and "__module__" in value
    for key, stated in hub_config.keyed(value, hub_config.OBJECT_KEYS):
        if skops and key == "__reduce__":
            continue  # a word of that format, whose types have a check of their own
        text = f"has decoders build an object of any class by the key {key}: {shown(str(stated), 80)}"
        yield _fail(artifact, "object-key", text, detail=f"key {key}", remedy="Write plain values instead.")
    if name == "adapter_config.json" and isinstance(value, dict):
        yield from _base(artifact, value.get("base_model_name_or_path"))


def _operators(artifact: Artifact, value: Any) -> Iterator[Finding]:
    """Operators of an MXNet graph that somebody's own Python or library defines."""
    for operator in mxnet_symbol.own_operators(value):
        yield Finding(
            kind=Kind.REVIEW,
            message=f"runs the operator {shown(operator, 80)}, which code of somebody's own defines",
            severity=Severity.MEDIUM,
            confidence=Confidence.MEDIUM,
            location=artifact.at(),
            remediation="Export the graph with operators of the framework, or have somebody read what this one does.",
            rule=f"operator:{shown(operator, 80)}",
        )


def _large(artifact: Artifact) -> Iterator[Finding]:
    """What is too large to be parsed, as vocabularies and data are, and still has a key under which code is named."""
    with artifact.open() as reader:
        found = json_guessed.states(reader, _KEYS)
    if found:
        yield _open(artifact, f"a configuration too large to read, whose key {found} may name code")


def _switches(artifact: Artifact, value: Any) -> Iterator[Finding]:
    for key, stated in hub_config.keyed(value, _SWITCHES):
        if (key == "trust_remote_code" and stated is True) or (key == "custom_pipeline" and isinstance(stated, str)):
            yield Finding(
                kind=Kind.REVIEW,
                message=f"asks loaders to run code of the repository by the key {key}",
                severity=Severity.MEDIUM,
                location=artifact.at(detail=key),
                remediation=_REMEDY,
                rule=key,
            )


def _chains(artifact: Artifact, value: Any) -> Iterator[Finding]:
    for notice in chain_files.notices(value):
        yield Finding(
            kind=Kind.FAIL if notice.high else Kind.REVIEW,
            message=notice.what,
            severity=Severity.HIGH if notice.high else Severity.MEDIUM,
            confidence=Confidence.HIGH if notice.high else Confidence.MEDIUM,
            location=artifact.at(),
            remediation="Keep prompts as plain text with named fields, and build chains in code that is reviewed.",
            rule=f"chain:{notice.rule}",
        )


_REACHES = {
    Reach.ELSEWHERE: (Kind.FAIL, Severity.HIGH, "remote-code", "has loaders fetch and run code of another repository"),
    Reach.OUTSIDE: (
        Kind.FAIL,
        Severity.HIGH,
        "outside-code",
        "has loaders run code from outside of the model's folder",
    ),
    Reach.SYSTEM: (Kind.FAIL, Severity.HIGH, "system-code", "has loaders call into a module that acts on the machine"),
    Reach.BESIDE: (Kind.REVIEW, Severity.MEDIUM, "shipped-code", "has loaders run code that ships with the model"),
    Reach.PACKAGE: (
        Kind.REVIEW,
        Severity.MEDIUM,
        "package-code",
        "has loaders run code of a package that is not known",
    ),
    Reach.CURATED: (
        Kind.REVIEW,
        Severity.MEDIUM,
        "curated-kernel",
        "has loaders fetch and run a kernel of a collection that the library's makers keep",
    ),
}


def _about_reference(artifact: Artifact, reference: CodeReference) -> Finding:
    kind, severity, rule, message = _REACHES[reference.reach]
    text = shown(reference.text, 120)
    return Finding(
        kind=kind,
        message=f"{message}: {text}",
        severity=severity,
        location=artifact.at(detail=f"{reference.key} {text}"),
        remediation=_REMEDY,
        rule=rule,
    )


def _about_target(artifact: Artifact, key: str, target: str, line: int = 0) -> Iterator[Finding]:
    judged = python_targets.judge(target)
    if key not in _CALLED and not key.startswith("!") and not python_targets.acts(target):
        return
    where = f" in line {line}" if line else ""
    text = shown(target, 100)
    if judged is Target.DANGEROUS:
        message = f"has loaders call into a module that acts on the machine: {text}{where}"
        yield _fail(artifact, f"target:{text}", message, detail=key, remedy=_REMEDY_NAME)
    elif judged is Target.UNKNOWN and key in ("_target_", "class_path"):
        yield Finding(
            kind=Kind.REVIEW,
            message=f"has loaders call a function that is not known: {text}{where}",
            severity=Severity.MEDIUM,
            confidence=Confidence.MEDIUM,
            location=artifact.at(detail=key),
            remediation=_REMEDY_NAME,
            rule="unknown-target",
        )


def _base(artifact: Artifact, base: Any) -> Iterator[Finding]:
    if isinstance(base, str) and "://" in base:
        plain = not base.startswith(("https://huggingface.co/", "https://hf.co/"))
        yield Finding(
            kind=Kind.REVIEW if plain else Kind.INFORMATIONAL,
            message=f"names its base model by an address: {shown(base, 100)}",
            severity=Severity.MEDIUM if plain else Severity.NONE,
            location=artifact.at(detail="base_model_name_or_path"),
            remediation="Name the base model by its repository.",
            rule="base-address",
        )


# YAML


def _yaml(artifact: Artifact) -> Iterator[Finding]:
    """Tags with which a careless loader constructs whatever they name, and names that are looked up and called."""
    with artifact.open() as reader:
        text = reader.read(4 * yaml_text.MAX_CHARACTERS + 1).decode("utf-8", "replace")
    try:
        for tag, line in yaml_text.object_tags(text):
            message = f"YAML that makes an unsafe loader construct a Python object: {shown(tag, 80)} in line {line}"
            yield _fail(artifact, f"tag:{shown(tag, 80)}", message, remedy="Write plain values instead of tags.")
        if "*" in text and yaml_text.unfolds(text):
            message = f"YAML whose aliases stand for more than {yaml_text.MAX_UNFOLDED:,} parts: a bomb for its reader"
            bomb = _fail(artifact, "unfolds", message, remedy="Write the values out.")
            yield replace(bomb, severity=Severity.MEDIUM)
        yield from _named_in_yaml(artifact, text)
    except FormatError as error:
        if (found := yaml_text.raw_object_tag(text)) is not None:
            message = f"YAML that makes an unsafe loader construct a Python object: {shown(found, 80)}"
            yield _fail(artifact, f"tag:{shown(found, 80)}", message, remedy="Write plain values instead of tags.")
        elif artifact.entry.path.lower().endswith((".yaml", ".yml")) and "{{" not in text and "{%" not in text:
            yield _open(artifact, f"YAML that {error}: whether it constructs objects is not known", Severity.LOW)
    except LimitReached as limit:
        yield _open(artifact, f"not searched for tags that construct objects: {limit}", Severity.LOW)


def _named_in_yaml(artifact: Artifact, text: str) -> Iterator[Finding]:
    chained = any(mark.decode().strip('"') in text for mark in chain_files.MARKS[1:])
    if chained or "pipeline:" in text or "module_name" in text:
        stated = yaml_text.load(text)
        if chained:
            yield from _chains(artifact, stated)
        for name in python_targets.components(stated):
            yield from _about_target(artifact, "_target_", name)
        for key, target in python_targets.looked_up(stated):
            if key == "module_name":
                yield from _about_target(artifact, key, target)
    targets = "_target_" in text
    for key, value, line in yaml_text.pairs(text):
        loose = targets or key in python_targets.LOOSE
        if key == "trust_remote_code" and value.lower() in ("true", "yes", "on"):
            yield from _switches(artifact, {key: True})
        elif python_targets.is_key(key) or key.startswith("!") or (loose and python_targets.acts(value)):
            yield from _about_target(artifact, key if not key.startswith("!") else "_target_", value, line)


# Python


def _source(artifact: Artifact) -> Iterator[Finding]:
    try:
        with artifact.open() as reader:
            source = python_calls.read(reader)
    except FormatError as error:
        yield from _unreadable(artifact, str(error))
        return
    except LimitReached as error:
        yield _open(artifact, f"Python source not read to the end: {error}")
        return
    for sign in source.signs:
        message = f"source that {sign.what}, in line {sign.line}"
        yield _fail(artifact, f"sign:{sign.rule}", message, detail=f"line {sign.line}", remedy="Ship readable source.")
    setting = python_grade.setting_of(artifact.entry.path, source)
    if artifact.entry.path.lower().endswith(".pyi"):
        return
    quiet = not source.signs
    for act in source.calls:
        grade = python_grade.grade(act, setting)
        quiet = quiet and grade.kind is Kind.INFORMATIONAL
        yield _about_act(artifact, act, grade)
    if quiet:
        text = "the source was read; nothing in it reaches beyond computing by itself"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="plain-code")


def _unreadable(artifact: Artifact, why: str) -> Iterator[Finding]:
    """Source that has no syntax tree: open, and searched for what shows in plain text."""
    with artifact.open() as reader:
        text = reader.read(python_calls.MAX_BYTES).decode("utf-8", "replace")
    found = [*python_signs.signs(text), *filter(None, [python_signs.overt(text)])]
    for sign in found:
        yield _fail(artifact, f"sign:{sign.rule}", f"source that {sign.what}, in line {sign.line}")
    if "declares the encoding" in why:
        yield _fail(artifact, "sign:encoding", f"source that {why}")
    yield _open(artifact, f"Python source that {why}")


def _about_act(artifact: Artifact, act: Act, grade: python_grade.Grade) -> Finding:
    notable = [trait for trait in Trait if trait in act.traits and trait not in (Trait.LITERAL, Trait.DISCARDED)]
    more = f", {', '.join(notable)}" if notable else ""
    return Finding(
        kind=grade.kind,
        message=f"{act.power} {act.when}: {act.spelled} in line {act.line}{more}",
        severity=grade.severity,
        confidence=Confidence.HIGH if act.at_import else Confidence.MEDIUM,
        location=artifact.at(detail=f"line {act.line}"),
        remediation=_REMEDY_CODE,
        rule=f"call:{act.name}:{act.when.name.lower()}",
    )


def _fail(artifact: Artifact, rule: str, message: str, *, detail: str = "", remedy: str = _REMEDY_CODE) -> Finding:
    return Finding(
        kind=Kind.FAIL,
        message=message,
        severity=Severity.HIGH,
        location=artifact.at(detail=detail),
        remediation=remedy,
        rule=rule,
    )


def _open(artifact: Artifact, message: str, severity: Severity = Severity.MEDIUM) -> Finding:
    remedy = "Mend the file, or leave it out of the release."
    return Finding(
        kind=Kind.OPEN,
        message=message,
        severity=severity,
        location=artifact.at(),
        remediation=remedy,
        rule="unreadable",
    )
