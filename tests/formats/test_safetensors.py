"""safetensors headers: known answers, broken rules, and bytes from nowhere."""

import io
import json
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Basis
from seatrial.formats import safetensors
from seatrial.formats.protocol import FormatError
from seatrial.testing.model_files import ramp, safetensors_raw, tiny_safetensors
from seatrial.testing.model_files import safetensors as built


def header_of(data: bytes) -> safetensors.Header:
    return safetensors.read_header(io.BytesIO(data))


def rules(**entries: tuple[str, list[int], list[int]]) -> list[str]:
    stated = {n: {"dtype": d, "shape": s, "data_offsets": o} for n, (d, s, o) in entries.items()}
    return [fault.rule for fault in header_of(safetensors_raw(json.dumps(stated).encode(), bytes(64))).faults]


def test_tensors_are_found_where_they_lie() -> None:
    data = built({"a": ("F32", (2, 3), ramp(6)), "b": ("U8", (5,), b"hello")}, {"format": "pt"})
    header = header_of(data)
    assert not header.faults
    assert header.metadata == {"format": "pt"}
    assert [(t.name, t.dtype, t.shape, data[t.offset : t.end]) for t in header.tensors] == [
        ("a", "F32", (2, 3), ramp(6)),
        ("b", "U8", (5,), b"hello"),
    ]
    assert safetensors.extent(io.BytesIO(data)) == len(data)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"a": ("F32", [8], [0, 32]), "b": ("F32", [8], [32, 64])}, []),
        ({"a": ("F32", [8], [0, 32]), "b": ("F32", [8], [28, 60])}, ["overlap", "trailing-bytes"]),
        ({"a": ("F32", [8], [0, 32]), "b": ("F32", [4], [48, 64])}, ["gap"]),
        ({"a": ("F32", [8], [32, 64])}, ["gap"]),
        ({"a": ("F32", [8], [0, 32])}, ["trailing-bytes"]),
        ({"a": ("F32", [17], [0, 68])}, ["truncated"]),
        ({"a": ("F32", [15], [0, 64])}, ["size-mismatch"]),
        ({"a": ("F4", [127], [0, 64])}, ["size-mismatch"]),
        ({"a": ("F4", [128], [0, 64])}, []),
        ({"a": ("Q9", [64], [0, 64])}, ["unknown-dtype"]),
        ({"a": ("U8", [1 << 63, 1 << 63], [0, 64])}, ["size-mismatch"]),
        ({"a": ("U8", [64], [0, 64]), "b": ("U8", [0], [64, 64])}, []),
    ],
)
def test_the_layout_is_held_against_the_rules(
    entries: dict[str, tuple[str, list[int], list[int]]], expected: list[str]
) -> None:
    assert rules(**entries) == expected


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"[]",
        b' {"a":1}',
        b"{",
        b'{"a":1}',
        b'{"a":{}}',
        b'{"a":{"dtype":3,"shape":[],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[true],"data_offsets":[0,4]}}',
        b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}',
        b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}',
        b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999999]}}',
        b'{"a":{"dtype":"F32","shape":[' + b"1," * 64 + b'1],"data_offsets":[0,4]}}',
        b'{"__metadata__":3}',
        b'{"a":1,"a":1}',
        b'{"__metadata__":{"x":"1","x":"2"}}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"\xff":1}',
    ],
)
def test_a_header_that_cannot_be_read_is_refused(header: bytes) -> None:
    with pytest.raises(FormatError):
        header_of(safetensors_raw(header, bytes(8)))


def test_a_length_beyond_the_file_is_refused_without_reading_on() -> None:
    for length in (2**63, 200_000_000, 20):
        with pytest.raises(FormatError, match="cut off"):
            header_of(safetensors_raw(b"{}", b"", length=length))


def test_a_header_that_unfolds_to_too_much_meets_a_limit() -> None:
    with pytest.raises(LimitReached):
        header_of(safetensors_raw(b'{"a":[' + b"[]," * 1_100_000 + b"[]]}"))


def test_tensors_are_not_given_out_when_loaders_would_not_agree() -> None:
    overlapping = (
        b'{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[4,12]}}'
    )
    with pytest.raises(FormatError, match="inside the one before"):
        safetensors.tensors(io.BytesIO(safetensors_raw(overlapping, bytes(12))))
    assert len(safetensors.tensors(io.BytesIO(tiny_safetensors() + b"trailing"))) == 2


def test_parameters_are_counted_unless_the_file_is_one_shard_of_several() -> None:
    def stated(path: str) -> dict[str, object]:
        return {fact.name: fact.value for fact in safetensors.facts(io.BytesIO(tiny_safetensors()), path)}

    assert stated("model.safetensors") == {"model.dtypes": ("F32",), "model.parameter_count": 144}
    assert stated("model-00001-of-00002.safetensors") == {"model.dtypes": ("F32",), "model.shard_parameter_count": 144}
    assert {f.basis for f in safetensors.facts(io.BytesIO(tiny_safetensors()), "m")} == {Basis.MEASURED}


def test_it_is_told_from_text_that_begins_with_the_same_bytes() -> None:
    data = tiny_safetensors()
    assert safetensors.matches(data, len(data))
    assert not safetensors.matches(b'        {"json": true}', 22)
    assert not safetensors.matches(b"12345678{", 9)
    assert safetensors.matches(struct.pack("<Q", 2**63) + b'{"__metadata__":{}}', 27)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_header_or_a_refusal(data: bytes) -> None:
    for candidate in (data, struct.pack("<Q", len(data)) + data, struct.pack("<Q", len(data) + 1) + b"{" + data):
        try:
            header_of(candidate)
        except (FormatError, LimitReached):
            continue


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
_entry = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from([*safetensors.DTYPE_BITS, "Q"]) | _json,
        "shape": st.lists(st.integers(min_value=0), max_size=5) | _json,
        "data_offsets": st.lists(st.integers(min_value=0, max_value=100), min_size=2, max_size=2) | _json,
    }
)


@settings(max_examples=200)
@given(
    st.dictionaries(st.text(max_size=8) | st.just("__metadata__"), _entry | _json, max_size=5), st.binary(max_size=80)
)
def test_any_header_of_json_ends_in_a_header_or_a_refusal(stated: dict[str, object], data: bytes) -> None:
    raw = safetensors_raw(json.dumps(stated).encode(), data)
    try:
        header = header_of(raw)
    except (FormatError, LimitReached):
        return
    if not header.faults:
        assert header.extent == len(raw)
        assert all(header.data_offset <= t.offset <= t.end <= len(raw) for t in header.tensors)
    for name in (fault.message for fault in header.faults):
        assert name.isprintable()
