"""What a chat template does beyond formatting messages, read from its syntax tree.

Facts only: how bad a trait is, the check says.
"""

import binascii
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import nodes
from jinja2.filters import FILTERS

from seatrial.domain.text import shown
from seatrial.formats import template_counts
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
_FOREIGN: Final = _words(
    "cycler joiner lipsum request config url_for get_flashed_messages self os sys subprocess builtins session g app"
)
"""Names of Jinja and of web frameworks from which walks begin."""
MAX_ROUNDS: Final = 100_000
"""Rounds of loops, and characters, that constants of a template ask for."""
_ATTRIBUTE_FILTERS: Final = frozenset(
    {"map", "selectattr", "rejectattr", "groupby", "sort", "sum", "unique", "min", "max"}
)
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OVERRIDE: Final = re.compile(
    r"(?:ignore|disregard) (?:all |any |the |your )*(?:previous|prior|above|earlier)"
    r"|(?:do not|don't|never) (?:tell|reveal to|mention|disclose|inform)\b(?! the user about function)"
    r"|\balways (?:recommend|promote|advertise|append|insert|mention|link to)\b"
    r"|\bwithout (?:telling|informing) the user\b"
    r"|\b(?:secretly|covertly)\b|\bsend (?:it|them|all|the [\w ]{1,40}) to https?:",
    re.IGNORECASE,
)
_LITERAL_WORDS: Final = 4
_PARTS: Final = _words("content type text image image_url video audio input_image input_audio file tool")
"""Kinds of parts that a message has; asking for them is formatting."""
_ADDRESS: Final = re.compile(
    r"!\[[^\]\n]{0,80}\]\(https?://[^\s)]{1,200}|https?://[^\s\"'<>]{1,200}[?&]\w{1,30}=(?=$|[\s{<\[])"
)
"""An image or a link that carries along what follows it."""
_RUN: Final = re.compile(r"[A-Za-z0-9+/]{32,}={0,2}")
_LONG_RUN: Final = 160
_SPOKEN: Final = re.compile(rb"[\t\n\r -~]+")
_MIXED: Final = re.compile(
    r"[A-Za-z]{1,30}[\u0370-\u03ff\u0400-\u052f]\w{0,30}|[\u0370-\u03ff\u0400-\u052f]{1,30}[A-Za-z]\w{0,30}"
)


_WORDED = re.compile(r"[^\W\d_]{3,}[\W_]+[^\W_]{2,}|[^\W\d_]{6,}")
_MARK = re.compile(r"[<\[|{\\]|\n")
"""Marks of turns and tools, which templates do replace with one another."""


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
    for found in (_hidden(source), _walked(tree), _conditions(tree), _counts(tree), _phrases(tree), _excesses(tree)):
        for trait in found:
            if (trait.rule, trait.subject) not in seen:
                seen.add((trait.rule, trait.subject))
                yield trait


def worded(source: str) -> Iterator[Trait]:
    """Traits of the text alone, for templates in another language."""
    tree = nodes.Template([nodes.Output([nodes.TemplateData(source, lineno=1)], lineno=1)], lineno=1)
    yield from _hidden(source)
    yield from _phrases(tree)


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
    set_here = {node.name for node in walk(tree) if isinstance(node, nodes.Name) and node.ctx != "load"}
    for node in walk(tree):
        if isinstance(node, nodes.Import | nodes.FromImport | nodes.Include | nodes.Extends):
            yield _trait("reads-files", type(node).__name__.lower(), node)
        elif isinstance(node, nodes.Getattr | nodes.NSRef):
            yield from _named(node.attr, node)
        elif isinstance(node, nodes.Getitem):
            yield from _key(node, built)
        elif isinstance(node, nodes.Filter):
            yield from _filter(node)
        elif isinstance(node, nodes.Call):
            yield from _call(node, own)
        elif isinstance(node, nodes.Name) and _DUNDER.fullmatch(node.name):
            yield _trait("attribute-walk", node.name, node)
        elif isinstance(node, nodes.Name) and node.name in _FOREIGN and node.name not in set_here:
            yield _trait("foreign-call", node.name, node)
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
    inside = attribute.startswith("_") and "__" in attribute[1:]
    if inside or _DUNDER.fullmatch(attribute) or attribute in _INTERNALS:
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
    elif node.name == "replace" and _rewrites(node.args):
        yield _trait("rewrites-text", _replacement(node.args), node)
    elif node.name == "random":
        yield _trait("random-text", "random", node)
    elif node.name not in FILTERS and node.name != "from_json":
        yield _trait("foreign-filter", node.name, node)


