"""What is said instead of doing an act."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

RefusalKind: TypeAlias = Literal["forbidden", "untimely", "incomplete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an act is not done, and what can be done instead."""

    kind: RefusalKind
    """`forbidden`: not by you. `untimely`: not now. `incomplete`: not like this."""
    why: str
    advice: str


def forbidden(why: str, advice: str) -> Refusal:
    """Not by this person."""
    return Refusal(kind="forbidden", why=why, advice=advice)


def untimely(why: str, advice: str) -> Refusal:
    """Not at this stage."""
    return Refusal(kind="untimely", why=why, advice=advice)


def incomplete(why: str, advice: str) -> Refusal:
    """Not with this content."""
    return Refusal(kind="incomplete", why=why, advice=advice)
