"""OpenVINO's intermediate representation: layers in XML, their weights in a `.bin` file beside it.

Read with expat and nothing resolved: a document type, which no converter writes, ends the reading.
Layout: "OpenVINO IR format", https://docs.openvino.ai/
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.parsers import expat  # events only, every declaration of a document type is refused

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats.graph_parts import Entity, EntityKind, ExternalData, Operator, Part, Text
from seatrial.formats.protocol import FormatError

NAME = "openvino"
ROLE = Role.WEIGHTS
PRIORITY = 60
STARTS = (b"<", b" ", b"\t", b"\r", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")
MAX_BYTES: Final = 64 * 1024 * 1024
"""The largest seen, of models with tens of billions of weights, have a tenth of it: weights lie elsewhere."""
MAX_DEPTH: Final = 200
MAX_ENTITIES: Final = 100
_CHUNK_BYTES: Final = 64 * 1024
_SKIPPED: Final = (("<?", "?>"), ("<!--", "-->"))
_DOCUMENT_TYPE: Final = re.compile(r"<!DOCTYPE\s+net\b")
_ROOT: Final = re.compile(r"<net(?=[\s>])[^<>]*>")
_FIRST: Final = re.compile(r"<(?:layers|meta_data|rt_info|edges)\b")
_WIDE: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_PATH_KEYS: Final = frozenset({"file", "path", "location", "weights_path", "bin_path", "filename", "file_name"})
_BITS: Final = {
    **dict.fromkeys(("f64", "i64", "u64"), 64),
    **dict.fromkeys(("f32", "i32", "u32"), 32),
    **dict.fromkeys(("f16", "bf16", "i16", "u16"), 16),
    **dict.fromkeys(("i8", "u8", "boolean", "f8e4m3", "f8e5m2", "f8e8m0"), 8),
}
"""Bits of one element; types of less than a byte are padded in ways that changed between releases."""
_SIZE: Final = re.compile(r"[0-9]{1,18}")
_ABOUT: Final = frozenset({"rt_info", "meta_data"})


def matches(head: bytes, size: int) -> bool:
    """XML whose root is `net`, with layers, or whose document type is."""
    if size < 32 or not head.startswith(STARTS):
        return False
    text = characters(head)
    place = _behind_prologue(text, 0)
    if _DOCUMENT_TYPE.match(text, place):
        return True
    root = _ROOT.match(text, place)
    return root is not None and _FIRST.match(text, _behind_prologue(text, root.end())) is not None


def characters(head: bytes) -> str:
    """The text that XML begins with, in whatever width its first bytes tell."""
    return head.decode(_WIDE.get(head[:2], "utf-8"), "replace").removeprefix("\ufeff")


def _behind_prologue(text: str, place: int) -> int:
    """The first place that is no space, comment or instruction."""
    while place < len(text):
        begin = text[place : place + 4]
        if begin[:1].isspace():
            place += len(begin) - len(begin.lstrip())
            continue
        stop = next((stop for start, stop in _SKIPPED if begin.startswith(start)), "")
        if not stop:
            return place
        end = text.find(stop, place)
        place = end + len(stop) if end >= 0 else len(text)
    return place


def parts(reader: BinaryIO) -> Iterator[Part]:
    """Layers with their operator sets, places in the weight file, texts, and what a document type declares.

    Raises `FormatError` for broken or too deeply nested XML and behind a document type, `LimitReached` for too much.
    """
    events = _Events()
    reader.seek(0)
    done = 0
    while data := reader.read(_CHUNK_BYTES):
        done += len(data)
        if done > MAX_BYTES:
            raise LimitReached(f"more than {MAX_BYTES:,} bytes of XML")
        error = events.feed(data)
        yield from events.found
        events.found.clear()
        if error is not None:
            raise error
    error = events.feed(b"", last=True)
    yield from events.found
    if error is not None:
        raise error


def _needed(kind: str, shape: str | None) -> int | None:
    """Bytes that a constant of this type and shape has; None where they cannot be told."""
    bits = _BITS.get(kind)
    sizes = [part.strip() for part in shape.split(",") if part.strip()] if shape is not None else []
    if bits is None or shape is None or not all(_SIZE.fullmatch(size) for size in sizes):
        return None
    count = 1
    for size in sizes:
        count = min(count * int(size), 1 << 62)
    return -(-count * bits // 8)


class _Events:
    """What the parser has met so far."""

    def __init__(self) -> None:
        self.found: list[Part] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.EndDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.ProcessingInstructionHandler = self._instruction
        self._stack: list[str] = []
        self._layer = ""
        self._entities = 0

    def feed(self, data: bytes, *, last: bool = False) -> FormatError | None:
        """Parse further; returns what ends the reading, if anything does."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            return FormatError(f"is broken XML: {expat.ErrorString(error.code)}", self._parser.ErrorByteIndex)
        except FormatError as error:
            return error
        return None

    def _at(self) -> int:
        return self._parser.CurrentByteIndex

    def _doctype(self, name: str, system: str | None, _public: str | None, _internal: bool) -> None:
        kind = EntityKind.EXTERNAL if system else EntityKind.DOCTYPE
        self.found.append(Entity(kind=kind, name=name, target=system or "", offset=self._at()))

    def _entity(
        self,
        name: str,
        _parameter: bool,
        _value: str | None,
        _base: str | None,
        system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        self._entities += 1
        kind = EntityKind.EXTERNAL if system else EntityKind.INTERNAL
        self.found.append(Entity(kind=kind, name=name, target=system or "", offset=self._at()))
        if self._entities >= MAX_ENTITIES:
            raise FormatError(f"declares more than {MAX_ENTITIES} entities", self._at())

    def _refuse(self) -> None:
        raise FormatError("declares a document type, behind which nothing was read", self._at())

    def _instruction(self, target: str, data: str) -> None:
        self.found.append(Text(key=f"instruction {target}", text=data, offset=self._at()))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise FormatError(f"nests elements deeper than {MAX_DEPTH}", self._at())
        about = not _ABOUT.isdisjoint(self._stack)
        self._stack.append(name)
        if name == "layer":
            self._layer = attributes.get("name", "")
            kind, opset = attributes.get("type", ""), attributes.get("version", "")
            self.found.append(Operator(name=kind, domain=opset, node=self._layer, offset=self._at()))
        elif about:
            text = attributes.get("value", "")
            if text:
                self.found.append(Text(key=f"metadata {name}", text=text, offset=self._at()))
        else:
            self._places(attributes)

    def _places(self, attributes: dict[str, str]) -> None:
        begin, length = attributes.get("offset", ""), attributes.get("size", "")
        location = next((text for key, text in attributes.items() if key.lower() in _PATH_KEYS), None)
        if location is not None or (begin and length):
            place = ExternalData(
                location=location,
                owner=self._layer,
                begin=begin,
                length=length,
                needed=_needed(attributes.get("element_type", ""), attributes.get("shape")),
                offset=self._at(),
            )
            self.found.append(place)

    def _end(self, _name: str) -> None:
        self._stack.pop()
