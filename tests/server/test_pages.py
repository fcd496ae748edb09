"""Forms, words and bars of the office's pages, apart from any server."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.cases.acts import BODIES, DecisionProposed, SubmissionReturned, SuspensionIssued
from seatrial.cases.state import Stage
from seatrial.domain.errors import UsageError
from seatrial.server.pages.bars import clock_bars, stretches
from seatrial.server.pages.cases import BY_THEMSELVES, ORDER
from seatrial.server.pages.forms import Field, Offered, body_of, fields_of
from seatrial.server.pages.wording import ACTS, DONE, STAGES, length

NOW = datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC)
BY_THE_OFFICE = {"case.opened", "case.assigned", "clock.ran-out"}


def flat(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        if field.kind == "group":
            for row in field.rows:
                yield from flat(row)
        else:
            yield field


def test_every_act_and_stage_has_words_and_a_place() -> None:
    assert set(ACTS) == set(DONE) == set(BODIES)
    assert set(STAGES) == {stage.value for stage in Stage}
    assert set(ORDER) == set(BODIES) - BY_THE_OFFICE


@pytest.mark.parametrize("kind", sorted(set(BODIES) - set(BY_THEMSELVES)))
def test_every_field_of_a_form_has_a_name_and_a_label(kind: str) -> None:
    found = list(flat(fields_of(kind, Offered())))
    assert len({field.name for field in found}) == len(found)
    assert all(field.label for field in found)


def test_groups_that_are_left_empty_are_left_out() -> None:
    given = {
        "lacks.0.cites": ["record"],
        "lacks.0.text": ["It is not signed.\r\nSign it."],
        "lacks.1.cites": [""],
        "lacks.1.text": ["  "],
    }
    body = body_of("submission.returned", given)
    assert isinstance(body, SubmissionReturned)
    assert [(lack.cites, lack.text) for lack in body.lacks] == [("record", "It is not signed.\nSign it.")]


def test_lines_moments_and_choices_are_read_as_they_were_shown() -> None:
    given = {
        "id": ["p1"],
        "outcome": ["cleared"],
        "reasons.0.cites": ["a"],
        "reasons.0.text": ["b"],
        "reasons.0.evidence": ["one\r\n\r\n two "],
    }
    decided = body_of("decision.proposed", given)
    assert isinstance(decided, DecisionProposed)
    assert decided.reasons[0].evidence == ("one", "two")
    suspended = body_of(
        "suspension.issued",
        {
            "finding": ["f1"],
            "severity": ["high"],
            "scope": ["s"],
            "reason": ["r"],
            "expires_at": ["2026-12-01T08:30"],
        },
    )
    assert isinstance(suspended, SuspensionIssued)
    assert suspended.expires_at == datetime.datetime(2026, 12, 1, 8, 30, tzinfo=datetime.UTC)


@given(st.sampled_from(sorted(set(BODIES) - set(BY_THEMSELVES))), st.data())
def test_whatever_is_filled_in_becomes_a_body_or_a_refusal(kind: str, data: st.DataObject) -> None:
    words = st.text(max_size=30)
    given = {field.name: [data.draw(words)] for field in flat(fields_of(kind, Offered()))}
    try:
        assert isinstance(body_of(kind, given), BODIES[kind])
    except UsageError as error:
        assert error.advice


def move(stage: str, waits_for: str, since: int, until: int | None) -> dict[str, Any]:
    at = [None if hours is None else (NOW + datetime.timedelta(hours=hours)).isoformat() for hours in (since, until)]
    return {"stage": stage, "waits_for": waits_for, "since": at[0], "until": at[1]}


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_a_time_line_is_whole_and_shows_every_stretch(hours: list[int]) -> None:
    starts = sorted(hours)
    line = [
        move("assessment", "office", start, starts[n + 1] if n + 1 < len(starts) else None)
        for n, start in enumerate(starts)
    ]
    found = stretches(line, NOW + datetime.timedelta(hours=20_000))
    assert sum(one.width for one in found) == pytest.approx(100, abs=0.1)
    assert all(one.width > 0 for one in found)
    assert found[-1].until == ""


def test_clocks_show_what_is_used_and_what_is_left() -> None:
    def clock(status: str, started: int, due: int) -> dict[str, Any]:
        at = [(NOW + datetime.timedelta(days=days)).isoformat() for days in (started, due)]
        return {"clock_id": status, "status": status, "started_at": at[0], "due_at": at[1]}

    unstarted = {**clock("x", 0, 0), "started_at": None}
    bars = clock_bars([clock("running", -5, 5), clock("met", -9, -2), clock("expired", -9, -1), unstarted], NOW)
    assert [(bar.clock, bar.used, bar.tone) for bar in bars] == [
        ("expired", 100.0, "bad"),
        ("running", 50.0, "good"),
        ("met", 100.0, "good"),
    ]
    assert bars[0].left == datetime.timedelta(days=-1)
    assert clock_bars([clock("running", -9, 1)], NOW)[0].tone == "unsure"


@pytest.mark.parametrize(
    ("span", "words"),
    [(0.0, "0 min"), (1 / 24, "1 h 0 min"), (1.0, "1 day"), (1.5, "1 d 12 h"), (3.4, "3 days"), (-2.0, "2 days")],
)
def test_lengths_are_told_in_their_largest_units(span: float, words: str) -> None:
    assert length(span) == words
