"""What the parent says to one worker and makes of the answers. It believes nothing that it can check."""

import base64
import hashlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NoReturn, Protocol

from seatrial.assess.asking import MAX_KEPT_BYTES
from seatrial.assess.collected import MAX_FINDINGS, MAX_MEASUREMENTS
from seatrial.assess.contexts import CHANGED, FileState, state_of
from seatrial.assess.events import Progress
from seatrial.assess.keys import Identified, Keys
from seatrial.assess.limits import Limits
from seatrial.assess.messages import (
    Answered,
    Begin,
    Consult,
    Consulted,
    Contained,
    Done,
    Examine,
    FromWorker,
    Kept,
    Moved,
    Ready,
    Recall,
    Recalled,
    Run,
)
from seatrial.assess.process import Worker, WorkerGone, WorkerLate
from seatrial.assess.store import KeepsResults
from seatrial.domain.ceiling import charged
from seatrial.domain.check import Check, Scope
from seatrial.domain.context import Message, Reply
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.outcome import Containment, Outcome, Spent, Status
from seatrial.domain.plan import PlannedCheck
from seatrial.domain.target import TargetError
from seatrial.domain.text import shown

PROGRESS_SECONDS: Final = 0.1
"""The least time between two words about progress."""
MAX_CONSULT_TOKENS: Final = 1024
"""Of one answer of a companion."""
_ANSWERS: Final = 100_000
"""Questions that one check may put, asked or recalled."""


class Companion(Identified, Protocol):
    """A second model, which `assess.respondent` holds in a worker of its own."""

    @property
    def name(self) -> str:
        """What it is called in outcomes."""

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """One answer at temperature 0. Raises `TargetError`."""


Companions = Mapping[str, Companion]
"""By their part: `attacker`, `judge`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The files that are run, and the states in which they must stay."""

    path: str
    """What it goes by, in messages."""
    states: Mapping[str, FileState | None]
    """By location."""
    directory: str = ""
    """Where they lie, when a library may read whatever lies there."""
    names: frozenset[str] = frozenset()
    """All that may lie there beside directories."""

    @property
    def changed(self) -> bool:
        """Whether they are no longer the files whose digests are in the inventory."""
        try:
            if any(state_of(Path(location).lstat()) != state for location, state in self.states.items()):
                return True
            return bool(self.directory) and not _files_in(self.directory) <= self.names
        except OSError:
            return True


