"""What one check reported, bounded so that a flood of small things hides no large one."""

import math
from collections import Counter
from dataclasses import replace
from typing import Final

from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.measurement import Measurement

MAX_FINDINGS: Final = 1_000
MAX_MEASUREMENTS: Final = 1_000
MAX_TEXT: Final = 2_000
MAX_PATH: Final = 4_096
_WEIGHT: Final = (Kind.FAIL, Kind.OPEN, Kind.REVIEW, Kind.INFORMATIONAL, Kind.PASS, Kind.NOT_APPLICABLE)
"""What is kept first when there is too much."""


class Collected:
    """Findings and measurements of one check as they come, in bounded memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], list[tuple[int, Finding]]] = {}
        self._counts: dict[Kind, int] = {}
        self._number = 0
        self.measurements: list[Measurement] = []

    def add(self, observation: object) -> None:
        """Take one observation.

        Raises `TypeError` for anything else than a finding or measurement, `ValueError` for a number that is none,
        and `LimitReached` for too many measurements.
        """
        if isinstance(observation, Finding):
            self._add_finding(_bounded(observation))
        elif isinstance(observation, Measurement):
            if not all(map(math.isfinite, (observation.estimate, observation.lower, observation.upper))):
                raise ValueError(f"the measurement {observation.metric} is not a finite number")
            if len(self.measurements) >= MAX_MEASUREMENTS:
                raise LimitReached(f"more than {MAX_MEASUREMENTS:,} measurements")
            self.measurements.append(observation)
        else:
            raise TypeError(f"a check yields findings and measurements, not {type(observation).__name__}")

    def _add_finding(self, finding: Finding) -> None:
        self._counts[finding.kind] = self._counts.get(finding.kind, 0) + 1
        self._number += 1
        kept = self._kept.setdefault((_WEIGHT.index(finding.kind), -finding.severity.rank), [])
        if len(kept) < MAX_FINDINGS:
            kept.append((self._number, finding))

    def count(self, kind: Kind) -> int:
        """How many findings of a kind were reported, kept or not."""
        return self._counts.get(kind, 0)

    def findings(self, *, applicable: bool) -> tuple[Finding, ...]:
        """The weightiest findings in the order they came, then one that counts what was cut.

        `applicable`: the check did concern something, so that findings of kind `notApplicable` speak of a part only
        and become informational: on an outcome that kind says that nothing concerned the check at all.
        """
        if not self._kept:
            return ()
        weighty = [pair for key in sorted(self._kept) for pair in self._kept[key]][:MAX_FINDINGS]
        kept = [finding for _, finding in sorted(weighty, key=lambda pair: pair[0])]
        cut = Counter() if len(kept) == self._number else Counter(self._counts) - Counter(f.kind for f in kept)
        if applicable:
            kept = [replace(f, kind=Kind.INFORMATIONAL) if f.kind is Kind.NOT_APPLICABLE else f for f in kept]
        return (*kept, _of_cut(cut)) if cut else tuple(kept)


def _of_cut(cut: Counter[Kind]) -> Finding:
    words = ", ".join(f"{cut[kind]:,} {kind}" for kind in _WEIGHT if cut[kind])
    return Finding(
        kind=Kind.FAIL if cut[Kind.FAIL] else Kind.INFORMATIONAL,
        severity=Severity.HIGH if cut[Kind.FAIL] else Severity.NONE,
        message=f"{cut.total():,} further findings are not listed: {words}",
        rule="findings-cut",
    )


def _bounded(finding: Finding) -> Finding:
    place = finding.location
    texts = (finding.message, finding.remediation, finding.rule, *((place.path, place.detail) if place else ()))
    if not finding.evidence and all(len(text) <= MAX_TEXT and text.isascii() for text in texts):
        return finding
    if place is not None:
        place = replace(place, path=_text(place.path, MAX_PATH), detail=_text(place.detail, MAX_TEXT))
    return replace(
        finding,
        message=_text(finding.message, MAX_TEXT),
        remediation=_text(finding.remediation, MAX_TEXT),
        rule=_text(finding.rule, MAX_TEXT),
        location=place,
        evidence=finding.evidence[:100],
    )


def _text(text: str, limit: int) -> str:
    """Cut to `limit`, and with lone surrogates escaped: JSON and UTF-8 carry everything else."""
    return text[:limit].encode("utf-8", "backslashreplace").decode()
