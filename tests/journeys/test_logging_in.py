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
from tests.journeys.test_office_pages import CHROMIUM, Reader, chromium

__all__ = ["chromium"]
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
