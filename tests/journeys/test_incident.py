"""One incident is recorded once, and every regime counts from its own time."""

from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial

RECORD = """\
title: A hospital's dosing service answered with another patient's data
kind: cybersecurity
occurred_at: 2026-11-01T08:00:00Z
aware_at: 2026-11-03T08:00:00Z
discovered_at: 2026-11-04T08:00:00Z
determined_at: 2026-11-09T08:00:00Z
reported_at: 2026-11-11T12:00:00Z
"""


def test_the_template_is_filled_in_and_read(seatrial: Seatrial, tmp_path: Path) -> None:
    assert seatrial("incident", "new", "i.yaml").code == 0
    again = seatrial("incident", "new", "i.yaml")
    assert (again.code, "already" in again.err) == (2, True)
    empty = seatrial("incident", "show", "i.yaml", "--as-of", "2026-11-24")
    assert empty.code == 0
    assert "not started" in empty.out
    assert "aware_at is not stated" in empty.out


def test_one_incident_is_late_for_one_and_in_time_for_others(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "i.yaml").write_text(RECORD)
    said = seatrial("incident", "show", "i.yaml", "--as-of", "2026-11-24")
    assert said.code == 1
    lines = said.out.splitlines()
    assert any("late" in line and "eu-gpai-sr: aware-cyber" in line for line in lines)
    assert any("in time" in line and "us-ca-sb53: incident" in line for line in lines)
    assert any("in time" in line and "us-ny-raise: incident" in line for line in lines)
    assert any("us-il-sb315: imminent, when" in line for line in lines)


def test_what_is_left_is_counted(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "i.yaml").write_text(RECORD.replace("reported_at: 2026-11-11T12:00:00Z\n", ""))
    said = seatrial("incident", "show", "i.yaml", "--regime", "us-ny-raise", "--as-of", "2026-11-11T20:00")
    assert (said.code, "12 h 0 min left" in said.out) == (0, True)
    overdue = seatrial("incident", "show", "i.yaml", "--regime", "us-ny-raise", "--as-of", "2026-11-13T09:00")
    assert (overdue.code, "1 d 1 h overdue" in overdue.out) == (1, True)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("aware_at: 2026-11-03", "aware_at: 2026-10-03", "aware_at lies before occurred_at"),
        ("2026-11-03T08:00:00Z", "2026-11-03T08:00:00", "time zone"),
        ("kind: cybersecurity", "kind: bad luck", "i.yaml:2"),
        ("title:", "titel:", "title"),
    ],
)
def test_what_contradicts_itself_is_refused(seatrial: Seatrial, tmp_path: Path, old: str, new: str, words: str) -> None:
    (tmp_path / "i.yaml").write_text(RECORD.replace(old, new))
    said = seatrial("incident", "show", "i.yaml")
    assert (said.code, words in said.err) == (2, True)
