"""Planted for tests: Reads again and again, and says nothing of being refused"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.rereads",
    title="Reads again and again, and says nothing of being refused",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    try:
        with artifact.open() as reader:
            while reader.seek(0) == 0:
                reader.read()
    except LimitReached:
        pass
    yield Finding(kind=Kind.PASS, message="all well")
