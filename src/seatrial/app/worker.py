"""`python -m seatrial.app.worker`: the process in which checks run and models are loaded.

It gives up what it does not need, then takes one check after another from its parent, over pipes.
"""

import base64
import importlib
import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from seatrial.app.catalogue import CatalogueEntry, catalogue
from seatrial.assess.asking import Memory, bounded
from seatrial.assess.contain import contain
from seatrial.assess.contexts import OpenedSubject
from seatrial.assess.conversation import PROGRESS_SECONDS
from seatrial.assess.execute import Assignment, Surroundings, execute
from seatrial.assess.messages import (
    MAX_TO_WORKER,
    Answered,
    Ask,
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
    Replied,
    Run,
    from_parent,
    line_of,
)
from seatrial.domain.ceiling import Purse
from seatrial.domain.context import Message, Reply
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.target import RawTarget, TargetError, TargetSpec
from seatrial.domain.text import shown

_KIND: Final = re.compile(r"[a-z][a-z0-9_]*")
M = TypeVar("M")
N = TypeVar("N")


class _Pipe:
    """The line to the parent. The end of it ends the worker."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._in, self._out = incoming, outgoing

    def say(self, message: FromWorker) -> None:
        self._out.write(line_of(message))
        self._out.flush()

    def hear(self, kind: type[M], other: type[N] | None = None) -> M | N | None:
        """The next message, which must be of the kind, or the other; None when the parent is done."""
        line = self._in.readline(MAX_TO_WORKER)
        if not line:
            return None
        message = from_parent(line)
        if isinstance(message, kind) or (other is not None and isinstance(message, other)):
            return message
        raise TypeError(f"{kind.__name__} was expected, not {type(message).__name__}")


def main() -> None:
    """Serve the parent until it closes the pipe."""
    pipe = _Pipe(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"))
    # What libraries print goes to standard error; only messages go to the parent.
    os.dup2(2, 1)
    begin = pipe.hear(Begin)
    if begin is None:
        return
    pipe.say(Contained(containment=contain(begin.containment)))
    entries = catalogue(begin.extra_modules)
    examine = pipe.hear(Examine)
    if examine is None:
        return
    raw: RawTarget | None = None
    trouble = ""
    if examine.target is not None:
        try:
            raw = _open(examine.target, examine.secret)
        except TargetError as error:
            trouble = shown(str(error), 400)
    pipe.say(Ready(versions=raw.versions if raw else {}, trouble=trouble))
    _serve(pipe, entries, examine, raw)
    if raw is not None:
        raw.close()


def _open(spec: TargetSpec, secret: str | None) -> RawTarget:
    """The model, through the module in `targets` that its kind names. Raises `TargetError`."""
    if not _KIND.fullmatch(spec.kind):
        raise TargetError(f"no way to reach a model is called {shown(spec.kind)}")
    try:
        module = importlib.import_module(f"seatrial.targets.{spec.kind}")
    except ImportError as error:
        raise TargetError(f"models of kind {spec.kind} cannot be reached here: {error}") from error
    opened: RawTarget = module.open_target(spec, secret)
    return opened


def _serve(pipe: _Pipe, entries: Mapping[str, CatalogueEntry], examine: Examine, raw: RawTarget | None) -> None:
    subject = OpenedSubject(
        examine.inventory,
        Path(examine.root) if examine.root else None,
        examine.declaration,
        states=examine.states,
        locations=examine.locations,
    )
    around = Surroundings(
        subject=subject,
        keep=lambda item, content: pipe.say(Kept(item=item, content=base64.b64encode(content).decode())),
        target=raw,
        memory=_memory(pipe),
        on_progress=_paced(pipe),
        concurrency=examine.target.concurrency if examine.target else 1,
        bank=examine.bank,
        purse=Purse(examine.ceiling, examine.spent) if examine.ceiling else None,
        companions={part: _Elsewhere(pipe, part, name) for part, name in examine.companions.items()},
    )
    while (told := pipe.hear(Run, Ask)) is not None:
        pipe.say(_replied(told, raw) if isinstance(told, Ask) else Done(outcome=_outcome(told, entries, around)))


def _replied(asked: Ask, raw: RawTarget | None) -> Replied:
    if raw is None:
        return Replied(reply=None, trouble="there is no model to ask")
    try:
        return Replied(reply=bounded(raw.ask(asked.messages, max_tokens=asked.max_tokens)))
    except TargetError as error:
        return Replied(reply=None, trouble=shown(str(error), 400))


def _outcome(run: Run, entries: Mapping[str, CatalogueEntry], around: Surroundings) -> Outcome:
    entry = entries.get(run.planned.check_id)
    if entry is None or entry.check.version != run.planned.check_version:
        reason = "the worker does not have this check in the version that was planned"
        return Outcome(
            check_id=run.planned.check_id,
            check_version=run.planned.check_version,
            status=Status.FAILED,
            reason=reason,
        )
    return execute(
        Assignment(check=entry.check, observe=entry.observe, planned=run.planned, seed=run.seed),
        around,
    )


class _Elsewhere:
    """A companion, which the parent asks: this process reaches nobody."""

    def __init__(self, pipe: _Pipe, part: str, name: str) -> None:
        self._pipe, self._part, self.name = pipe, part, name

    def ask(self, messages: Sequence[Message], *, max_tokens: int = 256) -> Reply:
        """See `domain.context.Companion`."""
        self._pipe.say(Consult(companion=self._part, messages=tuple(messages), max_tokens=max_tokens))
        consulted = self._pipe.hear(Consulted)
        if consulted is None:
            os._exit(1)
        if consulted.reply is None:
            raise TargetError(f"the {self._part} {self.name} did not answer: {consulted.trouble}")
        return consulted.reply


def _memory(pipe: _Pipe) -> Memory:
    def recall(question: str) -> Reply | None:
        pipe.say(Recall(question=question))
        recalled = pipe.hear(Recalled)
        if recalled is None:
            # The parent is gone in the middle of a check; there is nobody to finish it for.
            os._exit(1)
        return recalled.reply

    return Memory(recall=recall, remember=lambda question, reply: pipe.say(Answered(question=question, reply=reply)))


def _paced(pipe: _Pipe) -> Callable[[float, float, str], None]:
    last = 0.0

    def tell(done: float, total: float, unit: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= PROGRESS_SECONDS:
            last = now
            pipe.say(Moved(done=done, total=total, unit=unit))

    return tell


if __name__ == "__main__":
    main()
