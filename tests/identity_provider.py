"""A small identity provider on loopback: real redirects, codes, PKCE and signed tokens, and ways to have it lie."""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

Claims = dict[str, Any]
CLIENT, SECRET = "office", "a secret of the office"


@dataclass
class IdentityProvider:
    """One that runs. `forge` makes another token than the right one; `also` changes what it says of itself."""

    issuer: str
    key: RSAKey
    forge: Callable[[Claims], str] | None = None
    claims: Claims = field(default_factory=dict)
    also: dict[str, Any] = field(default_factory=dict)
    answers_as: str = ""
    """What it writes as `iss` into the answer; its issuer without it, `-` for nothing."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def signed(self, claims: Claims, **header: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid, **header}, claims, self.key)

    def description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.also,
        }

    def granted(self, asked: dict[str, str], subject: str) -> str:
        """Where a browser is sent once somebody logged in."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "subject": subject}
        said = {"code": code, "state": asked.get("state", "")}
        if self.answers_as != "-":
            said["iss"] = self.answers_as or self.issuer
        return f"{asked['redirect_uri']}?{urlencode(said)}"

    def log_in(self, address: str, subject: str) -> str:
        """What a browser does there, without one."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        return self.granted({name: values[0] for name, values in parse_qs(parts.query).items()}, subject)

    def token_for(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """As RFC 6749 and RFC 7636 say: the client, one use of a code, the same address, and what only it can know."""
        wanted = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != wanted:
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked.get("code_challenge"):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims: Claims = {
            "iss": self.issuer,
            "sub": asked["subject"],
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce"),
            "preferred_username": asked["subject"],
            "email": "ada@harbour.example",
            "email_verified": True,
            **self.claims,
        }
        token = self.forge(claims) if self.forge else self.signed(claims)
        return 200, {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token}


FORM = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Company login</title><h1>Company login</h1>
<form method="post" action="/authorize">{hidden}<label>Name <input name="subject"></label><button>Log in</button></form>
"""


@contextmanager
def identity_provider(host: str = "localhost") -> Iterator[IdentityProvider]:
    """One that is called by this name of the machine: `localhost` and `127.0.0.1` are two sites for a browser."""
    found: list[IdentityProvider] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def say(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
            self.send_response(status)
            for name, value in {"content-type": kind, "content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            us, parts = found[0], urlsplit(self.path)
            us.asked.append(parts.path)
            if parts.path == "/.well-known/openid-configuration":
                self.say(200, json.dumps(us.description()).encode())
            elif parts.path == "/keys":
                self.say(200, json.dumps({"keys": [us.key.as_dict(private=False)]}).encode())
            elif parts.path == "/authorize":
                given = {name: values[0] for name, values in parse_qs(parts.query).items()}
                fields = "".join(
                    f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
                    for name, value in given.items()
                )
                self.say(200, FORM.replace("{hidden}", fields).encode(), "text/html")
            else:
                self.say(404, b"{}")

        def do_POST(self) -> None:
            us, body = found[0], self.rfile.read(int(self.headers["content-length"])).decode()
            us.asked.append(urlsplit(self.path).path)
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if self.path == "/authorize":
                self.say(303, b"", location=us.granted(form, form.pop("subject")))
            else:
                status, said = us.token_for(form, self.headers.get("authorization", ""))
                self.say(status, json.dumps(said).encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    key = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": "RS256"}, auto_kid=True)
    found.append(IdentityProvider(f"http://{host}:{server.server_address[1]}", key))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
