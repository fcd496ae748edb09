"""Cases: submit, list, look, act. Every act goes through the one dispatch."""

from dataclasses import asdict
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from seatrial.app.office import show
from seatrial.app.office.dispatch import Act, Done, perform
from seatrial.app.office.publish import publish
from seatrial.app.office.submit import check_submission, open_case, submit
from seatrial.app.office.unseal import open_sealed
from seatrial.cases.acts import BODIES
from seatrial.documents import DocumentError, from_builtins, to_builtins
from seatrial.domain.errors import UsageError
from seatrial.domain.person import Person
from seatrial.server.login import Served, Who

ROUTER: Final = APIRouter(tags=["cases"])
CaseId = Annotated[str, Field(pattern="^c[0-9a-f]{22}$")]
Key = Annotated[str, Header(alias="Idempotency-Key", max_length=200)]
IfMatch = Annotated[str, Header(alias="If-Match", max_length=100)]
IfNoneMatch = Annotated[str, Header(alias="If-None-Match", max_length=100)]
ELSEWHERE: Final = (
    *("case.opened", "submission.sent", "submission.opened", "evidence.rerun", "publication.made"),
    "clock.ran-out",
)
"""Acts that have an address of their own, since more belongs to them than their words; and the office's own."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class NewCase(_Strict):
    """A case to be opened."""

    title: str = Field(min_length=1, max_length=300)
    regime: str = Field(default="", max_length=80)


class NewAct(_Strict):
    """Something to be done in a case. `body` is that of the kind: see the schemas of acts."""

    kind: str = Field(max_length=60)
    role: str = Field(default="", max_length=80)
    body: dict[str, Any]


class NewPublication(_Strict):
    """A step of publication."""

    step: Literal["existence", "detail"]


class DoneAnswer(_Strict):
    """What an act led to. `digest` is the case's head: the ETag of the case."""

    case: str
    number: int
    digest: str
    stage: str
    at: str


def _answer(done: Done, response: Response) -> DoneAnswer:
    response.headers["etag"] = f'"{done.digest}"'
    return DoneAnswer(**asdict(done))


@ROUTER.post("/cases", status_code=201)
def open_one(asked: NewCase, office: Served, person: Who, response: Response, key: Key = "") -> DoneAnswer:
    """Open a case, to ask something before a submission."""
    done = open_case(office, person, title=asked.title, regime_id=asked.regime, key=key)
    return _answer(done, response)


@ROUTER.get("/cases")
def list_all(
    office: Served,
    person: Who,
    stage: Annotated[str, Query(max_length=40)] = "",
    waits_for: Annotated[str, Query(max_length=40)] = "",
    after: Annotated[str, Query(max_length=40)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Your cases, in the order in which they were opened; `after` is the id of the last one on the page before."""
    found = show.list_cases(office, person, stage=stage, waits_for=waits_for, after=after, limit=limit)
    lines = [{**to_builtins(line), "shown": None, "clocks": show.clocks_in(line)} for line in found]
    for line in lines:
        del line["shown"]
    return {"cases": lines, "next": found[-1].case_id if len(found) == limit else None}


@ROUTER.get("/cases/{case_id}", response_model=None)
def show_one(
    case_id: CaseId, office: Served, person: Who, response: Response, if_none_match: IfNoneMatch = ""
) -> dict[str, Any] | Response:
    """A case as you see it."""
    view = show.show_case(office, person, case_id)
    tag = f'"{view.head}"'
    if if_none_match == tag and not view.case.clocks:
        return Response(status_code=304, headers={"etag": tag})
    response.headers["etag"] = tag
    return view.plain


@ROUTER.post("/cases/{case_id}/acts", status_code=201)
def act(
    case_id: CaseId,
    asked: NewAct,
    office: Served,
    person: Who,
    response: Response,
    key: Key = "",
    if_match: IfMatch = "",
) -> DoneAnswer:
    """Do something in a case."""
    if asked.kind in ELSEWHERE or asked.kind not in BODIES:
        raise UsageError(f"{asked.kind} is not done here", advice="see the schemas of acts, and the other addresses")
    try:
        body = from_builtins(asked.body, BODIES[asked.kind])
    except DocumentError as error:
        raise UsageError(f"the body of {asked.kind}: {error}", advice="see the schema of this act") from error
    wanted = Act(kind=asked.kind, body=body, case=case_id, role=asked.role)
    return _answer(perform(office, person, wanted, key=key, expected=if_match.strip('"')), response)


@ROUTER.post("/submissions", status_code=201)
async def submit_new(
    request: Request,
    office: Served,
    person: Who,
    response: Response,
    title: Annotated[str, Query(min_length=1, max_length=300)],
    regime: Annotated[str, Query(max_length=80)] = "",
    sealed: bool = False,
    key: Key = "",
) -> DoneAnswer:
    """Hand a submission in, as the body of the request, and open a case for it."""
    package = await request.body()

    def handed_in() -> Done:
        return submit(office, person, package, title=title, regime_id=regime, sealed=sealed, key=key)

    return _answer(await run_in_threadpool(handed_in), response)


@ROUTER.post("/cases/{case_id}/submissions", status_code=201)
async def submit_again(
    case_id: CaseId,
    request: Request,
    office: Served,
    person: Who,
    response: Response,
    sealed: bool = False,
    key: Key = "",
) -> DoneAnswer:
    """Hand in what was missing, in full: the body of the request is the whole submission."""
    package = await request.body()
    done = await run_in_threadpool(lambda: submit(office, person, package, case=case_id, sealed=sealed, key=key))
    return _answer(done, response)


@ROUTER.post("/cases/{case_id}/sealed/opened", status_code=201)
def open_it(case_id: CaseId, office: Served, person: Who, response: Response, key: Key = "") -> DoneAnswer:
    """Open a sealed submission with the office's key."""
    return _answer(open_sealed(office, person, case_id, key=key), response)


@ROUTER.get("/cases/{case_id}/completeness")
def completeness(case_id: CaseId, office: Served, person: Who) -> dict[str, Any]:
    """What the office can say of the latest submission by itself: whether the record holds, and what is missing."""
    found = check_submission(office, _reader(person), case_id)
    return {
        "holds": found.holds,
        "reasons": [{"text": reason.text, "advice": reason.advice} for reason in found.admission.reasons],
        "record": found.record,
        "result": found.verdict.result.value if found.verdict else None,
        "lacks": [to_builtins(lack) for lack in found.lacks],
    }


@ROUTER.get("/cases/{case_id}/items/{digest}", response_class=Response)
def item(case_id: CaseId, digest: str, office: Served, person: Who) -> Response:
    """Something that was handed in. That you looked is noted, and the developer sees it."""
    body, media_type = show.read_item(office, person, case_id, digest)
    headers = {"content-disposition": f'attachment; filename="{digest[7:23]}"'}
    return Response(body, media_type=media_type, headers=headers)


@ROUTER.post("/cases/{case_id}/publications", status_code=201)
def publish_step(
    case_id: CaseId, asked: NewPublication, office: Served, person: Who, response: Response, key: Key = ""
) -> DoneAnswer:
    """Publish that the case exists, or what was decided."""
    return _answer(publish(office, person, case_id, asked.step, key=key), response)


def _reader(person: Person) -> Person:
    show.reads(person)
    return person
