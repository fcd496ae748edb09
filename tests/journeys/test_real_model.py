"""The main job on a real language model, from files to a signed verdict."""

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial

pytestmark = [pytest.mark.llm, pytest.mark.xdist_group("llm")]


def test_a_real_model_gets_its_verdict_record_and_report(seatrial: Seatrial, smollm2: Path, tmp_path: Path) -> None:
    said = seatrial("review", smollm2, "--out", "r", "--format", "json", timeout=1500, alone=True)
    assert said.code == 1
    assert said.json()["result"] == "not-clear"
    review = json.loads((tmp_path / "r" / "review.json").read_text())
    outcomes = {o["check_id"]: o for o in review["assessment"]["outcomes"]}
    assert {o["status"] for o in outcomes.values()} == {"completed"}
    for check_id in ("behaviour.harmful-compliance", "behaviour.prompt-leak"):
        measured = outcomes[check_id]["measurements"][0]
        assert 0 < measured["lower"] < measured["estimate"] < measured["upper"] <= 1
        assert outcomes[check_id]["spent"]["queries"] >= measured["n"]
    for item in (i for o in outcomes.values() for i in o["evidence"]):
        content = (tmp_path / "r" / "evidence" / item["digest"].replace(":", "-")).read_bytes()
        assert "sha256:" + hashlib.sha256(content).hexdigest() == item["digest"]
    unmet = {r["requirement_id"] for r in review["verdicts"][0]["requirements"] if r["status"] == "not-satisfied"}
    assert "contact-stated" in unmet
    assert not unmet & {"no-code-on-load", "headers-sound", "templates-inert", "weights-sound", "everything-looked-at"}

    verified = seatrial("verify", smollm2, "--record", "r/record.sigstore.json")
    assert verified.code == 1
    assert "not clear" in verified.out

    again = seatrial("review", smollm2, "--out", "again", "--format", "json", timeout=120, alone=True)
    assert again.code == 1
    repeated = json.loads((tmp_path / "again" / "review.json").read_text())
    assert all(o["reused_from"] for o in repeated["assessment"]["outcomes"])
    assert [v["result"] for v in repeated["verdicts"]] == ["not-clear"]


def test_interrupted_it_says_so_and_goes_on_from_there(
    seatrial: Seatrial, smollm2: Path, tmp_path: Path, home_environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "seatrial", "review", str(smollm2), "--out", "r"]
    process = subprocess.Popen(command, cwd=tmp_path, env=home_environment, stderr=subprocess.PIPE, text=True)
    answers = tmp_path / "home" / "cache" / "answers"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and sum(1 for p in answers.rglob("*") if p.is_file()) < 3:
        time.sleep(0.2)
    kept = sum(1 for p in answers.rglob("*") if p.is_file())
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=240)
    assert kept >= 3
    assert process.returncode == 3
    assert "interrupted" in err
    assert "go on" in err
    assert "Traceback" not in err
    assert not (tmp_path / "r" / "report.html").exists()
    finished = seatrial("review", smollm2, "--out", "r", "--static", "--format", "json")
    review = json.loads((tmp_path / "r" / "review.json").read_text())
    assert finished.code == 1, finished.err
    assert [o for o in review["assessment"]["outcomes"] if o["status"] == "completed" and o["reused_from"]]
