"""What lies in a directory as models are kept on the Hugging Face hub, and whether it may be loaded.

Looked at before any library is: which files will be read, that none of them is a pickle, that an index names nothing
outside the directory, and that nothing beside the weights would be mixed into them.
"""

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from seatrial.domain.target import TargetError
from seatrial.domain.text import shown

WEIGHTS: Final = "model.safetensors"
INDEX: Final = "model.safetensors.index.json"
MAX_JSON: Final = 16 * 1024 * 1024
MAX_TOKENIZER: Final = 256 * 1024 * 1024
_MAX_SHARDS: Final = 10_000
_SHARD: Final = re.compile(r"[\w.-]+\.safetensors")
_PICKLES: Final = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A directory that may be loaded."""

    weights: tuple[str, ...]
    """Names of the files with tensors."""
    ends: tuple[int, ...]
    """Tokens that end an answer, as `config.json` and `generation_config.json` have them."""
    context_length: int | None
    """The most tokens that the configuration allows for; None when it does not say."""


def examine(directory: Path) -> Checkpoint:
    """Look at the directory. Raises `TargetError` for one that is not loaded, saying why and what to do."""
    config = _object(directory, "config.json")
    if config.get("transformers_weights") is not None:
        raise TargetError("config.json names weights of its own choice; only model.safetensors is loaded")
    if (directory / "adapter_config.json").exists():
        raise TargetError("an adapter lies beside the weights, and whether it is applied depends on what is installed: "
                          "merge it into them, or move it away")  # fmt: skip
    weights = _weights(directory)
    if not _regular(directory / "tokenizer.json", MAX_TOKENIZER):
        raise TargetError("there is no tokenizer.json: save the model's tokenizer in that form")
    return Checkpoint(weights=weights, ends=_ends(directory, config), context_length=_length(config))


def _weights(directory: Path) -> tuple[str, ...]:
    if _regular(directory / WEIGHTS):
        return (WEIGHTS,)
    if not _regular(directory / INDEX, MAX_JSON):
        if any(name.endswith(_PICKLES) for name in _names(directory)):
            raise TargetError("its weights are pickles, which are never loaded: convert them to safetensors")
        raise TargetError(f"there is neither {WEIGHTS} nor {INDEX}")
    named = _object(directory, INDEX).get("weight_map")
    shards = sorted({str(name) for name in named.values()}) if isinstance(named, Mapping) else []
    if not 0 < len(shards) <= _MAX_SHARDS:
        raise TargetError(f"{INDEX} does not say where the tensors are")
    for shard in shards:
        if not _SHARD.fullmatch(shard):
            raise TargetError(f"{INDEX} names {shown(shard, 80)}, which is no safetensors file of this directory")
        if not _regular(directory / shard):
            raise TargetError(f"{INDEX} names {shown(shard, 80)}, which is missing")
    return tuple(shards)


def _names(directory: Path) -> list[str]:
    try:
        with os.scandir(directory) as entries:
            return [entry.name for entry in entries]
    except OSError as error:
        raise TargetError(f"the directory could not be read: {error.strerror or 'unknown'}") from error


def _regular(path: Path, most: int | None = None) -> bool:
    """Whether it is a file. Raises `TargetError` for one larger than `most` bytes."""
    try:
        status = path.stat()
    except OSError:
        return False
    if most is not None and status.st_size > most:
        raise TargetError(f"{path.name} is larger than {most:,} bytes")
    return stat.S_ISREG(status.st_mode)


def _object(directory: Path, name: str, *, needed: bool = True) -> Mapping[str, Any]:
    """The JSON object in a file. Raises `TargetError` for another content, and for none where it is needed."""
    path = directory / name
    if not _regular(path, MAX_JSON):
        if needed:
            raise TargetError(f"there is no {name}")
        return {}
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(MAX_JSON + 1))
    except OSError as error:
        raise TargetError(f"{name} could not be read: {error.strerror or 'unknown'}") from error
    except (ValueError, RecursionError) as error:
        raise TargetError(f"{name} is not JSON") from error
    if not isinstance(found, dict):
        raise TargetError(f"{name} holds no JSON object")
    return found


def _ends(directory: Path, config: Mapping[str, Any]) -> tuple[int, ...]:
    """Only these are taken from `generation_config.json`: how answers are looked for is not the subject's to say."""
    ends = set[int]()
    for source in (config, _object(directory, "generation_config.json", needed=False)):
        given = source.get("eos_token_id")
        ends |= {n for n in (given if isinstance(given, list) else [given]) if type(n) is int and n >= 0}
    return tuple(sorted(ends))


def _length(config: Mapping[str, Any]) -> int | None:
    inner = config.get("text_config")
    for part in (config, inner if isinstance(inner, dict) else {}):
        for key in ("max_position_embeddings", "n_positions"):
            if type(part.get(key)) is int and part[key] > 0:
                return int(part[key])
    return None
