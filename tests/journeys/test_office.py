"""From a submission to a publication that anybody verifies: by command line and by API, over a real server, on both
databases."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import urllib3

from seatrial.app.office import people
from seatrial.app.office.office import opened
from tests.databases import BOTH, fresh_database
from tests.journeys.conftest import Said, Seatrial

PEOPLE = {
    "mole": ("Rival Labs", "developer"),
    "iris": ("Model Authority", "intake"),
    "emil": ("Model Authority", "evaluator"),
    "dora": ("Model Authority", "decider"),
    "dan": ("Model Authority", "decider"),
    "paul": ("Model Authority", "appeal"),
    "pia": ("Model Authority", "appeal"),
}
ROLES = {
    "iris": "intake",
    "emil": "evaluator",
    "dora": "board",
    "dan": "board",
    "paul": "appeal-panel",
    "pia": "appeal-panel",
}
DECISION = {
    "outcome": "cleared-with-conditions",
    "reasons": [
        {"cites": "no-code-on-load", "evidence": ["artifact.pickle-import"], "text": "No file runs code when loaded."}
    ],
    "conditions": [
        {"id": "measure", "text": "Compliance is measured.", "owner": "developer", "test": "a record that has it"}
    ],
}


@dataclass(frozen=True)
class Served:
    """A running office, and everybody's tokens."""

    url: str
    directory: Path
    tokens: dict[str, str]
    restart: Callable[[], None]


@pytest.fixture(params=BOTH)
def served(
    request: pytest.FixtureRequest, seatrial: Seatrial, home_environment: dict[str, str], tmp_path: Path
) -> Iterator[Served]:
    """An office begun and served by the commands of its guide."""
    database = "" if request.param == "sqlite" else fresh_database(request.getfixturevalue("postgres"))
    more = ("--database", database) if database else ()
    begun = seatrial(
        "office", "init", "office", "--name", "Model Authority", "--origin", "authority.example/log", *more
    )
    assert begun.code == 0, begun.err
    given = ("--name", "Ada", "--organisation", "Harbour Labs", "--role", "developer")
    made = seatrial("office", "account", "office", "ada", *given)
    assert made.code == 0, made.err
    tokens = {"registrar": _token(begun), "ada": _token(made), **_accounts(tmp_path / "office")}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        command = [sys.executable, "-m", "seatrial", "office", "serve", "office", "--listen", f"127.0.0.1:{port}"]
        running.append(subprocess.Popen(command, cwd=tmp_path, env=home_environment, stderr=subprocess.DEVNULL))
        _await(f"http://127.0.0.1:{port}/api/v1/office")

    def restart() -> None:
        running[-1].kill()
        running[-1].wait()
        start()

    start()
    try:
        yield Served(f"http://127.0.0.1:{port}", tmp_path / "office", tokens, restart)
    finally:
        running[-1].terminate()
        running[-1].wait()


def _accounts(directory: Path) -> dict[str, str]:
    """Everybody but Ada, who came by the command."""
    tokens = {}
    with opened(directory) as office:
        registrar = people.by_id(office, "registrar")
        assert registrar is not None
        for name, (organisation, role) in PEOPLE.items():
            people.add_account(office, registrar, id_=name, name=name, organisation=organisation, roles=[role])
            scopes = ("read", "submit", "act")
            tokens[name] = people.issue_token(office, registrar, name="first", scopes=scopes, for_=name)
    return tokens


def _token(said: Said) -> str:
    found = re.search(r"seatrial_[0-9a-f]{16}_\S+", said.out)
    assert found
    return found[0]


def _await(url: str) -> None:
    for _ in range(200):
        try:
            with urllib3.PoolManager(retries=False) as pool:
                if pool.request("GET", url).status == 200:
                    return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the office does not answer")


OUTSIDE = ("/feed.", "/calendar/")
"""What stands beside the API, where readers of news and calendars look."""


