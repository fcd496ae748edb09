"""Something in the subject was refused or could not be read.

A review speaks for what it looked at. A link, a special file, a name that cannot be recorded, an unreadable file or
a container that cannot be listed to the end is a part of the release that nothing else in the review covers, and the
subject's digest may not bind it.

Fix: leave out links and special files, rename what is named in the finding, and review a copy that is complete.
"""

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Observations, SubjectView
from seatrial.domain.finding import Finding, Kind
from seatrial.domain.inventory import SubjectKind

CHECK = Check(
    id="artifact.inventory-gaps",
    title="A part of the subject was refused or could not be read",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-59", "CWE-367", "OWASP:LLM03:2025"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
)


def check(subject: SubjectView) -> Observations:
    """The inventory's own findings; a pass when it has none."""
    inventory = subject.inventory
    if inventory.subject.kind is SubjectKind.ENDPOINT:
        yield Finding(kind=Kind.NOT_APPLICABLE, message="an endpoint has no files", rule="endpoint")
        return
    yield from inventory.findings
    if not inventory.findings:
        count = sum(not artifact.container for artifact in inventory.artifacts)
        yield Finding(kind=Kind.PASS, message=f"all {count:,} files were listed and read", rule="complete")
