"""One pass over stored values, for every type that has numbers that are not finite."""

import io
import struct

import numpy as np
import pytest

from seatrial.formats.ggml_types import TENSOR_TYPES
from seatrial.formats.protocol import FormatError
from seatrial.formats.safetensors import DTYPE_BITS
from seatrial.formats.tensor import TensorInfo
from seatrial.formats.tensor_values import CHUNK_BYTES, FLOATS, SCALES, Seen, scan

BLOCKS = {kind.name: kind.size for kind in TENSOR_TYPES.values() if kind.block > 1}


def scanned(dtype: str, data: bytes, *, lead: int = 24, big_endian: bool = False) -> Seen:
    tensor = TensorInfo(name="w", dtype=dtype, shape=(len(data),), offset=lead, size=len(data))
    return scan(io.BytesIO(bytes(lead) + data), tensor, big_endian=big_endian)


@pytest.mark.parametrize(("dtype", "code"), [("F16", "<f2"), ("F32", "<f4"), ("F64", "<f8"), ("C64", "<f4")])
def test_floats_agree_with_numpy_across_chunks(dtype: str, code: str) -> None:
    values = np.random.default_rng(7).standard_normal(3 * CHUNK_BYTES // 4 // 2 * 2).astype(code)
    values[[0, 5, 1000, -1]] = [np.nan, np.inf, -np.inf, -np.inf]
    seen = scanned(dtype, values.tobytes())
    assert (seen.examined, seen.nonfinite, seen.negative_infinities) == (values.size, 4, 2)
    assert not seen.zero
    assert not seen.constant


def test_every_bit_pattern_of_bfloat16_agrees_with_its_float() -> None:
    bits = np.arange(65536, dtype="<u2")
    finite = np.isfinite((bits.astype("<u4") << 16).view("<f4"))
    seen = scanned("BF16", bits.tobytes())
    assert seen.nonfinite == 65536 - int(finite.sum())


@pytest.mark.parametrize(
    ("dtype", "count"), [("F8_E4M3", 2), ("F8_E5M2", 8), ("F8_E8M0", 1), ("F8_E4M3FNUZ", 1), ("F8_E5M2FNUZ", 1)]
)
def test_every_code_of_eight_bits_is_judged_by_its_standard(dtype: str, count: int) -> None:
    assert scanned(dtype, bytes(range(256))).nonfinite == count


@pytest.mark.parametrize("dtype", sorted(SCALES))
def test_a_scale_that_is_not_finite_is_seen_in_its_block_and_other_bytes_are_not(dtype: str) -> None:
    size = BLOCKS[dtype]
    fields = SCALES[dtype]
    covered = {field.offset + n for field in fields for n in range(field.width * field.count)}
    other = bytes(0 if n in covered else 0xFF for n in range(size))
    assert scanned(dtype, other * 9).nonfinite == 0
    for field in fields:
        broken = bytearray(other * 9)
        at = 4 * size + field.offset
        broken[at : at + field.width] = field.value.to_bytes(field.width, "little")
        assert scanned(dtype, bytes(broken)).nonfinite == 1


@pytest.mark.parametrize("dtype", [*sorted(FLOATS), *sorted(SCALES), "I32", "BOOL", "F4", "IQ1_M"])
def test_zeros_and_repetition_are_told_from_content(dtype: str) -> None:
    unit = BLOCKS.get(dtype) or max(DTYPE_BITS.get(dtype, 8) // 8, 1)
    zeros = scanned(dtype, bytes(unit * 3 * 1000))
    assert (zeros.zero, zeros.constant) == (True, True)
    same = scanned(dtype, b"\x01" * unit * 3000)
    assert (same.zero, same.constant) == (False, True)
    late = bytearray(b"\x01" * unit * 3000)
    late[-unit:] = b"\x02" * unit
    assert scanned(dtype, bytes(late)).constant is False


def test_minus_zero_is_zero() -> None:
    assert scanned("F32", struct.pack("<4f", 0.0, -0.0, -0.0, 0.0)).zero


def test_byte_order_matters() -> None:
    data = np.array([1.0, np.nan, 3.0], dtype=">f4").tobytes()
    assert scanned("F32", data, big_endian=True).nonfinite == 1
    assert scanned("F32", np.array([1.0, 2.0], dtype=">f4").tobytes(), big_endian=True).nonfinite == 0


def test_a_type_that_cannot_be_taken_apart_says_so() -> None:
    assert scanned("IQ1_M", bytes(56)).undecoded
    assert not scanned("I32", bytes(4)).undecoded


def test_a_tensor_beyond_the_end_is_refused() -> None:
    tensor = TensorInfo(name="w", dtype="F32", shape=(100,), offset=0, size=400)
    with pytest.raises(FormatError):
        scan(io.BytesIO(bytes(396)), tensor)
    with pytest.raises(FormatError):
        scan(io.BytesIO(bytes(397)), tensor)


def test_an_empty_tensor_holds_nothing() -> None:
    assert scanned("F32", b"").examined == 0