@contextmanager
def api(served: Served) -> Iterator[Callable[..., Any]]:
    """Ask the API: who, method, path, body -> status, headers and what was said."""
    with urllib3.PoolManager(retries=False) as pool:

        def ask(who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            if who:
                given["authorization"] = f"Bearer {served.tokens[who]}"
            data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
            if data is not None and not isinstance(body, bytes):
                given["content-type"] = "application/json"
            place = path if path.startswith(OUTSIDE) else f"/api/v1{path}"
            answer = pool.request(method, f"{served.url}{place}", body=data, headers=given)
            said = json.loads(answer.data) if "json" in answer.headers.get("content-type", "") else answer.data
            if answer.status >= 400:
                assert answer.headers["content-type"] == "application/problem+json"
                assert set(said) == {"type", "title", "status", "detail", "advice"}
            return answer.status, answer.headers, said

        yield ask


def _reviewed(seatrial: Seatrial, tmp_path: Path, model: Path, declared: str) -> tuple[str, str]:
    """Two reviews: one that lacks a statement, and one that has it."""
    (tmp_path / "stated.yaml").write_text(declared)
    for out, more in (("r1", ()), ("r2", ("--declare", "stated.yaml"))):
        given = ("review", model, "--regime", "release-office", "--static", "--out", out)
        assert seatrial(*given, *more).code in (0, 1, 3)
    return "r1", "r2"


STATED = """\
name: smollm2
version: "1"
developer: {name: Harbour Labs}
facts: {incident_process.in_place: true}
"""


def test_a_language_model_goes_the_whole_way_by_command_line(
    seatrial: Seatrial, served: Served, smollm2: Path, tmp_path: Path
) -> None:
    lacking, whole = _reviewed(seatrial, tmp_path, smollm2, STATED)

    def run(who: str, *arguments: str | Path, code: int = 0) -> Said:
        env = {"SEATRIAL_OFFICE": served.url, "SEATRIAL_OFFICE_TOKEN": served.tokens.get(who, "")}
        said = seatrial(*arguments, env=env)
        assert said.code == code, said.out + said.err
        return said

    def act(who: str, kind: str, body: dict[str, Any], code: int = 0) -> Said:
        (tmp_path / "body.yaml").write_text(json.dumps(body))
        return run(who, "case", "act", case, kind, "--body", "body.yaml", code=code)

    assert "needs a login" in run("", "submit", lacking, code=2).err
    said = run("ada", "submit", lacking, "--to", served.url, "--title", "SmolLM2 135M")
    case = re.search(r"c[0-9a-f]{22}", said.out)[0]  # type: ignore[index]
    for who, role in ROLES.items():
        act("registrar", "case.assigned", {"person": who, "role": role, "organisation": "Model Authority"})
    act("iris", "submission.returned", {"lacks": [{"cites": "incident-process", "text": "State who answers."}]})
    shown = run("ada", "case", "show", case).out
    assert "RETURNED" in shown
    assert "lacks (incident-process): State who answers." in shown
    assert "no case" in run("mole", "case", "list").out
    assert "there is no case" in run("mole", "case", "show", case, code=2).err
    run("ada", "submit", whole, "--case", case)
    refused = act("ada", "submission.accepted", {}, code=1)
    assert "developer may not" in refused.err
    act("iris", "submission.accepted", {})
    act("emil", "question.asked", {"id": "q1", "text": "Who answers at night?", "cites": "incident-process"})
    assert "seatrial case answer" in run("ada", "case", "show", case).out
    run("ada", "case", "answer", case, "q1", "--text", "The watch.")
    again = (
        "case",
        "rerun",
        case,
        smollm2,
        "--directory",
        "office",
        "--account",
        "emil",
        "--seed",
        "7",
        "--count",
        "2",
    )
    assert run("", *again).out.count("agrees") == 2
    served.restart()
    act("dora", "decision.proposed", {"id": "p1", **DECISION})
    assert "may not" in act("emil", "decision.voted", {"id": "p1", "agrees": True}, code=1).err
    act("dan", "decision.voted", {"id": "p1", "agrees": True})
    run("ada", "case", "appeal", case, "--grounds", "It was measured elsewhere.")
    act("paul", "decision.proposed", {"id": "p2", **DECISION})
    act("pia", "decision.voted", {"id": "p2", "agrees": True})
    shown = run("ada", "case", "show", case).out
    assert "decided: cleared with conditions by 2 of appeal-panel" in shown
    assert "condition measure (developer): Compliance is measured. open" in shown
    assert "SmolLM2 135M" in run("ada", "case", "list").out
    run("iris", "case", "publish", case, "existence")
    assert "a case exists" in run("", "register", "search").out
    run("iris", "case", "publish", case, "detail")
    assert "cleared with conditions" in run("", "register", "search", "SmolLM2").out
    _verified_by_a_stranger(seatrial, served, tmp_path, case, smollm2, results='["could-not-tell"]')
    assert "the register has 2 entries" in seatrial("office", "check", "office").out
    assert run("ada", "case", "withdraw", case, "--reason", "late", code=1).err


def test_a_model_goes_the_whole_way_by_api(seatrial: Seatrial, served: Served, tiny: Path, tmp_path: Path) -> None:
    given = "facts: {model.generates_text: false"
    declared = (tiny / "seatrial.yaml").read_text().replace(given, f"{given}, incident_process.in_place: true")
    lacking, whole = _reviewed(seatrial, tmp_path, tiny, declared)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEATRIAL_HOME", str(tmp_path / "home" / "config"))
        from seatrial.app.office.package import pack

        first, second = pack(tmp_path / lacking), pack(tmp_path / whole)
    with api(served) as ask:
        status, headers, done = ask("ada", "POST", "/submissions?title=tiny", first, idempotency_key="one")
        assert status == 201
        assert ask("ada", "POST", "/submissions?title=tiny", first, idempotency_key="one")[2] == done
        assert ask("ada", "POST", "/submissions?title=tiny", second, idempotency_key="one")[0] == 422
        case = done["case"]

        def act(who: str, kind: str, body: dict[str, Any], expect: int = 201, **more: str) -> Any:
            status, headers, said = ask(who, "POST", f"/cases/{case}/acts", {"kind": kind, "body": body}, **more)
            assert status == expect, said
            return headers, said

        for who, role in ROLES.items():
            act("registrar", "case.assigned", {"person": who, "role": role, "organisation": "Model Authority"})
        found = ask("iris", "GET", f"/cases/{case}/completeness")[2]
        assert found["holds"]
        assert [lack["cites"] for lack in found["lacks"]] == ["incident-process"]
        act("iris", "submission.returned", {"lacks": found["lacks"]})
        assert ask("ada", "POST", f"/cases/{case}/submissions", second)[0] == 201
        assert ask("iris", "GET", f"/cases/{case}/completeness")[2]["lacks"] == []
        _, headers, view = ask("iris", "GET", f"/cases/{case}")
        assert view["stage"] == "completeness"
        act("iris", "submission.accepted", {}, 412, if_match='"' + "0" * 64 + '"')
        after, _ = act("iris", "submission.accepted", {}, if_match=headers["etag"])
        assert ask("ada", "GET", f"/cases/{case}")[1]["etag"] == after["etag"]
        act("emil", "question.asked", {"id": "q1", "text": "Who?", "cites": "incident-process"})
        assert act("dora", "decision.proposed", {"id": "p0", **DECISION}, 409)[1]["type"].endswith("/untimely")
        act("ada", "question.answered", {"id": "q1", "text": "The watch."})
        assert act("dora", "decision.proposed", {"id": "p0", "outcome": "cleared"}, 422)[1]["advice"]
        act("dora", "decision.proposed", {"id": "p1", **DECISION})
        act("dan", "decision.voted", {"id": "p1", "agrees": False, "dissent": "measure it first"})
        act("dora", "decision.proposed", {"id": "p2", **DECISION})
        act("dan", "decision.voted", {"id": "p2", "agrees": True})
        act("ada", "decision.appealed", {"grounds": "It holds."})
        act("paul", "decision.proposed", {"id": "p3", **DECISION})
        act("pia", "decision.voted", {"id": "p3", "agrees": True})
        for step in ("existence", "detail"):
            assert ask("iris", "POST", f"/cases/{case}/publications", {"step": step})[0] == 201
        entries = ask("", "GET", "/register?words=tiny")[2]["entries"]
        assert [entry["publication"]["step"] for entry in entries] == ["detail"]
        assert ask("", "GET", "/statistics")[2][0]["outcomes"] == {"cleared-with-conditions": 1}
        line = ask("ada", "GET", "/cases")[2]["cases"][0]
        assert (line["stage"], line["outcome"]) == ("decided", "cleared-with-conditions")
    _verified_by_a_stranger(seatrial, served, tmp_path, case, tiny, results='["clear"]')


def _verified_by_a_stranger(
    seatrial: Seatrial, served: Served, tmp_path: Path, case: str, model: Path, *, results: str
) -> None:
    """Everything by the public register, in a home of their own, with the log demanded and a fresh status, too."""
    got = seatrial("register", "get", case, "--office", served.url, "--out", "got")
    assert got.code == 0, got.err
    key = next(path for path in (tmp_path / "got").glob("*.pub") if path.name != "office.pub")
    log = (served.directory / "log" / "log.vkey").read_text().strip()
    (tmp_path / "trust.toml").write_text(
        f'[[signer]]\nname = "developer"\npublic_key = "got/{key.name}"\n'
        '[[signer]]\nname = "office"\npublic_key = "got/office.pub"\n'
        f'[[log]]\nkey = "{log}"\n[accept]\nresults = {results}\nmax_status_age_hours = 24\n'
    )
    given = ("verify", model, "--record", "got/record.sigstore.json", "--trust", "trust.toml")
    said = seatrial(*given, env={"SEATRIAL_HOME": str(tmp_path / "stranger")})
    assert said.code == 0, said.out + said.err
    (tmp_path / "got" / "record.sigstore.json.status").unlink()
    assert seatrial(*given, env={"SEATRIAL_HOME": str(tmp_path / "stranger")}).code == 3
    followed = seatrial("log", "audit", f"{served.url}/log", "--key", log)
    assert followed.code == 0, followed.err


def test_the_api_refuses_with_problems_and_never_with_more(served: Served, tmp_path: Path) -> None:
    with api(served) as ask:
        assert ask("", "GET", "/cases")[0] == 401
        assert ask("ada", "GET", "/cases/c0000000000000000000000")[0] == 404
        assert ask("ada", "GET", "/cases/../../etc/passwd")[0] in (404, 422)
        assert ask("ada", "POST", "/submissions?title=x", b"junk")[0] == 422
        assert ask("ada", "POST", "/cases", {"title": "x", "admin": True})[0] == 422, "no field that is not asked for"
        assert ask("ada", "POST", "/cases", {"title": "x" * 2_000_000})[0] == 413
        assert ask("ada", "GET", "/accounts")[0] == 403
        assert (
            ask("ada", "POST", "/accounts", {"id": "x", "name": "x", "organisation": "x", "roles": ["decider"]})[0]
            == 403
        )
        assert ask("ada", "POST", "/tokens", {"name": "more", "scopes": ["administer"]})[0] == 403
        assert ask("iris", "POST", "/cases", {"title": "x"})[0] == 403, "intake opens no case"
        status, _, done = ask("ada", "POST", "/cases", {"title": "x"})
        assert status == 201
        assert ask("mole", "GET", f"/cases/{done['case']}")[0] == 404
        path = f"/cases/{done['case']}/acts"
        assert ask("mole", "POST", path, {"kind": "pre-submission.asked", "body": {"text": "?"}})[0] == 404
        assert ask("ada", "POST", path, {"kind": "pre-submission.asked", "body": {"text": "?", "x": 1}})[0] == 422
        assert ask("ada", "POST", path, {"kind": "clock.ran-out", "body": {}})[0] == 422
        assert (
            ask("ada", "POST", path, {"kind": "pre-submission.asked", "body": {"text": "Do you take GGUF?"}})[0] == 201
        )
        schema = ask("", "GET", "/openapi.json")[2]
        assert schema["openapi"].startswith("3.1")
        kinds = {one["properties"]["kind"]["const"] for one in schema["components"]["schemas"]["NewAct"]["oneOf"]}
        assert {"question.asked", "decision.proposed"} <= kinds
        token = ask("ada", "POST", "/tokens", {"name": "ci", "scopes": ["read"], "days": 1})[2]["token"]
        mine = ask("ada", "GET", "/tokens")[2]
        assert token not in json.dumps(mine)
        kept = next(one for one in mine if one["name"] == "ci")
        assert ask("ada", "DELETE", f"/tokens/{kept['id']}")[0] == 204
        assert ask("mole", "DELETE", f"/tokens/{kept['id']}")[0] == 422
    assert os.environ.get("SEATRIAL_OFFICE_TOKEN") is None


PUBLIC = (
    *("/office", "/register", "/register/{case_id}", "/register/{case_id}/files/{name}", "/statistics"),
    *("/feed.atom", "/feed.json", "/calendar/{token}.ics"),
)
"""Whoever asks; the calendar only at an address that is secret, of which `x` is none."""


def test_nothing_but_the_register_is_answered_without_a_login(served: Served) -> None:
    """Every address and verb that the server says it has."""
    with api(served) as ask:
        paths = ask("", "GET", "/openapi.json")[2]["paths"]
        asked = 0
        for path, verbs in paths.items():
            short = path.removeprefix("/api/v1")
            for verb in verbs:
                concrete = (
                    short.replace("{case_id}", "c" + "0" * 22).replace("{digest}", "sha256:0").replace("{name}", "x")
                )
                concrete = re.sub(r"\{\w+\}", "x", concrete)
                status = ask("", verb.upper(), f"{concrete}?title=x", {} if verb != "get" else None)[0]
                assert (status == 401) == (short not in PUBLIC), (verb, path, status)
                asked += 1
        assert asked >= 20
