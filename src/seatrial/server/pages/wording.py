"""Words of the office for people: stages, acts, statuses, lengths of time."""

import datetime
from typing import Final

STAGES: Final = {
    "pre-submission": "Before the submission",
    "completeness": "Checked for completeness",
    "returned": "Returned as incomplete",
    "assessment": "Under assessment",
    "question": "A question is open",
    "decided": "Decided",
    "appeal": "On appeal",
    "monitoring": "Released, monitored",
    "reopened": "Reopened",
    "closed": "Closed",
}
ACTS: Final = {
    "case.opened": "Case opened",
    "case.assigned": "Somebody takes a role",
    "case.recused": "Step back for a conflict of interest",
    "case.reopened": "Reopen the case",
    "pre-submission.asked": "Ask before submitting",
    "pre-submission.answered": "Answer the question before the submission",
    "submission.sent": "Submit",
    "submission.opened": "Open the sealed submission",
    "submission.returned": "Return as incomplete",
    "submission.accepted": "Accept as complete: the clock starts",
    "submission.withdrawn": "Withdraw the submission",
    "evidence.rerun": "Run a sample of checks again",
    "question.asked": "Ask a question: the clock stops",
    "question.answered": "Answer the question",
    "finding.sent": "Send a finding to the developer",
    "finding.replied": "Reply to a finding",
    "decision.proposed": "Propose a decision",
    "decision.voted": "Agree or dissent",
    "decision.appealed": "Appeal",
    "condition.reported": "Report on a condition",
    "release.made": "Say that the model is released",
    "publication.made": "Publish",
    "suspension.issued": "Suspend in an emergency",
    "suspension.lifted": "Lift the suspension",
    "incident.told": "Tell of an incident",
    "clock.extended": "Extend a clock",
    "clock.ran-out": "A clock ran out",
}
DONE: Final = {
    "case.opened": "opened the case",
    "case.assigned": "gave somebody a role",
    "case.recused": "stepped back",
    "case.reopened": "reopened the case",
    "pre-submission.asked": "asked before submitting",
    "pre-submission.answered": "answered",
    "submission.sent": "submitted",
    "submission.opened": "opened the sealed submission",
    "submission.returned": "returned it as incomplete",
    "submission.accepted": "accepted it as complete",
    "submission.withdrawn": "withdrew the submission",
    "evidence.rerun": "ran a sample of checks again",
    "question.asked": "asked a question",
    "question.answered": "answered the question",
    "finding.sent": "sent a finding",
    "finding.replied": "replied to a finding",
    "decision.proposed": "proposed a decision",
    "decision.voted": "voted",
    "decision.appealed": "appealed",
    "condition.reported": "reported on a condition",
    "release.made": "released the model",
    "publication.made": "published",
    "suspension.issued": "suspended the clearance",
    "suspension.lifted": "lifted the suspension",
    "incident.told": "told of an incident",
    "clock.extended": "extended a clock",
    "clock.ran-out": "a clock ran out",
}


def stage_in_words(stage: str) -> str:
    """A stage as a heading."""
    return STAGES.get(stage, stage)


def act_in_words(kind: str, done: bool = False) -> str:
    """An act as something to do, or as something done."""
    return (DONE if done else ACTS).get(kind, kind)


def in_words(name: str) -> str:
    """A name with hyphens as words."""
    return name.replace("-", " ").replace("_", " ").replace(".", " ")


def length(span: datetime.timedelta | float) -> str:
    """A length of time in its two largest useful units; a number counts days."""
    found = datetime.timedelta(days=span) if isinstance(span, int | float) else span
    minutes = round(abs(found.total_seconds()) / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days >= 3 or (days and not hours):
        return f"{days} day{'s' if days != 1 else ''}"
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
