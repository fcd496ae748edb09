"""Logging in by an identity provider, and linking such a login with one's account.

A browser that comes back from elsewhere does not bring the cookie of its login here, nor of one that was just made:
such cookies are sent from pages of this site only. So the way back ends on a page of this site, and goes on from there.
"""

from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from seatrial.app.office import sign_in
from seatrial.app.office.identity_provider import Provider
from seatrial.app.office.sign_in import NotLinkedError
from seatrial.server.limits import asker, limits_of
from seatrial.server.login import Served
from seatrial.server.pages import session
from seatrial.server.pages.render import page
from seatrial.server.pages.session import Given, Member, local

ROUTER: Final = APIRouter(include_in_schema=False)
Name = Annotated[str, Path(max_length=40)]
MOST_ANSWER: Final = 4096
"""Characters of what a provider has a browser bring."""


@ROUTER.get("/login/with/{name}")
def begin(
    request: Request, name: Name, office: Served, next_: Annotated[str, Query(alias="next", max_length=500)] = ""
) -> Response:
    """To the provider, to log in there."""
    limits_of(request).begin(asker(request))
    address, secret = sign_in.begin(office, _provider(request, name), onward=local(next_))
    response = RedirectResponse(address, 303)
    session.hold(request, response, secret)
    return response


@ROUTER.get("/login/with/{name}/back")
def back(request: Request, name: Name, office: Served) -> Response:
    """From the provider: logged in, or on to what is to be confirmed."""
    provider = _provider(request, name)
    answer = _answer(request)
    try:
        found = sign_in.finish(office, provider, request.cookies.get(session.PENDING, ""), answer)
    except NotLinkedError as error:
        response: Response = page(request, "unlinked.html", status=403, provider=provider.title, found=error.found)
        session.let_go(response)
        return response
    onward = "/account/links/confirm" if found.person is None else found.onward
    response = page(request, "onward.html", onward=onward, elsewhere="")
    if found.person is None:
        session.hold(request, response, found.secret)
    else:
        session.let_go(response)
        session.begin(request, office, found.person, response)
    return response


@ROUTER.post("/account/links")
def link(request: Request, office: Served, person: Member, given: Given) -> HTMLResponse:
    """To the provider, to link a login there with one's account."""
    provider = _provider(request, given.get("provider", [""])[0])
    address, secret = sign_in.begin(office, provider, onward="/account", link=person)
    response = page(request, "onward.html", person=person, onward=address, elsewhere=provider.title)
    session.hold(request, response, secret)
    return response


@ROUTER.get("/account/links/confirm")
def to_confirm(request: Request, office: Served, person: Member) -> HTMLResponse:
    """What is about to be linked: nothing is, before somebody says so here."""
    found = sign_in.to_confirm(office, person, request.cookies.get(session.PENDING, ""))
    return page(request, "link.html", person=person, found=found)


@ROUTER.post("/account/links/confirm")
def confirm(request: Request, office: Served, person: Member, given: Given) -> Response:
    """Link it."""
    del given
    sign_in.confirm(office, person, request.cookies.get(session.PENDING, ""))
    response = RedirectResponse("/account", 303)
    session.let_go(response)
    return response


@ROUTER.post("/account/logins/remove")
def remove(office: Served, person: Member, given: Given) -> Response:
    """Take a way to log in away."""
    sign_in.remove(office, person, given.get("id", [""])[0])
    return RedirectResponse("/account", 303)


def providers(request: Request) -> dict[str, Provider]:
    """The identity providers of this office."""
    found: dict[str, Provider] = request.app.state.providers
    return found


def _provider(request: Request, name: str) -> Provider:
    found = providers(request).get(name)
    if found is None:
        raise HTTPException(404)
    return found


def _answer(request: Request) -> dict[str, str]:
    """What a provider has a browser bring: each thing once, or it is not taken."""
    pairs = request.query_params.multi_items()
    if len(request.url.query) > MOST_ANSWER or len({name for name, _ in pairs}) != len(pairs):
        return {}
    return dict(pairs)
