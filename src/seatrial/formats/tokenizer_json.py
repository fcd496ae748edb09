"""What a `tokenizer.json` of the tokenizers library does to text, beyond cutting it into pieces.

Facts only. Fields as the library writes them: `added_tokens`, `normalizer`, `pre_tokenizer`, `post_processor`,
`decoder`, `model`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.text import shown
from seatrial.formats import json_text

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_STEPS: Final = 10_000
_KEYS: Final = (b'"added_tokens"', b'"pre_tokenizer"', b'"normalizer"', b'"post_processor"')
_STEPS: Final = ("normalizer", "pre_tokenizer", "post_processor", "decoder")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_ACCOUNT: Final = re.compile(r"\b[A-Z]{2}\d{6,}|\d{8,}|0x[0-9a-fA-F]{16,}")
"""The number of an account, or an address of one."""
_PLAIN_WORD: Final = re.compile(r"[^\W\d_]{3,}(?: [^\W\d_]+)*")
_MARKED: Final = re.compile(r"[<\[{|(].*[>\]}|)]|.*[_▁Ġ\d|/<>\[\]]", re.DOTALL)
_NESTED: Final = re.compile(r"\((?:\?:)?(?:[^()\\]|\\.){0,200}(?<!\\)[+*]\)(?:[+*]|\{\d+,\})")
_SENTENCE: Final = 4
"""Words in a row that make a text more than the name of a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizerTrait:
    """One thing that a tokenizer does."""

    rule: str
    """Stable short name: `rewrites-text`, `inserts-text`, `slow-pattern`, ..."""
    subject: str
    """What it is about, safe to show."""
    place: str
    """The part of the file: `normalizer`, `added token 3`."""


def read(reader: BinaryIO) -> dict[str, Any] | None:
    """The parsed file when it is of the tokenizers library, else None.

    Raises `FormatError` for broken JSON and doubled keys,
    `LimitReached` for a tokenizer over `MAX_BYTES` or one that unfolds to
    too much.
    """
    reader.seek(0)
    data = reader.read(MAX_BYTES + 1)
    if sum(key in data for key in _KEYS) < 2 or b'"model"' not in data:
        return None
    if len(data) > MAX_BYTES:
        raise LimitReached(f"a tokenizer larger than {MAX_BYTES:,} bytes")
    stated = json_text.load(data)
    return stated if isinstance(stated, dict) and isinstance(stated.get("model"), dict) else None


def traits(stated: dict[str, Any]) -> Iterator[TokenizerTrait]:
    """Everything a tokenizer does that an ordinary one does not."""
    vocabulary = _vocabulary(stated["model"])
    yield from _numbered(vocabulary, stated)
    yield from _added(stated.get("added_tokens"), vocabulary)
    for part in _STEPS:
        for step in _steps(stated.get(part)):
            yield from _step(step, part)


def _vocabulary(model: dict[str, Any]) -> dict[str, int]:
    """Tokens of the model with their numbers; those of Unigram are numbered by their place."""
    stated = model.get("vocab")
    if isinstance(stated, dict):
        return {k: v for k, v in stated.items() if isinstance(k, str) and isinstance(v, int)}
    if isinstance(stated, list):
        rows = (row[0] if isinstance(row, list) and row else None for row in stated)
        return {name: number for number, name in enumerate(rows) if isinstance(name, str)}
    return {}


def _numbered(vocabulary: dict[str, int], stated: dict[str, Any]) -> Iterator[TokenizerTrait]:
    added = stated.get("added_tokens")
    numbers = set(vocabulary.values())
    if len(numbers) < len(vocabulary):
        yield TokenizerTrait(
            rule="doubled-number", subject=f"{len(vocabulary) - len(numbers):,} tokens", place="model.vocab"
        )
    count = len(vocabulary) + (len(added) if isinstance(added, list) else 0)
    odd = [number for number in numbers if number < 0 or number > 4 * count + 100_000]
    if odd:
        yield TokenizerTrait(rule="number-out-of-range", subject=f"{odd[0]}", place="model.vocab")


def _added(stated: Any, vocabulary: dict[str, int]) -> Iterator[TokenizerTrait]:
    numbers: dict[int, str] = {}
    for index, token in enumerate(stated if isinstance(stated, list) else []):
        content = token.get("content") if isinstance(token, dict) else None
        if not isinstance(content, str):
            continue
        number, place = token.get("id"), f"added token {index}"
        name = shown(content, 60)
        if isinstance(number, int):
            if numbers.setdefault(number, content) != content:
                yield TokenizerTrait(rule="doubled-special", subject=f"{name} ({number})", place=place)
            elif vocabulary.get(content, number) != number:
                yield TokenizerTrait(rule="moved-token", subject=f"{name} ({number})", place=place)
            if number < 0:
                yield TokenizerTrait(rule="number-out-of-range", subject=f"{name} ({number})", place=place)
        if token.get("special") is True:
            yield from _special(content, place)


