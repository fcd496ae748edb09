"""Nothing says which model this one was made from, or two places say different things.

A model inherits the faults of the one it was made from: licence terms, poisoned data, advisories. Without its name
nobody can ask for them. A stated base model is a claim; it is shown as one and not verified here, which takes the
base model's own weights.

Fix: state `base_model` in seatrial.yaml or in the model card's front matter, with its revision; `none` for a model
that was trained from scratch.
"""

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Observations, SubjectView
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats.model_names import same_family, same_model

CHECK = Check(
    id="provenance.base-model",
    title="The base model is not stated, or is stated in two ways",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-1357", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025", "SLSA:provenance"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
)
_REMEDY = "State `base_model` once and the same everywhere; `none` for a model that was trained from scratch."


def check(subject: SubjectView) -> Observations:
    """What is claimed, by whom, and whether the claims agree."""
    claims = _claims(subject)
    if not claims:
        yield Finding(
            kind=Kind.FAIL,
            message="neither the files nor a declaration say which model this one was made from",
            severity=Severity.LOW,
            remediation=_REMEDY,
            rule="not-stated",
        )
        return
    first_source, first = claims[0]
    for source, names in claims[1:]:
        if any(same_model(one, other) for one in first for other in names):
            continue
        related = any(same_family(one, other) for one in first for other in names)
        text = f'{first_source} names "{_told(first)}" as the base model, {source} "{_told(names)}"'
        yield Finding(
            kind=Kind.REVIEW if related else Kind.FAIL,
            message=f"{text}, which may be a model in between" if related else text,
            severity=Severity.LOW if related else Severity.MEDIUM,
            remediation=_REMEDY,
            rule=f"contradiction:{source}",
        )
    yield Finding(
        kind=Kind.INFORMATIONAL,
        message=f'the base model is stated as "{_told(first)}" by {first_source}; the claim is not verified',
        rule="claim",
    )


def _claims(subject: SubjectView) -> list[tuple[str, tuple[str, ...]]]:
    """Who names which base models: the declaration first, then the files."""
    claims: list[tuple[str, tuple[str, ...]]] = []
    if subject.declaration is not None and subject.declaration.base_model.strip():
        claims.append(("the declaration", (subject.declaration.base_model.strip(),)))
    for fact in subject.inventory.facts:
        if fact.name == "model.base_model":
            names = fact.value if isinstance(fact.value, tuple) else (str(fact.value),)
            claims.append((shown(fact.source, 120), names))
    return claims


def _told(names: tuple[str, ...]) -> str:
    return shown(", ".join(names), 160)
