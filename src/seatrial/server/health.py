"""Whether the server lives, and whether it is ready: for those who restart it and who send requests to it."""

import logging
import time
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from seatrial.app.log import VERIFIER
from seatrial.app.office.office import LOG, Office
from seatrial.domain.errors import SeatrialError
from seatrial.journal.open import latest_revision
from seatrial.server.login import Served
from seatrial.server.logs import say
from seatrial.server.problems import problem

ROUTER: Final = APIRouter(include_in_schema=False)
LONGEST: Final = 300.0
"""Seconds without a look at the clocks, after which a server is not ready."""


class Pulse:
    """When the clocks were looked after last."""

    def __init__(self) -> None:
        self._beat = time.monotonic()

    def beat(self) -> None:
        """They were, just now."""
        self._beat = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long ago that is."""
        return time.monotonic() - self._beat


@ROUTER.get("/healthz")
def lives() -> dict[str, str]:
    """It answers, so it lives; nothing else is asked."""
    return {"status": "ok"}


@ROUTER.get("/readyz", response_model=None)
def ready(request: Request, office: Served) -> Response:
    """Whether database and log can be used, and clocks are looked after; what is wrong is in the log of the server."""
    pulse: Pulse | None = request.app.state.pulse
    parts: dict[str, Any] = {
        "database": _database(office),
        "log": (office.directory / LOG / VERIFIER).is_file(),
        "clocks": pulse is None or pulse.seconds < LONGEST,
    }
    failing = [name for name, works in parts.items() if not works]
    if failing:
        return problem(
            503, "not-ready", f"not ready: {', '.join(failing)}", "ask again; the log of the server says why"
        )
    return JSONResponse({"status": "ready", "parts": sorted(parts)})


def _database(office: Office) -> bool:
    try:
        return office.journal.revision() == latest_revision()
    except SeatrialError as error:
        say(logging.WARNING, "the database cannot be used", why=error.message.splitlines()[0][:200])
        return False
