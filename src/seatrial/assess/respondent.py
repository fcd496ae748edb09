"""A model in a contained worker that answers somebody outside: a task of others, or a suite that needs a second model.

The worker is the one in which checks run, with the same protections; it is only asked, and runs no check.
"""

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from seatrial.assess.contain import ContainmentOrder
from seatrial.assess.conversation import Conversation, Setting
from seatrial.assess.keys import keys_for
from seatrial.assess.limits import Limits, is_remote, listens, ports
from seatrial.assess.messages import Ask, Begin, Examine, Replied
from seatrial.assess.process import Worker, WorkerGone, WorkerLate
from seatrial.assess.store import NullStore
from seatrial.domain.context import Message, Reply
from seatrial.domain.inventory import Inventory
from seatrial.domain.outcome import Containment
from seatrial.domain.target import TargetError, TargetSpec

ANSWER_SECONDS = 600.0
"""Wall time that one answer may take, whatever the model's own bounds are."""


class Respondent:
    """Use it as a context: on leaving, the worker and all it started are gone. Questions may come from any thread."""

    def __init__(
        self,
        spec: TargetSpec,
        inventory: Inventory,
        command: Sequence[str],
        *,
        secret: str | None = None,
        limits: Limits | None = None,
        seconds: float = 7 * 24 * 3600.0,
        identity: str = "",
        readable: Sequence[str] = (),
    ) -> None:
        """`seconds` bounds processor time: what may be asked in all is for the caller to bound.

        `identity` is the digest of the model's bytes, where it has any; without one it is what was declared.
        `readable` names places besides the model's own, where links of a hub's cache lead.
        """
        self.bound = bool(identity)
        self.identity = identity or f"declared: {spec.name} {spec.model}".strip()
        self._spec, self._limits, self._readable = spec, limits or Limits(), tuple(readable)
        self._setting = Setting(
            command=tuple(command),
            environment={},
            begin=Begin(containment=self._containment(seconds)),
            examine=Examine(inventory=inventory, declaration=None, target=spec, secret=secret),
            limits=self._limits,
        )
        self._keys = keys_for(inventory, None, spec, None)
        self._talk: Conversation | None = None
        self._worker: Worker | None = None
        self._turn = threading.Lock()
        self.containment = Containment()
        self.versions: dict[str, str] = {}

    def __enter__(self) -> "Respondent":
        """Start the worker and have it load the model. Raises `TargetError`."""
        self._worker = Worker(self._setting.command, self._setting.environment)
        talk = Conversation(worker=self._worker, setting=self._setting, store=NullStore(), keys=self._keys)
        talk.introduce()
        if talk.trouble:
            self.close()
            raise TargetError(talk.trouble)
        self._talk, self.containment, self.versions = talk, talk.containment, talk.versions
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        worker, self._worker, self._talk = self._worker, None, None
        if worker is not None:
            worker.__exit__(None, None, None)

    @property
    def name(self) -> str:
        """What is asked, for the report."""
        return self._spec.name

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """One answer at temperature 0; one question at a time. Raises `TargetError`."""
        with self._turn:
            if self._talk is None:
                raise TargetError("the worker with the model is gone")
            deadline = time.monotonic() + ANSWER_SECONDS
            try:
                self._talk.worker.send(Ask(messages=tuple(messages), max_tokens=max_tokens), deadline)
                answer = self._talk.worker.receive(deadline)
            except (WorkerGone, WorkerLate) as error:
                self.close()
                raise TargetError(str(error) or f"no answer within {ANSWER_SECONDS:.0f} s") from error
        if not isinstance(answer, Replied):
            self.close()
            raise TargetError("the worker spoke out of turn")
        if answer.reply is None:
            raise TargetError(answer.trouble or "no answer")
        return answer.reply

    def _containment(self, seconds: float) -> ContainmentOrder:
        remote = is_remote(self._spec)
        return ContainmentOrder(
            parent=os.getpid(),
            memory_bytes=self._limits.memory(self._spec),
            cpu_seconds=int(seconds),
            open_files=self._limits.open_files,
            readable=() if remote else (os.path.realpath(Path(self._spec.location)), *self._readable),
            network="remote-target" if remote else "none",
            listens=listens(self._spec),
            ports=ports(self._spec) if remote else (),
            leave_out=self._limits.leave_out,
        )
