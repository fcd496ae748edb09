"""Facts carry their basis, and what is known not to exist is not unknown."""

import dataclasses

from seatrial.app.facts import gather
from seatrial.domain.declaration import Contact, Declaration
from seatrial.domain.inventory import (
    ArtifactEntry,
    Basis,
    Fact,
    Inventory,
    Role,
    Subject,
    SubjectDigest,
    SubjectKind,
)

SUBJECT = Subject(
    name="m", kind=SubjectKind.DIRECTORY, digest=SubjectDigest(oms_root="0" * 64, dir_hash1="1" * 64), size=1
)
EMPTY = Inventory(subject=SUBJECT)


def values(inventory: Inventory, declaration: Declaration | None = None) -> dict[str, object]:
    return {fact.name: fact.value for fact in gather(inventory, declaration)}


def test_no_model_card_is_a_measured_absence() -> None:
    fact = next(f for f in gather(EMPTY, None) if f.name == "documentation.sections")
    assert (fact.value, fact.basis) == ((), Basis.MEASURED)


def test_a_gguf_generates_text_and_a_classifier_does_not() -> None:
    gguf = ArtifactEntry(path="m.gguf", format="gguf", role=Role.WEIGHTS, size=1)
    assert values(dataclasses.replace(EMPTY, artifacts=(gguf,)))["model.generates_text"] is True
    for architecture, expected in (
        ("LlamaForCausalLM", True),
        ("BertForSequenceClassification", False),
        ("DistilBertModel", False),
    ):
        stated = Fact(name="model.architecture", value=architecture, basis=Basis.FILES)
        assert values(dataclasses.replace(EMPTY, facts=(stated,)))["model.generates_text"] is expected
    assert "model.generates_text" not in values(EMPTY)


def test_declared_fields_become_declared_facts() -> None:
    declaration = Declaration(
        name="m", license="MIT", contacts=(Contact(purpose="security", address="s@example.org"),), facts={"x.y": 3}
    )
    found = {f.name: f for f in gather(EMPTY, declaration)}
    assert found["model.license"].basis is Basis.DECLARED
    assert found["declared.contact.security"].value == "s@example.org"
    assert found["x.y"].value == 3
    assert "declared.limitations" not in found
