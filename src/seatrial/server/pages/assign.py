"""Who takes part in a case: assigned by a registrar, who sees that the case exists and not what is in it."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from seatrial.app.office import people, show
from seatrial.app.office.dispatch import Act, perform
from seatrial.app.office.office import Office
from seatrial.app.office.refused import NoSuchCaseError
from seatrial.cases.acts import Assigned
from seatrial.cases.roles import completed
from seatrial.domain.errors import UsageError
from seatrial.domain.person import Person
from seatrial.journal import answers
from seatrial.journal.events import Listed
from seatrial.server.cases import CaseId
from seatrial.server.login import Served
from seatrial.server.pages.render import page
from seatrial.server.pages.session import Given, Member

ROUTER: Final = APIRouter(include_in_schema=False)


@ROUTER.get("/cases/{case_id}/assign")
def form(request: Request, case_id: CaseId, office: Served, person: Member) -> Response:
    """The form to give somebody a role."""
    accounts = people.accounts(office, person)
    case = _case(office, person, case_id)
    with office.journal.looking() as db:
        kept = [one for one in answers.regimes(db) if one.id == case.regime]
    roles = [role for role in completed(office.regime(kept[-1].digest)).roles if role.kind != "public"]
    return page(request, "assign.html", person=person, case=case, accounts=accounts, roles=roles)


@ROUTER.post("/cases/{case_id}/assign")
def assign(case_id: CaseId, office: Served, person: Member, given: Given) -> Response:
    """Give somebody a role. Who must not have it is refused, with the reason."""
    who, role = given.get("person", [""])[0], given.get("role", [""])[0]
    account = next((one for one in people.accounts(office, person) if one.id == who), None)
    if account is None:
        raise UsageError("there is no such account", advice="choose one of those that are offered")
    body = Assigned(person=account.id, role=role, organisation=account.organisation)
    perform(office, person, Act(kind="case.assigned", body=body, case=case_id))
    return RedirectResponse(f"/cases/{case_id}/assign", 303)


def _case(office: Office, person: Person, case_id: str) -> Listed:
    """The case as its line in the list, which is all that a registrar sees of it."""
    after = ""
    while found := show.list_cases(office, person, after=after, limit=500):
        for line in found:
            if line.case_id == case_id:
                return line
        after = found[-1].case_id
    raise NoSuchCaseError(case_id)
