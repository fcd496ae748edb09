"""How a record stands today: a short signed statement that its authority renews, so that a clearance can be taken back.

A gate demands that it is fresh. The specification is docs/reference/predicate-model-status-v1.md.
"""

import datetime
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.errors import TrustError
from seatrial.domain.inventory import SubjectDigest
from seatrial.domain.text import shown
from seatrial.record.predicate import Count, Labelled, Sha256
from seatrial.record.statement import Statement, read_parts, write_statement

STATUS_TYPE: Final = "https://seatrial.dev/attestation/model-status/v1"
SUFFIX: Final = ".status"
"""The file with the status of a record lies beside it, under the record's name and this."""


class StatusCode(StrEnum):
    """How a record stands."""

    CLEARED = "cleared"
    CLEARED_WITH_CONDITIONS = "cleared-with-conditions"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Why a clearance is suspended, and until when. None of it may be empty."""

    finding: str
    """Id of the finding that it rests on."""
    severity: str
    """`low medium high critical`."""
    scope: str
    """What is stopped: which uses, versions or places."""
    reason: str
    expires_at: datetime.datetime

    def __post_init__(self) -> None:
        for name in ("finding", "severity", "scope", "reason"):
            if not getattr(self, name).strip():
                raise ValueError(f"a suspension without its {name}")
        if self.severity not in ("low", "medium", "high", "critical"):
            raise ValueError(f"a suspension of the severity {shown(self.severity, 40)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatus:
    """The predicate, in lowerCamelCase where it is written."""

    status: StatusCode
    record_sha256: Sha256
    """SHA-256 of the statement that the record's signature covers."""
    number: Count
    """Grows with every status of one record."""
    issued_at: datetime.datetime
    issuer_key_id: Labelled
    reason: str = ""
    conditions: tuple[str, ...] = ()
    suspension: Suspension | None = None

    def __post_init__(self) -> None:
        if (self.status is StatusCode.SUSPENDED) != (self.suspension is not None):
            raise ValueError("a suspension, and nothing else, has finding, severity, scope, reason and expiry")
        if (self.status is StatusCode.CLEARED_WITH_CONDITIONS) != bool(self.conditions):
            raise ValueError("conditions belong to a clearance with conditions, and such a clearance has some")
        if self.status in (StatusCode.REFUSED, StatusCode.WITHDRAWN) and not self.reason.strip():
            raise ValueError(f"{self.status.value} without a reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStatement:
    """A status together with the subject it is bound to."""

    subject_name: str
    digest: SubjectDigest
    status: RecordStatus


def record_digest(payload: bytes) -> str:
    """What a status names a record by: SHA-256 of its signed statement, 64 hex digits."""
    return hashlib.sha256(payload).hexdigest()


def write_status(about: Statement, status: RecordStatus) -> bytes:
    """The statement as RFC 8785 bytes."""
    return write_statement(about.subject_name, about.digest, STATUS_TYPE, status)


def read_status(payload: bytes) -> StatusStatement:
    """A status from the bytes that were signed. Raises `TrustError` for anything that was not agreed on."""
    try:
        name, digest, predicate = read_parts(payload, STATUS_TYPE)
        status = from_builtins(predicate, RecordStatus)
        moments = [status.issued_at, *([status.suspension.expires_at] if status.suspension else [])]
        if any(moment.utcoffset() != datetime.timedelta(0) for moment in moments):
            raise DocumentError("$.predicate: a time that is not in UTC")
    except (DocumentError, ValueError) as error:
        raise TrustError(
            f"the status is malformed: {shown(str(error))}", advice="get the status of the record again"
        ) from error
    return StatusStatement(subject_name=name, digest=digest, status=status)
