"""A second verifier of records, written from docs/reference/predicate-model-review-v1.md alone.

It imports nothing of Seatrial: the standard library and `cryptography`. What it answers where the page says less than
everything would show that the page is not enough.
"""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
HEX = re.compile(r"[0-9a-f]{64}")
FIELDS = {
    "nonce", "reviewedAt", "expiresAt", "reviewer", "subjectKind", "identity", "serialization", "resources", "verdicts",
    "checks", "containment", "declared", "evidence", "reviewSha256", "decision", "chunks",
}  # fmt: skip


class RefusedError(Exception):
    """Why the answer is no."""


def need(holds: object, why: str) -> None:
    if not holds:
        raise RefusedError(why)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len({name for name, _ in pairs}) == len(pairs), "a key stands twice")
    return dict(pairs)


def jcs(value: Any) -> bytes:
    """RFC 8785 for what a record holds: no floating point, and names within the basic plane."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(record: bytes, public_pem: bytes) -> dict[str, Any]:
    """The statement of a record that this key signed."""
    bundle = json.loads(record, object_pairs_hook=once)
    key = load_pem_public_key(public_pem)
    assert isinstance(key, ec.EllipticCurvePublicKey)
    envelope = bundle["dsseEnvelope"]
    need(len(envelope["signatures"]) == 1, "not one signature")
    payload, kind = base64.b64decode(envelope["payload"], validate=True), envelope["payloadType"].encode()
    signature = base64.b64decode(envelope["signatures"][0]["sig"], validate=True)
    try:
        signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise RefusedError("not signed by this key") from error
    need(decode_dss_signature(signature)[1] <= ORDER // 2, "the larger s")
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    spelled = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {"publicKey": {"hint": hashlib.sha256(pem).hexdigest()}, "tlogEntries": []},
        "dsseEnvelope": {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [{"sig": base64.b64encode(signature).decode(), "keyid": ""}],
        },
    }
    need(record == json.dumps(spelled, indent=1).encode() + b"\n", "not in its one spelling")
    statement: dict[str, Any] = json.loads(payload, object_pairs_hook=once)
    need(jcs(statement) == payload, "not canonical")
    need(set(statement) == {"_type", "subject", "predicateType", "predicate"}, "unknown fields")
    need(statement["_type"] == "https://in-toto.io/Statement/v1", "another type of statement")
    need(statement["predicateType"] == "https://seatrial.dev/attestation/model-review/v1", "another predicate")
    need(set(statement["predicate"]) == FIELDS, "fields that are missing or unknown")
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    named = statement["predicate"]["reviewer"]["keyId"]
    need(named == f"sha256:{hashlib.sha256(der).hexdigest()}", "it names another key")
    return statement


def digests(files: dict[str, str]) -> dict[str, str]:
    """Both digests of a subject, from path -> SHA-256."""
    ordered = sorted(files, key=lambda path: path.split("/"))
    lines = b"".join(files[p].encode() + b"  " + p.encode() + b"\n" for p in sorted(files, key=str.encode))
    root = hashlib.sha256(b"".join(bytes.fromhex(files[path]) for path in ordered)).hexdigest()
    return {"sha256": root, "dirHash1": hashlib.sha256(lines).hexdigest()}


def verify(model: Path, record: bytes, public_pem: bytes, now: str) -> None:
    """Return when the model may pass, at a time in RFC 3339; raise `RefusedError` otherwise."""
    statement = read(record, public_pem)
    said = statement["predicate"]
    need(said["reviewedAt"] <= now < said["expiresAt"], "not of its time")
    need(said["identity"] == "bytes", "no bytes are bound")
    need(said["decision"] is None or said["decision"]["outcome"] != "refused", "people refused it")
    stated = {r["name"]: r["sha256"] for r in said["resources"]}
    need(len(stated) == len(said["resources"]), "two files of one name")
    need(all(HEX.fullmatch(digest) for digest in stated.values()), "no digest")
    need([subject["digest"] for subject in statement["subject"]] == [digests(stated)], "the list does not add up")
    need(not any(p.is_symlink() for p in model.rglob("*")), "a link")
    there = {
        p.relative_to(model).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in model.rglob("*")
        if p.is_file()
    }
    need(there == stated, "other bytes or names")
    need(said["verdicts"] and all(v["result"] == "clear" for v in said["verdicts"]), "not clear")


def merkle(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it stands there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + merkle(leaves[:split]) + merkle(leaves[split:])).digest()


def chunks_hold(model: Path, record: bytes, side: bytes, public_pem: bytes) -> bool:
    """Whether the side file belongs to the record, and every chunk of every file has its digest."""
    from blake3 import blake3

    said = read(record, public_pem)["predicate"]
    listed = [side[at : at + 32] for at in range(0, len(side), 32)]
    tree, size = said["chunks"], said["chunks"]["size"]
    if len(side) != 32 * tree["count"] or merkle(listed).hex() != tree["root"]:
        return False
    found = [
        blake3(data[at : at + size]).digest()
        for resource in said["resources"]
        for data in [(model / resource["name"]).read_bytes()]
        for at in range(0, len(data), size)
    ]
    return found == listed
