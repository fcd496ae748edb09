"""What parent and worker say to one another: one JSON object a line, of the kinds below and bounded in length.

The parent trusts nothing it is told: the subject may have taken the worker over. All it can say is an outcome for
the check it was given, evidence that hashes to its name, and questions about its own subject.
"""

import json
import math
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from seatrial.assess.contain import ContainmentOrder
from seatrial.assess.contexts import FileState
from seatrial.documents import DocumentError, from_builtins, to_builtins
from seatrial.domain.bank import Bank
from seatrial.domain.ceiling import Ceiling
from seatrial.domain.context import Message, Reply
from seatrial.domain.declaration import Declaration
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.inventory import Inventory
from seatrial.domain.outcome import Containment, Outcome
from seatrial.domain.plan import PlannedCheck
from seatrial.domain.target import TargetSpec

MAX_TO_WORKER: Final = 1024 * 1024 * 1024
MAX_FROM_WORKER: Final = 32 * 1024 * 1024
"""Bytes of one line: the largest item of evidence in base64, with room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """First: what to give up, and which modules beside the catalogue hold checks."""

    containment: ContainmentOrder
    extra_modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contained:
    """What is in force."""

    containment: Containment


@dataclass(frozen=True, slots=True, kw_only=True)
class Examine:
    """What is under review, and how to reach the model if one is to be asked."""

    inventory: Inventory
    declaration: Declaration | None
    root: str = ""
    states: dict[str, FileState | None] = field(default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)
    target: TargetSpec | None = None
    secret: str | None = None
    bank: Bank | None = None
    """A private test bank, for the check that needs it."""
    ceiling: Ceiling | None = None
    spent: tuple[int, int] = (0, 0)
    """Tokens in and out that workers before this one spent of the ceiling."""
    companions: dict[str, str] = field(default_factory=dict)
    """What the companions are called that may be consulted, by their part: `attacker`, `judge`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The model is open, or there is none to open. `trouble` says why it could not be opened."""

    versions: dict[str, str] = field(default_factory=dict)
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One check to run."""

    planned: PlannedCheck
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question of somebody outside, to the open model alone."""

    messages: tuple[Message, ...]
    max_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """The answer to `Ask`; without one, `trouble` says why."""

    reply: Reply | None
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consult:
    """One question of a check to a companion, which is somewhere else."""

    companion: str
    messages: tuple[Message, ...]
    max_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """The answer to `Consult`; without one, `trouble` says why."""

    reply: Reply | None
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How far the running check is."""

    done: float
    total: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One item of evidence; `content` is base64."""

    item: EvidenceItem
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Was this question answered before?"""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """The answer to `Recall`."""

    reply: Reply | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question was answered now."""

    question: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The running check ended."""

    outcome: Outcome


FromParent: TypeAlias = Begin | Examine | Run | Recalled | Consulted | Ask
FromWorker: TypeAlias = Contained | Ready | Moved | Kept | Recall | Answered | Consult | Replied | Done
_PARENT: Final[dict[str, type[FromParent]]] = {c.__name__: c for c in (Begin, Examine, Run, Recalled, Consulted, Ask)}
_WORKER: Final[dict[str, type[FromWorker]]] = {
    c.__name__: c for c in (Contained, Ready, Moved, Kept, Recall, Answered, Consult, Replied, Done)
}


def line_of(message: FromParent | FromWorker) -> bytes:
    """The message as one line. Raises `ValueError` for a number that JSON cannot carry."""
    plain = {"message": type(message).__name__, **to_builtins(message)}
    return json.dumps(plain, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def from_parent(line: bytes) -> FromParent:
    """Read in the worker. Raises `DocumentError`."""
    plain, name = _plain(line)
    if name not in _PARENT:
        raise DocumentError(f"no message {name!r}")
    return from_builtins(plain, _PARENT[name])


def from_worker(line: bytes) -> FromWorker:
    """Read in the parent. Raises `DocumentError`."""
    plain, name = _plain(line)
    if name not in _WORKER:
        raise DocumentError(f"no message {name!r}")
    return from_builtins(plain, _WORKER[name])


def _plain(line: bytes) -> tuple[dict[str, object], str]:
    try:
        plain = json.loads(line, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"not a message: {error}") from error
    if not isinstance(plain, dict):
        raise DocumentError("not a message")
    return plain, str(plain.pop("message", ""))


def _refuse(name: str) -> float:
    raise DocumentError(f"{name} is not a number that JSON knows")


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse(text)
