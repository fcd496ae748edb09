"""Tell others of events: signed webhooks and mail. A message says that something happened, never what was said.

Webhooks follow Standard Webhooks 1.0.0 (https://www.standardwebhooks.com): `webhook-id`, `webhook-timestamp`, and in
`webhook-signature` an HMAC-SHA256 over both and the body. The secret follows from a key of the office and the id.
"""

import base64
import datetime
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable
from typing import Final

from seatrial.app.office.mail import address_of, send_mail
from seatrial.app.office.office import Office, disk
from seatrial.app.office.reach import checked, place_of, post
from seatrial.app.office.refused import ScopeError
from seatrial.cases.acts import BODIES
from seatrial.domain.errors import OperationError, SeatrialError, UsageError
from seatrial.domain.person import REGISTRAR, Person
from seatrial.journal import outbox, people
from seatrial.journal.outbox import Delivery, Heard, Subscription
from seatrial.record.keys import place_file

KEY: Final = "webhook.key"
MOST_OF_ONE: Final = 10
LEASE: Final = datetime.timedelta(minutes=5)
AT_ONCE: Final = 20
BACKOFF: Final = tuple(
    datetime.timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 28800, 86400, 86400, 86400)
)
"""Until the next attempt after each that failed; after the last of them, a message is given up."""
GONE: Final = 410
"""The answer of whoever wants no news any more."""


def add_webhook(office: Office, by: Person | None, url: str, *, person: str = "", kinds: Iterable[str] = ()) -> str:
    """Send news of somebody's cases to an address; the id. `by` is None for who runs the office.

    Raises `UsageError` for an address that cannot be one or leads inside, or more than ten of one account.
    """
    whose = person if by is None else by.id
    if by is not None and "read" not in by.scopes:
        raise ScopeError("read")
    try:
        place_of(url, office.configuration.webhooks)
    except OperationError:
        checked(url, office.configuration.webhooks)  # Whose name is not known yet is looked up again when it is used.
    return _add(office, "webhook", url, whose, _kinds(kinds))


def add_mail(office: Office, by: Person | None, address: str, *, person: str, kinds: Iterable[str] = ()) -> str:
    """Send mail of somebody's cases to an address, by a registrar; the id. Raises `UsageError`, `ScopeError`."""
    if by is not None and (REGISTRAR not in by.roles or "administer" not in by.scopes):
        raise ScopeError("administer")
    if not office.configuration.mail.host:
        raise UsageError("this office sends no mail", advice="name a server in [mail] of office.toml")
    return _add(office, "mail", address_of(address), person, _kinds(kinds))


def subscriptions(office: Office, person: str | None = None) -> list[tuple[Subscription, list[Delivery]]]:
    """Who is told, and what was sent to them, the newest first."""
    with office.journal.looking() as db:
        return [(one, outbox.deliveries(db, one.id, 10)) for one in outbox.subscriptions(db, person=person)]


def remove(office: Office, id_: str, person: str | None = None) -> None:
    """Tell them no more. Raises `UsageError` when there is none of this id, or not of theirs."""
    with office.journal.writing() as db:
        if not outbox.end(db, id_, office.clock(), person):
            raise UsageError("there is no such subscription", advice="list them")


def secret_of(office: Office, id_: str) -> str:
    """The secret of a webhook, as its receiver keeps it: `whsec_` and Base64."""
    return "whsec_" + base64.b64encode(_secret(office, id_)).decode()


def spread(office: Office) -> int:
    """Keep what is to be sent of events that nobody has looked at for it yet; how many were looked at."""
    count = 0
    with office.journal.looking() as db:
        waiting = [one.id for one in outbox.subscriptions(db)]
    for id_ in waiting:
        with office.journal.writing() as db:
            for one in outbox.subscriptions(db, id_=id_):
                account = people.account(db, one.person) if one.person else None
                if one.person and (account is None or account.disabled):
                    outbox.end(db, one.id, office.clock())
                else:
                    count += outbox.hear(db, one, message, office.clock())
    return count


