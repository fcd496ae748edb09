"""Known answers for `artifact.external-data`."""

from seatrial.testing import graph_files as graphs
from seatrial.testing.case import Case


def _onnx(location: str, **stated: str) -> dict[str, bytes]:
    node = graphs.onnx_node("Add")
    return {"model.onnx": graphs.onnx([node], [graphs.onnx_external(location, **stated)])}


_BLOB = graphs.message((5, graphs.message((1, "@model_path/../../weights.bin"), (2, 64))))
_OPERATION = graphs.message((1, "const"), (5, graphs.message((1, "val"), (2, _BLOB))))
_BLOCK = graphs.message((1, "main"), (2, graphs.message((3, _OPERATION))))
_FUNCTION = graphs.message((1, "main"), (2, graphs.message((2, "ios16"), (3, _BLOCK))))
_NESTED = graphs.onnx_graph([graphs.onnx_node("Relu")], [graphs.onnx_external("/etc/passwd")])

CASES: tuple[Case, ...] = (
    Case(
        name="weights from outside of the model's directory",
        files=_onnx("../../../../etc/passwd"),
        expect=("fail: weight: the location '../../../../etc/passwd' climbs out",),
    ),
    Case(
        name="weights at an absolute path, in a graph inside an operator",
        files={"m.onnx": graphs.onnx([graphs.onnx_node("If", attributes={"then_branch": _NESTED})])},
        expect=("fail: weight: the location '/etc/passwd' is an absolute path",),
    ),
    Case(
        name="weights from another host",
        files=_onnx("https://example.invalid/w.bin"),
        expect=("fail: weight: the location 'https://example.invalid/w.bin' is a URL",),
    ),
    Case(
        name="weights on a drive, by Windows rules",
        files=_onnx("C:\\Users\\x\\w.bin"),
        expect=("fail: weight: the location 'C:\\\\Users",),
    ),
    Case(
        name="climbing by backslashes, cut at a zero",
        files=_onnx("w\\..\\..\\key\0.bin"),
        expect=(
            "fail: weight: the location 'w\\\\..\\\\..\\\\key\\\\x00.bin' climbs out",
            "fail: weight: the location 'w\\\\..\\\\..\\\\key\\\\x00.bin' holds a control character",
        ),
    ),
    Case(
        name="an offset before the file",
        files=_onnx("w.bin", offset="-4096", length="16"),
        expect=("fail: weight: states the offset '-4096'",),
    ),
    Case(
        name="bytes of the runtime's own memory",
        files=_onnx("*/_ORT_MEM_ADDR_/*", offset="1048576", length="16"),
        expect=("fail: weight: the location '*/_ORT_MEM_ADDR_/*' has the runtime take bytes",),
    ),
    Case(
        name="an asset of a SavedModel outside of its assets",
        files={
            "saved_model.pb": graphs.saved_model(
                graphs.tf_graph([graphs.tf_node("NoOp")]), (6, graphs.message((2, "../../.ssh/id_rsa")))
            )
        },
        expect=("fail: asset: the location '../../.ssh/id_rsa' climbs out",),
    ),
    Case(
        name="weights of a Core ML program outside of its package",
        files={"model.mlmodel": graphs.coreml((502, graphs.message((2, _FUNCTION))))},
        expect=("fail: weights: the location '../../weights.bin' climbs out",),
    ),
    Case(
        name="an external entity in an intermediate representation",
        files={"m.xml": graphs.openvino(before='<!DOCTYPE net [<!ENTITY x SYSTEM "file:///etc/passwd">]>')},
        expect=("fail: declares the entity x to be the content of 'file:///etc/passwd'", "open: the graph declares"),
    ),
    Case(
        name="an intermediate representation that reads before its weights",
        files={"m.xml": graphs.openvino(data='offset="-16" size="16"')},
        expect=("fail: w: states the offset '-16'",),
    ),
    Case(
        name="a graph that is cut off",
        files={"model.onnx": graphs.onnx([graphs.onnx_node("Add")] * 40, [graphs.onnx_external("w.bin")])[:-60]},
        expect=("open: the graph ",),
    ),
    Case(
        name="weights beside the model, in every format",
        files={
            **_onnx("model.onnx_data", offset="0", length="16"),
            "shards.onnx": _onnx("weights/part-00001.bin", offset="4096", length="16")["model.onnx"],
            "m.xml": graphs.openvino([("Relu", "opset1")]),
            "saved_model.pb": graphs.saved_model(
                graphs.tf_graph([graphs.tf_node("NoOp")]), (6, graphs.message((2, "vocab.txt")))
            ),
            "m.mlmodel": graphs.coreml_custom(),
            "m.tflite": graphs.tflite(),
            "m.pte": graphs.executorch(["aten::add"], ["XnnpackBackend"]),
        },
        good=True,
    ),
)
