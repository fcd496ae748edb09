"""The events of a case, believed by the office's latest signature alone.

Each event names the digest of the one before it. A signature of the office over one therefore holds for all before it:
they are read and hashed, and only what stands behind that signature is verified one by one. A hundred events cost one
signature to verify. What this does not look at are the older signatures themselves, which `verify_chain` does.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from seatrial.cases.acts import BODIES
from seatrial.cases.event import (
    BEGINNING,
    EVENT_TYPE,
    MAX_BYTES,
    Broken,
    CaseEvent,
    OwnKeys,
    digest,
    no_own_keys,
    read_event,
    signer_of,
    statement,
    verify_chain,
)
from seatrial.documents import DocumentError
from seatrial.documents.sigstore import decode, payload_of

Believed = tuple[tuple[CaseEvent, str], ...]
"""Events in order, each with the SHA-256 of its statement in hex."""


class _Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    digest: dict[str, str]


class _Predicate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    at: datetime.datetime
    author: str
    role: str
    body: msgspec.Raw


class _Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"type_": "_type"}):
    type_: str
    subject: tuple[_Subject]
    predicateType: str  # noqa: N815 - as in-toto spells it
    predicate: _Predicate


_STATEMENTS: Final = msgspec.json.Decoder(_Statement)
_BODIES: Final = {kind: msgspec.json.Decoder(body) for kind, body in BODIES.items()}


def covered_chain(
    sealed: Sequence[bytes], keys: Mapping[str, bytes], own: OwnKeys = no_own_keys
) -> tuple[Believed, Broken | None]:
    """As `verify_chain`, with each event's digest, at the price of the signatures since the office last signed."""
    believed = further(sealed, keys, own, ())
    return (believed, None) if believed is not None else whole_chain(sealed, keys, own)


def whole_chain(
    sealed: Sequence[bytes], keys: Mapping[str, bytes], own: OwnKeys = no_own_keys
) -> tuple[Believed, Broken | None]:
    """As `verify_chain`, with each event's digest: every signature is verified."""
    events, broken = verify_chain(sealed, keys, own)
    return tuple((event, digest(statement(event))) for event in events), broken


def further(sealed: Sequence[bytes], keys: Mapping[str, bytes], own: OwnKeys, known: Believed) -> Believed | None:
    """What follows events that are believed already, or None when anything of it is not as it should be."""
    found: list[tuple[CaseEvent, str]] = []
    signed = ""
    try:
        for data in reversed(sealed):
            if signed == "office":
                payload = payload_of(data)
                event = _told(payload)
            else:
                envelope = decode(data)
                payload, event = envelope.payload, read_event(envelope.payload)
                signed = signer_of(envelope, event, keys, own)
                if not signed:
                    return None
            named = digest(payload)
            if found and not _follows(found[-1][0], event, named):
                return None
            found.append((event, named))
    except (DocumentError, msgspec.MsgspecError, KeyError, ValueError):
        return None
    found.reverse()
    if not found:
        return ()
    first = found[0][0]
    begins = _follows(first, *known[-1]) if known else (first.number, first.previous) == (0, BEGINNING)
    return tuple(found) if begins else None


def _follows(after: CaseEvent, before: CaseEvent, named: str) -> bool:
    """Whether one event comes right after another of that digest."""
    place = (after.case, after.number, after.previous)
    return place == (before.case, before.number + 1, named) and after.at >= before.at


def _told(payload: bytes) -> CaseEvent:
    """An event from bytes whose digest is vouched for: canonical form is not asked again of what was signed with it."""
    if len(payload) > MAX_BYTES:
        raise DocumentError(f"an event larger than {MAX_BYTES:,} bytes")
    told = _STATEMENTS.decode(payload)
    predicate = told.predicate
    if told.predicateType != EVENT_TYPE:
        raise DocumentError("$: not an event of a case")
    case, _, number = told.subject[0].name.rpartition("/")
    return CaseEvent(
        case=case,
        number=int(number),
        previous=told.subject[0].digest["sha256"],
        kind=predicate.kind,
        at=predicate.at,
        author=predicate.author,
        role=predicate.role,
        body=_BODIES[predicate.kind].decode(predicate.body),
    )
