"""The cases of the check on TorchScript, and what cases cannot show."""

from pathlib import Path

import pytest

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import torchscript_code
from seatrial.checks.artifact.torchscript_code_cases import CASES, script
from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.inventory.take import survey
from seatrial.testing import Case
from seatrial.testing.builders import ZipMember, zipped

UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)


def examined(root: Path, files: dict[str, bytes]) -> list[Finding]:
    for path, content in files.items():
        (root / path).write_bytes(content)
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, states=taken.states)
    found: list[Finding] = []
    for entry in taken.inventory.artifacts:
        if entry.format in torchscript_code.CHECK.formats:
            seen = torchscript_code.check(subject.artifact(entry.path))
            found.extend(observation for observation in seen if isinstance(observation, Finding))
    subject.finish()
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_answered_as_expected(case: Case, tmp_path: Path) -> None:
    found = examined(tmp_path, dict(case.files))
    lines = [f"{f.kind}: {f.message}" for f in found]
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    assert any(f.kind in UNCLEAR for f in found) is not case.good


@pytest.mark.parametrize("lead", ["", "# A heading\n\n", "---\na: b\n", "{% set x = 1 %}\n", "\n\n\n", "\0"])
def test_no_first_line_hides_the_rest(lead: str, tmp_path: Path) -> None:
    data = f'{lead}def f(x: Tensor) -> Tensor:\n    torch.save(x, "/tmp/x")\n    return x\n'.encode()
    found = examined(tmp_path, {"m.pt": zipped([ZipMember(name="m/code/__torch__/f.py", data=data)])})
    assert [(f.kind, f.severity) for f in found] == [(Kind.FAIL, Severity.HIGH)]


def test_python_that_is_packed_in_a_folder_called_code_is_not_ours(tmp_path: Path) -> None:
    data = b"import torch\n\ndef save(model):\n    torch.save(model.state_dict(), 'm.pt')\n"
    assert examined(tmp_path, {"m.zip": zipped([ZipMember(name="repo/code/train.py", data=data)])}) == []


def test_a_source_at_another_qualified_name_is_read_too(tmp_path: Path) -> None:
    found = examined(tmp_path, {"m.pt": script('    torch.save(x, "y")\n', name="m/code/other/net.py")})
    assert [f.rule for f in found] == ["aten.save"]


def test_one_operation_called_often_is_one_finding_with_its_line(tmp_path: Path) -> None:
    found = examined(tmp_path, {"m.pt": script("    ops.mine.op(x)\n" * 50)})
    assert [f.location.detail for f in found if f.location] == ["line 9"]


def test_an_endless_number_of_operations_is_limited(tmp_path: Path) -> None:
    body = "".join(f"    ops.mine.op{n}(x)\n" for n in range(torchscript_code.MAX_FINDINGS + 1))
    with pytest.raises(LimitReached):
        examined(tmp_path, {"m.pt": script(body)})
