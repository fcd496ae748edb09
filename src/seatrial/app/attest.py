"""Sign for a review: in another capacity, with a decision, or as a second reviewer. One signature, one record."""

import datetime
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.app.keep import CHUNKS, RECORD, REVIEW, keep_signed, read_review, signed_statement
from seatrial.documents import DocumentError
from seatrial.documents.sigstore import decode
from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.domain.text import shown
from seatrial.record.chunks import DIGEST_BYTES, read_chunks
from seatrial.record.chunks import MAX_BYTES as MAX_CHUNKS
from seatrial.record.keys import own_signer
from seatrial.record.predicate import Capacity, Decision, Independence
from seatrial.record.statement import Statement, read_statement

MAX_BYTES: Final = 128 * 1024 * 1024


class Attested(NamedTuple):
    """A record that was signed for a review."""

    path: Path
    basis: str


def attest(
    directory: Path,
    *,
    out: Path | None = None,
    name: str = "",
    independence: Independence = "self",
    outcome: str = "",
    reason: str = "",
    conditions: Sequence[str] = (),
    now: datetime.datetime | None = None,
) -> Attested:
    """Sign a record for the review in `directory` with this machine's key, into `out` or in place of its own.

    Whose key signed the review before says `examined` again; any other says `received`: it relies on what it was
    given. Raises `UsageError` for what is no review, for a decision that says too little, and for another's record
    that would be written over.
    """
    before, data = _held(directory)
    signer = own_signer()
    own = before.record.reviewer.key_id == signer.key_id
    if not own and (out is None or out.resolve() == directory.resolve()):
        advice = "name a directory for yours with --out"
        raise UsageError("the record in it is signed by another key, and stays as it is", advice=advice)
    target = out or directory
    moment = (now or datetime.datetime.now(datetime.UTC)).replace(microsecond=0)
    basis = before.record.reviewer.basis if own else "received"
    statement = signed_statement(
        read_review(directory),
        data,
        signer,
        capacity=Capacity(name=name, independence=independence, basis=basis),
        decision=_decision(outcome, reason, conditions, moment),
        chunks=_chunks(directory, before),
    )
    _refuse_other_files(target, directory, data)
    keep_signed(target, statement, signer, _chunks(directory, before))
    return Attested(target / RECORD, basis)


def _decision(outcome: str, reason: str, conditions: Sequence[str], moment: datetime.datetime) -> Decision | None:
    if not outcome:
        if reason or conditions:
            raise UsageError("a reason or condition belongs to a decision", advice="say which with --decision")
        return None
    try:
        return Decision(outcome=outcome, decided_at=moment, reason=reason, conditions=tuple(conditions))  # type: ignore[arg-type] # held to its words when it is read
    except ValueError as error:
        advice = "see `seatrial attest --help` for what each decision needs"
        raise UsageError(f"this decision cannot be signed: {error}", advice=advice) from error


def _held(directory: Path) -> tuple[Statement, bytes]:
    """The record of a review and its `review.json`, which must belong together."""
    data = _bytes(directory / REVIEW, MAX_BYTES)
    try:
        statement = read_statement(decode(_bytes(directory / RECORD, MAX_BYTES)).payload)
    except (DocumentError, TrustError) as error:
        text = error.message if isinstance(error, TrustError) else str(error)
        raise UsageError(
            f"{directory / RECORD} is no record: {shown(text)}", advice="review the model again"
        ) from error
    if statement.record.review_sha256 != hashlib.sha256(data).hexdigest():
        raise UsageError(f"{directory / REVIEW} is not the review of this record", advice="keep the two files together")
    return statement, data


def _chunks(directory: Path, statement: Statement) -> tuple[bytes, ...] | None:
    tree = statement.record.chunks
    if tree is None:
        return None
    data = _bytes(directory / CHUNKS, MAX_CHUNKS)
    read_chunks(data, tree, statement.record.resources)
    return tuple(data[at : at + DIGEST_BYTES] for at in range(0, len(data), DIGEST_BYTES))


def _refuse_other_files(target: Path, directory: Path, review: bytes) -> None:
    """A record needs its review beside it; a directory that holds another one is not mixed up with it."""
    if target.resolve() == directory.resolve():
        return
    try:
        target.mkdir(parents=True, exist_ok=True)
        if (target / RECORD).exists() or (target / REVIEW).exists():
            raise UsageError(f"{target} holds a review already", advice="name another directory with --out")
        (target / REVIEW).write_bytes(review)
    except OSError as error:
        raise OperationError(f"{target} cannot be written: {error.strerror}", advice="check the directory") from error


def _bytes(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        advice = "give the directory that `seatrial review` made"
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice=advice) from error
