"""What is asked of each route of an office in the matrix of who may do what: one request, right in all but who asks."""

import itertools
from collections.abc import Callable
from typing import Any

from seatrial.app.office import news, people
from seatrial.app.office.calendar import calendar_token
from seatrial.app.office.office import Office
from seatrial.app.office.show import show_case
from seatrial.domain.person import Person
from seatrial.journal import logins
from tests.office.conftest import Desk, HandedIn

Request = tuple[str, dict[str, Any]]
"""The address, and what goes with it: `json`, `data`, `content`, `files`."""
_NUMBERS = itertools.count()


class Requests:
    """Makes the request of a route anew each time, so that nobody finds done what another did."""

    def __init__(self, desk: Desk, handed_in: HandedIn, case: str) -> None:
        self.office: Office = desk.office
        self.ada: Person = desk.people["ada"]
        self.rita: Person = desk.people["rita"]
        self.package, self.model = handed_in.whole, str(handed_in.model)
        self.case = case
        self.digest = show_case(desk.office, self.ada, case).plain["items"][0]["digest"]

    def of(self, method: str, path: str) -> Request:
        """The request for one route."""
        made = self._bodies().get(f"{method} {path}")
        more = made() if made else {}
        address = path
        for name, value in self._names(path).items():
            address = address.replace("{" + name + "}", value)
        return address + more.pop("query", ""), more

    def _names(self, path: str) -> dict[str, str]:
        found: dict[str, Callable[[], str]] = {
            "case_id": lambda: self.case,
            "digest": lambda: self.digest,
            "kind": lambda: "question.asked",
            "token_id": self._spare_token,
            "login_id": self._spare_login,
            "id_": self._spare_hook,
            "account_id": self._spare_account,
            "token": lambda: calendar_token(self.office, self.ada),
            "path:path": lambda: "checkpoint",
        }
        plain = {
            "/static/{name}": "office.css",
            "/login/with/{name}": "nobody",
            "/login/with/{name}/back": "nobody",
            "/api/v1/register/{case_id}/files/{name}": "record.sigstore.json",
        }
        names = {name: make() for name, make in found.items() if "{" + name + "}" in path}
        return names | ({"name": plain[path]} if path in plain else {})

    def _bodies(self) -> dict[str, Callable[[], dict[str, Any]]]:
        number = next(_NUMBERS)
        account = {"id": f"new{number}", "name": "New", "organisation": "New", "roles": ["observer"]}
        question = {"id": f"q{number}", "text": "?", "cites": "nothing-that-is-there"}
        flat = {**question, "role": ""}
        url = "https://hooks.example/office"
        return {
            "POST /api/v1/cases": lambda: {"json": {"title": "another"}},
            "POST /api/v1/submissions": lambda: {"content": self.package, "query": "?title=another"},
            "POST /api/v1/cases/{case_id}/submissions": lambda: {"content": self.package},
            "POST /api/v1/cases/{case_id}/acts": lambda: {"json": {"kind": "question.asked", "body": question}},
            "POST /api/v1/cases/{case_id}/publications": lambda: {"json": {"step": "existence"}},
            "POST /api/v1/cases/{case_id}/reruns": lambda: {"json": {"model": self.model}},
            "POST /api/v1/tokens": lambda: {"json": {"name": "t", "scopes": ["read"]}},
            "POST /api/v1/accounts": lambda: {"json": account},
            "PATCH /api/v1/accounts/{account_id}": lambda: {"json": {"disabled": True}},
            "POST /api/v1/accounts/{account_id}/logins": lambda: {"json": {"provider": "none", "subject": "1"}},
            "POST /api/v1/webhooks": lambda: {"json": {"url": url}},
            "POST /login": lambda: {"data": {"account": "ada", "secret": "a password that is wrong"}},
            "POST /login/passkey": lambda: {"data": {}},
            "POST /login/passkey/answer": lambda: {"data": {"answer": "{}"}},
            "POST /logout": lambda: {"data": {}},
            "POST /cases/open": lambda: {"data": {"title": "another", "regime": ""}},
            "POST /submissions": lambda: {
                "data": {"title": "another"},
                "files": {"package": ("package.json", self.package)},
            },
            "POST /cases/{case_id}/do/{kind}": lambda: {"data": flat},
            "POST /cases/{case_id}/assign": lambda: {"data": {"person": "ines", "role": "intake"}},
            "POST /account/tokens": lambda: {"data": {"name": "t", "scope": "read"}},
            "POST /account/tokens/revoke": lambda: {"data": {"id": self._spare_token()}},
            "POST /account/webhooks": lambda: {"data": {"url": url}},
            "POST /account/webhooks/remove": lambda: {"data": {"id": self._spare_hook()}},
            "POST /account/links": lambda: {"data": {"provider": "none"}},
            "POST /account/logins/remove": lambda: {"data": {"id": self._spare_login()}},
            "POST /account/passkeys": lambda: {"data": {"name": "a key"}},
            "POST /account/passkeys/answer": lambda: {"data": {"answer": "{}"}},
            "POST /accounts": lambda: {"data": {**account, "role": "observer"}},
        }

    def _spare_token(self) -> str:
        return people.issue_token(self.office, self.ada, name="spare", scopes=["read"]).split("_")[1]

    def _spare_login(self) -> str:
        with self.office.journal.writing() as db:
            for one in logins.identities(db, "ada"):
                logins.remove(db, "ada", one.id)
            given = {"issuer": "https://login.example", "subject": f"s{next(_NUMBERS)}", "at": self.office.clock()}
            return logins.add_identity(db, "ada", scopes=["read", "submit", "act"], **given)  # type: ignore[arg-type]

    def _spare_hook(self) -> str:
        for one, _ in news.subscriptions(self.office, "ada"):
            news.remove(self.office, one.id, "ada")
        return news.add_webhook(self.office, self.ada, "https://hooks.example/office")

    def _spare_account(self) -> str:
        id_ = f"spare{next(_NUMBERS)}"
        given = {"id_": id_, "name": "Spare", "organisation": "Press", "roles": ["observer"]}
        people.add_account(self.office, self.rita, **given)  # type: ignore[arg-type]
        return id_
