"""What the developer's signature shows, beyond the cases that ship with the check."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.provenance import signature
from seatrial.checks.provenance.signature_cases import CASES, OMS, signed
from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, decode, encode, pae
from seatrial.domain.declaration import Declaration
from seatrial.domain.finding import Finding
from seatrial.inventory.take import survey
from seatrial.testing import Case

FILES = {"model.bin": b"weights"}


def told(root: Path, files: dict[str, bytes], declaration: Declaration | None = None) -> list[str]:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, declaration, locations=taken.locations, states=taken.states)
    findings = list(signature.check(subject))
    assert all(isinstance(f, Finding) and f.message.isprintable() for f in findings)
    return [f"{f.kind}: {f.message}" for f in findings if isinstance(f, Finding)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_answered_as_expected(case: Case, tmp_path: Path) -> None:
    lines = told(tmp_path, dict(case.files), case.declaration)
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    if case.good:
        assert not [line for line in lines if line.startswith(("fail", "open", "review"))]


def with_statement(change: dict[str, Any]) -> bytes:
    envelope = decode(signed(FILES))
    payload = json.dumps(json.loads(envelope.payload) | change).encode()
    return encode(Envelope(payload=payload, payload_type=PAYLOAD_TYPE, signature=envelope.signature))


@pytest.mark.parametrize(
    "data",
    [
        with_statement({"predicate": None}),
        with_statement({"predicate": {"resources": [1]}}),
        with_statement({"predicate": {"resources": [{"name": "a", "algorithm": "sha256", "digest": "zz"}]}}),
        with_statement({"predicate": {"resources": [{"name": "a", "algorithm": "blake2b", "digest": "0" * 64}]}}),
        with_statement({"subject": []}),
        with_statement({"subject": [{"name": "m", "digest": []}]}),
        with_statement({"predicateType": "https://model_signing/Digests/v0.1"}),
        encode(Envelope(payload=b"[" * 1000, payload_type=PAYLOAD_TYPE, signature=b"")),
        b'{"\x1b[2J',
        b"-----BEGIN PGP SIGNATURE-----\n",
    ],
    ids=[
        "no predicate",
        "resource that is none",
        "digest that is none",
        "other algorithm",
        "no subject",
        "subject without digest",
        "other predicate",
        "deep",
        "torn",
        "PGP",
    ],
)
def test_what_cannot_be_read_is_open_and_no_exception(data: bytes, tmp_path: Path) -> None:
    (line,) = told(tmp_path, {**FILES, "model.sig": data})
    assert line.startswith("open: the signature model.sig is not a signature that can be read")


def test_a_name_stands_twice(tmp_path: Path) -> None:
    resource = {"name": "model.bin", "algorithm": "sha256", "digest": "0" * 64}
    (line,) = told(tmp_path, {**FILES, "model.sig": with_statement({"predicate": {"resources": [resource] * 2}})})
    assert "stands twice" in line


def _chained(payload: bytes, key: ec.EllipticCurvePrivateKey, raw: bytes) -> bytes:
    signed_bytes = key.sign(pae(PAYLOAD_TYPE, payload), ec.ECDSA(hashes.SHA256()))
    bundle = json.loads(encode(Envelope(payload=payload, payload_type=PAYLOAD_TYPE, signature=signed_bytes)))
    import base64

    chain = {"certificates": [{"rawBytes": base64.b64encode(raw).decode()}]}
    bundle["verificationMaterial"] = {"x509CertificateChain": chain, "tlogEntries": []}
    return json.dumps(bundle).encode()


def certificate(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "developer")])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=1,
        not_valid_before=start,
        not_valid_after=start + datetime.timedelta(days=365),
    )
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, digest).public_bytes(Encoding.DER)


def test_the_key_of_a_certificate_verifies_and_its_chain_is_said_to_be_unchecked(tmp_path: Path) -> None:
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    payload = decode(signed(FILES)).payload
    good = told(tmp_path / "a", {**FILES, "model.sig": _chained(payload, key, certificate(key))})
    assert any(line.startswith("informational: ") and "chain is not checked" in line for line in good)
    bad = told(tmp_path / "b", {**FILES, "model.sig": _chained(payload, other, certificate(key))})
    assert any(line.startswith("fail: ") and "another key signed" in line for line in bad)


@pytest.mark.parametrize(
    "raw",
    [b"", b"not a certificate", certificate(ed25519.Ed25519PrivateKey.generate())],
    ids=["empty", "text", "of a kind that signs no model"],
)
def test_a_certificate_that_is_of_no_use_is_open(raw: bytes, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    lines = told(tmp_path, {**FILES, "model.sig": _chained(decode(signed(FILES)).payload, key, raw)})
    assert any(line.startswith("open: the signature model.sig cannot be verified") for line in lines)


def test_the_declared_key_goes_before_the_certificate(tmp_path: Path) -> None:
    key, declared = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    pem = declared.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    declaration = Declaration(name="m", facts={"developer.signing_key": pem})
    data = _chained(decode(signed(FILES)).payload, key, certificate(key))
    lines = told(tmp_path, {**FILES, "model.sig": data}, declaration)
    assert any(line.startswith("fail: ") and "the key that the declaration names" in line for line in lines)


def test_only_model_signatures_count_as_one(tmp_path: Path) -> None:
    assert OMS in signature.PREDICATES
    lines = told(tmp_path, {**FILES, "a.sigstore.json": signed(FILES, kind="https://slsa.dev/provenance/v1")})
    assert any(line.startswith("fail: no signature of the developer") for line in lines)
