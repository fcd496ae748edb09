"""What a trust file means, read back: whom it believes, what it accepts, and what it leaves open."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from seatrial.domain.result import Result
from seatrial.domain.text import shown
from seatrial.gate.trust import Trust, load


def explained(path: Path, today: datetime.date) -> tuple[list[str], list[str]]:
    """What it says, and what to think about. Raises `UsageError` for a file that no gate takes."""
    rule = load(path)
    return list(_says(rule)), list(_doubts(rule, today))


def _says(rule: Trust) -> Iterator[str]:
    for signer in rule.signers:
        window = f"from {signer.not_before or 'ever'} to {signer.not_after or 'ever'}"
        yield f"believes {shown(signer.name)} ({signer.key_id[:23]}…), {window}"
    yield from (f"asks for a proof in the log {shown(log.name)}" for log in rule.logs)
    if rule.witness_quorum:
        hours = f", not longer than {rule.max_checkpoint_age_hours} hours ago" if rule.max_checkpoint_age_hours else ""
        yield f"asks for {rule.witness_quorum} of {len(rule.witnesses)} witnesses to have cosigned{hours}"
    if rule.reviewers > 1:
        yield f"asks for records of {rule.reviewers} reviewers"
    if rule.independence != "self":
        yield f"asks for a reviewer who is at least: {rule.independence}"
    if rule.decision_required:
        yield "asks for a decision upon the verdicts"
    regimes = ", ".join(map(shown, rule.regimes)) or "every regime of the record"
    yield f"accepts {', '.join(rule.results)} under {regimes}"
    yield f"accepts records of at most {rule.max_age_days} days"
    if rule.max_status_age_hours is not None:
        yield f"asks for a status of at most {rule.max_status_age_hours} hours: {', '.join(rule.statuses)}"
    yield from (f"ignores {shown(place)}" for place in rule.ignore)


def _doubts(rule: Trust, today: datetime.date) -> Iterator[str]:
    for signer in rule.signers:
        if signer.not_after and signer.not_after < today:
            yield f"the window of {shown(signer.name)} ended: only records made until {signer.not_after} are believed"
        if signer.not_before and signer.not_before > today:
            yield f"the window of {shown(signer.name)} begins on {signer.not_before}"
    if rule.max_status_age_hours is None:
        yield "no status is asked for: a clearance that was taken back is noticed only when its status is at hand"
    if not rule.logs:
        yield "no log is asked for: a signer could show different records to different people"
    if rule.logs and not rule.witness_quorum:
        yield "no witnesses are asked for: a log could show different entries to different people"
    if rule.witness_quorum and rule.max_checkpoint_age_hours is None:
        yield "cosignatures may be of any age: what was logged or taken back since is not noticed"
    if rule.witnesses and not rule.witness_quorum:
        yield "witnesses are named, and no quorum of them is asked for"
    for result in set(rule.results) - {Result.CLEAR, Result.NOT_APPLICABLE}:
        yield f"the result `{result}` is accepted, which is no clearance"
    if not rule.regimes:
        yield "no regime is named: the record's own choice of regimes decides"
    for place in rule.ignore:
        yield f"{shown(place)} may hold anything: it is ignored"
