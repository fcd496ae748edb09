"""Every role at every route with every verb: who is let through, and what everybody else is told, on both databases.

The table is the rule: a route that is not in it, or an answer that is another one, fails. `in` is the way to the login.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from seatrial.app.office import people
from seatrial.app.office.office import Office
from seatrial.cases.acts import BODIES
from seatrial.cases.roles import USUAL, completed, may
from seatrial.domain.person import SCOPES
from seatrial.regimes import shipped
from seatrial.regimes.load import load
from seatrial.server.application import application
from seatrial.server.pages.session import COOKIE, FIELD, word_of
from tests.office.conftest import AUTHORITY, Desk, HandedIn
from tests.office.matrix_requests import Requests

VISITORS = {
    "nobody": "",  # the public
    "mole": "mole",  # a developer of another house
    "ben": "ben",  # a developer of the same house who takes no part in the case
    "ada": "ada",  # the developer whose case it is
    "read": "ada",  # the same, by a token that may read only
    "iris": "iris",  # intake
    "emil": "emil",  # evaluator
    "dora": "dora",  # decider
    "paul": "paul",  # appeal body
    "olga": "olga",  # observer
    "adam": "adam",  # an advisor who takes no part in the case
    "sela": "sela",  # a selector of partners who takes no part in it
    "ivo": "ivo",  # another intake officer, who takes no part in it
    "rita": "rita",  # registrar
}
TABLE = """
#                                                     nob mol ben ada rea iri emi dor pau olg ada sel ivo rit
GET    /                                              303 303 303 303 303 303 303 303 303 303 303 303 303 303
GET    /account                                       in  200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /account/calendar                              in  200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /account/links                                 in  404 404 404 404 404 404 404 404 404 404 404 404 404
GET    /account/links/confirm                         in  422 422 422 422 422 422 422 422 422 422 422 422 422
POST   /account/links/confirm                         in  422 422 422 422 422 422 422 422 422 422 422 422 422
POST   /account/logins/remove                         in  422 422 303 403 422 422 422 422 422 422 422 422 422
POST   /account/passkeys                              in  200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /account/passkeys/answer                       in  422 422 422 422 422 422 422 422 422 422 422 422 422
POST   /account/tokens                                in  200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /account/tokens/revoke                         in  422 422 303 303 422 422 422 422 422 422 422 422 422
POST   /account/webhooks                              in  200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /account/webhooks/remove                       in  422 422 303 303 422 422 422 422 422 422 422 422 422
POST   /accounts                                      in  403 403 403 403 403 403 403 403 403 403 403 403 303
GET    /api/v1/accounts                               401 403 403 403 403 403 403 403 403 403 403 403 403 200
POST   /api/v1/accounts                               401 403 403 403 403 403 403 403 403 403 403 403 403 201
PATCH  /api/v1/accounts/{account_id}                  401 403 403 403 403 403 403 403 403 403 403 403 403 204
POST   /api/v1/accounts/{account_id}/logins           401 403 403 403 403 403 403 403 403 403 403 403 403 422
POST   /api/v1/calendar                               401 201 201 201 201 201 201 201 201 201 201 201 201 201
GET    /api/v1/cases                                  401 200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /api/v1/cases                                  401 201 201 201 403 403 403 403 403 403 403 403 403 403
GET    /api/v1/cases/{case_id}                        401 404 404 200 200 200 200 200 200 200 404 404 404 404
POST   /api/v1/cases/{case_id}/acts                   401 404 404 403 403 403 422 403 403 403 404 404 404 404
GET    /api/v1/cases/{case_id}/completeness           401 404 404 200 200 200 200 200 200 404 404 404 404 404
GET    /api/v1/cases/{case_id}/items/{digest}         401 404 404 200 200 200 200 200 200 404 404 404 404 404
POST   /api/v1/cases/{case_id}/publications           401 404 404 403 403 201 403 403 403 403 404 404 404 404
GET    /api/v1/cases/{case_id}/reruns                 401 404 404 404 404 200 200 200 404 404 404 404 404 404
POST   /api/v1/cases/{case_id}/reruns                 401 404 404 403 403 201 201 201 403 403 404 404 404 404
POST   /api/v1/cases/{case_id}/sealed/opened          401 404 404 422 422 422 422 422 422 422 404 404 404 404
POST   /api/v1/cases/{case_id}/submissions            401 422 404 409 403 422 422 422 422 422 422 422 422 422
GET    /api/v1/logins                                 401 200 200 200 200 200 200 200 200 200 200 200 200 200
DELETE /api/v1/logins/{login_id}                      401 422 422 204 403 422 422 422 422 422 422 422 422 422
GET    /api/v1/me                                     401 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /api/v1/office                                 200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /api/v1/openapi.json                           200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /api/v1/register                               200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /api/v1/register/{case_id}                     200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /api/v1/register/{case_id}/files/{name}        404 404 404 404 404 404 404 404 404 404 404 404 404 404
GET    /api/v1/statistics                             200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /api/v1/submissions                            401 422 201 201 403 422 422 422 422 422 422 422 422 422
GET    /api/v1/tokens                                 401 200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /api/v1/tokens                                 401 201 201 201 201 201 201 201 201 201 201 201 201 201
DELETE /api/v1/tokens/{token_id}                      401 422 422 204 204 422 422 422 422 422 422 422 422 422
GET    /api/v1/webhooks                               401 200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /api/v1/webhooks                               401 201 201 201 201 201 201 201 201 201 201 201 201 201
DELETE /api/v1/webhooks/{id_}                         401 422 422 204 204 422 422 422 422 422 422 422 422 422
GET    /calendar/{token}.ics                          200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /cases                                         in  200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /cases/new                                     in  200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /cases/open                                    in  303 303 303 403 403 403 403 403 403 403 403 403 403
GET    /cases/{case_id}                               in  404 404 200 200 200 200 200 200 200 404 404 404 404
GET    /cases/{case_id}/assign                        in  403 403 403 403 403 403 403 403 403 403 403 403 200
POST   /cases/{case_id}/assign                        in  403 403 403 403 403 403 403 403 403 403 403 403 303
GET    /cases/{case_id}/changes                       in  404 404 422 422 422 422 422 422 404 404 404 404 404
GET    /cases/{case_id}/do/{kind}                     in  404 404 422 422 422 200 422 422 422 404 404 404 404
POST   /cases/{case_id}/do/{kind}                     in  404 404 403 403 403 422 403 403 403 404 404 404 404
GET    /cases/{case_id}/items/{digest}                in  404 404 200 200 200 200 200 200 404 404 404 404 404
GET    /cases/{case_id}/regimes                       in  404 404 200 200 200 200 200 200 404 404 404 404 404
GET    /feed.atom                                     200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /feed.json                                     200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /healthz                                       200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /log/{path:path}                               200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /login                                         200 303 303 303 303 303 303 303 303 303 303 303 303 303
POST   /login                                         403 403 403 403 403 403 403 403 403 403 403 403 403 403
POST   /login/passkey                                 200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /login/passkey/answer                          422 422 422 422 422 422 422 422 422 422 422 422 422 422
GET    /login/with/{name}                             404 404 404 404 404 404 404 404 404 404 404 404 404 404
GET    /login/with/{name}/back                        404 404 404 404 404 404 404 404 404 404 404 404 404 404
POST   /logout                                        303 303 303 303 303 303 303 303 303 303 303 303 303 303
GET    /metrics                                       404 404 404 404 404 404 404 404 404 404 404 404 404 404
GET    /readyz                                        200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /register                                      200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /register/statistics                           200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /register/{case_id}                            200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET    /static/{name}                                 200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST   /submissions                                   in  422 303 303 403 422 422 422 422 422 422 422 422 422
"""
ACTS = {
    "case.opened": "developer",
    "case.assigned": "appeal-panel board developer evaluator intake",
    "case.recused": "appeal-panel board developer evaluator intake observer",
    "case.reopened": "board evaluator",
    "pre-submission.asked": "developer",
    "pre-submission.answered": "appeal-panel board evaluator intake",
    "submission.sent": "developer",
    "submission.opened": "board intake",
    "submission.returned": "intake",
    "submission.accepted": "intake",
    "submission.withdrawn": "developer",
    "evidence.rerun": "board evaluator intake",
    "question.asked": "evaluator",
    "question.answered": "developer",
    "finding.sent": "evaluator",
    "finding.replied": "developer",
    "decision.proposed": "appeal-panel board",
    "decision.voted": "appeal-panel board",
    "decision.appealed": "developer",
    "condition.reported": "board evaluator",
    "release.made": "developer",
    "publication.made": "intake",
    "suspension.issued": "board",
    "suspension.lifted": "board",
    "incident.told": "appeal-panel board developer evaluator intake",
    "clock.extended": "board",
    "clock.ran-out": "",
}
"""Who may do which act under `release-office`, apart from stage and person. Registrars assign and recuse besides."""
MACHINES = ("/api/", "/log/", "/feed.", "/calendar/", "/metrics", "/healthz", "/readyz")
NO_LIMITS = "\n[limits]\naddress = 0\naccount = 0\nlogins = 0\n"
QUERY, VERBS = "?", ("GET", "POST", "PUT", "PATCH", "DELETE")


def expected() -> dict[str, dict[str, str]]:
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    assert all(len(row) == 2 + len(VISITORS) for row in rows)
    return {f"{row[0]} {row[1]}": dict(zip(VISITORS, row[2:], strict=True)) for row in rows}


def routes(app: Any) -> set[str]:
    """Every route that the application has, whether its description names it or not."""
    found = {f"{verb.upper()} {path}" for path, verbs in app.openapi()["paths"].items() for verb in verbs}

    def walked(listed: Any) -> Iterator[str]:
        for route in listed:
            below = getattr(route, "original_router", None)
            if below is not None:
                yield from walked(below.routes)
            elif not getattr(route, "include_in_schema", True):
                yield from (f"{verb} {route.path}" for verb in sorted(route.methods - {"HEAD"}))

    return found | set(walked(app.routes))


class Asked:
    """Sends requests as each visitor."""

    def __init__(self, desk: Desk, office: Office) -> None:
        self.office, self.rita = office, desk.people["rita"]
        self.client = TestClient(application(office), follow_redirects=False, base_url="https://office.example")
        self.tokens = {visitor: self.token(visitor) for visitor in VISITORS if VISITORS[visitor]}

    def token(self, visitor: str) -> str:
        scopes = {"read": ("read",), "rita": SCOPES}.get(visitor, ("read", "submit", "act"))
        return people.issue_token(self.office, self.rita, name="t", scopes=scopes, for_=VISITORS[visitor])

    def __call__(self, visitor: str, verb: str, address: str, more: dict[str, Any]) -> str:
        self.client.cookies.clear()
        headers, token = {}, self.tokens.get(visitor, "")
        if token and address.startswith(MACHINES):
            headers["authorization"] = f"Bearer {token}"
        elif token:
            self.client.cookies.set(COOKIE, token)
            if verb == "POST":
                more = {**more, "data": {**more.get("data", {}), FIELD: word_of(token)}}
        said = self.client.request(verb, address, headers=headers, **more)
        if address == "/logout" and token:
            self.tokens[visitor] = self.token(visitor)
        to_login = said.status_code == 303 and said.headers["location"].startswith("/login")
        return "in" if to_login else str(said.status_code)


@pytest.fixture
def asked(desk: Desk, handed_in: HandedIn) -> Iterator[tuple[Asked, Requests]]:
    """An office with a case under assessment, and somebody of every kind."""
    case = desk.accepted(handed_in.whole)
    desk.join(case, "olga")
    for name, kind in (("adam", "advisor"), ("sela", "partner-selector"), ("ivo", "intake"), ("ines", "intake")):
        given = {"id_": name, "name": name, "organisation": AUTHORITY, "roles": [kind]}
        people.add_account(desk.office, desk.people["rita"], **given)  # type: ignore[arg-type]
    with (desk.office.directory / "office.toml").open("a") as file:
        file.write(f'{NO_LIMITS}\n[jobs]\nmodels = ["{handed_in.model}"]\n')
    office = Office(desk.office.directory, clock=desk.clock)
    yield Asked(desk, office), Requests(desk, handed_in, case)
    office.close()


def test_every_role_at_every_route(asked: tuple[Asked, Requests]) -> None:
    ask, requests = asked
    table = expected()
    assert routes(ask.client.app) == set(table), "every route stands in the table, and nothing else does"
    wrong = []
    for route, row in table.items():
        verb, path = route.split()
        for visitor, status in row.items():
            address, more = requests.of(verb, path)
            said = ask(visitor, verb, address, more)
            if said != status:
                wrong.append(f"{route} as {visitor}: {said}, not {status}")
    assert not wrong, "\n".join(wrong)


def test_no_route_knows_another_verb(asked: tuple[Asked, Requests]) -> None:
    ask, requests = asked
    table = expected()
    patterns = {route: re.sub(r"\{[^}]+\}", "[^/]+", route) for route in table}
    taken = []
    for path in sorted({route.split()[1] for route in table}):
        for verb in VERBS:
            address, _ = requests.of(verb, path)
            if not any(re.fullmatch(pattern, f"{verb} {address.partition(QUERY)[0]}") for pattern in patterns.values()):
                said = {who: ask(who, verb, address, {}) for who in ("nobody", "ada", "rita")}
                if set(said.values()) - {"404", "405"}:
                    taken.append(f"{verb} {path}: {said}")
    assert not taken, "\n".join(taken)


def test_another_developers_case_is_as_one_that_is_not_there(asked: tuple[Asked, Requests]) -> None:
    """Insecure direct object reference: what a stranger hears of a case does not depend on whether it is there."""
    ask, requests = asked
    nowhere = "c" + "0" * 22
    for route in expected():
        verb, path = route.split()
        if "{case_id}" not in path or "/register/" in path or path.endswith("/submissions"):
            continue
        for visitor in ("mole", "ben", "ivo"):
            address, more = requests.of(verb, path)
            there = ask(visitor, verb, address, more)
            address, more = requests.of(verb, path)
            assert ask(visitor, verb, address.replace(requests.case, nowhere), more) == there, route


def test_a_stranger_hands_nothing_in_for_anothers_case(asked: tuple[Asked, Requests]) -> None:
    ask, requests = asked
    for case in (requests.case, "c" + "0" * 22):
        address, more = f"/api/v1/cases/{case}/submissions", {"content": requests.package}
        assert ask("ben", "POST", address, more) == "404"
        assert ask("mole", "POST", address, more) == "422", "it is another house's record"


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_every_role_at_every_act(kind: str) -> None:
    name, body = shipped.file_of("release-office")
    regime = completed(load(body, name))
    assert {role.kind for role in regime.roles} >= {role.kind for role in USUAL}
    assert set(ACTS) == set(BODIES)
    assert may(kind, regime) == tuple(ACTS[kind].split())


def test_an_observer_sees_no_more_than_the_regime_shows_them(asked: tuple[Asked, Requests]) -> None:
    """`release-office` shows observers that the case exists, and the decision: no verdict, questions or items."""
    ask, requests = asked
    question = {"id": "q1", "text": "A question of substance?", "cites": "incident-process"}
    body = {"json": {"kind": "question.asked", "body": question}}
    assert ask("emil", "POST", f"/api/v1/cases/{requests.case}/acts", body) == "201"
    for visitor, sees in (("ada", True), ("iris", True), ("olga", False)):
        headers = {"authorization": f"Bearer {ask.tokens[visitor]}"}
        plain = ask.client.get(f"/api/v1/cases/{requests.case}", headers=headers).json()
        assert ("A question of substance?" in str(plain)) is sees
        assert bool(plain["open_questions"]) is sees
        assert ("verdict" in plain) is sees
        assert bool(plain["items"]) is sees
        assert plain["stage"] == "question", "where it stands, everybody who takes part may know"
