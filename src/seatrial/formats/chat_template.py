"""Chat templates wherever a model carries them: found and parsed, never rendered.

Places as `transformers` and llama.cpp read them: `tokenizer.chat_template` and its named variants in GGUF, the key
`chat_template` in JSON configurations, and Jinja files.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from jinja2 import Environment, TemplateError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from seatrial.domain.context import LimitReached
from seatrial.domain.text import shown
from seatrial.formats import gguf, json_guessed, json_text, yaml_text
from seatrial.formats.gguf_values import Cursor, Value
from seatrial.formats.protocol import FormatError

MAX_CHARACTERS: Final = 256 * 1024
"""The longest template seen on the hub has about a tenth of it."""
MAX_NODES: Final = 50_000
FORMATS: Final = (
    "gguf",
    "json",
    "json-guessed",
    "jinja",
    "text",
    "markdown",
    "model-card",
    "yaml",
    "python",
    "unknown",
)
"""Formats of artifacts that may carry one; of the last ones only files that are named as templates."""
_JSON_NAMES: Final = frozenset(
    {
        "tokenizer_config.json",
        "chat_template.json",
        "processor_config.json",
        "preprocessor_config.json",
        "config.json",
        "generation_config.json",
    }
)
_ENDINGS: Final = (".jinja", ".jinja2", ".j2")
_INSTRUCTION: Final = re.compile(
    r'^(?P<name>TEMPLATE|SYSTEM)[ \t]+(?:"""(?P<long>.*?)(?:"""|\Z)|(?P<short>[^\n]*))',
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_YAML_KEY: Final = re.compile(rb"^[\"']?(?:chat|instruction)_template[\"']?[ \t]*:", re.MULTILINE)
_GGUF_KEY: Final = "tokenizer.chat_template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template and the name it goes by in its file."""

    name: str
    source: str
    words_only: bool = False
    """It is in another language than Jinja: its text is read and nothing else."""


def find(reader: BinaryIO, format_name: str, path: str) -> tuple[Template, ...]:
    """Every template in one file. Raises `FormatError` for a broken file, `LimitReached` for one too large to read."""
    basename = path.rsplit("/", 1)[-1].lower()
    if format_name == "gguf":
        stated = _metadata(reader).items()
        keys = {key: value for key, value in stated if key == _GGUF_KEY or key.startswith(f"{_GGUF_KEY}.")}
        return tuple(Template(name=key, source=value) for key, value in keys.items() if isinstance(value, str))
    if format_name == "jinja" or basename.endswith(_ENDINGS):
        return (Template(name=basename, source=_text(reader)),)
    if format_name in ("json", "json-guessed"):
        return tuple(_in_json(_json(reader, basename)))
    if format_name == "yaml":
        return tuple(_in_yaml(reader))
    if format_name in ("text", "unknown") and basename.startswith("modelfile"):
        return tuple(_in_modelfile(_text(reader)))
    return ()


def _metadata(reader: BinaryIO) -> dict[str, Value]:
    """The metadata of a GGUF file; of one that is broken further on, the keys before the break if one is a template."""
    try:
        return gguf.read_header(reader).metadata
    except FormatError:
        found = dict(_readable(reader))
        if not any(key.startswith(_GGUF_KEY) for key in found):
            raise
        return found


def _readable(reader: BinaryIO) -> Iterator[tuple[str, Value]]:
    reader.seek(0)
    start = reader.read(8)
    if len(start) < 8 or not start.startswith(gguf.MAGIC):
        return
    cursor = Cursor(reader, ">" if gguf.is_big_endian(start) else "<", 8)
    try:
        cursor.unsigned(8)
        for _ in range(min(cursor.unsigned(8), gguf.MAX_KEYS)):
            yield cursor.text(gguf.MAX_KEY_BYTES), cursor.value(cursor.unsigned(4))
    except FormatError:
        return


def _in_yaml(reader: BinaryIO) -> Iterator[Template]:
    """Templates of interfaces that keep them in YAML."""
    reader.seek(0)
    data = reader.read(yaml_text.MAX_CHARACTERS + 1)
    if _YAML_KEY.search(data) is None:
        return
    if len(data) > yaml_text.MAX_CHARACTERS:
        raise LimitReached(f"YAML of more than {yaml_text.MAX_CHARACTERS:,} bytes that holds a template")
    stated = yaml_text.load(data.decode("utf-8", "replace"))
    for key, value in stated.items() if isinstance(stated, dict) else ():
        if key in ("chat_template", "instruction_template") and isinstance(value, str) and "{" in value:
            yield Template(name=key, source=value)


def _in_modelfile(text: str) -> Iterator[Template]:
    """Templates and system messages of Ollama. They are written in Go's language, so only their words are read."""
    for match in _INSTRUCTION.finditer(text):
        words = match["long"] if match["long"] is not None else match["short"]
        yield Template(name=match["name"].lower(), source=words, words_only=True)


def _text(reader: BinaryIO) -> str:
    reader.seek(0)
    data = reader.read(4 * MAX_CHARACTERS + 1)
    if len(data) > 4 * MAX_CHARACTERS:
        raise LimitReached(f"a template of more than {MAX_CHARACTERS:,} characters")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise FormatError("is not UTF-8", error.start) from error


def _json(reader: BinaryIO, basename: str) -> Any:
    """The parsed file if loaders read templates from it by its name, or if it speaks of one."""
    if basename in _JSON_NAMES:
        reader.seek(0)
        data = reader.read(json_text.MAX_BYTES + 1)
        if len(data) > json_text.MAX_BYTES:
            raise LimitReached(f"a configuration larger than {json_text.MAX_BYTES:,} bytes")
        return json_guessed.parse(data)
    reader.seek(0)
    data = reader.read(json_text.MAX_BYTES + 1)
    if len(data) > json_text.MAX_BYTES:
        if json_guessed.states(reader, ("chat_template",)):
            raise LimitReached(f"a file of more than {json_text.MAX_BYTES:,} bytes that holds a template")
        return None
    spoken = b"chat_template" in data.replace(b"\0", b"") or (
        b"\\u" in data and json_guessed.spells(data, "chat_template")
    )
    return json_guessed.parse(data) if spoken else None


def _in_json(value: Any) -> Iterator[Template]:
    """Templates under their key at any depth; of a doubled key both readings."""
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, dict):
            yield from _stated(here.get("chat_template"))
            pending.extend(inner for inner in here.values() if isinstance(inner, dict | list))
        elif isinstance(here, list):
            pending.extend(inner for inner in here if isinstance(inner, dict | list))


