"""What a review leaves behind: `report.html`, `review.json`, `record.sigstore.json`, `evidence/`, and for others'
tools the manifest `model.sig` and the short `clearance.sigstore.json`.
"""

import datetime
import errno
import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

from seatrial.app.locate import Located, resolved
from seatrial.app.notes import notes
from seatrial.documents import DocumentError, read, write
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.review import Review
from seatrial.record.chunks import SUFFIX as CHUNKS_SUFFIX
from seatrial.record.chunks import tree_of
from seatrial.record.exports import oms_statement, svr_statement
from seatrial.record.predicate import Capacity, Decision
from seatrial.record.statement import build, read_statement
from seatrial.reports import html

REVIEW_SCHEMA: Final = "seatrial.review/v1"
REVIEW: Final = "review.json"
RECORD: Final = "record.sigstore.json"
REPORT: Final = "report.html"
EVIDENCE: Final = "evidence"
LOGS: Final = "inspect"
"""Within the evidence: what the suites asked and heard, once more as logs of Inspect."""
OMS: Final = "model.sig"
"""The manifest as OpenSSF Model Signing's tools call it."""
CLEARANCE: Final = "clearance.sigstore.json"
CHUNKS: Final = RECORD + CHUNKS_SUFFIX
PART: Final = ".seatrial-part"
VALID: Final = datetime.timedelta(days=180)
"""How long a record may be relied on."""


class Signs(Protocol):
    """Whoever signs the record."""

    @property
    def key_id(self) -> str:
        """`sha256:...` of the public key."""

    def seal(self, statement: bytes) -> bytes:
        """The record: one Sigstore bundle."""

    def evidence_secret(self, nonce: bytes) -> bytes:
        """What salts the evidence tree of one record."""


class HoldsEvidence(Protocol):
    """Where evidence lies until it is kept."""

    def evidence(self, digest: str) -> bytes | None:
        """The bytes under a digest, or None."""


def choose_directory(out: Path | None, located: Located) -> Path:
    """Where to keep the review. Nothing is made yet, so this can be refused before any work: `UsageError`.

    A directory inside the subject is refused, since writing there would change what is under review; one that
    holds other things than a review is refused, since they would be mixed.
    """
    subject = resolved(located.path) if located.path else None
    directory = out or _beside(subject, located.name)
    target = resolved(directory)
    if subject and subject.is_dir() and target.is_relative_to(subject):
        raise UsageError(
            f"the output directory {directory} lies inside the model, and would change it",
            advice="give one outside with --out DIR",
        )
    if target.exists() and not target.is_dir():
        raise UsageError(f"the output {directory} is not a directory", advice="give another with --out DIR")
    with _disk(target):
        names = [entry.name for entry in target.iterdir()] if target.is_dir() else []
    if not all(map(_is_ours, names)):
        raise UsageError(
            f"the output directory {directory} holds other things than a review",
            advice="give a new or empty one with --out DIR",
        )
    return target


def make_directory(directory: Path) -> None:
    """Make it and its `evidence/`, so that a disk that takes nothing is noticed before checks run: `OperationError`."""
    with _disk(directory):
        (directory / EVIDENCE).mkdir(parents=True, exist_ok=True)


def _is_ours(name: str) -> bool:
    """Whether a review leaves this behind, whole or, when it was killed, in part."""
    return name in (REVIEW, RECORD, REPORT, EVIDENCE, OMS, CLEARANCE, CHUNKS) or (
        name.startswith(".") and name.endswith(PART)
    )


def _beside(subject: Path | None, name: str) -> Path:
    """`<name>.review` in the current directory, or next to the subject when that contains the current directory."""
    safe = "".join(c if c.isalnum() or c in "._-" else "-" for c in name).strip("-.")[:80] or "model"
    here = Path.cwd().resolve()
    if subject and subject.is_dir() and here.is_relative_to(subject):
        here = subject.parent
    return here / f"{safe}.review"


def keep(
    review: Review,
    directory: Path,
    evidence: HoldsEvidence,
    signer: Signs,
    *,
    chunks: tuple[bytes, ...] | None = None,
    logs: Iterable[tuple[str, bytes]] = (),
) -> None:
    """Write everything, each file whole or not at all, the report last. Raises `OperationError`.

    `logs` is evidence in the form that Inspect reads, by file name.
    """
    with _disk(directory):
        names = {item.digest.replace(":", "-"): item.digest for item in review.assessment.evidence}
        for stale in (directory / EVIDENCE).glob("sha256-*"):
            if stale.name not in names and stale.is_file():
                stale.unlink()
        for name, digest in names.items():
            content = evidence.evidence(digest)
            if content is not None:
                _write(directory / EVIDENCE / name, content)
        _keep_logs(directory / EVIDENCE / LOGS, logs)
        document = write(review, REVIEW_SCHEMA)
        _write(directory / REVIEW, document)
        keep_signed(directory, signed_statement(review, document, signer, chunks=chunks), signer, chunks)
        _write(directory / REPORT, html.render(review, notes()))


def _keep_logs(directory: Path, logs: Iterable[tuple[str, bytes]]) -> None:
    for stale in directory.glob("*.json"):
        if stale.is_file():
            stale.unlink()
    for name, content in logs:
        directory.mkdir(exist_ok=True)
        _write(directory / name, content)


def signed_statement(
    review: Review,
    document: bytes,
    signer: Signs,
    *,
    capacity: Capacity | None = None,
    decision: Decision | None = None,
    chunks: tuple[bytes, ...] | None = None,
) -> bytes:
    """What the record will say."""
    nonce = secrets.token_bytes(16)
    return build(
        review,
        document,
        key_id=signer.key_id,
        nonce=nonce,
        secret=signer.evidence_secret(nonce),
        lifetime=VALID,
        capacity=capacity,
        decision=decision,
        chunks=tree_of(chunks) if chunks is not None else None,
    )


def keep_signed(directory: Path, statement: bytes, signer: Signs, chunks: tuple[bytes, ...] | None) -> None:
    """Write the record, and what others' tools read of it. Of an earlier one nothing is left beside it."""
    with _disk(directory):
        about = read_statement(statement)
        clearance = svr_statement(about)
        signed = about.record.identity == "bytes"
        _place(directory / RECORD, signer.seal(statement))
        _place(directory / CHUNKS, b"".join(chunks) if chunks is not None else None)
        _place(directory / OMS, signer.seal(oms_statement(about)) if signed else None)
        _place(directory / CLEARANCE, signer.seal(clearance) if clearance is not None else None)


def _place(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        _write(path, content)


def read_review(directory: Path) -> Review:
    """The review kept in a directory. Raises `UsageError` when there is none or it is not one."""
    path = directory / REVIEW if directory.is_dir() else directory
    try:
        return read(path.read_bytes(), Review, REVIEW_SCHEMA)
    except OSError as error:
        raise UsageError(
            f"there is no review in {directory}: {error.strerror}", advice="give the directory that --out named"
        ) from error
    except DocumentError as error:
        raise UsageError(f"{path} is not a review: {error}", advice="make it again with `seatrial review`") from error


def _write(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class _disk:  # noqa: N801 - read as a statement: with _disk(directory)
    """Turns the disk's errors into advice."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise OperationError(
                f"the review cannot be kept in {self.directory}: {error.strerror}",
                advice=(
                    "free some space, or give another place with --out DIR"
                    if full
                    else "check its permissions, or give another place with --out DIR"
                )
                + "; finished checks are remembered, and the same command goes on from there",
            ) from error
