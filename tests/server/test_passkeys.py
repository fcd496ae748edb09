"""Passkeys, alone and beside a password, and attacks on them by name. A real browser has its own test."""

import html
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from seatrial.app.office import passkeys, people, sign_in
from seatrial.app.office.passkeys import Site, site_of
from seatrial.domain.errors import SeatrialError
from tests.authenticator import PRESENT, Authenticator, text
from tests.server.conftest import PASSWORD, Serve, Server

HOME = "https://office.example"
SITE = Site(id="office.example", origin=HOME)


@pytest.fixture
def server(serve: Serve) -> Server:
    return serve(f'[limits]\nlogins = 0\n[server]\nurl = "{HOME}"\n')


def browser(server: Server) -> TestClient:
    return TestClient(server.app, base_url=HOME, follow_redirects=False)


def word(page: str) -> str:
    found = re.search(r'name="form_word" value="([0-9a-f]*)"', page)
    assert found
    return found[1]


def options(page: str) -> str:
    found = re.search(r'data-options="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


def with_password(server: Server, who: str) -> TestClient:
    client = browser(server)
    assert client.post("/login", data={"account": who, "secret": PASSWORD}).status_code == 303
    return client


def registered(server: Server, who: str, **wrong: Any) -> tuple[Authenticator, Any]:
    """Somebody with a password makes a passkey."""
    client, key = with_password(server, who), Authenticator(HOME)
    given_ = {"form_word": word(client.get("/account").text)}
    asked = client.post("/account/passkeys", data={**given_, "name": "a key"})
    answer = key.make(options(asked.text), **wrong)
    return key, client.post("/account/passkeys/answer", data={**given_, "answer": answer})


def asked(client: TestClient) -> str:
    return options(client.post("/login/passkey", data={"next": "/account"}).text)


def answered(client: TestClient, answer: str) -> Any:
    return client.post("/login/passkey/answer", data={"answer": answer})


def refused(client: TestClient, answer: str, words: str) -> None:
    said = answered(client, answer)
    assert said.status_code == 422
    assert words in said.text, said.text
    assert "seatrial-session" not in client.cookies


def test_a_passkey_logs_in_by_itself(server: Server) -> None:
    key, said = registered(server, "ada")
    assert said.status_code == 303
    client = browser(server)
    assert "Log in with a passkey" in client.get("/login").text
    said = answered(client, key.use(asked(client)))
    assert (said.status_code, said.headers["location"]) == (303, "/account")
    assert "Ada" in client.get("/account").text
    cookie = next(one for one in said.headers.get_list("set-cookie") if one.startswith("seatrial-session"))
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=strict"))


def test_a_password_needs_its_passkey_as_well(server: Server) -> None:
    key, _ = registered(server, "ada")
    client = browser(server)
    said = client.post("/login", data={"account": "ada", "secret": PASSWORD, "next": "/register"})
    assert said.status_code == 200
    assert "Your password is right" in said.text
    assert "seatrial-session" not in client.cookies
    assert client.get("/account").status_code == 303
    assert client.post("/login", data={"account": "ada", "secret": "a wrong password"}).status_code == 403
    said = client.post("/login", data={"account": "ada", "secret": PASSWORD, "next": "/register"})
    said = answered(client, key.use(options(said.text)))
    assert (said.status_code, said.headers["location"]) == (303, "/register")
    basic = server.client.get("/api/v1/me", auth=("ada", PASSWORD))
    assert basic.status_code == 422
    assert "not opened by its password alone" in basic.json()["detail"]
    assert server.client.get("/api/v1/me", auth=("iris", PASSWORD)).status_code == 200
    assert server.ask("ada", "GET", "/api/v1/me").status_code == 200


def test_a_passkey_that_is_taken_away_opens_nothing(server: Server) -> None:
    key, _ = registered(server, "ada")
    rita = people.by_id(server.office, "rita")
    assert rita is not None
    [kept] = sign_in.ways_in(server.office, rita, "ada")[1]
    assert server.ask("rita", "DELETE", f"/api/v1/logins/{kept.id}?account=ada").status_code == 204
    client = browser(server)
    refused(client, key.use(asked(client)), "opens no account here")
    assert client.post("/login", data={"account": "ada", "secret": PASSWORD}).status_code == 303


def test_a_passkey_of_a_lesser_login_does_no_more_and_locks_nobody_out(server: Server) -> None:
    client, key = browser(server), Authenticator(HOME)
    client.post("/login", data={"secret": server.tokens["ada"]})
    given_ = {"form_word": word(client.get("/account").text)}
    asked_ = client.post("/account/passkeys", data={**given_, "name": "a key"})
    client.post("/account/passkeys/answer", data={**given_, "answer": key.make(options(asked_.text))})
    other = browser(server)
    assert answered(other, key.use(asked(other))).status_code == 303
    assert 'value="administer"' not in other.get("/account").text
    assert with_password(server, "ada").get("/account").status_code == 200


@pytest.mark.parametrize(
    ("home", "site"),
    [
        ("https://office.example", SITE),
        ("https://office.example:443/", SITE),
        ("https://office.example:8443", Site(id="office.example", origin="https://office.example:8443")),
        ("http://localhost:8438", Site(id="localhost", origin="http://localhost:8438")),
        ("http://office.example", None),
        ("http://127.0.0.1:8438", None),
        ("https://[2001:db8::1]", None),
    ],
)
def test_where_passkeys_are_to_be_had(home: str, site: Site | None) -> None:
    assert site_of(home) == site


def test_where_there_are_none_nobody_is_offered_any(serve: Serve) -> None:
    server = serve()
    assert "passkey" not in server.client.get("/login").text
    said = server.client.post("/login/passkey", data={})
    assert said.status_code == 422
    assert "not to be had at this address" in said.text


# Attacks, by name.


def test_attack_replayed_challenge(server: Server) -> None:
    """An answer that was seen is sent again, in the same browser and for another challenge."""
    key, _ = registered(server, "ada")
    client = browser(server)
    answer = key.use(asked(client))
    cookie = client.cookies["seatrial-pending"]
    assert answered(client, answer).status_code == 303
    client.cookies.clear()
    client.cookies["seatrial-pending"] = cookie
    refused(client, answer, "nothing was begun in this browser")
    asked(client)
    refused(client, answer, "challenge was not expected challenge")
    refused(browser(server), key.use(asked(client)), "nothing was begun in this browser")


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "wrong origin": ({"origin": "https://office.example.evil.example"}, "Unexpected client data origin"),
    "unencrypted origin": ({"origin": "http://office.example"}, "Unexpected client data origin"),
    "wrong rp id": ({"rp": "evil.example"}, "Unexpected RP ID hash"),
    "challenge of the attacker's choice": ({"challenge": text(b"x" * 64)}, "challenge was not expected"),
    "owner not verified": ({"flags": PRESENT}, "verification is required"),
    "nobody present": ({"flags": 0}, "not present"),
}


