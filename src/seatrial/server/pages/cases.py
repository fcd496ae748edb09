"""Pages of cases: the queue, one case, and a form for everything that may be done in it, all through dispatch."""

import secrets
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from seatrial.app.office import show
from seatrial.app.office.dispatch import Act, Done, perform
from seatrial.app.office.office import Office
from seatrial.app.office.publish import publish
from seatrial.app.office.show import CaseView
from seatrial.app.office.submit import check_submission, open_case, submit
from seatrial.app.office.unseal import open_sealed
from seatrial.cases.acts import BODIES
from seatrial.documents import to_builtins
from seatrial.domain.errors import UsageError
from seatrial.domain.person import Person
from seatrial.journal import answers
from seatrial.server.cases import CaseId
from seatrial.server.login import Served
from seatrial.server.pages import session
from seatrial.server.pages.bars import clock_bars, stretches
from seatrial.server.pages.forms import Offered, body_of, fields_of
from seatrial.server.pages.render import page
from seatrial.server.pages.session import Given, Member

ROUTER: Final = APIRouter(include_in_schema=False)
PAGE: Final = 50
BY_THEMSELVES: Final = ("submission.sent", "submission.opened", "evidence.rerun", "publication.made")
"""Acts with a way of their own, since more belongs to them than words."""
ORDER: Final = (
    *("question.answered", "finding.replied", "submission.sent", "pre-submission.answered", "pre-submission.asked"),
    *("submission.accepted", "submission.returned", "submission.opened", "evidence.rerun", "question.asked"),
    *("finding.sent", "decision.voted", "decision.proposed", "decision.appealed", "condition.reported"),
    *("release.made", "publication.made", "incident.told", "case.reopened", "clock.extended"),
    *("suspension.issued", "suspension.lifted", "submission.withdrawn", "case.recused"),
)
"""How acts are offered: what is waited for first, what ends things last."""


