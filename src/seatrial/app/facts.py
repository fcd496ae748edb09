"""All facts that regimes may ask about, each with its basis."""

from collections.abc import Iterator
from typing import Final

from seatrial.domain.assessment import Assessment
from seatrial.domain.declaration import Declaration
from seatrial.domain.inventory import Basis, Fact, Inventory, SubjectKind

_GENERATES: Final = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration")
_DOES_NOT: Final = (
    *("ForSequenceClassification", "ForTokenClassification", "ForImageClassification", "ForMaskedLM"),
    *("BertModel", "RobertaModel", "MPNetModel", "ElectraModel", "DebertaV2Model", "ViTModel"),
)
"""Heads and encoders that write no text."""


def gather(inventory: Inventory, declaration: Declaration | None) -> tuple[Fact, ...]:
    """Facts of the files, of the subject, and of the declaration, in this order."""
    found = (*inventory.facts, *_of_subject(inventory))
    return (*found, *(declared(declaration) if declaration else ()))


def measured(assessment: Assessment) -> tuple[Fact, ...]:
    """Measurements as facts, for predicates; requirements bound them with their interval, not through this."""
    return tuple(
        Fact(name=f"measured.{m.metric}.{end}", value=value, basis=Basis.MEASURED, source=outcome.check_id)
        for outcome in assessment.outcomes
        for m in outcome.measurements
        for end, value in (("lower", m.lower), ("upper", m.upper))
    )


def _of_subject(inventory: Inventory) -> Iterator[Fact]:
    yield Fact(name="subject.kind", value=inventory.subject.kind.value, basis=Basis.MEASURED, source="inventory")
    names = {fact.name for fact in inventory.facts}
    if inventory.subject.kind is SubjectKind.ENDPOINT:
        yield Fact(name="model.generates_text", value=True, basis=Basis.MEASURED, source="endpoint")
        return
    if "documentation.sections" not in names:
        # Every file was identified and none is a model card, so it is known that no section exists.
        yield Fact(name="documentation.sections", value=(), basis=Basis.MEASURED, source="inventory")
    generates = _generates(inventory)
    if generates is not None and "model.generates_text" not in names:
        yield Fact(name="model.generates_text", value=generates, basis=Basis.FILES, source="architecture")


def _generates(inventory: Inventory) -> bool | None:
    """Whether the files say that the model writes text; None when they do not say."""
    if any(artifact.format == "gguf" for artifact in inventory.artifacts):
        return True
    values = [f.value for f in inventory.facts if f.name in ("model.architecture", "model.architectures")]
    stated = [word for value in values for word in (value if isinstance(value, tuple) else (str(value),))]
    if any(word.endswith(_GENERATES) for word in stated):
        return True
    return False if any(word.endswith(_DOES_NOT) for word in stated) else None


def declared(declaration: Declaration) -> Iterator[Fact]:
    """What the declaration states, by the names that regimes use."""
    for name, value in _values(declaration):
        if value not in ("", (), None):
            yield Fact(name=name, value=value, basis=Basis.DECLARED, source="declaration")
    for name, value in declaration.facts.items():
        yield Fact(name=name, value=value, basis=Basis.DECLARED, source="declaration")


def _values(declaration: Declaration) -> Iterator[tuple[str, str | float | tuple[str, ...]]]:
    """Declared fields by fact name: `model.*` where files may say the same, `declared.*` where only people can."""
    yield "model.name", declaration.name
    yield "model.version", declaration.version
    yield "model.license", declaration.license
    yield "model.base_model", declaration.base_model
    yield "declared.intended_use", declaration.intended_use
    yield "declared.out_of_scope_use", declaration.out_of_scope_use
    yield "declared.limitations", declaration.limitations
    yield "declared.training_data", declaration.training_data
    yield "declared.recipe", declaration.recipe
    yield "model.release_channel", declaration.release.channel
    yield "release.jurisdictions", declaration.release.jurisdictions
    if declaration.training_flop is not None:
        yield "model.training_flop", declaration.training_flop
    if declaration.release.planned_public_date:
        yield "release.planned_public_date", declaration.release.planned_public_date.isoformat()
    if declaration.release.planned_partner_date:
        yield "release.planned_partner_date", declaration.release.planned_partner_date.isoformat()
    if declaration.developer:
        yield "developer.name", declaration.developer.name
        yield "developer.country", declaration.developer.country
        if declaration.developer.revenue_usd is not None:
            yield "developer.revenue_usd", declaration.developer.revenue_usd
    for contact in declaration.contacts:
        yield f"declared.contact.{contact.purpose}", contact.address