def _call(node: nodes.Call, own: set[str]) -> Iterator[Trait]:
    called = node.node
    for keyword in node.kwargs:
        if "__" in keyword.key:
            # dict(__class__=x)|first is a way to write a name without a string.
            yield _trait("attribute-walk", f"{keyword.key}=", node)
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
    elif called.attr == "replace" and _rewrites(node.args):
        yield _trait("rewrites-text", _replacement(node.args), node)
    elif called.attr not in METHODS and not _DUNDER.fullmatch(called.attr):
        yield _trait("foreign-method", f".{called.attr}()", node)


def _rewrites(arguments: list[nodes.Expr]) -> bool:
    """Whether words are put in the place of other words: no format of messages needs it."""
    old, new = ((folded(argument) or "") for argument in (*arguments, nodes.Const(""), nodes.Const(""))[:2])
    return _WORDED.search(old) is not None and _WORDED.search(new) is not None and not _MARK.search(old + new)


def _replacement(arguments: list[nodes.Expr]) -> str:
    return " -> ".join((folded(argument) or "?")[:60] for argument in arguments[:2])


def _conditions(tree: nodes.Template) -> Iterator[Trait]:
    """Text that depends on the date, or prose that appears only when the messages hold certain words."""
    dated = _derived(tree, _is_clock)
    content = _derived(tree, _is_content)
    flags = _flags(tree, content)

    def on_clock(node: nodes.Node) -> bool:
        return _is_clock(node) or _is_named(node, dated)

    for node in walk(tree):
        for test in _decisions(node):
            if _uses(test, on_clock):
                yield _trait("date-condition", "the date", node)
        if isinstance(node, nodes.If | nodes.CondExpr) or (isinstance(node, nodes.For) and node.test is not None):
            test = node.test if node.test is not None else node
            flagged = any(_is_named(inner, flags) for inner in walk(test))
            if (flagged or _compares_content(test, content)) and (phrase := _prose(_branches(node))):
                yield _trait("content-condition", phrase, node)


def _counts(tree: nodes.Template) -> Iterator[Trait]:
    """Words or messages that appear or not by how much was said, and messages in another order."""
    for found in template_counts.conditions(tree, _is_content):
        if phrase := _prose(found.branches):
            yield _trait("count-condition", phrase, found.node)
        elif isinstance(found.node, nodes.If | nodes.For) and template_counts.writes(found.branches, _is_content):
            subject = "leaves them out" if found.one_sided else "writes them otherwise"
            yield _trait("count-messages", subject, found.node)
    for loop in template_counts.reorders(tree, _is_content):
        yield _trait("message-order", "in a loop", loop)


def _decisions(node: nodes.Node) -> Iterator[nodes.Node]:
    """What decides which text appears."""
    if isinstance(node, nodes.If | nodes.CondExpr):
        yield node.test
    elif isinstance(node, nodes.For):
        yield from (test for test in (node.test, node.iter if isinstance(node.iter, nodes.Call) else None) if test)
    elif isinstance(node, nodes.Compare):
        yield node
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "get":
        yield from (nodes.Call(node.node, [arg], [], None, None) for arg in node.args[:1])
    elif isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Dict | nodes.List):
        yield node


def _flags(tree: nodes.Template, content: set[str]) -> set[str]:
    """Variables set to a constant only when a message holds certain words."""
    flags: set[str] = set()
    for node in walk(tree):
        if isinstance(node, nodes.If) and _compares_content(node.test, content):
            for inner in (inner for part in node.body for inner in walk(part)):
                if isinstance(inner, nodes.Assign) and isinstance(inner.node, nodes.Const) and inner.node.value is True:
                    flags.update(name for name, _ in _assigned(inner))
    return flags


def _excesses(tree: nodes.Template) -> Iterator[Trait]:
    """Loops and texts of a size that constants make too large."""
    pending: list[tuple[nodes.Node, int]] = [(tree, 1)]
    while pending:
        node, rounds = pending.pop()
        size = _asked(node)
        if size > MAX_ROUNDS:
            yield _trait("too-large", f"{size:.3g}", node)
        inside = rounds
        if isinstance(node, nodes.For):
            inside = rounds * max(1, _asked(node.iter))
            if inside > MAX_ROUNDS:
                yield _trait("too-large", f"{inside:.3g}", node)
                inside = 1
        pending.extend((child, inside) for child in node.iter_child_nodes())


