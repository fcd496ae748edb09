"""One publication as a signed statement: that a case exists, or what was decided, as far as the regime discloses it.

The specification is docs/reference/predicate-publication-v1.md.
"""

import datetime
from dataclasses import dataclass
from typing import Any, Final, Literal

from seatrial.documents import DocumentError, canonical, from_builtins, to_builtins
from seatrial.documents.read import parse_json

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
PUBLICATION_TYPE: Final = "https://seatrial.dev/attestation/publication/v1"
MAX_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReason:
    """Why it was decided so, as far as it is public."""

    cites: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCondition:
    """What must hold after the decision."""

    text: str
    owner: str
    due: datetime.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The predicate."""

    case: str
    step: Literal["existence", "detail"]
    published_at: datetime.datetime
    office: str
    regime: str
    regime_version: str
    regime_digest: str
    sealed_head: str
    """SHA-256 of the case's latest event, 64 hex digits: what is not shown is committed to."""
    developer: str = ""
    opened_on: datetime.date | None = None
    accepted_on: datetime.date | None = None
    decided_on: datetime.date | None = None
    outcome: str = ""
    by_silence: bool = False
    """A clock decided, and nobody did."""
    reasons: tuple[PublishedReason, ...] = ()
    dissent: tuple[str, ...] = ()
    conditions: tuple[PublishedCondition, ...] = ()
    record_sha256: str = ""
    """Of the developer's signed statement."""
    result: str = ""
    """The verdict under the regime."""
    unmet: tuple[str, ...] = ()
    office_days: float | None = None
    """Days for which the case waited for the office, from submission to decision."""
    elapsed_days: float | None = None
    """Days that went by in all."""
    questions: int | None = None


def write_publication(name: str, sha256: str, publication: Publication, dir_hash1: str = "") -> bytes:
    """The statement as RFC 8785 bytes. Its subject is the model where that is public, else the case."""
    digests = {"sha256": sha256, **({"dirHash1": dir_hash1} if dir_hash1 else {})}
    return canonical(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": name, "digest": digests}],
            "predicateType": PUBLICATION_TYPE,
            "predicate": to_builtins(publication),
        }
    )


def read_publication(payload: bytes) -> tuple[str, str, Publication]:
    """Name and digest of the subject, and what is published. Raises `DocumentError` for anything else."""
    if len(payload) > MAX_BYTES:
        raise DocumentError(f"a publication of more than {MAX_BYTES:,} bytes")
    plain: Any = parse_json(payload)
    try:
        subject = plain["subject"][0]
        if plain["predicateType"] != PUBLICATION_TYPE or len(plain["subject"]) != 1:
            raise DocumentError("$: not a publication of a version that is known here")
        found = from_builtins(plain["predicate"], Publication)
        digests = dict(subject["digest"])
        name, sha256, dir_hash1 = subject["name"], digests["sha256"], digests.get("dirHash1", "")
        same = write_publication(name, sha256, found, dir_hash1) == payload
    except (KeyError, TypeError, IndexError, ValueError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(f"$: not a publication: {error}") from error
    if not same:
        raise DocumentError("$: not in canonical form, or with unknown fields")
    return name, sha256, found
