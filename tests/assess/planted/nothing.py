"""Planted for tests: Says of everything that it is not concerned"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.nothing",
    title="Says of everything that it is not concerned",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    yield Finding(kind=Kind.NOT_APPLICABLE, message=f"not {artifact.entry.path}")
