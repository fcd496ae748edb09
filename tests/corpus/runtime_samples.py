"""OpenVINO, Core ML, ExecuTorch, boosted trees and skops."""

import io
import json
import struct
from typing import Any

from tests.corpus.archive_writer import zip_file
from tests.corpus.flatbuffer_writer import Number, Table
from tests.corpus.flatbuffer_writer import file as flatbuffer
from tests.corpus.labelled import benign, hostile, malformed
from tests.corpus.protobuf_writer import message

IR = """<?xml version="1.0"?>
{doctype}<net name="{name}" version="11">
  <layers>
    <layer id="0" name="x" type="Parameter" version="opset1"><data shape="1,4" element_type="f32"/>
      <output><port id="0" precision="FP32" names="x"><dim>1</dim><dim>4</dim></port></output></layer>
    <layer id="1" name="w" type="Const" version="opset1">
      <data element_type="f32" shape="4" offset="{offset}" size="{size}"/>
      <output><port id="0" precision="FP32"><dim>4</dim></port></output></layer>
    <layer id="2" name="add" type="Add" version="opset1"/><layer id="3" name="y" type="Result" version="opset1"/>
  </layers>
  <edges><edge from-layer="0" from-port="0" to-layer="2" to-port="0"/></edges>
  <rt_info><MO_version value="2024.1"/></rt_info>
</net>
"""
EXTERNAL = '<!DOCTYPE net [<!ENTITY leak SYSTEM "file:///etc/passwd">]>\n'
LAUGHS = (
    "<!DOCTYPE net [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>\n"
)


def ir(*, name: str = "net", doctype: str = "", offset: int = 0, size: int = 16) -> str:
    """The XML of a network of one addition."""
    return IR.format(name=name, doctype=doctype, offset=offset, size=size)


