"""A short run of the fuzzer on every format, and that every format with a parser has something to start from."""

import random

import pytest

from seatrial.inventory import identify
from tests.fuzz.drive import Figures, fuzz
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import seeds

ONLY_TOLD = {"unknown", "empty", "raw-tensor"}
CASES = 25
"""For each format; the nightly script goes on for minutes."""


def _parsers() -> list[str]:
    return sorted(str(module.NAME) for module in identify.modules())


def test_every_format_has_a_seed() -> None:
    told_only = {"parquet", "arrow", "wave", "ogg", "flac", "mp3", "mp4", "icon", "font", "tensorboard-events"}
    assert set(_parsers()) - set(seeds()) - told_only - {"webp", "sqlite", "tensorflow-checkpoint"} == set()


@pytest.mark.parametrize("format_name", sorted(set(_parsers())))
def test_tampered_bytes_neither_crash_nor_hang(format_name: str) -> None:
    if format_name not in seeds():
        pytest.skip("told by its first bytes, and not looked into")
    figures = fuzz(format_name, seconds=60.0, cases=CASES, seed=1)
    assert figures.cases == CASES
    assert figures.crashes == []
    assert figures.hangs == []


def test_the_same_seed_tampers_in_the_same_way() -> None:
    data, other = bytes(range(256)), b"other" * 40
    runs = [[mutated(data, other, random.Random(seed)) for seed in range(50)] for _ in range(2)]
    assert runs[0] == runs[1]
    assert len(set(runs[0])) > 45


def test_a_crash_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("seatrial.app.scan_file.take_file", crash)
    figures = fuzz("pickle", seconds=5.0, cases=2, seed=0)
    assert len(figures.crashes) == 2
    assert "ZeroDivisionError" in figures.crashes[0]


def test_figures_are_one_line() -> None:
    assert Figures(format="pickle", cases=10, seconds=2.0).line.count("\n") == 0