@pytest.mark.parametrize("name", WRONG)
def test_attack_answer(name: str, server: Server) -> None:
    wrong, words = WRONG[name]
    _, said = registered(server, "ada", **wrong)
    assert said.status_code == 422, "nor is such a one registered"
    key, said = registered(server, "ada")
    assert said.status_code == 303
    client = browser(server)
    refused(client, key.use(asked(client), **wrong), words)


def test_attack_signature_of_another_key(server: Server) -> None:
    key, _ = registered(server, "ada")
    client, other = browser(server), Authenticator(HOME, id=key.id, user=key.user)
    refused(client, other.use(asked(client)), "signature")


def test_attack_registration_passed_off_as_a_login(server: Server) -> None:
    key, _ = registered(server, "ada")
    client = browser(server)
    refused(client, key.use(asked(client), type="webauthn.create"), "Unexpected client data type")


def test_attack_counter_going_back(server: Server) -> None:
    """A copy of an authenticator: its count is behind. It is refused, and whoever runs the office reads of it."""
    key, _ = registered(server, "ada")
    client = browser(server)
    assert answered(client, key.use(asked(client), uses=9)).status_code == 303
    for uses in (9, 8, 0):
        copy = browser(server)
        refused(copy, key.use(asked(copy), uses=uses), "counts backwards")
    assert '"passkey counts backwards"' in server.lines.getvalue()
    owner = browser(server)
    assert answered(owner, key.use(asked(owner), uses=10)).status_code == 303


