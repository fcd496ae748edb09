"""A key that lies in a key service: the client of AWS KMS in an environment of its own, and a stand-in for the service.

The stand-in signs digests as the service does. (moto 5.2.1 hashes a digest once more, and was refused for it.)
"""

import subprocess
from pathlib import Path

import pytest

from tests.conformance.peers import environment

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import base64, json, os, sys, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from seatrial.documents.sigstore import decode, verify
from seatrial.domain.errors import OperationError
from seatrial.record.keys import own_signer, use_elsewhere

KEYS = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("one", "other")}

class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        key, call = KEYS.get(asked["KeyId"]), self.headers["x-amz-target"].partition(".")[2]
        if key is None:
            status, answer = 400, {"__type": "NotFoundException", "message": "no such key"}
        elif call == "GetPublicKey":
            der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            status, answer = 200, {"PublicKey": base64.b64encode(der).decode(), "SigningAlgorithms": ["ECDSA_SHA_256"]}
        else:
            assert (call, asked["MessageType"], asked["SigningAlgorithm"]) == ("Sign", "DIGEST", "ECDSA_SHA_256")
            signed = key.sign(base64.b64decode(asked["Message"]), ec.ECDSA(utils.Prehashed(hashes.SHA256())))
            status, answer = 200, {"Signature": base64.b64encode(signed).decode()}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/x-amz-json-1.1")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ["AWS_ENDPOINT_URL_KMS"] = f"http://127.0.0.1:{server.server_address[1]}"
home = Path(sys.argv[1])
use_elsewhere("awskms:one", home=home)
signer = own_signer(home)
record = signer.seal(b"{}")
assert verify(decode(record), signer.public_pem)
assert "PRIVATE" not in "".join(p.read_text("latin-1") for p in (home / "keys").iterdir())
for uri, public in (("awskms:other", signer.public_pem), ("awskms:none", None)):
    try:
        use_elsewhere(uri, public, home=home / "second")
    except OperationError as error:
        print("refused:", error.message)
    else:
        raise AssertionError(uri)
print("signed")
"""


def test_a_key_service_signs_and_a_wrong_key_is_refused(tmp_path: Path) -> None:
    packages = ("securesystemslib[awskms]==1.6.0",)
    programs = environment("awskms", packages)
    subprocess.run([programs / "pip", "install", "--quiet", str(ROOT)], check=True, capture_output=True)
    done = subprocess.run(
        [programs / "python", "-c", SCRIPT, tmp_path],
        env={
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "HOME": str(tmp_path),
            "NO_PROXY": "127.0.0.1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("refused:") == 2
    assert done.stdout.endswith("signed\n")
