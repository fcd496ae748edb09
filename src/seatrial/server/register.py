"""What everybody may see, without a login: the register, what was published, statistics, and the office itself."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, HTTPException, Query, Response

from seatrial.app.log import VERIFIER
from seatrial.app.office import register
from seatrial.app.office.office import LOG
from seatrial.documents import to_builtins
from seatrial.journal import answers
from seatrial.server.cases import CaseId
from seatrial.server.login import Served

ROUTER: Final = APIRouter(tags=["register"])
_BRIEF: Final = {"cache-control": "public, max-age=60"}


@ROUTER.get("/office")
def office_itself(office: Served) -> dict[str, Any]:
    """Who the office is, what it reviews under, and the keys by which it is verified."""
    with office.journal.looking() as db:
        regimes = [kept for kept in answers.regimes(db) if kept.offered]
    return {
        "name": office.configuration.name,
        "regimes": [{"id": kept.id, "version": kept.version, "digest": kept.digest} for kept in regimes],
        "recipient": office.configuration.recipient,
        "public_key": office.signer.public_pem.decode(),
        "log": (office.directory / LOG / VERIFIER).read_text(encoding="ascii").strip(),
    }


@ROUTER.get("/register")
def search(
    office: Served,
    response: Response,
    words: Annotated[str, Query(max_length=200)] = "",
    regime: Annotated[str, Query(max_length=80)] = "",
    outcome: Annotated[str, Query(max_length=80)] = "",
    before: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Publications, the newest first; `before` is the number of the last one on the page before."""
    response.headers.update(_BRIEF)
    found = register.search(office, words=words, regime_id=regime, outcome=outcome, before=before, limit=limit)
    return {
        "entries": [register.as_plain(entry) for entry in found],
        "next": found[-1].number if len(found) == limit else None,
    }


@ROUTER.get("/register/{case_id}")
def one(case_id: CaseId, office: Served, response: Response) -> dict[str, Any]:
    """Everything that is public of a case, the newest first, with the files by which it is verified."""
    response.headers.update(_BRIEF)
    found = register.search(office, case_id=case_id)
    return {
        "entries": [register.as_plain(entry) for entry in found],
        "files": register.published_names(office, case_id) if found else [],
    }


@ROUTER.get("/register/{case_id}/files/{name}", response_class=Response)
def file(case_id: CaseId, name: str, office: Served) -> Response:
    """A published file: record, status, statements and their proofs."""
    if name not in (register.published_names(office, case_id) if register.search(office, case_id=case_id) else ()):
        raise HTTPException(404)
    body = register.published_file(office, case_id, name)
    return Response(body, media_type="application/octet-stream", headers=_BRIEF)


@ROUTER.get("/statistics")
def statistics(office: Served, response: Response) -> list[dict[str, Any]]:
    """A regime a line: cases, outcomes, the office's days and days in all, questions, refusals by reason."""
    response.headers.update(_BRIEF)
    return [to_builtins(line) for line in register.statistics_of(office)]
