"""The catalogue's cases, run as a review runs: written to disk, inventoried, examined, never loaded."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from seatrial.app.catalogue import CatalogueEntry, catalogue
from seatrial.domain.check import Need
from seatrial.domain.errors import UsageError
from seatrial.domain.finding import Kind
from seatrial.domain.outcome import Outcome, Status
from seatrial.testing.case import Case

_UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case of one check. `problem` is empty when the check said what it should."""

    check_id: str
    case: str
    problem: str = ""
    skipped: str = ""
    """Why the case could not be run here."""


def run_cases(check_ids: Sequence[str] = ()) -> list[CaseResult]:
    """Run the cases of all checks, or of those named. Raises `UsageError` for an unknown id."""
    entries = catalogue()
    unknown = sorted(set(check_ids) - set(entries))
    if unknown:
        raise UsageError(f"there is no check {unknown[0]!r}", advice="`seatrial checks` lists them")
    chosen = [entry for check_id, entry in entries.items() if not check_ids or check_id in check_ids]
    return [result for entry in chosen for result in _of_check(entry)]


def _of_check(entry: CatalogueEntry) -> Iterator[CaseResult]:
    lacking = "needs extra 'weights'" if Need.WEIGHTS_EXTRA in entry.check.needs and not find_spec("numpy") else ""
    for case in entry.cases:
        problem = "" if lacking else compare(case, observe(entry, case))
        yield CaseResult(check_id=entry.check.id, case=case.name, problem=problem, skipped=lacking)


def compare(case: Case, outcome: Outcome) -> str:
    """What the outcome lacks or has too much of, as one sentence; empty when it is as expected."""
    said = [f"{f.kind}: {f.message}" for f in outcome.findings] + [m.metric for m in outcome.measurements]
    if outcome.status not in (Status.COMPLETED, Status.EXHAUSTED):
        return f"the check {outcome.status}: {outcome.reason}"
    for prefix in case.expect:
        if not any(text.startswith(prefix) for text in said):
            return f"expected {prefix!r}, found {said}"
    expected_trouble = any(prefix.startswith(tuple(f"{k}:" for k in _UNCLEAR)) for prefix in case.expect)
    trouble = [f"{f.kind}: {f.message}" for f in outcome.findings if f.kind in _UNCLEAR]
    return f"expected nothing unclear, found {trouble}" if trouble and not expected_trouble else ""


def observe(entry: CatalogueEntry, case: Case) -> Outcome:
    """The outcome of one check on one case."""
    from seatrial.app.case_run import run_case  # noqa: PLC0415 - the runner is heavier than the listing

    with tempfile.TemporaryDirectory(prefix="seatrial-case-") as folder:
        root = Path(folder) / "subject"
        root.mkdir()
        for name, content in case.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return run_case(entry, case, root)
