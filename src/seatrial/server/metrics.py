"""Numbers of the server for Prometheus: how much is asked, how long it takes, what failed, and how cases stand."""

import hmac
import time
from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from seatrial.app.office.office import Office
from seatrial.domain.errors import OperationError
from seatrial.journal import events, outbox
from seatrial.server.login import Served

ROUTER: Final = APIRouter(include_in_schema=False)
MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The numbers of one server."""

    def __init__(self, office: Office) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "seatrial_office_request_seconds",
            "Requests by what was asked for, and how long they took.",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.bugs = Counter(
            "seatrial_office_bugs", "Requests that ended in a bug of the office.", registry=self.registry
        )
        self.swept = Gauge(
            "seatrial_office_swept_timestamp_seconds",
            "When clocks were looked after last; a server that stops doing it falls behind.",
            registry=self.registry,
        )
        self.registry.register(_Cases(office))

    def asked(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request. `route` is a name from the code, so that strangers make no new ones."""
        self.seconds.labels(method if method in _METHODS else "other", route, str(status)).observe(seconds)

    def swept_now(self) -> None:
        """Clocks were looked after."""
        self.swept.set(time.time())


_METHODS: Final = ("GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "PUT")


class _Cases(Collector):
    """What is asked of the database when the numbers are read."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """How many cases stand where, and how long the journal is. Nothing, while the database does not answer."""
        try:
            with self._office.journal.looking() as db:
                stages, (count, _) = events.counted(db), events.office_head(db)
                messages = outbox.waiting(db)
        except OperationError:
            return
        cases = GaugeMetricFamily("seatrial_office_cases", "Cases by the stage at which they stand.", labels=["stage"])
        for stage, number in sorted(stages.items()):
            cases.add_metric([stage], number)
        yield cases
        yield GaugeMetricFamily("seatrial_office_events", "Events in the journal.", value=count)
        yield GaugeMetricFamily("seatrial_office_messages_waiting", "News that did not arrive yet.", value=messages)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is asked of the database to register."""
        return iter(())


@ROUTER.get("/metrics")
def metrics(request: Request, office: Served) -> Response:
    """All numbers, for whoever has the scraper's token; without a configured one there is nothing here."""
    wanted = office.configuration.metrics.token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not wanted or not hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode()):
        raise HTTPException(404)
    found: Metrics = request.app.state.metrics
    return Response(generate_latest(found.registry), media_type=MEDIA_TYPE)
