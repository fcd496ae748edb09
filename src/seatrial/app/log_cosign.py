"""Ask witnesses to cosign a log's checkpoint. https://c2sp.org/tlog-witness"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from seatrial.domain.errors import UsageError
from seatrial.domain.text import shown
from seatrial.tlog.cosignature import MAX_ANSWER, Request, cosignature_in, size_of
from seatrial.tlog.ledger import Ledger
from seatrial.tlog.note import COSIGNATURE, Note, NoteError, NoteKey, checkpoint_of, decode, key_of

SECONDS: Final = 15.0
_ATTEMPTS: Final = 3
"""The witness may be ahead of what was believed, and may move once more meanwhile."""


class AskedWitness(NamedTuple):
    """Where a witness answers, and its key."""

    url: str
    key: NoteKey


class Cosigned(NamedTuple):
    """What became of one witness: the line that it gave, or why there is none."""

    witness: AskedWitness
    line: tuple[str, bytes] | None
    why: str = ""


def witness_at(url: str, key: str) -> AskedWitness:
    """A witness by its address and its key in one line. Raises `UsageError`."""
    try:
        found = key_of(key.strip())
    except NoteError as error:
        advice = "give the line that the witness publishes, `name+id+key`"
        raise UsageError(f"the key of the witness cannot be used: {error}", advice=advice) from error
    if found.kind != COSIGNATURE:
        raise UsageError(f"the key {found.name} is not one of a witness", advice="give the witness's own key")
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url} is no address of a witness", advice="write it as https://...")
    return AskedWitness(url.rstrip("/"), found)


def cosign_all(ledger: Ledger, note: bytes, witnesses: Sequence[AskedWitness]) -> tuple[bytes, list[Cosigned]]:
    """The checkpoint with every cosignature that was given, and what became of each witness."""
    read = decode(note)
    answers = [_asked(ledger, read, witness) for witness in witnesses]
    lines = [answer.line for answer in answers if answer.line is not None]
    kept = [line for line in read.signatures if all(line[0] != new[0] or line[1][:4] != new[1][:4] for new in lines)]
    return Note(read.text, (*kept, *lines)).encode(), answers


def _asked(ledger: Ledger, note: Note, witness: AskedWitness) -> Cosigned:
    size, old = checkpoint_of(note).size, 0
    own = [line for line in note.signatures if line[0] == checkpoint_of(note).origin]
    sent = Note(note.text, tuple(own)).encode()
    for _ in range(_ATTEMPTS):
        request = Request(old, ledger.consistency(old, size) if 0 < old < size else (), sent)
        try:
            status, body = _post(f"{witness.url}/add-checkpoint", request.encode())
        except OSError as error:
            return Cosigned(witness, None, f"cannot be reached: {shown(str(error), 120)}")
        if status == 200:
            try:
                return Cosigned(witness, cosignature_in(body, note, witness.key))
            except NoteError as error:
                return Cosigned(witness, None, f"gave no cosignature that holds: {shown(str(error), 120)}")
        known = size_of(body.decode("ascii", "replace").strip()) if status == 409 else None
        if known is None:
            return Cosigned(witness, None, f"refused it with {status}: {shown(body.decode('utf-8', 'replace'), 120)}")
        if known > size:
            return Cosigned(witness, None, f"has seen {known:,} entries, more than the {size:,} of this checkpoint")
        old = known
    return Cosigned(witness, None, "moves while it is asked")


def _post(url: str, body: bytes) -> tuple[int, bytes]:
    """Status and body, of bounded length. Raises `OSError` when there is no answer."""
    import urllib3  # noqa: PLC0415 - only here

    pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=SECONDS), retries=False)
    try:
        answer = pool.request("POST", url, body=body, redirect=False, preload_content=False)
        try:
            return answer.status, answer.read(MAX_ANSWER + 1)
        finally:
            answer.close()
    except urllib3.exceptions.HTTPError as error:
        raise OSError(str(error)) from error
    finally:
        pool.clear()
