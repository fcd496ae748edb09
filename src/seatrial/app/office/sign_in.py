"""Log in by an identity provider: who comes back from one is the account that this login was linked with, or nobody.

An account is linked by issuer and subject, by somebody who is logged in to it or by a registrar. What a provider says
of names and addresses links nobody, and roles are the office's to give.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import IntegrityError

from seatrial.app.office import people
from seatrial.app.office.id_token import LONGEST_SUBJECT, Identified
from seatrial.app.office.identity_provider import Provider
from seatrial.app.office.office import Office
from seatrial.app.office.refused import ScopeError
from seatrial.domain.errors import TrustError, UsageError
from seatrial.domain.person import REGISTRAR, SCOPES, Person
from seatrial.domain.text import shown
from seatrial.journal import logins
from seatrial.journal import people as accounts
from seatrial.journal.logins import Identity, Passkey, Pending

LASTS: Final = datetime.timedelta(minutes=10)
"""How long somebody may take to log in."""
_LINK: Final = "link"


class NotLinkedError(UsageError):
    """Somebody logged in at a provider, and opens no account here."""

    def __init__(self, found: Identified) -> None:
        super().__init__(
            "no account here is opened by this login",
            advice="log in here in another way and link it on your account's page, or ask a registrar",
        )
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """Somebody came back from a provider: logged in, or with a login to be linked."""

    person: Person | None
    onward: str
    """Where they wanted to go."""
    secret: str = ""
    """Of what is to be confirmed, where a login is to be linked."""


def providers_of(office: Office) -> dict[str, Provider]:
    """The identity providers of an office by name."""
    told = office.configuration
    return {name: Provider(name, part, told.server.url, office.clock) for name, part in told.providers.items()}


def begin(office: Office, provider: Provider, *, onward: str, link: Person | None = None) -> tuple[str, str]:
    """Where to send somebody, and the secret that their browser holds meanwhile. `link` is whose account to link."""
    address, kept = provider.begin()
    body = {**kept, "onward": onward}
    with office.journal.writing() as db:
        pending = Pending(purpose=_purpose(provider), person=link.id if link else "", body=body)
        return address, logins.put_pending(db, pending, office.clock(), LASTS)


def finish(office: Office, provider: Provider, secret: str, answer: Mapping[str, str]) -> CameBack:
    """Somebody came back. One login has one try: it is over, whatever comes of it.

    Raises `TrustError` for an answer that cannot be believed, `NotLinkedError` for a login that opens no account.
    """
    with office.journal.writing() as db:
        pending = logins.take_pending(db, secret, _purpose(provider), office.clock())
    if pending is None:
        raise TrustError("no such login was begun in this browser, or it took too long", advice="log in again")
    found = provider.finish(pending.body, answer)
    onward = str(pending.body["onward"])
    if pending.person:
        return CameBack(person=None, onward=onward, secret=_to_confirm(office, pending.person, found))
    with office.journal.looking() as db:
        identity = logins.by_subject(db, found.issuer, found.subject)
    person = None if identity is None else people.by_id(office, identity.person, identity.scopes)
    if person is None:
        raise NotLinkedError(found)
    return CameBack(person=person, onward=onward)


def _to_confirm(office: Office, person: str, found: Identified) -> str:
    body = {"issuer": found.issuer, "subject": found.subject, "called": found.called}
    with office.journal.writing() as db:
        return logins.put_pending(db, Pending(purpose=_LINK, person=person, body=body), office.clock(), LASTS)


def to_confirm(office: Office, person: Person, secret: str) -> Identified:
    """The login that somebody is about to link with their own account. Raises `UsageError` when there is none."""
    with office.journal.looking() as db:
        pending = logins.pending_of(db, secret, _LINK, office.clock())
    return _own(pending, person)


def confirm(office: Office, person: Person, secret: str) -> str:
    """Link it: it opens this account from now on, for no more than the login that asks. Raises `UsageError`."""
    with office.journal.writing() as db:
        pending = logins.take_pending(db, secret, _LINK, office.clock())
    found = _own(pending, person)
    return _linked(office, person.id, found.issuer, found.subject, person.scopes)


def _own(pending: Pending | None, person: Person) -> Identified:
    if pending is None or pending.person != person.id:
        raise UsageError(
            "there is no login to be linked with this account", advice="begin again on your account's page"
        )
    return Identified(**pending.body)


def link(office: Office, by: Person, account: str, provider: str, subject: str) -> str:
    """Link a login with somebody's account, by a registrar. Raises `ScopeError`, `UsageError`."""
    _registrar(by)
    part = office.configuration.providers.get(provider)
    if part is None:
        known = ", ".join(office.configuration.providers) or "none is configured"
        raise UsageError(f"there is no identity provider {shown(provider, 60)!r}", advice=f"known: {known}")
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise UsageError("this is no subject", advice="give `sub` as the provider writes it, to the letter")
    return _linked(office, account, part.issuer, subject, frozenset(SCOPES))


def _linked(office: Office, account: str, issuer: str, subject: str, scopes: frozenset[str]) -> str:
    try:
        with office.journal.writing() as db:
            if accounts.account(db, account) is None:
                raise UsageError(f"there is no account {account!r:.100}", advice="make it first")
            return logins.add_identity(db, account, issuer=issuer, subject=subject, scopes=scopes, at=office.clock())
    except (ValueError, IntegrityError) as error:
        raise UsageError(str(error), advice="take the other link away first") from error


def ways_in(office: Office, by: Person, account: str = "") -> tuple[list[Identity], list[Passkey]]:
    """Identities and passkeys that open an account: one's own, or by a registrar somebody's."""
    if account and account != by.id:
        _registrar(by)
    elif "read" not in by.scopes:
        raise ScopeError("read")
    with office.journal.looking() as db:
        return logins.identities(db, account or by.id), logins.passkeys(db, account or by.id)


def remove(office: Office, by: Person, id_: str, account: str = "") -> None:
    """Take a way in away: one's own, or by a registrar somebody's. Raises `UsageError` when there is none.

    A login takes away what may do no more than it may: who found a lesser token takes no second factor away.
    """
    if account and account != by.id:
        _registrar(by)
    with office.journal.writing() as db:
        whose = account or by.id
        kept: list[Identity | Passkey] = [*logins.identities(db, whose), *logins.passkeys(db, whose)]
        found = [one for one in kept if one.id == id_]
        if whose == by.id and found and not found[0].scopes <= by.scopes:
            raise ScopeError(sorted(found[0].scopes - by.scopes)[0])
        if not logins.remove(db, whose, id_):
            raise UsageError("there is no such login", advice="list them")


def _registrar(by: Person) -> None:
    if REGISTRAR not in by.roles or "administer" not in by.scopes:
        raise ScopeError("administer")


def _purpose(provider: Provider) -> str:
    return f"provider {provider.name}"
