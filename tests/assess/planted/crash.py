"""Planted for tests: Raises on one artifact"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.crash",
    title="Raises on one artifact",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    if artifact.entry.path == "b.bin":
        raise ValueError("planted\nfault")
    yield Finding(kind=Kind.FAIL, message="seen before the crash", location=artifact.at())
