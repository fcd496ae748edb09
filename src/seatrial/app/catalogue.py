"""Which checks there are. The folder is the registry: a module under `checks/<area>/` with `CHECK` and `check` is one.

Packages of others add checks by an entry point of the group `seatrial.checks`, named by the check's id and
pointing at such a module.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Final, NamedTuple

from seatrial import checks as checks_package
from seatrial.checks import index
from seatrial.domain.check import Check, ListedCheck
from seatrial.domain.context import Observations
from seatrial.domain.errors import UsageError

if TYPE_CHECKING:  # A scan starts without the cases.
    from seatrial.testing.case import Case

GROUP: Final = "seatrial.checks"
_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*")


class CatalogueEntry(NamedTuple):
    """One check: its facts, its generator, and where both come from."""

    check: Check
    observe: Callable[..., Observations]
    """Takes an `Artifact`, a `SubjectView`, or a `Target` and a `Sampling`, by the check's scope."""
    module: str
    doc: str
    """The module's docstring: the documentation."""

    @property
    def cases(self) -> tuple[Case, ...]:
        """Known answers from the module beside it, read when they are asked for; none when there is no such module."""
        name = f"{self.module}_cases"
        if find_spec(name) is None:
            return ()
        return tuple(importlib.import_module(name).CASES)


@cache
def catalogue(extra: Sequence[str] = (), area: str = "") -> Mapping[str, CatalogueEntry]:
    """Every installed check by id, sorted; `extra` names further modules, in a tuple. `area` keeps to one of them.

    Raises `UsageError` when a module is no check, an id is not what its place demands, or two have the same id.
    """
    found: dict[str, CatalogueEntry] = {}
    for name, expected in (*_shipped(area), *_installed(area), *((name, None) for name in extra)):
        entry = _entry(name, expected)
        if entry.check.id in found:
            other = found[entry.check.id].module
            raise _refused(name, f"its id {entry.check.id!r} is taken by {other}")
        found[entry.check.id] = entry
    return MappingProxyType(dict(sorted(found.items())))


def listed(area: str) -> tuple[ListedCheck, ...]:
    """The checks of one area with what is known of them beforehand.

    It is what was written of the folder when the folder still holds the same modules and no other package adds
    any; then no check is imported for it. Raises as `catalogue`.
    """
    ids = tuple(expected for _, expected in _shipped(area))
    known = tuple(check for check in index.LISTED if check.id.partition(".")[0] == area)
    if ids == tuple(check.id for check in known) and not _anybody_registers():
        return known
    return lines(catalogue(area=area))


def lines(entries: Mapping[str, CatalogueEntry]) -> tuple[ListedCheck, ...]:
    """The index of these checks."""
    checks = [entry.check for entry in entries.values()]
    return tuple(ListedCheck(c.id, c.scope.value, c.formats, bool(c.needs)) for c in checks)


@cache
def entry_of(check_id: str) -> CatalogueEntry:
    """One check by its id. Raises as `catalogue`."""
    area, _, name = check_id.replace("-", "_").partition(".")
    module = f"{checks_package.__name__}.{area}.{name}"
    return _entry(module, check_id) if find_spec(module) is not None else catalogue()[check_id]


def _shipped(only: str) -> list[tuple[str, str | None]]:
    """Module names under `checks/<area>/` with the id that each must have."""
    return [
        (f"{checks_package.__name__}.{area.name}.{module.name}", f"{area.name}.{module.name}".replace("_", "-"))
        for area in pkgutil.iter_modules(checks_package.__path__)
        if area.ispkg and only in ("", area.name)
        for module in pkgutil.iter_modules([f"{path}/{area.name}" for path in checks_package.__path__])
        if not module.name.endswith("_cases") and not module.name.startswith("_")
    ]


def _installed(only: str) -> list[tuple[str, str | None]]:
    if not _anybody_registers():
        return []
    from importlib.metadata import entry_points  # noqa: PLC0415 - heavy, and mostly for nothing

    points = entry_points(group=GROUP)
    return [(point.value, point.name) for point in points if only in ("", point.name.partition(".")[0])]


def _anybody_registers() -> bool:
    """Whether any installed package may have entry points of the group, told from its metadata's plain text."""
    return any(
        GROUP in registered.read_text("utf-8", "replace")
        for folder in dict.fromkeys(sys.path)
        for registered in Path(folder or ".").glob("*-info/entry_points.txt")
    )


def _entry(name: str, expected: str | None) -> CatalogueEntry:
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise _refused(name, f"it cannot be imported: {error}") from error
    check, observe = getattr(module, "CHECK", None), getattr(module, "check", None)
    if not isinstance(check, Check) or not callable(observe):
        raise _refused(name, "it does not export CHECK and check")
    if not _ID.fullmatch(check.id) or (expected is not None and check.id != expected):
        raise _refused(name, f"its id is {check.id!r} where {expected or 'area.name'!r} is expected")
    return CatalogueEntry(check=check, observe=observe, module=name, doc=_doc(module))


def _doc(module: ModuleType) -> str:
    if not (module.__doc__ or "").strip():
        raise _refused(module.__name__, "it has no docstring, which is a check's documentation")
    return (module.__doc__ or "").strip()


def _refused(module: str, reason: str) -> UsageError:
    return UsageError(
        f"{module} is no check: {reason}",
        advice="mend the module, or uninstall the package it comes from",
    )
