"""Standards beside what is looked at, for people and for programs."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from seatrial.app.catalogue import catalogue
from seatrial.documents.write import to_builtins
from seatrial.regimes import shipped
from seatrial.regimes.crosswalk import Cover, Covered, Standard, crosswalk, standard, standard_ids

_MARKS: Final = {Cover.TESTED: "✓", Cover.INDICATED: "~", Cover.ATTESTED: "·", Cover.NOTHING: "✗"}
Found = list[tuple[Standard, tuple[Covered, ...]]]


def crosswalks(standards: Sequence[str] = (), regimes: Sequence[str] = ()) -> Found:
    """Each standard with what covers its items; all standards and all shipped regimes when none is named.

    Raises `RegimeError` for a standard or regime that is not there.
    """
    checks = {check_id: entry.check for check_id, entry in catalogue().items()}
    chosen = [shipped.find(reference) for reference in regimes or shipped.ids()]
    found = [standard(standard_id) for standard_id in standards or standard_ids()]
    return [(one, crosswalk(one, checks, chosen)) for one in found]


def as_text(found: Found, *, whole: bool) -> str:
    """Counts for each standard; item by item when `whole`, and always what nothing tests."""
    lines: list[str] = []
    for one, items in found:
        counts = Counter(item.cover for item in items)
        told = ", ".join(f"{counts[cover]} {cover}" for cover in Cover)
        lines.append(f"{one.title} {one.version} ({len(items)} items): {told}")
        if one.confidence != "primary":
            lines.append("  the list was not compared with the standard's own")
        if whole:
            lines += [f"  {_MARKS[i.cover]} {i.item.id} {i.item.name}: {_by(i)}" for i in items]
        else:
            holes = [i.item.id for i in items if i.cover is Cover.NOTHING]
            more = f" and {len(holes) - 12} more" if len(holes) > 12 else ""
            lines.append(f"  ✗ nothing tests: {', '.join(holes[:12]) or 'none left out'}{more}")
    lines.append("✓ tested by a sound check or a bound, ~ indicated only, · attested only, ✗ NOTHING TESTS THIS")
    return "\n".join(lines)


def as_plain(found: Found) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [{"standard": one.id, "version": one.version, "items": to_builtins(items)} for one, items in found]


def _by(covered: Covered) -> str:
    return ", ".join((*covered.checks, *covered.requirements)) or "NOTHING TESTS THIS"
