"""The page of acts: everything that can be done in a case, with the fields that it says. Written from the code."""

import dataclasses
import inspect
import typing

from seatrial.cases.acts import BODIES
from seatrial.cases.permit import STAGES
from seatrial.cases.roles import completed, may
from seatrial.regimes import shipped


def page() -> str:
    """The whole page."""
    regime = completed(shipped.find("release-office"))
    lines = [
        "# Acts",
        "",
        "Everything that can be done in a case, by kind. An act becomes a signed event, and nothing else changes it.",
        "Who may do it follows from the regime; the column shows it for `release-office`.",
        "How an office is run: [Office](../office.md).",
        "",
        "| kind | what it says | by, under `release-office` | while the case stands at |",
        "|---|---|---|---|",
    ]
    for kind, body in BODIES.items():
        able = ", ".join(may(kind, regime)) or "the office itself"
        stages = STAGES.get(kind, ())
        where = "any stage" if len(stages) >= 9 else ", ".join(stages) or "no case yet"
        fields = ", ".join(f"`{field.name}`{'' if _needed(field) else '?'}" for field in dataclasses.fields(body))
        said = " ".join((inspect.getdoc(body) or "").split())
        lines.append(f"| `{kind}` | {said} {fields} | {able} | {where} |")
    lines += ["", "A field with `?` may be left out. Values:", ""]
    for kind, body in BODIES.items():
        hints = typing.get_type_hints(body)
        told = [f"`{name}`: {_kind(hint)}" for name, hint in hints.items()]
        lines.append(f"- `{kind}`: {'; '.join(told) or 'nothing'}")
    return "\n".join(lines) + "\n"


def _needed(field: "dataclasses.Field[object]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _kind(hint: object) -> str:
    """A type in words for people who write YAML."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if arguments:
        return " or ".join("nothing" if one is type(None) else _kind(one) for one in arguments)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return "{" + ", ".join(field.name for field in dataclasses.fields(hint)) + "}"
    known = {"str": "text", "int": "number", "bool": "true or false", "datetime": "time with its zone", "date": "day"}
    name = getattr(hint, "__name__", str(hint))
    return known.get(name, name)
