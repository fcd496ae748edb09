"""A part of a re-run: some checks on the bytes of one model. It needs no office, no key and no database.

A part is bytes in and bytes out, so that it can be run in this process or on another machine that sees the same files.
What comes out is what two honest runs have in common, in one spelling: the same wherever it was run.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from seatrial.app import wiring
from seatrial.app.declaration import read_declaration
from seatrial.app.locate import Located, locate
from seatrial.documents import canonical, read, to_builtins
from seatrial.domain.errors import OperationError, SeatrialError, UsageError
from seatrial.domain.inventory import Inventory, SubjectDigest
from seatrial.domain.outcome import Outcome
from seatrial.domain.plan import Plan, PlannedCheck

SCHEMA: Final = "https://seatrial.dev/schema/rerun-part-v1"
SAID: Final = "https://seatrial.dev/schema/rerun-said-v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some checks to be run on one model."""

    model: str
    """A path, or `hf:ORG/NAME@REVISION`, as the machine that runs it sees it."""
    digest: SubjectDigest
    """Of the bytes that were reviewed."""
    regime: str
    seed: int
    checks: tuple[PlannedCheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measurement, as far as two honest runs share it."""

    metric: str
    estimate: float
    lower: float
    upper: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one check said, as far as two honest runs share it."""

    check: str
    version: int
    status: str
    count: int
    """Findings."""
    findings: tuple[str, ...]
    """Kind and fingerprint, sorted."""
    examined: int
    measured: tuple[Measured, ...]


def run_part(body: bytes) -> bytes:
    """Run a part: `SAID` with what each check said, or with why nothing could be run. Raises `DocumentError`."""
    part = read(body, Part, SCHEMA)
    try:
        said = _run(part)
    except OperationError:
        raise  # Another try may succeed.
    except SeatrialError as error:
        return _answer(Answer(failed=error.message, advice=error.advice))
    return _answer(Answer(said=said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a part."""

    said: tuple[Said, ...] = ()
    failed: str = ""
    """Why nothing could be run."""
    advice: str = ""


def body_of(part: Part) -> bytes:
    """A part as bytes."""
    return canonical({"schema": SCHEMA, **to_builtins(part)})


def answer_of(body: bytes) -> Answer:
    """What came of a part, from its bytes. Raises `DocumentError`."""
    return read(body, Answer, SAID)


def said_by(outcome: Outcome) -> Said:
    """What an outcome shares with that of another honest run."""
    found = {f"{finding.kind} {finding.fingerprint(outcome.check_id)}" for finding in outcome.findings}
    measured = sorted((m.metric, m.estimate, m.lower, m.upper, m.n) for m in outcome.measurements)
    return Said(
        check=outcome.check_id,
        version=outcome.check_version,
        status=outcome.status.value,
        count=len(outcome.findings),
        findings=tuple(sorted(found)),
        examined=outcome.examined_count,
        measured=tuple(Measured(metric=m, estimate=e, lower=lo, upper=up, n=n) for m, e, lo, up, n in measured),
    )


def _answer(answer: Answer) -> bytes:
    return canonical({"schema": SAID, **to_builtins(answer)})


@dataclass(frozen=True, slots=True)
class _Taken:
    """A model whose bytes were read and found to be those that were reviewed."""

    located: Located
    inventory: Inventory
    began: datetime.datetime
    """What was written to since then is noticed when checks are run."""


_latest: dict[tuple[str, SubjectDigest], _Taken] = {}
"""The model that was taken last: parts of one re-run follow one another, and its bytes are hashed once."""


def _run(part: Part) -> tuple[Said, ...]:
    taken = _taken(part)
    assessed = wiring.assess(
        Plan(regimes=(part.regime,), checks=part.checks, seed=part.seed),
        taken.inventory,
        declaration=read_declaration(taken.located.path, None),
        located=taken.located,
        target=None,
        store=wiring.open_store(cached=False),
        began=taken.began,
        on_event=None,
    )
    return tuple(said_by(outcome) for outcome in assessed.outcomes)


def _taken(part: Part) -> _Taken:
    known = _latest.get((part.model, part.digest))
    if known is not None:
        return known
    located = locate(part.model, offline=not part.model.startswith("hf:"))
    if located.path is None:
        raise UsageError("an endpoint has no bytes to compare", advice="name the files of the model")
    began = datetime.datetime.now(datetime.UTC)
    inventory = wiring.take_inventory(located, "", None)
    if inventory.subject.digest != part.digest:
        raise UsageError(
            f"{part.model} does not hold the bytes that were reviewed",
            advice="get the model that the record is bound to",
        )
    _latest.clear()
    taken = _latest[part.model, part.digest] = _Taken(located, inventory, began)
    return taken


def forget() -> None:
    """Take the model anew the next time."""
    _latest.clear()
