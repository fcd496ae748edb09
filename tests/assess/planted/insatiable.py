"""Planted for tests: Asks more than it may"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Message, Sampling, Target
from seatrial.domain.finding import Finding, Kind
from tests.assess.planted import replies  # noqa: F401 - registers the target

CHECK = Check(
    id="planted.insatiable",
    title="Asks more than it may",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.TARGET,
    cost=Cost.QUERIES,
    query_cap=3,
)


def check(target: Target, sampling: Sampling) -> Iterator[Finding]:
    for number in range(sampling.cap + 1):
        yield Finding(kind=Kind.PASS, message=target.ask([Message(role="user", content=str(number))]).text)
