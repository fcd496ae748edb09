"""Logging in by an identity provider, and attacks on it by name, against one that runs on loopback."""

import datetime
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from seatrial.app.office import people, sign_in
from seatrial.domain.errors import TrustError
from tests.identity_provider import CLIENT, SECRET, Claims, IdentityProvider, identity_provider
from tests.server.conftest import PASSWORD, Serve, Server

HOME = "http://testserver"


def told(name: str, provider: IdentityProvider) -> str:
    return (
        f'[providers.{name}]\nissuer = "{provider.issuer}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
        f'title = "The {name}"\n'
    )


@pytest.fixture
def company() -> Iterator[IdentityProvider]:
    with identity_provider() as found:
        yield found


@dataclass
class Desk:
    """An office whose people may log in at the company, where Ada's login is linked already."""

    server: Server
    company: IdentityProvider

    @property
    def client(self) -> TestClient:
        return self.server.client

    def begin(self, name: str = "company", next_: str = "") -> str:
        said = self.client.get(f"/login/with/{name}", params={"next": next_})
        assert said.status_code == 303, said.text
        return str(said.headers["location"])

    def back(self, address: str) -> Any:
        assert address.startswith(HOME)
        return self.client.get(address)

    def logged_in(self) -> bool:
        return bool(self.client.get("/account").status_code == 200)

    def refused(self, address: str, words: str) -> None:
        said = self.back(address)
        assert said.status_code in (403, 422), said.text
        assert words in said.text, said.text
        assert not self.logged_in()


@pytest.fixture
def desk(serve: Serve, company: IdentityProvider) -> Desk:
    server = serve(f'[limits]\nlogins = 0\n[server]\nurl = "{HOME}"\n{told("company", company)}')
    rita = people.by_id(server.office, "rita")
    assert rita is not None
    sign_in.link(server.office, rita, "ada", "company", "1001")
    return Desk(server, company)


