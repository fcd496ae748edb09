"""How often somebody may ask, and what they are told then."""

import pytest

from seatrial.app.office.configuration import LimitsPart
from seatrial.server import limits
from seatrial.server.limits import Limits, TooMany, network
from tests.server.conftest import PASSWORD, Serve


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_fills_with_time() -> None:
    time = Time()
    found = Limits(LimitsPart(address=6, account=0, logins=2), time)
    for _ in range(6):
        found.address("192.0.2.1")
    with pytest.raises(TooMany) as told:
        found.address("192.0.2.1")
    assert told.value.seconds == 10
    found.address("192.0.2.2")
    time.now += 9.9
    with pytest.raises(TooMany):
        found.address("192.0.2.1")
    time.now += 0.2
    found.address("192.0.2.1")
    with pytest.raises(TooMany):
        found.address("192.0.2.1")
    for _ in range(1000):
        found.account("ada")


def test_what_is_kept_of_strangers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BUCKETS", 10)
    found = Limits(LimitsPart(address=1), Time())
    for number in range(100):
        found.address(f"192.0.2.{number}")
    assert len(found._buckets) == 10


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_one_household_is_one_asker(address: str, counted: str) -> None:
    assert network(address) == counted


def test_who_asks_too_often_is_told_when_to_come_again(serve: Serve) -> None:
    server = serve("[limits]\naddress = 5\n")
    for _ in range(5):
        assert server.ask("", "GET", "/api/v1/office").status_code == 200
    said = server.ask("", "GET", "/api/v1/office")
    assert said.status_code == 429
    assert said.headers["content-type"] == "application/problem+json"
    assert said.json()["type"].endswith("/too-many")
    assert 1 <= int(said.headers["retry-after"]) <= 12
    page = server.ask("", "GET", "/register")
    assert page.status_code == 429
    assert page.headers["content-type"].startswith("text/html")
    assert int(page.headers["retry-after"]) >= 1


def test_one_account_is_counted_from_wherever_it_asks(serve: Serve) -> None:
    server = serve("[limits]\naccount = 3\n")
    for _ in range(3):
        assert server.ask("ada", "GET", "/api/v1/me").status_code == 200
    assert server.ask("ada", "GET", "/api/v1/me").status_code == 429
    assert server.ask("iris", "GET", "/api/v1/me").status_code == 200
    assert server.ask("", "GET", "/api/v1/office").status_code == 200


def test_passwords_are_not_tried_on_and_on(serve: Serve) -> None:
    server = serve("[limits]\nlogins = 2\n")
    for _ in range(2):
        assert server.client.post("/login", data={"account": "ada", "secret": "wrong"}).status_code == 403
    said = server.client.post("/login", data={"account": "ada", "secret": PASSWORD})
    assert said.status_code == 429, "not even the right one is looked at"
    assert server.client.get("/api/v1/me", auth=("ada", PASSWORD)).status_code == 429
    assert server.client.get("/api/v1/me", auth=("iris", PASSWORD)).status_code == 429, "it is the address"
    assert server.ask("ada", "GET", "/api/v1/me").status_code == 200, "tokens cannot be guessed, and go on"


def test_many_addresses_share_the_logins_of_one_account() -> None:
    found = Limits(LimitsPart(logins=2), Time())
    for number in range(6):
        found.login(f"192.0.2.{number}", "ada")
    with pytest.raises(TooMany):
        found.login("192.0.2.99", "ada")
    found.login("192.0.2.99", "ben")
