"""The cases of the checks on pickles, archives and the inventory, and what cases cannot show."""

from pathlib import Path
from types import ModuleType

import pytest

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import (
    archive_paths,
    archive_paths_cases,
    inventory_gaps,
    inventory_gaps_cases,
    pickle_import,
    pickle_import_cases,
    unknown_format,
    unknown_format_cases,
)
from seatrial.domain.check import Scope
from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.inventory.take import survey
from seatrial.testing import Case
from seatrial.testing.builders import ZipMember, calling, name_op, pickled, state_dict, torch_zip, zipped

MODULES = (
    (archive_paths, archive_paths_cases.CASES),
    (inventory_gaps, inventory_gaps_cases.CASES),
    (pickle_import, pickle_import_cases.CASES),
    (unknown_format, unknown_format_cases.CASES),
)
UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)


def examined(module: ModuleType, files: dict[str, bytes], root: Path) -> list[Finding]:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, states=taken.states)
    found: list[Finding] = []
    if module.CHECK.scope is Scope.SUBJECT:
        found.extend(module.check(subject))
    else:
        for entry in taken.inventory.artifacts:
            if entry.format in module.CHECK.formats:
                found.extend(module.check(subject.artifact(entry.path)))
    subject.finish()
    return found


@pytest.mark.parametrize(
    ("module", "case"), [pytest.param(m, c, id=f"{m.CHECK.id}: {c.name}") for m, cases in MODULES for c in cases]
)
def test_a_case_is_answered_as_expected(module: ModuleType, case: Case, tmp_path: Path) -> None:
    found = examined(module, dict(case.files), tmp_path)
    lines = [f"{f.kind}: {f.message}" for f in found]
    for prefix in case.expect:
        assert any(line.startswith(prefix) for line in lines), lines
    unclear = [line for f, line in zip(found, lines, strict=True) if f.kind in UNCLEAR]
    if case.good:
        assert not unclear
    else:
        assert unclear


@pytest.mark.parametrize(("module", "cases"), MODULES, ids=lambda x: getattr(x, "__name__", ""))
def test_cases_go_both_ways_and_the_docstring_says_how_to_mend(module: ModuleType, cases: tuple[Case, ...]) -> None:
    assert sum(case.good for case in cases) >= 2
    assert sum(not case.good for case in cases) >= 2
    assert any(line.startswith("Fix:") for line in (module.__doc__ or "").splitlines())
    assert module.CHECK.id == "artifact." + module.__name__.rsplit(".", 1)[1].replace("_", "-")


def test_an_import_without_a_call_is_less_severe_than_the_call(tmp_path: Path) -> None:
    (only,) = examined(pickle_import, {"a.pkl": pickled(name_op("os", "system"))}, tmp_path)
    (called,) = examined(pickle_import, {"a.pkl": calling("os", "system", "id")}, tmp_path)
    assert (only.kind, only.severity) == (Kind.FAIL, Severity.HIGH)
    assert (called.kind, called.severity) == (Kind.FAIL, Severity.CRITICAL)


def test_one_name_called_often_is_one_finding(tmp_path: Path) -> None:
    call = name_op("os", "system") + b"(X\x02\x00\x00\x00idtR"
    assert len(examined(pickle_import, {"a.pkl": pickled(*[call] * 50)}, tmp_path)) == 1


def test_names_of_the_subject_are_escaped_in_messages(tmp_path: Path) -> None:
    name = "sys\u202etem\u0007"
    (found,) = examined(pickle_import, {"a.pkl": pickled(name_op("evil", name), b")R")}, tmp_path)
    assert "\u202e" not in found.message
    assert "\\u202e" in found.message
    assert "\\x07" in found.rule


def test_an_endless_number_of_names_is_reported_and_then_limited(tmp_path: Path) -> None:
    ops = [name_op("evil", f"n{number}") + b"0" for number in range(pickle_import.MAX_NAMES + 5)]
    (tmp_path / "a.pkl").write_bytes(pickled(*ops, b"N"))
    taken = survey(tmp_path)
    subject = OpenedSubject(taken.inventory, tmp_path, states=taken.states)
    found = []
    with pytest.raises(LimitReached):
        for finding in pickle_import.check(subject.artifact("a.pkl")):
            found.append(finding)  # noqa: PERF402 - what came before the limit counts
    assert len(found) == pickle_import.MAX_NAMES
    subject.finish()


def test_a_proper_model_in_a_tensor_library_is_quiet_on_every_check(tmp_path: Path) -> None:
    files = {"pytorch_model.bin": torch_zip(state_dict(20), [bytes(range(16))] * 20), "README.md": b"# A model\n"}
    for module, _ in MODULES:
        assert not [f for f in examined(module, files, tmp_path) if f.kind in UNCLEAR]


def test_many_faulty_members_are_counted_rather_than_all_named(tmp_path: Path) -> None:
    members = [ZipMember(name=f"../{number}") for number in range(120)]
    found = examined(archive_paths, {"a.zip": zipped(members)}, tmp_path)
    assert len(found) == archive_paths.MAX_PER_RULE + 1
    assert found[-1].message.startswith("70 further members")


def test_a_member_that_is_only_marked_as_encrypted_is_a_fault_and_still_looked_into(tmp_path: Path) -> None:
    payload = zipped([ZipMember(name="archive/data.pkl", data=calling("os", "system", "id"), flags=0x801)])
    (found,) = examined(archive_paths, {"m.pt": payload}, tmp_path)
    assert (found.kind, found.severity) == (Kind.FAIL, Severity.HIGH)
    assert [f.rule for f in examined(pickle_import, {"m.pt": payload}, tmp_path)] == ["os.system"]
