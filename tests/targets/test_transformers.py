"""A directory with safetensors: what is refused before any library looks, and what the libraries are kept from."""

import json
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from seatrial.domain.context import Message
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.targets import _checkpoint, transformers
from seatrial.targets._checkpoint import examine
from seatrial.testing.model_files import safetensors
from seatrial.testing.tiny_llama import tensors, tiny_llama

ASKED = (Message(role="user", content="Name a colour."),)
NO_TORCH = find_spec("torch") is None or find_spec("transformers") is None
needs_torch = pytest.mark.skipif(NO_TORCH, reason="needs the extra 'transformers' (torch), which nightly installs")
Change = Callable[[dict[str, bytes]], object]


def directory(root: Path, change: Change = lambda _: None, **config: Any) -> Path:
    files = tiny_llama(**config)
    change(files)
    root.mkdir(exist_ok=True)
    for name, content in files.items():
        (root / name).write_bytes(content)
    return root


def spec(root: Path, **parameters: str | int | float) -> TargetSpec:
    return TargetSpec(
        kind="transformers", name="model.safetensors", location=os.fspath(root), parameters={"threads": 1, **parameters}
    )


def sharded(files: dict[str, bytes], *names: str) -> None:
    """Weights in several files, or an index that says so."""
    del files["model.safetensors"]
    whole = tensors(1)
    halves = [dict(list(whole.items())[:5]), dict(list(whole.items())[5:])]
    given = names or ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
    named = {name: given[number % len(given)] for number, half in enumerate(halves) for name in half}
    files["model.safetensors.index.json"] = json.dumps({"metadata": {}, "weight_map": named}).encode()
    if not names:
        files |= {name: safetensors(half) for name, half in zip(given, halves, strict=True)}


def without_weights(files: dict[str, bytes]) -> None:
    del files["model.safetensors"]


def as_pickle(files: dict[str, bytes]) -> None:
    files["pytorch_model.bin"] = files.pop("model.safetensors")


def empty_index(files: dict[str, bytes]) -> None:
    as_pickle(files)
    files["model.safetensors.index.json"] = b"{}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (as_pickle, "pickles, which are never loaded: convert them"),
        (without_weights, "neither model.safetensors nor"),
        (lambda f: sharded(f, "../../etc/passwd.safetensors"), "no safetensors file of this directory"),
        (lambda f: sharded(f, "sub/x.safetensors"), "no safetensors file of this directory"),
        (lambda f: sharded(f, "pytorch_model.bin"), "no safetensors file of this directory"),
        (lambda f: sharded(f, "x.safetensors"), "names x.safetensors, which is missing"),
        (empty_index, "does not say where"),
        (lambda f: f.update({"config.json": b"[" * 100_000}), "config.json is not JSON"),
        (lambda f: f.update({"config.json": b"\xff"}), "config.json is not JSON"),
        (lambda f: f.update({"config.json": b"[]"}), "holds no JSON object"),
        (lambda f: f.pop("config.json"), "there is no config.json"),
        (lambda f: f.pop("tokenizer.json"), "there is no tokenizer.json"),
        (lambda f: f.update({"adapter_config.json": b"{}"}), "an adapter lies beside the weights"),
        (lambda f: f.update({"config.json": b'{"transformers_weights": "y.safetensors"}'}), "its own choice"),
    ],
)
def test_a_directory_that_would_lead_elsewhere_is_refused_before_it_is_loaded(
    tmp_path: Path, change: Change, words: str
) -> None:
    root = directory(tmp_path / "m", change)
    with pytest.raises(TargetError, match=words):
        examine(root)
    with pytest.raises(TargetError, match=words):
        transformers.open_target(spec(root), None)


def test_files_that_are_read_whole_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = directory(tmp_path / "m")
    monkeypatch.setattr(_checkpoint, "MAX_JSON", 10)
    with pytest.raises(TargetError, match=r"config\.json is larger than 10 bytes"):
        examine(root)


def test_only_what_ends_an_answer_is_taken_from_how_answers_are_looked_for(tmp_path: Path) -> None:
    root = directory(tmp_path / "m", lambda f: f.update({"generation_config.json": b'{"eos_token_id": [5, -1, true]}'}))
    found = examine(root)
    assert found.ends == (1, 5)
    assert found.context_length == 512


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(TargetError, match=r"pip install 'seatrial\[transformers\]'"):
        transformers.open_target(spec(directory(tmp_path / "m")), None)


