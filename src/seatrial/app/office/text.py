"""Cases and entries of the register as lines for a terminal."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seatrial.domain.text import shown


def case_lines(cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One case a line: id, where it stands, who is waited for, by when."""
    for case in cases:
        waits = f"waits for the {case['waits_for']}" if case["waits_for"] else (case["outcome"] or "waits for nobody")
        due = f", next at {_minute(case['next_at'])}" if case["next_at"] else ""
        yield f"{case['case_id']}  {case['stage']:<14} {shown(case['title'], 60)}: {waits}{due}"


def case_text(case: Mapping[str, Any]) -> Iterator[str]:
    """A case in one screen: where it stands, what is asked, the clocks, who waited for whom, what you may do."""
    yield f"{shown(case['title'], 80)}  {case['stage'].upper()}"
    regime, days = case["regime"], case["days"]
    yield f"  case {case['case']} of {shown(case['organisation'], 80)}, under {regime['id']} {regime['version']}"
    sides = f"{days['office']:g} with the office, {days['developer']:g} with the developer"
    yield f"  {days['elapsed']:g} days since submission: {sides}"
    for lack in case["lacks"]:
        yield f"  lacks ({shown(lack['cites'], 80)}): {shown(lack['text'], 300)}"
    for question in case["open_questions"]:
        yield f"  question {question['id']} ({shown(question['cites'], 80)}): {shown(question['text'], 300)}"
        yield f"    what to do: seatrial case answer {case['case']} {question['id']} --text ..."
    yield from _decision(case)
    for clock in case["clocks"]:
        if clock["status"] in ("running", "stopped"):
            yield f"  clock {clock['clock_id']}: {clock['status']}, due before {_minute(clock['due_at'])}"
    for effect in case["effects"]:
        yield f"  clock {effect['clock']} ran out at {_minute(effect['fell_at'])}: {effect['effect']}"
    yield "  time line:"
    for span in case["time_line"]:
        whom = f"waited for the {span['waits_for']}" if span["waits_for"] else "waited for nobody"
        until = _minute(span["until"]) if span["until"] else "now"
        yield f"    {_minute(span['since'])} to {until}  {span['stage']:<14} {whom}"
    if case["you"]["may"]:
        yield f"  you may now: {', '.join(sorted({kind for kind, _ in case['you']['may']}))}"


def _decision(case: Mapping[str, Any]) -> Iterator[str]:
    decided = case["decision"]
    if decided:
        by = (
            f"by {decided['people']} of {decided['by_role']}"
            if decided["people"]
            else f"by silence ({decided['clock']})"
        )
        yield f"  decided: {decided['outcome'].replace('-', ' ')} {by} at {decided['at'][:16].replace('T', ' ')} UTC"
        for reason in decided["reasons"]:
            yield f"    {shown(reason['cites'], 80)}: {shown(reason['text'], 300)}"
        for dissent in decided["dissent"]:
            yield f"    dissent: {shown(dissent, 300)}"
    for line in case["conditions"]:
        held = line["condition"]
        yield f"  condition {held['id']} ({held['owner']}): {shown(held['text'], 200)} {line['status']}"
    if case["suspended"]:
        stop = case["suspended"]
        why = f"{stop['severity']}, finding {stop['finding']}"
        yield f"  SUSPENDED until {_minute(stop['expires_at'])} ({why}): {shown(stop['reason'], 300)}"


def entry_lines(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One publication a line."""
    for entry in entries:
        said = entry["publication"]
        what = f"{said['outcome'].replace('-', ' ')}" if said["step"] == "detail" else "a case exists"
        subject, day = shown(entry["subject"]["name"], 60), said["published_at"][:10]
        yield f"{entry['number']:>6}  {day}  {subject}: {what} ({said['regime']}), case {said['case']}"


def _minute(moment: str) -> str:
    """A time of the API for people, with its zone."""
    at = datetime.datetime.fromisoformat(moment).astimezone(datetime.UTC)
    return f"{at:%Y-%m-%d %H:%M} UTC"
