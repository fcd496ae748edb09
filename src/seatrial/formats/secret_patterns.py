"""Credentials by the exact form that their issuers give them, found in bytes and never repeated whole.

Sources of the forms: the issuers' documentation of their key formats. What merely looks random is no credential
here: checksums, vocabularies and images are full of it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from seatrial.formats.secret_rules import RULES, SecretRule

MAX_FOUND: Final = 100
"""Credentials told of one text."""
_PLACEHOLDER: Final = re.compile(
    rb"example|placeholder|your|xxxx|change.?me|dummy|sample|fake|redacted|\*\*\*|\.\.\.|insert|replace.?(?:me|with)"
    rb"|<|>|\$\{|\$\(|\{\{|%\(|todo|0000000|1111111|aaaaaaa|not.?a.?real|my.?(?:secret|token|key|pass)",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(
    rb"(?>pass(?:word|wd)?|secret|admin|root|user(?:name)?|test|token|key|postgres|mysql|guest|foo|bar|pwd|pw|api"
    rb"|hunter|qwerty|letmein|localhost|[\d_.!@#-]++)++",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    rb"[a-z_][a-z0-9]*(?:[._/:-]+[a-z0-9]+)+|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[A-Z]+(?:_+[A-Z0-9]+)+"
)
"""A name of code or of a part of a model, not a credential."""
_RUNS: Final = b"abcdefghijklmnopqrstuvwxyz0123456789"
_SEQUENCE: Final = 6
_ANCHORS: Final = [(index, text) for index, rule in enumerate(RULES) if not rule.any_case for text in rule.anchors]
_LOWERED: Final = [(index, text) for index, rule in enumerate(RULES) if rule.any_case for text in rule.anchors]
_EXACT_ANCHORS: Final = [(index, text) for index, text in _ANCHORS if RULES[index].exact]
_EXACT_LOWERED: Final = [(index, text) for index, text in _LOWERED if RULES[index].exact]


_ALL_BYTES: Final = bytes(range(256))


class FoundSecret(NamedTuple):
    """One credential, without the credential."""

    rule: SecretRule
    offset: int
    """Of its first byte, in the text that was searched."""
    hint: str
    """Its first characters, four at most, and its length."""
    certain: bool
    """It has the issuer's form and looks drawn at random; otherwise it may be made up."""


def search(data: bytes, *, exact: bool = False) -> Iterator[FoundSecret]:
    """Credentials in a text, by offset, each place once; `MAX_FOUND` at most.

    `exact`: only of forms that nothing else has, for bytes that are no text.
    """
    lowered = data.lower()
    found: dict[int, FoundSecret] = {}
    hinted = _hinted(_EXACT_ANCHORS if exact else _ANCHORS, data)
    hinted |= _hinted(_EXACT_LOWERED if exact else _LOWERED, lowered)
    for index in sorted(hinted):
        if len(found) >= MAX_FOUND:
            break
        rule = RULES[index]
        text = lowered if rule.any_case else data
        for match in _matches(rule, data, text):
            secret, place = match["secret"], match.start("secret")
            if place not in found and not is_placeholder(rule, secret, match[0]):
                found[place] = FoundSecret(
                    rule=rule, offset=place, hint=_hint(rule, secret), certain=rule.block or _is_drawn(secret)
                )
            if len(found) >= MAX_FOUND:
                break
    yield from (found[place] for place in sorted(found))


def _hinted(anchors: list[tuple[int, bytes]], data: bytes) -> set[int]:
    """Rules of which an anchor is there. Text of few letters, which is slow to search, is done with by its letters."""
    missing = frozenset(_ALL_BYTES.translate(None, data))
    return {index for index, anchor in anchors if missing.isdisjoint(anchor) and anchor in data}


def _matches(rule: SecretRule, data: bytes, text: bytes) -> Iterator[re.Match[bytes]]:
    """Matches around the anchors; a pattern let loose on everything would be many times slower."""
    for anchor in rule.anchors:
        reached, at = 0, text.find(anchor)
        while at >= 0:
            for start in range(max(reached, at - rule.before), at + 1):
                if match := rule.pattern.match(data, start):
                    yield match
                    reached = match.end()
                    break
            at = text.find(anchor, max(at + 1, reached))


def is_placeholder(rule: SecretRule, secret: bytes, whole: bytes) -> bool:
    """Whether a text of the form stands for a credential instead of being one."""
    if rule.block:
        return False
    if _PLACEHOLDER.search(secret) or len(set(secret.lower())) < min(6, len(secret) // 2 + 1):
        return True
    if not rule.chosen:
        return False
    if rule.host and re.search(rb"@(?:localhost|127\.0\.0\.1|host\b|[\w.-]*example\.)", whole):
        return True
    mixed = sum(re.search(kind, secret) is not None for kind in (rb"[a-z]", rb"[A-Z]", rb"\d", rb"[^\w]"))
    named = (
        not rule.host and re.fullmatch(rb"(?>[A-Z]{0,8}[a-z]{3,}+|[A-Z]{2,8}(?=\d)|\d{1,5}+|_)++", secret) is not None
    )
    return mixed < 2 or named or any(kind.fullmatch(secret) for kind in (_WORDS, _NAME))


def _is_drawn(secret: bytes) -> bool:
    """Whether the characters look drawn at random: neither a sequence nor few of them."""
    body = secret[-48:].lower()
    for start in range(len(_RUNS) - _SEQUENCE + 1):
        if _RUNS[start : start + _SEQUENCE] in body:
            return False
    counts = Counter(body)
    entropy = -sum(n / len(body) * math.log2(n / len(body)) for n in counts.values())
    return entropy >= min(3.0, math.log2(len(body)) * 0.7)


def _hint(rule: SecretRule, secret: bytes) -> str:
    if rule.block or rule.chosen or len(secret) < 16:
        return f"{len(secret):,} characters"
    return f"{secret[:4].decode('ascii', 'replace')}…, {len(secret):,} characters"
