"""The state of a stack machine for pickles that builds descriptions instead of objects.

It looks nothing up and calls nothing: each import and each call that loading would make becomes an event.
"""

from typing import NamedTuple, TypeAlias

from seatrial.domain.context import LimitReached
from seatrial.formats import pickle_code, pickle_sizes
from seatrial.formats.pickle_opcodes import Blob, Cursor
from seatrial.formats.pickle_values import MAX_WEIGHT, Global, Items, Made, Value, called_with, rendered, weight_of
from seatrial.formats.protocol import FormatError

MAX_OPCODES = 20_000_000
"""Over all streams of one artifact, nested ones included."""
MAX_STACK = 1_000_000
MAX_MEMO = 4_000_000
MAX_UNFOLDED = 50_000_000
"""Values that one value may hold when all that is shared is counted wherever it stands; more than opcodes can make."""
MAX_KEPT_BYTES = 256 * 1024 * 1024
"""Text and bytes that one stream may keep in the machine's memory; beyond, strings are only placed."""
MAX_ARGUMENTS = 200
"""Characters of rendered arguments."""
RENAMED = {
    "__builtin__": "builtins",
    "copy_reg": "copyreg",
    "cPickle": "pickle",
    "_pickle": "pickle",
    "commands": "subprocess",
    "urllib2": "urllib.request",
    "httplib": "http.client",
    "cStringIO": "io",
    "StringIO": "io",
    "Queue": "queue",
    "exceptions": "builtins",
    "UserDict": "collections",
}
"""Modules of Python 2 that loading with `fix_imports` looks up under another name."""


class Import(NamedTuple):
    """A name that loading would look up. Its module is imported, which runs the module's own code."""

    module: str
    name: str
    offset: int
    computed: bool = False
    """The name is not written in the stream but made by a call in it; `name` shows the call."""
    nested: int = 0
    """How many byte strings of pickles it lies inside; those are loaded only if something loads them."""
    walked: bool = False
    """It was reached by `getattr` from another name, which is therefore no call of something unknown."""


class Oddity(NamedTuple):
    """Something about how a stream is made that no writer does, apart from the names in it."""

    offset: int
    rule: str
    """`torn-frame`, `unfolds`, `swells`, `patches` or `sets-on-tensor`."""
    what: str
    """For a reader, not escaped."""


class Call(NamedTuple):
    """A call that loading would make."""

    module: str
    """Empty when what is called is itself the result of a call."""
    name: str
    arguments: str
    """Rendered and bounded, not escaped."""
    offset: int
    how: str
    """The opcode: `REDUCE`, `NEWOBJ`, `NEWOBJ_EX`, `INST`, `OBJ`, `BUILD`."""
    texts: tuple[str, ...] = ()
    """String constants among the first arguments."""
    nested: int = 0
    acting: tuple[str, ...] = ()
    """Of code that is made from its parts: names in it that reach beyond computing."""


Event: TypeAlias = Import | Call | Oddity


class Budget:
    """Opcodes that may still be read in one artifact."""

    def __init__(self, opcodes: int = MAX_OPCODES) -> None:
        self.opcodes = opcodes

    def spend(self, count: int) -> None:
        """Take opcodes off. Raises `LimitReached` when none are left."""
        self.opcodes -= count
        if self.opcodes < 0:
            raise LimitReached(f"more than {MAX_OPCODES:,} opcodes")


