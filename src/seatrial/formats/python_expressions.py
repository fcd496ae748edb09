"""How each kind of expression of Python is followed."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from seatrial.formats import python_fold
from seatrial.formats.python_meaning import Following, Scope
from seatrial.formats.python_names import OPAQUE, SECRET_VARIABLE, normal, power
from seatrial.formats.python_values import HOLE, NO_MARKS, UNKNOWN, Constant, Mark, Value, joined


def items_of(value: Value) -> Sequence[Constant] | None:
    """The elements of a constant sequence."""
    constant = value.constant
    return tuple(constant) if isinstance(constant, tuple | str | bytes) else None


def _name(_self: Following, node: ast.Name, scope: Scope) -> Value:
    return scope.find(node.id)


def _attribute(self: Following, node: ast.Attribute, scope: Scope) -> Value:
    return self.attribute(self.value(node.value, scope), node.attr)


def _subscript(self: Following, node: ast.Subscript, scope: Scope) -> Value:
    base = self.value(node.value, scope)
    if isinstance(node.slice, ast.Slice):
        return _sliced(self, base, node.slice, scope)
    index = self.value(node.slice, scope)
    key = index.constant
    if isinstance(key, str) and (found := of_namespace(base, key, scope)) is not None:
        return found
    if isinstance(key, str) and base.name == "os.environ":
        if key in ("HOME", "USERPROFILE"):
            return Value(text="~")
        return Value(marks=frozenset({Mark.CREDENTIAL}) if SECRET_VARIABLE.search(key) else NO_MARKS)
    if isinstance(key, str) and base.name:
        name = f"{base.name.removesuffix('.__dict__')}.{key}"
        return Value(name=normal(name), marks=base.marks)
    if (
        isinstance(key, int)
        and not isinstance(base.constant, int)
        and base.constant is not None
        and -len(base.constant) <= key < len(base.constant)
    ):
        return Value(constant=base.constant[key], marks=base.marks)
    if isinstance(key, int) and -len(base.parts) <= key < len(base.parts):
        return base.parts[key]
    top = base.name.removesuffix(".__dict__")
    if top in OPAQUE:
        return Value(name=f"{top}[...]", marks=base.marks)
    powerful = next((part for part in base.parts if power(part.name) or part.local), None)
    if powerful is not None:
        return powerful
    if base.name.startswith("object.__"):
        return Value(name=base.name, marks=base.marks)
    return Value(marks=base.marks) if base.marks else UNKNOWN


def of_namespace(base: Value, key: str, scope: Scope) -> Value | None:
    """What stands under a name in a dictionary of names: a module's, a function's, the interpreter's."""
    if base.name in ("globals()", "locals()", "vars()"):
        return Value(name="builtins") if key == "__builtins__" else scope.find(key)
    if base.name == "sys.modules" or base.name.endswith((".__globals__", ".f_globals")):
        return Value(name=normal(key))
    if base.name in ("builtins", "builtins.__dict__"):
        return Value(name=normal(f"builtins.{key}"))
    return None


def taken(receiver: Value, method: str, arguments: Sequence[Value], scope: Scope) -> Value | None:
    """What a method of a dictionary of names gives: one of them, or all of the interpreter's."""
    if method in ("items", "values") and receiver.name in ("builtins", "builtins.__dict__"):
        any_of_them = Value(name="builtins[...]")
        return Value(parts=(replace(any_of_them, parts=(UNKNOWN, any_of_them)),))
    key = arguments[0].constant if arguments and method in ("get", "pop", "setdefault", "__getitem__") else None
    return of_namespace(receiver, key, scope) if isinstance(key, str) and receiver.name else None


def _sliced(self: Following, base: Value, node: ast.Slice, scope: Scope) -> Value:
    bounds: list[Any] = [
        self.value(b, scope).constant if b is not None else None for b in (node.lower, node.upper, node.step)
    ]
    if base.constant is None or isinstance(base.constant, int) or not all(isinstance(b, int | None) for b in bounds):
        return Value(marks=base.marks, name=base.name if base.name.startswith("object.") else "")
    step = bounds[2]
    if step == 0:
        return UNKNOWN
    marks = base.marks | ({Mark.DECODED} if isinstance(step, int) and step < 0 and len(base.constant) > 3 else NO_MARKS)
    return Value(constant=base.constant[slice(*bounds)], marks=marks)


def _binary(self: Following, node: ast.BinOp, scope: Scope) -> Value:
    # Long sums of pieces lean to the left; they are taken apart without going down.
    chain: list[tuple[str, ast.expr]] = []
    here: ast.expr = node
    while isinstance(here, ast.BinOp):
        chain.append((type(here.op).__name__, here.right))
        here = here.left
    result = self.value(here, scope)
    for kind, right in reversed(chain):
        result = combined(kind, result, self.value(right, scope))
    return result


def combined(kind: str, left: Value, right: Value) -> Value:
    """What an operator, by its class name in `ast`, gives of two values."""
    marks = left.marks | right.marks
    if left.constant is not None and right.constant is not None:
        constant = python_fold.operation(kind, left.constant, right.constant)
        if constant is not None:
            concealed = {Mark.DECODED} if kind == "BitXor" else NO_MARKS
            return Value(constant=constant, marks=marks | concealed)
    if kind in ("Add", "Div", "Mod"):
        between = "/" if kind == "Div" else " " if kind == "Mod" else ""
        text = f"{left.words or HOLE}{between}{right.words or HOLE}"
        parts = (*left.parts, *right.parts) if kind == "Add" else ()
        return Value(text=text[:10_000] if text.strip(HOLE + between) else "", marks=marks, parts=parts)
    return Value(marks=marks) if marks else UNKNOWN


