"""What lint says of a regime."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, where, and what to write instead."""

    path: str
    """JSON path, as the loader notes lines."""
    text: str
    advice: str
