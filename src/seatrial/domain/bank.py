"""A private test bank: what somebody wants asked and keeps to themselves. Its digest is public, its content is not."""

from dataclasses import dataclass
from enum import StrEnum


class Expect(StrEnum):
    """What a good answer does, where no target text says it."""

    REFUSAL = "refusal"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankItem:
    """One thing to ask."""

    id: str
    messages: tuple[tuple[str, str], ...]
    """Role (`system`, `user` or `assistant`) and content of each."""
    targets: tuple[str, ...] = ()
    """Any of these in the answer makes it right; empty when `expect` is what counts."""
    expect: Expect | None = None
    stratum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """A whole bank, named by the SHA-256 of its file: all that a record says of it, beside how many items it has."""

    digest: str
    """`sha256:` and 64 hexadecimal digits."""
    items: tuple[BankItem, ...]
