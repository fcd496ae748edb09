"""A plan for people: what would run, at what cost, and what cannot and why."""

import json

from seatrial.app.review import Prepared
from seatrial.documents import to_builtins
from seatrial.domain.text import shown


def plan_text(prepared: Prepared, *, as_json: bool) -> str:
    """The plan as text or as JSON."""
    plan = prepared.plan
    if as_json:
        return json.dumps(to_builtins(plan), indent=2)
    subject = prepared.inventory.subject
    seconds = sum(c.expected_seconds for c in plan.checks)
    queries = sum(c.expected_queries for c in plan.checks)
    most = "at most about " if seconds >= 0.1 else ""
    lines = [
        f"Plan for {shown(subject.name)} ({subject.kind}, {subject.size:,} bytes) under {', '.join(plan.regimes)}",
        f"{len(plan.runnable)} of {len(plan.checks)} checks can run, in {most}{_time(seconds)} with {queries} queries",
        "",
    ]
    width = max((len(c.check_id) for c in plan.checks), default=0)
    for check in plan.checks:
        cost = f"at most {check.expected_queries} queries, " if check.expected_queries else ""
        what = f"cannot run: {check.obstacle}" if check.obstacle else f"{cost}{_time(check.expected_seconds)}"
        lines.append(f"  {check.check_id:<{width}}  {what}")
        lines.append(f"  {'':<{width}}  for {', '.join(check.requirements)}")
    if plan.unasked:
        lines += ["", f"Not looked at, since no chosen regime asks for it: {', '.join(plan.unasked)}"]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    if seconds < 0.1:
        return "under 0.1 s"
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
