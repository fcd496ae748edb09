"""Oneself: who one is here, tokens, and for registrars accounts and the assigning of people to cases."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from seatrial.app.office import news, people, sign_in
from seatrial.app.office.calendar import calendar_token
from seatrial.domain.errors import UsageError
from seatrial.domain.person import REGISTRAR, SCOPES
from seatrial.server.feeds import home_of
from seatrial.server.login import Served
from seatrial.server.pages import passkeys
from seatrial.server.pages.render import page
from seatrial.server.pages.session import Given, Member
from seatrial.server.pages.sign_in import providers

Hook = tuple[str, str] | None
"""A new subscription and its secret."""
ROUTER: Final = APIRouter(include_in_schema=False)


@ROUTER.get("/account")
def account(request: Request, office: Served, person: Member) -> HTMLResponse:
    """Who one is, and the tokens one has."""
    return _account(request, office, person)


def _account(
    request: Request,
    office: Served,
    person: Member,
    token: str = "",
    calendar: str = "",
    hook: Hook = None,
) -> HTMLResponse:
    known = people.accounts(office, person) if REGISTRAR in person.roles and "administer" in person.scopes else []
    identities, keys = sign_in.ways_in(office, person)
    named = {one.part.issuer: one.title for one in providers(request).values()}
    return page(
        request,
        "account.html",
        person=person,
        tokens=people.tokens(office, person),
        accounts=known,
        scopes=[scope for scope in SCOPES if scope in person.scopes],
        kinds=people.KINDS,
        token=token,
        calendar=calendar,
        hooks=news.subscriptions(office, person.id),
        hook=hook,
        identities=[(one, named.get(one.issuer, one.issuer)) for one in identities],
        passkeys=keys,
        usable=passkeys.usable(request, office),
        providers=[(name, one.title) for name, one in providers(request).items()],
    )


@ROUTER.post("/account/tokens")
def issue(request: Request, office: Served, person: Member, given: Given) -> HTMLResponse:
    """A new token, shown this once."""
    days = given.get("days", ["90"])[0]
    if not days.isdigit():
        raise UsageError("a token lasts a number of days", advice="give one from 1 to 366")
    name = given.get("name", [""])[0].strip() or "unnamed"
    token = people.issue_token(office, person, name=name, scopes=given.get("scope", []), days=int(days))
    return _account(request, office, person, token=token)


@ROUTER.post("/account/calendar")
def calendar(request: Request, office: Served, person: Member, given: Given) -> HTMLResponse:
    """A new address of one's calendar, shown this once."""
    del given
    address = f"{home_of(request, office)}/calendar/{calendar_token(office, person)}.ics"
    return _account(request, office, person, calendar=address)


@ROUTER.post("/account/webhooks")
def add_hook(request: Request, office: Served, person: Member, given: Given) -> HTMLResponse:
    """Send news of one's cases to an address; its secret is shown this once."""
    id_ = news.add_webhook(office, person, given.get("url", [""])[0].strip())
    return _account(request, office, person, hook=(id_, news.secret_of(office, id_)))


@ROUTER.post("/account/webhooks/remove")
def remove_hook(office: Served, person: Member, given: Given) -> Response:
    """Send no more news there."""
    news.remove(office, given.get("id", [""])[0], person.id)
    return RedirectResponse("/account", 303)


@ROUTER.post("/account/tokens/revoke")
def revoke(office: Served, person: Member, given: Given) -> Response:
    """Revoke a token of one's own."""
    people.revoke_token(office, person, given.get("id", [""])[0])
    return RedirectResponse("/account", 303)


@ROUTER.post("/accounts")
def add(office: Served, person: Member, given: Given) -> Response:
    """Make an account, as a registrar."""
    said = {name: given.get(name, [""])[0].strip() for name in ("id", "name", "organisation")}
    people.add_account(
        office,
        person,
        id_=said["id"],
        name=said["name"],
        organisation=said["organisation"],
        roles=given.get("role", []),
        password=given.get("password", [""])[0],
    )
    return RedirectResponse("/account", 303)
