"""Which form of a model is asked."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from seatrial.app import choose
from seatrial.app.choose import choose_target, forms_of, obstacle_of
from seatrial.app.locate import Located
from seatrial.app.review import Order
from seatrial.domain.inventory import Inventory
from seatrial.inventory.take import take
from seatrial.testing.model_files import config_json, tiny_gguf
from seatrial.testing.tiny_llama import tiny_llama


def subject(root: Path, files: Mapping[str, bytes]) -> tuple[Located, Inventory]:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return Located(name="m", path=root), take(root)


def test_a_gguf_file_goes_before_safetensors_and_every_form_is_known(tmp_path: Path) -> None:
    larger = tiny_gguf() + b"\0" * 4096
    files = {"m-q4.gguf": tiny_gguf(), "m-q8.gguf": larger, **tiny_llama()}
    located, inventory = subject(tmp_path, {**files, "half/m-00002-of-00002.gguf": tiny_gguf()})
    forms = forms_of(located, inventory)
    assert [(form.kind, form.name) for form in forms] == [
        ("llamacpp", "m-q8.gguf"),
        ("llamacpp", "m-q4.gguf"),
        ("transformers", "model.safetensors"),
    ]
    assert choose_target(located, inventory, Order(model="m")) == forms[0]
    assert forms[2].location == str(tmp_path.resolve())


def test_safetensors_are_chosen_where_there_is_no_gguf(tmp_path: Path) -> None:
    located, inventory = subject(tmp_path, {f"deep/{name}": content for name, content in tiny_llama().items()})
    target = choose_target(located, inventory, Order(model="m"))
    assert target is not None
    assert (target.kind, target.name) == ("transformers", "deep/model.safetensors")
    assert target.location == str((tmp_path / "deep").resolve())


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"pytorch_model.bin": b"PK", "config.json": config_json()}, "pickles, which are never loaded: convert"),
        (tiny_llama(architectures=["BertModel"]), "makes the model a BertModel, which gives no answers"),
        ({"model.safetensors": b"", "README.md": b"x"}, "a GGUF file, a directory with safetensors, or an endpoint"),
        ({"adapter_model.safetensors": b"", "config.json": config_json()}, "needs a model that can be run"),
    ],
)
def test_why_a_model_cannot_be_asked_is_said(tmp_path: Path, files: Mapping[str, bytes], words: str) -> None:
    located, inventory = subject(tmp_path, files)
    assert choose_target(located, inventory, Order(model="m")) is None
    assert words in obstacle_of(None, inventory)


@pytest.mark.parametrize(("kind", "extra"), [("llamacpp", "llm"), ("transformers", "transformers")])
def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, extra: str) -> None:
    files = tiny_llama() if kind == "transformers" else {"m.gguf": tiny_gguf()}
    located, inventory = subject(tmp_path, files)
    target = choose_target(located, inventory, Order(model="m"))
    assert target is not None
    assert target.kind == kind
    monkeypatch.setattr(choose, "find_spec", lambda _: None)
    assert obstacle_of(target, inventory) == f"needs extra '{extra}' (pip install 'seatrial[{extra}]')"
    monkeypatch.setattr(choose, "find_spec", lambda _: object())
    assert not obstacle_of(target, inventory)
