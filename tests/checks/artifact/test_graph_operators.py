"""The cases of the check on what model graphs run."""

from pathlib import Path

import pytest

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import graph_operators, graph_operators_cases
from seatrial.domain.finding import Finding, Kind
from seatrial.inventory.take import survey
from seatrial.testing import Case

UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)


def examined(files: dict[str, bytes], root: Path) -> list[Finding]:
    for path, content in files.items():
        (root / path).write_bytes(content)
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, states=taken.states)
    entries = [entry for entry in taken.inventory.artifacts if entry.format in graph_operators.CHECK.formats]
    assert len(entries) == len(files), [(entry.path, entry.format) for entry in taken.inventory.artifacts]
    seen = [one for entry in entries for one in graph_operators.check(subject.artifact(entry.path))]
    return [one for one in seen if isinstance(one, Finding)]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in graph_operators_cases.CASES])
def test_a_case_is_answered_as_expected(case: Case, tmp_path: Path) -> None:
    found = examined(dict(case.files), tmp_path)
    lines = [f"{finding.kind}: {finding.message}" for finding in found]
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    assert any(finding.kind in UNCLEAR for finding in found) is not case.good, lines
