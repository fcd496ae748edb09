"""The closed vocabulary of regimes as a page: what can be asked, what can happen, what is handed in."""

from collections.abc import Iterator, Mapping

from seatrial.domain.event_types import EVENT_TYPES
from seatrial.domain.fact_names import FACT_NAMES, FAMILIES
from seatrial.domain.vocabulary import EVIDENCE_TYPES, ITEM_CLASSES, OUTCOME_CODES
from seatrial.regimes import calendars


def page() -> str:
    """The whole page, without its notice."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Vocabulary of regimes\n"
    yield "What is not here cannot be asked."
    yield "State facts under `facts` in `seatrial.yaml`, or with `seatrial judge --facts FILE`."
    yield "Events stand in a file for `--events`: `events:` and a list of `type`, `at`, and if need be `role`, `about`,"
    yield "`on`, `says`.\n"
    yield "## Facts\n\n| name | is | says |\n|---|---|---|"
    yield from (f"| `{name}` | {fact.kind} | {fact.meaning} |" for name, fact in FACT_NAMES.items())
    yield "\nNames that begin so stand for many:\n"
    yield from (f"- `{name}`: {meaning}" for name, meaning in FAMILIES.items())
    yield from _table("Events", EVENT_TYPES)
    yield from _table("Evidence", EVIDENCE_TYPES)
    yield from _table("What may be disclosed", ITEM_CLASSES)
    yield from _table("Outcomes", OUTCOME_CODES)
    yield from _table("Calendars", {name: calendars.find(name).source for name in calendars.ids()})


def _table(title: str, words: Mapping[str, str]) -> Iterator[str]:
    yield f"\n## {title}\n\n| name | means |\n|---|---|"
    yield from (f"| `{name}` | {meaning} |" for name, meaning in words.items())
