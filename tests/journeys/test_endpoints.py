"""An endpoint as the subject: what it declares, and what it does wrong."""

import json
from pathlib import Path

import pytest

from seatrial.testing.hostile_endpoint import hostile_endpoint
from tests.journeys.conftest import Seatrial


def outcomes(directory: Path) -> dict[str, dict[str, str]]:
    review = json.loads((directory / "review.json").read_text())
    return {o["check_id"]: o for o in review["assessment"]["outcomes"]}


def test_an_endpoint_is_reviewed_as_declared_and_admits_no_bytes(
    seatrial: Seatrial, tmp_path: Path, tiny: Path
) -> None:
    with hostile_endpoint() as endpoint:
        secret = {"SEATRIAL_ENDPOINT_KEY": "sk-very-secret-indeed"}
        said = seatrial("review", endpoint.url("fine"), "--served-model", "m", "--out", "r", env=secret)
    assert said.code in (1, 3)
    behaviour = outcomes(tmp_path / "r")["behaviour.prompt-leak"]
    assert behaviour["status"] == "completed", behaviour["reason"]
    kept = b"".join(p.read_bytes() for p in (tmp_path / "r").rglob("*") if p.is_file())
    assert b"sk-very-secret-indeed" not in kept
    assert '"declared"' in (tmp_path / "r" / "review.json").read_text()
    verified = seatrial("verify", tiny, "--record", "r/record.sigstore.json")
    assert verified.code in (1, 3)


@pytest.mark.parametrize("name", ["hang", "drip", "endless", "close", "500", "html", "bad-utf8", "empty", "redirect"])
def test_an_endpoint_that_misbehaves_is_an_outcome_with_a_reason(seatrial: Seatrial, tmp_path: Path, name: str) -> None:
    with hostile_endpoint() as endpoint:
        said = seatrial("review", endpoint.url(name), "--answer-seconds", "1", "--out", "r", timeout=120)
    assert said.code in (1, 3)
    for check_id in ("behaviour.prompt-leak", "behaviour.harmful-compliance"):
        outcome = outcomes(tmp_path / "r")[check_id]
        assert outcome["status"] == "failed"
        assert outcome["reason"]
    assert (tmp_path / "r" / "report.html").exists()
