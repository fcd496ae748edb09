"""What a log keeps of a record: the `dsse` entry of Rekor v2, version 0.0.2, as Sigstore's own verifiers read it.

It holds the digest of what was signed, the signature and the key, and no name of a model.
https://github.com/sigstore/rekor-tiles/blob/main/docs/openapi/rekor_v2.swagger.json
"""

import base64
import hashlib
from typing import Final

from seatrial.documents.ecdsa import curve_of, public_der
from seatrial.documents.sigstore import Envelope
from seatrial.documents.write import canonical

_DETAILS: Final = {
    "secp256r1": "PKIX_ECDSA_P256_SHA_256",
    "secp384r1": "PKIX_ECDSA_P384_SHA_384",
    "secp521r1": "PKIX_ECDSA_P521_SHA_512",
}


def entry_of(envelope: Envelope, public_key_pem: bytes) -> bytes:
    """The entry for a record that this key signed. Raises `DocumentError` for an unusable key."""
    digest = hashlib.sha256(envelope.payload).digest()
    verifier = {
        "publicKey": {"rawBytes": _base64(public_der(public_key_pem))},
        "keyDetails": _DETAILS[curve_of(public_key_pem)],
    }
    spec = {
        "payloadHash": {"algorithm": "SHA2_256", "digest": _base64(digest)},
        "signatures": [{"content": _base64(envelope.signature), "verifier": verifier}],
    }
    return canonical({"apiVersion": "0.0.2", "kind": "dsse", "spec": {"dsseV002": spec}})


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
