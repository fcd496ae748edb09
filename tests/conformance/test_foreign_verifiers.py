"""Tools that nobody here wrote agree with us: Sigstore's verifier on our record, OpenSSF Model Signing on digests and
signatures. Each also refuses what was changed.
"""

import base64
import dataclasses
import datetime
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from referencing import Registry, Resource

from seatrial.app import log
from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.provenance import signature
from seatrial.checks.provenance.signature_cases import PUBLIC_PEM, signed
from seatrial.documents import canonical
from seatrial.documents.rekor import entry_of
from seatrial.documents.sigstore import decode, encode
from seatrial.domain.declaration import Declaration
from seatrial.domain.finding import Finding
from seatrial.inventory.take import survey, take
from seatrial.record.exports import oms_statement, svr_statement
from seatrial.record.keys import PUBLIC, keys_directory, own_signer
from seatrial.record.statement import build, read_statement
from seatrial.testing.sample_review import clear
from tests.conformance.peers import environment

pytestmark = pytest.mark.slow
OMS_PACKAGES = ("model-signing==1.1.1", "pyOpenSSL==26.4.0")
"""The second is imported by the first and declared by nothing."""
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("@sigstore/verify@3.1.1", "@sigstore/bundle@4.0.0", "@sigstore/protobuf-specs@0.5.2")
SCRIPT = """
const fs = require('fs'), crypto = require('crypto');
const { bundleFromJSON } = require('@sigstore/bundle');
const { TrustedRoot } = require('@sigstore/protobuf-specs');
const { Verifier, toSignedEntity, toTrustMaterial } = require('@sigstore/verify');
const [bundlePath, keyPath, rootPath] = process.argv.slice(2);
const pem = fs.readFileSync(keyPath);
const hint = crypto.createHash('sha256').update(pem).digest('hex');
const rawBytes = crypto.createPublicKey(pem).export({ type: 'spki', format: 'der' });
const empty = { mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  tlogs: [], certificateAuthorities: [], ctlogs: [], timestampAuthorities: [] };
const root = rootPath ? JSON.parse(fs.readFileSync(rootPath)) : empty;
const own = { rawBytes, keyDetails: 5, validFor: { start: new Date(0) } };
const trust = toTrustMaterial(TrustedRoot.fromJSON(root), { [hint]: own });
const thresholds = { tlogThreshold: rootPath ? 1 : 0, timestampThreshold: 0, ctlogThreshold: 0 };
const bundle = bundleFromJSON(JSON.parse(fs.readFileSync(bundlePath)));
new Verifier(trust, thresholds).verify(toSignedEntity(bundle));
console.log('verified');
"""


@pytest.fixture(scope="module")
def sigstore_js(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sigstore")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm")
    (folder / "package.json").write_text(json.dumps({"name": "conformance", "private": True}))
    install = subprocess.run([npm, "install", "--no-audit", *PACKAGES], cwd=folder, capture_output=True, check=False)
    if install.returncode:
        pytest.skip(f"the packages cannot be installed: {install.stderr.decode()[-200:]}")
    (folder / "verify.js").write_text(SCRIPT)
    return folder


def verified(folder: Path, record: bytes, home: Path, root: Path | None = None) -> bool:
    (folder / "record.json").write_bytes(record)
    command: list[str | Path] = ["node", "verify.js", "record.json", keys_directory(home) / PUBLIC]
    command += [root] if root else []
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.returncode == 0 and b"verified" in done.stdout


def test_sigstores_own_verifier(sigstore_js: Path, tmp_path: Path) -> None:
    signer = own_signer(tmp_path / "reviewer")
    lifetime = datetime.timedelta(days=1)
    payload = build(clear(), b"{}", key_id=signer.key_id, nonce=b"n" * 16, secret=b"s", lifetime=lifetime)
    record = signer.seal(payload)
    assert verified(sigstore_js, record, tmp_path / "reviewer")
    envelope = decode(record)
    for changed in (
        dataclasses.replace(envelope, payload=payload[:-1] + b" "),
        dataclasses.replace(envelope, payload_type="text/plain"),
        dataclasses.replace(envelope, hint="0" * 64),
    ):
        assert not verified(sigstore_js, encode(changed), tmp_path / "reviewer")
    bundle = json.loads(record)
    bundle["dsseEnvelope"]["signatures"] *= 2
    assert not verified(sigstore_js, json.dumps(bundle).encode(), tmp_path / "reviewer")
    own_signer(tmp_path / "other")
    assert not verified(sigstore_js, record, tmp_path / "other")


