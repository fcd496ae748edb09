"""Passkeys: one page whose script speaks with the authenticator, and plain forms around it."""

import logging
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from seatrial.app.office import passkeys
from seatrial.app.office.office import Office
from seatrial.app.office.passkeys import CopiedError, Site
from seatrial.domain.errors import UsageError
from seatrial.server.feeds import home_of
from seatrial.server.limits import asker, limits_of
from seatrial.server.login import Served
from seatrial.server.logs import say
from seatrial.server.pages import session
from seatrial.server.pages.render import page
from seatrial.server.pages.session import Given, Member, local

ROUTER: Final = APIRouter(include_in_schema=False)


@ROUTER.post("/login/passkey")
def begin(request: Request, office: Served, given: Given) -> HTMLResponse:
    """Ask for a passkey, whosever it is."""
    limits_of(request).begin(asker(request))
    return asked(request, office, local(given.get("next", [""])[0][:500]))


@ROUTER.post("/login/passkey/answer")
def finish(request: Request, office: Served, given: Given) -> Response:
    """Logged in, if the passkey says so."""
    secret, answer = request.cookies.get(session.PENDING, ""), given.get("answer", [""])[0]
    try:
        person, onward = passkeys.finish_login(office, _site(request, office), secret, answer)
    except CopiedError as error:
        say(logging.WARNING, "passkey counts backwards", account=error.person)
        raise
    response = RedirectResponse(onward, 303)
    session.let_go(response)
    session.begin(request, office, person, response)
    return response


@ROUTER.post("/account/passkeys")
def register(request: Request, office: Served, person: Member, given: Given) -> HTMLResponse:
    """Ask for a new passkey."""
    options, secret = passkeys.begin_registration(office, _site(request, office), person, given.get("name", [""])[0])
    to = "/account/passkeys/answer"
    response = page(request, "passkey.html", person=person, second=False, options=options, kind="create", to=to)
    session.hold(request, response, secret, strict=True)
    return response


@ROUTER.post("/account/passkeys/answer")
def registered(request: Request, office: Served, person: Member, given: Given) -> Response:
    """Keep it."""
    secret, answer = request.cookies.get(session.PENDING, ""), given.get("answer", [""])[0]
    passkeys.finish_registration(office, _site(request, office), person, secret, answer)
    response = RedirectResponse("/account", 303)
    session.let_go(response)
    return response


def asked(request: Request, office: Office, onward: str, account: str = "") -> HTMLResponse:
    """The page that asks for a passkey: of an account whose password was right, or of whoever has one."""
    options, secret = passkeys.begin_login(office, _site(request, office), onward, account)
    to = "/login/passkey/answer"
    response = page(request, "passkey.html", second=bool(account), options=options, kind="get", to=to)
    session.hold(request, response, secret, strict=True)
    return response


def usable(request: Request, office: Office) -> bool:
    """Whether browsers know passkeys at the address of this office."""
    return passkeys.site_of(home_of(request, office)) is not None


def _site(request: Request, office: Office) -> Site:
    found = passkeys.site_of(home_of(request, office))
    if found is None:
        raise UsageError(
            "passkeys are not to be had at this address", advice="reach the office by https and a name: [server] url"
        )
    return found
