"""What Python source calls when it is imported, read from its syntax tree. Nothing is imported or compiled."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.text import shown
from seatrial.formats.protocol import FormatError

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_CALLS: Final = 200_000


class Power(StrEnum):
    """What a call can reach."""

    CODE = "runs code made at run time"
    PROCESS = "starts a program"
    NETWORK = "opens the network"
    FILES = "changes files"
    LOADING = "loads code or pickles"


_EXACT: Final[dict[str, Power]] = {
    **dict.fromkeys(("exec", "eval", "compile", "builtins.exec", "builtins.eval", "builtins.compile"), Power.CODE),
    **dict.fromkeys(
        ("marshal.loads", "marshal.load", "types.FunctionType", "types.CodeType", "code.interact"), Power.CODE
    ),
    **dict.fromkeys(("os.system", "os.popen", "os.fork", "os.startfile", "pty.spawn", "os.posix_spawn"), Power.PROCESS),
    **dict.fromkeys(("os.remove", "os.unlink", "os.rmdir", "os.rename", "os.replace", "os.chmod"), Power.FILES),
    **dict.fromkeys(("pathlib.Path.write_text", "pathlib.Path.write_bytes", "os.makedirs", "os.symlink"), Power.FILES),
    **dict.fromkeys(
        ("pickle.load", "pickle.loads", "dill.load", "dill.loads", "joblib.load", "torch.load"), Power.LOADING
    ),
    **dict.fromkeys(("__import__", "builtins.__import__", "importlib.import_module", "runpy.run_path"), Power.LOADING),
    **dict.fromkeys(("runpy.run_module", "importlib.util.module_from_spec", "yaml.unsafe_load"), Power.LOADING),
    "asyncio.create_subprocess_exec": Power.PROCESS,
    "asyncio.create_subprocess_shell": Power.PROCESS,
}
_BEGINNINGS: Final[tuple[tuple[str, Power], ...]] = (
    ("os.exec", Power.PROCESS),
    ("os.spawn", Power.PROCESS),
    ("subprocess.", Power.PROCESS),
    ("multiprocessing.Process", Power.PROCESS),
    ("ctypes.", Power.CODE),
    ("cffi.", Power.CODE),
    ("socket.", Power.NETWORK),
    ("urllib.request.", Power.NETWORK),
    ("urllib3.", Power.NETWORK),
    ("http.client.", Power.NETWORK),
    ("ftplib.", Power.NETWORK),
    ("smtplib.", Power.NETWORK),
    ("telnetlib.", Power.NETWORK),
    ("requests.", Power.NETWORK),
    ("httpx.", Power.NETWORK),
    ("aiohttp.", Power.NETWORK),
    ("paramiko.", Power.NETWORK),
    ("websocket.", Power.NETWORK),
    ("shutil.", Power.FILES),
)
_OPAQUE: Final = frozenset({"os", "subprocess", "socket", "builtins", "ctypes", "sys", "importlib", "__builtins__"})
"""Modules from which a name fetched by `getattr` or by a key could be anything."""
_SAFE: Final = frozenset({"shutil.which", "shutil.get_terminal_size", "shutil.disk_usage", "socket.gethostname"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerfulCall:
    """One call that reaches beyond computing."""

    name: str
    """Dotted, as far as imports in the file tell; safe to show."""
    power: Power
    line: int
    at_import: bool
    """It runs when the file is imported, not only when something is called later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one file would do, and what it imports."""

    calls: tuple[PowerfulCall, ...]
    imports: tuple[str, ...]
    """Modules it imports, relative or not, first part only."""


def read(reader: BinaryIO) -> Source:
    """Powerful calls of a source file. Raises `FormatError` when it cannot be parsed, `LimitReached` when too large."""
    reader.seek(0)
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"Python source larger than {MAX_BYTES:,} bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
    except SyntaxError as error:
        raise FormatError(f"is not Python: {shown(str(error.msg), 120)} in line {error.lineno or 0}") from error
    except (RecursionError, MemoryError) as error:
        raise FormatError("nests too deeply to be parsed") from error
    except (ValueError, LookupError, UnicodeError) as error:
        raise FormatError("is not Python: it cannot be decoded") from error
    return _Reading(tree).source()


class _Reading:
    """One file being read: which names mean which modules, and what runs at import."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._names: dict[str, str] = {}
        self._imports: dict[str, None] = {}
        self._functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.split(".")[0]
                    self._imports[top] = None
                    self._names[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom):
                self._import_from(node)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self._functions.setdefault(node.name, node)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                self._alias(node.targets[0].id, node.value)

    def _import_from(self, node: ast.ImportFrom) -> None:
        if node.level:
            first = [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]
            self._imports.update(dict.fromkeys(first))
            return
        self._imports[str(node.module).split(".")[0]] = None
        for alias in node.names:
            self._names[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def _alias(self, name: str, value: ast.expr) -> None:
        """`run = os.system` makes `run` mean the same."""
        dotted = self._dotted(value)
        if dotted and (dotted in _EXACT or "." in dotted) and name not in self._names:
            self._names[name] = dotted

    def source(self) -> Source:
        at_import = self._at_import()
        calls: dict[tuple[str, bool], PowerfulCall] = {}
        count = 0
        for node in ast.walk(self._tree):
            if not isinstance(node, ast.Call):
                continue
            count += 1
            if count > MAX_CALLS:
                raise LimitReached(f"Python source with more than {MAX_CALLS:,} calls")
            for name, power in self._powers(node):
                now = id(node) in at_import
                call = PowerfulCall(name=shown(name, 80), power=power, line=node.lineno, at_import=now)
                calls.setdefault((name, now), call)
        ordered = sorted(calls.values(), key=lambda call: (not call.at_import, call.line))
        return Source(calls=tuple(ordered), imports=tuple(self._imports))

    def _at_import(self) -> set[int]:
        """Ids of the call nodes that run on import: everything outside functions, and functions called from there."""
        found: set[int] = set()
        pending: list[ast.AST] = list(self._tree.body)
        entered: set[str] = set()
        while pending:
            node = pending.pop()
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                pending.extend(_evaluated_early(node))
                continue
            if isinstance(node, ast.If) and _is_main_guard(node.test):
                pending.extend(node.orelse)
                continue
            if isinstance(node, ast.Call):
                found.add(id(node))
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                if name in self._functions and name not in entered:
                    entered.add(name)
                    pending.extend(self._functions[name].body)
                if isinstance(node.func, ast.Lambda):
                    pending.append(node.func.body)
            pending.extend(ast.iter_child_nodes(node))
        return found

    def _powers(self, node: ast.Call) -> Iterator[tuple[str, Power]]:
        dotted = self._dotted(node.func)
        if dotted == "getattr" and node.args and self._dotted(node.args[0]) in _OPAQUE:
            yield f"getattr({self._dotted(node.args[0])}, ...)", Power.CODE
        elif isinstance(node.func, ast.Subscript) and self._dotted(node.func.value).split(".")[0] in _OPAQUE:
            yield f"{self._dotted(node.func.value)}[...]", Power.CODE
        elif dotted and dotted not in _SAFE:
            power = _EXACT.get(dotted) or next((p for start, p in _BEGINNINGS if dotted.startswith(start)), None)
            if power is not None:
                yield dotted, power

    def _dotted(self, node: ast.expr) -> str:
        """The dotted name of an expression with imports resolved; empty when it is no plain name."""
        parts: list[str] = []
        here: ast.expr = node
        while isinstance(here, ast.Attribute) and len(parts) < 16:
            parts.append(here.attr)
            here = here.value
        if isinstance(here, ast.Call) and self._is_import(here):
            argument = here.args[0] if here.args else None
            parts.append(str(argument.value) if isinstance(argument, ast.Constant) else "?")
        elif isinstance(here, ast.Name):
            parts.append(self._names.get(here.id, here.id))
        else:
            return ""
        return ".".join(reversed(parts))

    def _is_import(self, call: ast.Call) -> bool:
        func = call.func
        if isinstance(func, ast.Name):
            return self._names.get(func.id, func.id) in ("__import__", "importlib.import_module")
        return isinstance(func, ast.Attribute) and func.attr == "import_module"


def _evaluated_early(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Iterator[ast.AST]:
    """What of a function runs when it is defined: decorators, defaults, annotations."""
    if not isinstance(node, ast.Lambda):
        yield from node.decorator_list
        if node.returns is not None:
            yield node.returns
    yield node.args


def _is_main_guard(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
        and len(test.comparators) == 1
        and isinstance(test.ops[0], ast.Eq)
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value == "__main__"
    )
