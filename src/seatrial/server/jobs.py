"""Re-runs: a reviewer asks for one, workers do it, and how it agrees becomes an event of the case."""

from typing import Annotated, Any, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from seatrial.app.office import jobs
from seatrial.app.office.rerun import DEFAULT_SAMPLE, MOST_SAMPLE
from seatrial.server.cases import CaseId, Key
from seatrial.server.login import Served, Who

ROUTER: Final = APIRouter(tags=["re-runs"])


class NewRerun(BaseModel):
    """A sample of checks to be run again, where workers find the model."""

    model_config = ConfigDict(extra="forbid", strict=True)

    model: str = Field(min_length=1, max_length=1000)
    """A path below one of the office's directories of models."""
    seed: Annotated[int, Field(ge=0, lt=2**53)] | None = None
    """What draws the sample; without it, one that nobody could foresee."""
    count: int = Field(default=DEFAULT_SAMPLE, ge=1, le=MOST_SAMPLE)
    pool: str = Field(default="", max_length=40)


@ROUTER.post("/cases/{case_id}/reruns", status_code=201)
def ask(case_id: CaseId, asked: NewRerun, office: Served, person: Who, key: Key = "") -> dict[str, Any]:
    """Have workers run a sample of checks again. The job tells what came of it, and the case once it is done."""
    job = jobs.ask_rerun(
        office, person, case_id, model=asked.model, seed=asked.seed, count=asked.count, pool=asked.pool, key=key
    )
    return jobs.plain_job(job)


@ROUTER.get("/cases/{case_id}/reruns")
def of_case(case_id: CaseId, office: Served, person: Who) -> dict[str, Any]:
    """Re-runs that reviewers asked for, the newest first."""
    return {"jobs": [jobs.plain_job(job) for job in jobs.jobs_of(office, person, case_id)]}
