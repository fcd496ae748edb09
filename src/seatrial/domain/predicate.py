"""Three-valued questions about facts, as data: a closed vocabulary without code."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool


class Truth(StrEnum):
    """Kleene's three values."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Predicate:
    """One of the classes below; nothing else can be asked."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class All(Predicate):
    """True when all are true, false when one is false, else unknown."""

    of: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Any(Predicate):
    """True when one is true, false when all are false, else unknown."""

    of: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not(Predicate):
    """Turns true and false round; unknown stays unknown."""

    of: Predicate


@dataclass(frozen=True, slots=True)
class Compare(Predicate):
    """A fact against a value: `eq ne lt le gt ge`. Unknown when the fact is missing."""

    fact: str
    op: str
    value: Value


@dataclass(frozen=True, slots=True)
class In(Predicate):
    """Whether a fact is one of some values."""

    fact: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Exists(Predicate):
    """Whether a fact is stated and not empty. The only predicate for which a missing fact is false."""

    fact: str


@dataclass(frozen=True, slots=True)
class Age(Predicate):
    """How long ago a day lies that a fact states: `age(confirmed_on) le 12 mo`. Unknown when the fact is missing.

    Whole days of the time at which is judged; a month is one of the calendar.
    """

    fact: str
    op: str
    """`lt le gt ge`."""
    length: int
    unit: str
    """`d` or `mo`."""


@dataclass(frozen=True, slots=True)
class Sealed(Predicate):
    """A question that only its holder can answer, since the threshold behind it is secret.

    It is true or false as the holder's signed answer says, and unknown before there is one.
    """

    ref: str
    holder: str
    """Role that answers."""
    commitment: str = ""
    """`sha256:` of the threshold and a random value, so that it cannot be changed before it is unsealed."""

    @property
    def fact(self) -> str:
        """Name of the fact that the answer becomes."""
        return f"sealed.{self.ref}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A truth value with the facts it rests on, and those that would settle it."""

    truth: Truth
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
