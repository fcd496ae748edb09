"""Planted for tests: Looks across the whole subject"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import SubjectView
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.overview",
    title="Looks across the whole subject",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
)


def check(subject: SubjectView) -> Iterator[Finding]:
    paths = sorted({entry.path for entry in subject.inventory.artifacts})
    with subject.artifact(paths[0]).open() as reader:
        reader.read(1)
    named = subject.declaration.name if subject.declaration else "nobody"
    yield Finding(kind=Kind.PASS, message=f"{named} has {len(set(paths))} files")
