"""Members of containers as artifacts: bounded in depth, number and decompressed bytes."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import BinaryIO, NamedTuple

from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.inventory import ArtifactEntry, Fact, Role
from seatrial.formats.container import ExpandsBeyondMeasure, labelled, size_of
from seatrial.formats.protocol import HEAD_BYTES, FormatError, Member
from seatrial.inventory.allowance import Allowance, AllowanceSpent, Metered
from seatrial.inventory.identify import EMPTY, TAIL_BYTES, UNKNOWN, Identified, identify, role
from seatrial.inventory.walk import refusal

MAX_DEPTH = 4
"""Archives within one another that are listed. A compressed stream around an archive does not count."""
MAX_CHAIN = 8
"""Containers of any kind within one another."""
MAX_DEEP = 500
"""Containers that lie in a container within a container, in one file: fewer than fill a nested bomb."""
MAX_REFUSED = 200
"""Findings of one kind about what lies in one file's containers."""
MAX_MEMBERS = 20_000
"""Members listed of one container."""
MAX_ALL_MEMBERS = 100_000
"""Members listed of one subject."""
BOMB = "bomb"
"""Rule of the finding that something expands beyond measure."""
STREAMS = frozenset({"gzip", "xz", "bzip2", "zlib", "zstd", "lz4", "lzma", "joblib-zfile"})
"""Containers of exactly one member, which only wrap it."""
TENSOR = "raw-tensor"
"""Bytes of one tensor inside a PyTorch archive; the pickle beside them says what they mean."""
_TENSOR_PLACES = re.compile(
    r"(?P<folder>.+)/(?:(?:data|constants)/\d+|\.data/\d+\.storage|data/(?:weights/weight|constants/tensor)_\d+)"
)
"""Where PyTorch keeps bytes of tensors: in checkpoints and scripts, in packages, and in exported programs."""
_TENSOR_HEAD_BYTES = 4096
_SHALLOW = 2


