"""Tools that nobody here wrote agree with us: Sigstore's verifier on our record, OpenSSF Model Signing on digests and
signatures. Each also refuses what was changed.
"""

import dataclasses
import datetime
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.provenance import signature
from seatrial.checks.provenance.signature_cases import PUBLIC_PEM, signed
from seatrial.documents.sigstore import decode, encode
from seatrial.domain.declaration import Declaration
from seatrial.domain.finding import Finding
from seatrial.inventory.take import survey, take
from seatrial.record.keys import PUBLIC, keys_directory, own_signer
from seatrial.record.statement import build
from seatrial.testing.sample_review import clear

pytestmark = pytest.mark.slow
OMS_PACKAGES = ("model-signing==1.1.1", "pyOpenSSL==26.4.0")
"""The second is imported by the first and declared by nothing."""
PACKAGES = ("@sigstore/verify@3.1.1", "@sigstore/bundle@4.0.0")
SCRIPT = """
const fs = require('fs'), crypto = require('crypto');
const { bundleFromJSON } = require('@sigstore/bundle');
const { Verifier, toSignedEntity, toTrustMaterial } = require('@sigstore/verify');
const [bundlePath, keyPath] = process.argv.slice(2);
const pem = fs.readFileSync(keyPath);
const hint = crypto.createHash('sha256').update(pem).digest('hex');
const rawBytes = crypto.createPublicKey(pem).export({ type: 'spki', format: 'der' });
const root = { mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  tlogs: [], certificateAuthorities: [], ctlogs: [], timestampAuthorities: [] };
const trust = toTrustMaterial(root, { [hint]: { rawBytes, keyDetails: 5, validFor: { start: new Date(0) } } });
const thresholds = { tlogThreshold: 0, timestampThreshold: 0, ctlogThreshold: 0 };
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


def verified(folder: Path, record: bytes, home: Path) -> bool:
    (folder / "record.json").write_bytes(record)
    key = keys_directory(home) / PUBLIC
    done = subprocess.run(["node", "verify.js", "record.json", key], cwd=folder, capture_output=True, check=False)
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


@pytest.fixture(scope="module")
def model_signing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tool of OpenSSF Model Signing, in an environment of its own: it shares no library with what it judges."""
    folder = tmp_path_factory.mktemp("model-signing")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    install: list[str | Path] = [folder / "bin" / "pip", "install", "--quiet", *OMS_PACKAGES]
    done = subprocess.run(install, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"model_signing cannot be installed: {done.stderr.decode()[-200:]}")
    return folder / "bin" / "model_signing"


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