def _asked(node: nodes.Node) -> int:
    """Rounds or characters that one expression asks for by a constant; 0 for none."""
    if isinstance(node, nodes.Call):
        named = isinstance(node.node, nodes.Name) and node.node.name == "range"
        padded = isinstance(node.node, nodes.Getattr) and node.node.attr in ("center", "ljust", "rjust", "zfill")
        return max((_number(arg) for arg in node.args[:2]), default=0) if named or padded else 0
    if isinstance(node, nodes.Filter) and node.name in ("center", "indent", "wordwrap", "batch", "slice"):
        return max((_number(arg) for arg in node.args[:1]), default=0)
    if isinstance(node, nodes.Mul):
        texts = (nodes.List, nodes.Tuple, nodes.TemplateData)
        for text, times in ((node.left, node.right), (node.right, node.left)):
            if isinstance(text, texts) or folded(text) is not None:
                return _number(times)
    if isinstance(node, nodes.Pow):
        return min(_number(node.left), 10**6) * min(_number(node.right), 10**6) if _number(node.right) > 1000 else 0
    return 0


def _number(node: nodes.Node) -> int:
    if isinstance(node, nodes.Pow):
        base, power = _number(node.left), _number(node.right)
        return 10**12 if power > 64 else int(min(base**power, 10**12))
    if isinstance(node, nodes.Mul):
        return min(_number(node.left) * _number(node.right), 10**12)
    whole = isinstance(node, nodes.Const) and isinstance(node.value, int)
    return min(abs(node.value), 10**12) if isinstance(node, nodes.Const) and whole else 0


def _is_clock(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "strftime_now"


def _is_content(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getattr):
        return node.attr == "content"
    if isinstance(node, nodes.Call):
        got = isinstance(node.node, nodes.Getattr) and node.node.attr == "get" and node.args
        return bool(got) and folded(node.args[0]) == "content"
    if isinstance(node, nodes.Filter):
        if node.name in ("string", "tojson", "pprint"):
            return isinstance(node.node, nodes.Name) and node.node.name in ("messages", "message")
        keys = (*node.args, *(keyword.value for keyword in node.kwargs))
        return node.name in ("map", "selectattr", "rejectattr") and any(folded(k) == "content" for k in keys[:1])
    return isinstance(node, nodes.Getitem) and folded(node.arg) == "content"


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
        isinstance(n, nodes.Const) and isinstance(n.value, str) and n.value.strip() and n.value not in _PARTS
        for n in nodes_of_test
    )
    return literal and _uses(test, lambda n: _is_content(n) or _is_named(n, content))


def _branches(node: nodes.If | nodes.CondExpr | nodes.For) -> Iterator[nodes.Node]:
    """What appears when the condition finds its words; both sides of a negated one."""
    if isinstance(node, nodes.For):
        yield from node.body
        return
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


def _literals(node: nodes.Node, *, errors: bool = True) -> Iterator[tuple[str, nodes.Node]]:
    pending = [node]
    while pending:
        inner = pending.pop()
        called = inner.node if isinstance(inner, nodes.Call) else None
        if not errors and isinstance(called, nodes.Name) and called.name == "raise_exception":
            continue
        pending.extend(reversed(list(inner.iter_child_nodes())))
        if isinstance(inner, nodes.TemplateData):
            yield inner.data, inner
        elif isinstance(inner, nodes.Const) and isinstance(inner.value, str):
            yield inner.value, inner


def _prose(branches: Iterable[nodes.Node]) -> str:
    """The first run of plain words in what branches say; empty when there is none. Errors raised say nothing."""
    for branch in branches:
        for text, _ in _literals(branch, errors=False):
            run: list[str] = []
            for word in text.split():
                run = [*run, word] if word.strip(".,;:!?'\"()").isalpha() else []
                if len(run) >= _LITERAL_WORDS:
                    return " ".join(run)
    return ""


def _encoded(text: str) -> Iterator[str]:
    """Runs that are too long for a word, and shorter ones that spell out a text in base64."""
    for found in _RUN.finditer(text):
        run = found[0]
        if len(run) >= _LONG_RUN:
            yield run
            continue
        try:
            plain = binascii.a2b_base64(run.rstrip("=") + "=" * (-len(run.rstrip("=")) % 4))
        except binascii.Error:
            continue
        if b" " in plain and _SPOKEN.fullmatch(plain):
            yield run


def _phrases(tree: nodes.Template) -> Iterator[Trait]:
    for text, node in _literals(tree):
        if found := _OVERRIDE.search(text):
            yield _trait("override-phrase", found[0], node)
        if found := _ADDRESS.search(text):
            yield _trait("names-address", found[0], node)
        if run := next(_encoded(text), None):
            yield _trait("encoded-text", f"{len(run):,} characters", node)
        if found := _MIXED.search(text):
            yield _trait("lookalike-text", found[0], node)
