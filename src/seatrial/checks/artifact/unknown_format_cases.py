"""Known answers for `artifact.unknown-format`."""

from seatrial.testing.builders import ZipMember, state_dict, torch_zip, zipped
from seatrial.testing.case import Case

_NOISE = bytes((n * 167 + 13) % 251 for n in range(4096))

CASES: tuple[Case, ...] = (
    Case(
        name="bytes that nothing recognises",
        files={"weights.dat": _NOISE},
        expect=("review: of no known format",),
    ),
    Case(
        name="unknown bytes inside an archive, under the name of a tensor without a pickle",
        files={"model.zip": zipped([ZipMember(name="x/data/0", data=_NOISE)])},
        expect=("review: of no known format",),
    ),
    Case(
        name="weights cut off before their header",
        files={"model.safetensors": b"\x3a\0\0\0\0"},
        expect=("review: named as weights are, but of no known format",),
    ),
    Case(
        name="weights without a byte",
        files={"model.gguf": b""},
        expect=("review: named as weights are, but empty",),
    ),
    Case(
        name="a PyTorch archive with the bytes of its tensors",
        files={"pytorch_model.bin": torch_zip(state_dict(), [_NOISE, _NOISE])},
        expect=("pass: all 5 artifacts",),
        good=True,
    ),
    Case(
        name="text and an empty file",
        files={"README.md": b"# A model\n\nWhat it is for.\n", "__init__.py": b""},
        expect=("pass: all 2 artifacts",),
        good=True,
    ),
)
