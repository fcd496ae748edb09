"""A graph takes weights from beyond the end of the file that holds them.

ONNX and OpenVINO name an offset and a length in a file beside the graph. Where these reach beyond its end, a loader
that maps the file reads memory that is not the model's, or stops in the middle of its work.

Fix: export the model anew, and copy the graph and its data together.
"""

from collections.abc import Iterator
from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import LimitReached, Observations, SubjectView
from seatrial.domain.finding import Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry
from seatrial.domain.text import shown
from seatrial.formats import onnx, openvino
from seatrial.formats.graph_parts import ExternalData
from seatrial.formats.graph_readers import READERS
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.external-ranges",
    title="A graph takes weights from beyond the end of the file that holds them",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-125", "CWE-823", "OWASP:LLM03:2025"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
    formats=(onnx.NAME, openvino.NAME, "unknown", "empty"),
)
MAX_GRAPHS: Final = 1_000
MAX_FINDINGS: Final = 100
_LONGEST: Final = 19
"""Digits of a number that fits 63 bits."""


def check(subject: SubjectView) -> Observations:
    """One finding for each tensor whose data end behind their file; nothing where the file is not there."""
    sizes = {e.path: e.size for e in subject.inventory.artifacts if e.format not in READERS}
    graphs = [e for e in subject.inventory.artifacts if e.format in (onnx.NAME, openvino.NAME)]
    if not graphs or not sizes:
        yield Finding(kind=Kind.NOT_APPLICABLE, message="no graph with data beside it", rule="no-graph")
        return
    count = 0
    if len(graphs) > MAX_GRAPHS:
        text = f"{len(graphs) - MAX_GRAPHS:,} further graphs were not compared with the files beside them"
        yield Finding(kind=Kind.OPEN, message=text, severity=Severity.MEDIUM, rule="more-graphs")
    for graph in graphs[:MAX_GRAPHS]:
        for finding in _beyond(subject, graph, sizes):
            count += 1
            if count > MAX_FINDINGS:
                return
            yield finding
    if not count:
        yield Finding(kind=Kind.PASS, message="every place lies within the file that holds it", rule="within")


def _beyond(subject: SubjectView, graph: ArtifactEntry, sizes: dict[str, int]) -> Iterator[Finding]:
    try:
        with subject.artifact(graph.path).open() as reader:
            for part in READERS[graph.format](reader):
                if isinstance(part, ExternalData) and (text := _fault(part, graph, sizes)):
                    yield Finding(
                        kind=Kind.FAIL,
                        message=text,
                        severity=Severity.MEDIUM,
                        location=Location(path=shown(graph.path, 1024), offset=part.offset),
                        remediation="Export the model anew, and copy the graph and its data together.",
                        rule="beyond-the-end",
                    )
    except (FormatError, LimitReached):
        return  # the check on external data says so


def _fault(part: ExternalData, graph: ArtifactEntry, sizes: dict[str, int]) -> str:
    name = part.location
    if name is None and graph.format == openvino.NAME:
        name = f"{graph.path.rpartition('/')[2].removesuffix('.xml')}.bin"
    folder = graph.path.rpartition("/")[0]
    size = sizes.get(f"{folder}/{name}" if folder else str(name)) if name else None
    if size is None:
        return ""
    begin, length = _number(part.begin), _number(part.length)
    if begin is None or length is None:
        return ""  # no number at all: another check says so
    end = begin + (length or part.needed or 0)
    if begin <= size and end <= size:
        return ""
    owner = shown(part.owner, 80) or "a tensor"
    return f"{owner}: takes bytes {begin:,} to {end:,} of {shown(str(name), 120)}, which has {size:,}"


def _number(stated: str) -> int | None:
    if not stated:
        return 0
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) <= _LONGEST else None
