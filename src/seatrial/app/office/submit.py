"""Hand a submission in: verified at the door, or sealed and verified when it is opened."""

from sqlalchemy import Connection

from seatrial.app.office.case_file import load_case, opened_title
from seatrial.app.office.dispatch import Act, Done, NewItem, perform
from seatrial.app.office.office import Office, pem_id
from seatrial.app.office.package import (
    MAX_BYTES,
    MEDIA_TYPE,
    SEALED_MEDIA_TYPE,
    Package,
    digest_of,
    read_package,
)
from seatrial.app.office.refused import NoSuchCaseError
from seatrial.app.office.show import sees_in_full
from seatrial.app.office.verify_record import Verified, admitted, record_id, verify_record
from seatrial.cases.acts import ItemRef, Opened, PinnedRegime, SubmissionSent
from seatrial.cases.views import may_read
from seatrial.domain.errors import TrustError, UsageError
from seatrial.domain.person import Person
from seatrial.journal import answers, items, people


def open_case(office: Office, person: Person, *, title: str, regime_id: str = "", key: str = "") -> Done:
    """Open a case under a regime that the office offers; where it offers one only, under that."""
    with office.journal.looking() as db:
        opening = _opening(db, person, title, regime_id)
    return perform(office, person, opening, key=key)


def _opening(db: Connection, person: Person, title: str, regime_id: str) -> Act:
    offered = answers.offered(db)
    fitting = [kept for kept in offered if regime_id in ("", kept.id)]
    if len({kept.id for kept in fitting}) != 1:
        names = ", ".join(sorted({kept.id for kept in offered}))
        raise UsageError(f"{regime_id or 'no regime'} is not one to open a case under", advice=f"choose one of {names}")
    latest = fitting[-1]
    pinned = PinnedRegime(id=latest.id, version=latest.version, digest=latest.digest)
    return Act(kind="case.opened", body=Opened(title=title, organisation=person.organisation, regime=pinned))


def submit(
    office: Office,
    person: Person,
    package: bytes,
    *,
    case: str = "",
    title: str = "",
    regime_id: str = "",
    sealed: bool = False,
    key: str = "",
) -> Done:
    """Hand a package in, into a case that is there or a new one.

    A record that cannot be believed is refused at the door: raises `TrustError`. What is only missing is for the
    office to say. Raises `UsageError` for what is no submission.
    """
    if len(package) > MAX_BYTES:
        raise UsageError(f"a submission of more than {MAX_BYTES:,} bytes", advice="review the model in parts")
    read = None if sealed else read_package(package)
    if sealed and not package.startswith(b"age-encryption.org/v1\n"):
        raise UsageError("this is not sealed", advice="seal it to the office's recipient, or submit it openly")
    signer = _signer(office, read) if read else ""
    with office.journal.looking() as db:
        owner = people.owner_of_key(db, signer) if signer else None
        opening = None if case else _opening(db, person, title or "a model", regime_id)
    if read is not None:
        _own(office, person, signer, read, owner)
    record = record_id(read.record) if read else None
    media = SEALED_MEDIA_TYPE if sealed else MEDIA_TYPE
    new = NewItem(body=package, item="evidence", title="submission", media_type=media)
    refs = (ItemRef(digest=digest_of(package), item="evidence", title="submission"),)
    body = SubmissionSent(package=digest_of(package), sealed=sealed, record=record, items=refs)
    sent = Act(kind="submission.sent", case=case, body=body, items=(new,))
    if opening is None:
        return perform(office, person, sent, key=key)
    return perform(office, person, opening, sent, key=key)


def _signer(office: Office, package: Package) -> str:
    """Id of the key that signed the record. Raises `TrustError` for a record that cannot be believed."""
    name = pem_id(package.public_key)
    admission = admitted(package.record, {name: package.public_key.encode()}, office.clock())
    if admission.statement is None:
        reason = admission.reasons[0]
        raise TrustError(f"the record cannot be believed: {reason.text}", advice=reason.advice or "hand it in as it is")
    return name


def _own(office: Office, person: Person, key: str, package: Package, owner: tuple[str, str] | None) -> None:
    """Hold a key to the developer whose it is. A first one is taken as it comes. Raises `TrustError`."""
    if owner is None:
        with office.journal.writing() as db:
            people.add_key(
                db,
                key_id=key,
                person=person.id,
                organisation=person.organisation,
                pem=package.public_key,
                at=office.clock(),
            )
            owner = people.owner_of_key(db, key)
    if owner is None or owner[1] != person.organisation:
        raise TrustError("this key belongs to another organisation", advice="sign with a key of your own")


def check_submission(office: Office, person: Person, case_id: str) -> Verified:
    """What the office can say of the latest submission by itself: whether the record holds, and what is missing.

    It says as much as the verdict, to who sees that. Raises `NoSuchCaseError`, and `UsageError` while it is sealed.
    """
    with office.journal.reading(person) as db:
        case = load_case(office, db, case_id, office.clock())
        sent = case.state.submission
        readable = may_read(person, case.state.participants) and sees_in_full(case, person, "verdict")
        if not readable or sent is None:
            raise NoSuchCaseError(case_id)
        wanted = sent.package
        if sent.sealed:
            opened = [item.digest for item in items.of_case(db, case_id) if item.title == opened_title(wanted)]
            if not opened:
                raise UsageError("the submission is sealed", advice="open it first, with the office's key")
            wanted = opened[-1]
        package = items.body(db, case_id, wanted)
    if package is None:
        raise NoSuchCaseError(case_id)
    with office.journal.looking() as db:
        keys = people.keys_of(db, case.state.organisation)
    return verify_record(read_package(package), case.regime, keys, case.at, case.state.moved)
