"""Attacks on a record and on what it is bound to. Each is named; none may be allowed."""

import dataclasses
import datetime
import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seatrial.documents.sigstore import decode, encode
from seatrial.domain.errors import UsageError
from seatrial.domain.result import Result
from seatrial.gate import present
from seatrial.gate.trust import Trust, TrustedSigner, own
from seatrial.gate.verify import verify
from seatrial.inventory.digest import oms_root
from seatrial.inventory.take import take
from seatrial.inventory.walk import Walk, walk
from seatrial.record.keys import PUBLIC, Signer, keys_directory, own_signer
from seatrial.record.statement import build
from seatrial.testing.sample_review import clear
from tests.attacks.records import ALLOW, DENY, NONCE, NOW, UNKNOWN, check, resealed, statement_of, trusting


def test_untouched_bytes_are_allowed(model: Path, record: bytes, signer: Signer) -> None:
    assert check(model, record, signer).result is ALLOW


def test_changed_byte(model: Path, record: bytes, signer: Signer) -> None:
    (model / "a.bin").write_bytes(b"First weights")
    found = check(model, record, signer)
    assert found.result is DENY
    assert [(d.kind, d.path) for d in found.differences] == [("changed", "a.bin")]


def test_renamed_file_with_the_same_oms_root(model: Path, record: bytes, signer: Signer) -> None:
    before = oms_root(_resources(model))
    (model / "b.bin").rename(model / "b.evil")
    assert oms_root(_resources(model)) == before
    found = check(model, record, signer)
    assert found.result is DENY
    assert [(d.kind, d.path, d.was) for d in found.differences] == [("renamed", "b.evil", "b.bin")]


def test_swapped_names(model: Path, record: bytes, signer: Signer) -> None:
    (model / "a.bin").rename(model / "x")
    (model / "b.bin").rename(model / "a.bin")
    (model / "x").rename(model / "b.bin")
    assert check(model, record, signer).result is DENY


def test_empty_file_added(model: Path, record: bytes, signer: Signer) -> None:
    (model / "__init__.py").touch()
    assert check(model, record, signer).result is DENY


def test_payload_under_git(model: Path, record: bytes, signer: Signer) -> None:
    (model / ".git" / "hooks").mkdir(parents=True)
    (model / ".git" / "hooks" / "post-checkout").write_text("#!/bin/sh\n")
    found = check(model, record, signer)
    assert found.result is DENY
    assert found.differences[0].path == ".git/hooks/post-checkout"


def test_file_removed(model: Path, record: bytes, signer: Signer) -> None:
    (model / "b.bin").unlink()
    assert [d.kind for d in check(model, record, signer).differences] == ["removed"]


def test_link_swapped_in(model: Path, record: bytes, signer: Signer, tmp_path: Path) -> None:
    (model / "a.bin").rename(tmp_path / "elsewhere")
    (model / "a.bin").symlink_to(tmp_path / "elsewhere")
    assert check(model, record, signer).result is DENY


