"""Known answers for `documentation.declaration`."""

from seatrial.documents import from_builtins
from seatrial.domain.declaration import Declaration
from seatrial.testing.case import Case
from seatrial.testing.model_files import config_json, model_card, tiny_gguf

_FILES = {"README.md": model_card(), "config.json": config_json()}

CASES: tuple[Case, ...] = (
    Case(name="none was given", files=_FILES, expect=("fail: no declaration was given",)),
    Case(
        name="another licence than the card's",
        files=_FILES,
        declaration=Declaration(name="A model", license="MIT", base_model="example/base"),
        expect=('fail: the declaration gives the licence as "MIT", README.md as "apache-2.0"',),
    ),
    Case(
        name="from scratch by declaration, derived by the card",
        files=_FILES,
        declaration=Declaration(name="A model", license="Apache-2.0", base_model="none"),
        expect=('fail: the declaration gives the base model as "none", README.md as "example/base"',),
    ),
    Case(
        name="a name that has nothing to do with the file's",
        files={"model.gguf": tiny_gguf()},
        declaration=Declaration(name="Falcon Grande 40B"),
        expect=('fail: the declaration gives the name as "Falcon Grande 40B"',),
    ),
    Case(
        name="partners after the public",
        files=_FILES,
        declaration=from_builtins(
            {
                "name": "A model",
                "release": {"planned_partner_date": "2027-03-01", "planned_public_date": "2027-02-01"},
            },
            Declaration,
        ),
        expect=("fail: partners are to have the model on 2027-03-01, after the public on 2027-02-01",),
    ),
    Case(
        name="declaration and card agree, each in its own spelling",
        files=_FILES,
        declaration=Declaration(
            name="A model", license="Apache-2.0 OR MIT", base_model="https://huggingface.co/example/Base@main"
        ),
        expect=("pass: the files say nothing else",),
        good=True,
    ),
    Case(
        name="files that state nothing",
        files={"notes.txt": b"nothing\n"},
        declaration=Declaration(name="A model", license="MIT", base_model="none"),
        good=True,
    ),
)
