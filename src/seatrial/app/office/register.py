"""The public register: a view of what was published. It can be dropped, and made again from log and journal."""

import json
from pathlib import Path
from typing import Any, Final

from seatrial.app.office.office import LOG, Office
from seatrial.cases.acts import Published
from seatrial.cases.event import read_event
from seatrial.documents import DocumentError, to_builtins
from seatrial.documents.rekor import entry_of
from seatrial.documents.sigstore import decode
from seatrial.documents.sigstore import verify as signed_by
from seatrial.domain.errors import TrustError, UsageError
from seatrial.journal import answers, events, items
from seatrial.journal.answers import Entry
from seatrial.register.feeds import MOST, Feed, News
from seatrial.register.publication import read_publication
from seatrial.register.statistics import RegimeStatistics, per_regime
from seatrial.tlog.database import LedgerError
from seatrial.tlog.ledger import Ledger

_ADVICE: Final = "stop the office, and restore log and database from copies of one time"


def enter(office: Office, case_id: str, number: int, sealed: bytes) -> None:
    """Put one publication into the view."""
    with office.journal.writing() as db:
        answers.enter(db, _entry(office, case_id, number, sealed))


def rebuild(office: Office) -> int:
    """Drop the view, and make it again from the events, held to the log; how many entries it has.

    Raises `TrustError` when a publication of the journal is not what stands in the log.
    """
    found: list[Entry] = []
    ledger = Ledger(office.directory / LOG)
    try:
        with office.journal.looking() as db:
            for case_id in events.case_ids(db):
                for kept in events.of_case(db, case_id):
                    if kept.kind != "publication.made":
                        continue
                    body = read_event(decode(kept.sealed).payload).body
                    sealed = items.body(db, case_id, body.entry) if isinstance(body, Published) else None
                    if sealed is None or not isinstance(body, Published):
                        raise TrustError(f"a publication of {case_id} is not in the journal", advice=_ADVICE)
                    if ledger.body(body.number) != entry_of(decode(sealed), office.signer.public_pem):
                        raise TrustError(f"entry {body.number} of the log is another", advice=_ADVICE)
                    found.append(_entry(office, case_id, body.number, sealed))
    except LedgerError as error:
        raise TrustError(f"the log does not hold what was published: {error}", advice=_ADVICE) from error
    finally:
        ledger.close()
    with office.journal.writing() as db:
        answers.drop_register(db)
        for entry in found:
            answers.enter(db, entry)
    return len(found)


def search(office: Office, **wanted: Any) -> list[Entry]:
    """Publications that match, the newest first: `words`, `regime_id`, `outcome`, `case_id`, `limit`, `before`."""
    with office.journal.looking() as db:
        return answers.search(db, **wanted)


def statistics_of(office: Office) -> tuple[RegimeStatistics, ...]:
    """Statistics a regime over everything that is public."""
    return per_regime(read_publication(decode(entry.sealed).payload)[2] for entry in all_entries(office))


def feed_of(office: Office, *, home: str, case_page: str, address: str) -> Feed:
    """What was published last, as a feed at an address."""
    found = search(office, limit=MOST)
    return Feed(
        office=office.configuration.name,
        origin=office.configuration.origin,
        home=home,
        case_page=case_page,
        address=address,
        news=[
            News(
                number=entry.number,
                case=entry.case_id,
                subject=entry.subject if entry.step == "detail" else "",
                developer=entry.organisation,
                regime=entry.regime,
                outcome=entry.outcome,
                at=entry.at,
            )
            for entry in found
        ],
    )


def all_entries(office: Office) -> list[Entry]:
    """Every publication, in the order of the log."""
    found: list[Entry] = []
    before: int | None = None
    with office.journal.looking() as db:
        while batch := answers.search(db, limit=answers.MOST_FOUND, before=before):
            found += batch
            before = batch[-1].number
    return found[::-1]


def as_plain(entry: Entry) -> dict[str, Any]:
    """An entry for programs: what it says, and where it stands."""
    name, sha256, publication = read_publication(decode(entry.sealed).payload)
    return {
        "number": entry.number,
        "subject": {"name": name, "sha256": sha256},
        "publication": to_builtins(publication),
        "statement": json.loads(entry.sealed),
    }


def published_file(office: Office, case_id: str, name: str) -> bytes:
    """A file that was published of a case, by its name. Raises `UsageError` when there is none of this name."""
    folder = office.directory / "published" / case_id
    names = {path.name: path for path in folder.iterdir() if _plain_file(path)} if _is_case(case_id, folder) else {}
    if name not in names:
        raise UsageError("nothing of this name is published", advice="see the register")
    return names[name].read_bytes()


def published_names(office: Office, case_id: str) -> list[str]:
    """Names of the files that were published of a case."""
    folder = office.directory / "published" / case_id
    return sorted(path.name for path in folder.iterdir() if _plain_file(path)) if _is_case(case_id, folder) else []


def _is_case(case_id: str, folder: Path) -> bool:
    return case_id.isascii() and case_id.isalnum() and folder.is_dir()


def _plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


def _entry(office: Office, case_id: str, number: int, sealed: bytes) -> Entry:
    try:
        envelope = decode(sealed)
        if not signed_by(envelope, office.signer.public_pem):
            raise TrustError("a publication that the office did not sign", advice=_ADVICE)
        name, sha256, publication = read_publication(envelope.payload)
    except DocumentError as error:
        raise TrustError(f"a publication cannot be read: {error}", advice=_ADVICE) from error
    return Entry(
        number=number,
        case_id=case_id,
        step=publication.step,
        at=publication.published_at,
        organisation=publication.developer,
        subject=name,
        subject_digest=sha256,
        regime=publication.regime,
        outcome=publication.outcome,
        sealed=sealed,
    )