def test_file_swapped_between_listing_and_reading(
    model: Path, record: bytes, signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The swap is put back to the reviewed bytes under another inode: what was listed is not what was read."""
    (tmp_path / "same").write_bytes((model / "a.bin").read_bytes())
    listed = walk

    def walk_then_swap(root: Path) -> Walk:
        found = listed(root)
        (tmp_path / "same").rename(model / "a.bin")
        return found

    monkeypatch.setattr(present, "walk", walk_then_swap)
    found = check(model, record, signer)
    assert found.result is DENY
    assert [(d.kind, d.path) for d in found.differences] == [("refused", "a.bin")]


def test_pipe_added_does_not_hang(model: Path, record: bytes, signer: Signer) -> None:
    os.mkfifo(model / "pipe")
    assert check(model, record, signer).result is DENY


def test_look_alike_unicode_name(model: Path, signer: Signer) -> None:
    (model / "caf\u00e9.bin").write_bytes(b"x")
    record = signer.seal(statement_of(model, signer))
    (model / "caf\u00e9.bin").rename(model / unicodedata.normalize("NFD", "caf\u00e9.bin"))
    assert check(model, record, signer).result is DENY


def test_record_of_another_model(model: Path, signer: Signer, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "w.bin").write_bytes(b"w")
    assert check(model, signer.seal(statement_of(other, signer)), signer).result is DENY


def test_somebody_elses_key(model: Path, signer: Signer, stranger: Signer) -> None:
    record = stranger.seal(statement_of(model, stranger))
    found = check(model, record, signer)
    assert found.result is UNKNOWN
    assert found.statement is None


def test_trusted_key_named_by_somebody_elses_signature(model: Path, signer: Signer, stranger: Signer) -> None:
    assert check(model, stranger.seal(statement_of(model, signer)), signer).result is UNKNOWN


def test_record_that_names_another_key_than_its_own(model: Path, signer: Signer, stranger: Signer) -> None:
    assert check(model, signer.seal(statement_of(model, stranger)), signer).result is DENY


def test_nobody_is_trusted(model: Path, record: bytes) -> None:
    assert verify(model, record, Trust(signers=()), NOW).result is UNKNOWN


def test_payload_changed_after_signing(model: Path, record: bytes, signer: Signer) -> None:
    envelope = decode(record)
    payload = envelope.payload.replace(b'"result":"clear"', b'"result":"CLEAR"')
    forged = encode(dataclasses.replace(envelope, payload=payload))
    found = check(model, forged, signer)
    assert found.result is DENY
    assert "changed after signing" in found.reasons[0].text


def test_regime_digest_changed_in_the_payload(model: Path, record: bytes, signer: Signer) -> None:
    envelope = decode(record)
    digest = json.loads(envelope.payload)["predicate"]["verdicts"][0]["digest"]
    payload = envelope.payload.replace(digest.encode(), b"sha256:" + b"0" * 64)
    assert payload != envelope.payload
    assert check(model, encode(dataclasses.replace(envelope, payload=payload)), signer).result is DENY


def test_signature_of_another_record(model: Path, record: bytes, signer: Signer, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "w.bin").write_bytes(b"w")
    signature = decode(signer.seal(statement_of(other, signer))).signature
    assert check(model, encode(dataclasses.replace(decode(record), signature=signature)), signer).result is DENY


def test_own_public_key_that_somebody_else_could_replace(tmp_path: Path, stranger: Signer) -> None:
    own_signer(tmp_path)
    public = keys_directory(tmp_path) / PUBLIC
    public.write_bytes(stranger.public_pem)
    public.chmod(0o666)
    with pytest.raises(UsageError):
        own(tmp_path)
    public.chmod(0o644)
    with pytest.raises(UsageError):
        own_signer(tmp_path)
    keys_directory(tmp_path).chmod(0o777)
    with pytest.raises(UsageError):
        own(tmp_path)


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(statement: dict[str, Any]) -> None:
        *parents, last = path.split("/")
        place: Any = statement
        for part in parents:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("predicate/verdicts/0/result", "not-clear"),
        ("predicate/verdicts/0/result", "splendid"),
        ("predicate/verdicts", []),
        ("predicate/identity", "declared"),
        ("predicate/resources/0/sha256", "0" * 64),
        ("predicate/resources/0/name", "other"),
        ("predicate/resources/0/size", 1),
        ("predicate/resources/0/size", -1),
        ("predicate/resources/0/sha256", "zz"),
        ("predicate/resources/0/sha256", "A" * 64),
        ("predicate/resources/0/name", "a.bin\n"),
        ("predicate/resources/0/name", "a\\b"),
        ("predicate/resources/0/name", "/a.bin"),
        ("predicate/resources/1/name", "a.bin"),
        ("predicate/nonce", "x"),
        ("predicate/nonce", "0" * 31 + "\n"),
        ("predicate/reviewSha256", ""),
        ("predicate/evidence/count", -1),
        ("predicate/evidence/algorithm", "none"),
        ("predicate/reviewer/independence", "third-party"),
        ("predicate/reviewer/basis", "guessed"),
        ("predicate/declared", ["b", "a"]),
        ("predicate/declared", ["a", "a"]),
        ("predicate/chunks", {"algorithm": "blake3", "size": 67108864, "root": "0" * 64, "count": 1}),
        ("predicate/chunks", {"algorithm": "blake3", "size": 1, "root": "0" * 64, "count": 3}),
        ("predicate/decision", {"outcome": "cleared"}),
        (
            "predicate/decision",
            {"outcome": "refused", "decidedAt": "2026-11-24T12:00:00Z", "reason": "tools", "conditions": []},
        ),
        (
            "predicate/decision",
            {"outcome": "refused", "decidedAt": "2026-11-24T12:00:00Z", "reason": "", "conditions": []},
        ),
        (
            "predicate/decision",
            {"outcome": "cleared", "decidedAt": "2027-11-24T12:00:00Z", "reason": "", "conditions": []},
        ),
        (
            "predicate/decision",
            {"outcome": "cleared", "decidedAt": "2026-11-24T12:00:00Z", "reason": "", "conditions": ["no tools"]},
        ),
        (
            "predicate/decision",
            {
                "outcome": "cleared-with-conditions",
                "decidedAt": "2026-11-24T12:00:00Z",
                "reason": "",
                "conditions": [""],
            },
        ),
        ("predicate/identity", "bytes\n"),
        ("predicate/verdicts/0/unmet", ["something"]),
        ("predicate/verdicts/0/digest", "0" * 64),
        ("predicate/reviewedAt", "2026-11-24T13:00:00+01:00"),
        ("predicate/expiresAt", "9999-12-31T23:59:59-14:00"),
        ("predicate/resources", []),
        ("subject/0/digest/sha256", "0" * 64),
        ("subject/0/digest/dirHash1", "0" * 64),
        ("subject/0/digest/sha512", "0" * 128),
        ("predicate/expiresAt", "2026-11-24T12:30:00Z"),
        ("predicate/reviewedAt", "2027-11-24T12:30:00Z"),
        ("predicate/reviewedAt", "2024-11-24T12:30:00Z"),
        ("predicate/reviewedAt", "2026-11-24T12:00:00"),
        ("predicate/serialization/method", "shards"),
        ("predicate/serialization/ignorePaths", ["a.bin"]),
        ("predicate/unheardOf", True),
        ("predicate/reviewed_at", "2026-11-24T12:00:00Z"),
        ("predicateType", "https://seatrial.dev/attestation/model-review/v2"),
        ("_type", "https://in-toto.io/Statement/v0.1"),
        ("predicate", None),
        ("subject", []),
    ],
)
def test_statement_that_an_insider_signs_but_that_does_not_hold(
    path: str, value: object, model: Path, record: bytes, signer: Signer
) -> None:
    found = check(model, resealed(signer, record, _set(path, value)), signer)
    assert found.result is not ALLOW
    assert found.reasons[0].text


def test_two_verdicts_of_one_regime(model: Path, record: bytes, signer: Signer) -> None:
    def double(statement: dict[str, Any]) -> None:
        verdicts = statement["predicate"]["verdicts"]
        verdicts.insert(0, verdicts[0] | {"result": "not-clear"})

    assert check(model, resealed(signer, record, double), signer).result is DENY


def test_regime_that_was_not_reviewed(model: Path, record: bytes, signer: Signer) -> None:
    assert check(model, record, signer, regimes=("eu-gpai-sr",)).result is DENY


def test_verdict_that_is_not_accepted(model: Path, record: bytes, signer: Signer) -> None:
    assert check(model, record, signer, results=(Result.NOT_APPLICABLE,)).result is DENY


def test_key_out_of_its_window(model: Path, record: bytes, signer: Signer) -> None:
    for window in ({"not_before": datetime.date(2026, 12, 1)}, {"not_after": datetime.date(2026, 11, 1)}):
        key = TrustedSigner(name="r", public_key=signer.public_pem, **window)
        assert verify(model, record, Trust(signers=(key,)), NOW).result is DENY


def test_expired_and_too_old(model: Path, record: bytes, signer: Signer) -> None:
    later = NOW + datetime.timedelta(days=181)
    assert verify(model, record, trusting(signer), later).result is DENY
    assert verify(model, record, trusting(signer, max_age_days=30), NOW + datetime.timedelta(days=31)).result is DENY


def test_file_that_the_signer_would_ignore_is_ignored_by_the_verifier_only(
    model: Path, record: bytes, signer: Signer
) -> None:
    (model / "a.bin").write_bytes(b"swapped")
    assert check(model, record, signer).result is DENY
    assert check(model, record, signer, ignore=("a.bin",)).result is ALLOW
    assert check(model, record, signer, ignore=("b.bin",)).result is DENY


def test_doubled_key_in_the_statement(model: Path, record: bytes, signer: Signer) -> None:
    payload = decode(record).payload.replace(b'"identity":"bytes"', b'"identity":"bytes","identity":"bytes"')
    assert check(model, signer.seal(payload), signer).result is DENY


def test_statement_that_is_not_canonical(model: Path, record: bytes, signer: Signer) -> None:
    payload = json.dumps(json.loads(decode(record).payload)).encode()
    assert check(model, signer.seal(payload), signer).result is DENY


@pytest.mark.parametrize(
    "payload", [b"", b"null", b"[]", b"{}", b"[" * 100_000, b'{"_type": 1' + b"0" * 5000 + b"}", b"\xff"]
)
def test_rubbish_that_is_signed(payload: bytes, model: Path, signer: Signer) -> None:
    assert check(model, signer.seal(payload), signer).result is DENY


def test_signature_under_the_curve_of_another_key(model: Path, record: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = ed25519.Ed25519PrivateKey.generate().public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    found = verify(model, record, Trust(signers=(TrustedSigner(name="ed", public_key=pem),)), NOW)
    assert found.result is UNKNOWN


def test_guessing_the_evidence_needs_the_salt(model: Path, signer: Signer) -> None:
    one = json.loads(statement_of(model, signer))["predicate"]["evidence"]["root"]
    review = dataclasses.replace(clear(), inventory=take(model), finished_at=NOW)
    other = build(
        review, b"{}", key_id=signer.key_id, nonce=NONCE, secret=b"t" * 32, lifetime=datetime.timedelta(days=1)
    )
    assert json.loads(other)["predicate"]["evidence"]["root"] != one


def _resources(model: Path) -> Any:
    from seatrial.inventory.digest import Resource

    return [Resource(path=a.path, sha256=a.sha256, size=a.size) for a in take(model).artifacts if not a.container]
