"""How a published record stands, signed by the office and put into the log: renewed, so that gates find it fresh."""

import datetime
from pathlib import Path
from typing import Final

from seatrial.app.log import append
from seatrial.app.office.case_file import CaseFile, load_case
from seatrial.app.office.office import LOG, PUBLISHED, Office
from seatrial.app.status import set_status
from seatrial.cases.state import Stage
from seatrial.documents import DocumentError
from seatrial.documents.sigstore import decode
from seatrial.domain.errors import TrustError
from seatrial.record.status import SUFFIX, StatusCode, Suspension, read_status

RECORD: Final = "record.sigstore.json"
FRESH: Final = datetime.timedelta(hours=12)
"""A status that says the same is signed anew after this; gates that ask for a day never find it too old."""
_CODES: Final = {
    "cleared": StatusCode.CLEARED,
    "deemed-cleared": StatusCode.CLEARED,
    "registered": StatusCode.CLEARED,
    "not-applicable": StatusCode.CLEARED,
    "cleared-with-conditions": StatusCode.CLEARED_WITH_CONDITIONS,
    "refused": StatusCode.REFUSED,
    "recalled": StatusCode.REFUSED,
    "restricted": StatusCode.CLEARED_WITH_CONDITIONS,
}


def renew(office: Office) -> int:
    """Sign how every published record stands now, where it stands otherwise than was said or that is old; how many."""
    count = 0
    for record in sorted((office.directory / PUBLISHED).glob(f"*/{RECORD}")):
        with office.journal.looking() as db:
            case = load_case(office, db, record.parent.name, office.clock())
        if not _said(record, standing(case), case.at):
            sign_status(office, case, record)
            count += 1
    return count


def standing(case: CaseFile) -> StatusCode | None:
    """How the record of a decided case stands; None while nothing that says so was decided."""
    state, decided = case.state, case.state.decision
    if state.stage is Stage.CLOSED:
        return StatusCode.WITHDRAWN
    if decided is None or decided.outcome not in _CODES:
        return None
    if state.suspended(case.at):
        return StatusCode.SUSPENDED
    lasts = next((o.expires_days for o in case.regime.outcomes if o.code == decided.outcome and o.expires_days), None)
    if lasts is not None and case.at >= decided.at + datetime.timedelta(days=lasts):
        return StatusCode.EXPIRED
    return _CODES[decided.outcome]


def sign_status(office: Office, case: CaseFile, record: Path) -> None:
    """Sign how the record stands, and append that to the log; nothing is signed of what is not decided."""
    code = standing(case)
    if code is None:
        return
    held = case.state.suspension
    status, _ = set_status(
        record,
        code,
        reason=_reason(case, code),
        conditions=_conditions(case) if code is StatusCode.CLEARED_WITH_CONDITIONS else (),
        suspension=Suspension(
            finding=held.finding,
            severity=held.severity,
            scope=held.scope,
            reason=held.reason,
            expires_at=held.expires_at,
        )
        if code is StatusCode.SUSPENDED and held is not None
        else None,
        signer=office.signer,
        now=case.at,
    )
    append(office.directory / LOG, [status], office.public_key)


def _conditions(case: CaseFile) -> tuple[str, ...]:
    found = tuple(line.condition.text for line in case.state.ledger)
    reasons = case.state.decision.reasons if case.state.decision else ()
    return found or tuple(f"{reason.cites}: {reason.text}" for reason in reasons) or ("as decided",)


def _reason(case: CaseFile, code: StatusCode) -> str:
    if code is StatusCode.WITHDRAWN:
        return f"the case is {case.state.closed_as}"
    if code is not StatusCode.REFUSED or case.state.decision is None:
        return ""
    return "; ".join(f"{reason.cites}: {reason.text}" for reason in case.state.decision.reasons)[:1000]


def _said(record: Path, code: StatusCode | None, now: datetime.datetime) -> bool:
    """Whether the latest status says this, and not long ago."""
    path = record.with_name(record.name + SUFFIX)
    if code is None:
        return True
    if not path.exists():
        return False
    try:
        status = read_status(decode(path.read_bytes()).payload).status
    except (DocumentError, TrustError):
        return False
    return status.status is code and now - status.issued_at < FRESH
