"""Planted for tests: Ends the process"""

import os
from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.leaver",
    title="Ends the process",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    yield Finding(kind=Kind.PASS, message=f"about to leave {artifact}")
    os._exit(0)
