"""Say how a record stands, signed: cleared, suspended, withdrawn."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from seatrial.documents import DocumentError
from seatrial.documents.sigstore import Envelope, decode
from seatrial.documents.sigstore import verify as signed_by
from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.domain.text import shown
from seatrial.record.keys import Signer, own_signer
from seatrial.record.statement import Statement, read_statement
from seatrial.record.status import (
    SUFFIX,
    RecordStatus,
    StatusCode,
    StatusStatement,
    Suspension,
    read_status,
    record_digest,
    write_status,
)

MAX_BYTES: Final = 128 * 1024 * 1024


def set_status(
    record: Path,
    code: StatusCode,
    *,
    reason: str = "",
    conditions: Sequence[str] = (),
    suspension: Suspension | None = None,
    out: Path | None = None,
    now: datetime.datetime | None = None,
    signer: Signer | None = None,
) -> tuple[Path, RecordStatus]:
    """Sign a status of the record with this machine's key, or the one given, and put it beside the record.

    It takes the place of an older one.

    Raises `UsageError` for a status that says too little, and for what is no record.
    """
    envelope, statement = _record(record)
    target = out or record.with_name(record.name + SUFFIX)
    signer = signer or own_signer()
    moment = (now or datetime.datetime.now(datetime.UTC)).replace(microsecond=0)
    try:
        status = RecordStatus(
            status=code,
            record_sha256=record_digest(envelope.payload),
            number=_next(target, signer.public_pem),
            issued_at=moment,
            issuer_key_id=signer.key_id,
            reason=reason,
            conditions=tuple(conditions),
            suspension=suspension,
        )
    except ValueError as error:
        advice = "see `seatrial status set --help` for what each status needs"
        raise UsageError(f"this status cannot be signed: {error}", advice=advice) from error
    sealed = signer.seal(write_status(statement, status))
    try:
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(sealed)
        part.replace(target)
    except OSError as error:
        raise OperationError(f"{target} cannot be written: {error.strerror}", advice="check the directory") from error
    return target, status


def show_status(path: Path) -> str:
    """What a status file says, as lines; who signed it is for `seatrial verify` to say."""
    found = _status(path)
    if found is None:
        raise UsageError(f"there is no status at {path}", advice="`seatrial status set` writes one")
    status = found.status
    lines = [f"{status.status.value.replace('-', ' ').upper()}  {shown(found.subject_name)}, status {status.number}"]
    lines.append(f"  issued {status.issued_at:%Y-%m-%d %H:%M} UTC by key {status.issuer_key_id[:23]}…")
    if status.reason:
        lines.append(f"  {shown(status.reason)}")
    lines += [f"  condition: {shown(condition)}" for condition in status.conditions]
    if status.suspension:
        held = status.suspension
        lines.append(f"  {shown(held.reason)}; finding {shown(held.finding, 80)}, {held.severity}")
        lines.append(f"  scope: {shown(held.scope)}; until {held.expires_at:%Y-%m-%d %H:%M} UTC")
    return "\n".join(lines)


def _next(target: Path, public_key: bytes) -> int:
    """One more than the status that this key signed before; a file that it did not sign is not written over."""
    if not target.exists():
        return 0
    before = _status(target)
    if before is None or not signed_by(decode(_bytes(target)), public_key):
        advice = "name another file with --out"
        raise UsageError(f"{target} holds no status that this machine's key signed", advice=advice)
    return before.status.number + 1


def _status(path: Path) -> StatusStatement | None:
    if not path.exists():
        return None
    try:
        return read_status(decode(_bytes(path)).payload)
    except (DocumentError, TrustError) as error:
        text = error.message if isinstance(error, TrustError) else str(error)
        raise UsageError(f"{path} holds no status: {shown(text)}", advice="name another file with --out") from error


def _record(path: Path) -> tuple[Envelope, Statement]:
    try:
        envelope = decode(_bytes(path))
        return envelope, read_statement(envelope.payload)
    except (DocumentError, TrustError) as error:
        text = error.message if isinstance(error, TrustError) else str(error)
        raise UsageError(f"{path} is no record: {shown(text)}", advice="give record.sigstore.json") from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice="check the path") from error
