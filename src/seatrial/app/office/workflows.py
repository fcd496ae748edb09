"""Jobs as durable workflows on DBOS, which needs no server beside the office's database.

A job is a row of the journal, and a workflow of the same name. Its steps are checkpointed, so that who goes on with it
does not begin anew. A step that was running when its worker was killed runs again; what a job does to its case goes
through the one dispatch under the job's name, and is done once. The engine keeps names, fingerprints and numbers; its
tables may be lost, and are made again from the jobs that are open.
"""

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from dbos import DBOS, DBOSConfig, SetWorkflowID, error
from sqlalchemy.exc import SQLAlchemyError

from seatrial.app.office import workplace
from seatrial.app.office.errand import MOST_ATTEMPTS, Errand, RunParts
from seatrial.app.office.office import Office
from seatrial.app.office.workplace import Neighbours, beaten, new_worker_id
from seatrial.domain.errors import OperationError, SeatrialError
from seatrial.journal import jobs

POLL_SECONDS: Final = 0.5
LAST_SECONDS: Final = 20
"""For a job that is under way when its worker is told to stop."""
SCHEMA: Final = "seatrial_work"
VERSION: Final = "1"
"""Of the workflow below: raised when its steps are others, and then jobs begin anew."""
_OVER: Final = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_PATIENCE: Final = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
T = TypeVar("T")
Tell = Callable[..., None]
"""Told of what happens, as `(event, **fields)`."""


class Worker:
    """Does the jobs of one pool, one at a time, until it is stopped. There is one in a process."""

    def __init__(self, office: Office, pool: str, run_parts: RunParts, tell: Tell) -> None:
        self.office, self.pool, self.tell = office, pool, tell
        self.id = new_worker_id()
        self._run_parts = run_parts
        self._known: set[str] = set()
        self._neighbours = Neighbours()
        self._workflow = self._registered()

    def run(self, stop: threading.Event, *, until_idle: float | None = None) -> None:
        """Work until `stop`, or until there was nothing to do for some seconds. Raises `OperationError`."""
        _patiently(lambda: beaten(self.office, self.id, self.pool), stop)
        self._launch()
        self.tell("worker begins", worker=self.id, pool=self.pool)
        beat_at, busy_at, ends = 0.0, time.monotonic(), False
        try:
            while not ends and not stop.wait(POLL_SECONDS):
                with _told_again(self.tell):
                    now = time.monotonic()
                    if now - beat_at >= workplace.BEAT_SECONDS:
                        self._take_over(beaten(self.office, self.id, self.pool))
                        beat_at = now
                    if self._hand_on():
                        busy_at = now
                    ends = until_idle is not None and now - busy_at >= until_idle
        finally:
            DBOS.destroy(workflow_completion_timeout_sec=LAST_SECONDS)
            with contextlib.suppress(OperationError), self.office.journal.writing() as db:
                jobs.ended(db, self.id)
            self.tell("worker ends", worker=self.id)

    def _launch(self) -> None:
        config: DBOSConfig = {
            "name": "seatrial-office",
            "system_database_url": _address(self.office),
            "dbos_system_schema": SCHEMA,
            "executor_id": self.id,
            "application_version": VERSION,
            "serializer": _PlainJson(),
            "log_level": "CRITICAL",
            "conductor_key": None,
            "enable_otlp": False,
            "sys_db_pool_size": 5,
        }
        DBOS(config=config)
        DBOS.listen_queues([_queue(self.pool)])
        DBOS.launch()
        DBOS.register_queue(_queue(self.pool), worker_concurrency=1, polling_interval_sec=POLL_SECONDS)

    def _hand_on(self) -> bool:
        """Hand every open job to the engine, which knows a second time that it has it; whether there is any."""
        with self.office.journal.looking() as db:
            waiting = jobs.open_jobs(db, self.pool)
        for job in waiting:
            if job.id not in self._known:
                with SetWorkflowID(job.id):
                    DBOS.enqueue_workflow(_queue(self.pool), self._workflow, job.id)
                self._known.add(job.id)
        self._known &= {job.id for job in waiting}
        if waiting:
            self._give_up([job.id for job in waiting])
        return bool(waiting)

    def _give_up(self, ids: list[str]) -> None:
        """Settle jobs whose workflow has ended otherwise than it should."""
        for one in DBOS.list_workflows(workflow_ids=ids, status=list(_OVER), load_input=False, load_output=False):
            with self.office.journal.writing() as db:
                why = "a worker met a bug with it; its log says where"
                jobs.settle(db, one.workflow_id, done=False, outcome=why, at=self.office.clock())

    def _take_over(self, beats: list[tuple[str, object]]) -> None:
        """Go on with what workers had begun that live no more."""
        living = self._neighbours.living(beats)
        begun = DBOS.list_workflows(status="PENDING", queue_name=_queue(self.pool), load_input=False, load_output=False)
        orphans = [one.workflow_id for one in begun if one.executor_id not in living]
        if orphans:
            DBOS.resume_workflows(orphans, queue_name=_queue(self.pool))
            self.tell("jobs of a dead worker are taken over", jobs=orphans)
        for worker, _ in beats:
            if worker not in living:
                with self.office.journal.writing() as db:
                    jobs.ended(db, worker)

    def _registered(self) -> Callable[[str], None]:
        """The workflow and its steps, by names that stay when the code moves."""
        # The engine keeps what a step says, not what it is given. Each execution has an errand of its own: who
        # was taken for dead may still be at one when the same process is given the job anew.
        draw = DBOS.step(name="draw")(lambda errand: _said(errand.draw))
        part = DBOS.step(name="part")(lambda errand, number: _said(lambda: errand.part(number)))
        conclude = DBOS.step(name="conclude")(lambda errand, said: _said(lambda: errand.conclude(said)))

        def rerun(job_id: str) -> None:
            begun = _patiently(lambda: Errand.begin(self.office, job_id, self.id, self._run_parts))
            if begun is None:
                return
            self.tell("job begins", job=job_id, attempt=begun.job.attempts)
            failed = _steps(begun, draw, part, conclude)
            if failed:
                _patiently(lambda: begun.fail(failed))
            self.tell("job ends", job=job_id, state="failed" if failed else "done")

        found: Callable[[str], None] = DBOS.workflow(name="rerun", max_recovery_attempts=None)(rerun)
        return found


