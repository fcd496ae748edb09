"""Speak with an identity provider: who it is, its keys, and the exchange of a code for a token (OpenID Connect).

The authorization code flow with PKCE, state and nonce, by Authlib. Nothing is fetched before somebody logs in, answers
are read up to a bound, and no redirect is followed.
"""

import datetime
import hmac
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import urllib3
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from seatrial.app.office.configuration import ProviderPart, secure
from seatrial.app.office.id_token import ADVICE, ALGORITHMS, Asked, Identified, UnknownKeyError, identified
from seatrial.app.office.office import Clock
from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.domain.text import shown

SCOPE: Final = "openid profile"
"""No mail address: nobody is known by one here."""
MOST: Final = 512 * 1024
"""Bytes of one answer of a provider."""
MOST_KEYS: Final = 100
KNOWN_FOR: Final = datetime.timedelta(hours=1)
ASKED_AGAIN_AFTER: Final = datetime.timedelta(minutes=1)
"""After a key that is unknown, keys are asked for again, and so seldom that nobody makes the office ask on and on."""
_TIMEOUT: Final = urllib3.Timeout(connect=5, read=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a provider says of itself."""

    authorization: str
    token: str
    keys: str
    algorithms: tuple[str, ...]
    authentication: tuple[str, ...]
    """How clients may say who they are."""
    names_itself: bool
    """Whether it says who answers (RFC 9207)."""


class Provider:
    """One identity provider."""

    def __init__(self, name: str, part: ProviderPart, home: str, clock: Clock) -> None:
        """`home` is how the office is reached."""
        self.name = name
        self.part = part
        self.back = f"{home.rstrip('/')}/login/with/{name}/back"
        self._clock = clock
        self._lock = threading.Lock()
        self._described: tuple[datetime.datetime, Described] | None = None
        self._keys: tuple[datetime.datetime, KeySet] | None = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.part.title or self.name

    def begin(self) -> tuple[str, dict[str, str]]:
        """Where to send somebody, and what to keep until they come back. Raises `OperationError`, `TrustError`."""
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        described = self._description()
        address, _ = self._client(described).create_authorization_url(
            described.authorization, state=kept["state"], code_verifier=kept["verifier"], nonce=kept["nonce"]
        )
        return str(address), kept

    def finish(self, kept: Mapping[str, str], answer: Mapping[str, str]) -> Identified:
        """Who came back. `answer` is what the provider had their browser bring.

        Raises `UsageError` when they did not log in there, `TrustError` for an answer that cannot be believed.
        """
        if not hmac.compare_digest(answer.get("state", "").encode("utf-8", "replace"), kept["state"].encode()):
            raise TrustError("this is the answer to another login", advice=ADVICE)
        described = self._description()
        if ("iss" in answer or described.names_itself) and answer.get("iss") != self.part.issuer:
            raise TrustError("another identity provider answers than was asked", advice=ADVICE)
        if "error" in answer:
            said = shown(answer["error"], 60)
            raise UsageError(f"{shown(self.title, 60)} did not log you in ({said})", advice="try again there")
        given = self._exchanged(described, answer.get("code", ""), kept["verifier"])
        asked = Asked(
            issuer=self.part.issuer,
            client_id=self.part.client_id,
            nonce=kept["nonce"],
            access_token=str(given.get("access_token", "")),
            now=self._clock(),
            skew=self.part.skew,
            algorithms=described.algorithms,
        )
        token = given.get("id_token")
        token = token if isinstance(token, str) else ""
        try:
            return identified(token, self._known_keys(described, KNOWN_FOR), asked)
        except UnknownKeyError:
            return identified(token, self._known_keys(described, ASKED_AGAIN_AFTER), asked)

    def _client(self, described: Described) -> OAuth2Client:
        how = "none"
        if self.part.client_secret:
            basic = "client_secret_basic" in described.authentication or not described.authentication
            how = "client_secret_basic" if basic else "client_secret_post"
        return OAuth2Client(
            _Line(),
            self.part.client_id,
            self.part.client_secret or None,
            token_endpoint_auth_method=how,
            scope=SCOPE,
            redirect_uri=self.back,
            code_challenge_method="S256",
        )

    def _exchanged(self, described: Described, code: str, verifier: str) -> dict[str, Any]:
        if not 0 < len(code) <= 2048:
            raise TrustError("the identity provider sent no code", advice=ADVICE)
        try:
            return dict(
                self._client(described).fetch_token(
                    described.token, grant_type="authorization_code", code=code, code_verifier=verifier
                )
            )
        except (AuthlibBaseError, ValueError, TypeError) as error:
            why = shown(str(getattr(error, "error", "")) or type(error).__name__, 60)
            raise TrustError(f"the identity provider gives nothing for this code ({why})", advice=ADVICE) from error

    def _description(self) -> Described:
        with self._lock:
            now = self._clock()
            if self._described is None or not now - KNOWN_FOR < self._described[0] <= now:
                where = f"{self.part.issuer.rstrip('/')}/.well-known/openid-configuration"
                self._described = now, described(_fetched(where), self.part.issuer)
            return self._described[1]

    def _known_keys(self, described: Described, age: datetime.timedelta) -> KeySet:
        with self._lock:
            now = self._clock()
            if self._keys is None or not now - age < self._keys[0] <= now:
                self._keys = now, _key_set(_fetched(described.keys))
            return self._keys[1]


def described(plain: dict[str, Any], issuer: str) -> Described:
    """What a provider says of itself, held to who it is. Raises `TrustError`."""
    if plain.get("issuer") != issuer:
        raise TrustError("the identity provider calls itself another one", advice="check `issuer`, to the letter")
    places = {name: plain.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    for name, place in places.items():
        if not isinstance(place, str) or len(place) > 1000 or not secure(place):
            raise TrustError(f"the identity provider names no usable {name}", advice="ask who runs it")
    if "S256" not in _words(plain, "code_challenge_methods_supported", ("S256",)):
        raise TrustError("the identity provider does not know PKCE with S256", advice="ask who runs it")
    said = _words(plain, "id_token_signing_alg_values_supported", ("RS256",))
    usable = tuple(one for one in ALGORITHMS if one in said)
    if not usable:
        raise TrustError("the identity provider signs in no way that is believed", advice="ask who runs it")
    return Described(
        authorization=str(places["authorization_endpoint"]),
        token=str(places["token_endpoint"]),
        keys=str(places["jwks_uri"]),
        algorithms=usable,
        authentication=_words(plain, "token_endpoint_auth_methods_supported", ()),
        names_itself=plain.get("authorization_response_iss_parameter_supported") is True,
    )


def _words(plain: dict[str, Any], name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    found = plain.get(name)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else usual


def _key_set(plain: dict[str, Any]) -> KeySet:
    """The public keys of pairs: a shared secret among them is left out, and what cannot be read with it."""
    found = plain.get("keys")
    keys = []
    for one in found[:MOST_KEYS] if isinstance(found, list) else ():
        if isinstance(one, dict) and one.get("kty") in ("RSA", "EC", "OKP"):
            try:
                keys += KeySet.import_key_set({"keys": [one]}).keys
            except (JoseError, ValueError, TypeError, KeyError):
                continue
    if not keys:
        raise TrustError("the identity provider shows no keys", advice="ask who runs it")
    return KeySet(keys)


def _fetched(address: str) -> dict[str, Any]:
    status, body = _asked("GET", address, None, {})
    try:
        found = json.loads(body) if status == 200 else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise OperationError("the identity provider does not say who it is", advice="log in another way meanwhile")
    return found


def _asked(method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """One request to a provider. Raises `OperationError` when it does not answer, or answers without end."""
    try:
        with urllib3.PoolManager(timeout=_TIMEOUT, retries=False, cert_reqs="CERT_REQUIRED") as pool:
            given = {"accept": "application/json", "user-agent": "seatrial-office", **headers}
            answer = pool.request(
                method, address, body=body, headers=given, redirect=False, preload_content=False, retries=False
            )
            try:
                said = answer.read(MOST + 1)
            finally:
                answer.close()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        advice = "log in another way meanwhile"
        raise OperationError(f"the identity provider does not answer: {type(error).__name__}", advice=advice) from error
    if len(said) > MOST:
        raise OperationError("the identity provider answers without end", advice="log in another way meanwhile")
    return answer.status, said


class _Line:
    """How Authlib asks: what it takes for a session of another library."""

    def post(self, url: str, *, data: dict[str, str], headers: Mapping[str, str], auth: Any) -> "_Answer":
        """Send a form, with what says who asks."""
        body = urlencode(data)
        url, given, body = auth.prepare("POST", url, dict(headers), body)
        status, said = _asked("POST", url, body.encode(), given)
        return _Answer(status, said)


class _Answer:
    def __init__(self, status: int, body: bytes) -> None:
        self.status_code = status
        self._body = body

    def json(self) -> Any:
        """What it says. Raises `ValueError`."""
        try:
            return json.loads(self._body)
        except RecursionError as error:
            raise ValueError("it is nested too deep") from error

    def raise_for_status(self) -> None:
        """Raises `ValueError`: it is called for answers that are none."""
        raise ValueError(f"the answer is {self.status_code}")
