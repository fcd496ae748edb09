"""Logging in, in a real browser: at an identity provider that is another site, under the office's strict policy."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider
from tests.journeys.conftest import Seatrial
from tests.journeys.test_office import Served, _await, _token
from tests.journeys.test_office_pages import CHROMIUM, LOG_IN, Reader, chromium

__all__ = ["chromium"]
LONG = "a long enough password"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, for example Debian's package chromium")


@dataclass
class Office:
    """A running office that people reach as `localhost`, and the provider of its people as `127.0.0.1`."""

    served: Served
    company: IdentityProvider


@pytest.fixture
def office(seatrial: Seatrial, home_environment: dict[str, str], tmp_path: Path) -> Iterator[Office]:
    begun = seatrial("office", "init", "office", "--name", "Model Authority", "--origin", "authority.example/log")
    given = ("--name", "Ada", "--organisation", "Harbour Labs", "--role", "developer")
    made = seatrial("office", "account", "office", "ada", *given)
    assert (begun.code, made.code) == (0, 0), begun.err + made.err
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    with identity_provider("127.0.0.1") as company:
        with (tmp_path / "office" / "office.toml").open("a") as file:
            file.write(
                f'[server]\nurl = "{url}"\n[providers.company]\nissuer = "{company.issuer}"\n'
                f'client_id = "{CLIENT}"\ntitle = "Harbour Labs"\n'
            )
        command = [sys.executable, "-m", "seatrial", "office", "serve", "office", "--listen", f"127.0.0.1:{port}"]
        environment = {**home_environment, "SEATRIAL_OFFICE_PROVIDERS_COMPANY_CLIENT_SECRET": SECRET}
        running = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL)
        try:
            _await(f"http://127.0.0.1:{port}/api/v1/office")
            tokens = {"registrar": _token(begun), "ada": _token(made)}
            yield Office(Served(url, tmp_path / "office", tokens, lambda: None), company)
        finally:
            running.terminate()
            running.wait()


def with_authenticator(reader: Reader) -> Any:
    """A passkey provider of the browser's own, as the WebAuthn commands of its protocol make one; a way to speak of it.

    Without it, headless Chromium knows no authenticator.
    """
    protocol = reader.context.new_cdp_session(reader.page)
    protocol.send("WebAuthn.enable")
    made = protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    named = {"authenticatorId": made["authenticatorId"]}
    return lambda command, **more: protocol.send(f"WebAuthn.{command}", {**named, **more})


def at_the_company(reader: Reader, subject: str) -> None:
    reader.page.wait_for_url("**/authorize?*")
    reader.page.fill('[name="subject"]', subject)
    reader.page.click("button")


def test_somebody_links_their_company_login_and_logs_in_by_it(
    chromium: Any, seatrial: Seatrial, office: Office
) -> None:
    stranger = Reader(chromium, office.served)
    stranger.open("/login?next=/account")
    stranger.looked_at("login-providers")
    stranger.page.click("text=Log in with Harbour Labs")
    at_the_company(stranger, "ada@harbour")
    stranger.page.wait_for_selector("text=Not logged in")
    assert "no account of this office is opened by that" in stranger.page.inner_text("main")
    stranger.wrong.clear()  # The browser notes that the answer was 403.
    stranger.looked_at("unlinked")

    ada = Reader(chromium, office.served, "ada")
    ada.open("/account")
    ada.page.click("text=Link a login at Harbour Labs")
    at_the_company(ada, "ada@harbour")
    ada.page.wait_for_url("**/account/links/confirm")
    assert "ada@harbour" in ada.page.inner_text("main")
    ada.looked_at("link")
    ada.page.click("text=Link it")
    ada.page.wait_for_url("**/account")
    assert "ada@harbour" in ada.page.inner_text("main")
    ada.looked_at("account-linked")

    stranger.open("/login?next=/account")
    stranger.page.click("text=Log in with Harbour Labs")
    at_the_company(stranger, "ada@harbour")
    stranger.page.wait_for_url("**/account")
    assert "Ada" in stranger.page.inner_text("main"), "the login that was just made is there, though it began elsewhere"
    listed = seatrial("office", "login", "list", "office", "ada").out
    found = re.search(r"id_[0-9a-f]{16}", listed)
    assert found
    assert seatrial("office", "login", "remove", "office", "ada", found[0]).code == 0
    assert "by password or token alone" in seatrial("office", "login", "list", "office", "ada").out
    assert seatrial("office", "login", "link", "office", "ada", "company", "ada@harbour").code == 0
    assert seatrial("office", "login", "link", "office", "ada", "other", "ada@harbour").code == 2


def test_somebody_makes_a_passkey_and_logs_in_by_it(chromium: Any, seatrial: Seatrial, office: Office) -> None:
    registrar = Reader(chromium, office.served, "registrar")
    registrar.open("/account")
    for field, value in (("#a-id", "nora"), ("#a-name", "Nora"), ("#a-org", "Model Authority"), ("#a-pass", LONG)):
        registrar.page.fill(field, value)
    registrar.page.check('[value="evaluator"]')
    registrar.page.locator('form[action="/accounts"] button').click()

    nora = Reader(chromium, office.served)
    authenticator = with_authenticator(nora)

    def by_password() -> None:
        nora.open("/login?next=/account")
        nora.page.fill("#account", "nora")
        nora.page.fill("#secret", LONG)
        nora.page.click(LOG_IN)

    by_password()
    nora.page.wait_for_url("**/account")
    nora.page.fill("#pk-name", "telephone")
    nora.page.click("text=Make a passkey")
    nora.page.wait_for_selector("td:has-text('telephone')")
    nora.looked_at("account-passkey")
    [credential] = authenticator("getCredentials")["credentials"]
    assert credential["rpId"] == "localhost"
    assert credential["isResidentCredential"]

    nora.page.click("text=Log out")
    nora.page.wait_for_url("**/register")
    nora.open("/login?next=/account")
    nora.looked_at("login-passkey")
    nora.page.click("text=Log in with a passkey")
    nora.page.wait_for_url("**/account")
    assert "Nora" in nora.page.inner_text("h1")

    nora.page.click("text=Log out")
    nora.page.wait_for_url("**/register")
    authenticator("setUserVerified", isUserVerified=False)
    by_password()
    nora.page.wait_for_selector("text=No passkey was used.")
    nora.looked_at("second-factor")
    nora.open("/cases")
    assert nora.page.url.endswith("/login?next=/cases"), "the password alone opened nothing"
    authenticator("setUserVerified", isUserVerified=True)
    by_password()
    nora.page.wait_for_url("**/account")

    nora.page.fill("#pk-name", "telephone again")
    nora.page.click("text=Make a passkey")
    nora.page.wait_for_selector("text=has a passkey of this account already")
    assert nora.wrong == []
    copied = {**credential, "signCount": 0}
    nora.open("/account")
    nora.page.click("text=Log out")
    nora.page.wait_for_url("**/register")
    authenticator("clearCredentials")
    authenticator("addCredential", credential=copied)
    nora.open("/login")
    nora.page.click("text=Log in with a passkey")
    nora.page.wait_for_selector("text=counts backwards")
    nora.wrong.clear()  # The browser notes that the answer was 422.
    nora.looked_at("copied")
