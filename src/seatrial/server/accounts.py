"""Oneself, tokens, and for registrars accounts."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from seatrial.app.office import people, sign_in
from seatrial.app.office.calendar import calendar_token
from seatrial.domain.person import Person
from seatrial.journal.logins import Identity, Passkey
from seatrial.journal.people import Account
from seatrial.server.feeds import home_of
from seatrial.server.login import Served, Who

ROUTER: Final = APIRouter(tags=["accounts"])
Id = Annotated[str, Path(max_length=80)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class NewAccount(_Strict):
    """An account to be made."""

    id: str = Field(max_length=80)
    name: str = Field(max_length=200)
    organisation: str = Field(max_length=200)
    roles: list[str] = Field(max_length=20)
    password: str = Field(default="", max_length=1024)


class AccountChange(_Strict):
    """What changes of an account."""

    roles: list[str] | None = Field(default=None, max_length=20)
    password: str | None = Field(default=None, max_length=1024)
    disabled: bool | None = None


class NewToken(_Strict):
    """A token to be made."""

    name: str = Field(min_length=1, max_length=100)
    scopes: list[str] = Field(min_length=1, max_length=10)
    days: int = Field(default=90, ge=1, le=366)
    account: str = Field(default="", max_length=80)
    """Whose; your own without it."""


def _plain(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "organisation": account.organisation,
        "roles": sorted(account.roles),
        "disabled": account.disabled,
        "has_password": account.has_password,
    }


@ROUTER.get("/me")
def me(person: Who) -> dict[str, Any]:
    """Who you are here."""
    return _person(person)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "organisation": person.organisation,
        "roles": sorted(person.roles),
        "scopes": sorted(person.scopes),
    }


@ROUTER.get("/tokens")
def tokens(office: Served, person: Who) -> list[dict[str, Any]]:
    """Your tokens, without their secrets."""
    return [
        {
            "id": token.id,
            "name": token.name,
            "scopes": sorted(token.scopes),
            "since": token.since.isoformat(),
            "expires_at": token.expires_at.isoformat(),
            "revoked": token.revoked_at is not None,
        }
        for token in people.tokens(office, person)
    ]


@ROUTER.post("/tokens", status_code=201)
def issue(asked: NewToken, office: Served, person: Who) -> dict[str, str]:
    """A new token. It is shown this once."""
    token = people.issue_token(
        office, person, name=asked.name, scopes=asked.scopes, days=asked.days, for_=asked.account
    )
    return {"token": token}


@ROUTER.post("/calendar", status_code=201)
def calendar(request: Request, office: Served, person: Who) -> dict[str, str]:
    """A new address of your calendar of deadlines. It is shown this once; who knows it reads your deadlines.

    Revoke its token to take it back.
    """
    return {"url": f"{home_of(request, office)}/calendar/{calendar_token(office, person)}.ics"}


@ROUTER.delete("/tokens/{token_id}", status_code=204)
def revoke(token_id: Id, office: Served, person: Who) -> Response:
    """Revoke a token of yours."""
    people.revoke_token(office, person, token_id)
    return Response(status_code=204)


class NewLink(_Strict):
    """A login at an identity provider, to be linked with an account."""

    provider: str = Field(max_length=40)
    """As the office's configuration names it."""
    subject: str = Field(min_length=1, max_length=255)
    """`sub`, to the letter."""


Whose = Annotated[str, Query(max_length=80)]


@ROUTER.get("/logins")
def logins(office: Served, person: Who, account: Whose = "") -> list[dict[str, Any]]:
    """Logins elsewhere and passkeys that open your account, or `account` for a registrar."""
    identities, passkeys = sign_in.ways_in(office, person, account)
    return [
        *({"id": one.id, "issuer": one.issuer, "subject": one.subject, **_way(one)} for one in identities),
        *({"id": one.id, "name": one.name, **_way(one)} for one in passkeys),
    ]


def _way(one: Identity | Passkey) -> dict[str, Any]:
    return {"scopes": sorted(one.scopes), "since": one.since.isoformat()}


@ROUTER.delete("/logins/{login_id}", status_code=204)
def remove_login(login_id: Id, office: Served, person: Who, account: Whose = "") -> Response:
    """Take such a way in away: yours, or that of `account` as a registrar."""
    sign_in.remove(office, person, login_id, account)
    return Response(status_code=204)


@ROUTER.post("/accounts/{account_id}/logins", status_code=201)
def link(account_id: Id, asked: NewLink, office: Served, person: Who) -> dict[str, str]:
    """Link a login at an identity provider with an account, as a registrar."""
    return {"id": sign_in.link(office, person, account_id, asked.provider, asked.subject)}


@ROUTER.get("/accounts")
def accounts(office: Served, person: Who) -> list[dict[str, Any]]:
    """All accounts, for a registrar."""
    return [_plain(account) for account in people.accounts(office, person)]


@ROUTER.post("/accounts", status_code=201)
def add(asked: NewAccount, office: Served, person: Who) -> dict[str, Any]:
    """Make an account, as a registrar."""
    made = people.add_account(
        office,
        person,
        id_=asked.id,
        name=asked.name,
        organisation=asked.organisation,
        roles=asked.roles,
        password=asked.password,
    )
    return _plain(made)


@ROUTER.patch("/accounts/{account_id}", status_code=204)
def change(account_id: Id, asked: AccountChange, office: Served, person: Who) -> Response:
    """Change an account, as a registrar."""
    people.change_account(
        office, person, account_id, roles=asked.roles, password=asked.password, disabled=asked.disabled
    )
    return Response(status_code=204)
