"""Strings that a template builds from constants, worked out without running it."""

from collections.abc import Sequence
from typing import Final

from jinja2 import nodes

MAX_DEPTH: Final = 24
MAX_LENGTH: Final = 4096
MAX_PARTS: Final = 256
_BUILDING_FILTERS: Final = frozenset({"join", "format", "replace", "reverse", "string", "lower", "upper", "trim"})
_BUILDING_METHODS: Final = frozenset({"join", "format", "replace", "lower", "upper", "strip"})


def folded(node: nodes.Node, depth: int = 0) -> str | None:
    """The text that an expression of constants makes, or None when it depends on anything else."""
    if depth > MAX_DEPTH:
        return None
    if isinstance(node, nodes.Const):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Concat):
        return _joined([folded(part, depth + 1) for part in node.nodes])
    if isinstance(node, nodes.Add):
        return _joined([folded(node.left, depth + 1), folded(node.right, depth + 1)])
    if isinstance(node, nodes.Mod):
        return _formatted(folded(node.left, depth + 1), _parts(node.right, depth), "%s")
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
        return _sliced(node, node.arg, depth)
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _applied(node.name, node.node, node.args, depth)
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        return _called(node.node, node.args, depth)
    return None


def is_built(node: nodes.Node) -> bool:
    """Whether an expression puts text together from parts, known or not."""
    if isinstance(node, nodes.Mod):
        return isinstance(node.left, nodes.Const) and isinstance(node.left.value, str)
    if isinstance(node, nodes.Concat):
        return True
    if isinstance(node, nodes.Add):
        # Left-deep chains are as long as their author likes; one string among the nearest parts is telling enough.
        sides = [node.left, node.right]
        if isinstance(node.left, nodes.Add):
            sides.append(node.left.right)
        return any(isinstance(side, nodes.Const) and isinstance(side.value, str) for side in sides)
    if isinstance(node, nodes.Filter):
        return node.name in ("join", "format", "reverse")
    return (
        isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in ("join", "format")
    )


def _joined(parts: list[str | None], separator: str = "") -> str | None:
    known = [part for part in parts if part is not None]
    text = separator.join(known)
    return text if len(known) == len(parts) and len(text) <= MAX_LENGTH else None


def _parts(node: nodes.Node, depth: int) -> list[str | None]:
    items = node.items if isinstance(node, nodes.Tuple | nodes.List) else [node]
    return _folded(items, depth)


def _folded(items: Sequence[nodes.Node], depth: int) -> list[str | None]:
    """Each of them; beyond `MAX_PARTS` one that is not known, so that nothing they are part of is."""
    known = [folded(item, depth + 1) for item in items[:MAX_PARTS]]
    return known if len(items) <= MAX_PARTS else [*known, None]


def _formatted(text: str | None, parts: list[str | None], mark: str) -> str | None:
    pieces = text.split(mark) if text is not None else []
    if len(pieces) != len(parts) + 1:
        return None
    mixed = [piece for pair in zip(pieces, parts, strict=False) for piece in pair]
    return _joined([*mixed, pieces[-1]])


def _sliced(node: nodes.Getitem, part: nodes.Slice, depth: int) -> str | None:
    text = folded(node.node, depth + 1)
    bounds = [bound.value if isinstance(bound, nodes.Const) else None for bound in (part.start, part.stop)]
    step = part.step
    backwards = isinstance(step, nodes.Neg) and isinstance(step.node, nodes.Const) and step.node.value == 1
    if text is None:
        return None
    if backwards and part.start is None and part.stop is None:
        return text[::-1]
    plain = step is None and all(bound is None or isinstance(bound, int) for bound in bounds)
    return text[bounds[0] : bounds[1]] if plain else None


def _applied(name: str, subject: nodes.Node, args: list[nodes.Expr], depth: int) -> str | None:
    if name not in _BUILDING_FILTERS:
        return None
    if name == "join":
        separator = folded(args[0], depth + 1) if args else ""
        return _joined(_parts(subject, depth), separator) if separator is not None else None
    text = folded(subject, depth + 1)
    if name == "format":
        return _formatted(text, _folded(args, depth), "%s")
    return _changed(name, text, [folded(arg, depth + 1) for arg in args[:3]])


def _called(called: nodes.Getattr, args: list[nodes.Expr], depth: int) -> str | None:
    if called.attr not in _BUILDING_METHODS:
        return None
    text = folded(called.node, depth + 1)
    if called.attr == "join":
        return _joined(_parts(args[0], depth), text) if text is not None and args else None
    if called.attr == "format":
        return _formatted(text, _folded(args, depth), "{}")
    return _changed(called.attr, text, [folded(arg, depth + 1) for arg in args[:3]])


def _changed(name: str, text: str | None, args: list[str | None]) -> str | None:
    if text is None:
        return None
    if name == "replace":
        old, new = (*args, None, None)[:2]
        return _joined([text.replace(old, new)]) if old and new is not None else None
    simple = {"reverse": text[::-1], "lower": text.lower(), "upper": text.upper()}
    return simple.get(name, text.strip() if name in ("trim", "strip") else text)
