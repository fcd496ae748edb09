"""Which form of a model is asked, and through what: the endpoint, a GGUF file, a directory with safetensors."""

import re
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import Final, Protocol

from seatrial.app.locate import Located
from seatrial.app.processors import processors
from seatrial.domain.inventory import ArtifactEntry, Inventory
from seatrial.domain.target import TargetSpec
from seatrial.domain.text import shown

CONTEXT_LENGTH: Final = 2048
_WEIGHTS: Final = ("model.safetensors", "model.safetensors.index.json")
_PICKLES: Final = re.compile(r"(pytorch_model|consolidated|model)[\w.-]*\.(bin|pth?|ckpt)")
_LATER_SPLIT: Final = re.compile(r"-(?!00001)\d{5}-of-\d{5}\.gguf$")
"""Parts after the first of a GGUF in several files: llama.cpp finds them by the first."""
_SPEAKS: Final = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration")
_EXTRAS: Final = {"llamacpp": ("llm", ("xllamacpp",)), "transformers": ("transformers", ("transformers", "torch"))}
"""By kind of target: the extra, and the packages that it brings."""


class Asking(Protocol):
    """How a model behind an endpoint is asked."""

    @property
    def served_model(self) -> str:
        """The model name to send."""

    @property
    def answer_seconds(self) -> float:
        """The most one answer may take."""

    @property
    def concurrency(self) -> int:
        """How many questions are asked at a time."""


def engine_parameters() -> dict[str, str | int | float]:
    """How a model in a file is run on this machine."""
    return {"context_length": CONTEXT_LENGTH, "threads": processors()}


def forms_of(located: Located, inventory: Inventory) -> tuple[TargetSpec, ...]:
    """Every form of the model that its files hold: GGUF files, the largest first, then directories with safetensors."""
    if located.path is None:
        return ()
    root, alone = located.path.resolve(), not located.path.is_dir()
    usable = [a for a in inventory.artifacts if not a.container and not a.truncated]
    gguf = [a for a in usable if a.format == "gguf" and not _LATER_SPLIT.search(a.path)]
    files = [
        TargetSpec(
            kind="llamacpp",
            name=a.path,
            location=str(root if alone else root / a.path),
            parameters=engine_parameters(),
        )
        for a in sorted(gguf, key=lambda a: (-a.size, a.path))
    ]
    directories = [
        TargetSpec(
            kind="transformers",
            name=weights,
            location=str(root / PurePosixPath(weights).parent),
            parameters=engine_parameters(),
        )
        for weights in ([] if alone else _with_safetensors(usable, inventory))
    ]
    return (*files, *directories)


def choose_target(located: Located, inventory: Inventory, asking: Asking) -> TargetSpec | None:
    """How the model is asked: the endpoint, the largest GGUF file, else safetensors; None when there is no way."""
    if located.path is None:
        return TargetSpec(
            kind="openai_http",
            name=located.name,
            location=located.url,
            model=asking.served_model,
            parameters={"deadline": asking.answer_seconds},
            concurrency=asking.concurrency,
        )
    return next(iter(forms_of(located, inventory)), None)


def obstacle_of(target: TargetSpec | None, inventory: Inventory) -> str:
    """Why the model cannot be asked here; empty when it can."""
    if target is not None:
        extra, packages = _EXTRAS.get(target.kind, ("", ()))
        missing = any(find_spec(package) is None for package in packages)
        return f"needs extra '{extra}' (pip install 'seatrial[{extra}]')" if missing else ""
    if any(a.format == "gguf" for a in inventory.artifacts):
        return "the GGUF file lies inside an archive; unpack it and review the directory"
    basenames = [PurePosixPath(a.path).name for a in inventory.artifacts if not a.container]
    if "config.json" in basenames and any(name in _WEIGHTS for name in basenames):
        named = next((_listed(f.value) for f in inventory.facts if f.name == "model.architectures"), ())
        if named and not any(one.endswith(_SPEAKS) for one in named):
            return f"config.json makes the model a {shown(named[0], 80)}, which gives no answers in words"
    if any(_PICKLES.fullmatch(name) for name in basenames):
        return "its weights are pickles, which are never loaded: convert them to safetensors or GGUF"
    return "needs a model that can be run: a GGUF file, a directory with safetensors, or an endpoint that serves it"


def _with_safetensors(usable: list[ArtifactEntry], inventory: Inventory) -> list[str]:
    """Files with the weights (or their index) of every directory that can be loaded, the shallowest first."""
    paths = {a.path for a in usable}
    architectures = {f.source: _listed(f.value) for f in inventory.facts if f.name == "model.architectures"}
    found = dict[str, str]()
    for path in sorted(paths, key=lambda p: (p.count("/"), p)):
        folder, name = str(PurePosixPath(path).parent), PurePosixPath(path).name
        config = str(PurePosixPath(folder) / "config.json")
        if name not in _WEIGHTS or folder in found or config not in paths:
            continue
        named = architectures.get(config, ())
        if not named or any(one.endswith(_SPEAKS) for one in named):
            found[folder] = path
    return list(found.values())


def _listed(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else (str(value),)
