"""Serve an office until it is stopped: HTTP in the foreground, clocks and statuses swept in the background."""

import logging
import threading
from typing import Final

import uvicorn

from seatrial.app.office.news import deliver, spread
from seatrial.app.office.office import Office
from seatrial.app.office.status import renew
from seatrial.app.office.sweep import sweep
from seatrial.domain.errors import SeatrialError, UsageError
from seatrial.server import logs
from seatrial.server.application import application
from seatrial.server.health import Pulse
from seatrial.server.logs import error_fields, say
from seatrial.server.metrics import Metrics
from seatrial.server.watched import new_incident

SWEEP_SECONDS: Final = 20.0
POST_SECONDS: Final = 2.0


def serve(office: Office, host: str, port: int) -> None:
    """Serve until interrupted. Raises `UsageError` when the address cannot be listened on."""
    told = office.configuration
    logs.begin(told.logging.level, told.logging.format)
    stop, pulse = threading.Event(), Pulse()
    app = application(office, pulse)
    sweeper = threading.Thread(
        target=_sweeping, args=(office, stop, pulse, app.state.metrics), name="sweep", daemon=True
    )
    configuration = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        proxy_headers=bool(told.server.proxies),
        forwarded_allow_ips=list(told.server.proxies),
        server_header=False,
        date_header=True,
        h11_max_incomplete_event_size=64 * 1024,
        timeout_keep_alive=10,
    )
    server = uvicorn.Server(configuration)
    postman = threading.Thread(target=_posting, args=(office, stop, app.state.metrics), name="post", daemon=True)
    sweeper.start()
    postman.start()
    try:
        server.run()
    except SystemExit as error:
        raise UsageError(f"cannot listen on {host}:{port}", advice="choose another address") from error
    finally:
        stop.set()
        sweeper.join(timeout=30)
        postman.join(timeout=30)


def _sweeping(office: Office, stop: threading.Event, pulse: Pulse, metrics: Metrics) -> None:
    """What is late is done late, at its own time; what fails is tried again."""
    while True:
        try:
            sweep(office)
            renew(office)
            pulse.beat()
            metrics.swept_now()
        except SeatrialError as error:
            say(logging.WARNING, "the sweep will be tried again", why=error.message.splitlines()[0][:200])
        except Exception as error:  # noqa: BLE001 - clocks of other cases go on; readiness tells when none do
            metrics.bugs.inc()
            say(logging.ERROR, "bug", incident=new_incident(), during="sweep", **error_fields(error))
        if stop.wait(SWEEP_SECONDS):
            return


def _posting(office: Office, stop: threading.Event, metrics: Metrics) -> None:
    """Tell others of events, beside the clocks: who answers slowly holds up no clock."""
    while True:
        try:
            spread(office)
            deliver(office)
        except SeatrialError as error:
            say(logging.WARNING, "news will be tried again", why=error.message.splitlines()[0][:200])
        except Exception as error:  # noqa: BLE001 - the next round goes on
            metrics.bugs.inc()
            say(logging.ERROR, "bug", incident=new_incident(), during="news", **error_fields(error))
        if stop.wait(POST_SECONDS):
            return
