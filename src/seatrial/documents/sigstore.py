"""A DSSE envelope in a Sigstore bundle v0.3: written one way, read strictly, verified with a given key.

Exactly one signature, as Sigstore's own readers demand. Whoever reads decides which keys to believe.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Final

from seatrial.documents.read import DocumentError, parse_json

MEDIA_TYPE: Final = "application/vnd.dev.sigstore.bundle.v0.3+json"
PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
MAX_BYTES: Final = 128 * 1024 * 1024
_KNOWN: Final = {
    "$": ("mediaType", "verificationMaterial", "dsseEnvelope"),
    "$.verificationMaterial": (
        "publicKey",
        "certificate",
        "x509CertificateChain",
        "tlogEntries",
        "timestampVerificationData",
    ),
    "$.dsseEnvelope": ("payload", "payloadType", "signatures"),
    "$.dsseEnvelope.signatures[0]": ("sig", "keyid"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What a bundle holds. Nothing in it is believed until `verify` has said so."""

    payload: bytes
    payload_type: str
    signature: bytes
    hint: str = ""
    """The signer's own hint at the public key."""
    certificate: bytes = b""
    """DER of the leaf certificate, when the bundle carries one."""


def encode(envelope: Envelope) -> bytes:
    """The bundle as indented JSON."""
    document = {
        "mediaType": MEDIA_TYPE,
        "verificationMaterial": {"publicKey": {"hint": envelope.hint}, "tlogEntries": []},
        "dsseEnvelope": {
            "payload": base64.b64encode(envelope.payload).decode(),
            "payloadType": envelope.payload_type,
            "signatures": [{"sig": base64.b64encode(envelope.signature).decode(), "keyid": ""}],
        },
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def decode(data: bytes) -> Envelope:
    """The envelope in a bundle. Raises `DocumentError` for anything that is not exactly one."""
    if len(data) > MAX_BYTES:
        raise DocumentError(f"a bundle larger than {MAX_BYTES:,} bytes")
    bundle = _object(parse_json(data), "$")
    if bundle.get("mediaType") != MEDIA_TYPE:
        raise DocumentError(f"$.mediaType: expected {MEDIA_TYPE}, found {bundle.get('mediaType')!r}")
    material = _object(bundle.get("verificationMaterial"), "$.verificationMaterial")
    inner = _object(bundle.get("dsseEnvelope"), "$.dsseEnvelope")
    signatures = inner.get("signatures")
    if not isinstance(signatures, list) or len(signatures) != 1:
        count = len(signatures) if isinstance(signatures, list) else "none"
        raise DocumentError(f"$.dsseEnvelope.signatures: exactly one is needed, found {count}")
    signature = _object(signatures[0], "$.dsseEnvelope.signatures[0]")
    key, certificate = material.get("publicKey"), material.get("certificate")
    return Envelope(
        payload=_bytes(inner.get("payload"), "$.dsseEnvelope.payload"),
        payload_type=_text(inner.get("payloadType"), "$.dsseEnvelope.payloadType"),
        signature=_bytes(signature.get("sig"), "$.dsseEnvelope.signatures[0].sig"),
        hint=_text(key.get("hint", ""), "$.verificationMaterial.publicKey.hint") if isinstance(key, dict) else "",
        certificate=_bytes(certificate.get("rawBytes"), "$.verificationMaterial.certificate.rawBytes")
        if isinstance(certificate, dict)
        else b"",
    )


def pae(payload_type: str, payload: bytes) -> bytes:
    """DSSE v1 pre-authentication encoding: the bytes that are signed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def verify(envelope: Envelope, public_key_pem: bytes) -> bool:
    """Whether the signature is by this ECDSA key (P-256, P-384 or P-521, each with its own SHA-2).

    Raises `DocumentError` when the key is of another kind.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only where signatures are met
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - only where signatures are met
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - only where signatures are met
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415 - as above

    try:
        key = load_pem_public_key(public_key_pem)
    except ValueError as error:
        raise DocumentError("not a public key in PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise DocumentError("not an elliptic-curve public key")
    digests = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}
    digest = digests.get(key.curve.key_size)
    if digest is None or not key.curve.name.startswith("secp"):
        raise DocumentError(f"the curve {key.curve.name} is not one of P-256, P-384, P-521")
    try:
        key.verify(envelope.signature, pae(envelope.payload_type, envelope.payload), ec.ECDSA(digest))
    except InvalidSignature:
        return False
    return True


def _object(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise DocumentError(f"{path}: expected an object")
    unknown = sorted(set(value) - set(_KNOWN[path]))
    if unknown:
        raise DocumentError(f"{path}.{unknown[0]}: unknown field")
    return value


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise DocumentError(f"{path}: expected text")
    return value


def _bytes(value: Any, path: str) -> bytes:
    try:
        return base64.b64decode(_text(value, path).encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise DocumentError(f"{path}: not Base64") from error
