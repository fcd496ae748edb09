"""What an expression of Python source stands for, as far as reading tells: a name, a constant, where it came from."""

import ast
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

Constant = str | bytes | int | tuple["Constant", ...]
HOLE: Final = "…"
"""Stands in `text` for a part that only running would tell."""


class Mark(StrEnum):
    """Where a value came from, kept through whatever is done with it."""

    DECODED = "decoded from what the file holds"
    REMOTE = "fetched from the network"
    ENVIRONMENT = "the whole environment"
    CREDENTIAL = "a credential from the environment"
    SECRET_FILE = "a file of credentials"
    SOCKET = "a network connection"
    COMPILED = "compiled text"


Marks = frozenset[Mark]
NO_MARKS: Final[Marks] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What is known of one expression; everything may be unknown."""

    name: str = ""
    """Dotted name with imports followed: `os.system`, `requests.Session()`."""
    constant: Constant | None = None
    text: str = ""
    """For text that is known in part, with `HOLE` for the rest."""
    marks: Marks = NO_MARKS
    local: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | None = None
    """What of this file it is."""
    instance: bool = False
    """An object of the class `local`, not the class."""
    parts: tuple["Value", ...] = ()
    """Elements of a list or tuple, or what a partial call holds back."""
    bound: ast.ClassDef | None = None
    """The class that a method `local` belongs to."""

    @property
    def words(self) -> str:
        """The constant as text, or the text known in part."""
        if isinstance(self.constant, str):
            return self.constant
        if isinstance(self.constant, bytes):
            return self.constant[:100_000].decode("latin-1")
        return self.text

    def marked(self, marks: Marks) -> "Value":
        """The same with more marks."""
        return self if marks <= self.marks else replace(self, marks=self.marks | marks)


UNKNOWN: Final = Value()


_ENVIRONMENTS: Final = frozenset(
    {"os.environ", "os.environ.copy()", "os.environ.items()", "os.environ.values()", "os.environb", "posix.environ"}
)


def joined(*values: Value) -> Marks:
    """All marks of several values."""
    found: Marks = NO_MARKS
    for value in values:
        if value.marks:
            found |= value.marks
        if value.name in _ENVIRONMENTS:
            found |= {Mark.ENVIRONMENT}
    return found
