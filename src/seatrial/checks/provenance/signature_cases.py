"""Known answers for provenance.signature; the keys that sign are written down here and used nowhere else."""

import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, encode, pae
from seatrial.domain.declaration import Declaration
from seatrial.testing import Case

OMS = "https://model_signing/signature/v1.0"
_KEY = ec.derive_private_key(0x5EA7121A1, ec.SECP256R1())
_OTHER = ec.derive_private_key(0x5EA7121A2, ec.SECP256R1())
_FILES = {"model.bin": b"weights", "README.md": b"# Model\n"}


def signed(files: dict[str, bytes], *, kind: str = OMS, root: str = "") -> bytes:
    """An OpenSSF Model Signing v1.0 bundle over `files`, by the key of these cases; with faults where asked for."""
    resources = [
        {"name": name, "algorithm": "sha256", "digest": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    ]
    root = root or hashlib.sha256(b"".join(bytes.fromhex(r["digest"]) for r in resources)).hexdigest()
    serialization = {"method": "files", "hash_type": "sha256", "allow_symlinks": False, "ignore_paths": ["model.sig"]}
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "model", "digest": {"sha256": root}}],
        "predicateType": kind,
        "predicate": {"serialization": serialization, "resources": resources},
    }
    payload = json.dumps(statement).encode()
    signature = _KEY.sign(pae(PAYLOAD_TYPE, payload), ec.ECDSA(hashes.SHA256()))
    return encode(Envelope(payload=payload, payload_type=PAYLOAD_TYPE, signature=signature))


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _declaring(key: ec.EllipticCurvePrivateKey) -> Declaration:
    return Declaration(name="m", facts={"developer.signing_key": _pem(key)})


PUBLIC_PEM = _pem(_KEY)
"""What verifies the signatures of these cases."""


CASES = (
    Case(
        name="signed over other weights than these",
        files={**_FILES, "model.sig": signed({**_FILES, "model.bin": b"other"})},
        declaration=_declaring(_KEY),
        expect=("fail: the signature model.sig was made over other contents of model.bin",),
    ),
    Case(
        name="a file beside the signed ones",
        files={**_FILES, "extra.py": b"pass\n", "model.sig": signed(_FILES)},
        declaration=_declaring(_KEY),
        expect=("review: the signature model.sig leaves out extra.py",),
    ),
    Case(
        name="signed by another key than the declared one",
        files={**_FILES, "model.sig": signed(_FILES)},
        declaration=_declaring(_OTHER),
        expect=("fail: the signature model.sig is not a signature by the key that the declaration names",),
    ),
    Case(
        name="signed by a key that nobody names",
        files={**_FILES, "model.sig": signed(_FILES)},
        expect=("open: the signature model.sig cannot be verified here",),
    ),
    Case(
        name="rubbish in place of a signature",
        files={**_FILES, "model.sig": b"signed, sealed, delivered\n"},
        expect=("open: the signature model.sig is not a signature that can be read",),
    ),
    Case(
        name="a root digest that the list of files does not add up to",
        files={**_FILES, "model.sig": signed(_FILES, root="0" * 64)},
        declaration=_declaring(_KEY),
        expect=("open: the signature model.sig is not a signature that can be read: $.subject",),
    ),
    Case(
        name="a signed statement about something else, under a name that says nothing",
        files={**_FILES, "build.json": signed({}, kind="https://slsa.dev/provenance/v1")},
        expect=("fail: no signature of the developer", "informational: the signature build.json is a signed statement"),
    ),
    Case(
        name="a signature in a file that is not named as one, over other weights",
        files={**_FILES, "notes.txt": signed({**_FILES, "model.bin": b"other"})},
        declaration=_declaring(_KEY),
        expect=("fail: the signature notes.txt was made over other contents of model.bin",),
    ),
    Case(name="no signature", files=_FILES, expect=("fail: no signature of the developer",)),
    Case(
        name="signed by the declared key over exactly these files",
        files={**_FILES, "model.sig": signed(_FILES)},
        declaration=_declaring(_KEY),
        expect=(
            "pass: the signature model.sig covers all 2 other files",
            "informational: the signature model.sig is a valid",
        ),
        good=True,
    ),
    Case(
        name="the same in a folder with a folder",
        files={"a/b.bin": b"1", "model.sig": signed({"a/b.bin": b"1"})},
        declaration=_declaring(_KEY),
        expect=("pass: the signature model.sig covers all 1 other files",),
        good=True,
    ),
)
