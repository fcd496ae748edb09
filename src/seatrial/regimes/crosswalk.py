"""Standards beside what is looked at: which check or requirement covers which item, and what nothing tests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.check import Check, Soundness
from seatrial.domain.errors import RegimeError
from seatrial.domain.regime import Regime
from seatrial.regimes.yaml_lines import located, read_yaml


class Cover(StrEnum):
    """How well an item is covered, best first."""

    TESTED = "tested"
    """A sound check looks for it, or a bound is set on a measurement."""
    INDICATED = "indicated"
    """Only an indicator looks for it, and an indicator never decides."""
    ATTESTED = "attested"
    """Somebody states it, or hands in a document."""
    NOTHING = "nothing"
    """Nothing looks for it, and nobody is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardItem:
    """One thing that a standard names."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A list of ids that others keep."""

    id: str
    title: str
    version: str
    url: str
    confidence: str
    """`primary`: compared with the standard's own list by a test; `secondary`: with accounts of it; `recalled`: not."""
    prefix: str
    """What stands before an id in `refs` of checks and `maps_to` of requirements."""
    items: tuple[StandardItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One item of a standard, and what covers it."""

    item: StandardItem
    cover: Cover
    checks: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    """`<regime>/<requirement>`."""


def standard_ids() -> tuple[str, ...]:
    """Ids of the standards, sorted."""
    names = (entry.name for entry in (resources.files("seatrial.regimes") / "standards").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def standard(standard_id: str) -> Standard:
    """One standard. Raises `RegimeError`."""
    if standard_id not in standard_ids():
        raise RegimeError(
            f"there is no standard called {standard_id!r}", advice=f"write one of {', '.join(standard_ids())}"
        )
    name = f"{standard_id}.yaml"
    plain, lines = read_yaml((resources.files("seatrial.regimes") / "standards" / name).read_bytes(), name)
    try:
        return from_builtins(plain, Standard)
    except DocumentError as error:
        raise located(error, lines, name) from error


def crosswalk(found: Standard, checks: Mapping[str, Check], regimes: Sequence[Regime]) -> tuple[Covered, ...]:
    """Every item of the standard with what covers it. A reference to a technique covers what it is part of, too."""
    by_check = {check_id: {_own(found, ref) for ref in check.refs} for check_id, check in checks.items()}
    return tuple(_covered(item, found, checks, by_check, regimes) for item in found.items)


def _covered(
    item: StandardItem,
    found: Standard,
    checks: Mapping[str, Check],
    by_check: Mapping[str, set[str]],
    regimes: Sequence[Regime],
) -> Covered:
    looking = tuple(check_id for check_id, refs in by_check.items() if _reaches(refs, item.id))
    asking = [
        (f"{regime.id}/{requirement.id}", requirement)
        for regime in regimes
        for requirement in regime.requirements
        if _reaches({_own(found, ref) for ref in requirement.maps_to}, item.id)
    ]
    asked = (check_id for _, requirement in asking for check_id in requirement.checks if check_id in checks)
    sound = any(checks[check_id].soundness is Soundness.SOUND for check_id in (*looking, *asked))
    tested = sound or any(requirement.bounds for _, requirement in asking)
    if tested:
        cover = Cover.TESTED
    elif looking:
        cover = Cover.INDICATED
    else:
        cover = Cover.ATTESTED if asking else Cover.NOTHING
    return Covered(item=item, cover=cover, checks=looking, requirements=tuple(name for name, _ in asking))


def _own(found: Standard, reference: str) -> str:
    return reference.removeprefix(found.prefix) if reference.startswith(found.prefix) else ""


def _reaches(references: set[str], item_id: str) -> bool:
    """Whether one of them is the item or a part of it: AML.T0010.003 reaches AML.T0010."""
    return any(ref == item_id or ref.startswith(f"{item_id}.") for ref in references if ref)
