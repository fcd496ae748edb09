"""Accounts and logins: whatever the way in, one frozen `Person` comes out."""

import datetime
from collections.abc import Iterable
from typing import Final

from sqlalchemy.exc import IntegrityError

from seatrial.app.office.office import Office
from seatrial.app.office.refused import ScopeError
from seatrial.domain.errors import UsageError
from seatrial.domain.person import CALENDAR, REGISTRAR, SCOPES, Person
from seatrial.journal import people
from seatrial.journal.people import Account, KeptToken

KINDS: Final = (
    *("developer", "intake", "evaluator", "decider", "appeal", "advisor", "partner-selector", "observer"),
    REGISTRAR,
)
"""What somebody may be in an office."""
_ID: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")
LONGEST_TOKEN: Final = 366


def add_account(
    office: Office, by: Person, *, id_: str, name: str, organisation: str, roles: Iterable[str], password: str = ""
) -> Account:
    """A new account, by a registrar. Raises `UsageError` for what cannot be one, `ScopeError` for who may not."""
    _registrar(by)
    wanted = _roles(roles)
    if not id_ or len(id_) > 80 or set(id_) - _ID or not id_[0].isalnum():
        raise UsageError(f"{id_!r:.100} cannot be an account", advice="use small letters, digits, `.`, `-` and `_`")
    if not name.strip() or not organisation.strip() or not (name + organisation).isprintable():
        raise UsageError("an account has a name and an organisation", advice="give both, in plain text")
    try:
        with office.journal.writing() as db:
            if people.account(db, id_) is not None:
                raise UsageError(f"there is an account {id_} already", advice="choose another id")
            people.add_account(
                db,
                id_=id_,
                name=name,
                organisation=organisation,
                roles=wanted,
                password=password,
                at=office.clock(),
            )
    except (ValueError, IntegrityError) as error:
        raise UsageError(str(error), advice="choose a longer one") from error
    return Account(id=id_, name=name, organisation=organisation, roles=wanted, has_password=bool(password))


def change_account(
    office: Office,
    by: Person,
    id_: str,
    *,
    roles: Iterable[str] | None = None,
    password: str | None = None,
    disabled: bool | None = None,
) -> None:
    """Change an account, by a registrar. Nobody takes the office's last registrar away."""
    _registrar(by)
    wanted = None if roles is None else _roles(roles)
    try:
        with office.journal.writing() as db:
            found = people.accounts(db)
            if id_ not in {account.id for account in found}:
                raise UsageError(f"there is no account {id_!r:.100}", advice="list the accounts")
            left = [a for a in found if REGISTRAR in a.roles and not a.disabled and a.id != id_]
            if not left and (disabled or (wanted is not None and REGISTRAR not in wanted)):
                raise UsageError("an office keeps at least one registrar", advice="make another one first")
            people.change_account(db, id_, roles=wanted, password=password, disabled=disabled)
    except ValueError as error:
        raise UsageError(str(error), advice="choose a longer one") from error


def accounts(office: Office, by: Person) -> list[Account]:
    """All accounts, for a registrar."""
    _registrar(by)
    with office.journal.looking() as db:
        return people.accounts(db)


def just_begun(office: Office) -> bool:
    """Whether nobody but the first registrar has an account."""
    with office.journal.looking() as db:
        return len(people.accounts(db)) <= 1


def by_password(office: Office, id_: str, password: str) -> Person | None:
    """Who logs in, or None."""
    with office.journal.looking() as db:
        found = people.by_password(db, id_, password[:1024])
    return None if found is None else found.person()


def by_token(office: Office, token: str) -> Person | None:
    """Whose token it is, or None; one that is for a calendar alone logs nobody in."""
    found = _by_token(office, token)
    return None if found is None or CALENDAR in found.scopes else found


def by_calendar_token(office: Office, token: str) -> Person | None:
    """Whose calendar a token is for, or None."""
    found = _by_token(office, token)
    return found if found is not None and found.scopes == {CALENDAR} else None


def _by_token(office: Office, token: str) -> Person | None:
    with office.journal.looking() as db:
        return people.by_token(db, token[:256], office.clock())


def by_id(office: Office, id_: str, scopes: Iterable[str] = SCOPES) -> Person | None:
    """Somebody who was authenticated in another way: the seam for sessions and identity providers."""
    with office.journal.looking() as db:
        found = people.account(db, id_)
    return None if found is None or found.disabled else found.person(frozenset(scopes))


def issue_token(office: Office, by: Person, *, name: str, scopes: Iterable[str], days: int = 90, for_: str = "") -> str:
    """A token for oneself, or by a registrar for somebody. It may do no more than the login that asked for it."""
    wanted = frozenset(scopes)
    if for_ and for_ != by.id:
        _registrar(by)
    elif wanted == {CALENDAR}:
        if "read" not in by.scopes:
            raise ScopeError("read")
    elif not wanted <= by.scopes:
        raise ScopeError(sorted(wanted - by.scopes)[0])
    if not 0 < days <= LONGEST_TOKEN:
        raise UsageError(f"a token lasts up to {LONGEST_TOKEN} days", advice="give fewer days")
    now = office.clock()
    try:
        with office.journal.writing() as db:
            if people.account(db, for_ or by.id) is None:
                raise UsageError(f"there is no account {for_!r:.100}", advice="make it first")
            ends = now + datetime.timedelta(days=days)
            return people.issue_token(db, for_ or by.id, name=name[:100], scopes=wanted, at=now, expires_at=ends)
    except ValueError as error:
        raise UsageError(str(error), advice="choose among them") from error


def tokens(office: Office, person: Person) -> list[KeptToken]:
    """Somebody's own tokens, without secrets."""
    with office.journal.looking() as db:
        return people.tokens(db, person.id)


def revoke_token(office: Office, person: Person, id_: str) -> None:
    """Revoke a token of one's own. Raises `UsageError` when there is none."""
    with office.journal.writing() as db:
        if not people.revoke_token(db, person.id, id_, office.clock()):
            raise UsageError("you have no such token", advice="list your tokens")


def _registrar(by: Person) -> None:
    if REGISTRAR not in by.roles or "administer" not in by.scopes:
        raise ScopeError("administer")


def _roles(roles: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(roles)
    unknown = sorted(wanted - set(KINDS))
    if unknown or not wanted:
        raise UsageError(
            f"{(unknown or ['nothing'])[0]!r:.100} is nothing to be here", advice=f"use {', '.join(KINDS)}"
        )
    return wanted
