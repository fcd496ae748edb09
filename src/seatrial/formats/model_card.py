"""Model cards: Markdown that opens with YAML front matter, and a README beside the weights."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Basis, Fact, Role
from seatrial.domain.text import shown
from seatrial.formats import card_sections, yaml_text
from seatrial.formats.protocol import FormatError
from seatrial.formats.text import characters, decoded

NAME = "model-card"
ROLE = Role.DOCUMENTATION
PRIORITY = 91
STARTS = (b"---", b"\xef\xbb\xbf---")
MAX_BYTES: Final = 4 * 1024 * 1024
BASENAMES: Final = frozenset({"readme", "readme.md", "readme.txt", "model_card.md", "modelcard.md", "model-card.md"})
_FRONT: Final = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)(?:^|\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIRST_KEY: Final = re.compile(r"^[\w.\"'-]+:(?:\s|$)", re.MULTILINE)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says in a form that can be read."""

    front_matter: dict[str, Any] = field(default_factory=dict)
    """Strings, lists and dicts; empty when there is none."""
    problem: str = ""
    """Why the front matter cannot be read; empty when it can, or when there is none."""
    sections: tuple[str, ...] = ()
    """Keys of `card_sections.SECTION_TITLES` that are there and say something."""


def matches(head: bytes, size: int) -> bool:
    """Text that opens with front matter, closed again or longer than what can be seen, that is not all YAML."""
    if not head.startswith((b"---", b"\xef\xbb\xbf---")):
        return False
    text = decoded(head, size)
    if text is None or _FIRST_KEY.search(text) is None:
        return False
    front = _FRONT.match(text)
    if front is None:
        return size > len(head)
    rest = text[front.end() :].lstrip()
    return not rest or _FIRST_KEY.match(rest) is None


def is_card_path(path: str) -> bool:
    """Whether a file at this path is read as the card: a README at the root of a subject, archive or its one folder."""
    inside = path.rsplit("!/", 1)[-1]
    return inside.count("/") <= 1 and inside.rsplit("/", 1)[-1].lower() in BASENAMES


def read(reader: BinaryIO) -> Card:
    """The card in a file. Raises `LimitReached` for one over `MAX_BYTES`, `FormatError` for bytes that are no text."""
    reader.seek(0)
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"a model card larger than {MAX_BYTES:,} bytes")
    text = characters(data, len(data))
    if text is None:
        raise FormatError("is not text")
    front = _FRONT.match(text)
    if front is None:
        unclosed = text.lstrip("\ufeff").startswith("---") and _FIRST_KEY.match(text.lstrip("\ufeff-\r\n")) is not None
        problem = "front matter is opened and not closed" if unclosed else ""
        return Card(problem=problem, sections=card_sections.section_keys(text))
    try:
        value, problem = yaml_text.load(front[1]), ""
    except (FormatError, LimitReached) as error:
        value, problem = None, str(error)
    if value is not None and not isinstance(value, dict):
        value, problem = None, "is not a mapping of fields"
    stated = value or {}
    return Card(front_matter=stated, problem=problem, sections=_sections(stated, text[front.end() :]))


def _sections(front_matter: dict[str, Any], body: str) -> tuple[str, ...]:
    """Sections of the body, and those that the front matter states in its own way."""
    keys = set(card_sections.section_keys(body))
    if front_matter.get("datasets"):
        keys.add("training-data")
    if front_matter.get("model-index"):
        keys.add("evaluation")
    return tuple(key for key in card_sections.SECTION_TITLES if key in keys)


def licence(card: Card) -> str:
    """The licence that the front matter states; `license_name` when that is `other`; empty for none."""
    value = card.front_matter.get("license")
    if isinstance(value, list):
        value = " AND ".join(item for item in value[:8] if isinstance(item, str))
    named = card.front_matter.get("license_name")
    if value == "other" and isinstance(named, str) and named:
        value = named
    return shown(value.strip(), _LONGEST) if isinstance(value, str) else ""


def base_models(card: Card) -> tuple[str, ...]:
    """The models that the front matter names as its base."""
    value = card.front_matter.get("base_model")
    stated = value if isinstance(value, list) else [value]
    return tuple(shown(item.strip(), _LONGEST) for item in stated[:32] if isinstance(item, str) and item.strip())


def facts(reader: BinaryIO, path: str) -> Iterator[Fact]:
    """What the card of a model states; nothing for other documents. Raises as `read` does."""
    if not is_card_path(path):
        return
    card = read(reader)

    def stated(name: str, value: str | bool | tuple[str, ...]) -> Fact:
        return Fact(name=name, value=value, basis=Basis.FILES, source=path)

    if name := licence(card):
        yield stated("model.license", name)
    bases = base_models(card)
    if bases:
        yield stated("model.base_model", bases[0] if len(bases) == 1 else bases)
    title = card.front_matter.get("model_name")
    if isinstance(title, str) and title.strip():
        yield stated("model.name", shown(title.strip(), _LONGEST))
    yield stated("documentation.model_card", True)
    yield stated("documentation.sections", card.sections)
