"""Known answers for `artifact.gguf-header`."""

import struct

from seatrial.testing.case import Case
from seatrial.testing.model_files import LLAMA_METADATA, GgufTensor, gguf, ramp, tiny_gguf


def _file(*tensors: GgufTensor) -> dict[str, bytes]:
    return {"model.gguf": gguf(LLAMA_METADATA, tensors)}


def _matrix(name: str, offset: int | None = None, kind: int = 0) -> GgufTensor:
    return GgufTensor(name=name, type=kind, shape=(16, 8), data=ramp(128), offset=offset)


CASES: tuple[Case, ...] = (
    Case(
        name="more tensors than the file has bytes",
        files={"model.gguf": gguf(LLAMA_METADATA, tensor_count=1 << 60)},
        expect=("fail: states 7 keys and 1,152,921,504,606,846,976 tensors",),
    ),
    Case(
        name="a key longer than the file",
        files={"model.gguf": b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1 << 62) + bytes(64)},
        expect=("fail: states a string of 4,611,686,018,427,387,904 bytes",),
    ),
    Case(
        name="arrays inside arrays inside arrays",
        files={
            "model.gguf": b"GGUF"
            + struct.pack("<IQQQ", 3, 0, 1, 1)
            + b"k"
            + struct.pack("<I", 9)
            + struct.pack("<IQ", 9, 1) * 40
        },
        expect=("fail: nests arrays deeper than 4",),
    ),
    Case(
        name="one key twice",
        files={"model.gguf": gguf([*LLAMA_METADATA.items(), ("general.architecture", "gpt2")], [_matrix("w")])},
        expect=('fail: has the key "general.architecture" twice',),
    ),
    Case(
        name="a tensor beyond the end of the file",
        files=_file(_matrix("w", offset=1 << 40)),
        expect=("fail: promises",),
    ),
    Case(
        name="two tensors share bytes",
        files=_file(_matrix("a"), _matrix("b", offset=256)),
        expect=('fail: lets tensor "b" begin 256 bytes inside', "fail: has 256 bytes behind"),
    ),
    Case(
        name="a tensor off the alignment",
        files=_file(_matrix("a"), _matrix("b", offset=513)),
        expect=('fail: places tensor "b" off the alignment of 32',),
    ),
    Case(
        name="rows that blocks do not fill",
        files=_file(_matrix("a", kind=8)),
        expect=('fail: gives tensor "a" rows of 16 elements',),
    ),
    Case(
        name="a type that this reader does not know",
        files=_file(_matrix("a", kind=4242)),
        expect=('open: gives tensor "a" the type 4242',),
    ),
    Case(
        name="a file that is cut off",
        files={"model.gguf": tiny_gguf()[:-40]},
        expect=("fail: promises",),
    ),
    Case(
        name="a version that no loader reads",
        files={"model.gguf": gguf(LLAMA_METADATA, version=77)},
        expect=("fail: is of version 77",),
    ),
    Case(name="a sound file", files={"model.gguf": tiny_gguf()}, good=True),
    Case(
        name="big-endian, version 2, wide alignment",
        files={
            "big.gguf": gguf(LLAMA_METADATA, [_matrix("w")], big_endian=True),
            "old.gguf": gguf(LLAMA_METADATA, [_matrix("w")], version=2),
            "wide.gguf": gguf({**LLAMA_METADATA, "general.alignment": 128}, [_matrix("w")], alignment=128),
        },
        good=True,
    ),
)
