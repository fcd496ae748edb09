"""Standards beside what is looked at, as a page: what covers each item, and what nothing tests, boldly."""

from collections import Counter
from collections.abc import Iterator

from seatrial.regimes.crosswalk import Cover, Covered, Standard

WORDS = {
    Cover.TESTED: "tested: a sound check looks for it, or a bound is set on a measurement",
    Cover.INDICATED: "indicated: only an indicator looks for it, and an indicator never decides",
    Cover.ATTESTED: "attested: somebody states it, or hands in a document",
    Cover.NOTHING: "nothing tests it, and nobody is asked",
}


def page(found: list[tuple[Standard, tuple[Covered, ...]]]) -> str:
    """The whole page, without its notice."""
    return "\n".join(_lines(found)).rstrip() + "\n"


def _lines(found: list[tuple[Standard, tuple[Covered, ...]]]) -> Iterator[str]:
    yield "# Crosswalks\n"
    yield "Which item of each standard is covered by which check or by which requirement of the shipped regimes."
    yield "`seatrial regimes crosswalk` says the same, and takes regimes of your own.\n"
    yield from (f"- {text}" for text in WORDS.values())
    yield "\n| standard | items | tested | indicated | attested | nothing |\n|---|---|---|---|---|---|"
    for one, items in found:
        counts = Counter(item.cover for item in items)
        numbers = " | ".join(str(counts[cover]) for cover in (Cover.TESTED, Cover.INDICATED, Cover.ATTESTED))
        yield f"| {one.title} {one.version} | {len(items)} | {numbers} | **{counts[Cover.NOTHING]}** |"
    for one, items in found:
        yield f"\n## {one.title} {one.version}\n"
        yield f"[The standard]({one.url}). {_compared(one)}\n"
        yield "| item | covered | by |\n|---|---|---|"
        yield from map(_row, items)


def _compared(one: Standard) -> str:
    if one.confidence == "primary":
        return "Its ids are compared with the standard's own list by a test."
    if one.confidence == "secondary":
        return "**Its ids were compared with accounts that others published, not with the standard itself.**"
    return "**Its ids are recalled, and were not compared with the standard's own list.**"


def _row(covered: Covered) -> str:
    by = ", ".join((*(f"[{c}](checks/{c}.md)" for c in covered.checks), *map(_requirement, covered.requirements)))
    told = "**nothing**" if covered.cover is Cover.NOTHING else covered.cover.value
    return f"| {covered.item.id} {covered.item.name} | {told} | {by} |"


def _requirement(name: str) -> str:
    return f"[{name}](regimes/{name.partition('/')[0]}.md)"