@dataclass(slots=True)
class Gathered:
    """What has been listed so far, and what may still be read for it."""

    allowance: Allowance
    entries: list[ArtifactEntry] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    """Every path given out, so that no two artifacts share one."""
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many findings of each rule and kind there were."""
    deep: int = 0
    """Containers opened so far that lie in a container within a container."""


class _Container(NamedTuple):
    """Where a listing stands."""

    path: str
    module: ModuleType
    depth: int
    """Archives on the way to its members, itself included."""
    chain: int
    """Containers of any kind on the way."""
    size: int
    """Bytes of the container itself."""


def gather(reader: BinaryIO, path: str, identified: Identified, gathered: Gathered) -> None:
    """List what lies in a container, each member followed by its own, into `gathered`. Never raises for its bytes."""
    for module in (identified.module, identified.second):
        if module is not None and hasattr(module, "contents"):
            depth = 0 if module.NAME in STREAMS else 1
            container = _Container(path=path, module=module, depth=depth, chain=1, size=size_of(reader))
            try:
                _gather(reader, container, gathered)
            except AllowanceSpent as limit:
                _refuse_bomb(path, gathered, limit)


def _gather(reader: BinaryIO, container: _Container, gathered: Gathered) -> None:
    path, first = container.path, len(gathered.entries)
    gathered.deep += container.depth > _SHALLOW
    if gathered.deep > MAX_DEEP:
        if gathered.deep == MAX_DEEP + 1:
            _refuse_depth(path, gathered, f"is one of more than {MAX_DEEP} archives inside archives")
        return
    if container.depth > MAX_DEPTH or container.chain > MAX_CHAIN:
        _refuse_depth(path, gathered, f"lies deeper than {MAX_DEPTH} archives")
        return
    gathered.allowance.spend(0)
    try:
        for number, (label, member, opened) in enumerate(_labelled(container.module.contents(reader))):
            if container.module.NAME in STREAMS:
                # Its size is known from expanding it, which no meter saw.
                gathered.allowance.spend(member.size)
            if number >= MAX_MEMBERS or len(gathered.entries) >= MAX_ALL_MEMBERS:
                raise LimitReached(f"more than {number:,} members")
            if member.kind == "file":
                _take_member(f"{path}!/{label}", container, member, opened, gathered)
    except FormatError as error:
        _refuse(gathered, refusal(path, "members", Kind.OPEN, f"its members could not be listed: {error}"))
    except AllowanceSpent:
        raise
    except ExpandsBeyondMeasure as limit:
        _refuse_bomb(path, gathered, limit)
    except LimitReached as limit:
        _refuse(gathered, refusal(path, "members", Kind.OPEN, f"not all members were listed: {limit}"))
    finally:
        _settle_tensors(gathered, first, path)


def _refuse(gathered: Gathered, finding: Finding) -> None:
    """Keep a finding, up to a bound of each kind; the one at the bound says that there are more."""
    gathered.refused[finding.rule, finding.kind] += 1
    count = gathered.refused[finding.rule, finding.kind]
    if count == MAX_REFUSED:
        finding = replace(finding, message=f"{finding.message}; further findings of this kind are left out")
    if count <= MAX_REFUSED:
        gathered.findings.append(finding)


def _refuse_depth(path: str, gathered: Gathered, what: str) -> None:
    _refuse(gathered, refusal(path, "members", Kind.OPEN, f"{what}; its members were not listed"))
    text = f"{what}: no release needs that, and it keeps what lies there from being looked at"
    _refuse(gathered, refusal(path, "nested", Kind.REVIEW, text, Severity.MEDIUM))


def _refuse_bomb(path: str, gathered: Gathered, limit: LimitReached) -> None:
    _refuse(gathered, refusal(path, "members", Kind.OPEN, f"not all members were listed: {limit}"))
    text = f"expands beyond measure: {limit}"
    _refuse(gathered, refusal(path, BOMB, Kind.FAIL, text, Severity.MEDIUM))


def _labelled(
    contents: Iterator[tuple[Member, BinaryIO | None]],
) -> Iterator[tuple[str, Member, BinaryIO | None]]:
    opened: BinaryIO | None = None

    def plain() -> Iterator[Member]:
        nonlocal opened
        for member, opened in contents:  # noqa: B007 - the reader is handed on through the enclosing name
            yield member

    for label, member in labelled(plain()):
        yield label, member, opened


def _take_member(path: str, container: _Container, member: Member, opened: BinaryIO | None, gathered: Gathered) -> None:
    if path in gathered.paths:
        text = "two artifacts go by this path; the second was not examined"
        _refuse(gathered, refusal(path, "members", Kind.OPEN, text))
        return
    gathered.paths.add(path)
    if opened is None:
        text = "the bytes of this member cannot be reached"
        _refuse(gathered, refusal(path, "members", Kind.OPEN, text))
        gathered.entries.append(_entry(path, container.path, member, Identified(format=UNKNOWN), truncated=True))
        return
    reader: BinaryIO = io.BufferedReader(Metered(opened, gathered.allowance), HEAD_BYTES)
    try:
        identified, short = _identify(reader, path, member.size)
    except FormatError as error:
        _refuse(gathered, refusal(path, "members", Kind.OPEN, f"cannot be read: {error}"))
        gathered.entries.append(_entry(path, container.path, member, Identified(format=UNKNOWN), truncated=True))
        return
    truncated = short or exceeds(identified.module, reader, member.size)
    if short:
        text = f"gives fewer bytes than the {member.size:,} that its container states"
        _refuse(gathered, refusal(path, "members", Kind.OPEN, text))
    gathered.entries.append(_entry(path, container.path, member, identified, truncated=truncated))
    note_second(identified, path, gathered.findings)
    if identified.format == container.module.NAME and member.size == container.size and container.size:
        # Nothing that is inside an archive fills all of it, unless it was computed to.
        text = "is as large as the archive that holds it: an archive that holds itself has no end"
        _refuse(gathered, refusal(path, "holds-itself", Kind.FAIL, text))
        return
    gathered.facts.extend(facts_of(identified.module, reader, path))
    for module in (identified.module, identified.second):
        if module is not None and hasattr(module, "contents"):
            depth = container.depth + (module.NAME not in STREAMS)
            inner = _Container(path=path, module=module, depth=depth, chain=container.chain + 1, size=member.size)
            _gather(reader, inner, gathered)


def _entry(path: str, container: str, member: Member, identified: Identified, *, truncated: bool) -> ArtifactEntry:
    return ArtifactEntry(
        path=path,
        format=identified.format,
        role=role(identified, path),
        size=member.size,
        container=container,
        truncated=truncated,
    )


def _identify(reader: BinaryIO, path: str, size: int) -> tuple[Identified, bool]:
    """The format, and whether there are fewer bytes than the directory promises."""
    is_tensor = _tensor_place(path) is not None
    wanted = _TENSOR_HEAD_BYTES if is_tensor else HEAD_BYTES
    head = reader.read(wanted)
    if not head:
        return Identified(format=UNKNOWN if size else EMPTY), size > 0
    if len(head) < wanted:
        # What a directory declares is a claim; what is there is looked at.
        return identify(head, head, len(head)), len(head) < size
    if is_tensor or not HEAD_BYTES < size <= _TAIL_LIMIT:
        return identify(head, head if size == len(head) else b"", max(len(head), size), reader), False
    reader.seek(size - min(TAIL_BYTES, size))
    tail = reader.read(TAIL_BYTES)
    reader.seek(0)
    return identify(head, tail, size, reader), len(tail) < min(TAIL_BYTES, size)


_TAIL_LIMIT = 64 * 1024 * 1024
"""Members up to this size are also looked at from their end, which for compressed ones means expanding them."""


def exceeds(module: ModuleType | None, reader: BinaryIO, size: int) -> bool:
    """Whether the header promises more bytes than there are. Broken headers are left to the checks."""
    extent = getattr(module, "extent", None)
    if extent is None:
        return False
    try:
        promised = extent(reader)
    except (FormatError, LimitReached):
        return False
    return promised is not None and promised > size


def facts_of(module: ModuleType | None, reader: BinaryIO, path: str) -> list[Fact]:
    """What a file declares of itself, up to where its header breaks: that is for a check to report."""
    found: list[Fact] = []
    facts = getattr(module, "facts", None)
    if facts is None:
        return found
    try:
        reader.seek(0)
        found.extend(facts(reader, path))
    except (FormatError, LimitReached):
        return found
    return found


_INTENDED = frozenset({("tflite", "zip")})
"""TensorFlow Lite keeps files of its metadata in a zip at the end; they are members like any others."""


def note_second(identified: Identified, path: str, findings: list[Finding]) -> None:
    """Report a file that two formats claim: two readers would see two contents."""
    if identified.second is not None and (identified.format, identified.second.NAME) not in _INTENDED:
        text = f"reads as {identified.format} from its start and as {identified.second.NAME} from its end"
        findings.append(refusal(path, "two-formats", Kind.REVIEW, text, Severity.MEDIUM))


def _tensor_place(path: str) -> str | None:
    """For `x/data/12` or its like, the folder `x` whose pickle or archive would explain it; None for other paths."""
    found = _TENSOR_PLACES.fullmatch(path)
    return found["folder"] if found else None


def _settle_tensors(gathered: Gathered, first: int, path: str) -> None:
    """Name the raw bytes of tensors in a PyTorch archive for what they are.

    They have no format of their own; a member that does have one keeps it, whatever its name.
    """
    own = [index for index in range(first, len(gathered.entries)) if gathered.entries[index].container == path]
    paths = [gathered.entries[index].path for index in own]
    folders = {found.rpartition("/")[0] for found in paths if found.endswith((".pkl", "/archive_format"))}
    folders |= {
        found.removesuffix("/.data/extern_modules") for found in paths if found.endswith("/.data/extern_modules")
    }
    for index in own:
        entry = gathered.entries[index]
        if entry.format == UNKNOWN and not entry.truncated and _tensor_place(entry.path) in folders:
            gathered.entries[index] = replace(entry, format=TENSOR, role=Role.WEIGHTS)