def test_sigstores_own_verifier_reads_our_log(sigstore_js: Path, tmp_path: Path) -> None:
    """Signature, leaf, inclusion and checkpoint, with a threshold of one log."""
    home = tmp_path / "reviewer"
    signer = own_signer(home)
    lifetime = datetime.timedelta(days=1)
    payload = build(clear(), b"{}", key_id=signer.key_id, nonce=b"n" * 16, secret=b"s", lifetime=lifetime)
    (tmp_path / "record").write_bytes(signer.seal(payload))
    public = keys_directory(home) / PUBLIC
    log.begin(tmp_path / "log", "example.org/log")
    for number in range(3):
        (tmp_path / "other").write_bytes(signer.seal(b'{"n": %d}' % number))
        log.append(tmp_path / "log", [tmp_path / "other"], public)
    log.append(tmp_path / "log", [tmp_path / "record"], public)
    log.bundle(tmp_path / "log", tmp_path / "record", tmp_path / "bundle", public)
    root, bundle = tmp_path / "trusted_root.json", (tmp_path / "bundle").read_bytes()
    assert verified(sigstore_js, bundle, home, root)
    assert not verified(sigstore_js, (tmp_path / "record").read_bytes(), home, root)  # no log entry
    for change in ("hashes", "canonicalizedBody", "envelope"):
        plain = json.loads(bundle)
        (entry,) = plain["verificationMaterial"]["tlogEntries"]
        proof = entry["inclusionProof"]
        if change == "hashes":
            proof["hashes"] = proof["hashes"][1:]
        elif change == "canonicalizedBody":
            entry["canonicalizedBody"] = base64.b64encode(log_entry(signer.seal(b"{}"), public.read_bytes())).decode()
        else:
            note = proof["checkpoint"]
            note["envelope"] = note["envelope"].replace("log\n4\n", "log\n5\n")
        assert plain != json.loads(bundle)
        assert not verified(sigstore_js, json.dumps(plain).encode(), home, root), change
    log.begin(tmp_path / "log2", "example.org/log")
    log.append(tmp_path / "log2", [tmp_path / "record"], public)
    (tmp_path / "two").mkdir()
    log.bundle(tmp_path / "log2", tmp_path / "record", tmp_path / "two" / "bundle", public)
    assert not verified(sigstore_js, bundle, home, tmp_path / "two" / "trusted_root.json")


def log_entry(record: bytes, public_pem: bytes) -> bytes:
    return entry_of(decode(record), public_pem)


def oms_faults(bundle: bytes) -> list[str]:
    """What the published schemas of OpenSSF Model Signing say against a bundle and its payload."""
    folder = ROOT / "tests" / "corpus" / "oms"
    schemas = {name: json.loads((folder / f"{name}.schema.json").read_bytes())
               for name in ("bundle", "envelope", "statement", "predicate")}  # fmt: skip
    registry: Any = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in schemas.values())
    plain = json.loads(bundle)
    payload = json.loads(base64.b64decode(plain["dsseEnvelope"]["payload"]))
    found: list[str] = []
    for name, value in (("bundle", plain), ("statement", payload)):
        judge = jsonschema.Draft202012Validator(schemas[name], registry=registry)
        found += [f"{name}: {fault.message}" for fault in judge.iter_errors(value)]
    return found