@ROUTER.get("/cases")
def queue(
    request: Request,
    office: Served,
    person: Member,
    stage: Annotated[str, Query(max_length=40)] = "",
    waits_for: Annotated[str, Query(max_length=40)] = "",
    after: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Cases of a person with their clocks as bars."""
    found = show.list_cases(office, person, stage=stage, waits_for=waits_for, after=after, limit=PAGE)
    now = office.clock()
    lines = []
    for line in found:
        clocks = [{**clock, "clock_id": clock["id"]} for clock in show.clocks_in(line)]
        lines.append({"case": line, "bars": clock_bars(clocks, now)[:2]})
    return page(
        request,
        "queue.html",
        person=person,
        lines=lines,
        asked={"stage": stage, "waits_for": waits_for},
        further=found[-1].case_id if len(found) == PAGE else "",
    )


@ROUTER.get("/cases/new")
def new(request: Request, office: Served, person: Member) -> HTMLResponse:
    """The form to hand a submission in, or to ask before one."""
    with office.journal.looking() as db:
        regimes = [kept for kept in answers.regimes(db) if kept.offered]
    return page(request, "new.html", person=person, regimes=regimes, key=secrets.token_hex(16))


@ROUTER.post("/cases/open")
def open_one(office: Served, person: Member, given: Given) -> Response:
    """Open a case, to ask something before a submission."""
    title, regime = given.get("title", [""])[0].strip(), given.get("regime", [""])[0]
    if not title:
        raise UsageError("the case has no title", advice="give it one")
    done = open_case(office, person, title=title[:300], regime_id=regime, key=given.get("key", [""])[0])
    return RedirectResponse(f"/cases/{done.case}", 303)


@ROUTER.post("/submissions")
async def hand_in(request: Request, office: Served, person: Member) -> Response:
    """Hand a package in, for a new case or for one that was returned."""
    session.same_site(request)
    async with request.form(max_files=1, max_fields=20) as form:
        session.check_word(request, str(form.get(session.FIELD, "")))
        package = form.get("package")
        if not isinstance(package, UploadFile) and not hasattr(package, "read"):
            raise UsageError("no file was chosen", advice="choose the package that `seatrial submit --save` wrote")
        body: bytes = await package.read()  # type: ignore[union-attr]
        case, title = str(form.get("case", "")), str(form.get("title", "")).strip()[:300]
        regime, key = str(form.get("regime", "")), str(form.get("key", ""))
    sealed = body.startswith(b"age-encryption.org/v1\n")

    def handed_in() -> Done:
        return submit(office, person, body, case=case, title=title, regime_id=regime, sealed=sealed, key=key)

    done = await run_in_threadpool(handed_in)
    return RedirectResponse(f"/cases/{done.case}", 303)


@ROUTER.get("/cases/{case_id}")
def one(request: Request, case_id: CaseId, office: Served, person: Member) -> HTMLResponse:
    """One case: where it stands, what it waits for, what was handed in, and what may be done."""
    view = show.show_case(office, person, case_id)
    plain = view.plain
    may = [tuple(pair) for pair in plain["you"]["may"]]
    held = {role.id: role.kind for role in view.case.regime.roles}
    reviews = {held.get(role, "") for role in plain["you"]["roles"]} & {"intake", "evaluator", "decider", "appeal"}
    complete = None
    if reviews and plain["stage"] == "completeness":
        complete = to_builtins(check_submission(office, person, case_id).lacks)
    return page(
        request,
        "case.html",
        person=person,
        case=plain,
        head=view.head,
        verdict=plain.get("verdict"),
        line=stretches(plain["time_line"], view.case.at),
        bars=clock_bars(plain["clocks"], view.case.at),
        acts=[(kind, role) for kind in ORDER for may_kind, role in may if may_kind == kind],
        complete=complete,
        findings=_findings(view),
        compares=show.sees_in_full(view.case, person, "evidence") and "verdict" in plain,
    )


@ROUTER.get("/cases/{case_id}/do/{kind}")
def form(request: Request, case_id: CaseId, kind: str, office: Served, person: Member) -> Response:
    """The form of one act."""
    view = show.show_case(office, person, case_id)
    roles = [role for one, role in view.plain["you"]["may"] if one == kind]
    if kind not in BODIES or not roles:
        raise UsageError("this cannot be done now, or not by you", advice="go back to the case")
    return page(
        request,
        "act.html",
        person=person,
        case=view.plain,
        kind=kind,
        roles=roles,
        head=view.head,
        fields=() if kind in BY_THEMSELVES else fields_of(kind, _offered(view, person, kind)),
        key=secrets.token_hex(16),
    )


@ROUTER.post("/cases/{case_id}/do/{kind}")
def do(case_id: CaseId, kind: str, office: Served, person: Member, given: Given) -> Response:
    """Do it: refused if the case moved on since the form was opened."""
    key, expected = given.get("key", [""])[0], given.get("head", [""])[0]
    role = given.get("role", [""])[0]
    if kind in BY_THEMSELVES:
        _by_itself(office, person, case_id, kind, given, key)
    elif kind in BODIES:
        act = Act(kind=kind, body=body_of(kind, given), case=case_id, role=role)
        perform(office, person, act, key=key, expected=expected)
    else:
        raise UsageError("there is no such act", advice="go back to the case")
    return RedirectResponse(f"/cases/{case_id}", 303)


def _by_itself(office: Office, person: Person, case_id: str, kind: str, given: dict[str, list[str]], key: str) -> None:
    if kind == "publication.made":
        step: Literal["existence", "detail"] = "detail" if given.get("step", [""])[0] == "detail" else "existence"
        publish(office, person, case_id, step, key=key)
    elif kind == "submission.opened":
        open_sealed(office, person, case_id, key=key)
    else:
        raise UsageError("this is done from the command line, where the files are", advice="seatrial case rerun --help")


@ROUTER.get("/cases/{case_id}/items/{digest}")
def item(case_id: CaseId, digest: str, office: Served, person: Member) -> Response:
    """Something that was handed in, to be saved: nothing of it is shown by this site. That you looked is noted."""
    body, media_type = show.read_item(office, person, case_id, digest)
    headers = {"content-disposition": f'attachment; filename="{digest[7:23]}"'}
    return Response(body, media_type=media_type, headers=headers)


def _findings(view: CaseView) -> list[dict[str, Any]]:
    """Findings with replies, as far as this person sees the events that hold them."""
    replies = {e["body"]["id"]: e["body"] for e in view.plain["events"] if e["kind"] == "finding.replied" and e["body"]}
    return [
        {**event["body"], "at": event["at"], "reply": replies.get(event["body"]["id"])}
        for event in view.plain["events"]
        if event["kind"] == "finding.sent" and event["body"]
    ]


def _offered(view: CaseView, person: Person, kind: str) -> Offered:
    """What a form chooses from: requirements, questions, findings, conditions, outcomes of this case."""
    state, regime = view.case.state, view.case.regime
    requirements = [(r.id, f"{r.id}: {r.statement}") for r in regime.requirements]
    ids = {
        "question.answered": [(q.asked.id, q.asked.text) for q in state.open_questions],
        "finding.replied": [(f.sent.id, f.sent.text) for f in state.findings if f.reply is None],
        "decision.voted": [(p.id, f"{p.id}: {p.outcome}") for p in state.proposals],
        "condition.reported": [(c.condition.id, c.condition.text) for c in state.ledger],
    }
    choices: dict[str, Sequence[tuple[str, str]]] = {}
    if kind in ids:
        choices["id"] = _short(ids[kind])
    if kind in ("question.asked", "finding.sent", "submission.returned", "decision.proposed"):
        more = [(word, word) for word in ("record", "proof", "signature", "declaration")]
        choices["cites"] = _short([*requirements, *(more if kind == "submission.returned" else ())])
    if kind == "decision.proposed":
        choices["outcome"] = _short(_outcomes(view, person))
        choices["owner"] = [(role.id, role.id) for role in regime.roles if role.kind == "developer"]
    if kind == "suspension.issued":
        choices["finding"] = _short([(f.sent.id, f.sent.text) for f in state.findings])
    if kind == "clock.extended":
        choices["clock"] = [(clock.id, clock.id) for clock in regime.clocks if clock.extend]
    return Offered(choices=choices, values={"person": person.id, "breach_outcome": "suspended"})


def _outcomes(view: CaseView, person: Person) -> list[tuple[str, str]]:
    """Ways to end the case: those of one's own role; on appeal, those of whoever decided."""
    held = set(view.case.state.roles_held(person.id))
    kinds = {role.id: role.kind for role in view.case.regime.roles}
    if "appeal" in {kinds.get(role) for role in held}:
        held |= {role for role, kind in kinds.items() if kind == "decider"}
    if view.case.verdict is None:
        return [(o.code, o.code) for o in view.case.regime.outcomes if o.by_role in held]
    doubt = {True: "", False: " (the verdict does not allow it)"}
    return [(o.code, f"{o.code}{doubt[o.allowed]}: {o.why}") for o in view.case.verdict.outcomes if o.by_role in held]


def _short(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, text if len(text) <= 120 else f"{text[:119]}…") for value, text in pairs]
