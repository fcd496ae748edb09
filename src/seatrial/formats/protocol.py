"""What a format module offers, and the bounded reading all parsers share."""

from typing import NamedTuple, Protocol, runtime_checkable

from seatrial.domain.inventory import Role

HEAD_BYTES = 64 * 1024
"""How much of a file `matches` is shown."""


class FormatError(ValueError):
    """The bytes break the format's rules. Carries the offset where it shows, if one is known."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset


@runtime_checkable
class FormatModule(Protocol):
    """Names every module in this folder has, `protocol` aside.

    Optional further names, looked up by the inventory:
    `STARTS`: tuple of bytes; every file of the format begins with one of them, so that others need not be asked.
    `MARKS`: the same with an offset each, for formats whose mark stands further in.
    `facts(reader, path) -> Iterator[Fact]` for what the file declares of itself, and
    `members(reader) -> Iterator[Member]` for containers, together with
    `open_member(reader, name) -> BinaryIO`, a bounded seekable reader of one member. A name that stands
    several times in a container is told apart as `name#2`, `name#3` by order (`container.labelled`).
    `contents(reader) -> Iterator[tuple[Member, BinaryIO | None]]`: the same in one pass, each member with a
    reader while it is the current one, None where it has no bytes or they cannot be reached.
    `matches_tail(tail, size) -> bool`: for formats that readers find from the end of a file.
    `matches_reader(head, reader, size) -> bool`: a second look, further than the head, asked only of files that
    no module but text claims.
    `extent(reader) -> int | None`: how many bytes the header promises for the whole file.
    All raise `FormatError` for broken bytes and `LimitReached` for too much of them.
    """

    NAME: str
    """The name in the inventory: `pickle`, `gguf`, ..."""
    ROLE: Role
    PRIORITY: int
    """Lower is asked first; exact magics 10, structured guesses 50, text 90."""

    @staticmethod
    def matches(head: bytes, size: int) -> bool:
        """Whether a file of `size` bytes that starts with `head` is of this format."""


class Listed(NamedTuple):
    """One line of the index: what of a format module is known without importing it."""

    name: str
    module: str
    """Under `seatrial.formats`."""
    priority: int
    starts: tuple[bytes, ...]
    """Empty when the first bytes alone rule nothing out."""
    tail: bool
    """It has `matches_tail`."""
    further: bool
    """It has `matches_reader`."""
    members: bool
    """It has `open_member`."""
    marks: tuple[tuple[int, bytes], ...] = ()
    """Offset and bytes, of which one must stand there; empty when nothing further in rules anything out."""


class Member(NamedTuple):
    """One entry of a container, as its directory states it. The name is the attacker's, unchanged."""

    name: str
    size: int
    kind: str = "file"
    """`file`, `directory`, `symlink`, `hardlink`, `device`, `fifo`."""
    link_target: str = ""
    compressed_size: int | None = None
    mode: int = 0
    """Unix permission bits, set-id bits included; 0 when none are kept."""
