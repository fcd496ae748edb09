"""Documents that regimes demand are begun from evidence."""

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial

DECLARED = """\
name: Tide <b>table</b>
intended_use: Answering questions about tides
release:
  jurisdictions: [EU, US-CA]
  planned_public_date: 2026-12-24
"""
INCIDENT = """\
title: A dosing service answered with another patient's data
kind: cybersecurity
aware_at: 2026-11-21T09:00:00Z
"""


@pytest.fixture
def reviewed(seatrial: Seatrial, tmp_path: Path) -> Path:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "config.json").write_text("{}")
    (tmp_path / "m" / "seatrial.yaml").write_text(DECLARED)
    seatrial("review", "m", "--static", "--out", "r")
    return tmp_path / "r"


def test_a_model_report_is_begun(seatrial: Seatrial, reviewed: Path, tmp_path: Path) -> None:
    said = seatrial("draft", "eu-model-report", "r", "--out", "report.md")
    assert said.code == 0
    assert "7.2: name the conditions" in said.out
    text = (tmp_path / "report.md").read_text()
    assert "DRAFT" in text
    assert "Tide \\<b\\>table" in text
    digest = json.loads((reviewed / "review.json").read_text())["inventory"]["subject"]["digest"]["oms_root"]
    assert digest in text
    again = seatrial("draft", "eu-model-report", "r", "--out", "report.md")
    assert (again.code, "already" in again.err) == (2, True)


def test_facts_that_come_later_close_gaps(seatrial: Seatrial, reviewed: Path, tmp_path: Path) -> None:
    assert reviewed.is_dir()
    before = seatrial("draft", "us-ca-sb53-transparency", "r")
    (tmp_path / "f.yaml").write_text("model.modalities: [text]\n")
    after = seatrial("draft", "us-ca-sb53-transparency", "r", "--facts", "f.yaml")
    assert "state model.modalities" in before.err
    assert "state model.modalities" not in after.err


def test_an_incident_is_drafted_for_each_authority(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "i.yaml").write_text(INCIDENT)
    for regime, asked in (("eu-gpai-sr", "incident.occurred_at"), ("us-ca-sb53", "incident.discovered_at")):
        said = seatrial("incident", "draft", "i.yaml", "--regime", regime, "--as-of", "2026-11-24")
        assert said.code == 0
        assert "another patient's data" in said.out
        assert f"state {asked}" in said.err
    europe = seatrial("incident", "draft", "i.yaml", "--regime", "eu-gpai-sr", "--as-of", "2026-11-24").out
    assert "aware-cyber" in europe
    assert " left" in europe
    other = seatrial("incident", "draft", "i.yaml", "--regime", "internal-board")
    assert (other.code, "us-ny-raise" in other.err) == (2, True)


def test_what_is_not_there_is_said(seatrial: Seatrial, tmp_path: Path) -> None:
    assert "eu-model-documentation" in seatrial("draft", "--list").out
    assert seatrial("draft").code == 2
    assert seatrial("draft", "eu-model-report", "nowhere").code == 2
    assert seatrial("draft", "no-such", "nowhere").code == 2


def test_changed_evidence_is_not_drafted_from(seatrial: Seatrial, reviewed: Path) -> None:
    """A transcript that is not the one that the review names would put words into the model's mouth."""
    review = json.loads((reviewed / "review.json").read_text())
    digest = "sha256:" + "0" * 64
    item = {"digest": digest, "title": "Transcript of x", "media_type": "application/jsonl", "size": 3}
    review["assessment"]["outcomes"][0]["evidence"] = [item]
    (reviewed / "review.json").write_text(json.dumps(review))
    (reviewed / "evidence").mkdir(exist_ok=True)
    (reviewed / "evidence" / digest.replace(":", "-")).write_text("{}\n")
    said = seatrial("draft", "eu-model-report", "r")
    assert (said.code, "is not what the review names" in said.err) == (2, True)
