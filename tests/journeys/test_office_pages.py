"""The office in a real browser: from a submission to a public page, as each person sees it, on both databases."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.journeys.conftest import Seatrial
from tests.journeys.test_office import ROLES, Served, _reviewed, _verified_by_a_stranger, api, served

__all__ = ["served"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LOG_IN = 'form[action="/login"] button'
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, for example Debian's package chromium")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


class Reader:
    """Somebody at a browser, logged in or not."""

    def __init__(self, browser: Any, served: Served, who: str = "") -> None:
        self.context = browser.new_context(viewport=DESK, base_url=served.url, timezone_id="Europe/Paris")
        self.page = self.context.new_page()
        self.wrong = list[str]()
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        if who:
            self.page.goto("/login")
            self.page.fill("#secret", served.tokens[who])
            self.page.click(LOG_IN)
            self.page.wait_for_url("**/cases")

    def open(self, path: str) -> str:
        self.page.goto(path)
        return str(self.page.inner_text("main"))

    def do(self, case: str, kind: str, **filled: str) -> str:
        """Fill an act's form in and send it; what the page says then."""
        self.page.goto(f"/cases/{case}/do/{kind}")
        for name, value in filled.items():
            where = f'[name="{name.replace("__", ".")}"]'
            if self.page.eval_on_selector(where, "e => e.tagName") == "SELECT":
                self.page.select_option(where, value)
            else:
                self.page.fill(where, value)
        self.page.click("main form button:not([type=button])")
        self.page.wait_for_load_state()
        return str(self.page.inner_text("main"))

    def hand_in(self, path: str, package: Path, **filled: str) -> str:
        self.page.goto(path)
        form = self.page.locator('form[action="/submissions"]')
        for name, value in filled.items():
            form.locator(f'[name="{name}"]').fill(value)
        form.locator('[name="package"]').set_input_files(package)
        form.locator("button").click()
        self.page.wait_for_url(re.compile(r"/cases/c[0-9a-f]{22}$"))
        return str(self.page.inner_text("main"))

    def looked_at(self, name: str) -> None:
        """No script error, nothing for axe to complain of, nothing wider than a phone; kept as pictures when asked."""
        kept = os.environ.get("SEATRIAL_PICTURES")
        for size, width in (("desk", DESK), ("phone", PHONE)):
            self.page.set_viewport_size(width)
            if kept:
                self.page.screenshot(path=f"{kept}/{name}-{size}.png", full_page=True)
            over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert self.page.evaluate(over) <= 0, f"{name} is wider than a {size}"
            assert violations(self.page) == []
        self.page.set_viewport_size(DESK)
        assert self.wrong == []


