"""Planted for tests: Eats memory"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.glutton",
    title="Eats memory",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    held = []
    while artifact.entry.size >= 0:
        held.append(bytearray(64 * 1024 * 1024))
    yield Finding(kind=Kind.PASS, message="never")
