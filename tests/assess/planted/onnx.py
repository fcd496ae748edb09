"""Planted for tests: Looks at ONNX files only"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.onnx",
    title="Looks at ONNX files only",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=("onnx",),
)


def check(artifact: Artifact) -> Iterator[Finding]:
    yield Finding(kind=Kind.PASS, message=f"looked at {artifact.entry.path}", location=artifact.at())