@needs_torch
class TestLoaded:
    """What the libraries make of a directory."""

    def test_an_answer_cut_at_the_bound_says_so_and_a_longer_one_begins_with_it(self, tmp_path: Path) -> None:
        opened = transformers.open_target(spec(directory(tmp_path / "m")), None)
        short, long = (opened.ask(ASKED, max_tokens=most) for most in (4, 12))
        assert short.truncated
        assert (short.tokens, long.tokens) == (4, 12)
        assert short.prompt_tokens > len("Name a colour.")
        opened.close()
        with pytest.raises(TargetError, match="closed"):
            opened.ask(ASKED, max_tokens=1)

    def test_a_token_that_ends_an_answer_ends_it(self, tmp_path: Path) -> None:
        opened = transformers.open_target(spec(directory(tmp_path / "m")), None)
        tokens = opened._model.generate(opened._tokens(ASKED), max_new_tokens=3)[0, -3:].tolist()
        ending = directory(tmp_path / "e", eos_token_id=[tokens[1]])
        reply = transformers.open_target(spec(ending), None).ask(ASKED, max_tokens=12)
        assert not reply.truncated
        assert reply.tokens == 1 + tokens.index(tokens[1])

    def test_several_files_are_one_model(self, tmp_path: Path) -> None:
        answers = [
            transformers.open_target(spec(directory(tmp_path / name, change)), None).ask(ASKED, max_tokens=12)
            for name, change in (("one", lambda _: None), ("several", sharded))
        ]
        assert answers[0] == answers[1]

    def test_how_answers_are_looked_for_is_not_the_subjects_to_say(self, tmp_path: Path) -> None:
        wild = {"do_sample": True, "temperature": 9.0, "num_beams": 7, "repetition_penalty": 3.0, "min_length": 400}
        asked = (
            directory(tmp_path / "plain"),
            directory(tmp_path / "wild", lambda f: f.update({"generation_config.json": json.dumps(wild).encode()})),
        )
        plain, steered = (transformers.open_target(spec(root), None).ask(ASKED, max_tokens=12) for root in asked)
        assert plain == steered

    def test_code_that_ships_with_a_model_is_not_run(self, tmp_path: Path) -> None:
        mark = tmp_path / "ran"
        code = f"import pathlib\npathlib.Path({os.fspath(mark)!r}).touch()\n".encode()
        auto = {name: f"own.{name}" for name in ("AutoConfig", "AutoModelForCausalLM", "AutoTokenizer")}

        def change(files: dict[str, bytes]) -> None:
            files["own.py"] = code
            tokenizer = json.loads(files["tokenizer_config.json"]) | {"auto_map": auto}
            files["tokenizer_config.json"] = json.dumps(tokenizer).encode()

        own = directory(tmp_path / "own", change, model_type="own", auto_map=auto)
        with pytest.raises(TargetError, match=r"could not load model\.safetensors"):
            transformers.open_target(spec(own), None)
        known = directory(tmp_path / "known", change, auto_map=auto)
        assert transformers.open_target(spec(known), None).ask(ASKED, max_tokens=2).tokens
        assert not mark.exists()

    def test_tensors_that_are_missing_are_not_made_up(self, tmp_path: Path) -> None:
        def change(files: dict[str, bytes]) -> None:
            kept = {name: tensor for name, tensor in tensors(1).items() if "layers.1" not in name}
            files["model.safetensors"] = safetensors(kept)

        with pytest.raises(
            TargetError, match=r"lack 9 tensors .* model\.layers\.1\.input_layernorm\.weight among them"
        ):
            transformers.open_target(spec(directory(tmp_path / "m", change)), None)

    @pytest.mark.parametrize(
        "change",
        [
            lambda f: f.update({"model.safetensors": f["model.safetensors"][:500]}),
            lambda f: f.update({"model.safetensors": b"\xff" * 64}),
            lambda f: f.update({"tokenizer.json": b'{"model": {"type": "BPE"}}'}),
            lambda f: f.update({"config.json": f["config.json"].replace(b'"hidden_size": 16', b'"hidden_size": 32')}),
            lambda f: f.update({"config.json": b'{"model_type": "llama", "hidden_size": "wide"}'}),
        ],
        ids=["half", "noise", "tokenizer", "sizes", "types"],
    )
    def test_a_broken_directory_is_a_plain_fault_that_names_no_path(self, tmp_path: Path, change: Change) -> None:
        with pytest.raises(TargetError) as refused:
            transformers.open_target(spec(directory(tmp_path / "m", change)), None)
        assert os.fspath(tmp_path) not in str(refused.value)

    def test_a_question_longer_than_the_context_is_a_plain_fault(self, tmp_path: Path) -> None:
        opened = transformers.open_target(spec(directory(tmp_path / "m"), context_length=64), None)
        with pytest.raises(TargetError, match="tokens exceed the context of 64"):
            opened.ask((Message(role="user", content="long " * 100),), max_tokens=4)
        assert opened.ask(ASKED, max_tokens=500).tokens < 64

    def test_templates_are_the_subjects(self, tmp_path: Path) -> None:
        def templated(name: str, template: str | None) -> transformers.Transformers:
            def change(files: dict[str, bytes]) -> None:
                known = json.loads(files["tokenizer_config.json"]) | {"chat_template": template}
                files["tokenizer_config.json"] = json.dumps(known).encode()

            return transformers.open_target(spec(directory(tmp_path / name, change)), None)

        system = (Message(role="system", content="Be brief."), *ASKED)
        no_system = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('none') }}{% endif %}" + (
            "{% for m in messages %}{{ m['content'] }}{% endfor %}"
        )
        assert templated("picky", no_system).ask(system, max_tokens=2).prompt_tokens == len(
            "Be brief.\n\nName a colour."
        )
        plain = transformers.open_target(spec(directory(tmp_path / "plain")), None)
        assert templated("none", None).ask(ASKED, max_tokens=4) == plain.ask(ASKED, max_tokens=4)
        reaching = "{{ messages.__class__.__base__.__subclasses__() }}"
        with pytest.raises(TargetError, match="could not answer: SecurityError"):
            templated("reaching", reaching).ask(ASKED, max_tokens=2)