def _stated(stated: Any) -> Iterator[Template]:
    if isinstance(stated, str):
        yield Template(name="chat_template", source=stated)
    elif isinstance(stated, dict):
        yield from (Template(name=str(k), source=v) for k, v in stated.items() if isinstance(v, str))
    elif isinstance(stated, list):
        for item in stated:
            if isinstance(item, dict) and isinstance(item.get("template"), str):
                yield Template(name=str(item.get("name", "chat_template")), source=item["template"])


class _Generation(Extension):
    """The block that `transformers` adds to mark what the model says. Its body is parsed like any other."""

    tags = {"generation"}  # noqa: RUF012 - the name and shape are Jinja's

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Everything between the tag and `endgeneration`."""
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def parse(source: str) -> nodes.Template:
    """The syntax tree of a template, as the environment of `transformers` parses it.

    Raises `FormatError` for what is no template, `LimitReached` for more than `MAX_CHARACTERS` or `MAX_NODES`.
    """
    if len(source) > MAX_CHARACTERS:
        raise LimitReached(f"a template of more than {MAX_CHARACTERS:,} characters")
    # Nothing is rendered, so there is nothing to escape.
    environment = Environment(  # noqa: S701
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do", _Generation]
    )
    try:
        with warnings.catch_warnings():
            # The lexer decodes escapes with Python's own rules, which warn of unknown ones.
            warnings.simplefilter("ignore")
            tree = environment.parse(source)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        raise FormatError(f"is not a Jinja template: {shown(error.message or 'unreadable', 120)}{where}") from error
    except RecursionError as error:
        raise FormatError("nests too deeply to be read") from error
    except (ValueError, OverflowError) as error:
        raise FormatError("holds a number that is too long to read") from error
    if sum(1 for _ in walk(tree, MAX_NODES + 1)) > MAX_NODES:
        raise LimitReached(f"a template of more than {MAX_NODES:,} parts")
    return tree


def walk(node: nodes.Node, most: int = MAX_NODES) -> Iterator[nodes.Node]:
    """A node and everything below it, in the order of the source, without recursion; `most` nodes at most."""
    pending = [node]
    while pending and most:
        most -= 1
        here = pending.pop()
        yield here
        pending.extend(reversed(list(here.iter_child_nodes())))
