"""News for programs, set up over HTTP and on the account's page."""

import re

from tests.server.conftest import Serve

PUBLIC = "https://192.88.99.77/x"


def test_a_subscription_is_made_shown_and_removed_by_its_owner_alone(serve: Serve) -> None:
    server = serve('[webhooks]\nnetworks = ["192.88.99.0/24"]\n')
    made = server.ask("ada", "POST", "/api/v1/webhooks", json={"url": PUBLIC, "kinds": ["question.asked"]})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    (kept,) = server.ask("ada", "GET", "/api/v1/webhooks").json()
    assert (kept["url"], kept["kinds"], kept["deliveries"]) == (PUBLIC, ["question.asked"], [])
    assert "secret" not in kept
    assert server.ask("iris", "GET", "/api/v1/webhooks").json() == []
    assert server.ask("iris", "DELETE", f"/api/v1/webhooks/{kept['id']}").status_code == 422
    assert server.ask("", "GET", "/api/v1/webhooks").status_code == 401
    assert server.ask("ada", "DELETE", f"/api/v1/webhooks/{kept['id']}").status_code == 204
    assert server.ask("ada", "GET", "/api/v1/webhooks").json() == []


def test_an_address_within_is_refused_with_a_problem(serve: Serve) -> None:
    server = serve()
    for url in (
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "http://example.org/",
        "https://[::1]/",
    ):
        said = server.ask("ada", "POST", "/api/v1/webhooks", json={"url": url})
        assert said.status_code == 422
        assert said.json()["advice"]


def test_the_page_shows_the_secret_once(serve: Serve) -> None:
    server = serve('[webhooks]\nnetworks = ["192.88.99.0/24"]\n')
    server.client.post("/login", data={"secret": server.tokens["ada"]})
    page = server.client.get("/account").text
    word = re.search(r'name="form_word" value="([0-9a-f]{32})"', page)
    assert word
    given = {"form_word": word[1], "url": PUBLIC}
    made = server.client.post("/account/webhooks", data=given).text
    assert "whsec_" in made
    again = server.client.get("/account").text
    assert PUBLIC in again
    assert "whsec_" not in again
    id_ = re.search(r'name="id" value="(wh_[0-9a-f]{16})"', again)
    assert id_
    assert server.client.post("/account/webhooks/remove", data={"form_word": word[1], "id": id_[1]}).status_code == 303
    assert PUBLIC not in server.client.get("/account").text
