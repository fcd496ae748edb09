"""Serve an office until it is stopped: HTTP in the foreground, clocks and statuses swept in the background."""

import logging
import threading
from collections.abc import Callable
from typing import Final

import uvicorn

from seatrial.app.office.news import deliver, spread
from seatrial.app.office.office import Office
from seatrial.app.office.status import renew
from seatrial.app.office.sweep import sweep
from seatrial.domain.errors import SeatrialError, UsageError
from seatrial.server import logs
from seatrial.server.application import application
from seatrial.server.beside import Beside
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
    stop, pulse, beside = threading.Event(), Pulse(), Beside(office)
    app = application(office, pulse)
    metrics: Metrics = app.state.metrics

    def swept() -> None:
        """What is late is done late, at its own time."""
        sweep(office)
        renew(office)
        pulse.beat()
        metrics.swept_now()

    def told_others() -> None:
        """Tell others of events, beside the clocks: who answers slowly holds up no clock."""
        spread(office)
        deliver(office)

    kept = (
        _kept_at(swept, "sweep", "the sweep", SWEEP_SECONDS, stop, metrics),
        _kept_at(told_others, "news", "news", POST_SECONDS, stop, metrics),
        _kept_at(beside.look, "jobs", "jobs", POST_SECONDS, stop, metrics),
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
    for thread in kept:
        thread.start()
    try:
        server.run()
    except SystemExit as error:
        raise UsageError(f"cannot listen on {host}:{port}", advice="choose another address") from error
    finally:
        stop.set()
        for thread in kept:
            thread.join(timeout=30)
        if app.state.telemetry is not None:
            app.state.telemetry.close()
        beside.close()


def _kept_at(
    work: Callable[[], None], what: str, words: str, seconds: float, stop: threading.Event, metrics: Metrics
) -> threading.Thread:
    """A thread that does `work` every so many seconds until it is stopped; what fails is tried again."""

    def rounds() -> None:
        while True:
            try:
                work()
            except SeatrialError as error:
                say(logging.WARNING, f"{words} will be tried again", why=error.message.splitlines()[0][:200])
            except Exception as error:  # noqa: BLE001 - the next round goes on; readiness tells when clocks do not
                metrics.bugs.inc()
                say(logging.ERROR, "bug", incident=new_incident(), during=what, **error_fields(error))
            if stop.wait(seconds):
                return

    return threading.Thread(target=rounds, name=what, daemon=True)
