"""What a chat template does beyond formatting messages, read from its syntax tree.

Facts only: how bad a trait is, the check says.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import nodes
from jinja2.filters import FILTERS

from seatrial.domain.text import shown
from seatrial.formats.chat_template import walk
from seatrial.formats.template_strings import folded, is_built


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DUNDER: Final = re.compile(r"__\w+__")
_INTERNALS: Final = _words(
    "mro gi_frame gi_code f_globals f_locals f_builtins func_globals func_code func_closure im_func im_self cr_frame "
    "ag_frame tb_frame co_code"
)
FUNCTIONS: Final = _words("raise_exception strftime_now range namespace dict caller")
"""What loaders offer to templates, and Jinja's own harmless functions."""
METHODS: Final = _words(
    "append capitalize casefold copy count endswith extend find get index insert isalnum isalpha isdecimal isdigit "
    "islower isnumeric isspace istitle isupper items join keys ljust lower lstrip partition pop removeprefix "
    "removesuffix replace reverse rfind rindex rjust rpartition rsplit rstrip setdefault sort split "
    "splitlines startswith strip swapcase title update upper values zfill "
    "changed cycle isoformat strftime center expandtabs"
)
_REACHING: Final = _words(
    "system popen spawn fork execv exec eval compile open read write load loads import_module load_module "
    "check_output run call getattr setattr delattr globals locals vars breakpoint __import__ subclasses"
)
_ATTRIBUTE_FILTERS: Final = frozenset(
    {"map", "selectattr", "rejectattr", "groupby", "sort", "sum", "unique", "min", "max"}
)
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OVERRIDE: Final = re.compile(
    r"(?:ignore|disregard) (?:all |any |the |your )*(?:previous|prior|above|earlier)"
    r"|(?:do not|don't|never) (?:tell|reveal to|mention|disclose|inform)\b",
    re.IGNORECASE,
)
_LITERAL_WORDS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One thing seen in a template."""

    rule: str
    """Stable short name: `attribute-walk`, `reads-files`, `foreign-call`, ..."""
    subject: str
    """What it is about, safe to show: a name, a character, a phrase."""
    line: int


def traits(tree: nodes.Template, source: str) -> Iterator[Trait]:
    """Every trait of a template, each once for each subject."""
    seen: set[tuple[str, str]] = set()
    for found in (_hidden(source), _walked(tree), _conditions(tree), _phrases(tree)):
        for trait in found:
            if (trait.rule, trait.subject) not in seen:
                seen.add((trait.rule, trait.subject))
                yield trait


def _trait(rule: str, subject: str, node: nodes.Node) -> Trait:
    return Trait(rule=rule, subject=shown(subject, 80), line=node.lineno)


def _hidden(source: str) -> Iterator[Trait]:
    for number, line in enumerate(source.split("\n"), 1):
        if line.isascii():
            continue
        for character in line:
            code, category = ord(character), unicodedata.category(character)
            smuggling = character in _BIDI or 0xE0000 <= code <= 0xE01EF
            if smuggling or category in ("Cf", "Co", "Cn"):
                rule = "smuggled-text" if smuggling else "invisible-character"
                yield Trait(rule=rule, subject=f"U+{code:04X}", line=number)


def _walked(tree: nodes.Template) -> Iterator[Trait]:
    own = {node.name for node in walk(tree) if isinstance(node, nodes.Macro)}
    built = {
        node.target.name
        for node in walk(tree)
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name) and is_built(node.node)
    }
    for node in walk(tree):
        if isinstance(node, nodes.Import | nodes.FromImport | nodes.Include | nodes.Extends):
            yield _trait("reads-files", type(node).__name__.lower(), node)
        elif isinstance(node, nodes.Getattr):
            yield from _named(node.attr, node)
        elif isinstance(node, nodes.Getitem):
            yield from _key(node, built)
        elif isinstance(node, nodes.Filter):
            yield from _filter(node)
        elif isinstance(node, nodes.Call):
            yield from _call(node, own)
        elif isinstance(node, nodes.Name) and _DUNDER.fullmatch(node.name):
            yield _trait("attribute-walk", node.name, node)
        elif isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield from _constant(node.value, node)
        elif isinstance(node, nodes.Add | nodes.Concat | nodes.Mod) and _DUNDER.fullmatch(folded(node) or ""):
            yield _trait("attribute-walk", f"{folded(node)} (built from parts)", node)


def _constant(value: str, node: nodes.Node) -> Iterator[Trait]:
    if _DUNDER.fullmatch(value):
        yield _trait("attribute-walk", value, node)
    # Escapes such as \u202e come out of the lexer as the character itself.
    yield from (Trait(rule=t.rule, subject=t.subject, line=node.lineno) for t in _hidden(value))


def _named(attribute: str, node: nodes.Node) -> Iterator[Trait]:
    if _DUNDER.fullmatch(attribute) or attribute in _INTERNALS:
        yield _trait("attribute-walk", attribute, node)
    elif attribute.startswith("_"):
        yield _trait("private-attribute", attribute, node)


def _key(node: nodes.Getitem, built: set[str]) -> Iterator[Trait]:
    key = folded(node.arg)
    if key is not None:
        yield from _named(key, node)
    elif is_built(node.arg) or (isinstance(node.arg, nodes.Name) and node.arg.name in built):
        yield _trait("computed-key", "a key built from parts", node)


def _filter(node: nodes.Filter) -> Iterator[Trait]:
    arguments = [*node.args, *(keyword.value for keyword in node.kwargs)]
    if node.name == "attr":
        key = folded(arguments[0]) if arguments else None
        if key is None or _DUNDER.fullmatch(key) or key in _INTERNALS:
            yield _trait("attribute-walk", f"attr({key or '...'})", node)
        else:
            yield _trait("private-attribute", f"attr({key})", node)
    elif node.name in _ATTRIBUTE_FILTERS:
        for argument in arguments:
            for part in (folded(argument) or "").split("."):
                yield from _named(part, node)
            if is_built(argument) and folded(argument) is None:
                yield _trait("computed-key", "a key built from parts", node)
        if node.name == "map" and arguments and folded(arguments[0]) == "attr":
            yield _trait("attribute-walk", "map(attr)", node)
    elif node.name not in FILTERS and node.name != "from_json":
        yield _trait("foreign-filter", node.name, node)


def _call(node: nodes.Call, own: set[str]) -> Iterator[Trait]:
    called = node.node
    if isinstance(called, nodes.Name):
        if called.name in _REACHING:
            yield _trait("attribute-walk", f"{called.name}()", node)
        elif called.name not in FUNCTIONS and called.name not in own:
            yield _trait("foreign-call", f"{called.name}()", node)
    elif isinstance(called, nodes.Getattr):
        yield from _method(called, node)
    elif isinstance(called, nodes.Getitem | nodes.Call | nodes.Filter | nodes.CondExpr):
        yield _trait("foreign-call", "the result of an expression", node)


def _method(called: nodes.Getattr, node: nodes.Call) -> Iterator[Trait]:
    if called.attr in ("format", "format_map"):
        text = folded(called.node)
        if text is None or re.search(r"\{[^{}]*[.\[]", text):
            # str.format walks attributes by itself: "{0.__class__}".format(x).
            yield _trait("attribute-walk" if text else "foreign-call", f".{called.attr}()", node)
    elif called.attr in _REACHING:
        yield _trait("attribute-walk", f".{called.attr}()", node)
    elif called.attr not in METHODS and not _DUNDER.fullmatch(called.attr):
        yield _trait("foreign-method", f".{called.attr}()", node)


def _conditions(tree: nodes.Template) -> Iterator[Trait]:
    """Text that depends on the date, or prose that appears only when the messages hold certain words."""
    dated = _derived(tree, _is_clock)
    content = _derived(tree, _is_content)
    for node in walk(tree):
        if not isinstance(node, nodes.If | nodes.CondExpr):
            continue
        if _uses(node.test, lambda n: _is_clock(n) or _is_named(n, dated)):
            yield _trait("date-condition", "the date", node)
        if _compares_content(node.test, content) and (phrase := _prose(_branches(node))):
            yield _trait("content-condition", phrase, node)


def _is_clock(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "strftime_now"


def _is_content(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getattr):
        return node.attr == "content"
    return isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and node.arg.value == "content"


def _is_named(node: nodes.Node, names: set[str]) -> bool:
    """A variable, or an attribute of a namespace, that is one of `names`."""
    if isinstance(node, nodes.Name):
        return node.name in names
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and _dotted(node) in names


def _dotted(node: nodes.Getattr) -> str:
    return f"{node.node.name}.{node.attr}" if isinstance(node.node, nodes.Name) else ""


def _derived(tree: nodes.Template, source: Callable[[nodes.Node], bool]) -> set[str]:
    """Variables whose value comes from a source, followed through up to four assignments."""
    assigned = [pair for node in walk(tree) for pair in _assigned(node)]
    names: set[str] = set()
    for _ in range(4):
        fresh = {
            name
            for name, value in assigned
            if name not in names and any(source(n) or _is_named(n, names) for n in walk(value))
        }
        if not fresh:
            break
        names |= fresh
    return names


def _assigned(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    """Variables that a statement gives a value, each with a node the value is made from."""
    if isinstance(node, nodes.Assign):
        values: list[nodes.Node] = [node.node]
    elif isinstance(node, nodes.AssignBlock):
        values = list(node.body)
    elif isinstance(node, nodes.For):
        values = [node.iter]
    else:
        return
    if isinstance(node.target, nodes.Name):
        yield from ((node.target.name, value) for value in values)
    elif isinstance(node.target, nodes.NSRef):
        yield from ((f"{node.target.name}.{node.target.attr}", value) for value in values)


def _uses(test: nodes.Node, sought: Callable[[nodes.Node], bool]) -> bool:
    """Whether a condition weighs what is sought; asking only whether it is there does not count."""
    pending: list[tuple[nodes.Node, bool]] = [(test, False)]
    while pending:
        node, weighed = pending.pop()
        if isinstance(node, nodes.Test):
            continue
        if (weighed or isinstance(node, nodes.Call)) and sought(node):
            return True
        weighed = weighed or isinstance(node, nodes.Compare | nodes.Call | nodes.Filter | nodes.Getitem)
        pending.extend((child, weighed) for child in node.iter_child_nodes())
    return False


def _compares_content(test: nodes.Node, content: set[str]) -> bool:
    nodes_of_test = list(walk(test))
    literal = any(
        isinstance(n, nodes.Const) and isinstance(n.value, str) and n.value != "content" for n in nodes_of_test
    )
    return literal and _uses(test, lambda n: _is_content(n) or _is_named(n, content))


def _branches(node: nodes.If | nodes.CondExpr) -> Iterator[nodes.Node]:
    """What appears when the condition finds its words; both sides of a negated one."""
    negated = any(
        isinstance(n, nodes.Not) or (isinstance(n, nodes.Operand) and n.op in ("notin", "ne")) for n in walk(node.test)
    )
    if isinstance(node, nodes.CondExpr):
        yield node.expr1
        if negated and node.expr2 is not None:
            yield node.expr2
        return
    yield from node.body
    if negated:
        yield from node.else_


def _literals(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    for inner in walk(node):
        if isinstance(inner, nodes.TemplateData):
            yield inner.data, inner
        elif isinstance(inner, nodes.Const) and isinstance(inner.value, str):
            yield inner.value, inner


def _prose(branches: Iterable[nodes.Node]) -> str:
    """The first run of plain words in what branches say; empty when there is none."""
    for branch in branches:
        for text, _ in _literals(branch):
            run: list[str] = []
            for word in text.split():
                run = [*run, word] if word.strip(".,;:!?'\"()").isalpha() else []
                if len(run) >= _LITERAL_WORDS:
                    return " ".join(run)
    return ""


def _phrases(tree: nodes.Template) -> Iterator[Trait]:
    for text, node in _literals(tree):
        if found := _OVERRIDE.search(text):
            yield _trait("override-phrase", found[0], node)
