"""A regime file to a `Regime`: a closed vocabulary, and errors that name file, line and what to write."""

import dataclasses
import hashlib
from pathlib import Path
from typing import Any, Final, TypeAlias

from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.predicate import Age, All, Compare, Exists, In, Not, Predicate, Sealed
from seatrial.domain.predicate import Any as AnyOf
from seatrial.domain.regime import Regime
from seatrial.regimes.lint import problems
from seatrial.regimes.yaml_lines import bytes_of, fault, located, read_yaml

_COMPARISONS: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_WORDS: Final = ("all", "any", "not", "exists", "in", "age", "sealed", *_COMPARISONS)
_LONGEST_AGE: Final = 40_000


def load(data: bytes, source: str) -> Regime:
    """Read one regime. `source` is the name shown in errors. Raises `RegimeError`."""
    plain, lines = read_yaml(data, source)
    predicates = _take_predicates(plain, lines, source)
    try:
        regime = from_builtins(plain, Regime)
    except DocumentError as error:
        raise located(error, lines, source) from error
    regime = _with_predicates(regime, predicates)
    _sensible(regime, lines, source)
    return dataclasses.replace(regime, digest="sha256:" + hashlib.sha256(data).hexdigest())


def load_file(path: Path) -> Regime:
    """Read one regime file. Raises `RegimeError`."""
    return load(bytes_of(path), str(path))


_PLACES: Final = (("requirements", "facts"), ("requirements", "when"), ("conditions", "facts"))
"""Where predicates stand beside `applies`."""


_Place: TypeAlias = tuple[str, int, str]


def _take_predicates(plain: dict[str, Any], lines: dict[str, int], source: str) -> dict[_Place, Predicate]:
    """Predicates leave the plain tree, since their short form is not that of the nouns."""
    found: dict[_Place, Predicate] = {}
    if "applies" in plain:
        found["", 0, "applies"] = _predicate(plain.pop("applies"), "$.applies", lines, source)
    for part, key in _PLACES:
        items = plain.get(part)
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, dict) and key in item:
                found[part, index, key] = _predicate(item.pop(key), f"$.{part}[{index}].{key}", lines, source)
    return found


def _with_predicates(regime: Regime, predicates: dict[_Place, Predicate]) -> Regime:
    requirements, conditions = list(regime.requirements), list(regime.conditions)
    for (part, index, key), predicate in predicates.items():
        if part == "requirements":
            requirement = requirements[index]
            facts, when = (predicate, requirement.when) if key == "facts" else (requirement.facts, predicate)
            requirements[index] = dataclasses.replace(requirement, facts=facts, when=when)
        elif part == "conditions":
            conditions[index] = dataclasses.replace(conditions[index], facts=predicate)
        else:
            regime = dataclasses.replace(regime, applies=predicate)
    return dataclasses.replace(regime, requirements=tuple(requirements), conditions=tuple(conditions))


def _predicate(plain: object, path: str, lines: dict[str, int], source: str) -> Predicate:
    line = lines.get(path, 0)
    if not isinstance(plain, dict) or len(plain) != 1:
        raise fault(source, line, "is no predicate", f"write one of {', '.join(_WORDS)} with its operand")
    word, operand = next(iter(plain.items()))
    inner = f"{path}.{word}"
    match word, operand:
        case (("all" | "any"), [_, *_]):
            parts = tuple(_predicate(p, f"{inner}[{i}]", lines, source) for i, p in enumerate(operand))
            return All(parts) if word == "all" else AnyOf(parts)
        case "not", _:
            return Not(_predicate(operand, inner, lines, source))
        case "exists", str():
            return Exists(operand)
        case "in", [str() as fact, [_, *_] as values]:
            return In(fact, tuple(values))
        case "age", [str() as fact, ("lt" | "le" | "gt" | "ge") as op, int() as length, ("d" | "mo") as unit] if (
            0 < length <= _LONGEST_AGE and not isinstance(length, bool)
        ):
            return Age(fact, op, length, unit)
        case "sealed", {"ref": str() as ref, "holder": str() as holder, **rest} if set(rest) <= {"commitment"}:
            return Sealed(ref, holder, str(rest.get("commitment", "")))
        case _, [str() as fact, (str() | int() | float() | bool()) as value] if word in _COMPARISONS:
            return Compare(fact, word, value)
    advice = (
        "write `exists: fact`, `ge: [fact, value]`, `in: [fact, [values]]`, `age: [fact, le, 12, mo]`,"
        " `sealed: {ref: name, holder: role}`, `not: ...`, `all: [...]` or `any: [...]`"
    )
    raise fault(source, line, f"has `{word}` with an operand it does not take", advice)


def _sensible(regime: Regime, lines: dict[str, int], source: str) -> None:
    for problem in problems(regime):
        raise fault(source, lines.get(problem.path, 0), problem.text, problem.advice)
