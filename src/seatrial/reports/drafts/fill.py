"""What the evidence of a review says, as lines of a draft."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from seatrial.domain.finding import Kind
from seatrial.domain.inventory import Subject
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.review import Review
from seatrial.domain.verdict import RequirementStatus
from seatrial.reports.drafts.compose import safe

MAX_LINES: Final = 200
SAMPLES: Final = 5
"""Input and output pairs of each evaluation: what the Code of Practice asks for at least."""


class Exchange(NamedTuple):
    """One question to the model and its answer, as kept."""

    asked: str
    said: str


def fills(review: Review, exchanges: Mapping[str, Sequence[Exchange]]) -> dict[str, list[str]]:
    """Every kind of evidence by its name. `exchanges` are those kept of each check, by check id."""
    made = {name: list(_cut(make(review))) for name, make in _OF_REVIEW.items()}
    made["samples"] = list(_samples(exchanges, review.assessment.plan.seed))
    return made


def _cut(lines: Iterator[str]) -> Iterator[str]:
    for count, line in enumerate(lines):
        if count >= MAX_LINES:
            yield f"- and more, which stands in review.json (cut at {MAX_LINES} lines)"
            return
        yield line


def _subject(review: Review) -> Iterator[str]:
    subject: Subject = review.inventory.subject
    yield f"- {safe(subject.name)}, {len(review.inventory.artifacts):,} artifacts, {subject.size:,} bytes"
    if subject.digest.oms_root:
        yield f"- manifest digest (OMS, sha256): `{safe(subject.digest.oms_root, 80)}`"
    if subject.digest.dir_hash1:
        yield f"- directory digest (dirHash1): `{safe(subject.digest.dir_hash1, 80)}`"


def _files(review: Review) -> Iterator[str]:
    for artifact in review.inventory.artifacts:
        if not artifact.container:
            what = f"{safe(artifact.format)}, {artifact.size:,} bytes"
            yield f"- {safe(artifact.path)}: {what}, sha256 `{artifact.sha256}`"


def _evaluations(review: Review) -> Iterator[str]:
    for outcome in review.assessment.outcomes:
        if not outcome.measurements:
            continue
        yield f"- {outcome.check_id} (version {outcome.check_version}): {_ended(outcome)}"
        for m in outcome.measurements:
            yield (
                f"    - {safe(m.metric)}: between {m.lower:.3g} and {m.upper:.3g} {_unit(m.unit)}at {m.confidence:.0%},"
                f" estimate {m.estimate:.3g}, n {m.n:,}; {safe(m.method)}"
            )


def _unit(unit: str) -> str:
    return "" if unit == "1" else f"{safe(unit)} "


def _ended(outcome: Outcome) -> str:
    contained = outcome.containment
    where = f"; network {contained.network}" if contained else "; no record of containment"
    said = "completed" if outcome.status is Status.COMPLETED else f"{outcome.status}, {safe(outcome.reason)}"
    return f"{said}{where}"


def _containment(review: Review) -> Iterator[str]:
    for outcome in review.assessment.outcomes:
        if outcome.containment is not None and outcome.measurements:
            kept = outcome.containment
            absent = f"; absent: {', '.join(map(safe, kept.absent))}" if kept.absent else ""
            yield f"- {outcome.check_id}: {', '.join(map(safe, kept.in_force)) or 'nothing in force'}{absent}"


def _findings(review: Review) -> Iterator[str]:
    found = [
        (outcome, finding)
        for outcome in review.assessment.outcomes
        for finding in outcome.findings
        if finding.kind in (Kind.FAIL, Kind.REVIEW, Kind.OPEN) and finding.severity.rank
    ]
    for outcome, finding in found:
        place = f" in {safe(finding.location.path)}" if finding.location else ""
        yield f"- {finding.kind}, {finding.severity}: {safe(finding.message)}{place} ({outcome.check_id})"
    if not found:
        yield f"- nothing fails or is left open in {len(review.assessment.outcomes)} checks"


def _static(review: Review) -> Iterator[str]:
    for outcome in review.assessment.outcomes:
        if not outcome.measurements:
            yield f"- {outcome.check_id}: {outcome.status}, {outcome.examined_count:,} examined"


def _not_run(review: Review) -> Iterator[str]:
    short = [outcome for outcome in review.assessment.outcomes if outcome.status is not Status.COMPLETED]
    for outcome in short:
        yield f"- {outcome.check_id}: {outcome.status}, {safe(outcome.reason)}"
    if not short:
        yield f"- every one of {len(review.assessment.outcomes)} planned checks ran to its end"


def _mitigations(review: Review) -> Iterator[str]:
    unmet = [
        (verdict, requirement)
        for verdict in review.verdicts
        for requirement in verdict.requirements
        if requirement.status in (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED)
    ]
    for verdict, requirement in unmet:
        which = f"{verdict.regime_id}/{requirement.requirement_id}"
        yield f"- {which} is {requirement.status}: {safe(requirement.remedy)}"
    if not unmet and review.verdicts:
        yield f"- nothing is unmet under {', '.join(safe(verdict.regime_id) for verdict in review.verdicts)}"


def _conduct(review: Review) -> Iterator[str]:
    yield f"- reviewed from {review.started_at:%Y-%m-%d %H:%M %Z} to {review.finished_at:%Y-%m-%d %H:%M %Z}"
    yield f"- Seatrial {safe(review.tool_version)}; " + ", ".join(
        f"{safe(name)} {safe(value)}" for name, value in sorted(review.environment.items())
    )


def _samples(exchanges: Mapping[str, Sequence[Exchange]], seed: int) -> Iterator[str]:
    for check_id, kept in sorted(exchanges.items()):
        chosen = random.Random(f"{seed}:{check_id}").sample(list(kept), min(SAMPLES, len(kept)))  # noqa: S311 - repeatable
        short = "" if len(chosen) == SAMPLES else f", fewer than {SAMPLES}: no more were asked"
        yield f"- {check_id}: {len(chosen)} drawn at random of {len(kept):,}{short}"
        for number, exchange in enumerate(chosen, 1):
            yield f"    {number}. asked: {safe(exchange.asked)}"
            yield f"       answered: {safe(exchange.said) or '(nothing)'}"


_OF_REVIEW: Final[dict[str, Callable[[Review], Iterator[str]]]] = {
    "subject": _subject,
    "files": _files,
    "evaluations": _evaluations,
    "containment": _containment,
    "findings": _findings,
    "static": _static,
    "not-run": _not_run,
    "mitigations": _mitigations,
    "conduct": _conduct,
}
FILLS: Final = (*_OF_REVIEW, "samples")
"""What a part of a form for a release may be filled with."""
