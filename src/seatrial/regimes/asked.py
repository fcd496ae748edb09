"""Which questions a regime asks, and where."""

from collections.abc import Iterator

from seatrial.domain.predicate import All, Any, Not, Predicate
from seatrial.domain.regime import Regime


def predicates_of(regime: Regime) -> Iterator[tuple[str, Predicate]]:
    """Every predicate with the path at which it stands."""
    if regime.applies:
        yield "$.applies", regime.applies
    for index, requirement in enumerate(regime.requirements):
        for key, predicate in (("facts", requirement.facts), ("when", requirement.when)):
            if predicate:
                yield f"$.requirements[{index}].{key}", predicate
    for index, condition in enumerate(regime.conditions):
        if condition.facts:
            yield f"$.conditions[{index}].facts", condition.facts


def leaves(predicate: Predicate) -> Iterator[Predicate]:
    """The questions of which a predicate is made."""
    match predicate:
        case All(of) | Any(of):
            for part in of:
                yield from leaves(part)
        case Not(of):
            yield from leaves(of)
        case _:
            yield predicate
