"""Findings as SARIF 2.1.0, the form that code hosts and editors show.

Source: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", 27 March 2020.
"""

import urllib.parse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from seatrial.domain.check import Check
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.version import __version__

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {
    Severity.NONE: "none",
    Severity.LOW: "note",
    Severity.MEDIUM: "warning",
    Severity.HIGH: "error",
    Severity.CRITICAL: "error",
}
_SECURITY_SEVERITY: Final = {
    Severity.LOW: "3.0",
    Severity.MEDIUM: "5.5",
    Severity.HIGH: "8.0",
    Severity.CRITICAL: "9.5",
}
"""Numbers by which code hosts sort: the middle of each CVSS v3.1 rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One finding with where it is and who made it."""

    check: str
    finding: Finding
    path: str
    """As the caller can open it, with `/` between names; members of containers behind `!/`."""
    size: int = 0
    """Bytes of the file; 0 when it could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A check as SARIF's readers see it."""

    check: Check
    doc: str


def sarif(results: Iterable[Result], rules: Mapping[str, Rule]) -> dict[str, Any]:
    """A SARIF log with one run. `rules` are all checks that ran, by id."""
    listed = list(results)
    order = {check_id: index for index, check_id in enumerate(rules)}
    driver = {
        "name": "Seatrial",
        "semanticVersion": __version__,
        "rules": [_rule(check_id, rule) for check_id, rule in rules.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, order) for result in listed],
        "invocations": [{"executionSuccessful": not any(r.finding.kind is Kind.OPEN for r in listed)}],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(check_id: str, rule: Rule) -> dict[str, Any]:
    first, _, rest = rule.doc.partition("\n\n")
    return {
        "id": check_id,
        "shortDescription": {"text": f"{rule.check.title}."},
        "fullDescription": {"text": first},
        "help": {"text": rest or first},
        "properties": {"tags": ["security", *(ref for ref in rule.check.refs)]},
    }


def _result(result: Result, order: Mapping[str, int]) -> dict[str, Any]:
    finding = result.finding
    # A level may stand beside the kind `fail` only; of all others it is "none" (section 3.27.10).
    document: dict[str, Any] = {
        "ruleId": result.check,
        "kind": finding.kind.value,
        "level": _LEVELS[finding.severity] if finding.kind is Kind.FAIL else "none",
        "message": {"text": finding.message + (f" {finding.remediation}" if finding.remediation else "")},
        "partialFingerprints": {"seatrial/v1": finding.fingerprint(result.check)},
        "properties": {"severity": finding.severity.value, "confidence": finding.confidence.value},
    }
    if result.check in order:
        document["ruleIndex"] = order[result.check]
    if finding.severity in _SECURITY_SEVERITY:
        document["properties"]["security-severity"] = _SECURITY_SEVERITY[finding.severity]
    if result.path:
        document["locations"] = [_location(result)]
    return document


def _location(result: Result) -> dict[str, Any]:
    place = result.finding.location
    outer, _, inner = result.path.partition("!/")
    uri = urllib.parse.quote(outer.encode("utf-8", "replace"))
    physical: dict[str, Any] = {"artifactLocation": {"uri": f"file://{uri}" if uri.startswith("/") else uri}}
    if place is not None and place.offset is not None and not inner and place.offset < result.size:
        physical["region"] = {"byteOffset": place.offset, "byteLength": 1}
    elif result.size:
        physical["region"] = {"byteOffset": 0, "byteLength": result.size}
    location: dict[str, Any] = {"physicalLocation": physical}
    names = [text for text in (inner, place.detail if place else "") if text]
    if names:
        location["logicalLocations"] = [{"fullyQualifiedName": " ".join(names)}]
    return location