OPENVINO = (
    hostile(
        "openvino-entity-file",
        "openvino",
        {"model.xml": ir(name="&leak;", doctype=EXTERNAL), "model.bin": bytes(16)},
        "An external entity puts /etc/passwd into the name of the network.",
        "CWE-611",
    ),
    hostile(
        "openvino-entity-bomb",
        "openvino",
        {"model.xml": ir(name="&a11;", doctype=LAUGHS), "model.bin": bytes(16)},
        "Entities that grow to 10^11 words.",
        "CWE-776",
    ),
    malformed(
        "openvino-cut", "openvino", {"model.xml": ir()[:500], "model.bin": bytes(16)}, "The XML stops in a layer."
    ),
    malformed(
        "openvino-offset",
        "openvino",
        {"model.xml": ir(offset=2**40), "model.bin": bytes(16)},
        "A constant far behind the end of the weights.",
    ),
    benign(
        "openvino-plain",
        "openvino",
        {"openvino_model.xml": ir(), "openvino_model.bin": bytes(16)},
        "Network and weights.",
    ),
)
DESCRIPTION = message(
    (1, message((1, "x"), (3, b""))),
    (10, message((1, "x"), (3, b""))),
    (100, message((1, "A classifier"), (2, "1.0"), (3, "A. Publisher"), (4, "MIT"))),
)
NETWORK = message((1, message((1, "fc"), (2, "x"), (3, "y"), (140, message((1, 4), (2, 2))))))
MANIFEST = json.dumps(
    {
        "fileFormatVersion": "1.0.0",
        "itemInfoEntries": {
            "A1B2": {
                "author": "com.apple.CoreML",
                "description": "CoreML Model Specification",
                "name": "model.mlmodel",
                "path": "com.apple.CoreML/model.mlmodel",
            }
        },
        "rootModelIdentifier": "A1B2",
    }
)
ESCAPING = MANIFEST.replace("com.apple.CoreML/model", "../../../../Library/LaunchAgents/model")
LINKED = message((1, message((1, message((1, "model"))), (2, message((1, "../../../../private/var:/etc"))))))
COREML = (
    hostile(
        "coreml-package-escape",
        "coreml",
        {
            "m.mlpackage/Manifest.json": ESCAPING,
            "m.mlpackage/Data/com.apple.CoreML/model.mlmodel": message((1, 5), (2, DESCRIPTION), (500, NETWORK)),
        },
        "The manifest's root lies outside the package.",
    ),
    hostile(
        "coreml-linked-path",
        "coreml",
        {"m.mlmodel": message((1, 4), (2, DESCRIPTION), (556, LINKED))},
        "A linked model that is searched for in /etc.",
    ),
    malformed(
        "coreml-cut", "coreml", {"m.mlmodel": message((1, 4), (2, DESCRIPTION), (500, NETWORK))[:-9]}, "Cut off."
    ),
    benign(
        "coreml-network", "coreml", {"m.mlmodel": message((1, 4), (2, DESCRIPTION), (500, NETWORK))}, "One dense layer."
    ),
    benign(
        "coreml-package",
        "coreml",
        {
            "m.mlpackage/Manifest.json": MANIFEST,
            "m.mlpackage/Data/com.apple.CoreML/model.mlmodel": message((1, 5), (2, DESCRIPTION), (500, NETWORK)),
            "m.mlpackage/Data/com.apple.CoreML/weights/weight.bin": bytes(64),
        },
        "A package with weights.",
    ),
)
PLAN = Table({0: "forward", 6: [Table({0: "aten::add", 1: "out"})], 7: [Table({0: "XnnpackBackend"})]})
PROGRAM = flatbuffer(Table({0: Number("I", 0), 1: [PLAN]}), b"ET12")
EXECUTORCH = (
    malformed("executorch-cut", "executorch", {"model.pte": PROGRAM[: len(PROGRAM) // 2]}, "Half of a program."),
    malformed("executorch-root", "executorch", {"model.pte": struct.pack("<I", 0x7FFFFFF0) + PROGRAM[4:]}, "No root."),
    benign("executorch-plain", "executorch", {"model.pte": PROGRAM}, "One operator and one delegate."),
)
TREE = {
    "learner": {
        "attributes": {},
        "feature_names": ["age", "income"],
        "feature_types": ["int", "float"],
        "gradient_booster": {
            "model": {
                "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "1"},
                "tree_info": [0],
                "trees": [
                    {
                        "base_weights": [0.1, -0.2, 0.3],
                        "split_conditions": [0.5, -0.2, 0.3],
                        "left_children": [1, -1, -1],
                        "right_children": [2, -1, -1],
                        "id": 0,
                    }
                ],
            },
            "name": "gbtree",
        },
        "objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
    },
    "version": [2, 1, 1],
}
UBJ = (
    b"{L\0\0\0\0\0\0\0\x07learner{L\0\0\0\0\0\0\0\x04nameSL\0\0\0\0\0\0\0\x06gbtree}L\0\0\0\0\0\0\0\x07version[$l#L\0\0\0\0\0\0\0\x03"
    + struct.pack(">3i", 2, 1, 1)
    + b"}"
)
LIGHTGBM = """tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=1
objective=binary sigmoid:1
feature_names=age income
feature_infos=[18:90] [0:1e+06]
tree_sizes=200

Tree=0
num_leaves=2
num_cat=0
split_feature=0
threshold=42.5
decision_type=2
left_child=-1
right_child=-2
leaf_value=0.1 -0.2
shrinkage=0.1

end of trees

pandas_categorical:null
"""
TREES = (
    benign("xgboost-json", "boosted-trees", {"model.json": json.dumps(TREE)}, "A model saved as JSON."),
    benign("xgboost-ubj", "boosted-trees", {"model.ubj": UBJ}, "A model saved as UBJSON."),
    benign("lightgbm-text", "boosted-trees", {"model.txt": LIGHTGBM}, "A model in LightGBM's text form."),
    benign(
        "catboost-cbm",
        "boosted-trees",
        {"model.cbm": b"CBM1" + struct.pack("<I", 64) + bytes(64)},
        "The head of a CatBoost model.",
    ),
    malformed(
        "xgboost-json-cut", "boosted-trees", {"model.json": json.dumps(TREE)[:-120]}, "JSON that stops in a tree."
    ),
)


def state(class_name: str, module: str, loader: str, **more: object) -> dict[str, Any]:
    """A node of a skops schema."""
    return {"__class__": class_name, "__module__": module, "__loader__": loader, "__id__": 1, **more}


def skops(root: dict[str, Any]) -> bytes:
    """A skops file with one array."""
    array = io.BytesIO()
    text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    array.write(b"\x93NUMPY\x01\0" + struct.pack("<H", len(text)) + text + bytes(16))
    schema = {**root, "protocol": 2, "_skops_version": "0.12.0"}
    return zip_file({"1.npy": array.getvalue(), "schema.json": json.dumps(schema).encode()})


ARRAY = state("ndarray", "numpy", "NdArrayNode", type="numpy", file="1.npy")
TEXT = state("str", "builtins", "JsonNode", content='"echo inert"', is_json=True)
ARGS = state("tuple", "builtins", "TupleNode", content=[TEXT])
ATTRIBUTES = state(
    "dict",
    "builtins",
    "DictNode",
    content={"coef_": ARRAY},
    key_types=state("list", "builtins", "ListNode", content=[]),
)
REGRESSION = state("LogisticRegression", "sklearn.linear_model._logistic", "ObjectNode", content=ATTRIBUTES)
SKOPS = (
    hostile(
        "skops-function-system",
        "skops",
        {
            "m.skops": skops(
                state("function", "builtins", "FunctionNode", content={"module_path": "os", "function": "system"})
            )
        },
        "A function node that is os.system.",
    ),
    hostile(
        "skops-object-popen",
        "skops",
        {"m.skops": skops(state("Popen", "subprocess", "ObjectNode", content=ARGS))},
        "An object of subprocess.Popen.",
    ),
    hostile(
        "skops-type-eval",
        "skops",
        {"m.skops": skops(state("eval", "builtins", "TypeNode"))},
        "A type node that is eval.",
    ),
    hostile(
        "skops-method-hidden",
        "skops",
        {
            "m.skops": skops(
                state(
                    "ndarray",
                    "numpy",
                    "MethodNode",
                    content={"func": "__reduce__", "obj": state("Popen", "subprocess", "ObjectNode", content=ARGS)},
                )
            )
        },
        "A method node says numpy, its object is subprocess.Popen.",
        "CVE-2025-54413",
    ),
    hostile(
        "skops-operator",
        "skops",
        {"m.skops": skops(state("methodcaller", "operator", "OperatorFuncNode", attrs=ARGS))},
        "An operator node that calls what its arguments name.",
        "CVE-2025-54412",
    ),
    hostile(
        "skops-joblib",
        "skops",
        {"m.skops": b"\x80\x04cposix\nsystem\n(S'echo inert'\ntR."},
        "No skops at all: a pickle, which Card.get_model hands to joblib.",
        "CVE-2025-54886",
    ),
    malformed(
        "skops-schema-cut",
        "skops",
        {"m.skops": zip_file({"schema.json": json.dumps(REGRESSION).encode()[:-40]})},
        "The schema stops in the middle.",
    ),
    benign("skops-regression", "skops", {"m.skops": skops(REGRESSION)}, "A logistic regression."),
    benign(
        "skops-pipeline",
        "skops",
        {
            "m.skops": skops(
                state(
                    "Pipeline",
                    "sklearn.pipeline",
                    "ObjectNode",
                    content=state(
                        "dict",
                        "builtins",
                        "DictNode",
                        content={
                            "scaler": state(
                                "StandardScaler", "sklearn.preprocessing._data", "ObjectNode", content=ATTRIBUTES
                            ),
                            "clf": REGRESSION,
                        },
                        key_types=state("list", "builtins", "ListNode", content=[]),
                    ),
                )
            )
        },
        "A scaler and a regression.",
    ),
)
SAMPLES = (*OPENVINO, *COREML, *EXECUTORCH, *TREES, *SKOPS)
