"""Requests told to a collector by OpenTelemetry: a span and a duration each, as OTLP over HTTP; off unless asked for.

What is told is named in the code: method, route, status, type of a bug, as the semantic conventions of HTTP spell
them. No address, case, account, header or word of anybody is in it, and no trace that a stranger begins is followed.
"""

import logging
from typing import TYPE_CHECKING, Any, Final

from seatrial.app.office.configuration import TelemetryPart
from seatrial.domain.errors import UsageError
from seatrial.server.logs import say
from seatrial.version import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.resources import Resource

SERVICE: Final = "seatrial-office"
SCOPE: Final = "seatrial.office"
_METHODS: Final = ("GET", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "PUT")
_WAITS: Final = 10
"""Seconds for which a collector that does not answer is waited for."""
_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
"""Seconds, as the conventions advise for `http.server.request.duration`."""


class Telemetry:
    """What is sent to one collector, from threads of its own: requests never wait for it."""

    def __init__(self, part: TelemetryPart) -> None:
        """Raises `UsageError` where the extra is missing."""
        try:
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - optional
        except ModuleNotFoundError as error:
            raise UsageError("telemetry needs an extra", advice="pip install 'seatrial[telemetry]'") from error
        _tell_failures()
        about = Resource.create({"service.name": SERVICE, "service.version": __version__})
        headers = {"authorization": f"Bearer {part.token}"} if part.token else {}
        self._spans(part, about, headers)
        self._numbers(part, about, headers)

    def _spans(self, part: TelemetryPart, about: "Resource", headers: dict[str, str]) -> None:
        from opentelemetry.context import Context  # noqa: PLC0415 - optional
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - optional
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - optional
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - optional
        from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415 - optional

        sender = OTLPSpanExporter(endpoint=_at(part, "traces"), headers=headers, timeout=_WAITS)
        self._tracing = TracerProvider(resource=about, shutdown_on_exit=False)
        self._tracing.add_span_processor(BatchSpanProcessor(sender, schedule_delay_millis=part.seconds * 1000))
        self._tracer = self._tracing.get_tracer(SCOPE, __version__)
        self._nothing, self._server, self._error = Context(), SpanKind.SERVER, StatusCode.ERROR

    def _numbers(self, part: TelemetryPart, about: "Resource", headers: dict[str, str]) -> None:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import (  # noqa: PLC0415 - optional
            OTLPMetricExporter,
        )
        from opentelemetry.sdk.metrics import MeterProvider  # noqa: PLC0415 - optional
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader  # noqa: PLC0415 - optional

        sender = OTLPMetricExporter(endpoint=_at(part, "metrics"), headers=headers, timeout=_WAITS)
        reader = PeriodicExportingMetricReader(sender, export_interval_millis=part.seconds * 1000)
        self._metering = MeterProvider(metric_readers=[reader], resource=about, shutdown_on_exit=False)
        self._durations = self._metering.get_meter(SCOPE, __version__).create_histogram(
            "http.server.request.duration",
            unit="s",
            description="Duration of HTTP server requests.",
            explicit_bucket_boundaries_advisory=_BOUNDS,
        )

    def asked(self, method: str, route: str, status: int, *, began: int, ended: int, bug: str = "") -> None:
        """One request: nanoseconds since 1970 at its beginning and end, and the type of what went wrong."""
        method = method if method in _METHODS else "_OTHER"
        said: dict[str, Any] = {"http.request.method": method, "http.route": route}
        said |= {"http.response.status_code": status} if status else {}
        said |= {"error.type": bug or str(status)} if bug or status >= 500 else {}
        span = self._tracer.start_span(
            f"{method} {route}", context=self._nothing, kind=self._server, attributes=said, start_time=began
        )
        if "error.type" in said:
            span.set_status(self._error)
        span.end(end_time=ended)
        self._durations.record(max(0, ended - began) / 1e9, said, context=self._nothing)

    def close(self) -> None:
        """Send what is left, and stop."""
        self._tracing.shutdown()
        self._metering.shutdown()


def _at(part: TelemetryPart, what: str) -> str:
    return f"{part.endpoint.rstrip('/')}/v1/{what}"


class _Failures(logging.Handler):
    """What the exporters write of their failures may quote answers and addresses: only that it failed is written."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line without their words."""
        say(logging.WARNING, "telemetry was not taken", by=record.name)


def _tell_failures() -> None:
    theirs = logging.getLogger("opentelemetry")
    theirs.propagate = False
    theirs.handlers[:] = [_Failures(logging.WARNING)]
