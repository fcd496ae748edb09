"""An authenticator in software: it makes and uses passkeys as WebAuthn says, or as an attacker would."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, CREDENTIAL = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def data(text_: str) -> bytes:
    return base64.urlsafe_b64decode(text_ + "=" * (-len(text_) % 4))


@dataclass
class Authenticator:
    """One passkey. What is given to `make` and `use` beside the options stands in place of what is right."""

    origin: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    user: str = ""
    uses: int = 0

    def make(self, options: str, **wrong: Any) -> str:
        asked = json.loads(options)
        self.user = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        signed = self._data(wrong.get("rp", asked["rp"]["id"]), wrong.get("flags", PRESENT | VERIFIED) | CREDENTIAL)
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": signed + credential})
        return self._said(
            clientDataJSON=self._client("webauthn.create", asked, wrong), attestationObject=attested
        )  # fmt: skip

    def use(self, options: str, **wrong: Any) -> str:
        asked = json.loads(options)
        self.uses = wrong.get("uses", self.uses + 1)
        signed = self._data(wrong.get("rp", asked["rpId"]), wrong.get("flags", PRESENT | VERIFIED))
        client = self._client(wrong.get("type", "webauthn.get"), asked, wrong)
        signature = self.key.sign(signed + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._said(
            clientDataJSON=client,
            authenticatorData=signed,
            signature=wrong.get("signature", signature),
            userHandle=data(wrong.get("user", self.user)),
        )

    def _data(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _client(self, kind: str, asked: dict[str, Any], wrong: dict[str, Any]) -> bytes:
        challenge = wrong.get("challenge", asked["challenge"])
        origin = wrong.get("origin", self.origin)
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _said(self, **response: bytes) -> str:
        plain = {name: text(value) for name, value in response.items()}
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": plain})
