"""A clearance that was taken back must not be passed off as standing."""

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from seatrial.documents import canonical
from seatrial.documents.sigstore import decode
from seatrial.gate.admission import Admission
from seatrial.gate.status import StatusAtHand
from seatrial.gate.verify import verify
from seatrial.record.keys import Signer, own_signer
from seatrial.record.statement import read_statement
from seatrial.record.status import RecordStatus, StatusCode, Suspension, record_digest, write_status
from tests.attacks.records import ALLOW, DENY, NOW, UNKNOWN, statement_of, trusting

HOUR = datetime.timedelta(hours=1)
HELD = Suspension(
    finding="F-12", severity="high", scope="all uses", reason="tools leak", expires_at=NOW + datetime.timedelta(days=30)
)


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return own_signer(tmp_path / "reviewer")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a.bin").write_bytes(b"weights")
    return tmp_path / "model"


@pytest.fixture
def record(model: Path, signer: Signer) -> bytes:
    return signer.seal(statement_of(model, signer))


def status_of(record: bytes, signer: Signer, **changes: Any) -> bytes:
    payload = decode(record).payload
    plain = RecordStatus(
        status=StatusCode.CLEARED,
        record_sha256=record_digest(payload),
        number=0,
        issued_at=NOW,
        issuer_key_id=signer.key_id,
    )
    return signer.seal(write_status(read_statement(payload), dataclasses.replace(plain, **changes)))


def gate(
    model: Path, record: bytes, signer: Signer, status: bytes | None, *, after: datetime.timedelta = HOUR, **rule: Any
) -> Admission:
    wanted = {"max_status_age_hours": 24, **rule}
    return verify(model, record, trusting(signer, **wanted), NOW + after, status=StatusAtHand(status=status))


def test_a_fresh_status_lets_the_record_stand(model: Path, record: bytes, signer: Signer) -> None:
    assert gate(model, record, signer, status_of(record, signer)).result is ALLOW


def test_no_status_where_one_is_asked_for(model: Path, record: bytes, signer: Signer) -> None:
    assert gate(model, record, signer, None).result is UNKNOWN
    assert gate(model, record, signer, None, max_status_age_hours=None).result is ALLOW


def test_an_old_status_replayed(model: Path, record: bytes, signer: Signer) -> None:
    """Suspended since; the attacker shows the status of before."""
    old = status_of(record, signer)
    assert gate(model, record, signer, old, after=23 * HOUR).result is ALLOW
    found = gate(model, record, signer, old, after=25 * HOUR)
    assert found.result is UNKNOWN
    assert "older than the 24 hours" in found.reasons[0].text or "older than 24 hours" in found.reasons[0].text


def test_a_suspension_that_is_at_hand_counts_even_where_no_status_is_asked_for(
    model: Path, record: bytes, signer: Signer
) -> None:
    held = status_of(record, signer, status=StatusCode.SUSPENDED, suspension=HELD)
    for hours in (24, None):
        found = gate(model, record, signer, held, max_status_age_hours=hours)
        assert found.result is DENY
        assert "F-12" in found.reasons[0].text
        assert "tools leak" in found.reasons[0].text


def test_a_suspension_that_ran_out_is_not_taken_for_a_clearance(model: Path, record: bytes, signer: Signer) -> None:
    soon = dataclasses.replace(HELD, expires_at=NOW + datetime.timedelta(minutes=30))
    held = status_of(record, signer, status=StatusCode.SUSPENDED, suspension=soon)
    assert gate(model, record, signer, held).result is UNKNOWN


@pytest.mark.parametrize("code", [StatusCode.REFUSED, StatusCode.WITHDRAWN, StatusCode.EXPIRED])
def test_what_does_not_stand_is_denied(model: Path, record: bytes, signer: Signer, code: StatusCode) -> None:
    assert gate(model, record, signer, status_of(record, signer, status=code, reason="so it is")).result is DENY


def test_conditions_are_accepted_only_where_the_verifier_does(model: Path, record: bytes, signer: Signer) -> None:
    status = status_of(record, signer, status=StatusCode.CLEARED_WITH_CONDITIONS, conditions=("Report monthly.",))
    assert gate(model, record, signer, status).result is ALLOW
    strict = gate(model, record, signer, status, statuses=("cleared",))
    assert strict.result is DENY
    assert "Report monthly." in strict.reasons[0].text


def test_a_status_of_another_record(model: Path, record: bytes, signer: Signer, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.bin").write_bytes(b"other weights")
    other = signer.seal(statement_of(tmp_path / "other", signer))
    assert gate(model, record, signer, status_of(other, signer)).result is DENY
    later = signer.seal(statement_of(model, signer, tool_version="9"))
    assert gate(model, record, signer, status_of(later, signer)).result is DENY


def test_a_status_of_a_stranger(model: Path, record: bytes, signer: Signer, tmp_path: Path) -> None:
    stranger = own_signer(tmp_path / "stranger")
    assert gate(model, record, signer, status_of(record, stranger)).result is UNKNOWN
    # Nor can a stranger suspend what is not theirs, where no status is asked for.
    held = status_of(record, stranger, status=StatusCode.SUSPENDED, suspension=HELD)
    assert gate(model, record, signer, held, max_status_age_hours=None).result is ALLOW


def test_a_status_from_the_future(model: Path, record: bytes, signer: Signer) -> None:
    """Signed ahead, to be fresh for long."""
    ahead = status_of(record, signer, issued_at=NOW + datetime.timedelta(days=3))
    assert gate(model, record, signer, ahead).result is DENY


def test_a_status_of_a_key_out_of_its_window(model: Path, record: bytes, signer: Signer) -> None:
    trusted = trusting(signer).signers[0]
    closed = dataclasses.replace(trusted, not_after=NOW.date())
    late = status_of(record, signer, issued_at=NOW + datetime.timedelta(days=2))
    found = gate(model, record, signer, late, after=datetime.timedelta(days=2, hours=1), signers=(closed,))
    assert found.result is DENY


def test_a_record_passed_off_as_its_own_status(model: Path, record: bytes, signer: Signer) -> None:
    assert gate(model, record, signer, record).result is DENY


def test_a_changed_status(model: Path, record: bytes, signer: Signer) -> None:
    held = status_of(record, signer, status=StatusCode.SUSPENDED, suspension=HELD)
    bundle = json.loads(held)
    clear = json.loads(status_of(record, signer))
    bundle["dsseEnvelope"]["payload"] = clear["dsseEnvelope"]["payload"]
    mixed = json.dumps(bundle, indent=1).encode() + b"\n"
    assert gate(model, record, signer, mixed).result is not ALLOW
    for broken in (b"", b"{}", held[:-40], held.replace(b'"keyid": ""', b'"keyid": "x"'), held + b" "):
        assert gate(model, record, signer, broken).result is not ALLOW


def test_an_unknown_field_or_status(model: Path, record: bytes, signer: Signer) -> None:
    """Signed by the trusted key itself."""
    for change in ({"more": 1}, {"status": "fine"}, {"issuedAt": "2026-11-24T12:00:00+01:00"}, {"number": -1}):
        plain = json.loads(decode(status_of(record, signer)).payload)
        plain["predicate"].update(change)
        assert gate(model, record, signer, signer.seal(canonical(plain))).result is DENY, change


@pytest.mark.parametrize("field", ["finding", "severity", "scope", "reason"])
def test_an_emergency_suspension_that_says_too_little(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        dataclasses.replace(HELD, **{field: " "})  # type: ignore[arg-type]
