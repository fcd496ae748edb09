"""Whether what an identity provider signed may be believed: OpenID Connect Core 1.0, section 3.1.3.7, and stricter.

Pure: keys, moment and what was asked for are given.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet
from joserfc.jws import JWSRegistry

from seatrial.domain.errors import TrustError
from seatrial.domain.text import shown

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""By pairs of keys alone: what is signed by a shared secret or by nothing is not believed, whatever it says."""
LONGEST: Final = 64 * 1024
LONGEST_SUBJECT: Final = 255
"""As OpenID Connect bounds it."""


class UnknownKeyError(TrustError):
    """Signed by a key that the provider did not show; it may have taken a new one meanwhile."""


class _Headers(JWSRegistry):
    """With headers that may hold a certificate, as some providers write them; what stands in them is not used."""

    max_header_length = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a token has to be an answer to."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    """Came with it; a token may be bound to it."""
    now: datetime.datetime
    skew: int
    """Seconds by which clocks may differ."""
    algorithms: tuple[str, ...] = ALGORITHMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Who logged in at a provider."""

    issuer: str
    subject: str
    called: str
    """What the provider calls them; shown to themselves, and believed for nothing."""


def identified(token: str, keys: KeySet, asked: Asked) -> Identified:
    """Who a token speaks of. Raises `TrustError` for any reason not to believe it."""
    if not token or len(token) > LONGEST:
        raise _refused("it is no token")
    wanted = tuple(one for one in ALGORITHMS if one in asked.algorithms)
    try:
        registry = _Headers(algorithms=wanted, strict_check_header=False)
        found = jwt.decode(token, lambda held: _key_of(keys, held.headers()), algorithms=wanted, registry=registry)
    except UnknownKeyError:
        raise
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _refused(f"its signature does not hold ({type(error).__name__})") from error
    if found.header.get("typ", "JWT") != "JWT":
        raise _refused("it is a token of another kind")
    return _held(found.header, found.claims, asked)


def _key_of(keys: KeySet, header: dict[str, Any]) -> Key:
    """The one key that a token names; without a name, the only one that could be meant."""
    kid, algorithm = header.get("kid"), header.get("alg")
    usable = [key for key in keys if key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm]
    named = [key for key in usable if kid is None or key.get("kid") == kid]
    if len(named) != 1:
        raise UnknownKeyError("the identity provider signed by a key that it does not show", advice=ADVICE)
    return named[0]


def _held(header: dict[str, Any], claims: dict[str, Any], asked: Asked) -> Identified:
    options: dict[str, Any] = {
        "iss": {"essential": True, "value": asked.issuer},
        "aud": {"essential": True, "value": asked.client_id},
        "sub": {"essential": True},
        "nonce": {"essential": True},
    }
    given = {"nonce": asked.nonce, "client_id": asked.client_id, "access_token": asked.access_token}
    try:
        CodeIDToken(claims, header, options, given).validate(now=int(asked.now.timestamp()), leeway=asked.skew)
    except (JoseError, ValueError, TypeError, AttributeError) as error:
        named = getattr(error, "claim", None) or getattr(error, "description", "") or type(error).__name__
        raise _refused(f"{shown(str(named), 80)} is not what it has to be") from error
    _for_this_office(claims, asked.client_id)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise _refused("its subject is none")
    names: Iterable[Any] = (claims.get("preferred_username"), claims.get("name"))
    called = next((name for name in names if isinstance(name, str) and name), "")
    return Identified(issuer=asked.issuer, subject=subject, called=shown(called, 120))


def _for_this_office(claims: dict[str, Any], client_id: str) -> None:
    """For this office alone: one that is for others, too, says that this office asked for it."""
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if audience != [client_id] and claims.get("azp") != client_id:
        raise _refused("it is for somebody else, too")


ADVICE: Final = "log in again; if it happens again, tell who runs the office"


def _refused(why: str) -> TrustError:
    return TrustError(f"what the identity provider said cannot be believed: {why}", advice=ADVICE)
