"""Planted for tests: Writes no messages to the parent"""

import contextlib
import os
from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.babbler",
    title="Writes no messages to the parent",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    for descriptor in range(3, 16):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"{]" + artifact.entry.path.encode() + b"\n")
    yield Finding(kind=Kind.PASS, message="all well")