def violations(page: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA. It is run beside the page's policy, which would not let it in."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [f"{v['id']}: {[node['html'] for node in v['nodes']]}" for v in found.response["violations"]]


def test_a_case_goes_the_whole_way_in_a_browser(
    chromium: Any, seatrial: Seatrial, served: Served, tiny: Path, tmp_path: Path
) -> None:
    given = "facts: {model.generates_text: false"
    declared = (tiny / "seatrial.yaml").read_text().replace(given, f"{given}, incident_process.in_place: true")
    lacking, whole = _reviewed(seatrial, tmp_path, tiny, declared)
    for review in (lacking, whole):
        assert seatrial("submit", review, "--save", f"{review}.json").code == 0
    ada = Reader(chromium, served, "ada")
    ada.looked_at("queue-empty")
    ada.open("/cases/new")
    ada.looked_at("submit")
    said = ada.hand_in("/cases/new", tmp_path / f"{lacking}.json", title="Harbour tiny 1.0")
    assert "It waits for the office." in said
    case = ada.page.url.rpartition("/")[2]
    registrar = Reader(chromium, served, "registrar")
    registrar.page.click("text=Harbour tiny 1.0")
    registrar.page.wait_for_url("**/assign")
    registrar.looked_at("assign")
    for who, role in ROLES.items():
        registrar.page.select_option('[name="person"]', who)
        registrar.page.select_option('[name="role"]', role)
        registrar.page.click("main button")
        registrar.page.wait_for_load_state()
        assert "Not done" not in registrar.page.inner_text("main")
    registrar.page.select_option('[name="person"]', "ada")
    registrar.page.select_option('[name="role"]', "board")
    registrar.page.click("main button")
    registrar.page.wait_for_selector("text=Not done")
    people = {name: Reader(chromium, served, name) for name in ("iris", "emil", "dora", "dan", "paul", "pia")}
    iris, emil = people["iris"], people["emil"]
    assert "incident-process" in iris.open(f"/cases/{case}")
    iris.looked_at("completeness")
    said = iris.do(case, "submission.returned", lacks__0__cites="incident-process", lacks__0__text="State who answers.")
    assert "Returned as incomplete" in said
    assert "State who answers." in ada.open(f"/cases/{case}")
    ada.looked_at("returned")
    assert "Checked for completeness" in ada.hand_in(f"/cases/{case}/do/submission.sent", tmp_path / f"{whole}.json")
    said = iris.open(f"/cases/{case}/changes")
    assert "From version 1" in said
    assert "incident-process" in said
    assert "The files are the same, byte for byte." in said
    iris.looked_at("changes")
    assert "Under assessment" in iris.do(case, "submission.accepted")
    said = emil.open(f"/cases/{case}/regimes?regime=us-ny-raise&regime=eu-gpai-sr&regime=proposal-deemed-release")
    assert "this case" in said
    assert "eu-gpai-sr" in said
    emil.page.click("text=Choose regimes")
    emil.looked_at("regimes")
    assert emil.page.is_checked('[value="us-ny-raise"]')
    assert not emil.page.is_checked('[value="internal-board"]')
    said = emil.do(case, "question.asked", id="q1", cites="incident-process", text="Who answers at night?")
    assert "A question is open" in said
    assert "Who answers at night?" in ada.open(f"/cases/{case}")
    ada.looked_at("asked")
    assert "Under assessment" in ada.do(case, "question.answered", id="q1", text="The watch.")
    said = emil.do(
        case,
        "finding.sent",
        id="f1",
        cites="no-code-on-load",
        severity="low",
        text="A card names no limits.",
        evidence="documentation.model-card",
    )
    assert "A card names no limits." in said
    assert "We added them." in ada.do(case, "finding.replied", id="f1", text="We added them.", accepts="yes")
    people["dora"].page.goto(f"/cases/{case}/do/decision.proposed")
    people["dora"].looked_at("decide")
    decision = {
        "outcome": "cleared-with-conditions",
        "reasons__0__cites": "no-code-on-load",
        "reasons__0__evidence": "artifact.pickle-import",
        "reasons__0__text": "No file runs code when loaded.",
        "conditions__0__id": "measure",
        "conditions__0__text": "Compliance is measured.",
        "conditions__0__owner": "developer",
        "conditions__0__test": "a record that has it",
        "conditions__0__breach_outcome": "suspended",
    }
    people["dora"].do(case, "decision.proposed", id="p1", **decision)
    assert "Cleared with conditions" in people["dan"].do(case, "decision.voted", id="p1", agrees="yes")
    assert "On appeal" in ada.do(case, "decision.appealed", grounds="It was measured elsewhere.")
    people["paul"].do(case, "decision.proposed", id="p2", **decision)
    said = people["pia"].do(case, "decision.voted", id="p2", agrees="yes")
    assert "on appeal" in said
    people["pia"].looked_at("decided")
    iris.do(case, "publication.made", step="existence")
    iris.do(case, "publication.made", step="detail")
    iris.open("/cases")
    iris.looked_at("queue")
    anybody = Reader(chromium, served)
    assert "cleared with conditions" in anybody.open("/register?words=tiny")
    anybody.looked_at("register")
    assert "No file runs code when loaded." in anybody.open(f"/register/{case}")
    anybody.looked_at("entry")
    assert "with the office" in anybody.open("/register/statistics")
    anybody.looked_at("statistics")
    _verified_by_a_stranger(seatrial, served, tmp_path, case, tiny, results='["clear"]')
    assert "Not done" in Reader(chromium, served, "mole").open(f"/cases/{case}"), "a rival sees nothing"


def test_pages_of_the_office_itself(chromium: Any, served: Served) -> None:
    anybody = Reader(chromium, served)
    assert "Nothing has been published yet." in anybody.open("/")
    anybody.open("/register/statistics")
    anybody.looked_at("statistics-empty")
    anybody.looked_at("register-empty")
    assert "Log in" in anybody.open("/cases")
    assert anybody.page.url.endswith("/login?next=/cases")
    anybody.looked_at("login")
    anybody.page.fill("#account", "ada")
    anybody.page.fill("#secret", "wrong")
    anybody.page.click(LOG_IN)
    assert "are not known here" in anybody.page.inner_text("main")
    registrar = Reader(chromium, served, "registrar")
    registrar.open("/account")
    registrar.page.fill("#a-id", "nora")
    registrar.page.fill("#a-name", "Nora")
    registrar.page.fill("#a-org", "Model Authority")
    registrar.page.check('[value="observer"]')
    registrar.page.fill("#a-pass", "a long enough password")
    registrar.page.locator('form[action="/accounts"] button').click()
    assert "nora" in registrar.page.inner_text("main")
    registrar.looked_at("account")
    nora = Reader(chromium, served)
    nora.open("/login")
    nora.page.fill("#account", "nora")
    nora.page.fill("#secret", "a long enough password")
    nora.page.click(LOG_IN)
    nora.page.wait_for_url("**/cases")
    nora.page.click("text=Log out")
    nora.page.wait_for_url("**/register")
    assert "Log in" in nora.open("/cases")


def test_a_form_from_another_site_is_refused(served: Served) -> None:
    """Cross-site request forgery: neither cookie nor word alone does anything, nor both from elsewhere."""
    with urllib3.PoolManager(retries=False) as pool:

        def send(path: str, body: str, **headers: str) -> Any:
            given = {"content-type": "application/x-www-form-urlencoded", **headers}
            return pool.request("POST", served.url + path, body=body, headers=given, redirect=False)

        begun = send("/login", f"account=&secret={served.tokens['ada']}")
        assert begun.status == 303
        cookie = begun.headers["set-cookie"]
        assert all(word in cookie.lower() for word in ("httponly", "samesite=strict"))
        session = cookie.partition(";")[0]
        page = pool.request("GET", f"{served.url}/cases/new", headers={"cookie": session}).data.decode()
        found = re.search(r'name="form_word" value="([0-9a-f]{32})"', page)
        assert found
        word = found[1]
        body = "title=x&regime="
        assert send("/cases/open", body, cookie=session).status == 422
        assert send("/cases/open", f"{body}&form_word={'0' * 32}", cookie=session).status == 422
        elsewhere = {"cookie": session, "origin": "https://elsewhere.example"}
        assert send("/cases/open", f"{body}&form_word={word}", **elsewhere).status == 422
        crossed = {"cookie": session, "sec-fetch-site": "cross-site"}
        assert send("/cases/open", f"{body}&form_word={word}", **crossed).status == 422
        assert send("/cases/open", f"{body}&form_word={word}").status == 303, "without a login it leads to the login"
        assert (
            send("/cases/open", f"{body}&form_word={word}", cookie=session).headers["location"].startswith("/cases/c")
        )
        assert (
            send("/login", f"account=&secret={served.tokens['ada']}&next=//evil.example").headers["location"]
            == "/cases"
        )
        assert send("/login", f"account=&secret={served.tokens['ada']}&next=/%5Cevil").headers["location"] == "/cases"
        assert send("/logout", f"form_word={word}", cookie=session).status == 303
        assert send("/cases/open", f"{body}&form_word={word}", cookie=session).headers["location"].startswith("/login")


def test_titles_that_are_markup_stay_words(served: Served) -> None:
    """Cross-site scripting by what developers write: it is shown, and runs nothing."""
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    with api(served) as ask, urllib3.PoolManager(retries=False) as pool:
        status, _, done = ask("ada", "POST", "/cases", {"title": nasty})
        assert status == 201
        begun = pool.request(
            "POST",
            f"{served.url}/login",
            body=f"account=&secret={served.tokens['ada']}",
            headers={"content-type": "application/x-www-form-urlencoded"},
            redirect=False,
        )
        cookie = {"cookie": begun.headers["set-cookie"].partition(";")[0]}
        for path in ("/cases", f"/cases/{done['case']}", f"/cases/{done['case']}/do/pre-submission.asked"):
            answer = pool.request("GET", served.url + path, headers=cookie)
            assert "<script>alert" not in answer.data.decode()
            assert "<img" not in answer.data.decode()
            policy = answer.headers["content-security-policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
