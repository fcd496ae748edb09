"""A comparison in a terminal: both axes, what varies with its range, no colour, nothing hostile unescaped."""

import dataclasses
from pathlib import Path

from click.testing import CliRunner

from seatrial.cli._regimes_compare import compare as compare_command
from seatrial.cli._regimes_compare import portfolio as portfolio_command
from seatrial.compare.run import Synthetic, compare
from seatrial.compare.text import render
from seatrial.testing import sample_review
from tests.compare.wordings import GATE, PAPER, WINDOW, regime


def test_both_axes_stand_beside_one_another_and_no_score_does() -> None:
    text = render(compare({"gate": regime(GATE), "paper": regime(PAPER)}, Synthetic(releases=20, seed=1), seeds=2))
    assert text.index("BURDEN") < text.index("COVERAGE") < text.index("WAY OF") < text.index("HARMS")
    assert "score" not in text
    assert "made up" in text
    assert "As we read it, not legal advice." in text
    assert "\x1b" not in text


def test_a_harm_that_nobody_gates_is_named() -> None:
    text = render(compare({"window": regime(WINDOW)}, Synthetic(releases=5, seed=1), seeds=1))
    assert "No regime here has a gate for: infrastructure, privacy, public-safety, integrity" in text


def test_a_hostile_name_is_shown_escaped() -> None:
    found = compare({"gate": regime(GATE)}, sample_review.hostile(), seeds=1)
    text = render(found)
    assert "\u202e" not in text
    assert "\x1b" not in text


def test_a_long_label_keeps_the_columns_in_line() -> None:
    found = compare({"gate": regime(GATE)}, Synthetic(releases=5, seed=1), seeds=1)
    long = dataclasses.replace(found, rows=(dataclasses.replace(found.rows[0], label="a-name-" * 12),))
    table = render(long).split("\n\n")[1].splitlines()
    assert table[1].startswith("a-name-")
    assert len(table[0]) == len(table[2])


def test_the_command_compares_a_file_with_its_edited_copy(tmp_path: Path) -> None:
    before, after, made = tmp_path / "rule.yaml", tmp_path / "edited.yaml", tmp_path / "portfolio.json"
    before.write_text(GATE)
    after.write_text(GATE.replace("length: 30", "length: 90"))
    runner = CliRunner()
    written = runner.invoke(portfolio_command, ["--releases", "30", "--seed", "2", "--out", str(made)])
    assert "30 synthetic releases" in written.output
    result = runner.invoke(compare_command, [str(before), str(after), "--on", str(made), "--seeds", "1"])
    assert result.exception is None
    assert "test-gate (edited.yaml)" in result.output
    as_json = runner.invoke(compare_command, [str(before), "--on", str(made), "--seeds", "1", "--format", "json"])
    assert '"schema": "seatrial.comparison/v1"' in as_json.output