def test_the_manifest_of_a_review_is_verified_by_model_signing(
    model_signing: Path, model: Path, tmp_path: Path
) -> None:
    """What a review leaves as `model.sig`; the schemas agree, and both refuse a broken one."""
    signer = own_signer(tmp_path / "reviewer")
    inventory = take(model)
    review = dataclasses.replace(clear(), inventory=inventory)
    lifetime = datetime.timedelta(days=1)
    made = build(review, b"{}", key_id=signer.key_id, nonce=b"n" * 16, secret=b"s", lifetime=lifetime)
    statement = read_statement(made)
    manifest = signer.seal(oms_statement(statement))
    (tmp_path / "model.sig").write_bytes(manifest)
    key = keys_directory(tmp_path / "reviewer") / PUBLIC
    files: list[str | Path] = ["--signature", tmp_path / "model.sig", "--public_key", key]
    verify: list[str | Path] = [model_signing, "verify", "key", model, *files]
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
    assert oms_faults(manifest) == []
    plain = json.loads(decode(manifest).payload)
    plain["predicate"]["extension"] = 1
    assert oms_faults(signer.seal(canonical(plain)))
    assert oms_faults(signer.seal(made))
    (model / "b.bin").rename(model / "evil.bin")
    assert subprocess.run(verify, capture_output=True, check=False).returncode != 0
    (model / "evil.bin").rename(model / "b.bin")
    (model / "b.bin").write_bytes(b"4")
    assert subprocess.run(verify, capture_output=True, check=False).returncode != 0
    clearance = svr_statement(statement)
    assert clearance is not None


@pytest.fixture(scope="module")
def model_signing() -> Path:
    """The tool of OpenSSF Model Signing."""
    return environment("model_signing", OMS_PACKAGES) / "model_signing"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """With what orders and ignores differ on: a folder beside a file that sorts after it by bytes, empty, hidden."""
    folder = tmp_path / "model"
    for path, content in {"a/c.bin": b"1", "a.txt": b"2", "b.bin": b"3", "empty": b"", ".hidden": b"4"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def oms_signed(tool: Path, model: Path, keys: Path) -> str:
    """The model signed by the tool itself, as `model.sig`; returns the public key in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    keys.mkdir()
    (keys / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (keys / "key.pub").write_bytes(public)
    sign: list[str | Path] = [
        tool,
        "sign",
        "key",
        model,
        "--private_key",
        keys / "key.pem",
        "--signature",
        model / "model.sig",
    ]
    subprocess.run(sign, capture_output=True, check=True)
    return public.decode()


def observed(model: Path, key: str | None) -> list[str]:
    declaration = Declaration(name="m", facts={"developer.signing_key": key}) if key else None
    taken = survey(model)
    subject = OpenedSubject(taken.inventory, model, declaration, locations=taken.locations, states=taken.states)
    return [f"{f.kind}: {f.message}" for f in signature.check(subject) if isinstance(f, Finding)]


def test_the_root_is_the_one_that_model_signing_computes(model_signing: Path, model: Path, tmp_path: Path) -> None:
    ours = take(model).subject.digest.oms_root
    oms_signed(model_signing, model, tmp_path / "keys")
    statement = json.loads(decode((model / "model.sig").read_bytes()).payload)
    assert statement["subject"][0]["digest"]["sha256"] == ours


def test_a_signature_by_model_signing_is_read(model_signing: Path, model: Path, tmp_path: Path) -> None:
    key = oms_signed(model_signing, model, tmp_path / "keys")
    assert observed(model, key) == [
        "pass: the signature model.sig covers all 5 other files as they are",
        "informational: the signature model.sig is a valid signature by the key that the declaration names",
    ]
    assert observed(model, None)[1].startswith("open: the signature model.sig cannot be verified here")
    (model / ".git").mkdir()
    (model / ".git" / "config").write_bytes(b"payload")
    assert observed(model, key)[0].startswith("review: the signature model.sig leaves out .git/config")
    (model / "b.bin").write_bytes(b"other")
    assert observed(model, key)[0].startswith("fail: the signature model.sig was made over other contents of b.bin")


def test_model_signing_verifies_what_our_cases_sign(model_signing: Path, tmp_path: Path) -> None:
    """The cases of the check rest on bundles of our own making; the tool takes them for its own."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.bin").write_bytes(b"weights")
    (tmp_path / "model" / "model.sig").write_bytes(signed({"model.bin": b"weights"}))
    (tmp_path / "key.pub").write_text(PUBLIC_PEM)
    files: list[str | Path] = ["--signature", tmp_path / "model" / "model.sig", "--public_key", tmp_path / "key.pub"]
    verify: list[str | Path] = [model_signing, "verify", "key", tmp_path / "model", *files]
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
    (tmp_path / "model" / "model.bin").write_bytes(b"Weights")
    assert subprocess.run(verify, capture_output=True, check=False).returncode != 0
