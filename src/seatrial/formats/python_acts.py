"""What single calls of Python source do beyond computing, given what their arguments stand for."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seatrial.domain.text import shown
from seatrial.formats import shell_script
from seatrial.formats.python_names import PLANTING_PATH, SECRET_PATH, Power
from seatrial.formats.python_values import NO_MARKS, Constant, Mark, Marks, Value, joined

MAX_WORDS: Final = 20_000
_COMMANDS: Final = ("bash_command", "command", "cmd", "commands", "cmds", "shell_command", "ssh_command")
"""Arguments by which steps of pipelines and connections to other machines are given what they run."""


class When(StrEnum):
    """When code runs."""

    IMPORT = "when it is imported"
    USE = "when the class is used"
    """In a method that loading or using a model calls: `__init__`, `forward`, `from_pretrained`, `__reduce__`."""
    LATER = "when somebody runs it"


class Trait(StrEnum):
    """What makes a call more than ordinary, whenever it runs."""

    DECODED = "of what the file hides by an encoding"
    REMOTE = "of what comes over the network"
    SENDS = "with credentials of whoever runs it"
    CONNECTION = "tied to a network connection"
    CONCEALED = "by a name put together from pieces"
    PLANTS = "where it is run later without anybody asking"
    GADGET = "through the internals of objects"
    LITERAL = "of text that stands in the file"
    DISCARDED = "and drops the answer"
    EMBEDDED = "of bytes that stand in the file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One call that reaches beyond computing."""

    name: str
    """Dotted, as far as the file tells; safe to show."""
    power: Power
    line: int
    when: When
    argument: str = ""
    """The first argument as far as it is known; safe to show."""
    words: str = ""
    """All text among the arguments, not made safe: for rules, not for people."""
    traits: frozenset[Trait] = frozenset()
    scope: str = ""
    """Function or method it stands in."""

    @property
    def at_import(self) -> bool:
        """It runs when the file is imported, not only when something is called later."""
        return self.when is When.IMPORT

    @property
    def spelled(self) -> str:
        """The call for a person."""
        return f"{self.name}({self.argument})" if self.argument else self.name


def commanded(keywords: Mapping[str, Value]) -> bool:
    """Whether a call, of whatever, is given a command that nobody has an honest use for."""
    texts = (keywords[name] for name in _COMMANDS if name in keywords)
    return any(found.malice for text in texts for found in shell_script.acts(words_of([text])))


def words_of(values: Sequence[Value]) -> str:
    """All text among values and their parts, lists as words with blanks between."""
    found: list[str] = []
    total = 0
    pending = list(reversed(values))
    while pending and total < MAX_WORDS:
        value = pending.pop()
        text = value.words
        if not text and isinstance(value.constant, tuple):
            text = " ".join(str(item) for item in value.constant[:200] if isinstance(item, str))
        if text:
            found.append(text[:MAX_WORDS])
            total += len(text)
        pending.extend(reversed(value.parts[:200]))
    return " ".join(found)[:MAX_WORDS]


def argument_of(values: Sequence[Value]) -> str:
    """The first argument for a person: text in quotes, a list as its words, or nothing."""
    if not values:
        return ""
    first = values[0]
    text = words_of(values[:1])
    if not text:
        return f"{shown(first.name, 60)}" if first.name else ""
    quoted = shown(text, 100)
    return f"'{quoted}'" if isinstance(first.constant, str | bytes) or first.text else f"['{quoted}']"


def traits_of(
    power: Power, name: str, arguments: Sequence[Value], keywords: Mapping[str, Value], receiver: Value
) -> frozenset[Trait]:
    """What is more than ordinary about a call."""
    everything = (*arguments, *keywords.values())
    marks = _deep(everything) | receiver.marks
    found: set[Trait] = set()
    if power in (Power.CODE, Power.PROCESS, Power.LOADING, Power.NATIVE):
        first = _deep(arguments[:1]) | _deep(tuple(v for k, v in keywords.items() if k != "env"))
        if Mark.DECODED in first:
            found.add(Trait.DECODED)
        if Mark.REMOTE in first:
            found.add(Trait.REMOTE)
        if Mark.SOCKET in (marks if name == "os.dup2" else first) and power is Power.PROCESS:
            found.add(Trait.CONNECTION)
    if power is Power.LOADING and arguments and isinstance(arguments[0].constant, bytes):
        found.add(Trait.EMBEDDED)
    if name in _EVALUATORS and arguments and _constant_text(arguments[0].constant):
        found.add(Trait.LITERAL)
    if power is Power.NETWORK and _sends(arguments, keywords):
        found.add(Trait.SENDS)
    if name not in _REMOVING and power is Power.FILES and PLANTING_PATH.search(words_of(everything)):
        found.add(Trait.PLANTS)
    if "__subclasses__" in name or "__globals__" in name or "__bases__" in name:
        found.add(Trait.GADGET)
    return frozenset(found)


_EVALUATORS: Final = ("exec", "eval", "compile", "timeit.timeit", "timeit.repeat", "execfile")


_REMOVING: Final = ("os.remove", "os.unlink", "os.rmdir", "shutil.rmtree", "os.removedirs")


def _constant_text(value: Constant | None) -> bool:
    return isinstance(value, str | bytes)


def _deep(values: Sequence[Value]) -> Marks:
    """Marks of values and of what lies in them."""
    found = joined(*values)
    for value in values:
        if value.parts:
            found |= _deep(value.parts[:50])
    return found


def _sends(arguments: Sequence[Value], keywords: Mapping[str, Value]) -> bool:
    """Whether what goes out holds credentials; a token in a header for the service it belongs to is ordinary use."""
    content = [v for k, v in keywords.items() if k not in ("headers", "auth", "timeout", "cookies", "token")]
    marks = _deep((*arguments, *content)) | (_deep(tuple(keywords.values())) & {Mark.ENVIRONMENT, Mark.SECRET_FILE})
    return bool(marks & {Mark.ENVIRONMENT, Mark.SECRET_FILE, Mark.CREDENTIAL})


def file_power(path: str, mode: str) -> tuple[Power | None, frozenset[Trait], Marks]:
    """What opening a file does: plants something, reads credentials, or nothing that is worth saying."""
    writes = any(letter in mode for letter in "wax+")
    if writes and PLANTING_PATH.search(path):
        return Power.FILES, frozenset({Trait.PLANTS}), NO_MARKS
    if not writes and SECRET_PATH.search(path):
        return Power.SECRETS, frozenset(), frozenset({Mark.SECRET_FILE})
    return None, frozenset(), NO_MARKS


def is_main_guard(test: ast.expr) -> bool:
    """`__name__ == "__main__"`, either way round, alone or with further conditions."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(is_main_guard(part) for part in test.values[:8])
    if not isinstance(test, ast.Compare) or len(test.comparators) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    names = {side.id for side in (test.left, test.comparators[0]) if isinstance(side, ast.Name)}
    texts = {side.value for side in (test.left, test.comparators[0]) if isinstance(side, ast.Constant)}
    return names == {"__name__"} and texts == {"__main__"}
