"""Planted for tests: Recurses without end"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.deep",
    title="Recurses without end",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    def down(level: int) -> int:
        return down(level + 1) + 1

    yield Finding(kind=Kind.PASS, message=str(down(0) + artifact.entry.size))
