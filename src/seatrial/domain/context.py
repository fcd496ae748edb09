"""What a check may see: the narrow contexts that the worker hands to generators.

A check has no path, clock, network, environment or configuration. What is not on these protocols,
a check cannot know.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, TypeAlias

if TYPE_CHECKING:  # A scan starts without what only behaviour needs.
    from seatrial.domain.bank import Bank
    from seatrial.domain.declaration import Declaration
    from seatrial.domain.evidence import EvidenceItem
    from seatrial.domain.finding import Finding, Location
    from seatrial.domain.inventory import ArtifactEntry, Inventory
    from seatrial.domain.measurement import Measurement
    from seatrial.domain.plan import Bound

Observation: TypeAlias = "Finding | Measurement"
Observations: TypeAlias = "Iterator[Observation]"


class LimitReached(Exception):  # noqa: N818 - a condition of the subject, not an error of ours
    """A bound on size, depth, count or time was met: the outcome becomes `exhausted`."""


class Artifact(Protocol):
    """One artifact, opened for bounded reading."""

    @property
    def entry(self) -> ArtifactEntry:
        """What the inventory knows of it."""

    def open(self) -> BinaryIO:
        """A fresh seekable reader at offset 0; reads past the worker's budget raise `LimitReached`."""

    def at(self, offset: int | None = None, detail: str = "") -> Location:
        """A location inside it."""


class SubjectView(Protocol):
    """The whole subject, for checks that look across artifacts."""

    @property
    def inventory(self) -> Inventory:
        """Every artifact, and what the files declare."""

    @property
    def declaration(self) -> Declaration | None:
        """What the developer stated, if anything."""

    def artifact(self, path: str) -> Artifact:
        """One artifact by its inventory path; `KeyError` when there is none."""


FORM: Final = "form "
"""How the part of a companion begins that is another form of the model, and concerns only the check that compares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn of a conversation."""

    role: str
    """`system`, `user` or `assistant`."""
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the model said."""

    text: str
    tokens: int = 0
    """Generated tokens, as the target reports them; 0 when it does not."""
    truncated: bool = False
    """It stopped at the token limit."""
    prompt_tokens: int = 0
    """Tokens of the question, as the target reports them; 0 when it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a dialogue asks next."""

    messages: tuple[Message, ...]
    max_tokens: int = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What came of one sample."""

    word: str
    """One word of the suite for what happened: `refused`, `leaked`, ..."""
    values: Mapping[str, float | None] = field(default_factory=lambda: MappingProxyType({}))
    """Metric to a value in [0, 1]: 1 where the sample shows what the metric counts. A metric that the sample does not
    concern is absent; None means that it does, and that nobody could tell."""
    note: str = ""
    """Why, for a reader of the transcript."""


Dialogue: TypeAlias = "Generator[Question, Reply, Score]"
"""Yields questions, is sent the replies, and returns the score. Several turns are several yields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One thing to try: a dialogue that has not begun."""

    id: str
    """Unique in the suite, stable across versions of it that ask the same."""
    stratum: str
    """The group over which order is spread: a hazard, a technique."""
    dialogue: Callable[[], Dialogue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A sample with what was said and what came of it."""

    sample: Sample
    score: Score
    turns: tuple[tuple[Question, Reply], ...]

    @property
    def answer(self) -> str:
        """The last thing the model said; empty when it was asked nothing."""
        return self.turns[-1][1].text if self.turns else ""


Playing: TypeAlias = "Generator[Scored, None, None]"


class Target(Protocol):
    """A model that can be asked. Equal questions are asked once."""

    @property
    def name(self) -> str:
        """What is asked, for the report: a file name or a URL without credentials."""

    def ask(self, messages: Sequence[Message], *, max_tokens: int = 256) -> Reply:
        """Ask at temperature 0. Raises `LimitReached` when the query budget is spent."""

    def play(self, samples: Iterable[Sample]) -> Playing:
        """Carry dialogues out, several at a time where the model gains by it, and yield them in the order given.

        Close it to end what is under way. Raises `LimitReached` at a sample that the query budget does not cover.
        """

    def foresee(self, share: Callable[[], float]) -> None:
        """Tell whoever waits which share of the run is over, in (0, 1]. It is worked out only if somebody does."""

    def keep(self, title: str, content: bytes, media_type: str = "application/jsonl") -> EvidenceItem:
        """Keep evidence (a transcript); returns the item to cite by digest."""


class Companion(Protocol):
    """A second model, at hand for a suite that works with one: an attacker, or a judge."""

    @property
    def name(self) -> str:
        """What is asked, for the report."""

    def ask(self, messages: Sequence[Message], *, max_tokens: int = 256) -> Reply:
        """Ask at temperature 0. Raises `LimitReached` beyond what a companion may be asked, and `TargetError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How a suite samples: order by seed, stop when every bound is decided or at the cap."""

    seed: int
    cap: int
    bounds: tuple[Bound, ...] = ()
    supplied: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """What the developer declared for suites to work with: texts by the name of the fact (`domain.declaration`)."""
    bank: Bank | None = None
    """A private test bank, for the check that needs one."""
    attacker: Companion | None = None
    """A model that writes what the model under review is to be led by."""
    judge: Companion | None = None
    """A model that reads answers of which the fixed rules can make nothing."""
    forms: tuple[Companion, ...] = ()
    """Other forms of the model, for the check that compares them."""
