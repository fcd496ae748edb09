"""Chat templates that write something else in long conversations, or messages in another order than they came.

A template numbers turns, treats the first and the last one apart and checks that roles alternate. What appears only
from the seventh message on, or is left out from there, nobody sees in a trial of three.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from jinja2 import nodes

from seatrial.formats.chat_template import walk

FEWEST: Final = 2
"""Numbers from which a condition counts: 0 and 1 tell the first turn from the others."""
_COUNTS: Final = frozenset({"length", "count"})
_KEEPS: Final = frozenset(
    {"list", "selectattr", "rejectattr", "select", "reject", "reverse", "sort", "unique", "slice"}
)
_REORDERS: Final = frozenset({"reverse", "sort", "random", "shuffle"})
_PLACES: Final = frozenset({"index", "index0", "revindex", "revindex0", "length"})
_TESTS: Final = frozenset(
    [
        "gt",
        "ge",
        "lt",
        "le",
        "eq",
        "ne",
        "greaterthan",
        "lessthan",
        "equalto",
        "divisibleby",
        ">",
        ">=",
        "<",
        "<=",
        "==",
        "!=",
        "in",
    ]
)
_ROUNDS: Final = 4


class Counted(NamedTuple):
    """A condition on how much was said, with what depends on it."""

    node: nodes.Node
    branches: tuple[nodes.Node, ...]
    """All of them: what is written in long conversations, and what in short ones."""
    one_sided: bool
    """Something is written in one case and nothing in the other."""


@dataclass(slots=True)
class _Names:
    """Variables, by what they hold."""

    conversation: set[str]
    counts: set[str]
    reordered: set[str]


def conditions(tree: nodes.Template, is_content: Callable[[nodes.Node], bool]) -> Iterator[Counted]:
    """Conditions on the number of messages or the length of what they say, against a number of `FEWEST` or more."""
    names = _named(tree, is_content)
    for node, loops in _in_loops(tree):
        inside = (*loops, node) if isinstance(node, nodes.For) else loops

        def counts(inner: nodes.Node, loops: tuple[nodes.For, ...] = inside) -> bool:
            return _is_count(inner, names, loops, is_content)

        if isinstance(node, nodes.If) and _weighs(node.test, counts, names):
            others = (*(part for branch in node.elif_ for part in branch.body), *node.else_)
            yield Counted(node, (*node.body, *others), not (node.body and others))
        elif isinstance(node, nodes.CondExpr) and _weighs(node.test, counts, names):
            yield Counted(node, tuple(filter(None, (node.expr1, node.expr2))), node.expr2 is None)
        elif isinstance(node, nodes.For) and node.test is not None and _weighs(node.test, counts, names):
            yield Counted(node, tuple(node.body), one_sided=True)
        elif (found := _looked_up(node)) is not None and any(map(counts, walk(found[1]))):
            yield Counted(node, (found[0],), one_sided=False)


def reorders(tree: nodes.Template, is_content: Callable[[nodes.Node], bool]) -> Iterator[nodes.For]:
    """Loops that write messages in another order than they came."""
    names = _named(tree, is_content)
    for node in walk(tree):
        if isinstance(node, nodes.For) and _reordered(node.iter, names) and writes(node.body, is_content):
            yield node


def writes(branches: Iterable[nodes.Node], is_content: Callable[[nodes.Node], bool]) -> bool:
    """Whether what a message says is put out."""
    return any(
        isinstance(node, nodes.Output) and any(map(is_content, walk(node))) for part in branches for node in walk(part)
    )


def _in_loops(tree: nodes.Template) -> Iterator[tuple[nodes.Node, tuple[nodes.For, ...]]]:
    """Every node with the loops around it, outermost first."""
    pending: list[tuple[nodes.Node, tuple[nodes.For, ...]]] = [(tree, ())]
    while pending:
        node, loops = pending.pop()
        yield node, loops
        inside = (*loops, node) if isinstance(node, nodes.For) else loops
        pending.extend((child, inside) for child in reversed(list(node.iter_child_nodes())))


def _named(tree: nodes.Template, is_content: Callable[[nodes.Node], bool]) -> _Names:
    names = _Names(conversation={"messages"}, counts=set(), reordered=set())
    assigned = [node for node in walk(tree) if isinstance(node, nodes.Assign)]
    for _ in range(_ROUNDS):
        before = len(names.conversation) + len(names.counts) + len(names.reordered)
        for node in assigned:
            target = _target(node.target)
            if not target:
                continue
            if _reordered(node.node, names):
                names.reordered.add(target)
            if _is_conversation(node.node, names):
                names.conversation.add(target)
            if any(_is_count(n, names, (), is_content) for n in walk(node.node)) or _steps(target, node.node):
                names.counts.add(target)
        if len(names.conversation) + len(names.counts) + len(names.reordered) == before:
            break
    return names


def _target(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{node.name}.{node.attr}" if isinstance(node, nodes.NSRef) else ""


def _steps(target: str, value: nodes.Node) -> bool:
    """Whether a variable becomes itself and a number: a counter."""
    if not isinstance(value, nodes.Add):
        return False
    own = any(_spelled(side) == target for side in (value.left, value.right))
    return own and any(isinstance(side, nodes.Const) for side in (value.left, value.right))


def _spelled(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return f"{node.node.name}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


def _is_conversation(node: nodes.Node, names: _Names) -> bool:
    """All messages or some of them, not one of them."""
    return any(isinstance(base, nodes.Name) and base.name in names.conversation for base, _ in _bases(node))


def _reordered(node: nodes.Node, names: _Names) -> bool:
    for base, turned in _bases(node):
        if isinstance(base, nodes.Name) and (
            base.name in names.reordered or (turned and base.name in names.conversation)
        ):
            return True
    return False


def _bases(node: nodes.Node) -> Iterator[tuple[nodes.Node, bool]]:
    """What filters and slices take some or all of, and whether they change the order; chains may be long."""
    pending = [(node, False)]
    while pending:
        here, turned = pending.pop()
        if isinstance(here, nodes.Filter) and here.node is not None and here.name in _KEEPS | _REORDERS:
            pending.append((here.node, turned or here.name in _REORDERS))
        elif isinstance(here, nodes.Getitem) and isinstance(here.arg, nodes.Slice):
            pending.append((here.node, turned or isinstance(here.arg.step, nodes.Neg)))
        elif isinstance(here, nodes.Add):
            pending += [(here.left, turned), (here.right, turned)]
        else:
            yield here, turned


def _is_count(
    node: nodes.Node, names: _Names, loops: tuple[nodes.For, ...], is_content: Callable[[nodes.Node], bool]
) -> bool:
    if isinstance(node, nodes.Filter) and node.name in _COUNTS and node.node is not None:
        return _is_conversation(node.node, names) or any(map(is_content, walk(node.node)))
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop":
        return bool(loops) and node.attr in _PLACES and _is_conversation(loops[-1].iter, names)
    return _spelled(node) in names.counts


def _weighs(test: nodes.Node, counts: Callable[[nodes.Node], bool], names: _Names) -> bool:
    """Whether a test holds a count against a number, or asks whether a later message is there."""
    for node in walk(test):
        if isinstance(node, nodes.Compare) or (isinstance(node, nodes.Test) and node.name in _TESTS):
            inside = list(walk(node))
            if any(map(counts, inside)) and any(map(_is_many, inside)) and not _alternates(node):
                return True
        if isinstance(node, nodes.Getitem) and _is_conversation(node.node, names):
            place = node.arg.start if isinstance(node.arg, nodes.Slice) else node.arg
            if place is not None and _is_many(place):
                return True
    return False


def _is_many(node: nodes.Node) -> bool:
    value = node.value if isinstance(node, nodes.Const) else None
    return isinstance(value, int) and not isinstance(value, bool) and value >= FEWEST


def _alternates(node: nodes.Node) -> bool:
    """`loop.index0 % 2 == 0`: the turns of two."""
    numbers = [n.value for n in walk(node) if isinstance(n, nodes.Const) and isinstance(n.value, int)]
    return any(isinstance(n, nodes.Mod) for n in walk(node)) and max(numbers, default=0) <= FEWEST


def _looked_up(node: nodes.Node) -> tuple[nodes.Node, nodes.Node] | None:
    """A table of the template's own, and the key by which something is taken from it."""
    if isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Dict | nodes.List):
        return node.node, node.arg
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "get":
        table = node.node.node
        return (table, node.args[0]) if node.args and isinstance(table, nodes.Dict) else None
    return None
