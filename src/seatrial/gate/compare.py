"""What differs between the files that were reviewed and those that are there: named, so that somebody can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from seatrial.inventory.digest import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One file that is not as it was."""

    kind: str
    """`changed`, `added`, `removed`, `renamed`, `refused`."""
    path: str
    """Its path now, or as reviewed when it is gone."""
    was: str = ""
    """For a renamed file: its path as reviewed. For a refused one: why."""


def differences(reviewed: Iterable[Resource], present: Iterable[Resource]) -> tuple[Difference, ...]:
    """Every difference in path order; the same bytes under another name are one renamed file."""
    before = {r.path: r for r in reviewed}
    now = {r.path: r for r in present}
    changed = [Difference(kind="changed", path=p) for p in before.keys() & now.keys() if before[p] != now[p]]
    gone: dict[str, list[str]] = {}
    for path in sorted(before.keys() - now.keys()):
        gone.setdefault(before[path].sha256, []).append(path)
    moved: list[Difference] = []
    for path in sorted(now.keys() - before.keys()):
        same = gone.get(now[path].sha256)
        moved.append(
            Difference(kind="renamed", path=path, was=same.pop(0)) if same else Difference(kind="added", path=path)
        )
    removed = [Difference(kind="removed", path=path) for paths in gone.values() for path in paths]
    return tuple(sorted((*changed, *moved, *removed), key=lambda d: d.path))
