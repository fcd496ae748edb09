"""YAML of regimes: plain values with the line of each, and errors that name file, line and what to write."""

import re
from pathlib import Path
from typing import Any, Final

import yaml

from seatrial.documents import DocumentError
from seatrial.domain.errors import RegimeError

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 24
_TAGS: Final = ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")


def bytes_of(path: Path) -> bytes:
    """The bytes of a file, no more than may be read. Raises `RegimeError`."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        advice = "give the path of a readable regime file, or the id of a shipped one"
        raise fault(str(path), 0, f"cannot be read: {error.strerror}", advice) from error


def read_yaml(data: bytes, source: str) -> tuple[dict[str, Any], dict[str, int]]:
    """A mapping of builtins, and the line of every JSON path in it. `source` is the name shown in errors.

    No aliases, tags or doubled keys; dates stay text. Raises `RegimeError`.
    """
    if len(data) > MAX_BYTES:
        raise fault(source, 1, f"is larger than {MAX_BYTES} bytes", "split the regime, or shorten its texts")
    lines: dict[str, int] = {}
    plain = _plain(_compose(data, source), "$", lines, source)
    if not isinstance(plain, dict):
        raise fault(source, 1, "is not a mapping", "begin with `id:`, `version:`, `title:`")
    return plain, lines


def located(error: DocumentError, lines: dict[str, int], source: str) -> RegimeError:
    """The error with the line of the path in its message, or of the nearest parent that stands in the file."""
    message = str(error)
    found = re.search(r"\$[\w.\-\[\]]*", message)
    path = found.group(0).rstrip(".") if found else "$"
    while path not in lines and path != "$":
        path = path[: max(path.rfind("."), path.rfind("["), 1)]
    advice = "compare with the reference of the regime format, or `seatrial regimes show open-weights-baseline`"
    return fault(source, lines.get(path, 0), message, advice)


def fault(source: str, line: int, text: str, advice: str) -> RegimeError:
    """What is wrong in a regime file, where, and what to write instead. Line 0 is none in particular."""
    place = f"{source}:{line}" if line else source
    return RegimeError(f"regime {place}: {text}", advice=advice)


def _compose(data: bytes, source: str) -> yaml.Node:
    try:
        events = list(yaml.parse(data, Loader=yaml.SafeLoader))
        for event in events:
            if isinstance(event, yaml.AliasEvent):
                mark = event.start_mark
                raise fault(source, mark.line + 1 if mark else 0, "uses an alias", "write the value out")
        node = yaml.compose(data, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problem = getattr(error, "problem", None) or str(error)
        raise fault(source, line, f"is not YAML: {problem}", "mend the syntax there") from error
    if node is None:
        raise fault(source, 1, "is empty", "begin with `id:`, `version:`, `title:`")
    return node


def _plain(node: yaml.Node, path: str, lines: dict[str, int], source: str) -> Any:
    """Builtins, with the line of every path noted and doubled keys refused."""
    line = node.start_mark.line + 1
    lines[path] = line
    if path.count(".") + path.count("[") > MAX_DEPTH:
        raise fault(source, line, f"is nested deeper than {MAX_DEPTH}", "flatten it")
    if node.tag.removeprefix("tag:yaml.org,2002:") not in _TAGS:
        raise fault(source, line, f"uses the tag {node.tag}", "write a plain value")
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                raise fault(source, key_node.start_mark.line + 1, f"has the key `{key}` twice", "keep one of them")
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
