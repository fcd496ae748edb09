"""Attacks on an office, each by its name, on both databases; those on logging in stand with the tests of logging in."""

import ast
import gzip
import html
import io
import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from seatrial.app.office import people
from seatrial.app.office.package import pack
from seatrial.app.review import review
from seatrial.journal import people as kept_people
from seatrial.server import logs
from seatrial.server.application import application
from seatrial.server.pages.session import COOKIE, FIELD, word_of
from tests.office.conftest import HARBOUR, Desk, HandedIn
from tests.office.matrix_requests import Requests
from tests.office.test_matrix import MACHINES, routes

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "seatrial"
NASTY = "\"><img src=x onerror=alert(1)><script>alert(2)</script>'"


@dataclass
class At:
    """Somebody's browser and programs, at an office with a case under assessment."""

    desk: Desk
    client: TestClient
    case: str
    tokens: dict[str, str]

    def program(self, who: str, method: str, path: str, **more: Any) -> Any:
        self.client.cookies.clear()
        return self.client.request(method, path, headers={"authorization": f"Bearer {self.tokens[who]}"}, **more)

    def browser(self, who: str, method: str, path: str, *, word: bool = True, **more: Any) -> Any:
        self.client.cookies.clear()
        self.client.cookies.set(COOKIE, self.tokens[who])
        if word and method == "POST":
            more["data"] = {**more.get("data", {}), FIELD: word_of(self.tokens[who])}
        return self.client.request(method, path, **more)


@pytest.fixture
def at(desk: Desk, handed_in: HandedIn) -> At:
    case = desk.accepted(handed_in.whole)
    rita = desk.people["rita"]
    tokens = {who: people.issue_token(desk.office, rita, name="t", scopes=["read", "submit", "act"], for_=who)
              for who in ("ada", "mole", "iris", "emil")}  # fmt: skip
    tokens["rita"] = people.issue_token(desk.office, rita, name="t", scopes=["read", "administer"])
    client = TestClient(application(desk.office), follow_redirects=False, base_url="https://office.example")
    return At(desk, client, case, tokens)


def test_attack_csrf(at: At, handed_in: HandedIn) -> None:
    """A page elsewhere has a browser send any form of the office, with its cookie and without the form's word."""
    made = Requests(at.desk, handed_in, at.case)
    forms = sorted(r for r in routes(at.client.app) if r.startswith("POST ") and not r.split()[1].startswith(MACHINES))
    assert len(forms) >= 15
    for route in forms:
        path = route.split()[1]
        for who in ("ada", "rita"):
            address, more = made.of("POST", path)
            said = at.browser(who, "POST", address, word=False, **more)
            assert said.status_code == 422, (route, said.status_code)
            assert "another login or too old" in said.text, route
            for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}):
                address, more = made.of("POST", path)
                said = at.browser(who, "POST", address, headers=headers, **more)
                assert said.status_code == 422, (route, headers)
                assert "another site" in said.text, route
    at.client.cookies.set(COOKIE, at.tokens["ada"])
    assert at.client.get("/api/v1/me").status_code == 401, "programs are never known by a cookie"


def test_attack_sql_injection(at: At) -> None:
    for nasty in (
        "' OR '1'='1",
        "'; DROP TABLE event; --",
        '" OR 1=1 --',
        "%' OR '%'='",
        "\\'; SELECT 1; --",
        "1)) UNION",
    ):
        word = quote(nasty)
        for path in (f"/api/v1/cases?stage={word}", f"/api/v1/cases?waits_for={word}", f"/api/v1/register?words={word}",
                     f"/api/v1/register?regime={word}", f"/api/v1/register?outcome={word}"):  # fmt: skip
            said = at.program("ada", "GET", path)
            assert said.status_code == 200, path
            assert not (said.json().get("cases") or said.json().get("entries")), path
        after = at.program("ada", "GET", f"/api/v1/cases?after={word}")
        assert after.status_code in (200, 422)
        assert at.program("ada", "GET", f"/api/v1/cases/{word}").status_code == 422
        assert at.program("ada", "DELETE", f"/api/v1/tokens/{word}").status_code in (404, 422)
        assert at.program("rita", "PATCH", f"/api/v1/accounts/{word}", json={"disabled": True}).status_code in (
            404,
            422,
        )
        at.client.cookies.clear()
        assert at.client.post("/login", data={"account": f"ada{nasty}", "secret": "x"}).status_code in (403, 429)
        done = at.program("ada", "POST", "/api/v1/cases", json={"title": nasty})
        assert done.status_code == 201
        assert at.program("ada", "GET", f"/api/v1/cases/{done.json()['case']}").json()["title"] == nasty
    assert at.program("ada", "GET", f"/api/v1/cases/{at.case}").status_code == 200
    assert len(at.program("ada", "GET", "/api/v1/cases?limit=500").json()["cases"]) == 7


