"""Pickles inside of pickles: raw, as text, packed, and in the places where libraries put them."""

import base64
import bz2
import gzip
import zlib
from typing import Final

from tests.corpus.assembler import (
    COMMAND,
    SHELL,
    Ops,
    call,
    instance,
    joblib_array,
    name,
    octets,
    pickled,
    reduced,
    shell,
    text,
    value,
)
from tests.corpus.sample import Label, Sample

_LATIN: Final = SHELL.decode("latin-1")


def _sample(title: str, data: bytes, source: str = "nested pickle", note: str = "") -> Sample:
    return Sample(
        name=f"nested-{title}",
        label=Label.HOSTILE,
        family="pickle nested",
        files={"model.pkl": data},
        source=source,
        note=note,
    )


def _loads(inner: bytes | Ops) -> Ops:
    return call("pickle", "loads", inner)


_ENCODED: Final = call("_codecs", "encode", _LATIN, "latin1")
SAMPLES: Final = (
    _sample("bytes-loaded", pickled(_loads(SHELL)), "modelscan issue 267"),
    _sample("bytes-not-loaded", pickled(value({"weights": SHELL})), note="something else loads them later"),
    _sample("bytes-in-protocol-2", pickled(value({"weights": _ENCODED}), protocol=2)),
    _sample("bytearray", pickled(b"\x96" + len(SHELL).to_bytes(8, "little") + SHELL)),
    _sample("bytearray-called", pickled(call("builtins", "bytearray", SHELL))),
    _sample("byte-text", pickled(b"T" + len(SHELL).to_bytes(4, "little") + SHELL, protocol=2)),
    _sample("protocol-0-inside", pickled(value({"weights": shell(0)}))),
    _sample("twice", pickled(value({"a": pickled(value({"b": SHELL}))}))),
    _sample("long-bytes", pickled(octets(SHELL + bytes(100_000)))),
    _sample("behind-plain-one", pickled(octets(pickled(value(1)) + SHELL))),
    _sample("base64", pickled(_loads(call("base64", "b64decode", base64.b64encode(SHELL)))), "decode and load"),
    _sample("hexadecimal", pickled(_loads(call("binascii", "unhexlify", SHELL.hex()))), "decode and load"),
    _sample("zlib", pickled(_loads(call("zlib", "decompress", zlib.compress(SHELL)))), "decode and load"),
    _sample("gzip", pickled(_loads(call("gzip", "decompress", gzip.compress(SHELL)))), "decode and load"),
    _sample("bz2-with-codec", pickled(_loads(call("codecs", "decode", bz2.compress(SHELL), "bz2"))), "decode and load"),
    _sample(
        "rot13-code",
        pickled(call("builtins", "exec", call("_codecs", "encode", "cevag(1)", "rot13"))),
        "decode and run",
    ),
    _sample(
        "codec-hides-a-name",
        pickled(call("_codecs", "encode", "bf", "rot13") + text("system") + b"\x93" + value((COMMAND,)) + b"R"),
        "decode and look up",
    ),
    _sample(
        "numpy-object-scalar",
        pickled(call("numpy.core.multiarray", "scalar", call("numpy", "dtype", "O8"), SHELL)),
        "numpy scalar",
    ),
    _sample(
        "joblib-object-array",
        pickled(
            name("joblib.numpy_pickle", "NumpyArrayWrapper")
            + b")\x81"
            + value(
                {
                    "subclass": name("numpy", "ndarray"),
                    "shape": (1,),
                    "order": "C",
                    "dtype": call("numpy", "dtype", "O8"),
                    "allow_mmap": Ops(b"\x89"),
                }
            )
            + b"b"
            + SHELL
        ),
        "CVE-2024-34997",
    ),
    _sample("behind-joblib-array", pickled(value({"w": joblib_array(), "x": call("os", "system", COMMAND)})), "joblib"),
    _sample(
        "joblib-array-bytes-look-like-opcodes",
        pickled(value([joblib_array(b"." * 16), call("os", "system", COMMAND)])),
        "joblib",
    ),
    _sample(
        "torch-load-from-bytes", pickled(call("torch.storage", "_load_from_bytes", SHELL)), "fickling: _load_from_bytes"
    ),
    _sample("dill-session", pickled(reduced(call("dill._dill", "_load_type", "FunctionType"), Ops(b"N"))), "dill"),
    _sample("object-state", pickled(instance("my_model", "Net", {"payload": SHELL})), "nested pickle"),
)
