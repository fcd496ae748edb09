"""How each kind of statement of Python is followed."""

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from seatrial.formats.python_acts import When, is_main_guard
from seatrial.formats.python_expressions import combined, items_of
from seatrial.formats.python_meaning import MAX_LOOP, Following, Function, Scope
from seatrial.formats.python_names import normal, power
from seatrial.formats.python_values import UNKNOWN, Value


def _import(_self: Following, node: ast.Import, scope: Scope) -> None:
    for alias in node.names:
        top = alias.name if alias.asname else alias.name.split(".")[0]
        scope.names[alias.asname or top] = Value(name=normal(top))


def _import_from(_self: Following, node: ast.ImportFrom, scope: Scope) -> None:
    for alias in node.names:
        if alias.name == "*":
            for name in _STARRED.get(str(node.module), ()):
                scope.names[name] = Value(name=normal(f"{node.module}.{name}"))
        elif node.level:
            scope.names[alias.asname or alias.name] = UNKNOWN
        else:
            scope.names[alias.asname or alias.name] = Value(name=normal(f"{node.module}.{alias.name}"))


_STARRED: Final = {
    "os": ("system", "popen", "execv", "execl", "execvp", "environ", "path", "remove", "getenv", "posix_spawn"),
    "subprocess": ("run", "call", "Popen", "check_call", "check_output", "getoutput", "getstatusoutput"),
    "socket": ("socket", "create_connection"),
    "base64": ("b64decode", "b32decode", "b85decode", "a85decode"),
    "ctypes": ("CDLL", "cdll", "windll"),
    "urllib.request": ("urlopen", "urlretrieve"),
    "pickle": ("loads", "load"),
    "marshal": ("loads", "load"),
    "zlib": ("decompress",),
    "requests": ("get", "post", "Session"),
    "posix": ("system", "popen"),
}


