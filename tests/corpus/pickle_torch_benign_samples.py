"""Ordinary checkpoints as PyTorch and the frameworks on top of it write them."""

from typing import Final

from seatrial.testing.builders import TarMember, ZipMember, tarred, zipped
from tests.corpus.assembler import (
    Ops,
    call,
    layer,
    name,
    ordered,
    pickled,
    tensor,
    torch_file,
    value,
)
from tests.corpus.sample import Label, Sample

TRUE: Final = Ops(b"\x88")
FALSE: Final = Ops(b"\x89")


def _sample(title: str, data: bytes, path: str = "pytorch_model.bin", note: str = "") -> Sample:
    return Sample(
        name=f"benign-torch-{title}", label=Label.BENIGN, family="pickle benign torch", files={path: data}, note=note
    )


def _parameter(key: str = "0") -> Ops:
    return call("torch._utils", "_rebuild_parameter", tensor(key), TRUE, ordered({}))


def _storage(kind: str = "FloatStorage", key: str = "0") -> Ops:
    return Ops(value(("storage", name("torch", kind), key, "cpu", 4)) + b"Q")


_KINDS: Final = (
    "Double Float Half BFloat16 Long Int Short Char Byte Bool ComplexFloat ComplexDouble QInt8 QUInt8 QInt32"
)
DTYPES: Final = tuple(
    _sample(f"{kind.lower()}-storage", torch_file(ordered({"weight": tensor("0", f"{kind}Storage")})))
    for kind in _KINDS.split()
)