def test_attack_header_injection(at: At) -> None:
    """What somebody writes begins no header of an answer."""
    nasty = "x\r\nset-cookie: evil=1\r\n\r\n<script>"
    secret = at.tokens["ada"]
    at.client.cookies.clear()
    asked = [
        at.client.post("/login", data={"account": "", "secret": secret, "next": f"/{nasty}"}),
        at.client.get("/login", params={"next": f"/{nasty}"}),
        at.browser("ada", "GET", "/login", params={"next": f"/{nasty}"}),
        at.client.get("/cases", params={"stage": nasty}),
        at.program("ada", "GET", f"/api/v1/cases/{at.case}/items/{quote(nasty, safe='')}"),
        at.program("ada", "POST", "/api/v1/webhooks", json={"url": f"https://hooks.example/{nasty}"}),
        at.program("ada", "POST", "/api/v1/cases", json={"title": nasty}),
    ]
    at.client.cookies.clear()
    asked.append(at.client.get("/account", params={"x": nasty}))
    for said in asked:
        assert "evil" not in {name.lower() for name in said.cookies}
        assert not any("\r" in value or "\n" in value for value in said.headers.values())
        assert said.headers.get("location", "/").startswith("/")
    assert asked[5].status_code == 422


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What a server writes of itself."""
    logger = logging.getLogger("seatrial")
    before, propagated, written = logger.handlers[:], logger.propagate, io.StringIO()
    logs.begin("info", "json")
    for handler in logger.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(written)
    yield written
    logger.handlers[:], logger.propagate = before, propagated
    logging.getLogger("uvicorn").handlers.clear()


@pytest.mark.parametrize("kind", ["json", "text"])
def test_attack_log_injection(kind: str, at: At, lines: io.StringIO) -> None:
    """What somebody writes begins no line of the server's log."""
    for handler in logging.getLogger("seatrial").handlers:
        handler.setFormatter(logs.Lines(kind))
    nasty = '\n{"event": "forged"}\r\n2026-01-01 forged\x1b[2J\u2028forged'
    at.client.cookies.clear()
    at.client.get(f"/register/{quote(nasty)}")
    at.client.post("/login", data={"account": f"ada{nasty}", "secret": nasty})
    at.client.get("/api/v1/office", headers={"user-agent": "x forged", "x-forwarded-for": "forged"})
    at.program("ada", "POST", f"/api/v1/cases/{at.case}/acts", json={"kind": nasty[:60], "body": {}})
    at.program("ada", "POST", "/api/v1/cases", json={"title": nasty})
    at.client.request("GET", f"/{quote(nasty)}")
    written = lines.getvalue()
    assert written.count("\n") >= 6
    assert "forged" not in written
    for line in written.splitlines():
        assert line.isprintable()
        assert json.loads(line)["event"] if kind == "json" else line.startswith("20")


def test_attack_path_traversal(at: At, handed_in: HandedIn) -> None:
    """No name that is sent leads out of where it belongs, in uploads or in what is read."""
    office = at.desk.office.directory
    before = {p for p in office.parent.rglob("*") if not p.name.startswith("office.db")}
    secret = (office / "office.toml").read_text()
    for name in ("../../../../tmp/evil", "..\\..\\evil", "/etc/cron.d/evil", "office.toml", "a\x00b", "../office.toml"):
        files = {"package": (name, handed_in.whole)}
        said = at.browser("ada", "POST", "/submissions", data={"title": "t"}, files=files)
        assert said.status_code == 303, name
    for up in ("..%2f", "..%252f", "%2e%2e/", "....//", "..%5c", "%00/"):
        for path in (
            "/static/",
            "/log/",
            "/log/tile/",
            f"/api/v1/register/{at.case}/files/",
            f"/cases/{at.case}/items/",
        ):
            said = at.browser("ada", "GET", f"{path}{up * 3}office.toml")
            assert said.status_code in (303, 400, 404, 405, 422), (path, up)
            assert secret not in said.text
    after = {p for p in office.parent.rglob("*") if not p.name.startswith("office.db")}
    assert {p for p in after - before if "published" not in p.parts} == set(), "nothing was written anywhere"


