"""Tokens of an identity provider that are not to be believed, each forged as its attack would have it."""

import base64
import datetime
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from seatrial.app.office.configuration import ProviderPart
from seatrial.app.office.id_token import Asked, identified
from seatrial.app.office.identity_provider import Provider
from seatrial.domain.errors import TrustError
from tests.identity_provider import CLIENT, SECRET, Claims, IdentityProvider, identity_provider

HOME = "http://testserver"


@pytest.fixture(scope="module")
def forger() -> Iterator[IdentityProvider]:
    """One that tokens are forged for, without an office."""
    with identity_provider() as found:
        yield found


def _changed(**claims: Any) -> Callable[[IdentityProvider], Callable[[Claims], str]]:
    def made(provider: IdentityProvider) -> Callable[[Claims], str]:
        return lambda given: provider.signed(
            {name: value for name, value in {**given, **claims}.items() if value is not None}
        )

    return made


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _unsigned(_provider: IdentityProvider) -> Callable[[Claims], str]:
    return lambda claims: f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."


def _by_a_shared(secret: bytes, header: dict[str, Any], claims: Claims) -> str:
    said = ".".join(_part(one) for one in (header, claims))
    made = hmac.new(secret, said.encode(), hashlib.sha256).digest()
    return f"{said}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _by_the_public_key(provider: IdentityProvider) -> Callable[[Claims], str]:
    """HS256 with the public key's own bytes as the shared secret: what confuses a verifier that believes `alg`."""
    header = {"alg": "HS256", "kid": provider.key.kid, "typ": "JWT"}
    return lambda claims: _by_a_shared(provider.key.as_pem(private=False), header, claims)


def _by_the_clients_secret(_provider: IdentityProvider) -> Callable[[Claims], str]:
    return lambda claims: _by_a_shared(SECRET.encode(), {"alg": "HS256", "typ": "JWT"}, claims)


def _by_another_key(provider: IdentityProvider) -> Callable[[Claims], str]:
    key = RSAKey.generate_key(2048)
    return lambda claims: jwt.encode({"alg": "RS256", "kid": provider.key.kid}, claims, key)


def _by_a_key_of_its_own(provider: IdentityProvider) -> Callable[[Claims], str]:
    key = RSAKey.generate_key(2048, auto_kid=True)
    header = {"alg": "RS256", "kid": key.kid, "jwk": key.as_dict(private=False)}
    return lambda claims: jwt.encode(header, claims, key)


NOW = int(time.time())
FORGED: dict[str, tuple[Callable[[IdentityProvider], Callable[[Claims], str]], str]] = {
    "wrong audience": (_changed(aud="another-client"), "aud is not"),
    "an audience beside ours": (_changed(aud=[CLIENT, "another-client"]), "azp"),
    "an audience beside ours that asked for it": (_changed(aud=[CLIENT, "another"], azp="another"), "azp"),
    "no audience": (_changed(aud=None), "aud is not"),
    "unsigned token": (_unsigned, "its signature does not hold"),
    "key confusion HS256 with the public key": (_by_the_public_key, "its signature does not hold"),
    "key confusion HS256 with the secret": (_by_the_clients_secret, "its signature does not hold"),
    "another key under the same name": (_by_another_key, "its signature does not hold"),
    "a key inside the token": (_by_a_key_of_its_own, "a key that it does not show"),
    "expired token": (_changed(exp=NOW - 3600, iat=NOW - 7200), "exp is not"),
    "no expiry": (_changed(exp=None), "exp is not"),
    "token from the future": (_changed(iat=NOW + 86_400, exp=NOW + 90_000), "iat is not"),
    "token not yet valid": (_changed(nbf=NOW + 86_400), "nbf is not"),
    "another issuer": (_changed(iss="https://evil.example"), "iss is not"),
    "the issuer with a slash more": (lambda p: _changed(iss=f"{p.issuer}/")(p), "iss is not"),
    "no nonce": (_changed(nonce=None), "nonce is not"),
    "no subject": (_changed(sub=None), "sub is not"),
    "a subject that is a number": (_changed(sub=1001), "sub is not"),
    "an access token passed off as one": (lambda p: lambda c: p.signed(c, typ="at+jwt"), "a token of another kind"),
    "bound to another access token": (_changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), "at_hash is not"),
    "nothing": (lambda _: lambda _c: "", "it is no token"),
    "rubbish": (lambda _: lambda _c: "a.b.c", "its signature does not hold"),
    "five parts": (lambda _: lambda _c: "a.b.c.d.e", "its signature does not hold"),
}


@pytest.mark.parametrize("name", FORGED)
def test_attack_token(name: str, forger: IdentityProvider) -> None:
    make, words = FORGED[name]
    part = ProviderPart(issuer=forger.issuer, client_id=CLIENT, client_secret=SECRET)
    provider = Provider("company", part, HOME, lambda: datetime.datetime.now(datetime.UTC))

    def answer() -> tuple[dict[str, str], dict[str, str]]:
        address, kept = provider.begin()
        return kept, dict(parse_qsl(urlsplit(forger.log_in(address, "1001")).query))

    forger.forge = None
    assert provider.finish(*answer()).subject == "1001"
    forger.forge = make(forger)
    with pytest.raises(TrustError, match=words):
        provider.finish(*answer())


def test_a_token_is_held_to_its_algorithm_by_the_description() -> None:
    key = RSAKey.generate_key(2048, auto_kid=True)
    claims = {"iss": "i", "sub": "s", "aud": "c", "nonce": "n", "iat": 100, "exp": 200}
    asked = Asked(
        issuer="i", client_id="c", nonce="n", access_token="",
        now=datetime.datetime.fromtimestamp(150, datetime.UTC), skew=0,
    )  # fmt: skip
    token = jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)
    assert identified(token, KeySet([key]), asked).subject == "s"
    with pytest.raises(TrustError):
        identified(token, KeySet([key]), replace(asked, algorithms=("ES256",)))
    with pytest.raises(TrustError, match="exp"):
        identified(token, KeySet([key]), replace(asked, now=datetime.datetime.fromtimestamp(200, datetime.UTC)))
