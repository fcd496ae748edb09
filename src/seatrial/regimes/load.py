"""A regime file to a `Regime`: a closed vocabulary, and errors that name file, line and what to write."""

import dataclasses
import hashlib
import re
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.errors import RegimeError
from seatrial.domain.predicate import Age, All, Compare, Exists, In, Not, Predicate, Sealed
from seatrial.domain.predicate import Any as AnyOf
from seatrial.domain.regime import Regime
from seatrial.regimes.lint import problems

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 24
_TAGS: Final = ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
_COMPARISONS: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_WORDS: Final = ("all", "any", "not", "exists", "in", "age", "sealed", *_COMPARISONS)
_LONGEST_AGE: Final = 40_000


def load(data: bytes, source: str) -> Regime:
    """Read one regime. `source` is the name shown in errors. Raises `RegimeError`."""
    if len(data) > MAX_BYTES:
        raise _error(source, 1, f"is larger than {MAX_BYTES} bytes", "split the regime, or shorten its texts")
    lines: dict[str, int] = {}
    plain = _plain(_compose(data, source), "$", lines, source)
    if not isinstance(plain, dict):
        raise _error(source, 1, "is not a mapping", "begin with `id:`, `version:`, `title:`")
    predicates = _take_predicates(plain, lines, source)
    try:
        regime = from_builtins(plain, Regime)
    except DocumentError as error:
        raise _located(error, lines, source) from error
    regime = _with_predicates(regime, predicates)
    _sensible(regime, lines, source)
    return dataclasses.replace(regime, digest="sha256:" + hashlib.sha256(data).hexdigest())


def load_file(path: Path) -> Regime:
    """Read one regime file. Raises `RegimeError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        text = f"cannot be read: {error.strerror}"
        raise _error(
            str(path), 0, text, "give the path of a readable regime file, or the id of a shipped one"
        ) from error
    return load(data, str(path))


def _compose(data: bytes, source: str) -> yaml.Node:
    try:
        events = list(yaml.parse(data, Loader=yaml.SafeLoader))
        for event in events:
            if isinstance(event, yaml.AliasEvent):
                mark = event.start_mark
                raise _error(source, mark.line + 1 if mark else 0, "uses an alias", "write the value out")
        node = yaml.compose(data, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problem = getattr(error, "problem", None) or str(error)
        raise _error(source, line, f"is not YAML: {problem}", "mend the syntax there") from error
    if node is None:
        raise _error(source, 1, "is empty", "begin with `id:`, `version:`, `title:`")
    return node


def _plain(node: yaml.Node, path: str, lines: dict[str, int], source: str) -> Any:
    """Builtins, with the line of every path noted and doubled keys refused."""
    line = node.start_mark.line + 1
    lines[path] = line
    if path.count(".") + path.count("[") > MAX_DEPTH:
        raise _error(source, line, f"is nested deeper than {MAX_DEPTH}", "flatten it")
    if node.tag.removeprefix("tag:yaml.org,2002:") not in _TAGS:
        raise _error(source, line, f"uses the tag {node.tag}", "write a plain value")
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                raise _error(source, key_node.start_mark.line + 1, f"has the key `{key}` twice", "keep one of them")
            found[key] = _plain(value_node, f"{path}.{key}", lines, source)
            lines[f"{path}.{key}"] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, f"{path}[{i}]", lines, source) for i, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    """YAML 1.1 scalars; dates stay text, which the nouns parse themselves."""
    if node.tag.endswith(":timestamp"):
        return str(node.value)
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node)
    finally:
        loader.dispose()


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
        raise _error(source, line, "is no predicate", f"write one of {', '.join(_WORDS)} with its operand")
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
    raise _error(source, line, f"has `{word}` with an operand it does not take", advice)


def _sensible(regime: Regime, lines: dict[str, int], source: str) -> None:
    for problem in problems(regime):
        raise _error(source, lines.get(problem.path, 0), problem.text, problem.advice)


def _located(error: DocumentError, lines: dict[str, int], source: str) -> RegimeError:
    """The line of the path in the message, or of its nearest parent that stands in the file."""
    message = str(error)
    found = re.search(r"\$[\w.\-\[\]]*", message)
    path = found.group(0).rstrip(".") if found else "$"
    while path not in lines and path != "$":
        path = re.sub(r"(\.[^.\[]*|\[\d*\])$", "", path) or "$"
    advice = "compare with the reference of the regime format, or `seatrial regimes show open-weights-baseline`"
    return _error(source, lines.get(path, 0), message, advice)


def _error(source: str, line: int, text: str, advice: str) -> RegimeError:
    place = f"{source}:{line}" if line else source
    return RegimeError(f"regime {place}: {text}", advice=advice)
