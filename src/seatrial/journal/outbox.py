"""Who is told of news, and what was sent.

The journal is the outbox: each subscription keeps how far it has read in the office's one order of events, and moves on
in the transaction that keeps what is to be sent. What was appended is told, whoever was killed in between.
"""

import datetime
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from seatrial.journal.schema import DELIVERY, EVENT, PARTICIPANT, SUBSCRIPTION, moment, stamp

BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Somebody who is told of events."""

    id: str
    person: str
    """Whose cases; empty for all of the office."""
    channel: str
    """`webhook` or `mail`."""
    target: str
    kinds: frozenset[str]
    """Kinds of events; empty for all."""
    since: datetime.datetime
    ended_at: datetime.datetime | None
    read_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message, to one subscription, of one event."""

    id: str
    subscription: str
    seq: int
    kind: str
    at: datetime.datetime
    body: bytes
    attempts: int
    next_at: datetime.datetime | None
    outcome: str
    """Of the latest attempt; empty before the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An event, as far as news of it go."""

    seq: int
    case_id: str
    number: int
    kind: str
    at: datetime.datetime
    digest: str


def subscribe(
    db: Connection, *, person: str, channel: str, target: str, kinds: Iterable[str], at: datetime.datetime
) -> str:
    """A new subscription, to what happens from now on; its id. Only within `Journal.writing`."""
    id_ = f"{'wh' if channel == 'webhook' else 'ml'}_{secrets.token_hex(8)}"
    head = db.execute(select(EVENT.c.seq).order_by(EVENT.c.seq.desc()).limit(1)).scalar()
    row = {"id": id_, "person": person, "channel": channel, "target": target, "kinds": " ".join(sorted(set(kinds)))}
    read_to = -1 if head is None else int(head)
    db.execute(insert(SUBSCRIPTION).values(**row, since=stamp(at), ended_at=None, read_to=read_to))
    return id_


def subscriptions(
    db: Connection, *, person: str | None = None, id_: str | None = None, ended: bool = False
) -> list[Subscription]:
    """Subscriptions, of one person, of one id or all; those that ended only when asked for."""
    query = select(SUBSCRIPTION).order_by(SUBSCRIPTION.c.since, SUBSCRIPTION.c.id)
    if id_ is not None:
        query = query.where(SUBSCRIPTION.c.id == id_)
    if person is not None:
        query = query.where(SUBSCRIPTION.c.person == person)
    if not ended:
        query = query.where(SUBSCRIPTION.c.ended_at.is_(None))
    return [_subscription(row) for row in db.execute(query).mappings()]


def end(db: Connection, id_: str, at: datetime.datetime, person: str | None = None) -> bool:
    """End a subscription, and what waits to be sent to it; False when there is none of this id, or not of theirs."""
    mine = (SUBSCRIPTION.c.id == id_) & SUBSCRIPTION.c.ended_at.is_(None)
    if person is not None:
        mine &= SUBSCRIPTION.c.person == person
    if db.execute(update(SUBSCRIPTION).where(mine).values(ended_at=stamp(at))).rowcount != 1:
        return False
    waiting = (DELIVERY.c.subscription == id_) & DELIVERY.c.next_at.is_not(None)
    db.execute(update(DELIVERY).where(waiting).values(next_at=None, outcome="the subscription ended"))
    return True


def hear(db: Connection, one: Subscription, write: Callable[[Heard], bytes], at: datetime.datetime) -> int:
    """Keep what is to be sent of the next events, and move on; how many were looked at. Only within `writing`."""
    columns = (EVENT.c.seq, EVENT.c.case_id, EVENT.c.number, EVENT.c.kind, EVENT.c.at, EVENT.c.digest)
    query = select(*columns).where(EVENT.c.seq > one.read_to).order_by(EVENT.c.seq).limit(BATCH)
    heard = [Heard(**{**row, "at": moment(row["at"])}) for row in db.execute(query).mappings()]
    theirs = _cases_of(db, one.person) if one.person and heard else set()
    for event in heard:
        if (one.kinds and event.kind not in one.kinds) or (one.person and event.case_id not in theirs):
            continue
        row = {"id": f"msg_{secrets.token_hex(12)}", "subscription": one.id, "seq": event.seq, "kind": event.kind}
        db.execute(
            insert(DELIVERY).values(
                **row, at=stamp(event.at), body=write(event), attempts=0, next_at=stamp(at), outcome=""
            )
        )
    if heard:
        moved = update(SUBSCRIPTION).where(SUBSCRIPTION.c.id == one.id, SUBSCRIPTION.c.read_to == one.read_to)
        if db.execute(moved.values(read_to=heard[-1].seq)).rowcount != 1:
            raise RuntimeError("a subscription moved while it was written")
    return len(heard)


def claim(db: Connection, at: datetime.datetime, lease: datetime.timedelta, most: int) -> list[Delivery]:
    """Take what is due, so that nobody else sends it meanwhile. Only within `writing`.

    Whoever is killed while sending lets go of it after the lease: it is sent again, under the same id.
    """
    query = select(DELIVERY).where(DELIVERY.c.next_at <= stamp(at)).order_by(DELIVERY.c.next_at).limit(most)
    found = [_delivery(row) for row in db.execute(query).mappings()]
    for one in found:
        db.execute(update(DELIVERY).where(DELIVERY.c.id == one.id).values(next_at=stamp(at + lease)))
    return found


def settle(db: Connection, one: Delivery, outcome: str, next_at: datetime.datetime | None) -> None:
    """Note what came of an attempt, and when the next is; None when there is none."""
    kept = {"attempts": one.attempts + 1, "outcome": outcome[:300]}
    due = None if next_at is None else stamp(next_at)
    db.execute(update(DELIVERY).where(DELIVERY.c.id == one.id).values(**kept, next_at=due))


def deliveries(db: Connection, subscription: str, most: int = 50) -> list[Delivery]:
    """What was or will be sent to a subscription, the newest first."""
    query = select(DELIVERY).where(DELIVERY.c.subscription == subscription)
    return [_delivery(row) for row in db.execute(query.order_by(DELIVERY.c.seq.desc()).limit(most)).mappings()]


def waiting(db: Connection) -> int:
    """How many messages wait to be sent."""
    query = select(func.count()).select_from(DELIVERY).where(DELIVERY.c.next_at.is_not(None))
    return int(db.execute(query).scalar_one())


def _cases_of(db: Connection, person: str) -> set[str]:
    """Cases in which somebody takes part, and from which they did not step back."""
    query = select(PARTICIPANT.c.case_id, PARTICIPANT.c.recused).where(PARTICIPANT.c.person == person)
    rows = db.execute(query).all()
    return {str(case) for case, _ in rows} - {str(case) for case, recused in rows if recused}


def _subscription(row: Any) -> Subscription:
    ended = moment(row["ended_at"]) if row["ended_at"] else None
    kinds = frozenset(row["kinds"].split())
    return Subscription(**{**row, "kinds": kinds, "since": moment(row["since"]), "ended_at": ended})


def _delivery(row: Any) -> Delivery:
    due = moment(row["next_at"]) if row["next_at"] else None
    return Delivery(**{**row, "at": moment(row["at"]), "next_at": due, "body": bytes(row["body"])})
