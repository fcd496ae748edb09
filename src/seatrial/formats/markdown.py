"""Markdown without front matter."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.inventory import Fact, Role
from seatrial.formats import model_card
from seatrial.formats.text import decoded

NAME = "markdown"
ROLE = Role.DOCUMENTATION
PRIORITY = 95
_MARKS: Final = re.compile(r"^ {0,3}(?:#{1,6}[ \t]+\S|```|~~~|={3,}[ \t]*$)", re.MULTILINE)
_LINK: Final = re.compile(r"\[[^\]\[\n]{0,200}\]\([^)(\n]{1,500}\)")


def matches(head: bytes, size: int) -> bool:
    """Text with a heading, a fenced block or a link in Markdown's way."""
    text = decoded(head, size)
    return text is not None and (_MARKS.search(text) is not None or _LINK.search(text) is not None)


def facts(reader: BinaryIO, path: str) -> Iterator[Fact]:
    """A README without front matter is a model card too; other Markdown states nothing."""
    yield from model_card.facts(reader, path)
