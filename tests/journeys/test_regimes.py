"""A policy author lists, reads, begins, changes and compares regimes."""

import json
from importlib import resources
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial


def test_all_sixteen_are_listed_with_their_status(seatrial: Seatrial) -> None:
    said = seatrial("regimes", "list")
    assert (said.code, len(said.out.splitlines())) == (0, 17)
    assert "us-draft-2026-05-mandatory  draft" in said.out
    assert "not legal advice" in said.out


def test_a_regime_is_read_in_words(seatrial: Seatrial) -> None:
    said = seatrial("regimes", "show", "us-ny-raise", "--as-of", "2026-11-24")
    assert "NOT in force on 2026-11-24" in said.out
    assert "`model.training_flop` is more than 1e+26" in said.out
    assert "72 hours" in said.out
    assert "primary" in said.out
    assert "in force on 2027-06-01" in seatrial("regimes", "show", "us-ny-raise", "--as-of", "2027-06-01").out


def test_a_new_one_lints_and_its_cases_hold(seatrial: Seatrial, tmp_path: Path) -> None:
    assert seatrial("regimes", "new", "my-board").code == 0
    linted = seatrial("regimes", "lint", "my-board.yaml")
    assert (linted.code, "2 cases tried, no fault found" in linted.out) == (0, True)
    text = (tmp_path / "my-board.yaml").read_text()
    (tmp_path / "my-board.yaml").write_text(text.replace("effect: condition ", "effect: advice "))
    assert seatrial("regimes", "lint", "my-board.yaml").code == 2
    again = seatrial("regimes", "new", "my-board")
    assert (again.code, "already" in again.err) == (2, True)
    assert seatrial("regimes", "new", "My Board").code == 2


@pytest.mark.parametrize(
    ("old", "new"), [("    length: 90\n", "    length: 30\n"), ("on_expiry: deemed-clear", "on_expiry: escalate")]
)
def test_a_change_of_one_line_shows_in_the_comparison(seatrial: Seatrial, tmp_path: Path, old: str, new: str) -> None:
    shipped = resources.files("seatrial.regimes") / "data" / "us-draft-2026-05-mandatory.yaml"
    text = shipped.read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "edited.yaml").write_text(text.replace(old, new))
    said = seatrial(
        *("regimes", "compare", "us-draft-2026-05-mandatory", "edited.yaml", "--on", "synthetic:60:7"),
        *("--seeds", "2", "--reviewers", "1", "--format", "json"),
    )
    assert said.code == 0
    first, second = json.loads(said.out)["rows"]
    assert first["burden"] != second["burden"]
