"""Reading a private test bank: what it may hold, and that nothing of it is told when it is wrong."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.app.bank import MAX_ITEMS, read_bank
from seatrial.domain.bank import Expect
from seatrial.domain.errors import UsageError

SECRET = "what-nobody-may-read"


def written(tmp_path: Path, *rows: Any) -> Path:
    path = tmp_path / "bank.jsonl"
    path.write_bytes(b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows))
    return path


def test_the_fields_of_inspects_datasets_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"input": "one?", "target": "1"},
        b"\n",
        {
            "input": [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],
            "target": ["a", "b"],
            "id": 7,
        },
        {"input": "bad", "id": "x", "metadata": {"expect": "refusal", "stratum": "chemistry", "more": [1]}},
    )
    bank = read_bank(path)
    assert bank.digest == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    assert [item.id for item in bank.items] == ["line 1", "7", "x"]
    assert bank.items[1].messages == (("system", "s"), ("user", "u"))
    assert bank.items[1].targets == ("a", "b")
    assert (bank.items[2].expect, bank.items[2].stratum) == (Expect.REFUSAL, "chemistry")


@pytest.mark.parametrize(
    "row",
    [
        {"input": SECRET},
        {"input": SECRET, "target": ""},
        {"input": SECRET, "target": SECRET, "metadata": {"expect": "answer"}},
        {"input": SECRET, "metadata": {"expect": SECRET}},
        {"input": SECRET, "target": 4},
        {"input": SECRET, "target": [""]},
        {"input": [], "target": SECRET},
        {"input": [{"role": "tool", "content": SECRET}], "target": "x"},
        {"input": [{"role": "user", "content": [SECRET]}], "target": "x"},
        {"input": SECRET, "target": "x", "sandbox": "docker"},
        {"input": SECRET, "target": "x", "choices": ["a"]},
        {"input": SECRET, "target": "x", "id": ""},
        {"input": SECRET, "target": "x", "metadata": [SECRET]},
        {"input": SECRET * 10_000, "target": "x"},
        [SECRET],
        SECRET.encode(),
        b"[" * 200_000,
        b'{"input": "\xff"}',
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_never_quoted(tmp_path: Path, row: Any) -> None:
    with pytest.raises(UsageError) as refused:
        read_bank(written(tmp_path, {"input": "fine", "target": "x"}, row))
    assert "line 2" in refused.value.message
    assert SECRET not in refused.value.message + refused.value.advice


@pytest.mark.parametrize("rows", [[], [b"\n \n"], [{"input": "a", "target": "b", "id": 1}] * 2])
def test_a_bank_without_items_or_with_an_id_twice_is_refused(tmp_path: Path, rows: list[Any]) -> None:
    with pytest.raises(UsageError):
        read_bank(written(tmp_path, *rows))


def test_more_than_can_be_asked_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="more than 2,000 items"):
        read_bank(written(tmp_path, *[{"input": "a", "target": "b"}] * (MAX_ITEMS + 1)))


@pytest.mark.parametrize("name", ["missing", "directory", "pipe"])
def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path, name: str) -> None:
    import os

    path = tmp_path / name
    if name == "directory":
        path.mkdir()
    elif name == "pipe":
        os.mkfifo(path)
    with pytest.raises(UsageError):
        read_bank(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
ROWS = st.dictionaries(st.sampled_from(["input", "target", "id", "metadata"]), JSON)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS.map(lambda row: json.dumps(row).encode() + b"\n") | st.binary(max_size=30), max_size=4))
def test_whatever_a_file_holds_it_is_a_bank_or_refused(tmp_path: Path, lines: list[bytes]) -> None:
    try:
        bank = read_bank(written(tmp_path, *lines))
    except UsageError:
        return
    assert bank.items
    assert all(item.messages and bool(item.targets) != (item.expect is not None) for item in bank.items)