STATE: Final = (
    _sample("state-dict", torch_file(ordered({f"layer.{n}.weight": tensor(str(n)) for n in range(4)}), 4)),
    _sample("state-dict-protocol-4", torch_file(ordered({"weight": tensor()}), protocol=4)),
    _sample("parameters", torch_file(ordered({"weight": _parameter(), "bias": _parameter("1")}), 2)),
    _sample(
        "parameter-with-state",
        torch_file(
            {"w": call("torch._utils", "_rebuild_parameter_with_state", tensor(), TRUE, ordered({}), {"tag": "x"})}
        ),
    ),
    _sample(
        "tensor-v3",
        torch_file(
            {
                "w": call(
                    "torch._utils",
                    "_rebuild_tensor_v3",
                    _storage("UntypedStorage"),
                    0,
                    (2, 2),
                    (2, 1),
                    FALSE,
                    ordered({}),
                    name("torch", "float8_e4m3fn"),
                )
            }
        ),
    ),
    _sample(
        "quantised-tensor",
        torch_file(
            {
                "w": call(
                    "torch._utils",
                    "_rebuild_qtensor",
                    _storage("QInt8Storage"),
                    0,
                    (2, 2),
                    (2, 1),
                    (name("torch", "per_tensor_affine"), 0.5, 0),
                    FALSE,
                    ordered({}),
                )
            }
        ),
    ),
    _sample(
        "sparse-tensor",
        torch_file(
            {
                "w": call(
                    "torch._utils",
                    "_rebuild_sparse_tensor",
                    call("torch.serialization", "_get_layout", "torch.sparse_coo"),
                    (tensor("0", "LongStorage"), tensor("1"), call("torch", "Size", [2, 2])),
                )
            },
            2,
        ),
    ),
    _sample(
        "meta-tensor",
        torch_file(
            {
                "w": call(
                    "torch._utils",
                    "_rebuild_meta_tensor_no_storage",
                    name("torch", "float32"),
                    (2, 2),
                    (2, 1),
                    FALSE,
                )
            }
        ),
    ),
    _sample(
        "subclass",
        torch_file(
            {
                "w": call(
                    "torch._tensor",
                    "_rebuild_from_type_v2",
                    name("torch._utils", "_rebuild_tensor_v2"),
                    name("torch.nn.parameter", "Parameter"),
                    (_storage(), 0, (2, 2), (2, 1), FALSE, ordered({})),
                    {},
                )
            }
        ),
    ),
    _sample(
        "values-beside-tensors",
        torch_file(
            {
                "size": call("torch", "Size", [3, 4]),
                "device": call("torch", "device", "cuda", 0),
                "dtype": name("torch", "bfloat16"),
                "shape": (1, 2),
                "rate": 3e-4,
                "name": "small",
                "complex": call("builtins", "complex", 1.0, 2.0),
                "none": None,
            }
        ),
    ),
    _sample(
        "legacy-state-dict",
        b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."
        + pickled(
            value({"protocol_version": 1001, "little_endian": TRUE, "type_sizes": {"short": 2, "int": 4, "long": 4}}),
            protocol=2,
        )
        + pickled(ordered({"w": tensor()}), protocol=2)
        + pickled(value(["0"]), protocol=2)
        + (4).to_bytes(8, "little")
        + bytes(16),
        "model.pth",
    ),
    _sample(
        "legacy-tar",
        tarred(
            [
                TarMember(name="sys_info", data=pickled(value({"little_endian": TRUE}), protocol=2)),
                TarMember(name="pickle", data=pickled(ordered({"w": value("0") + b"Q"}), protocol=2)),
                TarMember(name="storages", data=pickled(value(1), protocol=2)),
                TarMember(name="tensors", data=pickled(value(1), protocol=2)),
            ]
        ),
        "model.pt",
    ),
    _sample(
        "optimizer",
        torch_file(
            {
                "state": {"0": {"step": tensor("0"), "exp_avg": tensor("1"), "exp_avg_sq": tensor("2")}},
                "param_groups": [{"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "amsgrad": FALSE, "params": [0]}],
            },
            3,
        ),
        "optimizer.pt",
    ),
    _sample("scheduler", torch_file({"base_lrs": [0.1], "last_epoch": 5, "lr_lambdas": [None]}), "scheduler.pt"),
    _sample(
        "random-state",
        torch_file(
            {
                "python": (3, (1, 2, 3), None),
                "numpy": (
                    "MT19937",
                    call("numpy.core.multiarray", "_reconstruct", name("numpy", "ndarray"), (0,), b"b"),
                    5,
                ),
                "cpu": tensor("0", "ByteStorage"),
            }
        ),
        "rng_state.pth",
    ),
    _sample(
        "whole-module",
        torch_file(
            layer(
                "torch.nn.modules.container",
                "Sequential",
                _modules=ordered(
                    {
                        "0": layer(
                            "torch.nn.modules.linear",
                            "Linear",
                            in_features=4,
                            out_features=2,
                            _parameters=ordered({"weight": _parameter()}),
                        ),
                        "1": layer("torch.nn.modules.activation", "ReLU", inplace=FALSE),
                        "2": layer("torch.nn.modules.dropout", "Dropout", p=0.1),
                    }
                ),
            ),
            1,
        ),
        "model.pt",
    ),
    _sample(
        "bare-storage-names",
        zipped(
            [
                ZipMember(name="archive/data.pkl", data=pickled(ordered({"w": tensor()}), protocol=2)),
                ZipMember(name="archive/byteorder", data=b"little"),
                ZipMember(name="archive/data/0", data=bytes(16)),
                ZipMember(name="archive/version", data=b"3\n"),
                ZipMember(name="archive/.data/serialization_id", data=b"1" * 40),
            ]
        ),
        "model.pt",
    ),
    _sample(
        "storage-that-resembles-a-pickle",
        zipped(
            [
                ZipMember(name="archive/data.pkl", data=pickled(ordered({"w": tensor()}), protocol=2)),
                ZipMember(name="archive/data/0", data=bytes(15) + b"."),
                ZipMember(name="archive/version", data=b"3\n"),
            ]
        ),
        "model.pt",
    ),
)

SAMPLES: Final = (*DTYPES, *STATE)
