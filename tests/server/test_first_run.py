"""An office that has just begun says what to do first, and only then."""

from pathlib import Path

from starlette.testclient import TestClient

from seatrial.app.office.init import begin_office
from seatrial.app.office.office import Office
from seatrial.server.application import application
from tests.server.conftest import Serve


def test_an_office_of_one_account_says_what_to_do_first(tmp_path: Path) -> None:
    begin_office(tmp_path / "office", name="Model Authority", origin="authority.example/log")
    office = Office(tmp_path / "office")
    try:
        said = TestClient(application(office), follow_redirects=False).get("/")
        assert said.status_code == 200
        assert "This office has just begun" in said.text
        assert "--regime release-office" in said.text
    finally:
        office.close()


def test_an_office_at_work_does_not(serve: Serve) -> None:
    assert serve().client.get("/").headers["location"] == "/register"
