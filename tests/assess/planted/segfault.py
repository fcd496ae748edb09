"""Planted for tests: Reads address zero"""

import ctypes
import sys
from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.segfault",
    title="Reads address zero",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
)


def check(artifact: Artifact) -> Iterator[Finding]:
    print("last words", file=sys.stderr, flush=True)
    ctypes.string_at(0)
    yield Finding(kind=Kind.PASS, message=f"never {artifact}")