def test_attack_decompression_bomb(at: At) -> None:
    """What is packed small is not unpacked, and what is nested or repeated without end is refused."""
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < 100_000
    packed = {"content-encoding": "gzip", "authorization": f"Bearer {at.tokens['ada']}"}
    at.client.cookies.clear()
    for path in ("/api/v1/cases", "/api/v1/submissions?title=t"):
        said = at.client.post(path, content=bomb, headers={**packed, "content-type": "application/json"})
        assert said.status_code in (400, 422), path
    for nested in (
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"schema":"seatrial.submission/v1","review":' + b"[" * 100_000,
    ):
        assert at.program("ada", "POST", "/api/v1/submissions?title=t", content=nested).status_code == 422
        said = at.program("ada", "POST", "/api/v1/cases", content=nested)
        assert said.status_code in (400, 422)
    fields = "&".join(f"f{number}=x" for number in range(5_000))
    at.client.cookies.set(COOKIE, at.tokens["ada"])
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert at.client.post("/cases/open", content=fields, headers=form).status_code == 422
    many = {f"f{number}": (None, "x") for number in range(200)}
    said = at.client.post("/submissions", files=many)
    assert said.status_code in (400, 422)
    assert at.client.post("/cases/open", content=b"x" * (2 * 1024 * 1024), headers=form).status_code == 413


def test_attack_mass_assignment(at: At) -> None:
    """Fields that a request does not have are refused by the API and without effect in forms."""
    account = {"id": "nora", "name": "Nora", "organisation": "Press", "roles": ["observer"]}
    for extra in ({"disabled": False}, {"scopes": ["administer"]}, {"since": "2020"}, {"has_password": True}):
        assert at.program("rita", "POST", "/api/v1/accounts", json={**account, **extra}).status_code == 422
    for extra in ({"id": "rita"}, {"organisation": HARBOUR}, {"name": "Rita"}):
        assert (
            at.program("rita", "PATCH", "/api/v1/accounts/mole", json={"disabled": False, **extra}).status_code == 422
        )
    token = {"name": "t", "scopes": ["read"]}
    for more in ({"person": "rita"}, {"expires_at": "2099"}, {"revoked_at": None}):
        assert at.program("ada", "POST", "/api/v1/tokens", json={**token, **more}).status_code == 422
    assert at.program("ada", "POST", "/api/v1/tokens", json={**token, "account": "rita"}).status_code == 403
    assert at.program("ada", "POST", "/api/v1/tokens", json={**token, "scopes": ["administer"]}).status_code == 403
    for extra in ({"organisation": "Rival Labs"}, {"stage": "decided"}, {"id": at.case}):
        assert at.program("ada", "POST", "/api/v1/cases", json={"title": "t", **extra}).status_code == 422
    body = {"id": "q1", "text": "?", "cites": "incident-process"}
    acts = f"/api/v1/cases/{at.case}/acts"
    for wrong in ({"body": {**body, "at": "2020-01-01T00:00:00Z"}}, {"body": body, "author": "dora"}):
        assert at.program("emil", "POST", acts, json={"kind": "question.asked", **wrong}).status_code == 422
    assert at.program("emil", "POST", acts, json={"kind": "question.asked", "body": body}).status_code == 201
    form = {"name": "t", "scope": "read", "account": "rita", "person": "rita"}
    assert at.browser("ada", "POST", "/account/tokens", data=form).status_code == 200
    with at.desk.office.journal.looking() as db:
        assert [one.name for one in kept_people.tokens(db, "rita")].count("t") == 1, "the one that the test made"
    assert at.browser("ada", "POST", "/accounts", data={**account, "role": "registrar"}).status_code == 403
    form = {"title": "t", "regime": "", "organisation": "Rival Labs", "stage": "decided"}
    opened = at.browser("ada", "POST", "/cases/open", data=form).headers["location"]
    plain = at.program("ada", "GET", f"/api/v1{opened}").json()
    assert (plain["organisation"], plain["stage"]) == (HARBOUR, "pre-submission")


