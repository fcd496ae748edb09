"""The review as data."""

import json

import pytest

from seatrial.documents import read
from seatrial.domain.review import Review
from seatrial.reports import html, terminal
from seatrial.reports import json as json_report
from seatrial.reports.notes import Notes
from seatrial.testing.sample_review import SAMPLES, endpoint, hostile, not_clear


@pytest.mark.parametrize("name", SAMPLES)
def test_the_document_reads_back_as_the_same_review(name: str, sample_notes: Notes) -> None:
    review = SAMPLES[name]()
    assert read(json_report.render(review, sample_notes), Review, json_report.SCHEMA) == review


@pytest.mark.parametrize("name", SAMPLES)
def test_the_summary_is_plain_json(name: str) -> None:
    review = SAMPLES[name]()
    summary = json.loads(json.dumps(json_report.summary(review)))
    assert summary["result"] == review.result
    assert summary["exit_code"] == review.result.exit_code
    assert [v["regime"] for v in summary["verdicts"]] == [v.regime_id for v in review.verdicts]


def test_the_summary_names_obstacles_and_gaps() -> None:
    summary = json_report.summary(not_clear())
    (verdict,) = summary["verdicts"]
    assert [o["requirement"] for o in verdict["obstacles"]] == [
        r.requirement_id for r in not_clear().verdicts[0].obstacles
    ]
    assert verdict["obstacles"][0]["why"][0].startswith("imports posix.system")
    assert "artifact.chat-template" in [gap["what"] for gap in summary["not_looked_at"]]
    assert json_report.summary(endpoint())["subject"]["identity"] == "declared"


def test_the_summary_keeps_names_as_found() -> None:
    assert json_report.summary(hostile("a\nb"))["subject"]["name"] == "a\nb"


@pytest.mark.parametrize("module", [html, terminal, json_report])
def test_every_report_says_its_media_type(module: object) -> None:
    assert "/" in getattr(module, "MEDIA_TYPE", "")
