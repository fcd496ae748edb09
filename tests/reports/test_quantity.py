"""Numbers as people read them."""

import datetime

import pytest

from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.measurement import Measurement
from seatrial.reports.quantity import counted, duration, many, number, short, size, span, told, when


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (98_412_544, "98.4 MB"),
        (1_240_000_000, "1.24 GB"),
        (999_999, "1 MB"),
    ],
)
def test_bytes(count: float, text: str) -> None:
    assert size(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.0001, "1 ms"),
        (0.04, "40 ms"),
        (6.21, "6.2 s"),
        (59.99, "1 min 0 s"),
        (222, "3 min 42 s"),
        (7500, "2 h 5 min"),
        (-3, "0 s"),
        (float("nan"), "0 s"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.175, "1", "17.5 %"),
        (1.0, "1", "100 %"),
        (0.0012, "1", "0.12 %"),
        (12.0, "1", "12"),
        (3.5, "s", "3.5 s"),
        (float("inf"), "1", "unbounded"),
        (float("nan"), "1", "not a number"),
    ],
)
def test_measured_values(value: float, unit: str, text: str) -> None:
    assert number(value, unit) == text


def test_large_counts() -> None:
    assert many(134_515_008) == "134.5 million"
    assert many(999) == "999"
    assert counted(1, "file") == "1 file"
    assert counted(1200, "file") == "1,200 files"


def test_times_are_told_in_utc() -> None:
    amsterdam = datetime.timezone(datetime.timedelta(hours=1))
    assert when(datetime.datetime(2026, 11, 23, 0, 30, tzinfo=amsterdam)) == "2026-11-22 23:30 UTC"


def test_digests_are_cut_and_say_so() -> None:
    assert short("sha256:" + "a" * 64) == "a" * 12 + "…"
    assert short("abc") == "abc"


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "yes"), (("a", "b"), "a, b"), ((), "none"), (8192, "8192"), (1_543_503_872, "1,543,503,872"), (0.5, "0.5")],
)
def test_facts(value: bool | int | float | tuple[str, ...], text: str) -> None:
    assert told(Fact(name="x", value=value, basis=Basis.FILES)) == text


def test_an_interval_without_width_is_exact() -> None:
    counted_all = Measurement(metric="m", unit="{values}", estimate=0, lower=0, upper=0, n=9, method="counted")
    assert span(counted_all) == "exact"
    assert number(counted_all.estimate, counted_all.unit) == "0 values"
