"""Faults of a weight file's layout as findings, for every format whose header states where tensors lie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats.protocol import FormatError
from seatrial.formats.tensor import Fault

MAX_FINDINGS = 100


class HasFaults(Protocol):
    """A header that was read, and what is wrong with it."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """In the order of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """What a check makes of the faults of its format."""

    severities: Mapping[str, Severity]
    """By rule; high for a rule that is not listed."""
    unsure: frozenset[str]
    """Rules that leave open whether the file is at fault."""
    remedy: str


def layout_findings(artifact: Artifact, read_header: Callable[[BinaryIO], HasFaults], grading: Grading) -> Observations:
    """One finding for each fault, or for the first thing that keeps the header from being read."""
    with artifact.open() as reader:
        try:
            header = read_header(reader)
        except FormatError as error:
            yield Finding(
                kind=Kind.FAIL,
                message=str(error),
                severity=Severity.HIGH,
                location=artifact.at(error.offset),
                remediation=grading.remedy,
                rule="unreadable-header",
            )
            return
    for fault in header.faults[:MAX_FINDINGS]:
        yield Finding(
            kind=Kind.OPEN if fault.rule in grading.unsure else Kind.FAIL,
            message=fault.message,
            severity=grading.severities.get(fault.rule, Severity.HIGH),
            location=artifact.at(fault.offset, f"tensor {shown(fault.tensor, 80)}" if fault.tensor else ""),
            remediation=grading.remedy,
            rule=fault.rule,
        )
    if len(header.faults) > MAX_FINDINGS:
        more = f"has {len(header.faults) - MAX_FINDINGS:,} further faults"
        yield Finding(kind=Kind.FAIL, message=more, severity=Severity.HIGH, location=artifact.at(), rule="more")
