"""The gate as one call: paths in, an answer out. Offline, and light enough for a start-up script."""

import datetime
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seatrial.documents.sigstore import decode
from seatrial.domain.errors import TrustError, UsageError
from seatrial.gate import trust as trusting
from seatrial.gate.admission import COULD_NOT_TELL, Admission, refused
from seatrial.gate.present import Present, read_present
from seatrial.gate.reviewers import together
from seatrial.gate.status import StatusAtHand
from seatrial.gate.verify import decide
from seatrial.record.statement import read_statement
from seatrial.record.status import SUFFIX, record_digest
from seatrial.tlog.proof import MAX_BYTES as MAX_PROOF_BYTES
from seatrial.tlog.proof import proof_path

if TYPE_CHECKING:
    from seatrial.gate.chunked import ByChunks

MAX_RECORD_BYTES: Final = 128 * 1024 * 1024
MAX_STATUS_BYTES: Final = 1024 * 1024


Paths = str | Path | Sequence[str | Path]


def check(
    model: str | Path,
    *,
    record: Paths,
    trust: str | Path | None = None,
    proof: str | Path | None = None,
    status: str | Path | None = None,
    now: datetime.datetime | None = None,
    by_chunks: "ByChunks | None" = None,
) -> Admission:
    """Whether the bytes at `model` are those of `record`, signed by somebody trusted, with an accepted verdict.

    Of several records each must let the model through; a trust file may ask for more than one reviewer. Without
    `trust` this machine's own key is believed, and nobody else. `proof` shows that the record is in a log, and
    `status` how it stands; without them, the files beside each record are taken, where there are any. With
    `by_chunks` the files are told by the digests of their chunks, which the record commits to. Raises `UsageError`
    for paths that lead nowhere and `OperationError` for what cannot be read.
    """
    rule = trusting.load(Path(trust)) if trust else trusting.own()
    records = [Path(record)] if isinstance(record, str | Path) else [Path(one) for one in record]
    if not records or (len(records) > 1 and (proof or status)):
        raise UsageError("a proof or status belongs to one record", advice="let them lie beside their records")
    moment = now or datetime.datetime.now(datetime.UTC)
    whole: list[Present] = []

    def read_once() -> Present:
        if not whole:
            whole.append(read_present(Path(model), rule))
        return whole[0]

    return together(
        [
            _asked(Path(model), one, rule, moment, read_once=read_once, proof=proof, status=status, way=by_chunks)
            for one in records
        ],
        rule,
    )


def _asked(
    model: Path,
    record: Path,
    rule: trusting.Trust,
    moment: datetime.datetime,
    *,
    read_once: Callable[[], Present],
    proof: str | Path | None,
    status: str | Path | None,
    way: "ByChunks | None",
) -> Admission:
    at_hand = status_at_hand(record, status)
    data, shown = read_record(record), proof_at_hand(record, proof)

    def present() -> Present:
        return read_once() if way is None else _told_by_chunks(model, record, data, rule, way)

    try:
        return decide(data, rule, moment, present, proof=shown, status=at_hand)
    except TrustError as error:
        return refused(COULD_NOT_TELL, error.message, error.advice)


def _told_by_chunks(model: Path, record: Path, data: bytes, rule: trusting.Trust, way: "ByChunks") -> Present:
    """The files, once the record is believed. Raises `UsageError` where it commits to no chunks or has none."""
    from seatrial.gate.chunked import present_by_chunks  # noqa: PLC0415 - a gate without chunks starts without it
    from seatrial.gate.memory import Memory  # noqa: PLC0415 - as above
    from seatrial.record.chunks import MAX_BYTES, chunks_path, read_chunks  # noqa: PLC0415 - as above

    payload = decode(data).payload
    said = read_statement(payload).record
    if said.chunks is None:
        raise UsageError("the record commits to no chunks", advice="verify without --by-chunks")
    side = way.side or chunks_path(record)
    try:
        with side.open("rb") as file:
            chunks = read_chunks(file.read(MAX_BYTES + 1), said.chunks, said.resources)
    except OSError as error:
        advice = "get the .chunks file that lies beside the record, or verify without --by-chunks"
        raise UsageError(f"{side} cannot be read: {error.strerror}", advice=advice) from error
    memory = Memory(way.memory, record_digest(payload), arriving=way.arriving)
    return present_by_chunks(model, rule, said, chunks=chunks, way=way, memory=memory)


def status_at_hand(record: Path, given: str | Path | None) -> StatusAtHand:
    """The status given, or the one beside the record, with its proof. Raises `UsageError` when it cannot be read."""
    path = Path(given) if given else record.with_name(record.name + SUFFIX)
    if not given and not os.path.exists(path):  # noqa: PTH110 - False, too, for a name that cannot be
        return StatusAtHand()
    try:
        with path.open("rb") as file:
            return StatusAtHand(status=file.read(MAX_STATUS_BYTES + 1), proof=proof_at_hand(path, None))
    except OSError as error:
        advice = "give the status that the authority publishes"
        raise UsageError(f"the status {path} cannot be read: {error.strerror}", advice=advice) from error


def proof_at_hand(record: Path, given: str | Path | None) -> bytes | None:
    """The proof given, or the one beside the record. Raises `UsageError` when it cannot be read."""
    path = Path(given) if given else proof_path(record)
    if not given and not os.path.exists(path):  # noqa: PTH110 - False, too, for a name that cannot be
        return None
    try:
        with path.open("rb") as file:
            return file.read(MAX_PROOF_BYTES + 1)
    except OSError as error:
        advice = "give the file that lies beside the record"
        raise UsageError(f"the proof {path} cannot be read: {error.strerror}", advice=advice) from error


def read_record(path: Path) -> bytes:
    """The record's bytes, as many as a gate reads. Raises `UsageError` when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_RECORD_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"the record {path} cannot be read: {error.strerror}", advice="give the record.sigstore.json of the review"
        ) from error
