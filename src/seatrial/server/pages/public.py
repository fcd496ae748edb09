"""Pages that need no login: the register, one published case, statistics, logging in and out."""

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from seatrial.app.office import people, register
from seatrial.app.office.passkeys import needed as passkey_needed
from seatrial.documents import to_builtins
from seatrial.journal import answers
from seatrial.server.cases import CaseId
from seatrial.server.feeds import home_of
from seatrial.server.limits import asker, limits_of
from seatrial.server.login import Served, the_office
from seatrial.server.pages import passkeys, session
from seatrial.server.pages.render import STATIC, page, static
from seatrial.server.pages.session import Given, Visitor, local
from seatrial.server.pages.sign_in import providers
from seatrial.server.pages.spreads import spread_rows

ROUTER: Final = APIRouter(include_in_schema=False)
PAGE: Final = 30


@ROUTER.get("/static/{name}")
def file(name: str) -> Response:
    """Style and script of the pages."""
    if name not in STATIC:
        return Response(status_code=404)
    return Response(static(name), media_type=STATIC[name], headers={"cache-control": "public, max-age=300"})


@ROUTER.get("/")
def start(request: Request, office: Served, person: Visitor) -> Response:
    """To one's cases, or to what everybody may see; in an office that has just begun, what to do first."""
    if person is None and people.just_begun(office):
        with office.journal.looking() as db:
            regimes = [kept for kept in answers.regimes(db) if kept.offered]
        return page(request, "first.html", regimes=regimes, home=home_of(request, office))
    return RedirectResponse("/cases" if person else "/register", 303)


@ROUTER.get("/register")
def search(
    request: Request,
    office: Served,
    person: Visitor,
    words: Annotated[str, Query(max_length=200)] = "",
    regime: Annotated[str, Query(max_length=80)] = "",
    outcome: Annotated[str, Query(max_length=80)] = "",
    before: Annotated[int | None, Query(ge=0, le=2**53)] = None,
) -> HTMLResponse:
    """The public register, searched and filtered."""
    found = register.search(office, words=words, regime_id=regime, outcome=outcome, before=before, limit=PAGE)
    with office.journal.looking() as db:
        regimes = sorted({kept.id for kept in answers.regimes(db)})
    asked = {"words": words, "regime": regime, "outcome": outcome}
    more = "&".join(f"{name}={quote(value)}" for name, value in asked.items() if value)
    return page(
        request,
        "register.html",
        person=person,
        entries=[register.as_plain(entry) for entry in found],
        regimes=regimes,
        asked=asked,
        older=f"?{more}&before={found[-1].number}" if len(found) == PAGE else "",
    )


@ROUTER.get("/register/statistics")
def statistics(request: Request, office: Served, person: Visitor) -> HTMLResponse:
    """How long cases take and how they end, a regime at a time."""
    found = register.statistics_of(office)
    spreads, longest = spread_rows(found)
    lines = [to_builtins(line) for line in found]
    return page(request, "statistics.html", person=person, lines=lines, spreads=spreads, longest=longest)


@ROUTER.get("/register/{case_id}")
def one(request: Request, case_id: CaseId, office: Served, person: Visitor) -> HTMLResponse:
    """Everything that is public of a case, and how anybody verifies it."""
    entries = [register.as_plain(entry) for entry in register.search(office, case_id=case_id)]
    if not entries:
        return problem_page(request, 404, "Nothing is published of this case", "Search the register.", person)
    return page(
        request,
        "entry.html",
        person=person,
        case_id=case_id,
        entries=entries,
        files=register.published_names(office, case_id),
    )


@ROUTER.get("/login")
def login(
    request: Request, person: Visitor, next_: Annotated[str, Query(alias="next", max_length=500)] = ""
) -> Response:
    """The form to log in."""
    if person is not None:
        return RedirectResponse(local(next_), 303)
    return login_page(request, next_)


def login_page(request: Request, next_: str, *, failed: bool = False) -> HTMLResponse:
    """The form to log in, with the other ways that there are."""
    known = [(name, provider.title) for name, provider in providers(request).items()]
    status, keys = 403 if failed else 200, passkeys.usable(request, the_office(request))
    return page(request, "login.html", status=status, next=next_, failed=failed, providers=known, passkeys=keys)


@ROUTER.post("/login")
def log_in(request: Request, office: Served, given: Given) -> Response:
    """Log in by account and password, or by a token."""
    account, secret = given.get("account", [""])[0].strip(), given.get("secret", [""])[0]
    limits_of(request).login(asker(request), account)
    person = people.by_password(office, account, secret) if account else people.by_token(office, secret.strip())
    next_ = given.get("next", [""])[0][:500]
    if person is None:
        return login_page(request, next_, failed=True)
    if account and passkey_needed(office, person):
        return passkeys.asked(request, office, local(next_), person.id)
    response = RedirectResponse(local(next_), 303)
    session.begin(request, office, person, response)
    return response


@ROUTER.post("/logout")
def log_out(request: Request, office: Served, person: Visitor, given: Given) -> Response:
    """Log out."""
    del given
    response = RedirectResponse("/register", 303)
    if person is not None:
        session.end(office, person, request.cookies.get(session.COOKIE, ""), response)
    return response


def problem_page(request: Request, status: int, what: str, advice: str, person: Any = None) -> HTMLResponse:
    """A refusal as a page: what happened and what to do."""
    return page(request, "problem.html", status=status, person=person, what=what, advice=advice)
