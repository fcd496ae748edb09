"""Known answers for `artifact.safetensors-header`."""

import json

from seatrial.testing.case import Case
from seatrial.testing.model_files import ramp, safetensors, safetensors_raw, tiny_safetensors


def _stated(*entries: tuple[str, str, list[int], list[int]], data: int = 64) -> dict[str, bytes]:
    header = {name: {"dtype": dtype, "shape": shape, "data_offsets": span} for name, dtype, shape, span in entries}
    return {"model.safetensors": safetensors_raw(json.dumps(header).encode(), bytes(range(data)))}


_DOUBLED = (
    b'{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'
)

CASES: tuple[Case, ...] = (
    Case(
        name="one name for two tensors",
        files={"model.safetensors": safetensors_raw(_DOUBLED, bytes(8))},
        expect=('fail: has a header that has the key "w" twice',),
    ),
    Case(
        name="two tensors share bytes",
        files=_stated(("a", "F32", [8], [0, 32]), ("b", "F32", [12], [16, 64])),
        expect=('fail: lets tensor "b" begin 16 bytes inside',),
    ),
    Case(
        name="bytes between tensors that nobody owns",
        files=_stated(("a", "F32", [8], [0, 32]), ("b", "F32", [4], [48, 64])),
        expect=('fail: leaves 16 bytes before tensor "b"',),
    ),
    Case(
        name="a payload behind the last tensor",
        files={"model.safetensors": tiny_safetensors() + b"#!/bin/sh\necho appended\n"},
        expect=("fail: has 24 bytes behind the last tensor",),
    ),
    Case(
        name="a shape that needs more bytes than the tensor has",
        files=_stated(("a", "F32", [4096, 4096], [0, 64])),
        expect=('fail: gives tensor "a" 64 bytes for 16,777,216 elements of F32',),
    ),
    Case(
        name="a file that is cut off",
        files={"model.safetensors": tiny_safetensors()[:-100]},
        expect=("fail: promises",),
    ),
    Case(
        name="a header longer than the file",
        files={"model.safetensors": safetensors_raw(b'{"__metadata__":{}}', b"", length=1 << 40)},
        expect=("fail: states a header of 1,099,511,627,776 bytes",),
    ),
    Case(
        name="a header that is no JSON",
        files={"model.safetensors": safetensors_raw(b"{'w': 1}", bytes(16))},
        expect=("fail: has a header that is not JSON",),
    ),
    Case(
        name="a type from the future",
        files=_stated(("a", "F3_E1M1", [8], [0, 64])),
        expect=('open: gives tensor "a" the type F3_E1M1',),
    ),
    Case(name="a sound file", files={"model.safetensors": tiny_safetensors()}, good=True),
    Case(
        name="metadata, a scalar, an empty tensor and a half-byte type",
        files={
            "model.safetensors": safetensors(
                {
                    "scalar": ("F32", (), ramp(1)),
                    "empty": ("F16", (0, 8), b""),
                    "packed": ("F4", (2, 4), bytes(4)),
                },
                {"format": "pt"},
            )
        },
        good=True,
    ),
)
