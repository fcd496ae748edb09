"""The model card is missing, or says nothing on a point that a reader needs.

Who downloads a model learns from its card what it is for, what it must not be used for, where it fails, what it was
trained on and how it was tested. The sections looked for are those of Mitchell et al. 2019 (Model Cards for Model
Reporting) and of the annotated template that hubs use; a heading with nothing under it, or with the template's own
placeholder, does not count. Whether what the card says is true is not looked at.

Fix: write a README.md beside the weights with front matter (`license`, `base_model`) and a section for each point.
"""

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import LimitReached, Observations, SubjectView
from seatrial.domain.finding import Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry, SubjectKind
from seatrial.domain.text import shown
from seatrial.formats import model_card
from seatrial.formats.model_card import Card
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="documentation.model-card",
    title="The model card is missing or leaves out what a reader needs",
    areas=(ThreatArea.PUBLIC_SAFETY, ThreatArea.PRIVACY),
    refs=("doi:10.1145/3287560.3287596", "NIST-AI-RMF:MAP-2.2", "EU-AI-Act:Annex-XI"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
)
SECTIONS = {
    "intended-use": "what the model is meant for",
    "out-of-scope-use": "what the model must not be used for",
    "limitations": "limitations and risks",
    "training-data": "what the model was trained on",
    "evaluation": "how the model was evaluated",
}
"""Section key to what a reader misses without it."""


def check(subject: SubjectView) -> Observations:
    """A finding for a missing card, unreadable front matter, and each missing section; a pass for a full card."""
    if subject.inventory.subject.kind is SubjectKind.ENDPOINT:
        yield Finding(kind=Kind.NOT_APPLICABLE, message="an endpoint has no files", rule="endpoint")
        return
    entry = _card_entry(subject)
    if entry is None:
        yield Finding(
            kind=Kind.FAIL,
            message="no model card among the files",
            severity=Severity.LOW,
            remediation="Write a README.md beside the weights; review the directory instead of the file alone.",
            rule="no-card",
        )
        return
    where = Location(path=shown(entry.path, 1024))
    try:
        with subject.artifact(entry.path).open() as reader:
            card = model_card.read(reader)
    except (FormatError, LimitReached) as error:
        text = f"the model card could not be read: {error}"
        yield Finding(kind=Kind.OPEN, message=text, severity=Severity.LOW, location=where, rule="unreadable-card")
        return
    yield from _about(card, where)


def _card_entry(subject: SubjectView) -> ArtifactEntry | None:
    """The card nearest to the root; one with front matter before a plain README at the same depth."""
    cards = [entry for entry in subject.inventory.artifacts if model_card.is_card_path(entry.path) and entry.size]
    return min(cards, key=lambda e: (e.path.count("/"), e.format != model_card.NAME, e.path), default=None)


def _about(card: Card, where: Location) -> Observations:
    if card.problem:
        yield Finding(
            kind=Kind.FAIL,
            message=f"the front matter of the model card cannot be read: {card.problem}",
            severity=Severity.LOW,
            location=where,
            remediation="Mend the YAML between the two lines of dashes.",
            rule="front-matter",
        )
    missing = [key for key in SECTIONS if key not in card.sections]
    for key in missing:
        yield Finding(
            kind=Kind.FAIL,
            message=f"the model card does not say {SECTIONS[key]}",
            severity=Severity.LOW,
            location=where,
            remediation=f'Add a section "{key.replace("-", " ").capitalize()}".',
            rule=f"section:{key}",
        )
    if not missing and not card.problem:
        yield Finding(
            kind=Kind.PASS, message="the model card has every section looked for", location=where, rule="full"
        )
