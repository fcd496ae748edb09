"""Jupyter notebooks: JSON with cells of code and what they put out. Nothing of them is run or rendered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats import json_text
from seatrial.formats.protocol import FormatError
from seatrial.formats.text import decoded

NAME = "notebook"
ROLE = Role.CODE
PRIORITY = 89
MAX_BYTES: Final = 32 * 1024 * 1024
MAX_CELLS: Final = 5_000
_CELLS = re.compile(r'"(?:cells|worksheets)"\s*:\s*\[|"nbformat"\s*:\s*\d')
_CELL = re.compile(r'"cell_type"\s*:\s*"|"nbformat"\s*:\s*\d')


def matches(head: bytes, size: int) -> bool:
    """An object with cells that have types, or with the version of the notebook format."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return False
    text = decoded(head, size)
    return text is not None and _CELLS.search(text) is not None and _CELL.search(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell."""

    number: int
    """Counted from 1."""
    kind: str
    """`code`, `markdown`, `raw`."""
    source: str
    outputs: tuple[tuple[str, str], ...] = ()
    """What it put out, as pairs of media type and text; images are left out."""


def read(reader: BinaryIO) -> tuple[Cell, ...]:
    """All cells. Raises `FormatError` for what is no notebook, `LimitReached` for one too large."""
    reader.seek(0)
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"a notebook larger than {MAX_BYTES:,} bytes")
    value = json_text.load(data.removeprefix(b"\xef\xbb\xbf"))
    cells: Any = value.get("cells") if isinstance(value, dict) else None
    if cells is None and isinstance(value, dict) and isinstance(value.get("worksheets"), list):
        sheets = [sheet for sheet in value["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in sheet.get("cells", []) if isinstance(sheet.get("cells"), list)]
    if not isinstance(cells, list):
        raise FormatError("has no list of cells")
    if len(cells) > MAX_CELLS:
        raise LimitReached(f"a notebook of more than {MAX_CELLS:,} cells")
    return tuple(_cell(number, cell) for number, cell in enumerate(cells, 1) if isinstance(cell, dict))


def _cell(number: int, cell: dict[str, Any]) -> Cell:
    outputs = cell.get("outputs")
    return Cell(
        number=number,
        kind=str(cell.get("cell_type", "")),
        source=_text(cell.get("source", cell.get("input", ""))),
        outputs=tuple(_outputs(outputs if isinstance(outputs, list) else [])),
    )


def _outputs(outputs: list[Any]) -> Iterator[tuple[str, str]]:
    for output in outputs:
        data = output.get("data") if isinstance(output, dict) else None
        for media, content in (data if isinstance(data, dict) else {}).items():
            if not media.startswith("image/") or media == "image/svg+xml":
                yield media, _text(content)
        if isinstance(output, dict):
            for media in ("html", "svg", "javascript"):
                if media in output:
                    yield f"text/{media}", _text(output[media])


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "".join(item for item in value if isinstance(item, str)) if isinstance(value, list) else ""


_MAGIC = re.compile(r"^[ \t]*[!%?][^\n]*$|^[^\n#'\"]*\?\??[ \t]*$", re.MULTILINE)
_ASSIGNED = re.compile(r"^([ \t]*)([\w, ]+?)[ \t]*=[ \t]*[!%][^\n]*$", re.MULTILINE)
_SHELL_CELL = re.compile(r"\s*%%(?:bash|sh|script\s+\S*sh|!|system)\b[^\n]*\n")
_OTHER_CELL = re.compile(r"\s*%%(?!time\b|timeit\b|capture\b|python3?\b|prun\b|memit\b)\w+")
_COMMAND = re.compile(
    r"^[ \t]*(?:[\w, ]+?=[ \t]*)?(?:!{1,2}|%(?:sx|system|sc|pip|conda)\b)[ \t]*([^\n]*(?:\\\n[^\n]*)*)", re.MULTILINE
)


def commands(source: str) -> str:
    """The shell commands of a code cell, one a line; the whole cell where a magic makes it a script."""
    whole = _SHELL_CELL.match(source)
    if whole is not None:
        return source[whole.end() :]
    found = []
    for line in _COMMAND.finditer(source):
        magic = re.match(r"[ \t]*%(pip|conda)\b", line.group())
        found.append(f"{magic.group(1)} {line.group(1)}" if magic else line.group(1))
    return "\n".join(found)


_LOADED = re.compile(r"^[ \t]*%(run|load|load_ext)[ \t]+([^\n]+)", re.MULTILINE)
_EXTENSIONS = frozenset(
    {"autoreload", "tensorboard", "rich", "nb_black", "lab_black", "watermark", "sql", "cudf.pandas"}
)


def loaded(source: str) -> Iterator[str]:
    """What magics of a code cell fetch and run, or import for what importing does: addresses and strange extensions."""
    for magic, what in _LOADED.findall(source):
        if re.match(r"(?:https?|ftp)://", what) or (magic == "load_ext" and what.strip() not in _EXTENSIONS):
            yield f"%{magic} {what.strip()}"


def python(source: str) -> str:
    """The Python of a code cell with magics and commands blanked; empty for a cell in another language."""
    if _SHELL_CELL.match(source) or _OTHER_CELL.match(source):
        return ""
    plain = re.sub(r"^\s*%%[^\n]*\n", "\n", source)
    return _MAGIC.sub(_passing, _ASSIGNED.sub(r"\1\2 = None", plain))


def _passing(line: "re.Match[str]") -> str:
    text = line.group()
    return f"{text[: len(text) - len(text.lstrip())]}pass"