def test_attack_timing_of_login(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever logs in, one derivation of the same cost is done: its time tells nobody which accounts there are."""
    rita = at.desk.people["rita"]
    people.change_account(at.desk.office, rita, "ada", password="a password of one's own")
    people.change_account(at.desk.office, rita, "ben", password="a password of one's own", disabled=True)
    right, done = kept_people._derived, list[tuple[int, int]]()

    def counted(password: str, salt: bytes) -> bytes:
        done.append((len(salt), kept_people._SCRYPT["n"]))
        return right(password, salt)

    monkeypatch.setattr(kept_people, "_derived", counted)
    cases = {"wrong": "ada", "unknown": "nobody", "disabled": "ben", "without a password": "mole", "no name": "x" * 90}
    seen = {}
    for name, account in cases.items():
        done.clear()
        assert people.by_password(at.desk.office, account, "a password that is wrong") is None
        seen[name] = list(done)
    assert {tuple(one) for one in seen.values()} == {((16, 2**15),)}, seen
    said = {account: html.unescape(at.client.post("/login", data={"account": account, "secret": "x"}).text)
            for account in ("ada", "nobody", "ben")}  # fmt: skip
    assert len(set(said.values())) == 1, "nor does what is said"


def test_attack_xss_by_evidence_and_file_names(
    desk: Desk, handed_in: HandedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model whose files, cards and declarations are markup: each page shows it as words."""
    model = tmp_path / "model"
    shutil.copytree(handed_in.model, model)
    (model / f"a{NASTY.replace('/', '')}.bin").write_bytes(b"\x80\x04cos\nsystem\n.")
    (model / "README.md").write_text(f"# {NASTY}\n\n{NASTY}\n")
    declared = (model / "seatrial.yaml").read_text().replace("name: ", "name: 'x<img src=x onerror=alert(1)>' #", 1)
    (model / "seatrial.yaml").write_text(declared)
    monkeypatch.setenv("SEATRIAL_HOME", str(handed_in.home))
    monkeypatch.setenv("SEATRIAL_CACHE", str(tmp_path / "cache"))
    review(model, regimes=["release-office"], out=tmp_path / "r", static=True)
    package = pack(tmp_path / "r")
    rita = desk.people["rita"]
    client = TestClient(application(desk.office), follow_redirects=False, base_url="https://office.example")
    tokens = {who: people.issue_token(desk.office, rita, name="t", scopes=["read", "submit", "act"], for_=who)
              for who in ("ada", "iris")}  # fmt: skip
    case = desk.sent(package)
    shown = 0
    for who, path in (("ada", "/cases"), ("ada", f"/cases/{case}"), ("iris", "/cases"), ("iris", f"/cases/{case}"),
                      ("iris", f"/cases/{case}/do/submission.returned")):  # fmt: skip
        client.cookies.clear()
        client.cookies.set(COOKIE, tokens[who])
        said = client.get(path)
        assert said.status_code == 200, path
        assert "<img" not in said.text, path
        assert "<script>alert" not in said.text, path
        assert "script-src 'self'" in said.headers["content-security-policy"]
        shown += said.text.count("onerror=alert(1)")
    assert shown, "it was shown somewhere, as words"
    item = client.get(f"/api/v1/cases/{case}", headers={"authorization": f"Bearer {tokens['ada']}"}).json()["items"][0]
    got = client.get(f"/cases/{case}/items/{item['digest']}")
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["x-content-type-options"] == "nosniff"


def test_attack_ssrf_by_a_reference(at: At) -> None:
    """An office fetches nothing that somebody names, but what webhooks and identity providers are held to.

    The modules that can open a connection are these, and each looks at where it leads.
    """
    talk = {"urllib3", "socket", "smtplib", "http", "requests", "httpx", "ftplib", "telnetlib", "aiohttp"}
    found = set()
    for folder in ("app/office", "server", "journal", "cases", "register"):
        for path in (SOURCE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                named = [a.name for a in node.names] if isinstance(node, ast.Import) else (
                    [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else [])  # fmt: skip
                if any(name.split(".")[0] in talk or name == "urllib.request" for name in named):
                    found.add(path.relative_to(SOURCE).as_posix())
    allowed = {"app/office/reach.py", "app/office/identity_provider.py", "app/office/client.py", "app/office/mail.py"}
    assert found <= allowed, found - allowed
    said = at.program("ada", "POST", "/api/v1/webhooks", json={"url": "https://169.254.169.254/latest/meta-data"})
    assert said.status_code in (201, 422)
    if said.status_code == 201:
        from seatrial.app.office.reach import place_of
        from seatrial.domain.errors import UsageError

        with pytest.raises(UsageError, match="not public"):
            place_of("https://169.254.169.254/latest/meta-data", at.desk.office.configuration.webhooks)
