"""Planted for tests: Reads every byte and passes"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.sound",
    title="Reads every byte and passes",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    with artifact.open() as reader:
        size = len(reader.read())
    yield Finding(kind=Kind.PASS, message=f"{artifact.entry.path} has {size} bytes", location=artifact.at())
