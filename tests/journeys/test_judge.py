"""Kept evidence is judged under other regimes, at other times, and with what came to light since."""

import datetime
import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial

TODAY = datetime.datetime.now(datetime.UTC).date()
"""A review is of its own day, so that what is judged around it stands at a distance from that day."""


def day(distance: int) -> str:
    return (TODAY + datetime.timedelta(days=distance)).isoformat()


DECLARED = f"""\
name: m
release:
  jurisdictions: [EU, US-CA]
  planned_public_date: {day(30)}
"""
FACTS = """\
model.training_flop: 2.0e+26
framework.published: false
developer:
  revenue_usd: 6.0e+8
"""
EVENTS = f"""\
events:
  - {{type: incident.discovered, at: "{day(-23)}T12:00:00Z"}}
  - {{type: incident.reported, at: "{day(-4)}T12:00:00Z"}}
"""


@pytest.fixture
def reviewed(seatrial: Seatrial, tmp_path: Path) -> bytes:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "config.json").write_text("{}")
    (tmp_path / "m" / "seatrial.yaml").write_text(DECLARED)
    (tmp_path / "facts.yaml").write_text(FACTS)
    (tmp_path / "events.yaml").write_text(EVENTS)
    seatrial("review", "m", "--static", "--out", "r")
    return (tmp_path / "r" / "review.json").read_bytes()


def test_one_review_answers_every_regime(seatrial: Seatrial, reviewed: bytes, tmp_path: Path) -> None:
    unknown = seatrial("judge", "r", "--regime", "us-ca-sb53")
    assert unknown.code == 3
    assert "would settle it: model.training_flop" in unknown.out
    settled = seatrial("judge", "r", "--regime", "us-ca-sb53", "--facts", "facts.yaml", "--as-of", "2026-11-24")
    assert settled.code == 1
    assert "✗ framework-published [gate] not-satisfied" in settled.out
    assert "framework.published is false (declared)" in settled.out
    assert (tmp_path / "r" / "review.json").read_bytes() == reviewed


def test_events_move_clocks(seatrial: Seatrial, reviewed: bytes) -> None:
    assert reviewed
    said = seatrial(
        *("judge", "r", "--regime", "us-ca-sb53", "--regime", "eu-gpai-sr", "--facts", "facts.yaml"),
        *("--events", "events.yaml", "--as-of", day(1), "--format", "json"),
    )
    california, europe = json.loads(said.out)
    assert {c["clock_id"]: c["status"] for c in california["clocks"]}["incident"] == "late"
    before_market = {c["clock_id"]: c["status"] for c in europe["clocks"]}["framework-before-market"]
    assert before_market == "running"


def test_a_day_on_which_it_was_not_in_force_is_said(seatrial: Seatrial, reviewed: bytes) -> None:
    assert reviewed
    assert "not in force" in seatrial("judge", "r", "--regime", "us-ny-raise", "--as-of", "2026-11-24").out
    assert "not in force" not in seatrial("judge", "r", "--regime", "us-ny-raise", "--as-of", "2027-02-01").out
    assert "not in force" in seatrial("judge", "r", "--regime", "proposal-hard-gate").out


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("facts", "model.training_flops: 1", "model.training_flop"),
        ("facts", "model.training_flop: many", "a number"),
        ("facts", "framework.published: 'yes'", "`true` or `false`"),
        ("facts", "framework.confirmed_on: soon", "a day"),
        ("facts", "[1, 2]", "facts.yaml"),
        ("events", "events: [{type: moonrise, at: 2026-11-24T12:00:00Z}]", "moonrise"),
        ("events", "events: [{type: incident.happened, at: 2026-11-24T12:00:00Z}]", "incident.occurred"),
        ("events", "events: [{type: incident.occurred, at: 2026-11-24T12:00:00}]", "zone"),
        ("events", "- a", "events"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    seatrial: Seatrial, reviewed: bytes, tmp_path: Path, name: str, text: str, words: str
) -> None:
    assert reviewed
    (tmp_path / f"{name}.yaml").write_text(text + "\n")
    said = seatrial("judge", "r", "--regime", "us-ca-sb53", f"--{name}", f"{name}.yaml")
    assert said.code == 2
    assert words in said.err
