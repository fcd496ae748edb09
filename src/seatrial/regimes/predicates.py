"""Three-valued evaluation of predicates over facts, with the facts used (Kleene's strong logic)."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.predicate import Age, All, Answer, Any, Compare, Exists, In, Not, Predicate, Sealed, Truth
from seatrial.regimes.calendars import add_months

Facts = Mapping[str, Fact]

TODAY: Final = "judged.on"
"""Name of the fact that states the day on which is judged."""
_TRUST: Final = (Basis.DECLARED, Basis.FILES, Basis.MEASURED)

OPERATIONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


def strongest(facts: tuple[Fact, ...]) -> Facts:
    """One fact a name: measured before the files' own word before the declaration's."""
    return {f.name: f for f in sorted(facts, key=lambda f: _TRUST.index(f.basis))}


def on(day: datetime.date) -> Fact:
    """The fact that it is this day."""
    return Fact(name=TODAY, value=day.isoformat(), basis=Basis.MEASURED, source="the time of judging")


def evaluate(predicate: Predicate, facts: Facts) -> Answer:
    """The truth of a predicate, the facts it used, and those whose absence keeps it unknown.

    Ages are counted to the day that the fact `TODAY` states; without it they are unknown.
    """
    match predicate:
        case All(of):
            return _combine([evaluate(p, facts) for p in of], Truth.FALSE, Truth.TRUE)
        case Any(of):
            return _combine([evaluate(p, facts) for p in of], Truth.TRUE, Truth.FALSE)
        case Not(of):
            inner = evaluate(of, facts)
            turned = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}
            return Answer(truth=turned[inner.truth], used=inner.used, missing=inner.missing)
        case Exists(fact):
            found = facts.get(fact)
            present = found is not None and found.value not in ("", ())
            return Answer(truth=_truth(present), used=(fact,), missing=() if present else (fact,))
        case In(fact, values):
            return _about(fact, facts, lambda value: _member(value, values))
        case Compare(fact, op, value):
            return _about(fact, facts, lambda found: _compared(found, op, value))
        case Age(fact, op, length, unit):
            return _about(fact, facts, lambda value: _aged(value, op, length, unit, facts.get(TODAY)))
        case Sealed():
            return _about(predicate.fact, facts, lambda value: value if isinstance(value, bool) else None)
    raise TypeError(f"not a predicate: {type(predicate).__name__}")


def _combine(answers: list[Answer], decisive: Truth, otherwise: Truth) -> Answer:
    deciding = [a for a in answers if a.truth is decisive]
    if deciding:
        return Answer(
            truth=decisive,
            used=_merged(a.used for a in deciding),
            missing=_merged(a.missing for a in deciding),
        )
    unknown = [a for a in answers if a.truth is Truth.UNKNOWN]
    if unknown:
        return Answer(
            truth=Truth.UNKNOWN, used=_merged(a.used for a in answers), missing=_merged(a.missing for a in unknown)
        )
    return Answer(truth=otherwise, used=_merged(a.used for a in answers), missing=_merged(a.missing for a in answers))


def _merged(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _about(fact: str, facts: Facts, test: Callable[[object], bool | None]) -> Answer:
    found = facts.get(fact)
    result = None if found is None else test(found.value)
    if result is None:
        return Answer(truth=Truth.UNKNOWN, used=(fact,), missing=(fact,))
    return Answer(truth=_truth(result), used=(fact,))


def _truth(value: bool) -> Truth:
    return Truth.TRUE if value else Truth.FALSE


def _member(value: object, values: tuple[object, ...]) -> bool:
    found = value if isinstance(value, tuple) else (value,)
    return any(_same(one, other) for one in found for other in values)


def _compared(found: object, op: str, value: object) -> bool | None:
    """None when the two cannot be compared: a fact of the wrong kind settles nothing."""
    if op in ("eq", "ne"):
        return _same(found, value) is (op == "eq")
    if _is_number(found) and _is_number(value):
        return OPERATIONS[op](float(str(found)), float(str(value)))
    return None


def _aged(value: object, op: str, length: int, unit: str, now: Fact | None) -> bool | None:
    """None for what is no day, for a day that is still to come, and where nobody said what day it is."""
    try:
        day, today = datetime.date.fromisoformat(str(value)[:10]), datetime.date.fromisoformat(str(now and now.value))
    except ValueError:
        return None
    if day > today:
        return None
    # Both sides as days: how old it is, and how old it would be on the day that the limit names.
    limit = (add_months(day, length) - day).days if unit == "mo" else length
    return OPERATIONS[op]((today - day).days, limit)


def age_in_days(fact: Fact, facts: Facts) -> int | None:
    """Whole days since the day that a fact states; None for what is no day, for one to come, and without a today."""
    try:
        day = datetime.date.fromisoformat(str(fact.value)[:10])
        age = (datetime.date.fromisoformat(str(facts[TODAY].value)) - day).days
    except (ValueError, KeyError):
        return None
    return age if age >= 0 else None


def _same(one: object, other: object) -> bool:
    """Equality without 1 == True."""
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
