"""Hang the pages beside the API, and have their errors leave as pages."""

from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from seatrial.app.office.office import Office
from seatrial.app.office.sign_in import providers_of
from seatrial.domain.errors import SeatrialError
from seatrial.server import problems
from seatrial.server.limits import TooMany
from seatrial.server.pages import account, assign, cases, passkeys, public, sign_in, versions
from seatrial.server.pages.public import problem_page
from seatrial.server.pages.session import NeedsLogin, visitor

_MACHINES: Final = ("/api/", "/log/", "/feed.", "/calendar/", "/metrics", "/healthz", "/readyz")


def install(app: FastAPI, office: Office) -> None:
    """Add the pages to an application whose errors are problem details already."""
    app.state.providers = providers_of(office)
    for router in (
        public.ROUTER,
        sign_in.ROUTER,
        passkeys.ROUTER,
        assign.ROUTER,
        versions.ROUTER,
        cases.ROUTER,
        account.ROUTER,
    ):
        app.include_router(router)
    app.add_exception_handler(NeedsLogin, _to_login)
    for kind in (SeatrialError, RequestValidationError, HTTPException, TooMany):
        _also_as_page(app, kind)


def bug(request: Request, incident: str) -> Response:
    """A bug of the office, as whoever asked can read it."""
    if request.url.path.startswith(_MACHINES):
        return problems.bug(incident)
    return problem_page(request, 500, f"{problems.BUG} {incident}", problems.BUG_ADVICE)


def too_many(request: Request, seconds: int) -> Response:
    """Asked too often, as whoever asked can read it."""
    return problems.too_many(seconds) if request.url.path.startswith(_MACHINES) else _slower(request, seconds)


def _slower(request: Request, seconds: int) -> Response:
    answer = problem_page(request, 429, problems.TOO_MANY, f"Try again in {seconds} s.")
    answer.headers["retry-after"] = str(seconds)
    return answer


def _to_login(_request: Request, error: Exception) -> Response:
    next_ = error.next if isinstance(error, NeedsLogin) else "/cases"
    return RedirectResponse(f"/login?next={quote(next_)}", 303)


def _also_as_page(app: FastAPI, kind: type[Exception]) -> None:
    for_programs = app.exception_handlers[kind]

    def handled(request: Request, error: Exception) -> Response:
        answer: Response = for_programs(request, error)  # type: ignore[assignment]
        if request.url.path.startswith(_MACHINES):
            return answer
        what, advice = "There is nothing here for this request", "Go back, and try another way."
        if isinstance(error, TooMany):
            return _slower(request, error.seconds)
        if isinstance(error, SeatrialError):
            what, advice = problems.said_of(error), error.advice
        elif isinstance(error, RequestValidationError):
            what = "The request is not one that a page makes"
        return problem_page(request, answer.status_code, what, advice, visitor(request))

    app.add_exception_handler(kind, handled)