class Machine:
    """One stream, from its first opcode to STOP."""

    def __init__(self, cursor: Cursor, budget: Budget) -> None:
        self.cursor, self.budget = cursor, budget
        self.stack: list[Value] = []
        self.marks: list[int] = []
        self.memo: dict[int, Value] = {}
        self.events: list[Event] = []
        self.strings: list[tuple[int, int, bytes]] = []
        """Byte strings met: offset, size, and the first bytes, to be looked at for pickles."""
        self.opcodes = 0
        self.frame_end: int | None = None
        self._odd: set[str] = set()
        self._kept = 0
        self.waiting: list[tuple[list[Value], list[int], dict[int, Value]]] = []

    # The stack

    def push(self, value: Value) -> None:
        """Put a value on top."""
        self.stack.append(value)

    def pop(self, offset: int) -> Value:
        """Take the top. Raises `FormatError` at the bottom or at a mark."""
        if len(self.stack) <= (self.marks[-1] if self.marks else 0):
            raise FormatError("the stack is empty", offset)
        return self.stack.pop()

    def top(self, offset: int) -> Value:
        """The top, left where it is."""
        if len(self.stack) <= (self.marks[-1] if self.marks else 0):
            raise FormatError("the stack is empty", offset)
        return self.stack[-1]

    def above_mark(self, offset: int) -> list[Value]:
        """Everything above the last mark, taken off together with it."""
        if not self.marks:
            raise FormatError("there is no mark", offset)
        at = self.marks.pop()
        values = self.stack[at:]
        del self.stack[at:]
        return values

    # Frames

    def enter_frame(self, size: int, offset: int) -> None:
        """A frame of `size` bytes begins behind the cursor."""
        if self.frame_end is not None and self.cursor.position < self.frame_end:
            self._tear(offset)
        self.frame_end = self.cursor.position + size

    def leave_frame(self, offset: int) -> None:
        """The opcode at `offset` went beyond the end of the frame."""
        if self.frame_end is not None and offset < self.frame_end:
            self._tear(offset)
        self.frame_end = None

    def _tear(self, offset: int) -> None:
        text = "holds a frame that ends inside an opcode or within another frame: readers differ on what follows"
        self.remark("torn-frame", text, offset)

    # Events

    def remark(self, rule: str, what: str, offset: int) -> None:
        """Say that something is odd, once for each rule."""
        if rule not in self._odd:
            self._odd.add(rule)
            self.events.append(Oddity(offset=offset, rule=rule, what=what))

    def filled(self, value: Value, offset: int) -> None:
        """Look at a collection that was just made or added to, or at what stands in its place."""
        if isinstance(value, Global):
            text = f"changes {value.dotted} itself while loading, for all that the program does afterwards"
            self.remark("patches", text, offset)
        elif weight_of(value) > MAX_UNFOLDED:
            text = f"holds values that unfold to more than {MAX_UNFOLDED:,} of them: a bomb for whoever reads it"
            self.remark("unfolds", text, offset)

    def look_up(self, module: str, name: str, offset: int) -> None:
        """Push a name, and say that it is imported."""
        found = Global(RENAMED.get(module, module), name, offset)
        self.events.append(Import(module=found.module, name=found.name, offset=offset))
        self.push(found)

    def call(self, callee: Value, arguments: Value, offset: int, how: str) -> Value:
        """Say that something is called; returns the description of the result.

        A walk from a name by `getattr` is no call of something unknown: its result is the name it comes to.
        """
        walked = _walk(callee, arguments)
        if walked is not None:
            found = Global(walked[0], walked[1], offset)
            self.events.append(Import(module=found.module, name=found.name, offset=offset, walked=True))
            return found
        swollen = pickle_sizes.swollen(callee, arguments)
        if swollen:
            self.remark("swells", f"makes {swollen} while loading, more than memory holds", offset)
        callee = pickle_code.made_class(callee) or callee
        carried = isinstance(callee, Global) and pickle_code.is_carrier(callee.module)
        self.events.append(
            Call(
                module=callee.module if isinstance(callee, Global) else "",
                name=callee.name if isinstance(callee, Global) else rendered(callee)[:MAX_ARGUMENTS],
                arguments=called_with(arguments)[:MAX_ARGUMENTS],
                offset=offset,
                how=how,
                texts=texts_in(arguments),
                acting=pickle_code.acting(callee, arguments) if carried and isinstance(callee, Global) else (),
            )
        )
        made = Made(callee, arguments, weight=min(1 + weight_of(arguments), MAX_WEIGHT))
        if carried:
            return pickle_code.made_type(callee, arguments) or made
        if isinstance(callee, Global) and callee.dotted == "_codecs.encode":
            return self._encoded(arguments, offset) or made
        return made

    def _encoded(self, arguments: Value, offset: int) -> bytes | None:
        """What protocols 0 to 2 write for bytes: text to be encoded as Latin-1."""
        texts = [p for p in arguments.parts if isinstance(p, str)] if isinstance(arguments, Items) else []
        if len(texts) != 2 or texts[1] not in ("latin1", "latin-1"):
            return None
        try:
            data = texts[0].encode("latin-1")
        except UnicodeEncodeError:
            return None
        self.note_bytes(data, offset, len(data))
        return data

    def note_bytes(self, data: bytes, offset: int, size: int) -> None:
        """Remember a byte string that might be a pickle."""
        if size >= 4 and (data[:1] == b"\x80" or data[-1:] == b"."):
            self.strings.append((offset, size, data))

    def keep(self, data: bytes, offset: int) -> bytes | Blob:
        """The bytes themselves while there is room, else their place."""
        self._kept += len(data)
        return data if self._kept <= MAX_KEPT_BYTES else Blob(offset=offset, size=len(data))

    def suspend(self, result: Value) -> None:
        """Begin an inner pickle; its result will replace the top of the present stack."""
        if len(self.waiting) >= 16:
            raise LimitReached("pickles inside arrays inside pickles, deeper than 16")
        self.stack[-1] = result
        self.waiting.append((self.stack, self.marks, self.memo))
        self.stack, self.marks, self.memo = [], [], {}


def _walk(callee: Value, arguments: Value) -> tuple[str, str] | None:
    """Module and dotted name that `getattr(name, text)` gives; None for any other call."""
    if not isinstance(callee, Global) or callee.dotted != "builtins.getattr":
        return None
    parts = arguments.parts if isinstance(arguments, Items) and arguments.count == 2 else []
    if len(parts) != 2 or not isinstance(parts[0], Global) or not isinstance(parts[1], str):
        return None
    return parts[0].module, f"{parts[0].name}.{parts[1]}"


def texts_in(arguments: Value) -> tuple[str, ...]:
    """String constants among the first arguments."""
    parts = arguments.parts[:8] if isinstance(arguments, Items) else []
    return tuple(part[:MAX_ARGUMENTS] for part in parts if isinstance(part, str))
