"""One event of a case as bytes: an in-toto statement in canonical JSON, chained to the one before, signed in DSSE.

The statement's subject is the case and the place in it; its digest is that of the previous statement, so that nothing
can be taken out or put between. Whoever holds the events of a case can verify all of it offline.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from seatrial.cases.acts import BODIES, Body
from seatrial.documents import DocumentError, canonical, from_builtins, to_builtins
from seatrial.documents.ecdsa import key_id
from seatrial.documents.read import parse_json
from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, decode
from seatrial.documents.sigstore import verify as signed_by

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
EVENT_TYPE: Final = "https://seatrial.dev/attestation/case-event/v1"
MAX_BYTES: Final = 1024 * 1024
BEGINNING: Final = "0" * 64
"""What stands for the event before the first."""
_FIELDS: Final = {"kind", "at", "author", "role", "body"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One thing that was done. Raises `ValueError` for a time that is not in UTC, or a body of another act."""

    case: str
    number: int
    """0 for the first; without gaps."""
    previous: str
    """SHA-256 of the statement before it, 64 hex digits."""
    kind: str
    at: datetime.datetime
    author: str
    """Id of the person, or empty for what the office notes by itself."""
    role: str
    """Role of the regime in which it was done, or `office`."""
    body: Body

    def __post_init__(self) -> None:
        if self.at.utcoffset() != datetime.timedelta(0):
            raise ValueError("an event needs a time in UTC")
        if type(self.body) is not BODIES.get(self.kind):
            raise ValueError(f"{self.kind} with the body of another act")


def statement(event: CaseEvent) -> bytes:
    """What is signed, RFC 8785."""
    return canonical(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": f"{event.case}/{event.number}", "digest": {"sha256": event.previous}}],
            "predicateType": EVENT_TYPE,
            "predicate": {
                "kind": event.kind,
                "at": to_builtins(event.at),
                "author": event.author,
                "role": event.role,
                "body": to_builtins(event.body),
            },
        }
    )


def digest(payload: bytes) -> str:
    """What the next event names this one by: SHA-256 of the statement, 64 hex digits."""
    return hashlib.sha256(payload).hexdigest()


def read_event(payload: bytes) -> CaseEvent:
    """An event from the bytes that were signed. Raises `DocumentError` for anything that was not agreed on."""
    if len(payload) > MAX_BYTES:
        raise DocumentError(f"an event larger than {MAX_BYTES:,} bytes")
    plain = parse_json(payload)
    try:
        name, previous = plain["subject"][0]["name"], plain["subject"][0]["digest"]["sha256"]
        predicate = plain["predicate"]
        case, _, number = name.rpartition("/")
        body_of = BODIES[predicate["kind"]]
        if set(predicate) != _FIELDS or plain["predicateType"] != EVENT_TYPE:
            raise DocumentError("$: not an event of a case, of a version that is known here")
        event = CaseEvent(
            case=case,
            number=int(number),
            previous=previous,
            kind=predicate["kind"],
            at=from_builtins(predicate["at"], datetime.datetime),
            author=predicate["author"],
            role=predicate["role"],
            body=from_builtins(predicate["body"], body_of),
        )
        same = statement(event) == payload
    except DocumentError:
        raise
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise DocumentError(f"$: not an event of a case: {error}") from error
    if not same:
        raise DocumentError("$: not in canonical form, or with unknown fields")
    return event


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Where a chain does not hold, and why."""

    number: int
    why: str


OwnKeys = Callable[[str], Iterable[bytes]]
"""Id of a person -> public keys in PEM by which that person signs events."""


def no_own_keys(_person: str) -> Iterable[bytes]:
    """Nobody signs but the office."""
    return ()


def signer_of(envelope: Envelope, event: CaseEvent, keys: Mapping[str, bytes], own: OwnKeys) -> str:
    """Who signed an event: `office`, `author`, or nobody who may. An author's key signs what that author does alone."""
    if envelope.payload_type != PAYLOAD_TYPE:
        return ""
    if any(signed_by(envelope, pem) for pem in keys.values()):
        return "office"
    return "author" if event.author and any(signed_by(envelope, pem) for pem in own(event.author)) else ""


def verify_chain(
    sealed: Iterable[bytes], keys: Mapping[str, bytes], own: OwnKeys = no_own_keys
) -> tuple[tuple[CaseEvent, ...], Broken | None]:
    """The events up to the first that does not hold, and what is wrong with that: every signature is verified.

    `keys` are the office's public keys in PEM by key id; `own` has those of authors that sign themselves.
    """
    events: list[CaseEvent] = []
    previous, latest = BEGINNING, None
    for number, data in enumerate(sealed):
        try:
            envelope = decode(data)
            event = read_event(envelope.payload)
        except DocumentError as error:
            return tuple(events), Broken(number=number, why=str(error))
        signed = signer_of(envelope, event, keys, own)
        wrong = (
            ("" if signed else "is signed by no key of this case")
            or ("" if (event.number, event.previous) == (number, previous) else "does not follow the event before it")
            or ("" if not events or event.case == events[0].case else "belongs to another case")
            or ("" if latest is None or event.at >= latest else "is older than the event before it")
        )
        if wrong:
            return tuple(events), Broken(number=number, why=wrong)
        events.append(event)
        previous, latest = digest(envelope.payload), event.at
    return tuple(events), None


def known_keys(pems: Iterable[bytes]) -> dict[str, bytes]:
    """Public keys by their id. Raises `DocumentError` for an unusable one."""
    return {key_id(pem): pem for pem in pems}
