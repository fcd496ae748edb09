"""Planted for tests: Asks questions, some of them twice"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Message, Sampling, Target
from seatrial.domain.finding import Finding, Kind
from tests.assess.planted import replies  # noqa: F401 - registers the target

CHECK = Check(
    id="planted.asker",
    title="Asks questions, some of them twice",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.TARGET,
    cost=Cost.QUERIES,
    query_cap=8,
)


def check(target: Target, sampling: Sampling) -> Iterator[Finding]:
    for number in range(sampling.cap):
        reply = target.ask([Message(role="user", content=f"question {number} of {sampling.seed}")])
        again = target.ask([Message(role="user", content=f"question {number} of {sampling.seed}")])
        yield Finding(kind=Kind.PASS, message=reply.text + again.text)
