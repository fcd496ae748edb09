"""Errors as problem details (RFC 9457): what happened, by whose fault, what to do next. Nothing of the inside leaks."""

import logging
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from seatrial.app.office.refused import (
    NoSuchCaseError,
    OtherRequestError,
    OvertakenError,
    RefusedError,
    ScopeError,
)
from seatrial.domain.errors import OperationError, RegimeError, SeatrialError, TrustError, UsageError
from seatrial.domain.text import shown
from seatrial.server.limits import TooMany
from seatrial.server.logs import error_fields, say

MEDIA_TYPE: Final = "application/problem+json"
_TYPES: Final = "https://seatrial.dev/problems/"
_REFUSED: Final = {"forbidden": 403, "untimely": 409, "incomplete": 422}
_STATUS: Final[tuple[tuple[type[SeatrialError], int, str], ...]] = (
    (NoSuchCaseError, 404, "not-found"),
    (OvertakenError, 412, "overtaken"),
    (OtherRequestError, 422, "key-used-again"),
    (ScopeError, 403, "scope"),
    (TrustError, 422, "not-believed"),
    (RegimeError, 422, "regime"),
    (OperationError, 503, "try-again"),
    (UsageError, 422, "request"),
)


class Unauthenticated(Exception):  # noqa: N818 - a state of the request, not a fault
    """Nobody is logged in, and somebody has to be."""


def problem(
    status: int, kind: str, detail: str, advice: str, headers: dict[str, str] | None = None, incident: str = ""
) -> JSONResponse:
    """One problem as a response. `incident` is the number under which the server's log has it."""
    title = kind.replace("-", " ")
    body = {"type": _TYPES + kind, "title": title, "status": status, "detail": shown(detail, 2000), "advice": advice}
    if incident:
        body |= {"instance": f"urn:seatrial:incident:{incident}", "incident": incident}
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def bug(incident: str) -> JSONResponse:
    """A bug of the office as a problem."""
    return problem(500, "bug", f"{BUG} {incident}", BUG_ADVICE, incident=incident)


def too_many(seconds: int) -> JSONResponse:
    """Asked too often, and when to ask again."""
    return problem(429, "too-many", TOO_MANY, f"ask again in {seconds} s", {"retry-after": str(seconds)})


BUG: Final = "this is a bug of the office, written down as incident"
BUG_ADVICE: Final = "nothing was kept of what you did; tell who runs the office the number of the incident"
TOO_MANY: Final = "more requests than are answered in so short a time"


def install(app: FastAPI) -> None:
    """Have every error leave as a problem."""
    app.add_exception_handler(SeatrialError, _of_the_house)
    app.add_exception_handler(RequestValidationError, _of_the_request)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Unauthenticated, _unauthenticated)
    app.add_exception_handler(TooMany, _too_many)


def _of_the_house(_request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, RefusedError):
        return problem(_REFUSED[error.refusal.kind], error.refusal.kind, error.message, error.advice)
    found = next(((s, k) for kind, s, k in _STATUS if isinstance(error, kind)), None)
    if found is None or not isinstance(error, SeatrialError):
        raise error  # A kind that nobody foresaw is a bug, and becomes an incident.
    message = said_of(error)
    if isinstance(error, OperationError):
        say(logging.WARNING, "could not be done", why=error.message.splitlines()[0][:200], **error_fields(error))
    return problem(*found, message, error.advice)


def said_of(error: SeatrialError) -> str:
    """What is told of an error: what a database says is for the server's own log."""
    return DATABASE if isinstance(error.__cause__, SQLAlchemyError) else error.message


DATABASE: Final = "the office's database does not do this now"


def _of_the_request(_request: Request, error: Exception) -> JSONResponse:
    found: list[Any] = list(error.errors()) if isinstance(error, RequestValidationError) else []
    said = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in found[:10])
    return problem(422, "request", said or "the request is not as described", "see /api/v1/openapi.json")


def _of_http(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    kind = {404: "not-found", 405: "method", 413: "too-large"}.get(status, "request")
    headers = dict(error.headers) if isinstance(error, HTTPException) and error.headers else None
    return problem(status, kind, "there is nothing here for this request", "see /api/v1/openapi.json", headers)


def _unauthenticated(_request: Request, _error: Exception) -> JSONResponse:
    advice = "send `Authorization: Bearer TOKEN`; a registrar makes accounts, and `POST /api/v1/tokens` tokens"
    headers = {"www-authenticate": 'Bearer realm="office"'}
    return problem(401, "unauthenticated", "this needs a login", advice, headers)


def _too_many(_request: Request, error: Exception) -> JSONResponse:
    return too_many(error.seconds if isinstance(error, TooMany) else 60)
