"""What an artifact is, by its content and never by its extension."""

import functools
import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import BinaryIO

import seatrial.formats
from seatrial.domain.inventory import Role
from seatrial.formats.protocol import HEAD_BYTES, FormatModule

UNKNOWN = "unknown"
EMPTY = "empty"
TEXT_PRIORITY = 90
TAIL_BYTES = 22 + 65_535
"""How much of the end `matches_tail` is shown: an end record of a zip with the longest comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The format of some bytes, and any second format that claims them from the end."""

    format: str
    module: ModuleType | None = None
    second: ModuleType | None = None
    """Another format whose readers would accept the same file; they may see other content than the first."""


@functools.cache
def modules() -> tuple[ModuleType, ...]:
    """All format modules in the order in which they are asked. The folder is the registry."""
    found: list[ModuleType] = []
    for entry in pkgutil.iter_modules(seatrial.formats.__path__, "seatrial.formats."):
        if _names_a_priority(entry.name):
            module = importlib.import_module(entry.name)
            if isinstance(module, FormatModule):
                found.append(module)
    return tuple(sorted(found, key=lambda module: (module.PRIORITY, module.NAME)))


def _names_a_priority(name: str) -> bool:
    """Whether a module's own code speaks of a `PRIORITY`: what no format needs is not imported for nothing."""
    spec = importlib.util.find_spec(name)
    read = getattr(spec.loader, "get_code", None) if spec is not None else None
    code = read(name) if read is not None else None
    return code is None or "PRIORITY" in code.co_names


def identify(head: bytes, tail: bytes, size: int, reader: BinaryIO | None = None) -> Identified:
    """The format of `size` bytes that begin with `head` (up to `HEAD_BYTES`) and end with `tail`.

    `unknown` when no module claims them, `empty` for none at all. A module that cannot tell from the head may
    read on in `reader`; what that raises (`FormatError`, `LimitReached`) is the caller's.
    """
    if size == 0:
        return Identified(format=EMPTY)
    head = head[:HEAD_BYTES]
    first = next((module for matches, module in _from_start() if matches(head, size)), None)
    last = next((module for matches, module in _from_end() if matches(tail, size)), None)
    if reader is not None and size > len(head) and (first is None or first.PRIORITY >= TEXT_PRIORITY):
        first = next((module for matches, module in _further() if matches(head, reader, size)), first)
    if last is not None and (first is None or first.PRIORITY >= TEXT_PRIORITY):
        # Text is only a guess; a record that readers search for from the end is not.
        first, last = last, None
    if first is None:
        return Identified(format=UNKNOWN)
    return Identified(format=str(first.NAME), module=first, second=last if last is not first else None)


@functools.cache
def _from_start() -> tuple[tuple[Callable[[bytes, int], bool], ModuleType], ...]:
    """What is asked of every file, gathered once: looking names up on modules a million times takes seconds."""
    return tuple((module.matches, module) for module in modules())


@functools.cache
def _from_end() -> tuple[tuple[Callable[[bytes, int], bool], ModuleType], ...]:
    return tuple((module.matches_tail, module) for module in modules() if hasattr(module, "matches_tail"))


@functools.cache
def _further() -> tuple[tuple[Callable[[bytes, BinaryIO, int], bool], ModuleType], ...]:
    return tuple((module.matches_reader, module) for module in modules() if hasattr(module, "matches_reader"))


_BY_BASENAME = {
    "tokenizer.json": Role.TOKENIZER,
    "tokenizer_config.json": Role.TOKENIZER,
    "vocab.json": Role.TOKENIZER,
    "vocab.txt": Role.TOKENIZER,
    "merges.txt": Role.TOKENIZER,
    "special_tokens_map.json": Role.TOKENIZER,
    "added_tokens.json": Role.TOKENIZER,
    "chat_template.json": Role.TOKENIZER,
    "chat_template.jinja": Role.TOKENIZER,
    "tokenizer.model": Role.TOKENIZER,
    "spiece.model": Role.TOKENIZER,
    "config.json": Role.CONFIG,
    "generation_config.json": Role.CONFIG,
    "preprocessor_config.json": Role.CONFIG,
    "processor_config.json": Role.CONFIG,
    "adapter_config.json": Role.CONFIG,
    "model_index.json": Role.CONFIG,
    "configuration.json": Role.CONFIG,
    "params.json": Role.CONFIG,
    "seatrial.yaml": Role.CONFIG,
    "quantize_config.json": Role.CONFIG,
    "readme": Role.DOCUMENTATION,
    "readme.md": Role.DOCUMENTATION,
    "readme.txt": Role.DOCUMENTATION,
    "readme.rst": Role.DOCUMENTATION,
    "license": Role.DOCUMENTATION,
    "license.md": Role.DOCUMENTATION,
    "license.txt": Role.DOCUMENTATION,
    "licence": Role.DOCUMENTATION,
    "notice": Role.DOCUMENTATION,
    "notice.txt": Role.DOCUMENTATION,
    "use_policy.md": Role.DOCUMENTATION,
    "model_card.md": Role.DOCUMENTATION,
    "changelog.md": Role.DOCUMENTATION,
    "citation.cff": Role.DOCUMENTATION,
    "model.sig": Role.SIGNATURE,
    "claims.jsonl": Role.SIGNATURE,
}
_SIGNATURE_ENDINGS = (".sig", ".sigstore", ".sigstore.json", ".asc", ".minisig")
_FIRM = frozenset({Role.WEIGHTS, Role.CODE, Role.CONTAINER})


def role(identified: Identified, path: str) -> Role:
    """What an artifact is for: its format decides where that means something, else its basename does.

    A name cannot turn weights, code or a container into documentation.
    """
    own: Role = identified.module.ROLE if identified.module is not None else Role.OTHER
    if own in _FIRM:
        return own
    name = path.rsplit("/", 1)[-1].lower()
    if name.endswith(_SIGNATURE_ENDINGS):
        return Role.SIGNATURE
    if name.endswith(".index.json"):
        return Role.CONFIG
    return _BY_BASENAME.get(name, own)
