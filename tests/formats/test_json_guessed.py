"""JSON in the encodings that loaders guess."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import json_guessed
from seatrial.formats.protocol import HEAD_BYTES, FormatError

WIDE = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("text", ['{"a": "b"}', ' \n{ "a" : "b", "c": "ü"}', '{"a": "b", "c": "' + "x" * 70_000 + '"}'])
def test_wide_json_is_claimed_and_read(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    assert json_guessed.matches(data[:HEAD_BYTES], len(data))
    assert json_guessed.read(io.BytesIO(data), "a") == json.loads(text)


@pytest.mark.parametrize(
    "data", [b'{"a": 1}', b"\x93NUMPY", b"\0\0\0\0\0", b"\xff\xfe\0", b"\0", b"", b"\xef\xbb\xbftext", b"\x80\x02}q\0."]
)
def test_other_bytes_are_not_claimed(data: bytes) -> None:
    assert not json_guessed.matches(data, len(data))


def test_a_key_is_found_however_it_is_written() -> None:
    for key in ("class_name", "\\u0063lass_name", "class\\u005Fname"):
        assert json_guessed.read(io.BytesIO(f'{{"{key}" :\n"x"}}'.encode()), "class_name") == {"class_name": "x"}
    for text in ('{"class_name": 1}', '{"other": "class_name"}', '["class_name"]', '{"a": '):
        assert json_guessed.read(io.BytesIO(text.encode()), "class_name") is None


def test_white_space_beyond_the_head_is_looked_through() -> None:
    data = b" " * (HEAD_BYTES + 1) + b"{}"
    assert json_guessed.matches_reader(data[:HEAD_BYTES], io.BytesIO(data), len(data))
    other = b" " * (HEAD_BYTES + 1) + b"[]"
    assert not json_guessed.matches_reader(other[:HEAD_BYTES], io.BytesIO(other), len(other))
    assert not json_guessed.matches_reader(b"{}", io.BytesIO(b"{}"), 2)


def test_both_readings_of_a_doubled_key_are_kept() -> None:
    value = json_guessed.parse('{"a": 1, "b": 2, "a": 3}')
    assert (value["a"], value[json_guessed.FIRST]) == (3, {"a": 1, "b": 2})


def test_too_large_a_file_is_a_limit_only_when_it_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_guessed, "MAX_BYTES", 20)
    assert json_guessed.read(io.BytesIO(b'{"tokens": "' + b"x" * 50), "class_name") is None
    with pytest.raises(LimitReached):
        json_guessed.read(io.BytesIO(b'{"class_name": "' + b"x" * 50), "class_name")


@given(st.binary(max_size=100), st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf{", b"{\0", b'{"a":"']))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    json_guessed.matches(start + data, len(start + data))
    try:
        json_guessed.read(io.BytesIO(start + data), "a")
    except (FormatError, LimitReached):
        return
