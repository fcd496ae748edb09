"""A developer learns what has to be stated, states it, and is told when it is complete."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "config.json").write_text("{}")
    (tmp_path / "m" / "README.md").write_text("---\nlicense: mit\n---\n# M\n")
    return tmp_path / "m"


def test_from_nothing_to_complete(seatrial: Seatrial, model: Path, tmp_path: Path) -> None:
    first = seatrial("declare", "m", "--regime", "us-accord-2026-09")
    assert first.code == 1
    assert "controls.outside_auditor" in first.out
    assert seatrial("declare", "m", "--regime", "us-accord-2026-09", "--out", "d.yaml").code == 0
    text = (tmp_path / "d.yaml").read_text()
    assert "asked by us-accord-2026-09/outside-auditor" in text
    assert seatrial("declare", "--check", "--declare", "d.yaml", "--regime", "us-accord-2026-09").code == 1
    (tmp_path / "d.yaml").write_text(re.sub(r"^  # (\S+\.\S+: )", r"  \1", text, flags=re.MULTILINE))
    complete = seatrial("declare", "--check", "--declare", "d.yaml", "--regime", "us-accord-2026-09")
    assert (complete.code, "complete" in complete.out) == (0, True)
    reviewed = seatrial(
        *("review", model, "--static", "--declare", "d.yaml", "--regime", "us-accord-2026-09", "--out", "r")
    )
    assert reviewed.code == 0


def test_what_the_files_say_is_not_asked_again(seatrial: Seatrial, model: Path, tmp_path: Path) -> None:
    said = seatrial("declare", model, "--regime", "open-weights-baseline")
    assert "model.license" not in said.out
    assert "model.base_model" in said.out


def test_several_regimes_ask_once(seatrial: Seatrial) -> None:
    said = seatrial("declare", "--regime", "us-ca-sb53", "--regime", "us-ny-raise", "--regime", "us-il-sb315")
    assert said.out.count("  model.training_flop:") == 1
    assert "us-ca-sb53, us-ny-raise, us-il-sb315" in said.out


@pytest.mark.parametrize(
    ("line", "words"),
    [("model.training_flop: lots", "a number"), ("framework.confirmed_on: 24.11.2026", "a day as")],
)
def test_a_fact_of_another_kind_is_refused(
    seatrial: Seatrial, model: Path, tmp_path: Path, line: str, words: str
) -> None:
    (tmp_path / "d.yaml").write_text(f"name: m\nfacts:\n  {line}\n")
    said = seatrial("review", model, "--static", "--declare", "d.yaml")
    assert (said.code, words in said.err) == (2, True)


def test_what_is_missing_is_asked_for_and_the_answers_are_kept(
    home_environment: dict[str, str], tmp_path: Path
) -> None:
    """An answer of the wrong form is asked again; nothing typed leaves the fact missing."""
    command = [
        sys.executable,
        "-m",
        "seatrial",
        "declare",
        "--ask",
        "--out",
        "d.yaml",
        "--regime",
        "proposal-hard-gate",
    ]
    typed = "perhaps\nyes\n" + "\n" * 40
    done = subprocess.run(
        command, cwd=tmp_path, env=home_environment, input=typed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("access.granted:") == 1
    assert "should be `true` or `false`" in done.stderr
    text = (tmp_path / "d.yaml").read_text()
    assert "\n  access.granted: true\n" in text
    assert "\n  # model.training_flop: " in text


def test_answers_need_a_file(seatrial: Seatrial) -> None:
    said = seatrial("declare", "--ask", "--regime", "proposal-hard-gate")
    assert (said.code, "--out" in said.err) == (2, True)
