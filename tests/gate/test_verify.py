"""What a verifier is told, and in which order. Attacks are in tests/attacks."""

import dataclasses
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from seatrial.domain.errors import UsageError
from seatrial.domain.result import Result
from seatrial.gate.admission import AdmissionResult
from seatrial.gate.present import Present
from seatrial.gate.trust import Trust, TrustedSigner
from seatrial.gate.verify import decide, verify
from seatrial.inventory.digest import Resource
from seatrial.record.keys import Signer, own_signer
from tests.attacks.records import NOW, check, statement_of, trusting


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return own_signer(tmp_path / "reviewer")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a.bin").write_bytes(b"weights")
    return tmp_path / "model"


def test_who_signed_and_what_was_reviewed_are_told_with_an_allow(model: Path, signer: Signer) -> None:
    found = check(model, signer.seal(statement_of(model, signer)), signer)
    assert found.result is AdmissionResult.ALLOW
    assert found.signer == "the reviewer"
    assert found.statement
    assert found.statement.subject_name == "model"
    assert (found.result.exit_code, AdmissionResult.DENY.exit_code, AdmissionResult.COULD_NOT_TELL.exit_code) == (
        0,
        1,
        3,
    )


def test_the_subject_is_told_before_the_verdict_and_both_are(model: Path, signer: Signer) -> None:
    record = signer.seal(statement_of(model, signer))
    (model / "a.bin").write_bytes(b"others!")
    found = check(model, record, signer, results=(Result.NOT_APPLICABLE,))
    texts = [reason.text for reason in found.reasons]
    assert texts[0] == "these are not the bytes that were reviewed"
    assert texts[1] == "changed: a.bin"
    assert texts[2].startswith("the verdict under")
    assert len(texts) == 3


def test_a_record_by_a_stranger_is_decided_without_reading_a_file(model: Path, signer: Signer) -> None:
    def unread() -> Present:
        raise AssertionError("the files were read")

    record = signer.seal(statement_of(model, signer))
    assert decide(record, Trust(signers=()), NOW, unread).result is AdmissionResult.COULD_NOT_TELL


def test_many_differences_are_counted(model: Path, signer: Signer) -> None:
    record = signer.seal(statement_of(model, signer))
    for number in range(100):
        (model / f"{number}.txt").touch()
    found = check(model, record, signer)
    assert len(found.differences) == 100
    assert found.reasons[-1].text == "and 92 more"


def test_a_name_with_an_invisible_character_is_admitted_as_reviewed_and_in_no_other_way(
    model: Path, signer: Signer
) -> None:
    (model / "a\u200db.bin").write_bytes(b"x")
    record = signer.seal(statement_of(model, signer))
    assert check(model, record, signer).result is AdmissionResult.ALLOW
    (model / "a\u200db.bin").rename(model / "ab.bin")
    found = check(model, record, signer)
    assert found.result is AdmissionResult.DENY
    assert all(reason.text.isprintable() for reason in found.reasons)


def test_a_key_that_cannot_be_used_does_not_hide_one_that_can(model: Path, signer: Signer) -> None:
    public = ed25519.Ed25519PrivateKey.generate().public_key()
    unusable = TrustedSigner(name="ed", public_key=public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    trust = trusting(signer)
    record = signer.seal(statement_of(model, signer))
    both = dataclasses.replace(trust, signers=(unusable, *trust.signers))
    assert verify(model, record, both, NOW).result is AdmissionResult.ALLOW


def test_an_endpoints_record_says_nothing_of_bytes(model: Path, signer: Signer) -> None:
    from tests.attacks.records import resealed

    def declared(statement: dict[str, dict[str, object]]) -> None:
        statement["predicate"] |= {"identity": "declared", "subjectKind": "endpoint"}

    record = resealed(signer, signer.seal(statement_of(model, signer)), declared)
    assert check(model, record, signer).result is AdmissionResult.COULD_NOT_TELL


def test_a_path_that_leads_nowhere_is_the_callers_error(tmp_path: Path, model: Path, signer: Signer) -> None:
    record = signer.seal(statement_of(model, signer))
    with pytest.raises(UsageError):
        check(tmp_path / "nowhere", record, signer)


def test_a_list_that_does_not_add_up_is_noticed_without_the_files(model: Path, signer: Signer) -> None:
    from tests.attacks.records import resealed

    def longer(statement: dict[str, dict[str, list[object]]]) -> None:
        statement["predicate"]["resources"].append({"name": "b", "sha256": "0" * 64, "size": 0})

    record = resealed(signer, signer.seal(statement_of(model, signer)), longer)
    files = Present(resources=(Resource(path="b", sha256="0" * 64, size=0),))
    found = decide(record, trusting(signer), NOW, lambda: files)
    assert found.result is AdmissionResult.DENY
    assert "add up" in found.reasons[0].text
