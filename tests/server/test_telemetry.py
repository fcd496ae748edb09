"""What an office tells a collector, as a collector receives it: requests by route, and nothing of anybody."""

import http.server
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from seatrial.app.office.configuration import TelemetryPart
from seatrial.domain.errors import UsageError
from seatrial.server.telemetry import Telemetry
from tests.server.conftest import Serve

pytest.importorskip("opentelemetry.sdk", reason="needs the extra telemetry")
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass
class Collector:
    """A real receiver of OTLP on this machine."""

    url: str = ""
    status: int = 200
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def bodies(self) -> bytes:
        return b"".join(body for _, _, body in self.received)

    def spans(self) -> list[tuple[str, dict[str, str]]]:
        found = []
        for path, _, body in self.received:
            if path == "/v1/traces":
                for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                    spans = [span for scope in resource.scope_spans for span in scope.spans]
                    found += [(span.name, _plain(span.attributes)) for span in spans]
        return found

    def metrics(self) -> dict[str, int]:
        """Requests counted by the last numbers of each metric."""
        found = {}
        for path, _, body in self.received:
            if path == "/v1/metrics":
                for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics:
                    for metric in (metric for scope in resource.scope_metrics for metric in scope.metrics):
                        found[metric.name] = sum(point.count for point in metric.histogram.data_points)
        return found


def _plain(attributes: object) -> dict[str, str]:
    found = {}
    for one in attributes:  # type: ignore[attr-defined]
        found[one.key] = one.value.string_value or str(one.value.int_value)
    return found


@pytest.fixture
def collector() -> Iterator[Collector]:
    found = Collector()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            import gzip

            body = self.rfile.read(int(self.headers["content-length"]))
            body = gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.received.append((self.path, headers, body))
            self.send_response(found.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_collector_is_told_of_requests_by_route_and_of_nobody(serve: Serve, collector: Collector) -> None:
    told = f'\n[telemetry]\nendpoint = "{collector.url}/"\ntoken = "of-the-collector"\nseconds = 3600\n'
    served = serve(told)
    title = "A title that nobody else may see"
    done = served.ask("ada", "POST", "/api/v1/cases", json={"title": title}, headers={"traceparent": f"00-{'a' * 32}"})
    assert done.status_code == 201
    case = done.json()["case"]
    assert served.ask("ada", "GET", f"/api/v1/cases/{case}?x=in-the-address").status_code == 200
    assert served.ask("", "GET", f"/api/v1/cases/{case}").status_code == 401
    assert served.ask("", "GET", "/a/path/of/a/stranger").status_code == 404
    served.app.state.telemetry.close()
    spans = collector.spans()
    assert [name for name, _ in spans] == [
        "POST /api/v1/cases",
        "GET /api/v1/cases/{case_id}",
        "GET /api/v1/cases/{case_id}",
        "GET (none)",
    ]
    allowed = {"http.request.method", "http.route", "http.response.status_code", "error.type"}
    assert {name for _, attributes in spans for name in attributes} <= allowed
    assert [attributes["http.response.status_code"] for _, attributes in spans] == ["201", "200", "401", "404"]
    assert collector.metrics() == {"http.server.request.duration": 4}
    secrets = (title, case, "ada", "Harbour", "in-the-address", "stranger", *served.tokens.values())
    assert not [secret for secret in secrets if secret.encode() in collector.bodies]
    assert {headers["authorization"] for _, headers, _ in collector.received} == {"Bearer of-the-collector"}
    assert "of-the-collector" not in served.lines.getvalue()


def test_a_bug_is_told_by_its_type_alone(serve: Serve, collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    served = serve(f'\n[telemetry]\nendpoint = "{collector.url}"\nseconds = 3600\n')

    def broken(*_given: object, **_more: object) -> None:
        raise ZeroDivisionError("a word that somebody said")

    monkeypatch.setattr("seatrial.app.office.show.list_cases", broken)
    assert served.ask("ada", "GET", "/api/v1/cases").status_code == 500
    served.app.state.telemetry.close()
    ((_, attributes),) = collector.spans()
    assert attributes["error.type"] == "ZeroDivisionError"
    assert b"a word that somebody said" not in collector.bodies


def test_a_collector_that_refuses_harms_no_request(serve: Serve, collector: Collector) -> None:
    collector.status = 400
    served = serve(f'\n[telemetry]\nendpoint = "{collector.url}"\nseconds = 3600\n')
    assert served.ask("ada", "GET", "/api/v1/cases").status_code == 200
    served.app.state.telemetry.close()
    assert "telemetry was not taken" in served.lines.getvalue()


def test_nothing_is_sent_unless_asked_for(serve: Serve, collector: Collector) -> None:
    served = serve()
    assert served.app.state.telemetry is None
    assert served.ask("ada", "GET", "/api/v1/cases").status_code == 200
    assert collector.received == []


def test_without_the_extra_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(UsageError, match="extra") as told:
        Telemetry(TelemetryPart(endpoint="http://127.0.0.1:9"))
    assert "seatrial[telemetry]" in told.value.advice
