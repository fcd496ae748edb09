"""A server of an office within the test's own process, and what it writes of itself."""

import io
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from seatrial.app.office import people
from seatrial.app.office.init import begin_office
from seatrial.app.office.office import Office
from seatrial.server import logs
from seatrial.server.application import application

PASSWORD = "a password of one's own"


@dataclass(frozen=True)
class Server:
    """An application, a client that has not logged in, and everybody's tokens."""

    office: Office
    app: FastAPI
    client: TestClient
    tokens: dict[str, str]
    lines: io.StringIO

    def ask(self, who: str, method: str, path: str, **more: Any) -> Any:
        headers = {**({"authorization": f"Bearer {self.tokens[who]}"} if who else {}), **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)


Serve = Callable[..., Server]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Begins an office whose `office.toml` has these lines in addition, and serves it."""
    opened: list[Office] = []
    handlers = logging.getLogger("seatrial").handlers[:]

    def begin(more: str = "") -> Server:
        directory = tmp_path / f"office{len(opened)}"
        begun = begin_office(directory, name="Model Authority", origin="authority.example/log", registrar="rita")
        with (directory / "office.toml").open("a") as file:
            file.write(more)
        office = Office(directory)
        opened.append(office)
        rita = people.by_id(office, "rita")
        assert rita is not None
        tokens = {"rita": begun.token}
        for name, organisation, role in (("ada", "Harbour Labs", "developer"), ("iris", "Model Authority", "intake")):
            given = {"id_": name, "name": name.capitalize(), "organisation": organisation, "roles": [role]}
            people.add_account(office, rita, **given, password=PASSWORD)  # type: ignore[arg-type]
            tokens[name] = people.issue_token(office, rita, name="t", scopes=["read", "submit", "act"], for_=name)
        app, lines = application(office), io.StringIO()
        logs.begin("info", "json")
        for handler in logging.getLogger("seatrial").handlers:
            assert isinstance(handler, logging.StreamHandler)
            handler.setStream(lines)
        return Server(office, app, TestClient(app, follow_redirects=False), tokens, lines)

    yield begin
    logging.getLogger("seatrial").handlers[:] = handlers
    logging.getLogger("seatrial").propagate = True
    logging.getLogger("uvicorn").handlers.clear()
    for office in opened:
        office.close()
