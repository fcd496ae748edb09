"""Deadlines as a calendar, read by a reader of calendars that nobody here wrote."""

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from seatrial.app.office import people
from seatrial.app.office.calendar import calendar, calendar_by, calendar_token
from seatrial.app.office.dispatch import Act, perform
from seatrial.app.office.refused import ScopeError
from seatrial.app.office.show import list_cases
from seatrial.cases.acts import DecisionProposed, DecisionVoted, QuestionAsked, Reason, Recused, SetCondition
from seatrial.journal.events import Listed
from tests.office.conftest import Desk, HandedIn
from tests.server.conftest import Serve

AT = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)


def events_of(data: bytes) -> list[Any]:
    found: Any = Calendar.from_ical(data)
    assert not found.errors
    assert (found["VERSION"], "PRODID" in found) == ("2.0", True)
    walked = found.walk("VEVENT")
    assert all(not one.errors and {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(one) for one in walked)
    return list(walked)


def read(desk: Desk, token: str) -> list[Any]:
    body = calendar_by(desk.office, token)
    assert body is not None
    return events_of(body)


def test_clocks_and_conditions_of_ones_own_cases_are_in_it(desk: Desk, handed_in: HandedIn) -> None:
    token = calendar_token(desk.office, desk.people["ada"])
    assert read(desk, token) == []
    case = desk.accepted(handed_in.whole)
    due = list_cases(desk.office, desk.people["ada"])[0].next_at
    assert due is not None
    found = read(desk, token)
    assert due in [one.decoded("DTSTART") for one in found]
    assert all(one["STATUS"] == "CONFIRMED" and one["SUMMARY"].startswith("tiny 1: ") for one in found)
    uids = {str(one["UID"]) for one in found}
    desk.do("emil", "question.asked", QuestionAsked(id="q1", text="?", cites="incident-process"), case)
    asked = read(desk, token)
    assert "TENTATIVE" in {str(one["STATUS"]) for one in asked}, "a clock that stands still moves"
    assert uids & {str(one["UID"]) for one in asked}, "it is the same entry, changed"
    assert read(desk, calendar_token(desk.office, desk.people["mole"])) == [], "others see nothing of it"


def test_what_a_decision_sets_is_in_it(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    due = desk.clock.now + datetime.timedelta(days=30)
    reason = Reason(cites="no-secrets-shipped", evidence=("artifact.embedded-secrets",), text="None was found.")
    held = SetCondition(id="m1", text="Measured.", owner="developer", test="a record", due=due)
    decision = DecisionProposed(id="p1", outcome="cleared-with-conditions", reasons=(reason,), conditions=(held,))
    desk.do("dora", "decision.proposed", decision, case)
    desk.do("dan", "decision.voted", DecisionVoted(id="p1", agrees=True), case)
    found = read(desk, calendar_token(desk.office, desk.people["ada"]))
    assert [(str(one["SUMMARY"]), one.decoded("DTSTART")) for one in found if "condition" in one["SUMMARY"]] == [
        ("tiny 1: condition m1 is due", due)
    ]


def test_its_address_reads_deadlines_and_opens_nothing_else(desk: Desk, handed_in: HandedIn) -> None:
    ada = desk.people["ada"]
    token = calendar_token(desk.office, ada)
    assert people.by_token(desk.office, token) is None, "it logs nobody in"
    usual = people.issue_token(desk.office, ada, name="x", scopes=["read"])
    assert calendar_by(desk.office, usual) is None, "a login is no address"
    for wrong in ("", "x", token[:-1], f"{token}a", token.upper()):
        assert calendar_by(desk.office, wrong) is None
    reader = people.by_token(desk.office, people.issue_token(desk.office, ada, name="x", scopes=["submit"]))
    assert reader is not None
    with pytest.raises(ScopeError):
        calendar_token(desk.office, reader)
    kept = next(one for one in people.tokens(desk.office, ada) if one.name == "calendar")
    people.revoke_token(desk.office, ada, kept.id)
    assert calendar_by(desk.office, token) is None


def test_whoever_steps_back_from_a_case_loses_its_deadlines(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    emil = desk.people["emil"]
    token = calendar_token(desk.office, emil)
    assert read(desk, token)
    perform(desk.office, emil, Act(kind="case.recused", body=Recused(person="emil", reason="a friend"), case=case))
    assert read(desk, token) == []


def test_over_http_with_an_etag(serve: Serve) -> None:
    server = serve('[server]\nurl = "https://office.example"\n')
    url = server.ask("ada", "POST", "/api/v1/calendar").json()["url"]
    assert url.startswith("https://office.example/calendar/seatrial_")
    path = url.removeprefix("https://office.example")
    said = server.ask("", "GET", path)
    assert said.headers["content-type"] == "text/calendar; charset=utf-8"
    assert events_of(said.content) == []
    assert server.ask("", "GET", path, headers={"if-none-match": said.headers["etag"]}).status_code == 304
    assert server.ask("", "GET", path.replace("seatrial_", "seatrial_0")).status_code == 404
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert server.client.get("/api/v1/me", headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert server.client.post("/login", data={"secret": token}).status_code == 403
    assert token.rpartition("_")[2] not in server.lines.getvalue(), "the log of the server does not hold the address"


@given(st.text(max_size=300), st.text(max_size=100), st.integers(1, 3))
def test_words_of_others_never_break_a_calendar(title: str, office: str, count: int) -> None:
    clock = {"id": "assessment", "status": "running", "due_at": AT.isoformat()}
    cases = [
        Listed(
            case_id=f"c{number}",
            title=title,
            organisation="x",
            regime="release-office",
            stage="assessment",
            waits_for="office",
            outcome="",
            opened_at=AT,
            changed_at=AT,
            next_at=AT,
            events=number,
            head="0",
            shown=json.dumps({"clocks": [clock]}),
        )
        for number in range(count)
    ]
    data = calendar(cases, office=office, origin="a/log", home="https://office.example")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert len(events_of(data)) == count
