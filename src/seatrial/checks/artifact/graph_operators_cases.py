"""Known answers for `artifact.graph-operators`."""

from seatrial.testing import graph_files as graphs
from seatrial.testing.case import Case


def _saved(*nodes: bytes) -> dict[str, bytes]:
    return {"saved_model.pb": graphs.saved_model(graphs.tf_graph(nodes))}


_SAVER = (
    graphs.tf_text("save/Const", "model"),
    graphs.tf_node("PlaceholderWithDefault", "save/filename", ["save/Const"]),
    graphs.tf_node("ShardedFilename", "save/part", ["save/filename"]),
    graphs.tf_node("SaveV2", "save/SaveV2", ["save/part"]),
    graphs.tf_node("RestoreV2", "save/RestoreV2", ["save/filename"]),
)
_INNER = graphs.onnx_graph([graphs.onnx_node("PyOp", "any.domain", {"module": "m", "class_name": "C"})])
_DEFINED = graphs.message((1, "Block"), (7, graphs.onnx_node("Relu")), (10, "pkg.mine"))

CASES: tuple[Case, ...] = (
    Case(
        name="reads the machine's accounts when it runs",
        files=_saved(graphs.tf_text("p", "/etc/passwd"), graphs.tf_node("ReadFile", "r", ["p"])),
        expect=("fail: runs ReadFile('/etc/passwd'), which reads any file",),
    ),
    Case(
        name="writes a file, from a function of the library of a frozen graph",
        files={"g.pb": graphs.tf_graph([graphs.tf_node("NoOp")], {"f": [graphs.tf_node("WriteFile")]})},
        expect=("fail: runs WriteFile(), which writes any file",),
    ),
    Case(
        name="calls Python",
        files=_saved(graphs.tf_node("EagerPyFunc")),
        expect=("fail: runs EagerPyFunc(), which calls Python",),
    ),
    Case(
        name="prints into a file",
        files=_saved(graphs.tf_node("PrintV2", output_stream="file:///tmp/x")),
        expect=("fail: runs PrintV2 with the destination 'file:///tmp/x'",),
    ),
    Case(
        name="saves a checkpoint over somebody's files",
        files=_saved(graphs.tf_text("p", "/home/user/.bashrc"), graphs.tf_node("SaveV2", "s", ["p"])),
        expect=("fail: runs SaveV2('/home/user/.bashrc')",),
    ),
    Case(
        name="a Flex operator that reads files, under another name",
        files={"m.tflite": graphs.tflite({"FlexAdd": b"\x03Add\0\x12\x08ReadFile"})},
        expect=("fail: runs FlexReadFile(), which reads any file",),
    ),
    Case(
        name="a custom operator that nobody knows",
        files={"m.tflite": graphs.tflite({"MyOp": b""})},
        expect=("review: runs the custom operator MyOp",),
    ),
    Case(
        name="Python in a graph inside an ONNX operator",
        files={"m.onnx": graphs.onnx([graphs.onnx_node("If", attributes={"then_branch": _INNER})])},
        expect=("fail: runs any.domain::PyOp('module=m', 'class_name=C'), which calls Python",),
    ),
    Case(
        name="an ONNX domain that no runtime has, and a script in the metadata",
        files={
            "m.onnx": graphs.onnx(
                [graphs.onnx_node("Op", "my.domain")],
                [],
                (14, graphs.message((1, "about"), (2, "<script>x()</script>"))),
            )
        },
        expect=("review: runs my.domain::Op", "review: its metadata about holds a script"),
    ),
    Case(
        name="custom code of Core ML, OpenVINO and ExecuTorch",
        files={
            "m.mlmodel": graphs.coreml_custom("Evil"),
            "m.xml": graphs.openvino([("Evil", "extension")]),
            "m.pte": graphs.executorch(["evil::op"], ["AotiBackend"]),
        },
        expect=(
            "review: runs the custom layer Evil",
            "review: runs extension::Evil",
            "review: runs evil::op",
            "review: has AotiBackend load a shared library",
        ),
    ),
    Case(
        name="a graph that is cut off",
        files={"m.onnx": graphs.onnx([graphs.onnx_node("Add")] * 40)[:-60]},
        expect=("open: the graph ",),
    ),
    Case(
        name="ordinary graphs of every format",
        files={
            "saved_model.pb": _saved(*_SAVER, graphs.tf_node("PrintV2", output_stream="stderr"))["saved_model.pb"],
            "assert.pb": graphs.tf_graph([graphs.tf_node("Assert"), graphs.tf_node("Const")]),
            "m.tflite": graphs.tflite({"TFLite_Detection_PostProcess": b"", "FlexErf": b"\x03Erf"}),
            "m.onnx": graphs.onnx(
                [graphs.onnx_node("Attention", "com.microsoft"), graphs.onnx_node("Block", "pkg.mine")],
                [],
                (25, _DEFINED),
            ),
            "m.mlmodel": graphs.coreml_custom(),
            "m.xml": graphs.openvino([("Relu", "opset1"), ("BPETokenizer", "extension")]),
            "m.pte": graphs.executorch(["aten::add"], ["XnnpackBackend"]),
        },
        good=True,
    ),
)