def test_who_logs_in_there_is_logged_in_here_as_the_account_that_is_linked(desk: Desk) -> None:
    assert "Log in with The company" in desk.client.get("/login").text
    address = desk.begin(next_="/register?words=x")
    asked = parse_qs(urlsplit(address).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid profile"], "no mail address is asked for"
    assert len({asked["state"][0], asked["nonce"][0], asked["code_challenge"][0]}) == 3
    said = desk.back(desk.company.log_in(address, "1001"))
    assert said.status_code == 200
    assert 'content="0; url=/register?words=x"' in said.text
    cookies = said.headers.get_list("set-cookie")
    assert any("seatrial-session=" in one and "HttpOnly" in one and "samesite=strict" in one.lower() for one in cookies)
    assert "Ada" in desk.client.get("/account").text


def test_nobody_is_linked_by_a_mail_address_or_a_name(desk: Desk) -> None:
    desk.company.claims = {"email": "iris@authority.example", "preferred_username": "iris", "name": "Iris"}
    desk.refused(desk.company.log_in(desk.begin(), "2002"), "no account of this office")
    said = desk.back(desk.company.log_in(desk.begin(), "ada"))
    assert said.status_code == 403
    assert desk.company.issuer in said.text


def test_roles_are_the_offices_to_give(desk: Desk) -> None:
    desk.company.claims = {"roles": ["registrar"], "groups": ["registrar"], "organisation": "Model Authority"}
    desk.back(desk.company.log_in(desk.begin(), "1001"))
    said = desk.client.get("/account").text
    assert "Harbour Labs" in said
    assert "registrar" not in said


def test_somebody_links_a_login_after_seeing_what_it_is(desk: Desk) -> None:
    desk.client.post("/login", data={"account": "iris", "secret": PASSWORD})
    word = _word(desk.client.get("/account").text)
    said = desk.client.post("/account/links", data={"provider": "company", "form_word": word})
    address = re.search(r'content="0; url=([^"]+)"', said.text)
    assert address
    said = desk.back(desk.company.log_in(address[1].replace("&amp;", "&"), "3003"))
    assert "/account/links/confirm" in said.text
    rita = people.by_id(desk.server.office, "rita")
    assert rita is not None
    assert sign_in.ways_in(desk.server.office, rita, "iris")[0] == [], "nothing is linked before somebody says so"
    assert "3003" in desk.client.get("/account/links/confirm").text
    assert desk.client.post("/account/links/confirm", data={"form_word": "0" * 32}).status_code == 422
    assert desk.client.post("/account/links/confirm", data={"form_word": word}).status_code == 303
    [linked] = sign_in.ways_in(desk.server.office, rita, "iris")[0]
    assert (linked.issuer, linked.subject) == (desk.company.issuer, "3003")
    desk.client.post("/logout", data={"form_word": word})
    desk.back(desk.company.log_in(desk.begin(), "3003"))
    page = desk.client.get("/account").text
    assert "Iris" in page
    removed = desk.client.post("/account/logins/remove", data={"id": linked.id, "form_word": _word(page)})
    assert removed.status_code == 303
    assert sign_in.ways_in(desk.server.office, rita, "iris")[0] == []


def test_a_login_that_is_linked_by_a_lesser_token_may_do_no_more_than_it(desk: Desk) -> None:
    office, rita = desk.server.office, people.by_id(desk.server.office, "rita")
    assert rita is not None
    lesser = people.issue_token(office, rita, name="t", scopes=["read"], for_="iris")
    desk.client.post("/login", data={"secret": lesser})
    word = _word(desk.client.get("/account").text)
    said = desk.client.post("/account/links", data={"provider": "company", "form_word": word})
    address = re.search(r'content="0; url=([^"]+)"', said.text)
    assert address
    desk.back(desk.company.log_in(address[1].replace("&amp;", "&"), "3003"))
    desk.client.post("/account/links/confirm", data={"form_word": word})
    [linked] = sign_in.ways_in(office, rita, "iris")[0]
    assert linked.scopes == {"read"}
    desk.client.cookies.clear()
    desk.back(desk.company.log_in(desk.begin(), "3003"))
    shown = desk.client.get("/account").text
    assert 'value="read"' in shown
    assert 'value="act"' not in shown


def test_who_found_a_lesser_token_takes_no_way_in_away(desk: Desk) -> None:
    [one] = desk.server.ask("ada", "GET", "/api/v1/logins").json()
    assert desk.server.ask("ada", "DELETE", f"/api/v1/logins/{one['id']}").status_code == 403
    assert desk.server.ask("iris", "DELETE", f"/api/v1/logins/{one['id']}").status_code == 422, "nor anybody else"
    assert desk.server.ask("iris", "GET", "/api/v1/logins?account=ada").status_code == 403
    assert desk.server.ask("rita", "DELETE", f"/api/v1/logins/{one['id']}?account=ada").status_code == 204
    given = {"provider": "company", "subject": "1001"}
    assert desk.server.ask("iris", "POST", "/api/v1/accounts/iris/logins", json=given).status_code == 403
    assert desk.server.ask("rita", "POST", "/api/v1/accounts/iris/logins", json=given).status_code == 201
    assert desk.server.ask("rita", "POST", "/api/v1/accounts/ada/logins", json=given).status_code == 422, "one account"


def test_an_account_that_is_disabled_is_opened_by_nothing(desk: Desk) -> None:
    office, rita = desk.server.office, people.by_id(desk.server.office, "rita")
    assert rita is not None
    people.change_account(office, rita, "ada", disabled=True)
    desk.refused(desk.company.log_in(desk.begin(), "1001"), "no account of this office")


def test_a_key_that_is_new_is_asked_for_and_not_on_and_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.back(desk.company.log_in(desk.begin(), "1001"))
    desk.client.cookies.clear()
    desk.company.key = RSAKey.generate_key(2048, parameters={"use": "sig", "alg": "RS256"}, auto_kid=True)
    desk.refused(desk.company.log_in(desk.begin(), "1001"), "a key that it does not show")
    asked = desk.company.asked.count("/keys")
    assert asked == 1, "within a minute keys are not asked for again"
    provider = desk.server.app.state.providers["company"]
    clock = provider._clock
    monkeypatch.setattr(provider, "_clock", lambda: clock() + datetime.timedelta(minutes=2))
    desk.back(desk.company.log_in(desk.begin(), "1001"))
    assert desk.logged_in()
    assert desk.company.asked.count("/keys") == 2


def test_a_provider_that_is_away_leaves_other_ways_open(serve: Serve) -> None:
    server = serve(f'[server]\nurl = "{HOME}"\n[providers.away]\nissuer = "http://localhost:9"\nclient_id = "office"\n')
    said = server.client.get("/login/with/away")
    assert said.status_code == 503
    assert "does not answer" in said.text
    assert server.client.post("/login", data={"account": "ada", "secret": PASSWORD}).status_code == 303
    assert server.client.get("/login/with/nobody").status_code == 404


# Attacks, by name.


def test_attack_state_mix_up(desk: Desk) -> None:
    """A login's answer is carried into another browser, or into another login of the same browser."""
    theirs = desk.company.log_in(desk.begin(), "1001")
    victim = TestClient(desk.server.app, follow_redirects=False)
    said = victim.get(theirs)
    assert said.status_code == 422
    assert "no such login was begun in this browser" in said.text
    mine = desk.begin()
    desk.refused(theirs, "the answer to another login")
    desk.refused(desk.company.log_in(mine, "1001"), "no such login was begun")  # It had its one try.


def test_attack_answer_replayed(desk: Desk) -> None:
    answer = desk.company.log_in(desk.begin(), "1001")
    cookie = desk.client.cookies["seatrial-pending"]
    assert desk.back(answer).status_code == 200
    desk.client.cookies.clear()
    desk.client.cookies["seatrial-pending"] = cookie
    desk.refused(answer, "no such login was begun")


def test_attack_nonce_replay(desk: Desk) -> None:
    """A token that was signed for an earlier login is answered again."""
    kept: list[str] = []

    def note(claims: Claims) -> str:
        kept.append(desk.company.signed(claims))
        return kept[0]

    desk.company.forge = note
    assert desk.back(desk.company.log_in(desk.begin(), "1001")).status_code == 200
    desk.client.cookies.clear()
    desk.refused(desk.company.log_in(desk.begin(), "1001"), "nonce is not what it has to be")


def test_a_clock_that_is_a_little_off_is_forgiven(desk: Desk) -> None:
    now = int(time.time())
    desk.company.forge = lambda claims: desk.company.signed({**claims, "iat": now + 30, "exp": now - 30})
    desk.back(desk.company.log_in(desk.begin(), "1001"))
    assert desk.logged_in()


def test_attack_mix_up_of_two_issuers(serve: Serve, company: IdentityProvider) -> None:
    """One that is honest and one that is not: the code of the first is never handed to the second, nor its answer."""
    with identity_provider() as evil:
        server = serve(
            f'[limits]\nlogins = 0\n[server]\nurl = "{HOME}"\n{told("company", company)}{told("evil", evil)}'
        )
        rita = people.by_id(server.office, "rita")
        assert rita is not None
        sign_in.link(server.office, rita, "ada", "company", "1001")
        desk = Desk(server, company)
        # The victim begins at the evil one, which sends them on to the honest one under its own state.
        begun = desk.begin("evil")
        honest = begun.replace(evil.issuer, company.issuer)
        answer = company.log_in(honest, "1001")
        assert "/login/with/evil/back" in answer, "each provider has an address of its own to come back to"
        desk.refused(answer, "another identity provider answers")
        assert evil.asked.count("/token") == 0, "the code was not handed over"
        # The answer of one is carried to the address of the other.
        answer = company.log_in(desk.begin("company"), "1001").replace("/with/company/", "/with/evil/")
        desk.refused(answer, "no such login was begun")
        # One says that it is the other.
        evil.also = {"issuer": company.issuer}
        said = TestClient(serve_again(server), follow_redirects=False).get("/login/with/evil")
        assert said.status_code == 422
        assert "calls itself another one" in said.text
        # The same subject at another issuer is somebody else.
        evil.also = {}
        desk.refused(evil.log_in(desk.begin("evil"), "1001"), "no account of this office")


def serve_again(server: Server) -> Any:
    """The same office by a server that has asked nobody yet."""
    from seatrial.server.application import application

    return application(server.office)


def test_attack_answer_without_its_issuer(desk: Desk) -> None:
    """A provider that says that it names itself in answers always does."""
    desk.company.answers_as = "-"
    desk.refused(desk.company.log_in(desk.begin(), "1001"), "another identity provider answers")


def test_attack_parameter_given_twice(desk: Desk) -> None:
    answer = desk.company.log_in(desk.begin(), "1001")
    desk.refused(f"{answer}&state=another", "the answer to another login")


@pytest.mark.parametrize(
    "next_",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/%0d%0aset-cookie:x=y\r\n"],
)
def test_attack_open_redirect_after_login(next_: str, desk: Desk) -> None:
    said = desk.back(desk.company.log_in(desk.begin(next_=next_), "1001"))
    assert 'content="0; url=/cases"' in said.text
    assert "evil" not in said.text


def test_attack_session_fixation(desk: Desk) -> None:
    """A browser that was given somebody's login before keeps nothing of it, and that login is over."""
    desk.client.post("/login", data={"account": "iris", "secret": PASSWORD})
    planted = desk.client.cookies["seatrial-session"]
    assert planted
    desk.back(desk.company.log_in(desk.begin(), "1001"))
    assert desk.client.cookies["seatrial-session"] != planted
    assert "Ada" in desk.client.get("/account").text
    other = TestClient(desk.server.app, follow_redirects=False)
    other.cookies["seatrial-session"] = planted
    assert other.get("/account").status_code == 303
    other.cookies["seatrial-session"] = "chosen by somebody"
    said = other.post("/login", data={"account": "iris", "secret": PASSWORD, "form_word": _of("chosen by somebody")})
    assert said.status_code == 303
    assert "chosen" not in said.headers["set-cookie"]


def test_attack_login_planted_in_another_browser_links_nothing(desk: Desk) -> None:
    """Somebody begins to link their account and has another browser finish it: it asks, and that one is not theirs."""
    desk.client.post("/login", data={"account": "iris", "secret": PASSWORD})
    word = _word(desk.client.get("/account").text)
    said = desk.client.post("/account/links", data={"provider": "company", "form_word": word})
    address = re.search(r'content="0; url=([^"]+)"', said.text)
    assert address
    victim = TestClient(desk.server.app, follow_redirects=False)
    victim.cookies["seatrial-pending"] = desk.client.cookies["seatrial-pending"]
    victim.get(desk.company.log_in(address[1].replace("&amp;", "&"), "4004"))
    victim.post("/login", data={"account": "ada", "secret": PASSWORD})
    assert victim.get("/account/links/confirm").status_code == 422
    word = _word(victim.get("/account").text)
    assert victim.post("/account/links/confirm", data={"form_word": word}).status_code == 422


def test_attack_code_without_what_only_the_office_knows(desk: Desk) -> None:
    """A code that was caught is worth nothing without the verifier: the provider asks for it, the office has it."""
    answer = desk.company.log_in(desk.begin(), "1001")
    code = parse_qs(urlsplit(answer).query)["code"][0]
    provider = desk.server.app.state.providers["company"]
    with pytest.raises(TrustError, match="gives nothing for this code"):
        provider._exchanged(provider._description(), code, "guessed")


@pytest.mark.parametrize(
    ("also", "words"),
    [
        ({"token_endpoint": "http://elsewhere.example/token"}, "no usable token_endpoint"),
        ({"jwks_uri": "file:///etc/passwd"}, "no usable jwks_uri"),
        ({"authorization_endpoint": None}, "no usable authorization_endpoint"),
        ({"code_challenge_methods_supported": ["plain"]}, "does not know PKCE"),
        ({"id_token_signing_alg_values_supported": ["none", "HS256"]}, "signs in no way that is believed"),
    ],
)
def test_attack_provider_that_describes_itself_wrongly(also: dict[str, Any], words: str, desk: Desk) -> None:
    desk.company.also = also
    said = desk.client.get("/login/with/company")
    assert said.status_code == 422
    assert words in said.text


def test_attack_answer_without_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.company.also = {"padding": "x" * 600_000}
    said = desk.client.get("/login/with/company")
    assert said.status_code == 503
    assert "answers without end" in said.text


def test_attack_secrets_in_the_log(desk: Desk) -> None:
    answer = desk.company.log_in(desk.begin(), "1001")
    desk.back(answer)
    lines = desk.server.lines.getvalue()
    assert "/login/with/{name}/back" in lines
    query = parse_qs(urlsplit(answer).query)
    for word in (query["code"][0], query["state"][0], SECRET, desk.client.cookies["seatrial-session"]):
        assert word not in lines


def test_logins_that_are_begun_are_counted(serve: Serve, company: IdentityProvider) -> None:
    server = serve(f'[limits]\nlogins = 2\n[server]\nurl = "{HOME}"\n{told("company", company)}')
    found = [server.client.get("/login/with/company").status_code for _ in range(3)]
    assert found == [303, 303, 429]


def _word(page: str) -> str:
    found = re.search(r'name="form_word" value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def _of(token: str) -> str:
    from seatrial.server.pages.session import word_of

    return word_of(token)
