"""Dotted names in configurations that a loader looks up and calls: which are dangerous, known, or unknown."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from seatrial.formats.python_names import normal, power


class Target(StrEnum):
    """What is known of a name that a configuration has called."""

    DANGEROUS = "dangerous"
    KNOWN = "known"
    UNKNOWN = "unknown"


NAME: Final = re.compile(r"[A-Za-z_]\w*(?:[.:][A-Za-z_]\w*)+")
_DANGEROUS: Final = frozenset(
    [
        "os",
        "posix",
        "nt",
        "subprocess",
        "sys",
        "shutil",
        "socket",
        "pty",
        "runpy",
        "importlib",
        "ctypes",
        "pickle",
        "_pickle",
        "marshal",
        "code",
        "codeop",
        "pip",
        "webbrowser",
        "pydoc",
        "timeit",
        "cProfile",
        "profile",
        "pdb",
        "bdb",
        "types",
        "commands",
        "http",
        "urllib",
        "requests",
        "ftplib",
        "smtplib",
        "telnetlib",
        "_posixsubprocess",
        "dill",
        "cloudpickle",
        "asyncio",
        "threading",
        "multiprocessing",
        "signal",
        "atexit",
        "gc",
        "inspect",
        "trace",
        "imp",
        "zipimport",
        "platform",
        "distutils",
        "setuptools",
        "ensurepip",
        "paramiko",
        "pexpect",
        "httpx",
        "aiohttp",
        "tempfile",
        "pkgutil",
        "site",
        "popen2",
    ]
)
_SAFE: Final = frozenset(
    [
        "os.path.join",
        "os.path.basename",
        "os.path.dirname",
        "os.path.abspath",
        "os.path.exists",
        "os.getcwd",
        "os.cpu_count",
        "os.path.expanduser",
        "os.getenv",
        "os.environ.get",
        "multiprocessing.cpu_count",
        "functools.partial",
        "types.SimpleNamespace",
        "tempfile.mkdtemp",
        "tempfile.gettempdir",
        "sys.maxsize",
        "inspect.signature",
        "threading.Lock",
        "platform.system",
        "os.path.isfile",
        "os.makedirs",
        "os.path.normpath",
        "asyncio.Lock",
        "multiprocessing.get_context",
    ]
)
_BUILTINS: Final = frozenset(
    [
        "eval",
        "exec",
        "compile",
        "__import__",
        "getattr",
        "setattr",
        "open",
        "input",
        "globals",
        "vars",
        "delattr",
        "breakpoint",
    ]
)
_GADGETS: Final = frozenset(
    {"operator.attrgetter", "operator.methodcaller", "functools.reduce", "numpy.load", "builtins.map"}
)
_KNOWN: Final = frozenset(
    [
        "nemo",
        "torch",
        "torchvision",
        "torchaudio",
        "transformers",
        "pytorch_lightning",
        "lightning",
        "omegaconf",
        "timm",
        "megatron",
        "diffusers",
        "sgm",
        "ldm",
        "numpy",
        "sklearn",
        "monai",
        "fairseq",
        "speechbrain",
        "tensorflow",
        "keras",
        "jax",
        "flax",
        "peft",
        "datasets",
        "tokenizers",
        "sentence_transformers",
        "detectron2",
        "mmengine",
        "mmdet",
        "mmcv",
        "einops",
        "audiocraft",
        "modelscope",
        "funasr",
        "espnet",
        "espnet2",
        "collections",
        "functools",
        "torchmetrics",
        "xformers",
        "bitsandbytes",
        "deepspeed",
        "accelerate",
        "optax",
        "albumentations",
        "scipy",
        "pandas",
        "PIL",
        "cv2",
        "gymnasium",
        "gym",
        "stable_baselines3",
        "lerobot",
        "ultralytics",
        "vllm",
        "litgpt",
        "lm_eval",
        "hydra",
        "torchtune",
        "nemo_run",
        "kornia",
        "wandb",
        "math",
        "itertools",
        "datetime",
        "pathlib",
        "random",
        "string",
        "typing",
        "dataclasses",
        "logging",
        "decimal",
        "haiku",
        "equinox",
        "mlflow",
        "pyro",
        "gpytorch",
        "torch_geometric",
        "dgl",
        "whisper",
        "cosyvoice",
        "matcha",
        "hyperpyyaml",
        "builtins",
        "operator",
        "seaborn",
        "matplotlib",
        "soundfile",
        "librosa",
        "fsspec",
        "huggingface_hub",
        "sentencepiece",
        "apex",
        "flash_attn",
        "mamba_ssm",
        "open_clip",
        "clip",
        "segment_anything",
        "sam2",
        "dac",
        "bigvgan",
        "ignite",
        "catalyst",
    ]
)
_REACHED: Final = frozenset({"os", "subprocess", "sys", "importlib", "builtins", "shutil", "ctypes", "pickle"})
_KEYS: Final = frozenset(
    {"_target_", "target", "class_path", "callable", "factory", "builder", "entrypoint", "entry_point", "loader_module"}
    | {"_partial_target_", "func", "function", "fn", "callback", "hook", "method", "obj", "class_name", "instance_of"}
)


LOOSE: Final = frozenset({"type", "provider", "import_path", "module_path", "class", "function_name"})
"""Keys under which some loaders look names up, and most keep plain words: a name counts when it acts on the machine."""


def judge(name: str) -> Target:
    """How a name that a loader would import and call is to be seen."""
    plain = name.strip().replace(":", ".")
    head = plain.split(".", 1)[0]
    rest = normal(plain)
    if plain in _SAFE or rest in _SAFE:
        return Target.KNOWN
    if (
        rest in _BUILTINS
        or plain in _GADGETS
        or rest in _GADGETS
        or (power(rest) is not None and head not in ("torch",))
    ):
        return Target.DANGEROUS
    if head in _DANGEROUS or any(
        part in ("__globals__", "__builtins__", "__subclasses__") for part in plain.split(".")
    ):
        return Target.DANGEROUS
    # A module that a known one has imported leads anywhere: `torch.os.system`.
    if any(
        part in ("os", "subprocess", "sys", "importlib", "builtins", "shutil", "ctypes", "pickle")
        for part in plain.split(".")[1:-1]
    ):
        return Target.DANGEROUS
    if head in _KNOWN:
        return Target.KNOWN
    return Target.UNKNOWN


def looked_up(value: Any) -> Iterator[tuple[str, str]]:
    """Every key that has a name looked up, with the name, in what was parsed of JSON."""
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, dict):
            for key, inner in here.items():
                if isinstance(inner, str) and _is_looked_up(key, inner, beside_target="_target_" in here):
                    yield key, inner
            module, name = here.get("module_name"), here.get("class_name")
            if isinstance(module, str) and isinstance(name, str) and acts(f"{module}.{name}"):
                yield "module_name", f"{module}.{name}"
            pending.extend(here.values())
        elif isinstance(here, list):
            pending.extend(here)


def _is_looked_up(key: str, text: str, *, beside_target: bool) -> bool:
    if key in _KEYS and (key == "_target_" or NAME.fullmatch(text)):
        return True
    if key in LOOSE and acts(text):
        return True
    return beside_target and acts(text)


def acts(name: str) -> bool:
    """Whether it is exactly the name of a function that acts on the machine, and not only lies in such a module."""
    plain = normal(name.replace(":", "."))
    return (
        NAME.fullmatch(name) is not None
        and judge(name) is Target.DANGEROUS
        and (power(plain) is not None or plain.split(".", 1)[0] in _REACHED or plain in _BUILTINS)
    )


def components(stated: Any) -> Iterator[str]:
    """Functions that act on the machine among the names of a pipeline's components, as Rasa imports them."""
    listed = stated.get("pipeline") if isinstance(stated, dict) else None
    for part in listed if isinstance(listed, list) else ():
        name = part.get("name") if isinstance(part, dict) else part
        if isinstance(name, str) and "." in name and acts(name):
            yield name


def is_key(key: str) -> bool:
    """Whether loaders look up what stands under a key of this name."""
    return key in _KEYS
