"""What Python source does when imported, used or run, read from its syntax tree. Nothing is imported or compiled."""

import ast
import tokenize
import warnings
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.text import shown
from seatrial.formats import python_fold, python_signs
from seatrial.formats.protocol import FormatError
from seatrial.formats.python_acts import Act, Trait, When, commanded, file_power, words_of
from seatrial.formats.python_expressions import EXPRESSIONS, taken
from seatrial.formats.python_meaning import CallSite, Following
from seatrial.formats.python_names import OPAQUE, RUNNERS, SECRET_VARIABLE, Power, normal, power
from seatrial.formats.python_signs import Sign
from seatrial.formats.python_statements import STATEMENTS
from seatrial.formats.python_values import NO_MARKS, UNKNOWN, Mark, Value, joined

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_NESTED: Final = 3
"""Text that is run as code, within text that is run as code."""
_LIFECYCLE: Final = frozenset(
    {"__init__", "__new__", "__call__", "forward", "from_pretrained", "__reduce__", "__reduce_ex__", "__setstate__"}
    | {"__getattr__", "generate", "preprocess", "postprocess", "_forward", "execute", "predict", "load", "initialize"}
    | {
        "load_context",
        "handle",
        "inference",
        "__post_init__",
        "setup",
        "__del__",
        "from_config",
        "_load_from_state_dict",
    }
)
_LOCAL_ENCODINGS: Final = frozenset({"utf-8", "utf-8-sig", "ascii", "iso-8859-1", "utf-7", "cp1252", "gbk", "gb2312"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one file would do, and what it imports."""

    calls: tuple[Act, ...]
    imports: tuple[str, ...]
    """Modules it imports, relative or not, first part only."""
    signs: tuple[Sign, ...] = ()
    classes: int = 0
    functions: int = 0
    bases: tuple[str, ...] = ()
    """Names of base classes, last part only."""


def text_of(reader: BinaryIO) -> str:
    """The text of a source file. Raises `FormatError` when it cannot be decoded, `LimitReached` when too large."""
    reader.seek(0)
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"Python source larger than {MAX_BYTES:,} bytes")
    lines = iter(data.split(b"\n", 2)[:2])
    try:
        encoding, _ = tokenize.detect_encoding(lambda: next(lines, b""))
        return data.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError, ValueError) as error:
        if python_signs.is_strange(name := python_signs.declared_encoding(data)):
            raise FormatError(
                f"declares the encoding {shown(name, 40)}, in which text is other code than it looks"
            ) from error
        raise FormatError("is not Python: it cannot be decoded") from error


def read(reader: BinaryIO) -> Source:
    """What a source file does. Raises `FormatError` when it cannot be parsed, `LimitReached` when too large."""
    text = text_of(reader)
    reader.seek(0)
    encoding = python_signs.declared_encoding(reader.read(400))
    strange = (
        (
            Sign(
                rule="encoding",
                what=f"declares the encoding {shown(encoding, 40)}, in which text is other code than it looks",
                line=1,
            ),
        )
        if python_signs.is_strange(encoding)
        else ()
    )
    source = read_text(text)
    return replace(source, signs=(*source.signs, *strange))


def read_text(text: str) -> Source:
    """As `read`, for text."""
    if len(text) > MAX_BYTES:
        raise LimitReached(f"Python source of more than {MAX_BYTES:,} characters")
    tree = parsed(text)
    following = follow(tree, 0)
    acts = sorted(_without_repeats(following.acts.values()), key=lambda act: (tuple(When).index(act.when), act.line))
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = [base for node in classes for base in node.bases]
    names = [b.id if isinstance(b, ast.Name) else b.attr if isinstance(b, ast.Attribute) else "" for b in bases]
    return Source(
        calls=tuple(acts),
        imports=tuple(_imports(tree)),
        signs=tuple(python_signs.signs(text)),
        classes=len(classes),
        functions=sum(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in tree.body),
        bases=tuple(dict.fromkeys(filter(None, names))),
    )


def parsed(text: str) -> ast.Module:
    """The syntax tree. Raises `FormatError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.removeprefix("\ufeff"))
    except SyntaxError as error:
        raise FormatError(f"is not Python: {shown(str(error.msg), 120)} in line {error.lineno or 0}") from error
    except (RecursionError, MemoryError) as error:
        raise FormatError("nests too deeply to be parsed") from error
    except (ValueError, LookupError, UnicodeError) as error:
        raise FormatError("is not Python: it cannot be decoded") from error


def follow(tree: ast.Module, nested: int) -> Following:
    """The module followed from its first statement, and then every function that this did not enter."""
    following = Following(lambda f, site: _call(f, site, nested), STATEMENTS, EXPRESSIONS)
    try:
        following.block(tree.body, following.module)
        while True:
            waiting = [item for item in following.functions.values() if not following.entered(item[0])]
            if not waiting:
                break
            for function, scope in waiting:
                following.depth = 0
                name = getattr(function, "name", "lambda")
                used = name in _LIFECYCLE and (scope.owner is not None or name == "__getattr__")
                following.when = When.USE if used else When.LATER
                own = (Value(local=scope.owner, instance=True),) if scope.owner is not None else ()
                following.enter(function, scope, own, {})
    except RecursionError as error:
        raise FormatError("nests too deeply to be followed") from error
    return following


def _without_repeats(acts: "object") -> list[Act]:
    """One act for a name, line and function, at the earliest time."""
    found: dict[tuple[str, int], Act] = {}
    for act in acts:  # type: ignore[attr-defined]
        key = (act.name, act.line)
        known = found.get(key)
        if known is None or tuple(When).index(act.when) < tuple(When).index(known.when):
            found[key] = act if known is None else replace(act, traits=act.traits | known.traits)
    return list(found.values())


def _imports(tree: ast.Module) -> dict[str, None]:
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(dict.fromkeys(alias.name.split(".")[0] for alias in node.names))
        elif isinstance(node, ast.ImportFrom):
            if node.level and not node.module:
                found.update(dict.fromkeys(alias.name for alias in node.names))
            else:
                found[str(node.module).split(".")[0]] = None
    return found


def _call(following: Following, site: CallSite, nested: int) -> Value:
    """What one call gives, with what it does noted."""
    name = site.callee.name
    marks = joined(site.receiver, *site.arguments, *site.keywords.values())
    if site.callee.local is not None:
        return following.invoke(site.callee, site.arguments, site.keywords)
    special = _SPECIAL.get(name)
    if special is not None:
        made = special(following, site)
        if made is not None:
            return made
    method = site.node.func.attr if isinstance(site.node.func, ast.Attribute) else ""
    if (found := taken(site.receiver, method, site.arguments, site.scope)) is not None:
        return found
    if not name and site.callee.parts:
        return UNKNOWN.marked(marks)
    _handed_on(following, site)
    folded = _folded(site, marks)
    if folded is not None:
        return folded
    reached = power(name)
    if name == "os.dup2" and Mark.SOCKET in marks:
        following.note(name, Power.PROCESS, site.node, site.arguments, {}, site.receiver, site.scope)
    if reached is None and _sends_on(site) and marks & _PRIVATE:
        reached = Power.NETWORK
    if reached is None and commanded(site.keywords):
        reached = Power.PROCESS
    if reached is None and _through_internals(name):
        reached = Power.CODE
    if reached is not None:
        _note(following, site, reached, nested)
        marks |= _gained(reached, name)
    else:
        marks |= _file_access(following, site)
    words = (
        words_of((site.receiver, *site.arguments))
        if name.endswith(("join", "Path", "format", "expanduser", "joinpath", "open"))
        else ""
    )
    return Value(name=f"{name}()" if name and len(name) < 200 else "", marks=marks, text=words[:10_000])


_PRIVATE: Final = frozenset({Mark.ENVIRONMENT, Mark.SECRET_FILE, Mark.CREDENTIAL})
_SENDING: Final = frozenset(
    {"send", "sendall", "sendmail", "send_message", "storbinary", "request", "write", "sendto", "post", "put", "emit"}
)


def _sends_on(site: CallSite) -> bool:
    """A method of a connection that was opened before."""
    attribute = site.node.func.attr if isinstance(site.node.func, ast.Attribute) else ""
    return attribute in _SENDING and power(site.receiver.name.removesuffix("()")) is Power.NETWORK


def _through_internals(name: str) -> bool:
    return name.endswith(("[...]", ", ...)")) or (name.startswith("object.__") and name.endswith("__subclasses__"))


def _gained(reached: Power, name: str) -> frozenset[Mark]:
    if reached is Power.NETWORK:
        return frozenset({Mark.REMOTE, Mark.SOCKET} if name.startswith(("socket.", "_socket.")) else {Mark.REMOTE})
    return NO_MARKS


def _note(following: Following, site: CallSite, reached: Power, nested: int) -> None:
    name, arguments = site.callee.name, site.arguments
    extra: set[Trait] = set()
    if reached is Power.PROCESS or reached is Power.NATIVE:
        words = words_of((*arguments, *site.keywords.values()))
        if any(path in words for path in following.fetched):
            extra.add(Trait.REMOTE)
    if isinstance(site.node.func, ast.Subscript | ast.Call) and not _plain_import(site.node.func):
        extra.add(Trait.CONCEALED)
    if name.startswith("urllib.request.urlretrieve") and len(arguments) > 1:
        following.fetched.update(filter(None, [arguments[1].words]))
    inner = _inner(site, nested) if name in ("exec", "eval", "compile", "timeit.timeit") else None
    following.note(name, reached, site.node, arguments, site.keywords, site.receiver, site.scope, frozenset(extra))
    for act in inner or ():
        concealed = joined(*arguments) & {Mark.DECODED}
        traits = act.traits | ({Trait.DECODED} if concealed else set())
        following.act(
            replace(
                act, when=following.when if act.at_import else act.when, line=site.node.lineno, traits=frozenset(traits)
            )
        )


def _plain_import(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute)


def _inner(site: CallSite, nested: int) -> list[Act]:
    """What text does that is run as code, when it is known."""
    if not site.arguments or nested >= MAX_NESTED:
        return []
    text = site.arguments[0].words if site.arguments[0].constant is not None else ""
    if not text or len(text) > MAX_BYTES // 4:
        return []
    try:
        return list(follow(parsed(text), nested + 1).acts.values())
    except (FormatError, LimitReached):
        return []


def _folded(site: CallSite, marks: frozenset[Mark]) -> Value | None:
    """The constant that a call gives for constants."""
    constants = site.constants
    name = site.callee.name
    if isinstance(site.node.func, ast.Attribute) and site.receiver.constant is not None and constants is not None:
        made = python_fold.method(site.receiver.constant, site.node.func.attr, constants)
        if made is not None:
            return Value(constant=made, marks=marks | _of_method(site))
    if (
        name in ("map", "builtins.map")
        and len(site.arguments) == 2
        and isinstance(site.arguments[1].constant, tuple | str | bytes)
    ):
        mapped = [python_fold.call(site.arguments[0].name, (item,)) for item in site.arguments[1].constant[:20_000]]
        if mapped and None not in mapped:
            return Value(constant=tuple(m for m in mapped if m is not None), marks=marks | {Mark.DECODED})
    decoder = name in python_fold.DECODERS
    if constants is not None and (made := python_fold.call(name, constants)) is not None:
        return Value(
            constant=made,
            marks=marks | ({Mark.DECODED} if decoder or name in ("chr", "bytes", "bytearray") else NO_MARKS),
        )
    if decoder:
        return Value(name=f"{name}()", marks=marks | {Mark.DECODED})
    return None


def _of_method(site: CallSite) -> frozenset[Mark]:
    """Putting text together from single characters, or decoding it by anything but an encoding of text, hides it."""
    receiver, first = site.receiver, site.arguments[0].constant if site.arguments else None
    attribute = site.node.func.attr if isinstance(site.node.func, ast.Attribute) else ""
    if (
        attribute == "decode"
        and isinstance(first, str)
        and first.lower() not in ("utf-8", "utf8", "ascii", "latin-1", "latin1")
    ):
        return frozenset({Mark.DECODED})
    if (
        attribute == "join"
        and receiver.words == ""
        and isinstance(first, tuple)
        and len(first) > 3
        and Mark.DECODED in site.arguments[0].marks
    ):
        return frozenset({Mark.DECODED})
    return NO_MARKS


def _handed_on(following: Following, site: CallSite) -> None:
    """Functions that a call is given and calls in its turn."""
    runs = site.callee.name in RUNNERS
    given = [(None, a) for a in site.arguments] + list(site.keywords.items())
    for key, value in given:
        reached = power(value.name)
        if (
            reached in (Power.CODE, Power.PROCESS)
            and (runs or site.callee.name)
            and site.callee.name not in ("print", "isinstance", "hasattr", "id", "repr", "str")
        ):
            rest = [v for k, v in given if v is not value and k not in ("daemon", "name")]
            following.note(value.name, reached, site.node, tuple(rest), {}, UNKNOWN, site.scope)
        elif (
            value.local is not None
            and (runs or key == "target")
            and not value.instance
            and not isinstance(value.local, ast.ClassDef)
        ):
            rest_values = [v for k, v in given if v is not value and k in (None, "args")]
            following.invoke(value, [p for v in rest_values for p in (v.parts or (v,))], {})


def _file_access(following: Following, site: CallSite) -> frozenset[Mark]:
    """Opening, reading and writing files: where that plants something or reads credentials."""
    name, arguments = site.callee.name, site.arguments
    attribute = site.node.func.attr if isinstance(site.node.func, ast.Attribute) else ""
    if name == "open" and arguments:
        how = arguments[1] if len(arguments) > 1 else site.keywords.get("mode", UNKNOWN)
        return _opened(following, site, arguments[0].words, how.words or "r")
    writing = attribute in ("write_text", "write_bytes", "copy", "copyfile", "copy2", "touch", "symlink_to", "rename")
    if (
        name in ("shutil.copy", "shutil.copyfile", "shutil.copy2", "os.replace", "os.rename", "os.link")
        and len(arguments) > 1
    ):
        return _opened(following, site, arguments[1].words, "w") | _opened(following, site, arguments[0].words, "r")
    if attribute in ("read_text", "read_bytes", "open") or writing:
        mode = "w" if writing else arguments[0].words if attribute == "open" and arguments else "r"
        return _opened(following, site, site.receiver.words, mode)
    written = joined(*arguments) if attribute == "write" and site.receiver.name.startswith("open()") else NO_MARKS
    if Mark.REMOTE in written and site.receiver.words:
        following.fetched.add(site.receiver.words)
    return NO_MARKS


def _opened(following: Following, site: CallSite, path: str, mode: str) -> frozenset[Mark]:
    reached, traits, marks = file_power(path, mode)
    if reached is not None:
        shown_path = (Value(constant=path),)
        following.note(site.callee.name or "open", reached, site.node, shown_path, {}, UNKNOWN, site.scope, traits)
    return marks


# Functions of the language that make names out of text


def _getattr(following: Following, site: CallSite) -> Value | None:
    if len(site.arguments) < 2:
        return None
    base, name = site.arguments[:2]
    if isinstance(name.constant, str):
        found = following.attribute(base, name.constant)
        pieced = not isinstance(site.node.args[1], ast.Constant)
        if pieced and power(found.name) in (Power.CODE, Power.PROCESS, Power.LOADING):
            following.note(
                found.name,
                power(found.name) or Power.CODE,
                site.node,
                (),
                {},
                UNKNOWN,
                site.scope,
                frozenset({Trait.CONCEALED}),
            )
        return found
    top = base.name.removesuffix("()")
    if top in OPAQUE and top not in ("pickle",):
        return Value(name=f"getattr({top}, ...)", marks=joined(name))
    return Value(marks=joined(base, name)) if joined(base, name) else UNKNOWN


def _import_by_name(following: Following, site: CallSite) -> Value | None:
    if not site.arguments:
        return None
    name = site.arguments[0]
    if not isinstance(name.constant, str):
        following.note(site.callee.name, Power.LOADING, site.node, site.arguments, site.keywords, UNKNOWN, site.scope)
        return Value(name="", marks=joined(name))
    whole = site.callee.name != "__import__" or "fromlist" in site.keywords or len(site.arguments) > 3
    module = normal(name.constant if whole else name.constant.split(".")[0])
    pieced = bool(site.node.args) and not isinstance(site.node.args[0], ast.Constant | ast.Name)
    pieced = pieced or Mark.DECODED in name.marks
    if pieced and module.split(".")[0] in OPAQUE and module not in ("sys",):
        trait = frozenset({Trait.CONCEALED})
        following.note(site.callee.name, Power.LOADING, site.node, site.arguments, {}, UNKNOWN, site.scope, trait)
    return Value(name=module)


def _vars(_following: Following, site: CallSite) -> Value | None:
    if not site.arguments:
        return Value(name="globals()")
    return Value(name=site.arguments[0].name) if site.arguments[0].name else None


def _partial(_following: Following, site: CallSite) -> Value | None:
    if not site.arguments:
        return None
    first = site.arguments[0]
    if power(first.name):
        return replace(first, parts=site.arguments[1:])
    return first if first.local is not None else None


def _environment(_following: Following, site: CallSite) -> Value | None:
    first = site.arguments[0] if site.arguments else UNKNOWN
    if first.words in ("HOME", "USERPROFILE"):
        return Value(text="~")
    marks = frozenset({Mark.CREDENTIAL}) if SECRET_VARIABLE.search(first.words) else NO_MARKS
    return Value(marks=marks)


def _home(_following: Following, _site: CallSite) -> Value | None:
    return Value(constant="~")


def _site_packages(_following: Following, _site: CallSite) -> Value | None:
    where = Value(text="…/site-packages")
    return Value(text="…/site-packages", parts=(where, where))


def _attrgetter(_following: Following, site: CallSite) -> Value | None:
    return Value(name="operator.attrgetter()", parts=site.arguments)


def _got(following: Following, site: CallSite) -> Value | None:
    wanted = site.callee.parts[0].words if site.callee.parts else ""
    if not wanted or not site.arguments:
        return None
    found = site.arguments[0]
    for part in wanted.split("."):
        found = following.attribute(found, part)
    return found


_SPECIAL: Final = {
    "getattr": _getattr,
    "object.__getattribute__": _getattr,
    "inspect.getattr_static": _getattr,
    "__import__": _import_by_name,
    "importlib.import_module": _import_by_name,
    "pydoc.locate": _import_by_name,
    "vars": _vars,
    "globals": _vars,
    "locals": _vars,
    "functools.partial": _partial,
    "os.environ.get": _environment,
    "os.getenv": _environment,
    "os.environ.pop": _environment,
    "os.environ.setdefault": _environment,
    "pathlib.Path.home": _home,
    "site.getsitepackages": _site_packages,
    "site.getusersitepackages": _site_packages,
    "sysconfig.get_path": _site_packages,
    "sysconfig.get_paths": _site_packages,
    "distutils.sysconfig.get_python_lib": _site_packages,
    "operator.attrgetter": _attrgetter,
    "operator.methodcaller": _attrgetter,
    "operator.attrgetter()": _got,
}
