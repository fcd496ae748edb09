"""The summary: complete without colour, bounded, and safe to print."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from seatrial.domain.outcome import Status
from seatrial.reports import terminal
from seatrial.reports.notes import Notes
from seatrial.reports.plot import interval
from seatrial.reports.wording import RESULTS
from seatrial.testing.sample_catalogue import BOUNDS
from seatrial.testing.sample_review import SAMPLES, clear, hostile, large, not_clear, rate

HERE = Path(__file__).parent
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_summary_is_as_agreed(name: str, sample_notes: Notes, golden: Callable[[Path, str], None]) -> None:
    text = terminal.render_text(SAMPLES[name](), sample_notes, directory=Path("harbour.review"))
    golden(HERE / "golden" / f"{name}.txt", text + "\n")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_verdict_is_said_in_words_and_by_a_sign(name: str, sample_notes: Notes) -> None:
    review = SAMPLES[name]()
    text = terminal.render_text(review, sample_notes)
    for verdict in review.verdicts:
        said = RESULTS[verdict.result]
        assert f"{said.sign} {said.words.upper()}  {verdict.regime_title}" in text


@pytest.mark.parametrize("name", SAMPLES)
def test_colour_adds_nothing_but_colour(name: str, sample_notes: Notes) -> None:
    review = SAMPLES[name]()
    plain = terminal.render_text(review, sample_notes)
    coloured = terminal.render_text(review, sample_notes, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert [line.rstrip() for line in ESCAPES.sub("", coloured).splitlines()] == plain.splitlines()


@pytest.mark.parametrize("name", ["clear", "not-clear", "could-not-tell"])
def test_a_typical_review_fits_a_screen(name: str, sample_notes: Notes) -> None:
    text = terminal.render_text(SAMPLES[name](), sample_notes, directory=Path("harbour.review"))
    assert len(text.splitlines()) <= 45


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_asked(width: int, sample_notes: Notes) -> None:
    for sample in SAMPLES.values():
        text = terminal.render_text(sample(), sample_notes, width=width, directory=Path("harbour.review"))
        plots = [line for line in text.splitlines() if "●" in line]
        others = [line for line in text.splitlines() if "●" not in line]
        assert max(map(cell_len, others)) <= width
        assert max(map(cell_len, plots), default=0) <= max(width, 55)


def test_many_files_and_findings_leave_it_short(sample_notes: Notes) -> None:
    text = terminal.render_text(large(artifacts=2000, findings=2000), sample_notes)
    assert len(text.splitlines()) <= 45
    assert max(map(len, text.splitlines())) <= 80


def test_it_names_whatever_was_not_run(sample_notes: Notes) -> None:
    review = SAMPLES["could-not-tell"]()
    text = terminal.render_text(review, sample_notes).split("Not looked at")[1]
    unfinished = [o.check_id for o in review.assessment.outcomes if o.status is not Status.COMPLETED]
    assert len(unfinished) == 3
    assert all(check_id in text for check_id in unfinished)


def test_it_names_an_area_that_nothing_tested(sample_notes: Notes) -> None:
    text = terminal.render_text(SAMPLES["endpoint"](), sample_notes)
    assert "? Nothing tested: integrity" in text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(codec=None), min_size=1, max_size=40))
def test_no_name_sends_a_control_character(name: str, sample_notes: Notes) -> None:
    text = terminal.render_text(hostile(name), sample_notes)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


def test_console_markup_of_a_name_is_only_text(sample_notes: Notes) -> None:
    assert "[bold red]CLEAR[/]" in terminal.render_text(hostile("[bold red]CLEAR[/]"), sample_notes, colour=True)


def test_as_a_report_it_is_plain_text(sample_notes: Notes) -> None:
    page = terminal.render(not_clear(), sample_notes)
    assert page.decode().startswith("Review of harbour-1.5B-instruct\n")
    assert page.endswith(b"\n")


def test_nothing_in_the_way_is_said_by_its_absence(sample_notes: Notes) -> None:
    text = terminal.render_text(clear(), sample_notes)
    assert "What stands in the way" not in text
    assert "Not looked at" not in text
    assert "not signed" in terminal.render_text(replace(clear(), signer=""), sample_notes)


@pytest.mark.parametrize(
    ("lower", "upper", "drawn"),
    [
        (0.0, 0.0, "[●         ┃]"),
        (0.04, 0.16, "[  ├─●─┤   ┃]"),
        (0.18, 0.2, "[       ├● ┃]"),
    ],
)
def test_an_interval_is_drawn_to_scale(lower: float, upper: float, drawn: str) -> None:
    bound = replace(BOUNDS["harmful-compliance-rate"], limit=0.25)
    measurement = rate("harmful-compliance-rate", (lower + upper) / 2, (lower, upper), 10, "cap")
    plot = interval(measurement, bound)
    assert plot is not None
    assert terminal.draw(plot, 11) == drawn
