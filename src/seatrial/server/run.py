"""Serve an office until it is stopped: HTTP in the foreground, clocks and statuses swept in the background."""

import logging
import threading
from typing import Final

import uvicorn

from seatrial.app.office.office import Office
from seatrial.app.office.status import renew
from seatrial.app.office.sweep import sweep
from seatrial.domain.errors import SeatrialError, UsageError
from seatrial.server.application import application

SWEEP_SECONDS: Final = 20.0
_LOG: Final = logging.getLogger("seatrial.office")


def serve(office: Office, host: str, port: int) -> None:
    """Serve until interrupted. Raises `UsageError` when the address cannot be listened on."""
    stop = threading.Event()
    sweeper = threading.Thread(target=_sweeping, args=(office, stop), name="sweep", daemon=True)
    configuration = uvicorn.Config(
        application(office),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        h11_max_incomplete_event_size=64 * 1024,
        timeout_keep_alive=10,
    )
    server = uvicorn.Server(configuration)
    sweeper.start()
    try:
        server.run()
    except SystemExit as error:
        raise UsageError(f"cannot listen on {host}:{port}", advice="choose another address") from error
    finally:
        stop.set()
        sweeper.join(timeout=30)


def _sweeping(office: Office, stop: threading.Event) -> None:
    """What is late is done late, at its own time; what fails is tried again."""
    while True:
        try:
            sweep(office)
            renew(office)
        except SeatrialError as error:
            _LOG.warning("the sweep will be tried again: %s", error.message)
        if stop.wait(SWEEP_SECONDS):
            return
