"""One job as a worker does it: begun, drawn, run part by part, put into the case once."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from seatrial.app import wiring
from seatrial.app.office import people
from seatrial.app.office.jobs import Asked, asked_by
from seatrial.app.office.office import Office
from seatrial.app.office.part import Said, forget, run_part
from seatrial.app.office.refused import OtherRequestError
from seatrial.app.office.rerun import PART_CHECKS, Submitted, conclude, parts_of, said_in, sample, submitted
from seatrial.documents import from_builtins, to_builtins
from seatrial.domain.errors import UsageError
from seatrial.domain.person import Person
from seatrial.journal import answers, jobs
from seatrial.journal.jobs import Job

MOST_ATTEMPTS: Final = 5


class Running(Protocol):
    """Parts of one re-run, wherever they run."""

    def answer(self, number: int) -> bytes:
        """What came of one of them. Raises `OperationError` when it may come of another try."""


RunParts = Callable[[Sequence[bytes]], Running]
"""Takes the parts of a re-run; begins with them when the first is asked for."""


class Here:
    """Parts run in this process, one after another."""

    def __init__(self, bodies: Sequence[bytes]) -> None:
        self._bodies = bodies

    def answer(self, number: int) -> bytes:
        """Run one."""
        return run_part(self._bodies[number])


class Errand:
    """A job in the making. Every method may be called again by whoever goes on with it."""

    def __init__(self, office: Office, job: Job, run_parts: RunParts) -> None:
        self.office, self.job = office, job
        self.asked: Asked = asked_by(job)
        self.count = 0
        """Parts, once they are drawn."""
        self._run_parts = run_parts
        self._running: Running | None = None
        self._record = ""
        self._checks: list[str] = []

    @classmethod
    def begin(cls, office: Office, job_id: str, worker: str, run_parts: RunParts) -> "Errand | None":
        """Note that it is begun, once more; None when it is over. Raises `OperationError`."""
        with office.journal.writing() as db:
            job = jobs.begin(db, job_id, worker)
        forget()
        return None if job is None else cls(office, job, run_parts)

    def draw(self) -> dict[str, Any]:
        """What is run: the record that it is about, and the checks. Raises `UsageError`."""
        sent = self._sent()
        found = sample(sent.case, wiring.checks(), self.asked.seed, self.asked.count)
        return {"record": sent.record, "checks": [planned.check_id for planned in found]}

    def drawn(self, found: dict[str, Any]) -> None:
        """Go by what was drawn, here or by somebody before."""
        self._record, self._checks = str(found["record"]), list(found["checks"])
        self.count = -(-len(self._checks) // PART_CHECKS)

    def part(self, number: int) -> list[Any]:
        """What the checks of one part say. Raises `UsageError` and `OperationError`."""
        if self._running is None:
            sent = self._sent_then()
            review = sent.case.review
            planned = {one.check_id: one for one in (review.assessment.plan.checks if review else ())}
            chosen = [planned[check] for check in self._checks]
            self._running = self._run_parts(parts_of(sent, chosen, self.asked.model, self.asked.seed))
        said = said_in(self._running.answer(number))
        return [to_builtins(one) for one in said]

    def conclude(self, plain: Sequence[Any]) -> None:
        """Put it into the case under the job's name, and settle the job. Raises `UsageError`, `RefusedError`."""
        person, key = self._person(), f"job\n{self.job.id}"  # Which no request can carry in a header.
        with self.office.journal.looking() as db:
            before = answers.given(db, person.id, key)
        if before is None:
            said = [from_builtins(one, Said) for one in plain]
            with contextlib.suppress(OtherRequestError):  # Told in other words by who was taken for dead.
                conclude(self.office, person, self._sent_then(), said, seed=self.asked.seed, key=key)
        self._settle(done=True, outcome="")

    def fail(self, why: str) -> None:
        """Settle the job without an effect."""
        self._settle(done=False, outcome=why)

    def _settle(self, *, done: bool, outcome: str) -> None:
        with self.office.journal.writing() as db:
            jobs.settle(db, self.job.id, done=done, outcome=outcome, at=self.office.clock())

    def _person(self) -> Person:
        person = people.by_id(self.office, self.job.person)
        if person is None:
            raise UsageError("who asked for it has no account any more", advice="ask for it anew")
        return person

    def _sent(self) -> Submitted:
        return submitted(self.office, self._person(), self.job.case_id)

    def _sent_then(self) -> Submitted:
        """The submission that it was drawn from. Raises `UsageError` when another has come since."""
        sent = self._sent()
        if sent.record != self._record:
            raise UsageError("the developer handed in another record meanwhile", advice="ask for it anew")
        return sent
