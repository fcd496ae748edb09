"""Signatures by elliptic-curve keys: P-256, P-384 and P-521, each with the SHA-2 of its own size, as OpenSSF Model
Signing has them. Keys are named in the two ways that are in use.
"""

import functools
import hashlib
from typing import TYPE_CHECKING, Final

from seatrial.documents.read import DocumentError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

_ORDERS: Final = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
    "secp521r1": int("1" + "F" * 65 + "A51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409", 16),
}
"""Order of the group, FIPS 186-4 appendix D.1.2; the keys are the curves that are known here."""
_SMALL: Final = 4096
"""Bytes of a key that is remembered once it was read: reading one costs an eighth of verifying a signature by it."""


def verifies(public_key_pem: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (DER) over `message` is by this key. Raises `DocumentError` for an unusable key."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only where signatures are met
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above

    digests = {"secp256r1": hashes.SHA256(), "secp384r1": hashes.SHA384(), "secp521r1": hashes.SHA512()}
    key = _load(public_key_pem)
    try:
        key.verify(signature, message, ec.ECDSA(digests[key.curve.name]))
    except InvalidSignature:
        return False
    return True


def lower_half(signature: bytes, public_key_pem: bytes) -> bytes:
    """The same signature with the smaller of its two possible values of s.

    From (r, s) anybody makes (r, order - s), which verifies as well; where a signature must have one spelling,
    this is it. Raises `DocumentError` for what is no signature or an unusable key.
    """
    from cryptography.hazmat.primitives.asymmetric.utils import (  # noqa: PLC0415 - only where signatures are met
        decode_dss_signature,
        encode_dss_signature,
    )

    order = _ORDERS[_load(public_key_pem).curve.name]
    try:
        r, s = decode_dss_signature(signature)
    except ValueError as error:
        raise DocumentError("not a signature in DER") from error
    return encode_dss_signature(r, min(s, order - s)) if 0 < s < order else signature


def key_id(public_key_pem: bytes) -> str:
    """`sha256:` of the public key in DER (SubjectPublicKeyInfo): how records name their signer."""
    return f"sha256:{hashlib.sha256(_encoded(public_key_pem, der=True)).hexdigest()}"


def key_hint(public_key_pem: bytes) -> str:
    """SHA-256 of the public key in PEM as OpenSSL writes it: how OpenSSF Model Signing fills a bundle's hint."""
    return hashlib.sha256(_encoded(public_key_pem, der=False)).hexdigest()


def public_der(public_key_pem: bytes) -> bytes:
    """The public key as SubjectPublicKeyInfo in DER. Raises `DocumentError` for an unusable key."""
    return _encoded(public_key_pem, der=True)


def curve_of(public_key_pem: bytes) -> str:
    """`secp256r1`, `secp384r1` or `secp521r1`. Raises `DocumentError` for an unusable key."""
    return _load(public_key_pem).curve.name


def _encoded(public_key_pem: bytes, *, der: bool) -> bytes:
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - only where signatures are met
        Encoding,
        PublicFormat,
    )

    return _load(public_key_pem).public_bytes(Encoding.DER if der else Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _load(public_key_pem: bytes) -> "ec.EllipticCurvePublicKey":
    return _loaded(public_key_pem) if len(public_key_pem) <= _SMALL else _parsed(public_key_pem)


@functools.lru_cache(maxsize=64)
def _loaded(public_key_pem: bytes) -> "ec.EllipticCurvePublicKey":
    return _parsed(public_key_pem)


def _parsed(public_key_pem: bytes) -> "ec.EllipticCurvePublicKey":
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - only where signatures are met
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415 - as above

    try:
        key = load_pem_public_key(public_key_pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise DocumentError("not a public key in PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise DocumentError("not an elliptic-curve public key")
    if key.curve.name not in _ORDERS:
        raise DocumentError(f"the curve {key.curve.name} is not one of P-256, P-384, P-521")
    return key
