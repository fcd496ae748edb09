"""A skops archive builds types or calls functions that are not needed to rebuild a model.

skops was made so that nothing unexpected is loaded: an archive lists the types in it, and a person is asked to trust
those that are not known. But an archive may state one type and have another built (CVE-2025-54412, CVE-2025-54413),
and people trust what a tool lists for them. This check reads the list, builds nothing, and tells what would be built.

Estimators and arrays pass. Types through which loading acts on the machine fail, and so do methods and operators that
reach into objects. Any other type is for a person to look at.

Fix: leave the named step out of the pipeline or put an estimator of a library in its place, and save the model anew.
"""

from collections.abc import Iterator
from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import json_guessed, json_text, pickle_names, skops_schema
from seatrial.formats.protocol import FormatError
from seatrial.formats.skops_schema import Node, Standing

CHECK = Check(
    id="artifact.skops-types",
    title="A skops archive builds types or calls functions that are not needed to rebuild a model",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-502", "CWE-351", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(json_text.NAME, json_guessed.NAME),
)
MAX_FINDINGS: Final = 500
"""Different findings reported of one schema."""
_REMEDY: Final = "Leave this step out, or put an estimator of a library in its place, and save the model anew."
_REMEDY_UNKNOWN: Final = "Have somebody read the code that this name stands for before the type is trusted."


def check(artifact: Artifact) -> Observations:
    """Findings by weight; a pass that counts the nodes; nothing for JSON that is no schema of skops."""
    found: dict[str, Finding] = {}
    limit: LimitReached | None = None
    count = -1
    try:
        with artifact.open() as reader:
            schema = skops_schema.read(reader)
        if schema is not None:
            for count, node in enumerate(skops_schema.nodes(schema)):  # noqa: B007 - the last one counts them
                for finding in _about(artifact, node):
                    found.setdefault(finding.rule, finding)
                if len(found) > MAX_FINDINGS:
                    raise LimitReached(f"more than {MAX_FINDINGS} different findings in one schema")
    except FormatError as error:
        if artifact.entry.path.endswith(f".skops!/{skops_schema.MEMBER}"):
            found["unreadable"] = _open(artifact, error)
    except LimitReached as reached:
        limit = reached
    yield from sorted(found.values(), key=lambda finding: -finding.severity.rank)
    if limit is not None:
        raise limit
    if count >= 0 and not found:
        text = f"builds {count + 1:,} nodes: estimators, arrays and plain values only"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="known-types")


def _about(artifact: Artifact, node: Node) -> Iterator[Finding]:
    if node.doubled:
        text = "states a key twice: readers differ in which one they take"
        yield _finding(artifact, node, Kind.FAIL, text, severity=Severity.MEDIUM, rule="doubled-key")
    if node.differs:
        text = f"states {shown(node.differs, 100)} and has {_named(node)} built"
        yield _finding(artifact, node, Kind.FAIL, text, severity=Severity.HIGH, rule=f"differs:{_named(node)}")
    if node.loader not in skops_schema.LOADERS:
        text = f"has a node of a kind that is not known: {shown(node.loader, 80)}"
        yield _finding(
            artifact, node, Kind.REVIEW, text, severity=Severity.MEDIUM, rule=f"loader:{shown(node.loader, 80)}"
        )
    standing = skops_schema.standing(node)
    if standing is Standing.ACTING:
        danger = pickle_names.dangerous(node.module, node.name)
        effect = danger.effect if danger else "reaches into objects by name"
        severity = danger.severity if danger and danger.severity.rank > Severity.HIGH.rank else Severity.HIGH
        text = f"has loading build {_named(node)}, which {effect}"
        yield _finding(artifact, node, Kind.FAIL, text, severity=severity, rule=_named(node))
    elif standing is Standing.UNKNOWN:
        text = f"has loading build {_named(node)}, which is not known to be needed to rebuild a model"
        yield _finding(artifact, node, Kind.REVIEW, text, severity=Severity.MEDIUM, rule=_named(node))


def _named(node: Node) -> str:
    return shown(".".join(filter(None, (node.module, node.name, node.method))), 120)


def _finding(artifact: Artifact, node: Node, kind: Kind, message: str, *, severity: Severity, rule: str) -> Finding:
    return Finding(
        kind=kind,
        message=message,
        severity=severity,
        confidence=Confidence.MEDIUM if kind is Kind.REVIEW else Confidence.HIGH,
        location=artifact.at(None, shown(node.where, 160)),
        remediation=_REMEDY_UNKNOWN if kind is Kind.REVIEW else _REMEDY,
        rule=rule,
    )


def _open(artifact: Artifact, error: FormatError) -> Finding:
    return Finding(
        kind=Kind.OPEN,
        message=f"cannot be read as a schema: {error}; what loading builds is not known",
        severity=Severity.MEDIUM,
        location=artifact.at(error.offset),
        rule="unreadable",
    )
