"""A threshold stays secret, its answer is signed, and neither can be exchanged."""

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial

REGIME = """\
id: with-sealed
version: "1"
title: A regime with a secret threshold
kind: internal
status: in-force
effective_from: 2026-01-01
summary: Models that meet a threshold which its holder keeps secret.
sources:
  - {url: "https://example.org", locator: all, confidence: own, supports: all}
applies: {sealed: {ref: cyber, holder: designator, commitment: COMMITMENT}}
roles:
  - {id: developer, kind: developer, may: [submit]}
  - {id: designator, kind: decider, may: [answer], must_differ_from: [developer]}
requirements:
  - id: framework
    statement: A framework is published.
    areas: [public-safety]
    verb: publish
    evidence: framework
    facts: {eq: [framework.published, true]}
    source: {url: "https://example.org", locator: all, confidence: own}
    remedy: Publish it.
"""


@pytest.fixture
def committed(seatrial: Seatrial, tmp_path: Path) -> str:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "config.json").write_text("{}")
    (tmp_path / "m" / "seatrial.yaml").write_text("name: m\ntraining_flop: 2.0e+26\n")
    seatrial("review", "m", "--static", "--out", "r")
    said = seatrial(
        "sealed", "commit", "cyber", "model.training_flop", "gt", "1e26", "--holder", "designator", "--out", "s.json"
    )
    assert said.code == 0
    commitment = said.out.strip().rpartition(" ")[2].rstrip("}")
    (tmp_path / "regime.yaml").write_text(REGIME.replace("COMMITMENT", commitment))
    return commitment


def _judged(seatrial: Seatrial, home: Path, *more: str) -> dict[str, str]:
    said = seatrial("judge", "r", "--regime", "regime.yaml", "--format", "json", *more)
    assert said.out, said.err
    (verdict,) = said.json()
    return {"applies": verdict["applicability"]["truth"], "result": verdict["result"]}


def test_the_answer_decides_and_the_number_stays_secret(seatrial: Seatrial, committed: str, tmp_path: Path) -> None:
    assert (tmp_path / "s.json").stat().st_mode & 0o077 == 0
    assert _judged(seatrial, tmp_path)["applies"] == "unknown"
    assert seatrial("sealed", "answer", "s.json", "r", "--out", "a.json").code == 0
    public = str(tmp_path / "home" / "config" / "keys" / "reviewer.pub")
    with_answer = _judged(seatrial, tmp_path, "--answer", "a.json", "--holder-key", public)
    assert with_answer["applies"] == "true"
    everything = (tmp_path / "a.json").read_text() + (tmp_path / "regime.yaml").read_text()
    secret = json.loads((tmp_path / "s.json").read_text())
    assert not any(text in everything for text in ("1e+26", "1e26", "100000000000000000000000000", secret["salt"]))
    check = ("sealed", "open", "s.json", "--commitment", committed)
    opened = seatrial(*check, "--answer", "a.json", "--holder-key", public, "--review", "r")
    assert (opened.code, "model.training_flop gt 1e+26" in opened.out) == (0, True)


def test_a_bare_event_is_no_answer_to_what_is_committed(seatrial: Seatrial, committed: str, tmp_path: Path) -> None:
    assert committed
    (tmp_path / "e.yaml").write_text(
        'events: [{type: sealed.answered, at: "2026-11-01T12:00:00Z", role: designator, about: cyber, says: false}]\n'
    )
    said = seatrial("judge", "r", "--regime", "regime.yaml", "--events", "e.yaml")
    assert (said.code, "has to be signed" in said.err) == (2, True)


def test_an_exchanged_threshold_is_noticed(seatrial: Seatrial, committed: str, tmp_path: Path) -> None:
    """The holder answers by another number than the one committed to."""
    seatrial(
        "sealed", "commit", "cyber", "model.training_flop", "gt", "1e27", "--holder", "designator", "--out", "t.json"
    )
    seatrial("sealed", "answer", "t.json", "r", "--out", "a.json")
    public = str(tmp_path / "home" / "config" / "keys" / "reviewer.pub")
    said = seatrial("judge", "r", "--regime", "regime.yaml", "--answer", "a.json", "--holder-key", public)
    assert (said.code, "another threshold" in said.err) == (2, True)
    assert seatrial("sealed", "open", "t.json", "--commitment", committed).code == 1


def test_an_answer_of_a_stranger_is_refused(seatrial: Seatrial, committed: str, tmp_path: Path) -> None:
    assert committed
    stranger = {"SEATRIAL_HOME": str(tmp_path / "stranger")}
    seatrial("sealed", "answer", "s.json", "r", "--out", "a.json", env=stranger)
    seatrial("review", "m", "--static", "--out", "r2")
    public = str(tmp_path / "home" / "config" / "keys" / "reviewer.pub")
    said = seatrial("judge", "r", "--regime", "regime.yaml", "--answer", "a.json", "--holder-key", public)
    assert (said.code, "not signed by the holder" in said.err) == (2, True)
    without = seatrial("judge", "r", "--regime", "regime.yaml", "--answer", "a.json")
    assert (without.code, "--holder-key" in without.err) == (2, True)


def test_an_answer_about_another_model_is_refused(seatrial: Seatrial, committed: str, tmp_path: Path) -> None:
    assert committed
    seatrial("sealed", "answer", "s.json", "r", "--out", "a.json")
    (tmp_path / "m" / "more.json").write_text("{}")
    seatrial("review", "m", "--static", "--out", "r2")
    public = str(tmp_path / "home" / "config" / "keys" / "reviewer.pub")
    said = seatrial("judge", "r2", "--regime", "regime.yaml", "--answer", "a.json", "--holder-key", public)
    assert (said.code, "another model" in said.err) == (2, True)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"mediaType": 1}', "\x00"])
def test_what_is_no_answer_is_refused(seatrial: Seatrial, committed: str, tmp_path: Path, text: str) -> None:
    assert committed
    (tmp_path / "a.json").write_text(text)
    public = str(tmp_path / "home" / "config" / "keys" / "reviewer.pub")
    assert seatrial("judge", "r", "--regime", "regime.yaml", "--answer", "a.json", "--holder-key", public).code == 2
    (tmp_path / "s2.json").write_text(text)
    assert seatrial("sealed", "answer", "s2.json", "r", "--out", "b.json").code == 2


def test_what_the_review_does_not_say_is_not_answered(seatrial: Seatrial, committed: str, tmp_path: Path) -> None:
    assert committed
    seatrial(
        "sealed", "commit", "cyber", "developer.revenue_usd", "gt", "5", "--holder", "designator", "--out", "t.json"
    )
    said = seatrial("sealed", "answer", "t.json", "r", "--out", "a.json")
    assert (said.code, "developer.revenue_usd" in said.err) == (2, True)
