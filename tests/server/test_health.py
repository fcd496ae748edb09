"""What a server tells of itself: whether it is ready, its numbers, and lines without anybody's secrets."""

import json
import re
from typing import Any

import pytest

from seatrial.domain.errors import OperationError
from seatrial.server import health
from seatrial.server.health import Pulse
from tests.server.conftest import PASSWORD, Serve

SECRET = "a secret that nobody else may see"


def test_it_lives_and_is_ready(serve: Serve) -> None:
    server = serve()
    assert server.ask("", "GET", "/healthz").json() == {"status": "ok"}
    assert server.ask("", "GET", "/readyz").json() == {"status": "ready", "parts": ["clocks", "database", "log"]}


@pytest.mark.parametrize("part", ["database", "log", "clocks"])
def test_it_is_not_ready_without(serve: Serve, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve()
    if part == "database":
        server.office.journal.migrate("base")
    elif part == "log":
        (server.office.directory / "log" / "log.vkey").unlink()
    else:
        monkeypatch.setattr(health, "LONGEST", -1.0)
        server.app.state.pulse = Pulse()
    said = server.ask("", "GET", "/readyz")
    assert said.status_code == 503
    assert said.json()["detail"] == f"not ready: {part}"
    assert server.ask("", "GET", "/healthz").status_code == 200, "it lives nevertheless"


def test_a_database_that_is_away_is_told_and_not_what_it_says(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve()

    def away() -> Any:
        raise OperationError(f"refused: {SECRET}\n{SECRET}", advice="check it")

    monkeypatch.setattr(server.office.journal, "revision", away)
    assert SECRET not in server.ask("", "GET", "/readyz").text


def test_numbers_are_for_whoever_has_the_scrapers_token(serve: Serve) -> None:
    closed = serve()
    assert closed.ask("", "GET", "/metrics", headers={"authorization": "Bearer "}).status_code == 404
    server = serve('[metrics]\ntoken = "a token of the scraper"\n')
    assert server.ask("", "GET", "/metrics").status_code == 404
    assert server.ask("rita", "GET", "/metrics").status_code == 404, "nobody's login is the scraper's"
    assert server.ask("ada", "POST", "/api/v1/cases", json={"title": "tiny"}).status_code == 201
    server.ask("", "GET", "/nowhere/that/somebody/made/up")
    said = server.ask("", "GET", "/metrics", headers={"authorization": "Bearer a token of the scraper"}).text
    assert 'seatrial_office_cases{stage="pre-submission"} 1.0' in said
    assert re.search(r'_request_seconds_count\{method="POST",route="/api/v1/cases",status="201"\} 1.0', said), said
    assert "made" not in said, "strangers make no new names"
    assert "seatrial_office_bugs_total 0.0" in said


def test_a_bug_is_an_incident_in_answer_and_log(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve()

    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr("seatrial.server.register.register.search", broken)
    said = server.ask("", "GET", "/api/v1/register")
    assert said.status_code == 500
    assert said.headers["content-type"] == "application/problem+json"
    incident = said.json()["incident"]
    assert said.json()["instance"] == f"urn:seatrial:incident:{incident}"
    page = server.ask("", "GET", "/register")
    assert page.status_code == 500
    assert page.headers["content-type"].startswith("text/html")
    shown = re.search(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", page.text)
    assert shown
    bugs = [line for line in map(json.loads, server.lines.getvalue().splitlines()) if line["event"] == "bug"]
    assert [line["incident"] for line in bugs] == [incident, shown[0]]
    assert bugs[0]["error"] == "ZeroDivisionError"
    assert bugs[0]["route"] == "/api/v1/register"
    assert any("test_health.py" in frame and "broken" in frame for frame in bugs[0]["frames"])
    assert SECRET not in said.text + page.text + server.lines.getvalue()


def test_no_line_holds_a_token_a_password_or_what_somebody_wrote(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything secret that goes through a server once, in every place where it may stand, with bugs on the way."""
    server = serve()
    token, account = server.tokens["ada"], ("ada", PASSWORD)
    case = server.ask("ada", "POST", "/api/v1/cases", json={"title": SECRET}).json()["case"]
    asked = {"kind": "pre-submission.asked", "body": {"text": SECRET}}
    assert server.ask("ada", "POST", f"/api/v1/cases/{case}/acts", json=asked).status_code == 201
    server.client.get("/api/v1/me", auth=account)
    form = {"account": "ada", "secret": PASSWORD}
    assert server.client.post("/login", data=form).status_code == 303
    assert server.client.get(f"/cases/{case}").status_code == 200
    server.client.get(f"/register?words={token}")
    server.client.get(f"/cases/{token}")
    server.client.get(f"/{token}")
    server.ask("ada", "POST", "/api/v1/tokens", json={"name": SECRET, "scopes": ["read"]})
    server.ask("ada", "POST", f"/api/v1/submissions?title={SECRET}", content=SECRET.encode())

    def broken(*_: Any, **__: Any) -> Any:
        raise OperationError(f"could not: see below\n{SECRET}", advice="") from ValueError(token)

    monkeypatch.setattr("seatrial.server.cases.show.show_case", broken)
    assert server.ask("ada", "GET", f"/api/v1/cases/{case}").status_code == 503

    def bug(*_: Any, **__: Any) -> Any:
        raise ValueError(f"{SECRET} {token} {PASSWORD}")

    monkeypatch.setattr("seatrial.server.cases.show.show_case", bug)
    assert server.ask("ada", "GET", f"/api/v1/cases/{case}").status_code == 500
    written = server.lines.getvalue()
    lines = [json.loads(line) for line in written.splitlines()]
    assert len([line for line in lines if line["event"] == "request"]) == 12
    assert {"account": "ada", "case": case, "status": 201}.items() <= lines[1].items()
    cookie = server.client.cookies["seatrial-session"]
    for secret in (SECRET, PASSWORD, token, token.rpartition("_")[2], cookie.rpartition("_")[2]):
        assert secret not in written
