"""What the lists of pickle names are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from seatrial.domain.finding import Severity


class Harmless(NamedTuple):
    """Names that only rebuild data, of one framework."""

    framework: str
    reason: str
    names: frozenset[str]
    """`module.name`, exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dangerous:
    """Names through which a stream acts on the machine that loads it."""

    effect: str
    """What a call does, as the end of a sentence: `runs commands`."""
    severity: Severity
    modules: frozenset[str] = frozenset()
    """Every name of these modules and of what lies in them."""
    names: frozenset[str] = frozenset()
    """Single names, as `module.name`; for a class, what lies in it as well."""
    advisories: Mapping[str, str] = field(default_factory=dict)
    """Where it was published that scanners let one of the names or modules pass, by `module.name` or module."""


def named(table: Mapping[str, str]) -> frozenset[str]:
    """`module.name` for each of the names, parted by spaces, that stand under a module."""
    return frozenset(f"{module}.{name}" for module, names in table.items() for name in names.split())


def each(modules: str, names: str) -> frozenset[str]:
    """`module.name` for each of the modules with each of the names."""
    return frozenset(f"{module}.{name}" for module in modules.split() for name in names.split())


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
