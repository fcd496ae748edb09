"""Open a sealed submission: with the office's own key, by somebody who may, and noted in the case."""

from types import ModuleType
from typing import Final

from seatrial.app.office.case_file import load_case, opened_title
from seatrial.app.office.dispatch import Act, Done, NewItem, perform
from seatrial.app.office.office import SEAL_KEY, Office, pem_id
from seatrial.app.office.package import MEDIA_TYPE, read_package
from seatrial.app.office.refused import NoSuchCaseError
from seatrial.app.office.verify_record import verify_record
from seatrial.cases.acts import SubmissionOpened
from seatrial.cases.views import may_read
from seatrial.domain.errors import TrustError, UsageError
from seatrial.domain.person import Person
from seatrial.journal import items, people

_ADVICE: Final = "return it, and ask for one that is sealed to the office's recipient"


def open_sealed(office: Office, person: Person, case_id: str, *, key: str = "") -> Done:
    """Open the latest submission of a case. Raises `UsageError` when the office's key does not open it."""
    with office.journal.reading(person) as db:
        case = load_case(office, db, case_id, office.clock())
        sent = case.state.submission
        sealed = items.body(db, case_id, sent.package) if sent else None
    if sent is None or sealed is None or not may_read(person, case.state.participants):
        raise NoSuchCaseError(case_id)
    package = _opened(office, sealed)
    read = read_package(package)
    name = pem_id(read.public_key)
    with office.journal.looking() as db:
        owner = people.owner_of_key(db, name)
    if owner is not None and owner[1] != case.state.organisation:
        raise TrustError("the record is signed by a key of another organisation", advice=_ADVICE)
    found = verify_record(read, case.regime, {name: read.public_key.encode()}, case.at)
    if found.admission.statement is None:
        raise TrustError(f"the record cannot be believed: {found.admission.reasons[0].text}", advice=_ADVICE)
    body = SubmissionOpened(package=sent.package, record=found.record)
    new = NewItem(body=package, item="evidence", title=opened_title(sent.package), media_type=MEDIA_TYPE)
    done = perform(office, person, Act(kind="submission.opened", case=case_id, body=body, items=(new,)), key=key)
    with office.journal.writing() as db:
        people.add_key(
            db,
            key_id=name,
            person=case.events[0][0].author,
            organisation=case.state.organisation,
            pem=read.public_key,
            at=office.clock(),
        )
    return done


def _opened(office: Office, sealed: bytes) -> bytes:
    age = _age()
    try:
        text = (office.directory / SEAL_KEY).read_text(encoding="ascii")
        identity = age.x25519.Identity.from_str(text.strip())
        opened: bytes = age.decrypt(sealed, [identity])
    except (OSError, UnicodeDecodeError, age.IdentityError) as error:
        raise UsageError("the office has no key that opens submissions", advice="restore seal.key") from error
    except age.DecryptError as error:
        raise UsageError("the submission is not sealed to this office", advice=_ADVICE) from error
    return opened


def _age() -> ModuleType:
    try:
        import pyrage  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("sealing needs the extra `seal`", advice="pip install 'seatrial[seal]'") from error
    module: ModuleType = pyrage
    return module
