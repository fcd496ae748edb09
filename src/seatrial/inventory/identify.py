"""What an artifact is, by its content and never by its extension."""

import functools
import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import BinaryIO, NamedTuple

import seatrial.formats
from seatrial.domain.inventory import Role
from seatrial.formats import index
from seatrial.formats.protocol import HEAD_BYTES, FormatModule, Listed

_PACKAGE = "seatrial.formats"
UNKNOWN = "unknown"
EMPTY = "empty"
TEXT_PRIORITY = 90
TAIL_BYTES = 22 + 65_535
"""How much of the end `matches_tail` is shown: an end record of a zip with the longest comment."""


class Identified(NamedTuple):
    """The format of some bytes, and any second format that claims them from the end."""

    format: str
    module: ModuleType | None = None
    second: ModuleType | None = None
    """Another format whose readers would accept the same file; they may see other content than the first."""


@functools.cache
def modules() -> tuple[ModuleType, ...]:
    """All format modules in the order in which they are asked. The folder is the registry."""
    found = [importlib.import_module(f"{_PACKAGE}.{name}") for name in _folder()]
    formats = [module for module in found if isinstance(module, FormatModule)]
    return tuple(sorted(formats, key=lambda module: (module.PRIORITY, module.NAME)))


def listed(found: Iterable[ModuleType]) -> tuple[Listed, ...]:
    """The index of these modules, in order."""
    return tuple(
        Listed(
            name=module.NAME,
            module=module.__name__.rpartition(".")[2],
            priority=module.PRIORITY,
            starts=tuple(getattr(module, "STARTS", ())),
            marks=tuple(getattr(module, "MARKS", ())),
            tail=hasattr(module, "matches_tail"),
            further=hasattr(module, "matches_reader"),
            members=hasattr(module, "open_member"),
        )
        for module in found
    )


def _folder() -> tuple[str, ...]:
    return tuple(entry.name for entry in pkgutil.iter_modules(seatrial.formats.__path__))


@functools.cache
def _index() -> tuple[Listed, ...]:
    """What was written of the folder, when the folder still holds the same modules; else the folder itself."""
    return index.LISTED if _folder() == index.MODULES else listed(modules())


@functools.cache
def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{_PACKAGE}.{name}")


def identify(head: bytes, tail: bytes, size: int, reader: BinaryIO | None = None) -> Identified:
    """The format of `size` bytes that begin with `head` (up to `HEAD_BYTES`) and end with `tail`.

    `unknown` when no module claims them, `empty` for none at all. A module that cannot tell from the head may
    read on in `reader`; what that raises (`FormatError`, `LimitReached`) is the caller's.
    """
    if size == 0:
        return Identified(format=EMPTY)
    head = head[:HEAD_BYTES]
    first = next((module for module in _by_start(head) if module.matches(head, size)), None)
    last = next((module for module in _from_end() if module.matches_tail(tail, size)), None)
    if reader is not None and size > len(head) and (first is None or first.PRIORITY >= TEXT_PRIORITY):
        first = next((module for module in _further() if module.matches_reader(head, reader, size)), first)
    if last is not None and (first is None or first.PRIORITY >= TEXT_PRIORITY):
        # Text is only a guess; a record that readers search for from the end is not.
        first, last = last, None
    if first is None:
        return Identified(format=UNKNOWN)
    return Identified(format=str(first.NAME), module=first, second=last if last is not first else None)


def _by_start(head: bytes) -> Iterator[ModuleType]:
    """Modules to ask, in order; one whose formats begin otherwise is not even imported."""
    for entry in _index():
        if entry.starts and not head.startswith(entry.starts):
            continue
        if not entry.marks or any(head.startswith(mark, at) for at, mark in entry.marks):
            yield _module(entry.module)


@functools.cache
def _from_end() -> tuple[ModuleType, ...]:
    return tuple(_module(entry.module) for entry in _index() if entry.tail)


@functools.cache
def _further() -> tuple[ModuleType, ...]:
    return tuple(_module(entry.module) for entry in _index() if entry.further)


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
