"""What the chosen regimes ask the developer to state, what is known already, and what is missing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.app import wiring
from seatrial.app.declaration import read_declaration
from seatrial.app.facts import declared, gather
from seatrial.app.locate import locate
from seatrial.app.stated import refuse_other_kind
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.fact_names import FACT_NAMES, FactKind
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.predicate import Age, Compare, Exists, In
from seatrial.domain.text import shown
from seatrial.regimes import shipped
from seatrial.regimes.asked import leaves, predicates_of
from seatrial.regimes.predicates import strongest

_EXAMPLES: Final = {
    FactKind.TEXT: '"..."',
    FactKind.NUMBER: "2.0e+25",
    FactKind.FLAG: "true",
    FactKind.DAY: "2026-11-24",
    FactKind.WORDS: "[one, another]",
}
_NOT_STATED: Final = ("measured.", "judged.", "sealed.", "satisfied.", "subject.", "documentation.")
"""What is seen, reckoned or answered by others, and never declared."""


class Asked(NamedTuple):
    """One fact that is asked for, by which requirements, and what is known of it."""

    name: str
    by: tuple[str, ...]
    """`<regime>/<requirement>`, or `<regime>` for what decides whether it applies."""
    known: Fact | None


def asked(references: Sequence[str], model: str | None = None, declaration: Path | None = None) -> list[Asked]:
    """Every fact that the regimes ask for, with what the files and the declaration say of it.

    Raises `UsageError` and `RegimeError` for what cannot be read.
    """
    by: dict[str, list[str]] = {}
    for regime in map(shipped.find, dict.fromkeys(references)):
        places = {f"$.requirements[{i}]": r for i, r in enumerate(regime.requirements)}
        for path, predicate in predicates_of(regime):
            requirement = places.get(path.rpartition(".")[0])
            place = f"{regime.id}/{requirement.id}" if requirement else regime.id
            for leaf in leaves(predicate):
                if isinstance(leaf, Compare | In | Exists | Age):
                    by.setdefault(leaf.fact, []).append(place)
        for requirement in regime.requirements:
            if requirement.min_independence:
                name = f"evidence.{requirement.evidence}.independence"
                by.setdefault(name, []).append(f"{regime.id}/{requirement.id}")
    known = _known(model, declaration)
    return [
        Asked(name, tuple(dict.fromkeys(places)), known.get(name))
        for name, places in sorted(by.items())
        if not name.startswith(_NOT_STATED) and name != "model.name"
    ]


def _known(model: str | None, declaration: Path | None) -> Mapping[str, Fact]:
    if model is None and declaration is None:
        return {}
    located = locate(model, offline=True) if model else None
    stated = read_declaration(located.path if located else None, declaration)
    if located is None:
        return strongest(tuple(declared(stated)) if stated else ())
    return strongest(gather(wiring.take_inventory(located, "", None), stated))


def template(found: Sequence[Asked], name: str) -> str:
    """A declaration to fill in: what is known stands in it, what is missing stands as a comment with its form."""
    return "\n".join(_lines(found, name)) + "\n"


def _lines(found: Sequence[Asked], name: str) -> Iterator[str]:
    missing = [item for item in found if item.known is None]
    yield f"# Declaration for review: {len(missing)} of {len(found)} facts are missing."
    yield "# Take the `#` away where you can state something; what you state is shown as declared, never as measured."
    yield f"name: {json.dumps(shown(name))}"
    yield "facts:"
    yield "  model.name: " + json.dumps(shown(name))
    for item in found:
        meaning = FACT_NAMES[item.name].meaning if item.name in FACT_NAMES else "see docs/reference/vocabulary.md"
        yield ""
        yield f"  # {meaning}"
        yield f"  #   asked by {', '.join(item.by[:4])}{' and others' if len(item.by) > 4 else ''}"
        if item.known is not None and item.known.basis is not Basis.DECLARED:
            yield f"  #   known: {_value(item.known)} ({item.known.basis}, {shown(item.known.source, 60)})"
        elif item.known is not None:
            yield f"  {item.name}: {_value(item.known)}"
        else:
            kind = FACT_NAMES[item.name].kind if item.name in FACT_NAMES else FactKind.NUMBER
            yield f"  # {item.name}: {_EXAMPLES[kind]}"


def _value(fact: Fact) -> str:
    value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
    return json.dumps(value)


def answered(item: Asked, text: str) -> Asked:
    """The fact as somebody typed it. Raises `UsageError`, saying in which form it is wanted."""
    kind = FACT_NAMES[item.name].kind if item.name in FACT_NAMES else FactKind.NUMBER
    value = _typed(kind, text.strip())
    refuse_other_kind(item.name, value, "your answer")
    kept = tuple(value) if isinstance(value, list) else value
    return item._replace(known=Fact(name=item.name, value=kept, basis=Basis.DECLARED, source="declaration"))


def _typed(kind: FactKind, text: str) -> str | float | bool | list[str]:
    if kind is FactKind.FLAG and text.lower() in ("yes", "y", "true", "no", "n", "false"):
        return text.lower() in ("yes", "y", "true")
    if kind is FactKind.WORDS:
        return [word for word in text.replace(",", " ").split() if word]
    if kind is FactKind.NUMBER:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def question(item: Asked) -> str:
    """What to ask somebody for one fact: its meaning, who wants it, and in which form."""
    known = FACT_NAMES.get(item.name)
    form = _EXAMPLES[known.kind] if known else _EXAMPLES[FactKind.NUMBER]
    meaning = known.meaning if known else item.name
    return f"{meaning}\n  asked by {', '.join(item.by[:4])}{' and others' if len(item.by) > 4 else ''}; as {form}"


def write_template(text: str, out: Path) -> None:
    """Write it. Raises `UsageError` when there is a file already, `OperationError` for the disk."""
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"there is a file {out} already", advice="name another one with --out") from error
    except OSError as error:
        raise OperationError(f"{out} cannot be written: {error.strerror}", advice="check the directory") from error


def missing_text(found: Sequence[Asked]) -> str:
    """What is missing, by fact, with who asks for it."""
    missing = [item for item in found if item.known is None]
    if not missing:
        return f"✓ complete: all {len(found)} facts that are asked for are stated"
    lines = [f"✗ {len(missing)} of {len(found)} facts are missing:"]
    for item in missing:
        meaning = FACT_NAMES[item.name].meaning if item.name in FACT_NAMES else ""
        lines.append(f"  {item.name}: {meaning}")
        lines.append(f"    asked by {', '.join(item.by[:4])}{' and others' if len(item.by) > 4 else ''}")
    return "\n".join(lines)
