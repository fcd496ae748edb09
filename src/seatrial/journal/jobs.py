"""Work that was asked for, what came of it, and which workers live.

A job is a row from the moment it was asked for: an engine that runs it may be lost with all it knew, and the row is
still there to be run. What a job does to a case is an event, which knows nothing of engines.
"""

import datetime
import secrets
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from seatrial.journal.schema import JOB, WORKER, moment, stamp

OPEN: Final = ("waiting", "running")
MOST_LISTED: Final = 200
LONGEST_OUTCOME: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work in one case."""

    id: str
    case_id: str
    pool: str
    """Workers of this name run it."""
    person: str
    """Who asked, and in whose name it acts."""
    asked: str
    """What exactly, as JSON."""
    at: datetime.datetime
    state: str
    """`waiting`, `running`, `done` or `failed`."""
    attempts: int
    """How often it was begun: more than once when a worker was killed."""
    worker: str
    """Who began it last."""
    outcome: str
    """Why it failed, or nothing."""
    ended_at: datetime.datetime | None


def ask(db: Connection, *, case_id: str, pool: str, person: str, asked: str, at: datetime.datetime) -> str:
    """Keep a new job; its id. Only within `Journal.writing`."""
    id_ = f"j{int(at.timestamp() * 1000):012x}{secrets.token_hex(5)}"
    row = {"id": id_, "case_id": case_id, "pool": pool, "person": person, "asked": asked, "at": stamp(at)}
    db.execute(insert(JOB).values(**row, state="waiting", attempts=0, worker="", outcome="", ended_at=None))
    return id_


def job(db: Connection, id_: str) -> Job | None:
    """A job by its id."""
    row = db.execute(select(JOB).where(JOB.c.id == id_)).mappings().first()
    return None if row is None else _job(row)


def open_jobs(db: Connection, pool: str, most: int = MOST_LISTED) -> list[Job]:
    """What a pool has to do, the oldest first."""
    query = select(JOB).where(JOB.c.pool == pool, JOB.c.state.in_(OPEN)).order_by(JOB.c.id).limit(most)
    return [_job(row) for row in db.execute(query).mappings()]


def of_case(db: Connection, case_id: str, most: int = MOST_LISTED) -> list[Job]:
    """Jobs of a case, the newest first."""
    query = select(JOB).where(JOB.c.case_id == case_id).order_by(JOB.c.id.desc()).limit(most)
    return [_job(row) for row in db.execute(query).mappings()]


def counted(db: Connection) -> dict[tuple[str, str], int]:
    """How many jobs each pool has, by state."""
    query = select(JOB.c.pool, JOB.c.state, func.count()).group_by(JOB.c.pool, JOB.c.state)
    return {(str(pool), str(state)): int(count) for pool, state, count in db.execute(query)}


def begin(db: Connection, id_: str, worker: str) -> Job | None:
    """Note that a worker begins with a job; None when there is nothing to do any more. Only within `writing`."""
    mine = (JOB.c.id == id_) & JOB.c.state.in_(OPEN)
    changed = update(JOB).where(mine).values(state="running", worker=worker, attempts=JOB.c.attempts + 1)
    return job(db, id_) if db.execute(changed).rowcount == 1 else None


def settle(db: Connection, id_: str, *, done: bool, outcome: str, at: datetime.datetime) -> bool:
    """Note how a job ended, once; False when that was noted before. Only within `writing`."""
    changed = update(JOB).where(JOB.c.id == id_, JOB.c.state.in_(OPEN))
    values = {"state": "done" if done else "failed", "outcome": outcome[:LONGEST_OUTCOME], "ended_at": stamp(at)}
    return db.execute(changed.values(**values)).rowcount == 1


def beat(db: Connection, worker: str, pool: str, at: datetime.datetime) -> None:
    """A worker lives. Only within `writing`."""
    changed = update(WORKER).where(WORKER.c.id == worker).values(beat_at=stamp(at))
    if db.execute(changed).rowcount == 0:
        db.execute(insert(WORKER).values(id=worker, pool=pool, since=stamp(at), beat_at=stamp(at)))


def workers(db: Connection) -> dict[str, datetime.datetime]:
    """Every worker that was not said to have ended, and when it lived last."""
    query = select(WORKER.c.id, WORKER.c.beat_at).order_by(WORKER.c.id)
    return {str(id_): moment(beat_at) for id_, beat_at in db.execute(query)}


def ended(db: Connection, worker: str) -> None:
    """A worker ended, or what it had is with others now. Only within `writing`."""
    db.execute(delete(WORKER).where(WORKER.c.id == worker))


def _job(row: Any) -> Job:
    ended_at = moment(row["ended_at"]) if row["ended_at"] else None
    return Job(**{**row, "at": moment(row["at"]), "ended_at": ended_at})
