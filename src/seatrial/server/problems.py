"""Errors as problem details (RFC 9457): what happened, by whose fault, what to do next. Nothing of the inside leaks."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
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


def problem(status: int, kind: str, detail: str, advice: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """One problem as a response."""
    title = kind.replace("-", " ")
    body = {"type": _TYPES + kind, "title": title, "status": status, "detail": shown(detail, 2000), "advice": advice}
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Have every error leave as a problem."""
    app.add_exception_handler(SeatrialError, _of_the_house)
    app.add_exception_handler(RequestValidationError, _of_the_request)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Unauthenticated, _unauthenticated)
    app.add_exception_handler(Exception, _bug)


def _of_the_house(_request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, RefusedError):
        return problem(_REFUSED[error.refusal.kind], error.refusal.kind, error.message, error.advice)
    found = next(((s, k) for kind, s, k in _STATUS if isinstance(error, kind)), (500, "bug"))
    message = error.message if isinstance(error, SeatrialError) else ""
    return problem(*found, message, error.advice if isinstance(error, SeatrialError) else "")


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


def _bug(_request: Request, _error: Exception) -> JSONResponse:
    return problem(500, "bug", "this is a bug of the office", "nothing was kept of it; tell who runs the office")