def message(event: Heard) -> bytes:
    """What is sent of an event: that it happened, and where to look."""
    data = {"case": event.case_id, "number": event.number, "digest": event.digest}
    plain = {"type": event.kind, "timestamp": event.at.isoformat(), "data": data}
    return json.dumps(plain, separators=(",", ":")).encode()


Send = Callable[[Office, Subscription, Delivery], str]
"""Sends one message; what came of it. Raises `SeatrialError` when it did not arrive, `Unwanted` for good."""


class Unwanted(Exception):  # noqa: N818 - an answer, not a fault
    """Whoever listens there wants nothing more."""


def deliver(office: Office, send: Send | None = None) -> int:
    """Send what is due; how many arrived. What did not is tried again later, and at last given up."""
    arrived = 0
    with office.journal.writing() as db:
        due = outbox.claim(db, office.clock(), LEASE, AT_ONCE)
        known = {one.id: one for one in outbox.subscriptions(db)}
    for one in due:
        to = known.get(one.subscription)
        outcome, next_at = "the subscription ended", None
        if to is not None:
            try:
                outcome = (send or _send)(office, to, one)
                arrived += 1
            except Unwanted:
                outcome = "gone: nothing more is sent"
                del known[to.id]
                with office.journal.writing() as db:
                    outbox.end(db, to.id, office.clock())
            except SeatrialError as error:
                outcome = error.message
                if one.attempts < len(BACKOFF):
                    next_at = office.clock() + BACKOFF[one.attempts]
                else:
                    outcome = f"given up: {outcome}"
        with office.journal.writing() as db:
            outbox.settle(db, one, outcome, next_at)
    return arrived


def headers_of(office: Office, one: Delivery, now: datetime.datetime) -> dict[str, str]:
    """Headers by which a receiver believes a message, and knows one that came before."""
    at = str(int(now.timestamp()))
    signed = hmac.new(_secret(office, one.subscription), f"{one.id}.{at}.".encode() + one.body, hashlib.sha256)
    return {
        "content-type": "application/json",
        "webhook-id": one.id,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(signed.digest()).decode()}",
    }


def _send(office: Office, to: Subscription, one: Delivery) -> str:
    if to.channel == "mail":
        return send_mail(office.configuration, to.target, one)
    status = post(place_of(to.target, office.configuration.webhooks), one.body, headers_of(office, one, office.clock()))
    if status == GONE:
        raise Unwanted
    if not 200 <= status < 300:
        raise OperationError(f"answered {status}", advice="answer 2xx when it has arrived")
    return str(status)


def _add(office: Office, channel: str, target: str, person: str, kinds: frozenset[str]) -> str:
    with office.journal.writing() as db:
        if person and people.account(db, person) is None:
            raise UsageError(f"there is no account {person!r:.100}", advice="make it first")
        if person and len(outbox.subscriptions(db, person=person)) >= MOST_OF_ONE:
            raise UsageError(f"{MOST_OF_ONE} subscriptions are the most of one account", advice="remove one first")
        return outbox.subscribe(db, person=person, channel=channel, target=target, kinds=kinds, at=office.clock())


def _kinds(kinds: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(kinds)
    unknown = sorted(wanted - set(BODIES))
    if unknown:
        raise UsageError(f"{unknown[0]!r:.100} is no kind of event", advice="see the reference of acts")
    return wanted


def _secret(office: Office, id_: str) -> bytes:
    path = office.directory / KEY
    try:
        if not path.exists():
            place_file(path, secrets.token_bytes(32), 0o600)
        return hmac.new(path.read_bytes(), f"seatrial webhook {id_}".encode(), hashlib.sha256).digest()
    except FileExistsError:
        return _secret(office, id_)  # Another process made it just now.
    except OSError as error:
        raise disk(f"{path} cannot be used", error) from error
