"""Numbers, times and digests as people read them. The exact value goes beside them wherever there is room."""

import datetime
import math
from typing import Final

from seatrial.domain.inventory import Fact
from seatrial.domain.measurement import Measurement

_BYTE_UNITS: Final = ("B", "kB", "MB", "GB", "TB", "PB")
_COUNT_UNITS: Final = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


def size(count: float) -> str:
    """Bytes in decimal units: `861 B`, `98.4 MB`, `1.24 GB`."""
    value, unit = float(count), 0
    while value >= 999.5 and unit < len(_BYTE_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.0f} B" if unit == 0 else f"{_three_digits(value)} {_BYTE_UNITS[unit]}"


def exact(count: float) -> str:
    """A whole number with separators: `98,412,544`."""
    return f"{count:,.0f}"


def many(count: float) -> str:
    """A large count in words: `134.5 million`; below a million with separators."""
    for limit, word in _COUNT_UNITS:
        if count >= limit:
            return f"{count / limit:.4g}{word}"
    return exact(count)


def counted(count: int, singular: str, plural: str = "") -> str:
    """`1 file`, `2 files`, `0 files`."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def duration(seconds: float) -> str:
    """`40 ms`, `6.2 s`, `3 min 42 s`, `2 h 5 min`."""
    if not math.isfinite(seconds) or seconds <= 0:
        return "0 s"
    if seconds < 0.9995:
        return f"{max(1, round(seconds * 1000))} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def when(moment: datetime.datetime) -> str:
    """`2026-11-23 09:33 UTC`, always in UTC."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")


def number(value: float, unit: str = "1") -> str:
    """A measured value: rates between 0 and 1 as per cent, others with their unit."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "unbounded"
    if unit == "1":
        return f"{_three_digits(value * 100)} %" if abs(value) <= 1 else f"{value:.4g}"
    return f"{value:.4g} {unit.strip('{}')}"


def span(measurement: Measurement) -> str:
    """The interval: `11 % to 26 %`, or `exact` when it has no width."""
    if measurement.lower == measurement.upper == measurement.estimate:
        return "exact"
    return f"{number(measurement.lower, measurement.unit)} to {number(measurement.upper, measurement.unit)}"


def short(digest: str, length: int = 12) -> str:
    """The first hexadecimal digits of a digest, without its algorithm."""
    digits = digest.rpartition(":")[2]
    return digits if len(digits) <= length else f"{digits[:length]}…"


def told(fact: Fact) -> str:
    """A fact's value in words; sizes of lists are bounded by the reader, not here."""
    value = fact.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    if isinstance(value, str):
        return value
    whole = isinstance(value, int) and abs(value) >= 10_000
    return exact(value) if whole else f"{value:.6g}"


def _three_digits(value: float) -> str:
    """Three significant digits without an exponent or trailing zeros: `98.4`, `1.24`, `120`, `6`."""
    decimals = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
