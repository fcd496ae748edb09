"""A developer learns what has to be stated, states it, and is told when it is complete."""

import re
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
