"""Planted for tests: Reports without measure"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.flood",
    title="Reports without measure",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    for number in range(5_000):
        yield Finding(kind=Kind.PASS, message=f"{artifact.entry.path} {number}")
    yield Finding(kind=Kind.FAIL, message="the one that matters")
