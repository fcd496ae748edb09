"""Python source followed as an interpreter would, over what its values may stand for. Nothing is imported or run.

Every branch is taken, loops over known constants are followed in small number, functions of the file are entered with
what is known of their arguments. Steps, depth and calls are bounded.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from seatrial.domain.context import LimitReached
from seatrial.domain.text import shown
from seatrial.formats import python_fold
from seatrial.formats.python_acts import Act, Trait, When, argument_of, traits_of, words_of
from seatrial.formats.python_names import RUNNERS, Power, normal, power
from seatrial.formats.python_values import UNKNOWN, Constant, Value, joined

MAX_STEPS: Final = 500_000
MAX_DEPTH: Final = 90
MAX_CALL_DEPTH: Final = 10
MAX_ENTRIES: Final = 4
"""How often one function of the file is entered; each entry can have other arguments."""
MAX_LOOP: Final = 3_000
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(slots=True)
class Scope:
    """Names of one module, class or function while it is followed."""

    names: dict[str, Value] = field(default_factory=dict)
    outer: "Scope | None" = None
    owner: ast.ClassDef | None = None
    title: str = ""
    returns: list[Value] = field(default_factory=list)

    def find(self, name: str) -> Value:
        """What a name stands for; a name bound nowhere is a builtin or unknown, and stands for itself."""
        here: Scope | None = self
        while here is not None:
            if name in here.names:
                return here.names[name]
            here = here.outer
        return Value(name=normal(name))


class Following:
    """One file being followed. `calls` says what single calls do, the tables how each kind of syntax is followed."""

    def __init__(
        self,
        calls: "Callable[[Following, CallSite], Value]",
        statements: "Mapping[type[ast.stmt], Callable[..., None]]",
        expressions: "Mapping[type[ast.expr], Callable[..., Value]]",
    ) -> None:
        self._statements, self._expressions = statements, expressions
        self.acts: dict[tuple[str, int, When], Act] = {}
        self.when = When.IMPORT
        self.module = Scope()
        self.functions: dict[int, tuple[Function, Scope]] = {}
        self.class_scopes: dict[int, Scope] = {}
        self.fetched: set[str] = set()
        """Paths of files that were written with what came over the network."""
        self.discarded: int = 0
        self.depth = 0
        self._calls = calls
        self._steps = 0
        self._entered: dict[tuple[int, When], int] = {}
        self._running = 0
        self._branches = 0

    def act(self, act: Act) -> None:
        """Keep an act, the first of its name, line and time; traits of repetitions are added."""
        key = (act.name, act.line, act.when)
        known = self.acts.get(key)
        if known is not None:
            words = known.words if len(known.words) > 400 else f"{known.words} {act.words}"
            shown_argument = known.argument or act.argument
            act = replace(known, traits=known.traits | act.traits, words=words, argument=shown_argument)
        self.acts[key] = act

    def spend(self) -> None:
        """Count one step. Raises `LimitReached` beyond `MAX_STEPS`."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise LimitReached(f"Python source of more than {MAX_STEPS:,} steps")

    # Statements

    def block(self, statements: Sequence[ast.stmt], scope: Scope) -> None:
        """Follow statements in order."""
        for statement in statements:
            self.statement(statement, scope)

    def statement(self, node: ast.stmt, scope: Scope) -> None:
        """Follow one statement."""
        self.spend()
        handler = self._statements.get(type(node))
        self.depth += 1
        if handler is not None:
            handler(self, node, scope)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.value(child, scope)
        self.depth -= 1

    def branch(self, statements: Sequence[ast.stmt], scope: Scope) -> None:
        """Follow statements that may or may not run."""
        self._branches += 1
        self.block(statements, scope)
        self._branches -= 1

    def bind(self, target: ast.expr, value: Value, scope: Scope) -> None:
        """Assign to a name, an attribute of `self`, or several of them."""
        if isinstance(target, ast.Name):
            known = scope.names.get(target.id)
            # What may have been assigned keeps a power that what may be assigned instead does not have.
            if not (self._branches and known is not None and power(known.name) and not power(value.name)):
                scope.names[target.id] = value
        elif isinstance(target, ast.Attribute):
            owner = self.value(target.value, scope)
            if isinstance(owner.local, ast.ClassDef) and id(owner.local) in self.class_scopes:
                self.class_scopes[id(owner.local)].names.setdefault(target.attr, value)
        elif isinstance(target, ast.Tuple | ast.List):
            for number, inner in enumerate(target.elts):
                part = value.parts[number] if number < len(value.parts) else replace(UNKNOWN, marks=value.marks)
                self.bind(inner.value if isinstance(inner, ast.Starred) else inner, part, scope)
        elif isinstance(target, ast.Subscript):
            self.value(target.value, scope)
            self.value(target.slice, scope)

    # Functions

    def enter(
        self, function: Function, scope: Scope, arguments: Sequence[Value], keywords: Mapping[str, Value]
    ) -> Value:
        """What a function of the file gives, followed with these arguments."""
        key = (id(function), self.when)
        count = self._entered.get(key, 0)
        if count >= MAX_ENTRIES or self._running >= MAX_CALL_DEPTH or self.depth > MAX_DEPTH:
            return replace(UNKNOWN, marks=joined(*arguments, *keywords.values()))
        self._entered[key] = count + 1
        inner = Scope(outer=scope, title=getattr(function, "name", "lambda"))
        parameters = [*function.args.posonlyargs, *function.args.args]
        for parameter, value in zip(parameters, arguments, strict=False):
            inner.names[parameter.arg] = value
        for parameter in (*parameters[len(arguments) :], *function.args.kwonlyargs):
            inner.names[parameter.arg] = keywords.get(parameter.arg, UNKNOWN)
        for star in (function.args.vararg, function.args.kwarg):
            if star is not None:
                inner.names[star.arg] = Value(parts=tuple(arguments[len(parameters) :]))
        self._running += 1
        before, self._branches = self._branches, 0
        if isinstance(function, ast.Lambda):
            result = self.value(function.body, inner)
        else:
            self.block(function.body, inner)
            result = next((r for r in reversed(inner.returns) if r != UNKNOWN), UNKNOWN)
        self._branches = before
        self._running -= 1
        return result

    def entered(self, function: Function) -> bool:
        """Whether it was followed before, at whatever time."""
        return any((id(function), when) in self._entered for when in When)

    def method(self, owner: ast.ClassDef, name: str, seen: int = 0) -> Value:
        """A name of a class of the file or of its bases."""
        scope = self.class_scopes.get(id(owner))
        if scope is None or seen > 8:
            return UNKNOWN
        if name in scope.names:
            found = scope.names[name]
            return replace(found, bound=owner) if isinstance(found.local, Function) else found
        for base in owner.bases:
            parent = scope.find(base.id) if isinstance(base, ast.Name) else UNKNOWN
            if isinstance(parent.local, ast.ClassDef) and parent.local is not owner:
                found = self.method(parent.local, name, seen + 1)
                if found != UNKNOWN:
                    return found
        return UNKNOWN

    def invoke(self, callee: Value, arguments: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
        """Call something of the file: a function, a method, a class, an object."""
        local = callee.local
        if isinstance(local, ast.ClassDef):
            return self._invoke_class(callee, local, arguments, keywords)
        if local is None or id(local) not in self.functions:
            return replace(UNKNOWN, marks=joined(*arguments))
        scope = self.functions[id(local)][1]
        if callee.bound is not None and not _is_static(local):
            arguments = (Value(local=callee.bound, instance=True), *arguments)
        return self.enter(local, scope, arguments, keywords)

    def decorate(self, decorator: Value, value: Value, node: "ast.expr | ast.stmt", scope: Scope) -> None:
        """Call a decorator, or whatever is called with a class or function when that is made."""
        if reached := power(decorator.name):
            self.note(decorator.name, reached, node, (), {}, UNKNOWN, scope)
        elif decorator.name in RUNNERS and decorator.name not in ("property", "list"):
            self.invoke(value, (), {})
        elif decorator.local is not None:
            made = self.invoke(decorator, (value,), {})
            if isinstance(made.local, Function) and made.local is not value.local:
                scope.names[getattr(node, "name", "")] = made

    def _invoke_class(
        self, callee: Value, local: ast.ClassDef, arguments: Sequence[Value], keywords: Mapping[str, Value]
    ) -> Value:
        if callee.instance:
            for name in ("__call__", "forward"):
                found = self.method(local, name)
                if found.local is not None:
                    return self.invoke(found, arguments, keywords)
            return UNKNOWN
        own = self.class_scopes.get(id(local))
        special = [
            n
            for n in (own.names if own else ())
            if n.startswith("__") and n not in ("__init__", "__call__", "__reduce__", "__reduce_ex__", "__setstate__")
        ]
        for name in ("__init__", *special):
            found = self.method(local, name)
            if isinstance(found.local, Function):
                self.invoke(found, arguments, keywords)
        return Value(local=local, instance=True, marks=joined(*arguments))

    # Expressions

    def value(self, node: ast.expr, scope: Scope) -> Value:
        """What an expression stands for; calls in it are noted on the way."""
        if type(node) is ast.Constant:
            constant = python_fold.bounded(node.value)
            return Value(constant=constant) if constant is not None else UNKNOWN
        self.spend()
        if self.depth > MAX_DEPTH:
            return self._flat(node, scope)
        self.depth += 1
        handler = self._expressions.get(type(node))
        result = handler(self, node, scope) if handler is not None else self._parts(node, scope)
        self.depth -= 1
        return result

    def _flat(self, node: ast.expr, scope: Scope) -> Value:
        """Below the depth that is followed: calls by their plain names, without arguments."""
        for inner in ast.walk(node):
            self.spend()
            if isinstance(inner, ast.Call):
                name = dotted(inner.func, scope)
                if reached := power(name):
                    self.note(name, reached, inner, (), {}, UNKNOWN, scope)
        return UNKNOWN

    def _parts(self, node: ast.AST, scope: Scope) -> Value:
        """An expression of which only the marks of what is in it are kept."""
        values = [self.value(child, scope) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return Value(marks=joined(*values)) if any(v.marks for v in values) else UNKNOWN

    def call(self, node: ast.Call, scope: Scope) -> Value:
        """What a call gives, with its parts followed first."""
        receiver = UNKNOWN
        if isinstance(node.func, ast.Attribute):
            receiver = self.value(node.func.value, scope)
            callee = self.attribute(receiver, node.func.attr)
        else:
            callee = self.value(node.func, scope)
        arguments: list[Value] = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                spread = self.value(argument.value, scope)
                arguments.extend(spread.parts[:50] or (_elements(spread)))
            else:
                arguments.append(self.value(argument, scope))
        keywords = {k.arg or "**": self.value(k.value, scope) for k in node.keywords}
        site = CallSite(
            node=node, scope=scope, receiver=receiver, callee=callee, arguments=tuple(arguments), keywords=keywords
        )
        return self._calls(self, site)

    def attribute(self, base: Value, name: str) -> Value:
        """What an attribute of a value stands for."""
        if isinstance(base.local, ast.ClassDef):
            found = self.method(base.local, name)
            if found != UNKNOWN:
                return found
        if name in ("__builtins__", "f_builtins"):
            return Value(name="builtins", marks=base.marks)
        if base.name:
            return Value(name=normal(f"{base.name}.{name}"), marks=base.marks)
        if name in ("__class__", "__base__", "__bases__", "__subclasses__", "__globals__", "__mro__"):
            return Value(name=f"object.{name}", marks=base.marks)
        return Value(marks=base.marks) if base.marks else UNKNOWN

    def note(  # noqa: PLR0917 - a call has these parts
        self, name: str, reached: Power, node: "ast.expr | ast.stmt", arguments: Sequence[Value],
        keywords: Mapping[str, Value], receiver: Value, scope: Scope, extra: frozenset[Trait] = frozenset(),
    ) -> None:  # fmt: skip
        """Keep that a call reaches beyond computing."""
        traits = extra | traits_of(reached, name, arguments, keywords, receiver)
        if self.discarded == id(node):
            traits |= {Trait.DISCARDED}
        self.act(
            Act(
                name=shown(name, 80),
                power=reached,
                line=node.lineno,
                when=self.when,
                argument=argument_of(arguments or tuple(keywords.values())[:1]),
                words=words_of((*arguments, *keywords.values(), receiver)),
                traits=traits,
                scope=scope.title,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSite:
    """One call with what its parts stand for."""

    node: ast.Call
    scope: Scope
    receiver: Value
    callee: Value
    arguments: tuple[Value, ...]
    keywords: Mapping[str, Value]

    @property
    def constants(self) -> tuple[Constant, ...] | None:
        """The arguments, when all of them are known and none goes by name."""
        found = [a.constant for a in self.arguments]
        return None if self.keywords or None in found else tuple(c for c in found if c is not None)


def dotted(node: ast.expr, scope: Scope) -> str:
    """The dotted name of an expression with imports resolved; empty when it is no plain name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < 16:
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    found = scope.find(node.id).name
    return normal(".".join((found, *reversed(parts)))) if found else ""


def _is_static(function: Function) -> bool:
    names = [d.id for d in getattr(function, "decorator_list", ()) if isinstance(d, ast.Name)]
    return "staticmethod" in names


def _elements(value: Value) -> Iterator[Value]:
    if isinstance(value.constant, tuple):
        for item in value.constant[:50]:
            yield Value(constant=item, marks=value.marks)