def _steps(begun: Errand, draw: Any, part: Any, conclude: Any) -> str:
    """All steps of a re-run; why it failed, or nothing."""
    if begun.job.attempts > MOST_ATTEMPTS:
        return f"its worker was killed {MOST_ATTEMPTS} times while it ran"
    drawn = draw(begun)
    if "failed" in drawn:
        return str(drawn["failed"])
    begun.drawn(drawn["ok"])
    said = []
    for number in range(begun.count):
        answer = part(begun, number)
        if "failed" in answer:
            return str(answer["failed"])
        said += answer["ok"]
    return str(conclude(begun, said).get("failed", ""))


def _said(do: Callable[[], object]) -> dict[str, Any]:
    """What came of a step, as the engine keeps it: errors are answers, so that nothing but JSON is kept."""
    try:
        return {"ok": _patiently(do)}
    except SeatrialError as caught:
        return {"failed": f"{caught.message}; {caught.advice}"}


def _patiently(do: Callable[[], T], stop: threading.Event | None = None) -> T:
    """Do it, and again for half a minute while what it needs does not answer."""
    for seconds in _PATIENCE:
        try:
            return do()
        except OperationError:
            if stop is not None and stop.is_set():
                raise
            time.sleep(seconds)
    return do()


@contextlib.contextmanager
def _told_again(tell: Tell) -> Any:
    """A database that does not answer is asked again in the next round."""
    try:
        yield
    except OperationError as caught:
        tell("the worker will try again", why=caught.message.splitlines()[0][:200])
    except (error.DBOSException, SQLAlchemyError) as caught:
        tell("the worker will try again", why=type(caught).__name__)


def _queue(pool: str) -> str:
    return f"pool-{pool}"


def _address(office: Office) -> str:
    """Where the engine keeps what it knows: beside the journal, in tables of its own."""
    if office.journal.dialect == "postgresql":
        return office.journal.address
    path = engine_file(office.directory)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    return f"sqlite:///{path}"


def engine_file(directory: Path) -> Path:
    """The engine's own file, for an office on SQLite. It may be removed while no worker runs."""
    return directory / "office.db.jobs"


class _PlainJson:
    """What the engine keeps is JSON, and never pickled."""

    def name(self) -> str:
        """How the engine calls it."""
        return "seatrial_json"

    def serialize(self, data: Any) -> str:
        """As text. An error, which only a bug leads to, is kept by its type."""
        return json.dumps(data, default=lambda other: {"error": type(other).__name__})

    def deserialize(self, serialized_data: str) -> Any:
        """From text. Raises `ValueError`."""
        return json.loads(serialized_data)
