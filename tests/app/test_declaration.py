"""Declarations: strict, bounded, and never confused with silence."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.app import declaration as module
from seatrial.app.declaration import read_declaration
from seatrial.domain.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]


def write(tmp_path: Path, text: str) -> Path:
    (tmp_path / "seatrial.yaml").write_text(text)
    return tmp_path


def test_none_is_none(tmp_path: Path) -> None:
    assert read_declaration(tmp_path, None) is None
    assert read_declaration(None, None) is None


def test_the_example_is_read_whole() -> None:
    found = read_declaration(None, ROOT / "examples" / "seatrial.yaml")
    assert found is not None
    assert found.contacts[0].purpose == "security"
    assert str(found.release.planned_public_date) == "2027-01-31"
    assert found.training_flop == 1e21


def test_a_given_one_goes_before_the_one_beside(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("name: given")
    found = read_declaration(write(tmp_path, "name: beside"), other)
    assert found is not None
    assert found.name == "given"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: [a", "not YAML"),
        ("- a", "not a mapping"),
        ("", "not a mapping"),
        ("name: a\ncolour: blue", "colour"),
        ("version: '1'", "name"),
        ("name: a\nbase: &x b\nother: *x", "alias"),
        ("name: !!python/object/apply:os.system [id]", "not YAML"),
        ("name: a\nlimitations: " + "[" * 2000, "not YAML"),
    ],
)
def test_a_broken_one_is_an_error_not_silence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_declaration(write(tmp_path, text), None)
    assert words in caught.value.message


def test_too_large_a_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 100)
    with pytest.raises(UsageError, match="larger"):
        read_declaration(write(tmp_path, "name: " + "a" * 200), None)


def test_links_and_pipes_are_refused_without_hanging(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "seatrial.yaml")
    with pytest.raises(UsageError, match="not a regular file"):
        read_declaration(tmp_path, None)
    (tmp_path / "seatrial.yaml").unlink()
    (tmp_path / "seatrial.yaml").symlink_to("/etc/passwd")
    with pytest.raises(UsageError, match="cannot be read"):
        read_declaration(tmp_path, None)


@given(st.binary(max_size=300))
def test_rubbish_never_crashes(data: bytes) -> None:
    try:
        module._parse(data, "seatrial.yaml")
    except UsageError as error:
        assert error.advice


def test_a_directory_is_no_declaration(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a regular file"):
        read_declaration(None, tmp_path)
