"""Bundles are read strictly, and signatures verify under the key that is given and no other."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from seatrial.documents import DocumentError
from seatrial.documents.ecdsa import key_hint, key_id, lower_half, verifies
from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, decode, encode, pae, verify

CURVES: list[tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = [
    (ec.SECP256R1(), hashes.SHA256()),
    (ec.SECP384R1(), hashes.SHA384()),
    (ec.SECP521R1(), hashes.SHA512()),
]


def pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@given(st.text(max_size=40), st.text(max_size=70))
def test_a_bundle_is_indented_as_json_is(kind: str, hint: str) -> None:
    """Byte for byte as the module that wrote the first of them: a record has one spelling."""
    bundle = encode(Envelope(payload=b"{}", payload_type=kind, signature=b"s", hint=hint))
    assert bundle == json.dumps(json.loads(bundle), indent=1).encode() + b"\n"


@given(st.binary(max_size=300), st.text(max_size=40), st.binary(max_size=80), st.text(max_size=70))
def test_what_is_encoded_is_decoded(payload: bytes, kind: str, signature: bytes, hint: str) -> None:
    envelope = Envelope(payload=payload, payload_type=kind, signature=signature, hint=hint)
    assert decode(encode(envelope)) == envelope


@given(st.binary(max_size=400))
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        decode(data)


def test_the_bytes_that_are_signed_are_those_of_the_dsse_specification() -> None:
    assert pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


@pytest.mark.parametrize(("curve", "digest"), CURVES, ids=lambda value: getattr(value, "name", ""))
def test_each_curve_with_its_own_digest(curve: ec.EllipticCurve, digest: hashes.HashAlgorithm) -> None:
    key, other = ec.generate_private_key(curve), ec.generate_private_key(curve)
    signature = key.sign(pae(PAYLOAD_TYPE, b"{}"), ec.ECDSA(digest))
    envelope = Envelope(payload=b"{}", payload_type=PAYLOAD_TYPE, signature=signature)
    assert verify(envelope, pem(key))
    assert not verify(envelope, pem(other))
    weaker = key.sign(pae(PAYLOAD_TYPE, b"{}"), ec.ECDSA(hashes.SHA224()))
    assert not verify(Envelope(payload=b"{}", payload_type=PAYLOAD_TYPE, signature=weaker), pem(key))


@pytest.mark.parametrize(("curve", "digest"), CURVES, ids=lambda value: getattr(value, "name", ""))
def test_of_two_spellings_one_is_chosen_and_still_verifies(
    curve: ec.EllipticCurve, digest: hashes.HashAlgorithm
) -> None:
    key = ec.generate_private_key(curve)
    order = curve.group_order
    for message in (b"a", b"b", b"c", b"d"):
        signature = key.sign(message, ec.ECDSA(digest))
        r, s = decode_dss_signature(signature)
        chosen = lower_half(signature, pem(key))
        assert chosen == lower_half(encode_dss_signature(r, order - s), pem(key)) == lower_half(chosen, pem(key))
        assert chosen in (signature, encode_dss_signature(r, order - s))
        assert verifies(pem(key), message, chosen)


@pytest.mark.parametrize("signature", [b"", b"\x30\x00", b"\xff" * 70])
def test_no_signature_has_no_spelling(signature: bytes) -> None:
    with pytest.raises(DocumentError):
        lower_half(signature, pem(ec.generate_private_key(ec.SECP256R1())))


def test_keys_that_are_not_used_here_are_refused() -> None:
    for key in (
        pem(ed25519.Ed25519PrivateKey.generate()),
        pem(rsa.generate_private_key(65537, 2048)),
        pem(ec.generate_private_key(ec.SECP256K1())),
        b"",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    ):
        with pytest.raises(DocumentError):
            verifies(key, b"", b"")


def test_a_key_is_named_alike_however_its_text_is_laid_out() -> None:
    key = pem(ec.generate_private_key(ec.SECP256R1()))
    other = b"a remark\n" + key.replace(b"\n", b"\r\n") + b"\n\n"
    assert (key_id(key), key_hint(key)) == (key_id(other), key_hint(other))


@pytest.mark.parametrize(
    ("material", "certificate"),
    [
        ({"certificate": {"rawBytes": "bGVhZg=="}}, b"leaf"),
        ({"x509CertificateChain": {"certificates": [{"rawBytes": "bGVhZg=="}, {"rawBytes": "Y2E="}]}}, b"leaf"),
        ({"publicKey": {"hint": ""}}, b""),
    ],
)
def test_the_signers_own_certificate_is_found(material: dict[str, object], certificate: bytes) -> None:
    bundle = json.loads(encode(Envelope(payload=b"{}", payload_type=PAYLOAD_TYPE, signature=b"s")))
    assert decode(json.dumps(bundle | {"verificationMaterial": material}).encode()).certificate == certificate


def test_an_empty_chain_is_refused() -> None:
    bundle = json.loads(encode(Envelope(payload=b"{}", payload_type=PAYLOAD_TYPE, signature=b"s")))
    material: dict[str, dict[str, list[object]]] = {"x509CertificateChain": {"certificates": []}}
    with pytest.raises(DocumentError, match="at least one"):
        decode(json.dumps(bundle | {"verificationMaterial": material}).encode())


def test_the_specification_shows_the_spelling_of_a_record() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/predicate-model-review-v1.md").read_text()
    blocks = [part.split("```")[0] for part in page.split("```json\n")[1:]]
    (shown,) = [block for block in blocks if '"mediaType"' in block]
    filled = shown.replace("<64 hexadecimal digits>", "0" * 64)
    filled = filled.replace("<Base64 of the statement>", "e30=").replace("<Base64 of the signature>", "c2ln")
    envelope = Envelope(payload=b"{}", payload_type=PAYLOAD_TYPE, signature=b"sig", hint="0" * 64)
    assert filled.encode() == encode(envelope)
