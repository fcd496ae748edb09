"""Facts that somebody states by name: of the vocabulary, and of the kind that each name has."""

import datetime
import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from seatrial.domain.errors import RegimeError, UsageError
from seatrial.domain.fact_names import FACT_NAMES, FAMILIES, FactKind
from seatrial.domain.inventory import Basis, Fact
from seatrial.regimes.yaml_lines import bytes_of, read_yaml

_FORMS: Final = {
    FactKind.TEXT: "text",
    FactKind.NUMBER: "a number",
    FactKind.FLAG: "`true` or `false`",
    FactKind.DAY: "a day as 2026-11-24",
    FactKind.WORDS: "a list of words",
}


def read_facts(path: Path) -> tuple[Fact, ...]:
    """Facts from a YAML file of dotted names, all of them declared. Raises `UsageError`."""
    try:
        plain, lines = read_yaml(bytes_of(path), str(path))
    except RegimeError as error:
        advice = "write one fact a line, as `model.training_flop: 2.0e+25`"
        raise UsageError(f"the facts cannot be read: {error.message}", advice=advice) from error
    found = dict(_flat(plain, ""))
    for name, value in found.items():
        place = f"{path}:{lines.get(f'$.{name}', 0)}"
        _refuse_unknown(name, place)
        refuse_other_kind(name, value, place)
    return tuple(
        Fact(
            name=name,
            value=tuple(value) if isinstance(value, list) else value,
            basis=Basis.DECLARED,
            source=path.name,
        )
        for name, value in found.items()
    )


def refuse_other_kind(name: str, value: object, place: str) -> None:
    """Raise `UsageError` when a fact of the vocabulary is given a value of another kind."""
    known = FACT_NAMES.get(name)
    if known is not None and not _fits(known.kind, value):
        text = f"{place}: {name} is {value!r}, and should be {_FORMS[known.kind]}"
        raise UsageError(text, advice=f"it says {known.meaning}")


def _flat(plain: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    """Nested mappings are read as dotted names, too."""
    for key, value in plain.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _refuse_unknown(name: str, place: str) -> None:
    if name in FACT_NAMES or any(name.startswith(family) and name != family for family in FAMILIES):
        return
    near = difflib.get_close_matches(name, FACT_NAMES, n=4, cutoff=0.5)
    advice = f"did you mean {', '.join(near)}?" if near else "names stand in docs/reference/vocabulary.md"
    raise UsageError(f"{place}: nothing is known by the name {name!r}", advice=advice)


def _fits(kind: FactKind, value: object) -> bool:
    if kind is FactKind.FLAG:
        return isinstance(value, bool)
    if kind is FactKind.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind is FactKind.WORDS:
        return isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)
    if kind is FactKind.DAY:
        return isinstance(value, str) and _is_day(value)
    return isinstance(value, str)


def _is_day(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True
