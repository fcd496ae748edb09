"""Predicates and clocks in words, for people who do not read YAML."""

from typing import Final

from seatrial.domain.event_types import EVENT_TYPES
from seatrial.domain.predicate import Age, All, Any, Compare, Exists, In, Not, Predicate, Sealed, Value
from seatrial.domain.procedure import Clock, OnExpiry

_RELATIONS: Final = {
    "eq": "is",
    "ne": "is not",
    "lt": "is less than",
    "le": "is at most",
    "gt": "is more than",
    "ge": "is at least",
}
_UNITS: Final = {"h": "hours", "d": "days", "bd": "business days", "mo": "months"}
_EXPIRY: Final = {
    OnExpiry.DEEMED_CLEAR: "it counts as cleared",
    OnExpiry.DEEMED_NO_OBJECTION: "nobody objects any more",
    OnExpiry.ESCALATE: "it goes to the next instance",
    OnExpiry.LAPSE: "the submission lapses",
    OnExpiry.BREACH: "it is a breach",
    OnExpiry.NONE: "nothing follows by itself",
}


def predicate_in_words(predicate: Predicate) -> str:
    """One sentence without its full stop."""
    match predicate:
        case All(of):
            return " and ".join(_nested(part, Any) for part in of)
        case Any(of):
            return " or ".join(_nested(part, All) for part in of)
        case Not(of):
            return f"it is not so that {predicate_in_words(of)}"
        case Compare(fact, op, value):
            return f"`{fact}` {_RELATIONS[op]} {_value(value)}"
        case In(fact, (value,)):
            return f"`{fact}` has {_value(value)}"
        case In(fact, values):
            return f"`{fact}` has one of {', '.join(map(_value, values))}"
        case Exists(fact):
            return f"`{fact}` is stated"
        case Age(fact, op, length, unit):
            return f"`{fact}` lies {_RELATIONS[op].removeprefix('is ')} {length} {_UNITS[unit]} back"
        case Sealed(ref, holder):
            return f"`{holder}` answers that the secret threshold `{ref}` is met"
    raise TypeError(f"not a predicate: {type(predicate).__name__}")


def clock_in_words(clock: Clock) -> str:
    """What starts it, how long it runs, what stops and ends it, and what follows."""
    start = EVENT_TYPES.get(clock.start, clock.start)
    which = "the last time that" if clock.which == "last" else "when"
    direction = "before the day for which" if clock.direction == "before" else "from"
    words = [f"{clock.length} {_UNITS[clock.unit]} {direction} {which if direction == 'from' else ''} {start}"]
    if clock.stop_on:
        stops = " or ".join(EVENT_TYPES.get(name, name) for name in clock.stop_on)
        most = f", for at most {clock.max_stop_days} days in all" if clock.max_stop_days is not None else ""
        words.append(f"it stands still while {stops}{most}")
    if clock.extend:
        times = "once" if clock.extend.times == 1 else f"{clock.extend.times} times"
        words.append(f"`{clock.extend.role}` may lengthen it by {clock.extend.length} {times}")
    if clock.ends_on:
        words.append(f"it is kept when {' or '.join(EVENT_TYPES.get(name, name) for name in clock.ends_on)}")
    words.append(f"when it runs out, {_EXPIRY[clock.on_expiry]}")
    return " ".join("; ".join(words).split())


def _nested(part: Predicate, other: type[Predicate]) -> str:
    words = predicate_in_words(part)
    return f"({words})" if isinstance(part, other) else words


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, int | float) else f"`{value}`"
