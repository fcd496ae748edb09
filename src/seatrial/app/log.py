"""Keep a transparency log of records: begin one, append, sign, prove. Strangers read one with `audit_log.py`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.app.log_cosign import AskedWitness, Cosigned, cosign_all
from seatrial.documents import DocumentError
from seatrial.documents.rekor import Inclusion, entry_of, logged_bundle, trusted_root
from seatrial.documents.sigstore import decode as decode_bundle
from seatrial.documents.sigstore import verify as signed_by
from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.record.keys import own_public_key
from seatrial.record.note_keys import NoteSigner, make_note_key, open_note_key
from seatrial.tlog.database import LedgerError
from seatrial.tlog.ledger import PUBLIC, Ledger
from seatrial.tlog.note import MAX_BYTES as MAX_NOTE
from seatrial.tlog.note import Checkpoint, NoteError, checkpoint_of, decode, key_of, sign
from seatrial.tlog.proof import Proof, decode_proof, proof_path
from seatrial.tlog.tiles import CHECKPOINT

KEY: Final = "log.key"
VERIFIER: Final = "log.vkey"
MAX_RECORD_BYTES: Final = 128 * 1024 * 1024


class Logged(NamedTuple):
    """A record that is in the log, where it stands, and the file with the proof."""

    record: Path
    number: int
    proof: Path


def begin(directory: Path, origin: str, database: str = "") -> str:
    """Make a log with a new key, in PostgreSQL when its URL is given, and return the line by which others verify it.

    Raises `UsageError` when there is a log already or the origin cannot name one, `OperationError` for the disk.
    """
    if not origin or "+" in origin or any(mark.isspace() or not mark.isprintable() for mark in origin):
        advice = "write a name like `example.org/releases`: no spaces, no `+`"
        raise UsageError(f"{origin!r} cannot be the origin of a log", advice=advice)
    with _ledger_errors(directory):
        signer = make_note_key(directory / KEY, origin)
        try:
            ledger = Ledger.create(directory, origin, database)
        except LedgerError:
            (directory / KEY).unlink()  # of no log: the next attempt makes its own
            raise
        try:
            (directory / VERIFIER).write_text(signer.key.verifier + "\n", encoding="ascii")
            _publish(ledger, signer)
        finally:
            ledger.close()
    return signer.key.verifier


def append(directory: Path, records: Sequence[Path], public_key: Path | None = None) -> list[Logged]:
    """Add records that the given key signed (by default this machine's own), and write a proof beside each.

    A record that is in the log already keeps its place. Raises `TrustError` for a record that the key did not sign,
    `UsageError` for what is no record, `OperationError` for the disk.
    """
    pem = _public_key(public_key)
    entries = [_entry(record, pem) for record in records]
    with _open(directory) as (ledger, signer):
        numbers = ledger.append(entries)
        _publish(ledger, signer)
        return [
            Logged(record, number, _write_proof(ledger, number, record))
            for record, number in zip(records, numbers, strict=True)
        ]


def prove(directory: Path, record: Path, public_key: Path | None = None) -> Logged:
    """Write the proof of a record anew, under the latest checkpoint. Raises `UsageError` when it is not in the log."""
    entry = _entry(record, _public_key(public_key))
    with _open(directory) as (ledger, signer):
        number = ledger.find(entry)
        if number is None:
            raise UsageError(f"{record} is not in the log", advice=f"seatrial log append {directory} {record}")
        _publish(ledger, signer)
        return Logged(record, number, _write_proof(ledger, number, record))


def bundle(directory: Path, record: Path, out: Path, public_key: Path | None = None) -> Logged:
    """Write the proof anew, and the record with it as one Sigstore bundle, with `trusted_root.json` of the log beside.

    Raises `UsageError` when the record is not in the log.
    """
    logged = prove(directory, record, public_key)
    pem = _public_key(public_key)
    with record.open("rb") as file:
        envelope = decode_bundle(file.read(MAX_RECORD_BYTES + 1))
    proof = decode_proof(logged.proof.read_bytes())
    with _open(directory) as (_, signer):
        state = checkpoint_of(decode(proof.checkpoint))
        found = Inclusion(signer.key.id, proof.leaf_index, state.size, state.root, proof.path, proof.checkpoint)
        out.write_bytes(logged_bundle(envelope, entry_of(envelope, pem), found))
        root = trusted_root(signer.key.name, signer.key.id, signer.key.public)
        out.with_name("trusted_root.json").write_bytes(root)
    return logged


def checkpoint(directory: Path, witnesses: Sequence[AskedWitness] = ()) -> tuple[str, list[Cosigned]]:
    """Sign what is in the log, ask witnesses to cosign it, publish it, and return it with what became of each.

    Raises `UsageError` and `OperationError`.
    """
    with _open(directory) as (ledger, signer):
        note = _publish(ledger, signer)
        if not witnesses:
            return note.decode(), []
        cosigned, answers = cosign_all(ledger, note, witnesses)
        ledger.publish(cosigned, ledger.signed_size)
        return cosigned.decode(), answers


def _publish(ledger: Ledger, signer: NoteSigner) -> bytes:
    """What is published, cosignatures that it has already among it."""

    def signed(state: Checkpoint) -> bytes:
        return sign(state, signer.key, signer.sign).encode()

    note = _with_cosignatures(ledger, ledger.advance(signed))
    ledger.publish(note, ledger.signed_size)
    return note


def _with_cosignatures(ledger: Ledger, note: bytes) -> bytes:
    """The published form of the same checkpoint, which witnesses may have cosigned; else the note itself."""
    try:
        published = (ledger.directory / PUBLIC / CHECKPOINT).read_bytes()[:MAX_NOTE]
        return published if decode(published).text == decode(note).text else note
    except (OSError, NoteError):
        return note


def _write_proof(ledger: Ledger, number: int, record: Path) -> Path:
    latest = ledger.latest()
    if latest is None:
        raise LedgerError("the log has no signed checkpoint")
    note = _with_cosignatures(ledger, latest)
    path = proof_path(record)
    path.write_bytes(Proof(number, ledger.inclusion(number, ledger.signed_size), note).encode())
    return path


def _entry(record: Path, public_key_pem: bytes) -> bytes:
    try:
        with record.open("rb") as file:
            data = file.read(MAX_RECORD_BYTES + 1)
        envelope = decode_bundle(data)
    except OSError as error:
        advice = "give the record.sigstore.json of a review"
        raise UsageError(f"the record {record} cannot be read: {error.strerror}", advice=advice) from error
    except DocumentError as error:
        advice = "give the record.sigstore.json of a review"
        raise UsageError(f"{record} is no record: {error}", advice=advice) from error
    try:
        if not signed_by(envelope, public_key_pem):
            advice = "name the reviewer's public key with --key; a log takes no record that it cannot verify"
            raise TrustError(f"{record} is not signed by this key", advice=advice)
        return entry_of(envelope, public_key_pem)
    except DocumentError as error:
        raise UsageError(f"the key cannot be used: {error}", advice="give a public key in PEM with --key") from error


def _public_key(path: Path | None) -> bytes:
    if path is None:
        own = own_public_key()
        if own is None:
            raise UsageError("this machine has no key of its own", advice="name the reviewer's public key with --key")
        return own
    try:
        return path.read_bytes()[: 64 * 1024]
    except OSError as error:
        raise UsageError(f"the key {path} cannot be read: {error.strerror}", advice="check the path") from error


@contextmanager
def _open(directory: Path) -> Iterator[tuple[Ledger, NoteSigner]]:
    with _ledger_errors(directory):
        try:
            ledger = Ledger(directory)
        except LedgerError as error:
            advice = f"seatrial log init {directory} --origin example.org/releases"
            raise UsageError(str(error), advice=advice) from error
        try:
            signer = open_note_key(directory / KEY, ledger.origin)
            _refuse_other_key(directory, signer)
            yield ledger, signer
        finally:
            ledger.close()


def _refuse_other_key(directory: Path, signer: NoteSigner) -> None:
    """A log that changes its key without a word would look like another log to everybody who follows it."""
    try:
        known = key_of((directory / VERIFIER).read_text(encoding="ascii"))
    except (OSError, NoteError, UnicodeDecodeError) as error:
        advice = "restore it from what was handed to those who follow the log"
        raise UsageError(f"{directory / VERIFIER} cannot be read: {error}", advice=advice) from error
    if known != signer.key:
        raise TrustError(f"{directory / KEY} is not the key of this log", advice="restore the key of the log")


@contextmanager
def _ledger_errors(directory: Path) -> Iterator[None]:
    try:
        yield
    except LedgerError as error:
        advice = "nothing that was acknowledged is lost; check the disk and run it again"
        raise OperationError(str(error), advice=advice) from error
    except OSError as error:
        advice = "check the directory, its permissions and the disk"
        raise OperationError(f"the log in {directory} cannot be used: {error.strerror}", advice=advice) from error
