"""A model that is a directory: contained like any other, and bound to all files that a library may read."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from seatrial.assess.contexts import state_of
from seatrial.assess.conversation import Model
from seatrial.assess.keys import model_files
from seatrial.assess.limits import GIB, Limits, listens
from seatrial.assess.store import Store
from seatrial.domain.outcome import Status
from seatrial.domain.target import TargetSpec
from seatrial.inventory.take import take
from seatrial.testing.tiny_llama import tiny_llama
from tests.assess.planting import assess, subject_at


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = subject_at(tmp_path / "m", tiny_llama())
    (root / "sub").mkdir()
    (root / "sub" / "other.json").write_text("{}")
    return root


def spec(root: Path) -> TargetSpec:
    return TargetSpec(kind="transformers", name="model.safetensors", location=os.fspath(root.resolve()))


def test_every_file_beside_the_weights_belongs_to_the_model(root: Path) -> None:
    found = model_files(take(root), spec(root), root)
    assert found == ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")


def test_a_file_that_is_changed_added_or_taken_away_is_noticed(root: Path) -> None:
    names = frozenset(tiny_llama())
    states = {os.fspath(root / name): state_of((root / name).lstat()) for name in names}
    model = Model(path="m", states=states, directory=os.fspath(root), names=names)
    seen = [model.changed]
    (root / "generation_config.json").symlink_to("/etc/hostname")
    seen.append(model.changed)
    (root / "generation_config.json").unlink()
    seen.append(model.changed)
    (root / "tokenizer.json").write_bytes(b"{}")
    seen.append(model.changed)
    (root / "tokenizer.json").unlink()
    seen.append(model.changed)
    assert seen == [False, True, False, True, True]


def test_memory_is_granted_by_the_files_with_tensors(root: Path) -> None:
    (root / "model.safetensors").write_bytes(b"\0" * 1000)
    assert Limits().memory(spec(root)) == 2000 + 8 * GIB
    assert not listens(spec(root))


@pytest.mark.skipif(
    find_spec("torch") is None or find_spec("transformers") is None,
    reason="needs the extra 'transformers' (torch), which nightly installs",
)
@pytest.mark.xdist_group("llm")
def test_it_answers_from_inside_the_containment_and_is_bound_to_its_bytes(root: Path, tmp_path: Path) -> None:
    from tests.assess.test_pool import outcome_of

    store = Store(tmp_path / "cache")
    outcome = outcome_of(assess(root, ["asker"], target=spec(root), store=store), "asker")
    assert outcome.status is Status.COMPLETED, outcome.reason
    assert outcome.spent.queries == 8
    assert outcome.containment is not None
    if not outcome.containment.absent:
        assert outcome.containment.network == "none"
    assert {"transformers", "torch", "precision"} <= set(outcome.versions)
    assert outcome_of(assess(root, ["asker"], target=spec(root), store=store), "asker").reused_from
    (root / "chat_template.jinja").symlink_to(root / "sub" / "other.json")
    stray = outcome_of(assess(root, ["asker"], target=spec(root)), "asker")
    assert (stray.status, stray.reason) == (Status.FAILED, "model.safetensors changed while under review")
