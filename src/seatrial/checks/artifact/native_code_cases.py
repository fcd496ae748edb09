"""Known answers for `artifact.native-code`. The headers in them are followed by nothing that could run."""

from seatrial.testing.case import Case
from seatrial.testing.model_files import tiny_safetensors

_ELF = b"\x7fELF\x02\x01\x01" + bytes(57)
_PYC = (3495).to_bytes(2, "little") + b"\r\n" + bytes(12) + b"\xe3" + bytes(40) + b"\xda\x06system" + bytes(8)

CASES: tuple[Case, ...] = (
    Case(
        name="a shared library that starts programs",
        files={"ops.so": _ELF + b"\0libc.so.6\0system\0connect\0"},
        expect=("review: ships native code; names in it: system, connect",),
    ),
    Case(
        name="a library under a harmless name",
        files={"vocab.bin": _ELF},
        expect=("review: ships native code",),
    ),
    Case(
        name="compiled Python",
        files={"__pycache__/modeling_x.cpython-311.pyc": _PYC},
        expect=("review: ships compiled Python, which hides what it does; names in it: system",),
    ),
    Case(
        name="WebAssembly",
        files={"kernel.wasm": b"\0asm\x01\0\0\0" + bytes(8)},
        expect=("review: ships WebAssembly",),
    ),
    Case(name="weights alone", files={"model.safetensors": tiny_safetensors()}, good=True),
    Case(name="a word that names a library", files={"notes.txt": b"built with libc.so.6 and system()\n"}, good=True),
)
