"""The gate as one call: paths in, an answer out. Offline, and light enough for a start-up script."""

import datetime
import os
from pathlib import Path
from typing import Final

from seatrial.domain.errors import UsageError
from seatrial.gate import trust as trusting
from seatrial.gate.admission import Admission
from seatrial.gate.status import StatusAtHand
from seatrial.gate.verify import verify
from seatrial.record.status import SUFFIX
from seatrial.tlog.proof import MAX_BYTES as MAX_PROOF_BYTES
from seatrial.tlog.proof import proof_path

MAX_RECORD_BYTES: Final = 128 * 1024 * 1024
MAX_STATUS_BYTES: Final = 1024 * 1024


def check(
    model: str | Path,
    *,
    record: str | Path,
    trust: str | Path | None = None,
    proof: str | Path | None = None,
    status: str | Path | None = None,
    now: datetime.datetime | None = None,
) -> Admission:
    """Whether the bytes at `model` are those of `record`, signed by somebody trusted, with an accepted verdict.

    Without `trust` this machine's own key is believed, and nobody else. `proof` shows that the record is in a log,
    and `status` how it stands; without them, the files beside the record are taken, where there are any. Raises
    `UsageError` for paths that lead nowhere and `OperationError` for what cannot be read.
    """
    rule = trusting.load(Path(trust)) if trust else trusting.own()
    moment = now or datetime.datetime.now(datetime.UTC)
    at_hand = status_at_hand(Path(record), status)
    return verify(
        Path(model), read_record(Path(record)), rule, moment, proof=proof_at_hand(Path(record), proof), status=at_hand
    )


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
