"""Known answers for `artifact.keras-config`. The code in them is made of bytes here and never loaded."""

import base64
import json
from typing import Any

from seatrial.testing import hdf5_samples
from seatrial.testing.builders import ZipMember, zipped
from seatrial.testing.case import Case


def marshalled(*names: str) -> str:
    """Base64 of bytes that begin as marshalled code does and hold the given names as marshal writes them."""
    texts = b"".join(b"\xda" + bytes((len(name),)) + name.encode() for name in names)
    return base64.b64encode(b"\xe3" + bytes(24) + b"s\x04\x00\x00\x00d\x00S\x00" + texts).decode()


def layer(class_name: str, config: Any, module: str | None = "keras.layers", **more: Any) -> dict[str, Any]:
    """One entry of a configuration as Keras 3 writes it."""
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None, **more}


def sequential(*layers: dict[str, Any]) -> dict[str, Any]:
    """A whole configuration."""
    first = layer("InputLayer", {"batch_shape": [None, 4], "dtype": "float32", "name": "input"})
    config = {"name": "model", "dtype": layer("DTypePolicy", {"name": "float32"}, "keras"), "layers": [first, *layers]}
    return layer("Sequential", config, "keras", compile_config={"optimizer": "adam", "loss": "mse"})


def archive(*layers: dict[str, Any]) -> bytes:
    """A `.keras` file."""
    members = [("metadata.json", {"keras_version": "3.8.0"}), ("config.json", sequential(*layers))]
    return zipped(ZipMember(name=name, data=json.dumps(value).encode(), packed=True) for name, value in members)


def function(module: str | None, name: str) -> dict[str, Any]:
    """A reference to a function."""
    return {"module": module, "class_name": "function", "config": name, "registered_name": "function"}


def metadata(*objects: dict[str, Any]) -> bytes:
    """A `keras_metadata.pb` of the given objects."""
    return b"".join(
        _field(1, b"\x10\x01" + _field(3, b"root") + _field(4, b"_tf_keras_layer") + _field(5, json.dumps(o).encode()))
        for o in objects
    )


def _field(number: int, data: bytes) -> bytes:
    length, size = b"", len(data)
    while size >= 128:
        length, size = length + bytes((size & 127 | 128,)), size >> 7
    return bytes((number << 3 | 2,)) + length + bytes((size,)) + data


_DENSE = layer(
    "Dense",
    {
        "units": 3,
        "activation": "relu",
        "kernel_initializer": layer("GlorotUniform", {"seed": None}, "keras.initializers"),
        "kernel_regularizer": layer("L2", {"l2": 0.1}, "keras.regularizers"),
        "kernel_constraint": None,
    },
)
_LAMBDA = {"class_name": "__lambda__", "config": {"code": marshalled("x", "expand_dims"), "defaults": None}}
_SHELL = {"class_name": "__lambda__", "config": {"value": [marshalled("os", "system"), None, None]}}

CASES: tuple[Case, ...] = (
    Case(
        name="a Lambda layer holds code that starts a shell",
        files={"model.keras": archive(layer("Lambda", {"function": _SHELL}))},
        expect=("fail: holds compiled Python that loading or calling the model runs, and that uses os, system",),
    ),
    Case(
        name="a Lambda layer holds code that computes",
        files={"model.keras": archive(layer("Lambda", {"function": _LAMBDA}))},
        expect=("review: holds compiled Python",),
    ),
    Case(
        name="a Lambda layer of an older version, in a configuration alone",
        files={
            "model.json": json.dumps(
                {
                    "class_name": "Sequential",
                    "config": [
                        {
                            "class_name": "Lambda",
                            "config": {"function": [marshalled("exec"), None, None], "function_type": "lambda"},
                        }
                    ],
                    "keras_version": "2.4.0",
                }
            ).encode()
        },
        expect=("fail: holds compiled Python that loading or calling the model runs, and that uses exec",),
    ),
    Case(
        name="a configuration names a function of the system",
        files={"model.keras": archive(layer("Lambda", {"function": function("subprocess", "run")}))},
        expect=("fail: names subprocess.run",),
    ),
    Case(
        name="a configuration names a Keras function that fetches files",
        files={"model.keras": archive(layer("Lambda", {"function": function("keras.utils", "get_file")}))},
        expect=("fail: names keras.utils.get_file",),
    ),
    Case(
        name="a configuration switches safe mode off",
        files={"m.keras": archive(layer("Activation", function("keras.config", "enable_unsafe_deserialization")))},
        expect=("fail: names keras.config.enable_unsafe_deserialization",),
    ),
    Case(
        name="a configuration in 16-bit characters",
        files={
            "model.keras": zipped(
                [ZipMember(name="config.json", data=json.dumps(sequential(layer("x", {}, "runpy"))).encode("utf-16"))]
            )
        },
        expect=("fail: names runpy.x",),
    ),
    Case(
        name="a vocabulary is a file of the machine",
        files={"model.keras": archive(layer("StringLookup", {"vocabulary": "/etc/passwd"}))},
        expect=("fail: StringLookup.vocabulary is read from a file",),
    ),
    Case(
        name="a layer wraps a pickle",
        files={"model.keras": archive(layer("TorchModuleWrapper", {"module": "UEsDBA=="}))},
        expect=("fail: wraps a module of PyTorch",),
    ),
    Case(
        name="a layer of the author's own",
        files={"m.keras": archive(layer("Gate", {"units": 3}, "my_models.layers", registered_name="my_models>Gate"))},
        expect=("review: names a class of somebody's own",),
    ),
    Case(
        name="a SavedModel's metadata holds code",
        files={
            "model/keras_metadata.pb": metadata(
                {"class_name": "Sequential", "config": {}},
                {
                    "class_name": "Lambda",
                    "config": {
                        "function": {"class_name": "__tuple__", "items": [marshalled("os", "popen"), None, None]},
                        "function_type": "lambda",
                    },
                },
            )
        },
        expect=("fail: holds compiled Python that loading or calling the model runs, and that uses os, popen",),
    ),
    Case(
        name="the metadata of a proper SavedModel",
        files={"model/keras_metadata.pb": metadata({"class_name": "Dense", "config": {"units": 2}})},
        expect=("pass: names 1 classes and functions",),
        good=True,
    ),
    Case(
        name="an HDF5 model holds code that starts a shell",
        files={"model.h5": hdf5_samples.CODE},
        expect=("fail: holds compiled Python that loading or calling the model runs, and that uses os, system",),
    ),
    Case(
        name="an HDF5 file takes data from files of the machine",
        files={"model.weights.h5": hdf5_samples.REFERENCES},
        expect=(
            "fail: takes data from another file by external link: /etc/passwd",
            "fail: takes data from another file by external storage: /etc/shadow",
            "review: takes data from another file by external storage: weights.bin",
        ),
    ),
    Case(
        name="a proper HDF5 model",
        files={"model.h5": hdf5_samples.PLAIN},
        expect=("pass: names 2 classes and functions",),
        good=True,
    ),
    Case(
        name="a proper model",
        files={"model.keras": archive(_DENSE, layer("Dropout", {"rate": 0.5}))},
        expect=("pass: names 7 classes and functions",),
        good=True,
    ),
    Case(
        name="other JSON",
        files={"config.json": b'{"architectures": ["LlamaForCausalLM"], "class_name": "os"}'},
        expect=(),
        good=True,
    ),
)
