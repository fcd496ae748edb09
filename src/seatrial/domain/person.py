"""Who does something in the office: one frozen noun, however they logged in."""

from dataclasses import dataclass
from typing import Final

REGISTRAR: Final = "registrar"
"""Keeps accounts, assigns people to cases and sees that cases exist; never what is in them."""
SCOPES: Final = ("read", "submit", "act", "administer")
"""What a login may be used for: reading, what developers do, what reviewers do, accounts."""
CALENDAR: Final = "calendar"
"""What an address of a calendar may be used for, and nothing else may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An authenticated person with what they may be, office-wide. What they are in a case, the case says."""

    id: str
    name: str
    organisation: str
    """Whom they work for: nobody reviews their own house, where the regime is not an internal one."""
    roles: frozenset[str] = frozenset()
    """Kinds of roles that they may take: `developer intake evaluator decider appeal observer`, and `registrar`."""
    scopes: frozenset[str] = frozenset(SCOPES)
    """What this login may be used for; a token may have fewer than its owner."""