def test_attack_a_forged_count_locks_nobody_out(server: Server) -> None:
    """A count is believed only once its signature is: nobody else makes an owner's passkey count backwards."""
    key, _ = registered(server, "ada")
    client, other = browser(server), Authenticator(HOME, id=key.id, user=key.user)
    refused(client, other.use(asked(client), uses=1_000_000), "signature")
    assert answered(client, key.use(asked(client))).status_code == 303


def test_attack_somebody_elses_credential(server: Server) -> None:
    """A passkey of one account beside the password of another, or that names another as its owner."""
    ada, _ = registered(server, "ada")
    iris, _ = registered(server, "iris")
    client = browser(server)
    said = client.post("/login", data={"account": "ada", "secret": PASSWORD})
    refused(client, iris.use(options(said.text)), "not this one")
    refused(client, iris.use(asked(client), user=ada.user), "somebody else")
    forged = Authenticator(HOME, id=ada.id)
    _, said = registered_again(server, "iris", forged)
    assert said.status_code == 422
    assert "registered already" in said.text


def registered_again(server: Server, who: str, key: Authenticator) -> tuple[Authenticator, Any]:
    """Somebody registers the credential of another, by a token: their password needs a passkey by now."""
    client = browser(server)
    client.post("/login", data={"secret": server.tokens[who]})
    given_ = {"form_word": word(client.get("/account").text)}
    asked_ = client.post("/account/passkeys", data={**given_, "name": "a key"})
    return key, client.post("/account/passkeys/answer", data={**given_, "answer": key.make(options(asked_.text))})


def test_attack_registration_that_another_began(server: Server) -> None:
    """Somebody begins to register their key and has another's browser finish it."""
    mole, key = with_password(server, "iris"), Authenticator(HOME)
    given_ = {"form_word": word(mole.get("/account").text)}
    page = mole.post("/account/passkeys", data={**given_, "name": "a key"})
    victim = with_password(server, "ada")
    victim.cookies["seatrial-pending"] = mole.cookies["seatrial-pending"]
    mine = {"form_word": word(victim.get("/account").text)}
    said = victim.post("/account/passkeys/answer", data={**mine, "answer": key.make(options(page.text))})
    assert said.status_code == 422
    assert "begun by somebody else" in said.text
    rita = people.by_id(server.office, "rita")
    assert rita is not None
    assert sign_in.ways_in(server.office, rita, "ada")[1] == []


def test_attack_who_found_a_token_takes_no_passkey_away(server: Server) -> None:
    registered(server, "ada")
    [one] = server.ask("ada", "GET", "/api/v1/logins").json()
    assert server.ask("ada", "DELETE", f"/api/v1/logins/{one['id']}").status_code == 403


def test_whatever_a_browser_says_is_refused_and_never_a_bug(server: Server) -> None:
    key, _ = registered(server, "ada")
    ada = people.by_id(server.office, "ada")
    assert ada is not None
    right = key.use(passkeys.begin_login(server.office, SITE, "/")[0])

    @settings(max_examples=60)
    @given(
        st.one_of(st.text(max_size=60), st.tuples(st.integers(0, len(right)), st.text(max_size=6), st.integers(0, 9)))
    )
    def one(said: Any) -> None:
        answer = said if isinstance(said, str) else right[: said[0]] + said[1] + right[said[0] + said[2] :]
        begun = passkeys.begin_login(server.office, SITE, "/")[1]
        with pytest.raises(SeatrialError):
            passkeys.finish_login(server.office, SITE, begun, answer)
        begun = passkeys.begin_registration(server.office, SITE, ada, "k")[1]
        with pytest.raises(SeatrialError):
            passkeys.finish_registration(server.office, SITE, ada, begun, answer)

    one()


@pytest.mark.parametrize(
    "attested", [b"", b"\xff", b"\xa0", b"\xa1\x61a\x01", b"\xbf" * 40, b"\x9f" * 5000, b"\xc2\x5b" + b"\xff" * 8]
)
def test_bytes_that_are_no_attestation_are_refused(attested: bytes, server: Server) -> None:
    ada = people.by_id(server.office, "ada")
    assert ada is not None
    asked_, secret = passkeys.begin_registration(server.office, SITE, ada, "k")
    answer = Authenticator(HOME).make(asked_)
    import json

    plain = json.loads(answer)
    plain["response"]["attestationObject"] = text(attested)
    with pytest.raises(SeatrialError):
        passkeys.finish_registration(server.office, SITE, ada, secret, json.dumps(plain))