def _function(self: Following, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    made = [self.value(decorator, scope) for decorator in node.decorator_list]
    for default in (*node.args.defaults, *node.args.kw_defaults):
        if default is not None:
            self.value(default, scope)
    for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        if argument.annotation is not None:
            self.value(argument.annotation, scope)
    if node.returns is not None:
        self.value(node.returns, scope)
    value = Value(local=node)
    self.functions[id(node)] = (node, scope if scope.owner is None else _beyond_class(scope))
    scope.names[node.name] = value
    for decorator in made:
        self.decorate(decorator, value, node, scope)


def _beyond_class(scope: Scope) -> Scope:
    """Methods see the names around their class, and through `self` those in it."""
    return Scope(outer=scope.outer, owner=scope.owner, title=scope.title)


def _class(self: Following, node: ast.ClassDef, scope: Scope) -> None:
    made = [self.value(decorator, scope) for decorator in node.decorator_list]
    bases = [self.value(base, scope) for base in node.bases]
    inner = Scope(outer=scope, owner=node, title=node.name)
    self.class_scopes[id(node)] = inner
    keywords = {k.arg or "**": self.value(k.value, scope) for k in node.keywords}
    scope.names[node.name] = Value(local=node)
    self.block(node.body, inner)
    value = Value(local=node)
    for base in bases:
        if isinstance(base.local, ast.ClassDef):
            hook = self.method(base.local, "__init_subclass__")
            if isinstance(hook.local, Function):
                self.invoke(hook, (value,), keywords)
    meta = keywords.get("metaclass", UNKNOWN)
    if isinstance(meta.local, ast.ClassDef):
        for name in ("__prepare__", "__new__", "__init__"):
            hook = self.method(meta.local, name)
            if isinstance(hook.local, Function):
                self.invoke(hook, (), {})
    elif isinstance(meta.local, Function) or meta.name:
        self.decorate(meta, value, node, scope)
    for name, held in list(inner.names.items()):
        # A descriptor is told its name when the class is made.
        if held.instance and isinstance(held.local, ast.ClassDef) and name:
            hook = self.method(held.local, "__set_name__")
            if isinstance(hook.local, Function):
                self.invoke(hook, (), {})
    for decorator in made:
        self.decorate(decorator, value, node, scope)


def _if(self: Following, node: ast.If, scope: Scope) -> None:
    here: ast.If | None = node
    while here is not None:
        self.spend()
        test = self.value(here.test, scope)
        never = (
            is_main_guard(here.test)
            or test.constant == 0
            or (isinstance(here.test, ast.Name) and here.test.id == "TYPE_CHECKING")
        )
        before = self.when
        if never and self.when is When.IMPORT:
            self.when = When.LATER
        self.branch(here.body, scope)
        self.when = before
        inner = here.orelse
        if len(inner) == 1 and isinstance(inner[0], ast.If):
            here = inner[0]
            continue
        here = None
        self.branch(inner, scope)


def _for(self: Following, node: ast.For | ast.AsyncFor, scope: Scope) -> None:
    over = self.value(node.iter, scope)
    items = items_of(over)
    if items is not None and len(items) * max(len(node.body), 1) <= MAX_LOOP:
        for item in items:
            self.bind(node.target, Value(constant=item, marks=over.marks), scope)
            self.branch(node.body, scope)
    else:
        choices = [part for part in over.parts if part.name or part.local] or [replace(UNKNOWN, marks=over.marks)]
        for choice in choices[:8]:
            self.bind(node.target, choice, scope)
            self.branch(node.body, scope)
    self.branch(node.orelse, scope)


def _while(self: Following, node: ast.While, scope: Scope) -> None:
    self.value(node.test, scope)
    self.branch(node.body, scope)
    self.branch(node.orelse, scope)


def _with(self: Following, node: ast.With | ast.AsyncWith, scope: Scope) -> None:
    for item in node.items:
        value = self.value(item.context_expr, scope)
        if isinstance(value.local, ast.ClassDef):
            for name in ("__enter__", "__exit__"):
                hook = self.method(value.local, name)
                if isinstance(hook.local, Function):
                    value = self.invoke(hook, (), {}) if name == "__enter__" else value
        if item.optional_vars is not None:
            self.bind(item.optional_vars, value, scope)
    self.block(node.body, scope)


def _try(self: Following, node: "ast.Try | ast.TryStar", scope: Scope) -> None:
    self.block(node.body, scope)
    for handler in node.handlers:
        if handler.type is not None:
            self.value(handler.type, scope)
        self.branch(handler.body, scope)
    self.branch(node.orelse, scope)
    self.block(node.finalbody, scope)


def _match(self: Following, node: ast.Match, scope: Scope) -> None:
    self.value(node.subject, scope)
    for case in node.cases:
        if case.guard is not None:
            self.value(case.guard, scope)
        self.branch(case.body, scope)


def _assign(self: Following, node: ast.Assign, scope: Scope) -> None:
    value = self.value(node.value, scope)
    for target in node.targets:
        self.bind(target, value, scope)


def _annotated(self: Following, node: ast.AnnAssign, scope: Scope) -> None:
    self.value(node.annotation, scope)
    if node.value is not None:
        self.bind(node.target, self.value(node.value, scope), scope)


def _augmented(self: Following, node: ast.AugAssign, scope: Scope) -> None:
    left = self.value(node.target, scope)
    right = self.value(node.value, scope)
    self.bind(node.target, combined(type(node.op).__name__, left, right), scope)


def _expression(self: Following, node: ast.Expr, scope: Scope) -> None:
    self.discarded = id(node.value)
    self.value(node.value, scope)


def _return(self: Following, node: ast.Return, scope: Scope) -> None:
    if node.value is not None:
        value = self.value(node.value, scope)
        scope.returns.append(value)
        # What a pickle of the object would call when it is loaded.
        first = value.parts[0] if value.parts and scope.title in ("__reduce__", "__reduce_ex__") else UNKNOWN
        if reached := power(first.name):
            self.note(first.name, reached, node, value.parts[1:], {}, UNKNOWN, scope)


STATEMENTS: Final[dict[type[ast.stmt], Callable[..., None]]] = {
    ast.Import: _import, ast.ImportFrom: _import_from, ast.FunctionDef: _function, ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class, ast.If: _if, ast.For: _for, ast.AsyncFor: _for, ast.While: _while, ast.With: _with,
    ast.AsyncWith: _with, ast.Try: _try, ast.TryStar: _try, ast.Match: _match, ast.Assign: _assign,
    ast.AnnAssign: _annotated, ast.AugAssign: _augmented, ast.Expr: _expression, ast.Return: _return,
}  # fmt: skip
