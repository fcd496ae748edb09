"""`seatrial scan` as a user types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seatrial.testing.builders import state_dict, torch_zip

RUNS_A_SHELL = b"cos\nsystem\n(S'echo inert'\ntR."


def _seatrial(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "seatrial", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


@pytest.fixture
def model(tmp_path: Path) -> Path:
    root = tmp_path / "model"
    root.mkdir()
    (root / "pytorch_model.bin").write_bytes(torch_zip(state_dict(), [b"\0" * 64, b"\0" * 64]))
    (root / "README.md").write_text("# A model\n")
    return root


def test_a_clean_model_ends_with_0(model: Path) -> None:
    run = _seatrial("scan", model)
    assert run.returncode == 0, run.stdout
    assert "2 files" in run.stdout
    assert "2 clean" in run.stdout
    assert run.stderr == ""


def test_a_planted_pickle_ends_with_1_and_names_the_call(model: Path) -> None:
    (model / "extra.dat").write_bytes(RUNS_A_SHELL)
    run = _seatrial("scan", model)
    assert run.returncode == 1
    assert "os.system('echo inert')" in run.stdout
    assert "what to do:" in run.stdout


def test_a_broken_file_ends_with_3(model: Path) -> None:
    (model / "cut.pkl").write_bytes(b"\x80\x04\x95\x10\0\0\0\0\0\0\0]K\x01")
    assert _seatrial("scan", model).returncode == 3


def test_json_lines_give_one_line_a_file(model: Path) -> None:
    (model / "extra.dat").write_bytes(RUNS_A_SHELL)
    run = _seatrial("scan", model, "--format", "jsonl")
    lines = {Path(document["path"]).name: document for document in map(json.loads, run.stdout.splitlines())}
    assert {name: line["verdict"] for name, line in lines.items()} == {
        "extra.dat": "flagged",
        "pytorch_model.bin": "clean",
        "README.md": "clean",
    }
    (finding,) = lines["extra.dat"]["findings"]
    assert set(finding) == {"check", "kind", "severity", "confidence", "message", "location"}
    assert (finding["check"], finding["kind"], finding["severity"]) == ("artifact.pickle-import", "fail", "critical")
    assert finding["location"]["path"] == str(model / "extra.dat")


def test_sarif_places_every_finding(model: Path) -> None:
    (model / "extra.dat").write_bytes(RUNS_A_SHELL)
    log = json.loads(_seatrial("scan", model, "--format", "sarif").stdout)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    (result,) = run["results"]
    assert result["level"] == "error"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "artifact.pickle-import"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("model/extra.dat")


@pytest.mark.parametrize("jobs", ["-1", "many"])
def test_a_number_of_jobs_that_is_none_ends_with_2(model: Path, jobs: str) -> None:
    assert _seatrial("scan", model, "--jobs", jobs).returncode == 2


def test_a_path_that_is_not_there_ends_with_2_and_advice(tmp_path: Path) -> None:
    run = _seatrial("scan", tmp_path / "nowhere")
    assert run.returncode == 2
    assert "what to do" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_scan_goes_on_where_it_was_killed(model: Path, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    first = _seatrial("scan", model, "--resume", journal, "--format", "jsonl")
    again = _seatrial("scan", model, "--resume", journal, "--format", "jsonl")
    assert again.stdout == first.stdout
    assert len(journal.read_bytes().splitlines()) == 3


def test_hostile_names_cannot_write_to_the_terminal(model: Path) -> None:
    (model / "a\x1b[31m.pkl").write_bytes(RUNS_A_SHELL)
    run = _seatrial("scan", model)
    assert "\x1b" not in run.stdout
    assert run.returncode == 1
