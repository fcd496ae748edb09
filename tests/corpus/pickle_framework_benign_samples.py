"""Ordinary checkpoints of Lightning, Transformers, Ultralytics and others that build on PyTorch."""

from typing import Final

from seatrial.testing.builders import ZipMember, array, zipped
from tests.corpus.assembler import (
    Ops,
    Value,
    call,
    instance,
    layer,
    name,
    ordered,
    pickled,
    reduced,
    stack_name,
    tensor,
    torch_file,
    value,
)
from tests.corpus.sample import Label, Sample

TRUE: Final = Ops(b"\x88")
FALSE: Final = Ops(b"\x89")
_SCRIPT: Final = b"""class Net(Module):
  __parameters__ = []
  training : bool
  def forward(self: __torch__.Net, x: Tensor) -> Tensor:
    return torch.relu(x)
"""


def _sample(title: str, data: bytes, path: str = "pytorch_model.bin", note: str = "") -> Sample:
    return Sample(
        name=f"benign-{title}", label=Label.BENIGN, family="pickle benign frameworks", files={path: data}, note=note
    )


def _enum(module: str, attribute: str, content: Value) -> Ops:
    return call(module, attribute, content)


SAMPLES: Final = (
    _sample(
        "lightning",
        torch_file(
            {
                "epoch": 9,
                "global_step": 1000,
                "pytorch-lightning_version": "2.4.0",
                "state_dict": ordered({"net.weight": tensor()}),
                "loops": {"fit_loop": {"state_dict": {}}},
                "callbacks": {
                    "ModelCheckpoint{'monitor': 'val_loss'}": {"best_model_score": tensor("1"), "dirpath": "/data/run"},
                    "EarlyStopping": {"wait_count": 0, "patience": 3},
                },
                "optimizer_states": [],
                "hparams_name": "kwargs",
                "hyper_parameters": call("pytorch_lightning.utilities.parsing", "AttributeDict", {"lr": 0.1}),
            },
            2,
        ),
        "last.ckpt",
    ),
    _sample(
        "lightning-namespace",
        torch_file(
            {
                "state_dict": ordered({"w": tensor()}),
                "hyper_parameters": instance(
                    "argparse", "Namespace", {"lr": 0.1, "path": call("pathlib", "PosixPath", "data", "run")}
                ),
            }
        ),
        "epoch=3.ckpt",
    ),
    _sample(
        "lightning-callbacks-by-class",
        torch_file(
            {
                "callbacks": Ops(
                    b"}"
                    + name("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint")
                    + value({"best_model_path": "a.ckpt"})
                    + b"s"
                ),
                "state_dict": ordered({"w": tensor()}),
            }
        ),
        "epoch=1.ckpt",
    ),
    _sample(
        "omegaconf",
        torch_file(
            {
                "cfg": instance(
                    "omegaconf.dictconfig",
                    "DictConfig",
                    {
                        "_metadata": instance(
                            "omegaconf.base",
                            "ContainerMetadata",
                            {
                                "ref_type": name("typing", "Any"),
                                "object_type": name("builtins", "dict"),
                                "optional": TRUE,
                            },
                        ),
                        "_content": {
                            "lr": instance("omegaconf.nodes", "AnyNode", {"_val": 0.1}),
                            "layers": instance("omegaconf.listconfig", "ListConfig", {"_content": []}),
                        },
                    },
                )
            }
        ),
        "model.ckpt",
    ),
    _sample(
        "ultralytics",
        torch_file(
            {
                "epoch": -1,
                "date": "2024-01-01T00:00:00",
                "license": "AGPL-3.0",
                "train_args": {"imgsz": 640, "data": "coco.yaml"},
                "model": layer(
                    "ultralytics.nn.tasks",
                    "DetectionModel",
                    yaml={"nc": 80},
                    _modules=ordered(
                        {
                            "0": layer(
                                "ultralytics.nn.modules.conv",
                                "Conv",
                                _modules=ordered(
                                    {
                                        "conv": layer("torch.nn.modules.conv", "Conv2d"),
                                        "bn": layer("torch.nn.modules.batchnorm", "BatchNorm2d"),
                                        "act": layer("torch.nn.modules.activation", "SiLU"),
                                    }
                                ),
                            ),
                            "1": layer(
                                "ultralytics.nn.modules.block",
                                "C2f",
                                m=layer("torch.nn.modules.container", "ModuleList"),
                            ),
                            "2": layer("torch.nn.modules.pooling", "MaxPool2d"),
                            "3": layer("torch.nn.modules.upsampling", "Upsample"),
                            "4": layer("ultralytics.nn.modules.head", "Detect", stride=tensor("0", "HalfStorage")),
                        }
                    ),
                    names={"0": "person"},
                    loss=call("builtins", "getattr", name("ultralytics.nn.tasks", "DetectionModel"), "init_criterion"),
                ),
            }
        ),
        "yolov8n.pt",
        "the classes of the architecture are for a person to look at",
    ),
    _sample(
        "yolov5",
        torch_file(
            {
                "model": layer(
                    "models.yolo",
                    "Model",
                    _modules=ordered(
                        {"0": layer("models.common", "Conv", act=layer("torch.nn.modules.activation", "SiLU"))}
                    ),
                ),
                "ema": None,
            }
        ),
        "yolov5s.pt",
    ),
    _sample(
        "timm-whole-module",
        torch_file(
            layer(
                "timm.models.vision_transformer",
                "VisionTransformer",
                norm_layer=call("functools", "partial", name("torch.nn.modules.normalization", "LayerNorm")),
                _modules=ordered(
                    {
                        "norm": layer("torch.nn.modules.normalization", "LayerNorm"),
                        "act": layer("torch.nn.modules.activation", "GELU"),
                    }
                ),
            )
        ),
        "vit.pth",
    ),
    _sample(
        "torchvision-whole-module",
        torch_file(
            layer(
                "torchvision.models.resnet",
                "ResNet",
                _norm_layer=name("torch.nn.modules.batchnorm", "BatchNorm2d"),
                _modules=ordered({"fc": layer("torch.nn.modules.linear", "Linear")}),
            )
        ),
        "resnet.pth",
    ),
    _sample(
        "fastai-learner",
        torch_file(
            instance(
                "fastai.learner",
                "Learner",
                {
                    "model": layer("torch.nn.modules.container", "Sequential"),
                    "dls": instance("fastai.data.core", "DataLoaders", {}),
                    "path": call("pathlib", "PosixPath", "."),
                },
            )
        ),
        "export.pkl",
    ),
    _sample(
        "training-arguments",
        torch_file(
            instance(
                "transformers.training_args",
                "TrainingArguments",
                {
                    "output_dir": "out",
                    "eval_strategy": _enum("transformers.trainer_utils", "IntervalStrategy", "steps"),
                    "lr_scheduler_type": _enum("transformers.trainer_utils", "SchedulerType", "linear"),
                    "hub_strategy": _enum("transformers.trainer_utils", "HubStrategy", "every_save"),
                    "optim": _enum("transformers.training_args", "OptimizerNames", "adamw_torch"),
                    "accelerator_config": instance(
                        "transformers.trainer_pt_utils", "AcceleratorConfig", {"split_batches": FALSE}
                    ),
                    "distributed_state": instance(
                        "accelerate.state",
                        "PartialState",
                        {
                            "_cpu": FALSE,
                            "backend": None,
                            "device": call("torch", "device", "cuda", 0),
                            "distributed_type": _enum("accelerate.utils.dataclasses", "DistributedType", "NO"),
                        },
                    ),
                    "_n_gpu": 1,
                },
            )
        ),
        "training_args.bin",
    ),
    _sample(
        "training-arguments-by-getattr",
        torch_file(
            instance(
                "transformers.training_args_seq2seq",
                "Seq2SeqTrainingArguments",
                {
                    "save_strategy": call(
                        "builtins", "getattr", name("transformers.trainer_utils", "IntervalStrategy"), "STEPS"
                    )
                },
            )
        ),
        "training_args.bin",
        "how Python 3.11.0 to 3.11.3 write members of enumerations",
    ),
    _sample(
        "trl-arguments", torch_file(instance("trl.trainer.dpo_config", "DPOConfig", {"beta": 0.1})), "training_args.bin"
    ),
    _sample(
        "deepspeed-state",
        torch_file(
            {
                "module": ordered({"w": tensor()}),
                "ds_version": "0.14",
                "ds_config": {"train_batch_size": 8},
                "param_shapes": [ordered({"w": call("torch", "Size", [2, 2])})],
                "args": None,
            }
        ),
        "mp_rank_00_model_states.pt",
    ),
    _sample(
        "sharded-metadata",
        pickled(
            instance(
                "torch.distributed.checkpoint.metadata",
                "Metadata",
                {
                    "state_dict_metadata": {
                        "w": instance(
                            "torch.distributed.checkpoint.metadata",
                            "TensorStorageMetadata",
                            {"size": call("torch", "Size", [2, 2])},
                        )
                    }
                },
            )
        ),
        ".metadata",
    ),
    _sample(
        "stable-diffusion-embedding",
        torch_file(
            {
                "string_to_token": {"*": 265},
                "string_to_param": instance(
                    "torch.nn.modules.container",
                    "ParameterDict",
                    {
                        "_parameters": ordered(
                            {"*": call("torch._utils", "_rebuild_parameter", tensor(), TRUE, ordered({}))}
                        )
                    },
                ),
                "name": "style",
                "step": 1000,
            }
        ),
        "style.pt",
    ),
    _sample(
        "lora-weights",
        torch_file({"base_model.model.q.lora_A.weight": tensor("0", "BFloat16Storage")}),
        "adapter_model.bin",
    ),
    _sample(
        "detectron-model-zoo",
        pickled(
            value(
                {
                    "model": {
                        "conv1.weight": Ops(
                            reduced(name("numpy.core.multiarray", "_reconstruct"), name("numpy", "ndarray"), (0,), b"b")
                        )
                    },
                    "__author__": "Model Zoo",
                }
            ),
            protocol=2,
        ),
        "model_final.pkl",
    ),
    _sample(
        "mmdetection",
        torch_file(
            {
                "meta": {
                    "env_info": "sys.platform: linux",
                    "config": "model = dict(type='FasterRCNN')",
                    "CLASSES": ("person",),
                },
                "state_dict": ordered({"w": tensor()}),
                "message_hub": {
                    "log_scalars": {
                        "loss": instance("mmengine.logging.history_buffer", "HistoryBuffer", {"_max_length": 10})
                    }
                },
            }
        ),
        "epoch_12.pth",
    ),
    _sample(
        "gan-with-source-names",
        torch_file({"G_ema": layer("torch_utils.persistence", "Generator"), "training_set_kwargs": {}}),
        "network.pkl",
    ),
    _sample(
        "scripted",
        zipped(
            [
                ZipMember(
                    name="m/data.pkl",
                    data=pickled(
                        stack_name("__torch__", "Net") + b")\x81" + value({"training": FALSE}) + b"b", protocol=2
                    ),
                ),
                ZipMember(
                    name="m/code/__torch__.py",
                    data=_SCRIPT,
                ),
                ZipMember(name="m/constants.pkl", data=pickled(b")", protocol=2)),
                ZipMember(name="m/version", data=b"3\n"),
            ]
        ),
        "scripted.pt",
    ),
    _sample("numbers-beside", zipped([ZipMember(name="a.npy", data=array("<f4", "(2,)", bytes(8)))]), "embeddings.npz"),
)