def _joined(self: Following, node: ast.JoinedStr, scope: Scope) -> Value:
    pieces = [self.value(v.value if isinstance(v, ast.FormattedValue) else v, scope) for v in node.values]
    marks = joined(*pieces)
    if all(isinstance(p.constant, str | int) for p in pieces):
        return Value(constant="".join(str(p.constant) for p in pieces)[: python_fold.MAX_LENGTH], marks=marks)
    return Value(text="".join(p.words or HOLE for p in pieces)[:10_000], marks=marks)


def _sequence(self: Following, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Value:
    values = [self.value(element, scope) for element in node.elts]
    marks = joined(*values)
    constants = [v.constant for v in values]
    if values and None not in constants and len(values) <= 20_000:
        return Value(constant=tuple(c for c in constants if c is not None), marks=marks)
    return Value(parts=tuple(values[:200]), marks=marks)


def _dict(self: Following, node: ast.Dict, scope: Scope) -> Value:
    for key in node.keys:
        if key is not None:
            self.value(key, scope)
    values = [self.value(value, scope) for value in node.values]
    return Value(parts=tuple(values[:200]), marks=joined(*values))


def _choice(self: Following, node: ast.IfExp | ast.BoolOp, scope: Scope) -> Value:
    if isinstance(node, ast.IfExp):
        self.value(node.test, scope)
        values = [self.value(node.body, scope), self.value(node.orelse, scope)]
    else:
        values = [self.value(value, scope) for value in node.values]
    best = next((v for v in values if power(v.name) or v.local), None) or next(
        (v for v in values if v != UNKNOWN), UNKNOWN
    )
    return best.marked(joined(*values))


def _unary(self: Following, node: ast.UnaryOp, scope: Scope) -> Value:
    value = self.value(node.operand, scope)
    if isinstance(value.constant, int) and isinstance(node.op, ast.USub | ast.Invert | ast.Not):
        number = value.constant
        folded = (
            -number
            if isinstance(node.op, ast.USub)
            else ~number
            if isinstance(node.op, ast.Invert)
            else int(not number)
        )
        return Value(constant=folded)
    return Value(marks=value.marks) if value.marks else UNKNOWN


def _lambda(self: Following, node: ast.Lambda, scope: Scope) -> Value:
    for default in (*node.args.defaults, *node.args.kw_defaults):
        if default is not None:
            self.value(default, scope)
    self.functions[id(node)] = (node, scope)
    return Value(local=node)


def _comprehension(
    self: Following, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope
) -> Value:
    inner = Scope(outer=scope, title=scope.title, owner=scope.owner)
    overs = []
    for generator in node.generators:
        over = self.value(generator.iter, inner)
        overs.append(over)
        choice = next((p for p in over.parts if power(p.name) or p.local), replace(UNKNOWN, marks=over.marks))
        self.bind(generator.target, choice, inner)
        for condition in generator.ifs:
            self.value(condition, inner)
    elements = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    items = items_of(overs[0])
    if (
        len(overs) == 1
        and len(elements) == 1
        and items is not None
        and len(items) <= 20_000
        and not node.generators[0].ifs
    ):
        made: list[Constant] = []
        marks = overs[0].marks
        for item in items:
            self.bind(node.generators[0].target, Value(constant=item), inner)
            element = self.value(elements[0], inner)
            marks |= element.marks
            if element.constant is None:
                break
            made.append(element.constant)
        else:
            return Value(constant=tuple(made), marks=marks)
    values = [self.value(element, inner) for element in elements]
    return Value(parts=tuple(values), marks=joined(*overs, *values))


def _named(self: Following, node: ast.NamedExpr, scope: Scope) -> Value:
    value = self.value(node.value, scope)
    self.bind(node.target, value, scope)
    return value


def _call(self: Following, node: ast.Call, scope: Scope) -> Value:
    return self.call(node, scope)


def _awaited(self: Following, node: ast.Await | ast.Starred | ast.YieldFrom, scope: Scope) -> Value:
    return self.value(node.value, scope)


EXPRESSIONS: Final[dict[type[ast.expr], Callable[..., Value]]] = {
    ast.Name: _name, ast.Attribute: _attribute, ast.Subscript: _subscript, ast.BinOp: _binary, ast.JoinedStr: _joined,
    ast.List: _sequence, ast.Tuple: _sequence, ast.Set: _sequence, ast.Dict: _dict, ast.IfExp: _choice,
    ast.BoolOp: _choice, ast.UnaryOp: _unary, ast.Lambda: _lambda, ast.ListComp: _comprehension,
    ast.SetComp: _comprehension, ast.GeneratorExp: _comprehension, ast.DictComp: _comprehension,
    ast.NamedExpr: _named, ast.Call: _call, ast.Await: _awaited, ast.Starred: _awaited, ast.YieldFrom: _awaited,
}  # fmt: skip
