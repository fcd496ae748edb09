"""Forms made from the acts themselves: a field of an act is a field of its form, so that no act lacks one.

Names in a form are paths: `text`, `reasons.0.cites`. Lines of a text area are the members of a list of words. A group
that is left empty is left out.
"""

import dataclasses
import datetime
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from seatrial.cases.acts import BODIES, Body, ItemRef
from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.errors import UsageError

_MINUTE: Final = len("2026-01-01T00:00")
"""What a browser sends of a moment: without seconds and zone, which is UTC here."""
ROWS: Final = 3
"""Groups offered of a list, such as reasons and conditions."""
LABELS: Final = {
    "id": "Name of it",
    "cites": "What it is about",
    "text": "In words",
    "evidence": "Evidence",
    "lacks": "What is missing",
    "reasons": "Reasons",
    "conditions": "Conditions",
    "outcome": "Outcome",
    "severity": "Severity",
    "agrees": "Agrees",
    "dissent": "Dissent, if any",
    "note": "Note, if any",
    "accepts": "Accepts the finding",
    "owner": "Who sees to it",
    "test": "How it is tested",
    "due": "Due (UTC)",
    "breach_outcome": "What a breach leads to",
    "expires_at": "Ends by itself (UTC)",
    "happened_at": "When it happened (UTC)",
    "scope": "What it covers",
    "reason": "Why",
    "grounds": "Grounds",
    "to": "To whom",
    "on": "On which day",
    "status": "How it stands",
    "cause": "Cause",
    "finding": "Finding that it rests on",
    "type": "Moment of the incident",
    "person": "Who",
    "clock": "Clock",
}
HELP: Final = {
    "id": "Small letters, digits and hyphens, new in this case: the others will refer to it.",
    "cites": "A requirement of the regime, by its name.",
    "evidence": "One a line: checks, findings or digests.",
}
_KINDS: Final[dict[Any, str]] = {bool: "yes", datetime.datetime: "moment", datetime.date: "day"}
_LONG: Final = ("text", "reason", "grounds", "scope", "dissent", "note", "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    kind: str
    """`line text lines choice yes moment day group`."""
    needed: bool = True
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Value and what is shown."""
    rows: tuple[tuple["Field", ...], ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What the case offers where a form asks for a name of something in it."""

    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Field name to value and what is shown."""
    values: Mapping[str, str] = field(default_factory=dict)


def fields_of(kind: str, offered: Offered) -> tuple[Field, ...]:
    """The form of one act."""
    return tuple(_fields(BODIES[kind], "", offered))


def body_of(kind: str, given: Mapping[str, Sequence[str]]) -> Body:
    """What was filled in. Raises `UsageError`, naming the field."""
    plain = _read(BODIES[kind], "", given)
    try:
        return from_builtins(plain, BODIES[kind])
    except DocumentError as error:
        raise UsageError(f"the form is not complete: {error}", advice="go back, mend it, and send it again") from error


def _fields(body: type[Any], prefix: str, offered: Offered) -> Iterator[Field]:
    hints = get_type_hints(body, include_extras=True)
    for one in dataclasses.fields(body):
        hint, optional = _bare(hints[one.name])
        if hint is ItemRef or _member(hint) is ItemRef:
            continue
        needed = not optional and one.default is dataclasses.MISSING
        yield _field(one.name, prefix + one.name, hint, needed, offered)


def _field(name: str, path: str, hint: Any, needed: bool, offered: Offered) -> Field:
    member = _member(hint)
    rows: tuple[tuple[Field, ...], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    if member is not None and dataclasses.is_dataclass(member):
        kind = "group"
        rows = tuple(tuple(_fields(member, f"{path}.{n}.", offered)) for n in range(ROWS))  # type: ignore[arg-type]
    elif name in offered.choices or get_origin(hint) is Literal:
        kind = "choice"
        choices = tuple(offered.choices.get(name, [(value, value) for value in get_args(hint)]))
    elif member is not None:
        kind = "lines"
    else:
        kind = _KINDS.get(hint, "text" if name in _LONG else "line")
    return Field(
        name=path,
        label=LABELS.get(name, name.replace("_", " ")),
        kind=kind,
        needed=needed,
        help=HELP.get(name, ""),
        choices=choices,
        rows=rows,
        value=offered.values.get(name, ""),
    )


def _read(body: type[Any], prefix: str, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    hints = get_type_hints(body, include_extras=True)
    for one in dataclasses.fields(body):
        hint, _ = _bare(hints[one.name])
        member = _member(hint)
        path = prefix + one.name
        if member is not None and dataclasses.is_dataclass(member):
            rows = (_read(member, f"{path}.{n}.", given) for n in range(ROWS))  # type: ignore[arg-type]
            plain[one.name] = [row for row in rows if any(value not in ("", [], None) for value in row.values())]
            continue
        said = "\n".join(given.get(path, [])).replace("\r\n", "\n").strip()
        if hint is bool:
            plain[one.name] = said == "yes"
        elif member is not None:
            plain[one.name] = [line.strip() for line in said.split("\n") if line.strip()]
        elif said:
            plain[one.name] = f"{said}:00Z" if hint is datetime.datetime and len(said) == _MINUTE else said
    return plain


def _bare(hint: Any) -> tuple[Any, bool]:
    """Without what only bounds it, and whether it may be left out."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        inner = [part for part in get_args(hint) if part is not type(None)]
        return _bare(inner[0])[0], True
    return hint, False


def _member(hint: Any) -> Any:
    """What a list is of; None for what is no list."""
    return _bare(get_args(hint)[0])[0] if get_origin(hint) is tuple else None
