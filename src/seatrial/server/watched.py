"""Around every request: what came of it is written and counted, and a bug becomes an incident with a number.

The number stands in the answer and in the log of the server, so that who saw it and who can mend it speak of the same.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any, Final

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seatrial.server.logs import error_fields, say
from seatrial.server.metrics import Metrics
from seatrial.server.telemetry import Telemetry

NOWHERE: Final = "(none)"
API: Final = "/api/v1"
_CASE: Final = re.compile(r"c[0-9a-f]{22}")


class Watched:
    """The outermost layer of the application."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        bug: Callable[[Request, str], ASGIApp],
        telemetry: Telemetry | None = None,
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.bug = bug
        self.telemetry = telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, began, status, wrong = time.perf_counter(), time.time_ns(), 0, ""

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:  # noqa: BLE001 - the one place where a bug of the server ends
            incident, wrong = new_incident(), type(error).__qualname__
            self.metrics.bugs.inc()
            say(logging.ERROR, "bug", incident=incident, **_asked(scope), **error_fields(error))
            if status == 0:
                await self.bug(Request(scope), incident)(scope, receive, noted)
        finally:
            took = time.perf_counter() - begun
            self.metrics.asked(scope["method"], _route(scope), status, took)
            if self.telemetry is not None:
                ended = began + int(took * 1e9)
                self.telemetry.asked(scope["method"], _route(scope), status, began=began, ended=ended, bug=wrong)
            say(logging.INFO, "request", **_asked(scope), status=status, ms=round(took * 1000, 1))


def new_incident() -> str:
    """A number by which one incident is spoken of, as `8f3a-02c1-77de`."""
    digits = secrets.token_hex(6)
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def _asked(scope: Scope) -> dict[str, Any]:
    """What was asked for, by names from the code: never the address as it came."""
    said = {"method": scope["method"], "route": _route(scope)}
    account = scope.get("state", {}).get("account")
    named = str(scope.get("path_params", {}).get("case_id", ""))
    case = named if _CASE.fullmatch(named) else ""
    return said | ({"account": account} if account else {}) | ({"case": case} if case else {})


def _route(scope: Scope) -> str:
    """The route as the code names it. Some versions of FastAPI leave the prefix of a router out."""
    path: str = getattr(scope.get("route"), "path", NOWHERE)
    below = scope["path"].startswith(API) and path.startswith("/") and not path.startswith(API)
    return API + path if below else path
