"""Known answers for `provenance.base-model`."""

from seatrial.domain.declaration import Declaration
from seatrial.testing.case import Case
from seatrial.testing.model_files import model_card, tiny_gguf

_CARD = {"README.md": model_card({"base_model": "example/base-7B"})}

CASES: tuple[Case, ...] = (
    Case(
        name="nobody says",
        files={"model.gguf": tiny_gguf()},
        expect=("fail: neither the files nor a declaration",),
    ),
    Case(
        name="declaration and card name different models",
        files=_CARD,
        declaration=Declaration(name="A model", base_model="other/Ocean-12B"),
        expect=('fail: the declaration names "other/Ocean-12B" as the base model, README.md "example/base-7B"',),
    ),
    Case(
        name="the metadata of the weights names another model than the card",
        files={
            **_CARD,
            "model.gguf": tiny_gguf(
                general__base_model__count=1,
                general__base_model__0__name="Ocean 12B",
                general__base_model__0__organization="Other",
            ),
        },
        expect=("fail: README.md names",),
    ),
    Case(
        name="a model in between",
        files=_CARD,
        declaration=Declaration(name="A model", base_model="example/base-7B-Instruct"),
        expect=('review: the declaration names "example/base-7B-Instruct"',),
    ),
    Case(
        name="stated by the card alone",
        files=_CARD,
        expect=(
            'informational: the base model is stated as "example/base-7B" by README.md; the claim is not verified',
        ),
        good=True,
    ),
    Case(
        name="trained from scratch by declaration",
        files={"model.gguf": tiny_gguf()},
        declaration=Declaration(name="A model", base_model="none"),
        expect=('informational: the base model is stated as "none"',),
        good=True,
    ),
    Case(
        name="declared with a revision, with a link in the card",
        files={"README.md": model_card({"base_model": "https://huggingface.co/example/base-7B"})},
        declaration=Declaration(name="A model", base_model="example/base-7B@0123abc"),
        good=True,
    ),
)