def _files_in(directory: str) -> set[str]:
    with os.scandir(directory) as entries:
        return {entry.name for entry in entries if not entry.is_dir(follow_symlinks=False)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How workers of one group are started and what they are told first."""

    command: tuple[str, ...]
    environment: dict[str, str]
    begin: Begin
    examine: Examine
    limits: Limits
    model: Model | None = None
    """The file that is run, when it is one of those under review."""


@dataclass(slots=True, kw_only=True)
class Conversation:
    """One worker that is being talked to."""

    worker: Worker
    setting: Setting
    store: KeepsResults
    keys: Keys
    containment: Containment = field(default_factory=Containment)
    versions: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    """Why no check can run in it."""
    companions: Companions = field(default_factory=dict)
    spent: tuple[int, int] = (0, 0)
    """Tokens in and out of everything that was asked anew."""
    usable: bool = True

    def introduce(self) -> None:
        """Hand over what is to be looked at. `trouble` says what went wrong; nothing is raised."""
        limits, doing = self.setting.limits, "the worker could not be started"
        try:
            deadline = time.monotonic() + limits.start_seconds
            self.worker.send(self.setting.begin, deadline)
            contained = self.worker.receive(deadline)
            if not isinstance(contained, Contained):
                _out_of_turn()
            self.containment = contained.containment
            self.worker.send(self.setting.examine, deadline)
            if self.setting.examine.target is not None:
                doing = "the model could not be opened"
            ready = self.worker.receive(time.monotonic() + limits.open_seconds)
            if not isinstance(ready, Ready):
                _out_of_turn()
            self.versions = ready.versions
            self.trouble = f"{doing}: {ready.trouble}" if ready.trouble else ""
        except WorkerLate:
            self.trouble = f"{doing} in time"
        except WorkerGone as gone:
            self.trouble = f"{doing}: {gone}"

    def could_not_run(self, planned: PlannedCheck) -> Outcome:
        """The outcome of a check that no worker could be had for."""
        return self.ended(planned, Status.FAILED, self.trouble or "the worker was gone before the check began", 0.0)

    def ended(self, planned: PlannedCheck, status: Status, reason: str, wall: float) -> Outcome:
        """An outcome that the parent makes, since the worker cannot; its last words are kept as evidence."""
        item = self._last_words()
        opened = Finding(
            kind=Kind.OPEN,
            severity=Severity.MEDIUM,
            message=f"not looked at to the end: {reason}",
            rule="limit-reached",
        )
        return Outcome(
            check_id=planned.check_id,
            check_version=planned.check_version,
            status=status,
            findings=(opened,) if status is Status.EXHAUSTED else (),
            evidence=(item,) if item else (),
            reason=reason,
            spent=Spent(wall_seconds=round(wall, 6)),
            containment=self.containment,
            versions=self.versions,
        )

    def _last_words(self) -> EvidenceItem | None:
        words = self.worker.stderr
        secret = self.setting.examine.secret
        if secret:
            words = words.replace(secret.encode("utf-8", "surrogatepass"), b"[secret]")
        if not words.strip():
            return None
        digest = f"sha256:{hashlib.sha256(words).hexdigest()}"
        self.store.keep_evidence(digest, words)
        title = "Standard error of the worker"
        return EvidenceItem(digest=digest, title=title, media_type="text/plain", size=len(words))


@dataclass(slots=True)
class _Hearing:
    """What has come of one check so far."""

    talk: Conversation
    check: Check
    planned: PlannedCheck
    on_event: Callable[[object], None]
    deadline: float
    items: dict[str, EvidenceItem] = field(default_factory=dict)
    kept_bytes: int = 0
    questions: int = 0
    told: float = 0.0


def run_check(
    talk: Conversation, check: Check, planned: PlannedCheck, seed: int, on_event: Callable[[object], None]
) -> Outcome | None:
    """One check's outcome, whatever becomes of the worker; None when it was gone before the check began."""
    began = time.monotonic()
    seconds = talk.setting.limits.seconds(planned)
    hearing = _Hearing(talk, check, planned, on_event, began + seconds)
    try:
        talk.worker.send(Run(planned=planned, seed=seed), hearing.deadline)
    except (WorkerGone, WorkerLate):
        talk.usable = False
        return None
    try:
        while True:
            message = talk.worker.receive(hearing.deadline)
            if isinstance(message, Done):
                return _believed(hearing, message.outcome)
            _heed(hearing, message)
    except WorkerLate:
        status, reason = Status.EXHAUSTED, f"not done within {seconds:.0f} s"
    except WorkerGone as gone:
        status, reason = (Status.EXHAUSTED if gone.limit else Status.FAILED), str(gone)
    talk.usable = False
    talk.worker.kill()
    return talk.ended(planned, status, reason, time.monotonic() - began)


def _heed(hearing: _Hearing, message: FromWorker) -> None:
    talk = hearing.talk
    if isinstance(message, Moved):
        now = time.monotonic()
        if now - hearing.told < PROGRESS_SECONDS / 2:
            return
        hearing.told = now
        moved = Progress(
            check_id=hearing.planned.check_id, done=message.done, total=message.total, unit=shown(message.unit, 20)
        )
        hearing.on_event(moved)
    elif isinstance(message, Kept):
        _keep(hearing, message)
    elif isinstance(message, Recall) and hearing.check.scope is Scope.TARGET:
        key = talk.keys.answer(message.question, talk.versions)
        reply = talk.store.answer(key, talk.keys.answers_last)
        talk.worker.send(Recalled(reply=reply), hearing.deadline)
    elif isinstance(message, Answered) and hearing.check.scope is Scope.TARGET:
        talk.store.keep_answer(talk.keys.answer(message.question, talk.versions), message.reply)
        in_, out = charged(message.reply)
        talk.spent = talk.spent[0] + max(in_, 0), talk.spent[1] + max(out, 0)
    elif isinstance(message, Consult) and hearing.check.scope is Scope.TARGET:
        talk.worker.send(_consulted(talk.companions, message), hearing.deadline)
    else:
        _out_of_turn()
    hearing.questions += isinstance(message, Recall | Answered | Consult)
    if hearing.questions > 2 * _ANSWERS:
        raise WorkerGone(f"the check put more than {_ANSWERS:,} questions")


def _consulted(companions: Companions, message: Consult) -> Consulted:
    companion = companions.get(message.companion)
    if companion is None or not 0 < message.max_tokens <= MAX_CONSULT_TOKENS:
        _out_of_turn()
    try:
        return Consulted(reply=companion.ask(message.messages, max_tokens=message.max_tokens))
    except TargetError as error:
        return Consulted(reply=None, trouble=shown(str(error), 400))


def _keep(hearing: _Hearing, message: Kept) -> None:
    try:
        content = base64.b64decode(message.content, validate=True)
    except ValueError:
        _out_of_turn()
    hearing.kept_bytes += len(content)
    item = message.item
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != item.digest or len(content) != item.size:
        _out_of_turn()
    if hearing.kept_bytes > MAX_KEPT_BYTES:
        raise WorkerGone(f"the check kept more evidence than {MAX_KEPT_BYTES:,} bytes")
    hearing.items[item.digest] = item
    hearing.talk.store.keep_evidence(item.digest, content)


def _believed(hearing: _Hearing, outcome: Outcome) -> Outcome:
    """The outcome, if it can be one of this check. Raises `WorkerGone` for one that cannot."""
    planned, check = hearing.planned, hearing.check
    plausible = (
        (outcome.check_id, outcome.check_version) == (planned.check_id, planned.check_version)
        and outcome.status is not Status.SKIPPED
        and not outcome.reused_from
        and (outcome.status is Status.COMPLETED) == (not outcome.reason)
        and all(hearing.items.get(item.digest) == item for item in outcome.evidence)
        and len(outcome.findings) <= MAX_FINDINGS + 1
        and len(outcome.measurements) <= MAX_MEASUREMENTS
    )
    whole = outcome.status is not Status.COMPLETED or outcome.examined_count == len(planned.artifacts)
    if not plausible or (check.scope is Scope.ARTIFACT and not whole):
        raise WorkerGone("the worker reported an outcome that cannot be")
    model = hearing.talk.setting.model
    if model is not None and model.changed:
        return replace(outcome, status=Status.FAILED, reason=f"{shown(model.path)} {CHANGED}")
    return outcome


def _out_of_turn() -> NoReturn:
    raise WorkerGone("the worker spoke out of turn")
