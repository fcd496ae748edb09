"""Where a rule, a number or a reading comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule or number comes from."""

    url: str
    locator: str = ""
    """Section, article or page."""
    confidence: str = ""
    """`primary` read in the text of the rule; `secondary` a law firm's or the press's account of it; `digest` a
    digest of named outlets; `recalled` known, and the official page not read; `assumed` our own reading or
    parameter; `own` our own rule."""
    supports: str = ""
    """Which number or rule it stands for, where one source does not stand for all."""
