"""What a log keeps of a record: the `dsse` entry of Rekor v2, version 0.0.2, as Sigstore's own verifiers read it.

It holds the digest of what was signed, the signature and the key, and no name of a model.
https://github.com/sigstore/rekor-tiles/blob/main/docs/openapi/rekor_v2.swagger.json
"""

import base64
import hashlib
import json
from typing import Final, NamedTuple

from seatrial.documents.ecdsa import curve_of, public_der
from seatrial.documents.sigstore import Envelope, encode
from seatrial.documents.write import canonical

_DETAILS: Final = {
    "secp256r1": "PKIX_ECDSA_P256_SHA_256",
    "secp384r1": "PKIX_ECDSA_P384_SHA_384",
    "secp521r1": "PKIX_ECDSA_P521_SHA_512",
}


class Inclusion(NamedTuple):
    """That an entry is in a log."""

    key_id: bytes
    """Of the log's key in signed notes: four bytes."""
    leaf_index: int
    size: int
    root: bytes
    path: tuple[bytes, ...]
    checkpoint: bytes


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


def logged_bundle(envelope: Envelope, entry: bytes, proof: Inclusion) -> bytes:
    """The record and its log entry as one bundle, as the verifiers of Sigstore read it; gates take the two apart."""
    document = json.loads(encode(envelope))
    document["verificationMaterial"]["tlogEntries"] = [
        {
            "logIndex": str(proof.leaf_index),
            "logId": {"keyId": _base64(proof.key_id)},
            "kindVersion": {"kind": "dsse", "version": "0.0.2"},
            "integratedTime": "0",
            "inclusionProof": {
                "logIndex": str(proof.leaf_index),
                "rootHash": _base64(proof.root),
                "treeSize": str(proof.size),
                "hashes": [_base64(step) for step in proof.path],
                "checkpoint": {"envelope": proof.checkpoint.decode()},
            },
            "canonicalizedBody": _base64(entry),
        }
    ]
    return json.dumps(document, indent=1).encode() + b"\n"


def trusted_root(origin: str, key_id: bytes, public: bytes) -> bytes:
    """A log as Sigstore's verifiers are told of it: a `trusted_root.json` with this log and nothing else.

    `public` is the log's Ed25519 key, 32 bytes.
    """
    der = bytes.fromhex("302a300506032b6570032100") + public  # SubjectPublicKeyInfo of Ed25519, RFC 8410
    named = {"keyId": _base64(key_id)}
    log = {
        "baseUrl": f"https://{origin}",
        "hashAlgorithm": "SHA2_256",
        "publicKey": {
            "rawBytes": _base64(der),
            "keyDetails": "PKIX_ED25519",
            "validFor": {"start": "1970-01-01T00:00:00Z"},
        },
        "logId": named,
        "checkpointKeyId": named,
    }
    document = {
        "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
        "tlogs": [log],
        "certificateAuthorities": [],
        "ctlogs": [],
        "timestampAuthorities": [],
    }
    return json.dumps(document, indent=1).encode() + b"\n"
