"""The cases of the check on references from graphs to other files."""

from pathlib import Path

import pytest

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import external_data, external_data_cases
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.inventory.take import survey
from seatrial.testing import Case
from seatrial.testing import graph_files as graphs

UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)


def examined(files: dict[str, bytes], root: Path) -> list[Finding]:
    for path, content in files.items():
        (root / path).write_bytes(content)
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, states=taken.states)
    entries = [entry for entry in taken.inventory.artifacts if entry.format in external_data.CHECK.formats]
    assert len(entries) == len(files), [(entry.path, entry.format) for entry in taken.inventory.artifacts]
    seen = [one for entry in entries for one in external_data.check(subject.artifact(entry.path))]
    return [one for one in seen if isinstance(one, Finding)]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in external_data_cases.CASES])
def test_a_case_is_answered_as_expected(case: Case, tmp_path: Path) -> None:
    found = examined(dict(case.files), tmp_path)
    lines = [f"{finding.kind}: {finding.message}" for finding in found]
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    assert any(finding.kind in UNCLEAR for finding in found) is not case.good, lines


@pytest.mark.parametrize("location", ["/etc/x", "../x", "a/../../x", "C:x", "file:x", "\\\\h\\x", "a\0b", "%2e%2e/x"])
def test_every_way_out_of_the_directory_fails_at_severity_high(location: str, tmp_path: Path) -> None:
    model = graphs.onnx([graphs.onnx_node("Add")], [graphs.onnx_external(location)])
    found = examined({"m.onnx": model}, tmp_path)
    assert [f.severity for f in found if f.kind is Kind.FAIL][:1] == [Severity.HIGH]