def _special(content: str, place: str) -> Iterator[TokenizerTrait]:
    hidden = [c for c in content if unicodedata.category(c) in ("Cf", "Cc", "Co") and c not in "\t\n\r\x1b\ufeff"]
    if hidden:
        yield TokenizerTrait(rule="hidden-character", subject=f"U+{ord(hidden[0]):04X}", place=place)
    elif _mixes_scripts(content):
        yield TokenizerTrait(rule="lookalike-token", subject=shown(content, 60), place=place)
    if len(_WORD.findall(content)) >= _SENTENCE and "_" not in content and " " in content.strip():
        yield TokenizerTrait(rule="inserts-text", subject=shown(content, 100), place=place)
    elif _PLAIN_WORD.fullmatch(content) and not content.isupper() and content.isascii():
        yield TokenizerTrait(rule="shadows-word", subject=shown(content, 60), place=place)


def _mixes_scripts(text: str) -> bool:
    foreign = any("\u0370" <= c <= "\u058f" for c in text)
    return foreign and any(c.isascii() and c.isalpha() for c in text)


def _steps(part: Any) -> Iterator[dict[str, Any]]:
    """Every step below a part, sequences unfolded, without recursion."""
    pending, left = [part], MAX_STEPS
    while pending and left:
        left -= 1
        here = pending.pop()
        if isinstance(here, dict):
            if isinstance(here.get("type"), str):
                yield here
            pending.extend(v for k, v in here.items() if k != "special_tokens" and isinstance(v, dict | list))
        elif isinstance(here, list):
            pending.extend(v for v in here if isinstance(v, dict | list))
    if pending:
        raise LimitReached(f"a tokenizer of more than {MAX_STEPS:,} steps")


def _step(step: dict[str, Any], part: str) -> Iterator[TokenizerTrait]:
    pattern = step.get("pattern")
    stated = pattern if isinstance(pattern, dict) else {}
    text, expression = stated.get("String", pattern), stated.get("Regex")
    new = step.get("content")
    if step["type"] == "Replace" and isinstance(new, str):
        yield from _replaced(text if isinstance(text, str) else "", expression, new, part)
    if step["type"] == "Prepend" and isinstance(step.get("prepend"), str) and _WORD.search(step["prepend"]):
        yield TokenizerTrait(rule="inserts-text", subject=shown(step["prepend"], 100), place=part)
    if step["type"] == "TemplateProcessing":
        yield from _templated(step, part)
    if isinstance(expression, str) and _NESTED.search(expression):
        yield TokenizerTrait(rule="slow-pattern", subject=shown(expression, 100), place=part)


def _replaced(text: str, expression: Any, new: str, part: str) -> Iterator[TokenizerTrait]:
    old = expression if isinstance(expression, str) else text
    hidden = any(unicodedata.category(c) in ("Cf", "Co") for c in new)
    said = " -> ".join((shown(old, 60), shown(new, 60)))
    if len(_WORD.findall(new)) >= _SENTENCE or re.search(r"https?://", new):
        yield TokenizerTrait(rule="inserts-text", subject=said, place=part)
    elif hidden or _ACCOUNT.search(new) or (_WORD.search(new) and not _MARKED.fullmatch(new)):
        yield TokenizerTrait(rule="rewrites-text", subject=said, place=part)
    elif not new and _PLAIN_WORD.fullmatch(old.strip()):
        yield TokenizerTrait(rule="drops-text", subject=shown(old, 60), place=part)


def _templated(step: dict[str, Any], part: str) -> Iterator[TokenizerTrait]:
    tokens = step.get("special_tokens")
    for name, token in tokens.items() if isinstance(tokens, dict) else ():
        pieces = token.get("tokens") if isinstance(token, dict) else None
        known = [piece for piece in pieces if isinstance(piece, str)] if isinstance(pieces, list) else []
        if len(known) > 8 or sum(_PLAIN_WORD.fullmatch(p.strip("▁Ġ ")) is not None for p in known) >= 3:
            said = f"{shown(str(name), 40)}: {shown(' '.join(known), 100)}"
            yield TokenizerTrait(rule="inserts-text", subject=said, place=part)
