"""One labelled file, or a few that belong together, of the corpus."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a scan has to say of a sample."""

    HOSTILE = "hostile"
    """It acts on the machine that loads it, or is built to deceive: a finding must flag it."""
    MALFORMED = "malformed"
    """It is broken or cut off: it may be flagged or left open, but never be called clean."""
    BENIGN = "benign"
    """What ordinary publishers ship: no finding of severity high or above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A labelled subject. Payloads are inert, and nothing of a sample is ever loaded."""

    name: str
    """Unique, and fit for the name of a directory."""
    label: Label
    family: str
    """The technique or framework, for the table of a benchmark."""
    files: Mapping[str, bytes]
    """Content by path."""
    source: str = ""
    """An advisory (`GHSA-...`, `CVE-...`) or the public name of the technique."""
    note: str = ""
