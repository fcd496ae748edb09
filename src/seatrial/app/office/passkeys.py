"""Passkeys (WebAuthn): registered by who is logged in, and from then on a way to log in by themselves.

An account whose password would open all of it is not opened by that password alone once it has a passkey. Every passkey
verifies its owner, by a finger, a face or a PIN.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.exc import IntegrityError
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.parse_authentication_credential_json import parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from seatrial.app.office import people
from seatrial.app.office.office import Office
from seatrial.app.office.sign_in import LASTS
from seatrial.domain.errors import TrustError, UsageError
from seatrial.domain.person import SCOPES, Person
from seatrial.journal import logins
from seatrial.journal.logins import Passkey, Pending

MOST: Final = 64 * 1024
"""Characters of what a browser says of a passkey."""
LONGEST_NAME: Final = 60
_REGISTER: Final = "passkey to be registered"
_LOG_IN: Final = "passkey to log in"
_BROKEN: Final = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What py_webauthn, and what reads CBOR for it, raise for bytes that are none."""


class CopiedError(TrustError):
    """A passkey told a count that it had told before: somebody has a copy of it, or an answer of it."""

    def __init__(self, person: str) -> None:
        advice = "log in in another way, take this passkey away, and tell who runs the office"
        super().__init__("this passkey counts backwards: it may have been copied", advice=advice)
        self.person = person


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where passkeys of this office are used: nowhere else do they say anything."""

    id: str
    """Host name; browsers hold passkeys to it."""
    origin: str


def site_of(home: str) -> Site | None:
    """The site of an address; None where browsers know no passkeys: at bare addresses, and unencrypted elsewhere."""
    parts = urlsplit(home)
    host = parts.hostname or ""
    bare = host.replace(".", "").isdigit() or ":" in host
    if not host or bare or (parts.scheme != "https" and host != "localhost"):
        return None
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != usual else ""
    return Site(id=host, origin=f"{parts.scheme}://{host}{port}")


def needed(office: Office, person: Person) -> bool:
    """Whether a password is not enough: the account has a passkey that may do all that the password may."""
    with office.journal.looking() as db:
        return any(one.scopes >= frozenset(SCOPES) for one in logins.passkeys(db, person.id))


def begin_registration(office: Office, site: Site, person: Person, name: str) -> tuple[str, str]:
    """What a browser is asked to make, as JSON, and the secret that it holds meanwhile. Raises `UsageError`."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise UsageError("a passkey has a name", advice=f"give one of at most {LONGEST_NAME} letters, as `telephone`")
    with office.journal.looking() as db:
        known = [_descriptor(one) for one in logins.passkeys(db, person.id)]
    options = generate_registration_options(
        rp_id=site.id,
        rp_name=office.configuration.name,
        user_id=_handle(person.id),
        user_name=person.id,
        user_display_name=person.name,
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    body = {"challenge": bytes_to_base64url(options.challenge), "name": name}
    return options_to_json(options), _put(office, Pending(purpose=_REGISTER, person=person.id, body=body))


def finish_registration(office: Office, site: Site, person: Person, secret: str, answer: str) -> str:
    """Keep a new passkey of somebody. Raises `UsageError`, `TrustError` for an answer that cannot be believed."""
    pending = _take(office, secret, _REGISTER)
    if pending.person != person.id:
        raise TrustError("this passkey was begun by somebody else", advice="begin again on your account's page")
    try:
        found = verify_registration_response(
            credential=_bounded(answer),
            expected_challenge=base64url_to_bytes(pending.body["challenge"]),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise _refused(error) from error
    try:
        with office.journal.writing() as db:
            return logins.add_passkey(
                db,
                person.id,
                credential=bytes_to_base64url(found.credential_id),
                name=str(pending.body["name"]),
                scopes=person.scopes,
                public_key=found.credential_public_key,
                uses=found.sign_count,
                at=office.clock(),
            )
    except (ValueError, IntegrityError) as error:
        raise UsageError(str(error), advice="take another passkey, or remove this one first") from error


def begin_login(office: Office, site: Site, onward: str, account: str = "") -> tuple[str, str]:
    """What a browser is asked to sign, as JSON, and the secret that it holds meanwhile.

    `account` is who gave the right password already; without one, the passkey says whose it is.
    """
    with office.journal.looking() as db:
        known = [_descriptor(one) for one in logins.passkeys(db, account)] if account else []
    options = generate_authentication_options(
        rp_id=site.id, allow_credentials=known, user_verification=UserVerificationRequirement.REQUIRED
    )
    body = {"challenge": bytes_to_base64url(options.challenge), "onward": onward}
    return options_to_json(options), _put(office, Pending(purpose=_LOG_IN, person=account, body=body))


def finish_login(office: Office, site: Site, secret: str, answer: str) -> tuple[Person, str]:
    """Who logs in, and where they wanted to go. Raises `TrustError` for an answer that cannot be believed."""
    pending = _take(office, secret, _LOG_IN)
    try:
        credential = parse_authentication_credential_json(_bounded(answer))
    except _BROKEN as error:
        raise _refused(error) from error
    with office.journal.looking() as db:
        passkey = logins.by_credential(db, credential.id)
    if passkey is None or (pending.person and passkey.person != pending.person):
        raise TrustError("this passkey opens no account here, or not this one", advice="take another passkey")
    handle = credential.response.user_handle
    if handle is not None and not hmac.compare_digest(handle, _handle(passkey.person)):
        raise TrustError("this passkey says that it is somebody else's", advice="take another passkey")
    try:
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(pending.body["challenge"]),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,  # It is held to below, once the signature is known to hold.
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise _refused(error) from error
    _counted(office, passkey, found.new_sign_count)
    person = people.by_id(office, passkey.person, passkey.scopes)
    if person is None:
        raise TrustError("this passkey opens no account here", advice="ask a registrar")
    return person, str(pending.body["onward"])


def _counted(office: Office, passkey: Passkey, uses: int) -> None:
    """Hold an authenticator to its count, where it keeps one."""
    if uses == 0 and passkey.uses == 0:
        return
    with office.journal.writing() as db:
        if uses <= passkey.uses or not logins.used_passkey(db, passkey, uses):
            raise CopiedError(passkey.person)


def _put(office: Office, pending: Pending) -> str:
    with office.journal.writing() as db:
        return logins.put_pending(db, pending, office.clock(), LASTS)


def _take(office: Office, secret: str, purpose: str) -> Pending:
    with office.journal.writing() as db:
        found = logins.take_pending(db, secret, purpose, office.clock())
    if found is None:
        raise TrustError("nothing was begun in this browser, or it took too long", advice="begin again")
    return found


def _handle(person: str) -> bytes:
    """By what an authenticator knows an account: it tells nothing of who it is."""
    return hashlib.sha256(b"seatrial passkey of " + person.encode()).digest()


def _descriptor(one: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential))


def _bounded(answer: str) -> str:
    if len(answer) > MOST:
        raise ValueError("it is too long")
    return answer


def _refused(error: Exception) -> TrustError:
    why = str(error) if isinstance(error, WebAuthnException) else type(error).__name__
    return TrustError(f"what this passkey says cannot be believed: {why[:200]}", advice="try again, on this site")
