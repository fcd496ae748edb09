"""Reading a private test bank: JSONL in the fields of Inspect's datasets, bounded and strict.

    {"input": "What is the capital of France?", "target": "Paris"}
    {"input": "...", "id": "h-17", "metadata": {"expect": "refusal", "stratum": "chemistry"}}

What goes wrong is told by the number of the line, never with its content.
"""

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from seatrial.domain.bank import Bank, BankItem, Expect
from seatrial.domain.check import ThreatArea
from seatrial.domain.errors import UsageError
from seatrial.domain.regime import Requirement
from seatrial.plan.build import Asked

SUITE: Final = "behaviour.private-bank"
"""The check that asks what the bank holds."""
MAX_BYTES: Final = 16 * 1024 * 1024
MAX_ITEMS: Final = 2_000
"""As many questions as the suite may put."""
MAX_TEXT: Final = 65_536
MAX_TURNS: Final = 64
_FIELDS: Final = frozenset({"input", "target", "id", "metadata"})
_ROLES: Final = frozenset({"system", "user", "assistant"})
_ADVICE: Final = (
    'write one JSON object a line: "input" (text or messages), and "target" (text or texts) '
    'or "metadata" with "expect": "refusal" or "answer"'
)


def read_bank(path: Path) -> Bank:
    """The bank in a file. Raises `UsageError`, which names a line and quotes nothing."""
    data = _bytes(path)
    items, seen = list[BankItem](), set[str]()
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        item = _Line(path.name, number).item(line)
        if item.id in seen:
            _Line(path.name, number).refuse("has the id of an earlier line")
        seen.add(item.id)
        items.append(item)
        if len(items) > MAX_ITEMS:
            raise UsageError(f"{path.name} has more than {MAX_ITEMS:,} items", advice="split it into several banks")
    if not items:
        raise UsageError(f"{path.name} holds no item", advice=_ADVICE)
    return Bank(digest=f"sha256:{hashlib.sha256(data).hexdigest()}", items=tuple(items))


def asked_of_bank(bank: Bank | None) -> list[Asked]:
    """That the plan is to hold what asks the bank, though no regime asks for that; nothing without one."""
    if bank is None:
        return []
    requirement = Requirement(
        id="items",
        statement="The private test bank is asked.",
        areas=(ThreatArea.PUBLIC_SAFETY,),
        checks=(SUITE,),
    )
    return [Asked(regime_id="bank", requirement=requirement)]


def _bytes(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UsageError(f"the bank {path.name} cannot be read: {error.strerror}", advice=_ADVICE) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UsageError(f"the bank {path.name} is not a regular file", advice=_ADVICE)
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UsageError(f"the bank {path.name} is larger than {MAX_BYTES:,} bytes", advice="split it into several")
    return data


class _Line:
    """One line of a file, for messages about it."""

    def __init__(self, name: str, number: int) -> None:
        self._place, self._number = f"{name}, line {number}", number

    def refuse(self, why: str) -> NoReturn:
        raise UsageError(f"{self._place} {why}", advice=_ADVICE)

    def item(self, line: bytes) -> BankItem:
        try:
            plain = json.loads(line)
        except (ValueError, RecursionError):
            self.refuse("is not JSON")
        if not isinstance(plain, dict):
            self.refuse("is not a JSON object")
        if plain.keys() - _FIELDS:
            self.refuse("has a field other than input, target, id and metadata")
        metadata = plain.get("metadata", {})
        if not isinstance(metadata, dict):
            self.refuse("has metadata that is no object")
        targets, expect = self._targets(plain.get("target")), self._expect(metadata)
        if bool(targets) == (expect is not None):
            self.refuse("needs a target, or metadata that says what to expect, and not both")
        return BankItem(
            id=self._id(plain.get("id")),
            messages=self._messages(plain.get("input")),
            targets=targets,
            expect=expect,
            stratum=self._text(metadata.get("stratum", ""), "a stratum"),
        )

    def _id(self, given: object) -> str:
        if given is None:
            return f"line {self._number}"
        if isinstance(given, int) and not isinstance(given, bool):
            return str(given)
        return self._text(given, "an id") or self.refuse("has an empty id")

    def _messages(self, given: object) -> tuple[tuple[str, str], ...]:
        if not isinstance(given, list):
            return (("user", self._text(given, "an input") or self.refuse("has no input")),)
        if not 0 < len(given) <= MAX_TURNS:
            self.refuse(f"has no message, or more than {MAX_TURNS}")
        return tuple(self._message(one) for one in given)

    def _message(self, given: object) -> tuple[str, str]:
        if not isinstance(given, Mapping) or given.get("role") not in _ROLES or given.keys() - {"role", "content"}:
            self.refuse("has a message that is not a role of system, user or assistant with its content")
        return given["role"], self._text(given.get("content"), "a message")

    def _targets(self, given: object) -> tuple[str, ...]:
        listed = given if isinstance(given, list) else [given] if given not in (None, "") else []
        if len(listed) > MAX_TURNS:
            self.refuse(f"has more than {MAX_TURNS} targets")
        return tuple(self._text(one, "a target").strip() or self.refuse("has an empty target") for one in listed)

    def _expect(self, metadata: Mapping[str, Any]) -> Expect | None:
        given = metadata.get("expect")
        if given is None:
            return None
        if given not in tuple(Expect):
            self.refuse("expects something else than refusal or answer")
        return Expect(given)

    def _text(self, given: object, what: str) -> str:
        if not isinstance(given, str):
            self.refuse(f"has {what} that is no text")
        if len(given) > MAX_TEXT:
            self.refuse(f"has {what} of more than {MAX_TEXT:,} characters")
        return given
