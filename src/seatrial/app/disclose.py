"""Show some evidence of a record to somebody, and hold what is shown to the record."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from seatrial.app.keep import REVIEW, read_review
from seatrial.documents import DocumentError
from seatrial.documents.sigstore import decode
from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.domain.review import Review
from seatrial.domain.text import shown
from seatrial.gate.admission import Admission
from seatrial.record.disclosure import (
    MAX_BYTES,
    disclose,
    hidden,
    numbers_of,
    read_disclosure,
    unproved,
    write_disclosure,
)
from seatrial.record.keys import own_signer
from seatrial.record.statement import Statement, evidence_items, read_statement

MAX_RECORD_BYTES: Final = 128 * 1024 * 1024


def disclosed(record: Path, names: Sequence[str]) -> bytes:
    """The file that shows these items of the record, made with the key that signed it.

    Raises `UsageError` for names that lead to no single item, for a record without its review beside it, and for
    another key than the record's.
    """
    statement, review, digest = _opened(record)
    signer = own_signer()
    if signer.key_id != statement.record.reviewer.key_id:
        raise UsageError(
            "this machine's key did not sign the record, and only that key knows the salts",
            advice="run this where the record was signed",
        )
    items = evidence_items(review, digest)
    try:
        numbers = numbers_of(statement.record, items, names)
    except LookupError as error:
        advice = "name an item by title or digest; without --item, all are listed"
        raise UsageError(str(error.args[0]), advice=advice) from error
    except ValueError as error:
        raise UsageError(str(error), advice="give the record together with its own review.json") from error
    made = disclose(review, digest, signer.evidence_secret(bytes.fromhex(statement.record.nonce)), numbers)
    wrong = unproved(made, statement.record.evidence)
    if wrong:
        raise UsageError(wrong[0], advice="give the record together with its own review.json")
    return write_disclosure(made)


def listing(record: Path) -> str:
    """Every item of the record, one a line: number, digest, title."""
    _, review, digest = _opened(record)
    items = evidence_items(review, digest)
    return "\n".join(f"{n:>4}  {item['digest'][:23]}…  {shown(item['title'], 80)}" for n, item in enumerate(items))


def shown_lines(data: bytes, admission: Admission) -> tuple[bool, list[str]]:
    """Whether what is disclosed holds against the record, and what to say of it, the hidden count included."""
    if admission.statement is None:
        return False, ["what is disclosed cannot be checked: the record is not believed"]
    try:
        found = read_disclosure(data)
    except DocumentError as error:
        return False, [f"the disclosure is malformed: {shown(str(error))}"]
    wrong = unproved(found, admission.statement.record.evidence)
    if wrong:
        return False, wrong
    lines = [f"shown: {shown(str(s.item['title']), 80)}, {shown(str(s.item['digest']), 80)}" for s in found.items]
    return True, [*lines, f"{len(found.items):,} of {found.count:,} items are shown, {hidden(found):,} stay hidden"]


def read_file(path: Path) -> bytes:
    """The disclosure's bytes. Raises `UsageError` when it cannot be read."""
    return _bytes(path, MAX_BYTES)


def write_file(data: bytes, out: Path) -> None:
    """Write it to a new file. Raises `UsageError` when there is one, `OperationError` for the disk."""
    try:
        with out.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise UsageError(f"there is a file {out} already", advice="name another one with --out") from error
    except OSError as error:
        raise OperationError(f"{out} cannot be written: {error.strerror}", advice="check the directory") from error


def _opened(record: Path) -> tuple[Statement, Review, str]:
    review = record.parent / REVIEW
    try:
        statement = read_statement(decode(_bytes(record, MAX_RECORD_BYTES)).payload)
    except (DocumentError, TrustError) as error:
        text = error.message if isinstance(error, TrustError) else str(error)
        raise UsageError(f"{record} is no record: {shown(text)}", advice="give record.sigstore.json") from error
    digest = hashlib.sha256(_bytes(review, MAX_RECORD_BYTES)).hexdigest()
    if digest != statement.record.review_sha256:
        raise UsageError(f"{review} is not the review of this record", advice="keep the two files together")
    return statement, read_review(review), digest


def _bytes(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice="check the path") from error
