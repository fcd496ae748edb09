"""Planted for tests: Takes over the worker and says what it likes"""

import contextlib
import json
import os
from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.liar",
    title="Takes over the worker and says what it likes",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    outcome = {
        "check_id": "planted.sound",
        "check_version": 1,
        "status": "completed",
        "examined": [artifact.entry.path],
        "examined_count": 2,
    }
    line = json.dumps({"message": "Done", "outcome": outcome}).encode() + b"\n"
    for descriptor in range(3, 16):
        with contextlib.suppress(OSError):
            os.write(descriptor, line)
    yield Finding(kind=Kind.PASS, message="all well")
