"""Judge kept evidence again: under other regimes, at another time, with more facts and events. Nothing is re-run."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from seatrial.app.events import read_events
from seatrial.app.keep import REVIEW, read_review
from seatrial.app.sealed import as_events, read_answer, refuse_unsigned
from seatrial.app.stated import read_facts
from seatrial.domain.errors import UsageError
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.domain.text import shown
from seatrial.domain.verdict import RequirementStatus, Verdict
from seatrial.regimes import shipped
from seatrial.regimes.judge import judge_all

_MARKS: Final = {
    RequirementStatus.SATISFIED: "✓",
    RequirementStatus.NOT_SATISFIED: "✗",
    RequirementStatus.UNDECIDED: "?",
    RequirementStatus.NOT_APPLICABLE: "-",
    RequirementStatus.WAIVED: "~",
}
_ORDER: Final = list(_MARKS)


def judge_again(
    review: Path,
    regimes: Sequence[str],
    *,
    as_of: datetime.date | None = None,
    facts: Path | None = None,
    events: Path | None = None,
    answers: Sequence[Path] = (),
    holder_key: Path | None = None,
) -> tuple[Review, tuple[tuple[Regime, Verdict], ...]]:
    """The kept review, and each regime with what it makes of it now, or at the end of the day `as_of` (UTC).

    Raises `UsageError` and `RegimeError` for what cannot be read.
    """
    kept = read_review(review.parent if review.name == REVIEW else review)
    found = tuple(shipped.find(reference) for reference in dict.fromkeys(regimes))
    stated = (*kept.facts, *(read_facts(facts) if facts else ()))
    told = read_events(events) if events else ()
    refuse_unsigned(told, found)
    signed = [read_answer(path, kept, _key(holder_key)) for path in answers]
    happened = (*kept.events, *told, *as_events(signed, found))
    return kept, tuple(zip(found, judge_all(found, stated, kept.assessment, happened, moment(as_of)), strict=True))


def _key(holder_key: Path | None) -> Path:
    if holder_key is None:
        raise UsageError("a signed answer needs the holder's key", advice="name it with --holder-key FILE")
    return holder_key


def moment(as_of: datetime.date | None) -> datetime.datetime:
    """Now, or the last second of a day in UTC."""
    if as_of is None:
        return datetime.datetime.now(datetime.UTC)
    return datetime.datetime.combine(as_of, datetime.time(23, 59, 59), datetime.UTC)


def in_force(regime: Regime, day: datetime.date) -> bool:
    """Whether the regime is in force on a day; one without dates is a draft or proposal and is not."""
    if regime.effective_from is None or day < regime.effective_from:
        return False
    return regime.effective_to is None or day < regime.effective_to


def as_text(regime: Regime, verdict: Verdict) -> str:
    """One verdict as lines: the result, what stands where, clocks, and which outcomes it lets whom choose."""
    return "\n".join(_lines(regime, verdict))


def _lines(regime: Regime, verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.result.value.replace('-', ' ').upper()}  {regime.title} ({regime.id} {regime.version})"
    yield f"  judged for {verdict.judged_at:%Y-%m-%d %H:%M} UTC; as we read it, not legal advice"
    if not in_force(regime, verdict.judged_at.date()):
        yield f"  not in force on that day: {regime.status}, from {regime.effective_from or 'no date'}"
    if verdict.applicability.missing:
        yield f"  whether it applies is {verdict.applicability.truth}; would settle it: " + ", ".join(
            verdict.applicability.missing
        )
    for requirement in sorted(verdict.requirements, key=lambda r: (not r.effect.stands_in_the_way, _worst(r.status))):
        yield f"  {_MARKS[requirement.status]} {requirement.requirement_id} [{requirement.effect}] {requirement.status}"
        if requirement.status in (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED):
            yield from (f"      {shown(ground.text, 200)}" for ground in requirement.grounds[:3])
            yield f"      what to do ({requirement.mended_by}): {requirement.remedy}"
    if verdict.stage:
        yield f"  the case stands at: {verdict.stage}"
    for clock in verdict.clocks:
        if clock.started_at is not None:
            due = f", due before {clock.due_at:%Y-%m-%d %H:%M %Z}" if clock.due_at else ""
            yield f"  clock {clock.clock_id}: {clock.status}{due}"
    for condition in verdict.conditions:
        yield f"  condition ({condition.owner}): {condition.text} {condition.status}"
    for option in verdict.outcomes:
        yield f"  {'may' if option.allowed else 'may not'} end as {option.code} by {option.by_role}: {option.why}"


def _worst(status: RequirementStatus) -> int:
    order = (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED)
    return order.index(status) if status in order else len(order) + _ORDER.index(status)


def as_plain(regime: Regime, verdict: Verdict) -> dict[str, Any]:
    """One verdict as plain data, and whether the regime was in force."""
    from seatrial.documents.write import to_builtins  # noqa: PLC0415 - only for programs

    return {**to_builtins(verdict), "in_force": in_force(regime, verdict.judged_at.date())}
