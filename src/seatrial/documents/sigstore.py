"""A DSSE envelope in a Sigstore bundle v0.3: written one way, read strictly, verified with a given key.

Exactly one signature, as Sigstore's own readers demand. Whoever reads decides which keys to believe.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from seatrial.documents.ecdsa import verifies
from seatrial.documents.read import DocumentError, parse_json
from seatrial.domain.text import shown

MEDIA_TYPE: Final = "application/vnd.dev.sigstore.bundle.v0.3+json"
PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
MAX_BYTES: Final = 128 * 1024 * 1024
MAX_PARTS: Final = 10_000
"""Objects, lists and their items. A bundle has tens; its bulk is Base64, which costs no more memory than it is long."""
_BUNDLE: Final = b"""{
 "mediaType": %s,
 "verificationMaterial": {
  "publicKey": {
   "hint": %s
  },
  "tlogEntries": []
 },
 "dsseEnvelope": {
  "payload": %s,
  "payloadType": %s,
  "signatures": [
   {
    "sig": %s,
    "keyid": ""
   }
  ]
 }
}
"""
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
    """The bundle as indented JSON, as `json.dumps` writes it with an indent of one, which is slow at it."""
    fields = (
        MEDIA_TYPE,
        envelope.hint,
        base64.b64encode(envelope.payload).decode(),
        envelope.payload_type,
        base64.b64encode(envelope.signature).decode(),
    )
    return _BUNDLE % tuple(json.dumps(field).encode() for field in fields)


def decode(data: bytes) -> Envelope:
    """The envelope in a bundle. Raises `DocumentError` for anything that is not exactly one."""
    if len(data) > MAX_BYTES:
        raise DocumentError(f"a bundle larger than {MAX_BYTES:,} bytes")
    if sum(data.count(mark) for mark in b"{[,") > MAX_PARTS:
        raise DocumentError(f"a bundle of more than {MAX_PARTS:,} parts")
    bundle = _object(parse_json(data), "$")
    if bundle.get("mediaType") != MEDIA_TYPE:
        raise DocumentError(f"$.mediaType: expected {MEDIA_TYPE}, found {shown(repr(bundle.get('mediaType')), 80)}")
    material = _object(bundle.get("verificationMaterial"), "$.verificationMaterial")
    inner = _object(bundle.get("dsseEnvelope"), "$.dsseEnvelope")
    signatures = inner.get("signatures")
    if not isinstance(signatures, list) or len(signatures) != 1:
        count = len(signatures) if isinstance(signatures, list) else "none"
        raise DocumentError(f"$.dsseEnvelope.signatures: exactly one is needed, found {count}")
    signature = _object(signatures[0], "$.dsseEnvelope.signatures[0]")
    key = material.get("publicKey")
    return Envelope(
        payload=_bytes(inner.get("payload"), "$.dsseEnvelope.payload"),
        payload_type=_text(inner.get("payloadType"), "$.dsseEnvelope.payloadType"),
        signature=_bytes(signature.get("sig"), "$.dsseEnvelope.signatures[0].sig"),
        hint=_text(key.get("hint", ""), "$.verificationMaterial.publicKey.hint") if isinstance(key, dict) else "",
        certificate=_certificate(material),
    )


class _Payload(msgspec.Struct, frozen=True):
    payload: bytes


class _Quick(msgspec.Struct, frozen=True):
    dsseEnvelope: _Payload  # noqa: N815 - as Sigstore spells it


_QUICK: Final = msgspec.json.Decoder(_Quick)


def payload_of(data: bytes) -> bytes:
    """What a bundle holds, and nothing else of it looked at: for bytes that a digest is known of.

    Raises `DocumentError` when there is none.
    """
    try:
        return _QUICK.decode(data).dsseEnvelope.payload
    except (msgspec.DecodeError, RecursionError) as error:
        raise DocumentError(f"no bundle: {error}") from error


def pae(payload_type: str, payload: bytes) -> bytes:
    """DSSE v1 pre-authentication encoding: the bytes that are signed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def verify(envelope: Envelope, public_key_pem: bytes) -> bool:
    """Whether the signature is by this ECDSA key. Raises `DocumentError` when the key is of another kind."""
    return verifies(public_key_pem, pae(envelope.payload_type, envelope.payload), envelope.signature)


def _certificate(material: dict[str, Any]) -> bytes:
    """The signer's own certificate: alone, or the first of a chain."""
    path = "$.verificationMaterial.certificate"
    certificate, chain = material.get("certificate"), material.get("x509CertificateChain")
    if isinstance(chain, dict):
        path = "$.verificationMaterial.x509CertificateChain.certificates"
        certificates = chain.get("certificates")
        if not isinstance(certificates, list) or not certificates:
            raise DocumentError(f"{path}: expected at least one")
        certificate = certificates[0]
    return _bytes(certificate.get("rawBytes"), f"{path}.rawBytes") if isinstance(certificate, dict) else b""


def _object(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise DocumentError(f"{path}: expected an object")
    unknown = sorted(set(value) - set(_KNOWN[path]))
    if unknown:
        raise DocumentError(f"{path}.{shown(unknown[0], 80)}: unknown field")
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
