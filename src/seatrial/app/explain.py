"""What a check, a requirement or a finding means, in the words of its own source."""

import inspect
from pathlib import Path

from seatrial.app.catalogue import CatalogueEntry, catalogue
from seatrial.app.keep import read_review
from seatrial.domain.errors import UsageError
from seatrial.domain.finding import Finding
from seatrial.domain.outcome import Outcome
from seatrial.domain.regime import Regime, Requirement
from seatrial.domain.text import shown
from seatrial.regimes import shipped


def explain(subject: str, review: Path | None = None) -> str:
    """Text about a check id, a requirement (`[regime/]requirement`), or a finding's fingerprint in a review.

    Raises `UsageError` when there is no such thing.
    """
    entry = catalogue().get(subject)
    if entry:
        return _check(entry)
    requirements = _requirements(subject)
    if requirements:
        return "\n\n".join(_requirement(regime, requirement) for regime, requirement in requirements)
    if len(subject) == 16 and all(c in "0123456789abcdef" for c in subject):
        return _finding(subject, review)
    raise UsageError(
        f"{subject!r} is no check, requirement or finding",
        advice="`seatrial checks` and `seatrial regimes show` list ids; a finding's is in the report, 16 hex digits",
    )


def _check(entry: CatalogueEntry) -> str:
    check = entry.check
    facts = (
        ("areas", ", ".join(check.areas)),
        ("references", ", ".join(check.refs)),
        ("soundness", check.soundness.value + (" (informs, never decides)" if check.soundness == "indicator" else "")),
        ("costs", check.cost.value),
        ("needs", ", ".join(check.needs)),
        ("measures", ", ".join(check.metrics)),
        ("version", str(check.version)),
    )
    table = "\n".join(f"  {name:<11} {value}" for name, value in facts if value)
    return f"{check.id}: {check.title}\n\n{inspect.cleandoc(entry.doc)}\n\n{table}"


def _requirements(reference: str) -> list[tuple[Regime, Requirement]]:
    regime_id, _, requirement_id = reference.rpartition("/")
    regimes = [shipped.find(name) for name in shipped.ids() if not regime_id or name == regime_id]
    return [(r, q) for r in regimes for q in r.requirements if q.id == requirement_id]


def _requirement(regime: Regime, requirement: Requirement) -> str:
    lines = [
        f"{regime.id}/{requirement.id} ({requirement.effect}): {requirement.statement}",
        f"  regime      {regime.title} {regime.version} ({regime.kind}, {regime.status})",
        f"  areas       {', '.join(requirement.areas)}",
    ]
    lines += [f"  needs       check {check_id}" for check_id in requirement.checks]
    lines += [f"  needs       {b.metric} {b.direction} {b.limit:g} at {b.confidence:.0%}" for b in requirement.bounds]
    lines += [f"  tolerates   findings up to severity {requirement.tolerates}"] if requirement.checks else []
    lines += [f"  mended by   {requirement.mended_by}: {requirement.remedy}"] if requirement.remedy else []
    lines += [f"  waived by   {requirement.waiver_role or 'nobody'}"]
    lines += [f"  maps to     {', '.join(requirement.maps_to)}"] if requirement.maps_to else []
    return "\n".join(lines)


def _finding(fingerprint: str, review: Path | None) -> str:
    directories = [review] if review else sorted(Path().glob("*.review"))
    for directory in directories:
        for outcome in read_review(directory).assessment.outcomes:
            for finding in outcome.findings:
                if finding.fingerprint(outcome.check_id) == fingerprint:
                    return _told(fingerprint, finding, outcome)
    looked = ", ".join(str(d) for d in directories) or "no review is in this directory"
    raise UsageError(f"no finding {fingerprint} ({looked})", advice="name the review: --review DIR")


def _told(fingerprint: str, finding: Finding, outcome: Outcome) -> str:
    place = finding.location
    where = shown(place.path) + (f", {shown(place.detail)}" if place.detail else "") if place else "the whole subject"
    offset = f", byte {place.offset}" if place and place.offset is not None else ""
    lines = [
        f"{fingerprint}: {shown(finding.message, 400)}",
        f"  seen by     {outcome.check_id} (version {outcome.check_version})",
        f"  kind        {finding.kind}, severity {finding.severity}, confidence {finding.confidence}",
        f"  where       {where}{offset}",
    ]
    lines += [f"  remedy      {finding.remediation}"] if finding.remediation else []
    lines += [f"  evidence    {digest}" for digest in finding.evidence]
    return "\n".join([*lines, "", _check(catalogue()[outcome.check_id])] if outcome.check_id in catalogue() else lines)
