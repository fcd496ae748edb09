"""YAML text, read without tags, merges or types: every scalar is a string, nothing is ever constructed.

The reader builds from the parser's events instead of one of PyYAML's loaders, so depth, number and aliases are
bounded before anything is built.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.domain.text import shown
from seatrial.formats.protocol import FormatError
from seatrial.formats.text import decoded

NAME = "yaml"
ROLE = Role.CONFIG
PRIORITY = 94
MAX_CHARACTERS: Final = 2 * 1024 * 1024
"""The longest front matter seen on the hub, evaluation tables of embedding models, is about half of it."""
MAX_EVENTS: Final = 400_000
MAX_DEPTH: Final = 40
MAX_ALIASES: Final = 1_000
_LINE = re.compile(r"(?:[\w.\"'-][\w .\"'/-]*:(?:\s|$)|-\s|#|\s|\.\.\.|---|%YAML|$)")
_KEY = re.compile(r"^[\w.\"'-][\w .\"'/-]*:(?:\s|$)", re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def matches(head: bytes, size: int) -> bool:
    """Text in which every line of the first 20 could be YAML and one has a key."""
    text = decoded(head, size)
    if text is None:
        return False
    lines = text[:4000].split("\n")[:20]
    return all(_LINE.match(line) for line in lines) and _KEY.search(text[:4000]) is not None


def load(text: str) -> Any:
    """The first document as dicts, lists and strings; None for an empty one.

    Aliases are resolved by reference; one inside an anchored collection, with which a few lines stand for more
    than memory holds, is refused, and so are merge keys and doubled keys.
    Raises `FormatError`, and `LimitReached` for too much text or too many events.
    """
    if len(text) > MAX_CHARACTERS:
        raise LimitReached(f"YAML longer than {MAX_CHARACTERS:,} characters")
    builder = _Builder()
    try:
        for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
            if count > MAX_EVENTS:
                raise LimitReached(f"YAML of more than {MAX_EVENTS:,} parts")
            if isinstance(event, yaml.DocumentEndEvent):
                break
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        raise FormatError(
            f"is not YAML: {shown(str(getattr(error, 'problem', '') or 'unreadable'), 80)}{where}"
        ) from error
    return builder.result


class _Builder:
    """One document from events, without recursion."""

    def __init__(self) -> None:
        self.result: Any = None
        self._open: list[tuple[Any, str | None]] = []
        self._keys: list[Any] = []
        self._anchors: dict[str, Any] = {}
        self._aliases = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(self._open) >= MAX_DEPTH:
                raise FormatError(f"nests deeper than {MAX_DEPTH}")
            self._open.append(({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor))
            self._keys.append(_NO_KEY)
        elif isinstance(event, yaml.CollectionEndEvent):
            value, anchor = self._open.pop()
            self._keys.pop()
            self._place(value, anchor)
        elif isinstance(event, yaml.ScalarEvent):
            self._place(event.value, event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._place(self._resolved(event.anchor), None)

    def _resolved(self, anchor: str | None) -> Any:
        self._aliases += 1
        if self._aliases > MAX_ALIASES or any(name is not None for _, name in self._open):
            raise FormatError("uses aliases inside anchors, or too many of them")
        if anchor is None or anchor not in self._anchors:
            raise FormatError("uses an alias before its anchor")
        return self._anchors[anchor]

    def _place(self, value: Any, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = value
        if not self._open:
            self.result = value
            return
        here = self._open[-1][0]
        if isinstance(here, list):
            here.append(value)
        elif self._keys[-1] is _NO_KEY:
            if not isinstance(value, str) or value == "<<":
                raise FormatError("has a merge key, or a key that is no text")
            if value in here:
                raise FormatError(f'has the key "{shown(value, 80)}" twice')
            self._keys[-1] = value
        else:
            here[self._keys[-1]] = value
            self._keys[-1] = _NO_KEY


_NO_KEY: Final = object()


_HARMLESS: Final = frozenset(
    {"none", "null", "bool", "str", "unicode", "bytes", "int", "long", "float", "complex", "list", "tuple", "dict"}
)
_OBJECT_TAG = re.compile(
    r"!!?(?:python/(?:object|name|module|object/apply|object/new)\b|ruby/(?:object|hash|struct|class|module)\b"
    r"|(?:javax?|com\.sun|org)\.)[\w./:]*"
)
_FOREIGN = ("ruby/", "java.", "javax.", "com.sun.", "org.", "js/", "perl/", "php/")
MAX_UNFOLDED: Final = 10_000_000
"""Parts that a document may have when every alias is written out."""


def object_tags(text: str) -> Iterator[tuple[str, int]]:
    """Tags that make a careless loader construct objects, in every document, each with its line, counted from 1.

    Tags of plain Python values (`python/tuple`) are none of them. Raises as `load` does.
    """
    for event in _events(text):
        tag = getattr(event, "tag", None)
        if not isinstance(tag, str) or not tag.startswith(
            ("tag:yaml.org,2002:", "!python/", "!ruby/", "!js/", "!perl/")
        ):
            continue
        name = tag.removeprefix("tag:yaml.org,2002:").removeprefix("!")
        python = name.startswith("python/") and name.removeprefix("python/") not in _HARMLESS
        if python or name.startswith(_FOREIGN):
            yield name, (event.start_mark.line + 1 if event.start_mark else 0)


def pairs(text: str) -> Iterator[tuple[str, str, int]]:
    """Keys with the plain text under them, in every document, each with its line; `!new:x` and its like of
    HyperPyYAML as a pair of the tag's word (`!new`) and the name. Raises as `load` does.
    """
    key: str | None = None
    stack: list[str | None] = []
    awaiting: list[bool] = []
    for event in _events(text):
        tag = getattr(event, "tag", None)
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(tag, str) and tag.startswith(("!new:", "!apply:", "!name:", "!module:")):
            word, _, name = tag.partition(":")
            yield word, name, line
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            stack.append(key)
            awaiting.append(isinstance(event, yaml.MappingStartEvent))
            key = None
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            awaiting.pop()
            key = None
        elif isinstance(event, yaml.ScalarEvent):
            if awaiting and awaiting[-1] and key is None:
                key = event.value
            else:
                named = key if key is not None else next((k for k in reversed(stack) if k is not None), "")
                yield named, event.value, line
                key = None
        elif isinstance(event, yaml.AliasEvent):
            key = None


def unfolds(text: str) -> bool:
    """Whether aliases in aliases stand for more parts than any reader should build. Raises as `load` does."""
    weights: dict[str, int] = {}
    open_: list[tuple[int, str | None]] = [(0, None)]
    for event in _events(text):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            open_.append((1, event.anchor))
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            weight, anchor = open_.pop()
            if anchor is not None:
                weights[anchor] = weight
        elif isinstance(event, yaml.AliasEvent):
            weight = weights.get(event.anchor or "", 1)
        else:
            weight = int(isinstance(event, yaml.ScalarEvent))
        open_[-1] = (min(open_[-1][0] + weight, 1 << 60), open_[-1][1])
    return open_[0][0] > MAX_UNFOLDED


def raw_object_tag(text: str) -> str | None:
    """The first tag that constructs objects in text that is no YAML to its end."""
    found = _OBJECT_TAG.search(text)
    return found.group().lstrip("!") if found is not None else None


def _events(text: str) -> Iterator[yaml.Event]:
    if len(text) > MAX_CHARACTERS:
        raise LimitReached(f"YAML longer than {MAX_CHARACTERS:,} characters")
    try:
        for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
            if count > MAX_EVENTS:
                raise LimitReached(f"YAML of more than {MAX_EVENTS:,} parts")
            yield event
    except yaml.YAMLError as error:
        raise FormatError("is not YAML") from error
    except RecursionError as error:
        raise FormatError("nests too deeply") from error
