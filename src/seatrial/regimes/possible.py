"""Whether any facts at all could make a predicate true: what nothing can satisfy is a slip of whoever wrote it.

`possible` is False only when that is certain. It looks at conjunctions of the disjunctive normal form, as many as
`MOST`, and at each fact in them by itself.
"""

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from seatrial.domain.fact_names import FACT_NAMES, FactKind
from seatrial.domain.predicate import Age, All, Any, Compare, Exists, In, Not, Predicate, Sealed, Value

MOST: Final = 256
"""Conjunctions looked at; a predicate that has more is taken as possible."""
_TURNED: Final = {"lt": "ge", "ge": "lt", "gt": "le", "le": "gt", "eq": "ne", "ne": "eq"}
_SHORT_MONTH, _LONG_MONTH = 28, 31


class _Literal(NamedTuple):
    leaf: Predicate
    holds: bool


_Conjunction = tuple[_Literal, ...]


def possible(predicate: Predicate) -> bool:
    """Whether some facts make it true, as far as can be told."""
    conjunctions = _normal(predicate, holds=True)
    return conjunctions is None or any(map(_consistent, conjunctions))


def _normal(predicate: Predicate, *, holds: bool) -> list[_Conjunction] | None:
    """The conjunctions of which one must hold; None for more than `MOST`."""
    match predicate:
        case Not(of):
            return _normal(of, holds=not holds)
        case All(of) | Any(of):
            together = isinstance(predicate, All) is holds
            parts = [_normal(part, holds=holds) for part in of]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return _product(known) if together else _bounded([one for part in known for one in part])
    return [(_Literal(predicate, holds),)]


def _product(parts: list[list[_Conjunction]]) -> list[_Conjunction] | None:
    made: list[_Conjunction] = [()]
    for part in parts:
        if len(made) * len(part) > MOST:
            return None
        made = [(*one, *other) for one in made for other in part]
    return made


def _bounded(conjunctions: list[_Conjunction]) -> list[_Conjunction] | None:
    return conjunctions if len(conjunctions) <= MOST else None


def _consistent(conjunction: _Conjunction) -> bool:
    by_fact: dict[str, list[_Literal]] = {}
    for literal in conjunction:
        by_fact.setdefault(_fact(literal.leaf), []).append(literal)
    return all(_of_fact(fact, literals) for fact, literals in by_fact.items())


def _fact(leaf: Predicate) -> str:
    match leaf:
        case Compare(fact=fact) | In(fact=fact) | Exists(fact=fact) | Age(fact=fact):
            return fact
        case Sealed():
            return leaf.fact
    raise TypeError(f"not a leaf: {type(leaf).__name__}")


def _of_fact(fact: str, literals: list[_Literal]) -> bool:
    """Whether one fact can have a value, or be missing, so that all of them hold."""
    absent = any(isinstance(leaf, Exists) and not holds for leaf, holds in literals)
    if absent:
        # Everything else is unknown without the fact, turned round or not.
        return all(isinstance(leaf, Exists) and not holds for leaf, holds in literals)
    return _sealed(literals) and _numbers(fact, literals) and _ages(literals) and _values(fact, literals)


def _sealed(literals: list[_Literal]) -> bool:
    return len({holds for leaf, holds in literals if isinstance(leaf, Sealed)}) < 2


def _numbers(fact: str, literals: list[_Literal]) -> bool:
    ordered = [(_op(leaf, holds), leaf.value) for leaf, holds in literals if isinstance(leaf, Compare)]
    orderings = [(op, value) for op, value in ordered if op not in ("eq", "ne")]
    if not orderings:
        return True
    known = FACT_NAMES.get(fact)
    if (known and known.kind is not FactKind.NUMBER) or not all(_is_number(value) for _, value in orderings):
        return False
    lower, upper = _range((op, float(value)) for op, value in orderings)
    if lower > upper:
        return False
    exact = [float(value) for op, value in ordered if op == "eq" and _is_number(value)]
    return all(lower <= (value, 0) <= upper for value in exact)


def _op(compare: Compare, holds: bool) -> str:
    return compare.op if holds else _TURNED[compare.op]


_End = tuple[float, int]
"""A number and which side of it: 1 is just above, -1 just below, 0 the number itself."""


def _range(orderings: Iterator[tuple[str, float]]) -> tuple[_End, _End]:
    lower, upper = (-math.inf, 0), (math.inf, 0)
    for op, value in orderings:
        if op in ("gt", "ge"):
            lower = max(lower, (value, int(op == "gt")))
        else:
            upper = min(upper, (value, -int(op == "lt")))
    return lower, upper


def _ages(literals: list[_Literal]) -> bool:
    """As days; a month is taken as short or long as it can be, so that nothing possible is refused."""
    bounds = []
    for leaf, holds in literals:
        if isinstance(leaf, Age):
            op = leaf.op if holds else _TURNED[leaf.op]
            month = _LONG_MONTH if op in ("lt", "le") else _SHORT_MONTH
            bounds.append((op, float(leaf.length * (month if leaf.unit == "mo" else 1))))
    lower, upper = _range(iter([*bounds, ("ge", 0.0)]))
    return lower <= upper


def _values(fact: str, literals: list[_Literal]) -> bool:
    """Equality and membership: of a fact that has one value, and of one that has several words."""
    known = FACT_NAMES.get(fact)
    several = known is None or known.kind is FactKind.WORDS
    equal = [leaf.value for leaf, holds in literals if isinstance(leaf, Compare) and _op(leaf, holds) == "eq"]
    if known and any(not _fits(known.kind, value) for value in equal):
        return False
    unequal = [leaf.value for leaf, holds in literals if isinstance(leaf, Compare) and _op(leaf, holds) == "ne"]
    if any(_among(value, unequal) for value in equal) or any(not _same(value, equal[0]) for value in equal):
        return False
    if known and known.kind is FactKind.FLAG and _among(True, unequal) and _among(False, unequal):
        return False
    within = [list(leaf.values) for leaf, holds in literals if isinstance(leaf, In) and holds]
    without = [value for leaf, holds in literals if isinstance(leaf, In) and not holds for value in leaf.values]
    left = [[value for value in values if not _among(value, without)] for values in within]
    if not all(left) or any(_among(value, without) for value in equal if not several):
        return False
    if several:
        return True
    one = [value for value in left[0] if all(_among(value, other) for other in left)] if left else []
    return not left or any(all(_same(value, e) for e in equal) and not _among(value, unequal) for value in one)


def _fits(kind: FactKind, value: Value) -> bool:
    if kind is FactKind.FLAG:
        return isinstance(value, bool)
    if kind is FactKind.NUMBER:
        return _is_number(value)
    return kind is not FactKind.WORDS and isinstance(value, str)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(one: Value, other: Value) -> bool:
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def _among(value: Value, values: list[Value]) -> bool:
    return any(_same(value, other) for other in values)
