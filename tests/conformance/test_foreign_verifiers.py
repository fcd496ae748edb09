"""Verifiers that nobody here wrote accept our record, and refuse it when it was changed."""

import datetime
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from seatrial.documents.sigstore import decode, encode
from seatrial.record.keys import PUBLIC, keys_directory, own_signer
from seatrial.record.statement import build
from seatrial.testing.sample_review import clear

pytestmark = pytest.mark.slow
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
        encode(
            type(envelope)(
                payload=payload[:-1] + b" ", payload_type=envelope.payload_type, signature=envelope.signature
            )
        ),
        encode(
            type(envelope)(payload=payload, payload_type="text/plain", signature=envelope.signature, hint=envelope.hint)
        ),
    ):
        assert not verified(sigstore_js, changed, tmp_path / "reviewer")
    own_signer(tmp_path / "other")
    assert not verified(sigstore_js, record, tmp_path / "other")
