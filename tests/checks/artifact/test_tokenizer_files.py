"""The cases of the check on tokenizers, and what cases cannot show."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import tokenizer_files
from seatrial.checks.artifact.tokenizer_files_cases import CASES, replace, special, tokenizer
from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Finding, Kind
from seatrial.formats import tokenizer_json
from seatrial.formats.protocol import FormatError
from seatrial.inventory.take import survey
from seatrial.testing import Case

UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "pattern", "Regex", "String", "content", "id", "special", "tokens", "special_tokens", "vocab"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def rules(**parts: Any) -> list[str]:
    stated = tokenizer_json.read(io.BytesIO(tokenizer(**parts)["tokenizer.json"]))
    assert stated is not None
    return [trait.rule for trait in tokenizer_json.traits(stated)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_answered_as_expected(case: Case, tmp_path: Path) -> None:
    for path, content in case.files.items():
        (tmp_path / path).write_bytes(content)
    taken = survey(tmp_path)
    subject = OpenedSubject(taken.inventory, tmp_path, states=taken.states)
    found: list[Finding] = []
    for entry in taken.inventory.artifacts:
        assert entry.format in tokenizer_files.CHECK.formats
        found.extend(o for o in tokenizer_files.check(subject.artifact(entry.path)) if isinstance(o, Finding))
    subject.finish()
    lines = [f"{f.kind}: {f.message}" for f in found]
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    assert any(f.kind in UNCLEAR for f in found) is not case.good, lines


@pytest.mark.parametrize("new", ["\u2581", " ", "", "'", "<unk>", "[MASK]", "\n", "...", "##", "\u0120"])
def test_ordinary_replacements_are_quiet(new: str) -> None:
    assert rules(normalizer=replace({"Regex": r"\s+"}, new)) == []


def test_numbers_that_are_doubled_or_far_away_are_told() -> None:
    model = {"type": "BPE", "vocab": {"a": 0, "b": 0, "c": 9_000_000}, "merges": []}
    assert rules(model=model) == ["doubled-number", "number-out-of-range"]
    assert "moved-token" in rules(added_tokens=[special("a", 7, special=False)])


def test_a_unigram_vocabulary_is_read() -> None:
    model = {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["a", -1.5]]}
    assert rules(model=model, added_tokens=[special("<unk>", 0)]) == []


def test_a_large_tokenizer_is_read_and_too_large_a_one_is_refused() -> None:
    model = {"type": "BPE", "vocab": {f"token{n}": n for n in range(200_000)}, "merges": []}
    assert rules(model=model, normalizer=replace({"String": "yes"}, "nope")) == ["rewrites-text"]
    data = tokenizer()["tokenizer.json"]
    with pytest.raises(LimitReached):
        tokenizer_json.read(io.BytesIO(data + b" " * tokenizer_json.MAX_BYTES))


@given(JSON, JSON, JSON)
def test_any_parts_are_read(one: Any, other: Any, third: Any) -> None:
    rules(added_tokens=one, normalizer=other, post_processor=third)
    rules(decoder=[one], model={"vocab": other})


@given(st.integers(0, 300), st.binary(max_size=4))
def test_mutated_bytes_end_as_a_refusal_or_an_answer(at: int, piece: bytes) -> None:
    data = tokenizer()["tokenizer.json"]
    try:
        stated = tokenizer_json.read(io.BytesIO(data[:at] + piece + data[at + len(piece) :]))
    except FormatError:
        return
    if stated is not None:
        list(tokenizer_json.traits(stated))


def test_deep_steps_are_read_without_recursion() -> None:
    step: Any = replace({"String": "yes"}, "nope")
    for _ in range(200):
        step = {"type": "Sequence", "normalizers": [step]}
    assert rules(normalizer=step) == ["rewrites-text"]
    assert json.dumps(step)
