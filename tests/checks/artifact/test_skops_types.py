"""The cases of the check on skops archives, and what cases cannot show."""

import json
from pathlib import Path
from typing import Any

import pytest

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import skops_types
from seatrial.checks.artifact.skops_types_cases import CASES, archive, node
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
        if entry.format in skops_types.CHECK.formats:
            seen = skops_types.check(subject.artifact(entry.path))
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


@pytest.mark.parametrize(
    "entry",
    [
        node("Object", "subprocess", "Popen", content={}),
        node("List", "subprocess", "Popen", content=[]),
        node("Function", "builtins", "eval"),
        node("Type", "builtins", "exec"),
        node("ConstructorFromReduce", "importlib", "import_module", content={}),
        node("OperatorFunc", "operator", "call"),
        node("OperatorFunc", "sklearn.tree", "attrgetter"),
        node("Method", "sklearn.svm._classes", "SVC", content={"obj": node("Object", "a", "B"), "func": "fit"}),
        node("Method", "a", "B", content={"obj": node("Object", "a", "B"), "func": "__class__"}),
        node("Function", "builtins", "function", content={"module_path": "os", "function": "system"}),
        node("Partial", "functools", "partial", content={"func": node("Function", "os", "popen")}),
    ],
)
def test_what_acts_or_is_disguised_is_high(entry: dict[str, Any], tmp_path: Path) -> None:
    found = examined(tmp_path, {"m.skops": archive(x=entry)})
    assert max(f.severity.rank for f in found if f.kind is Kind.FAIL) >= Severity.HIGH.rank


@pytest.mark.parametrize(
    "entry",
    [
        node("Object", "my_steps", "Cleaner"),
        node("Function", "my_steps", "clean"),
        node("Method", "my_steps", "Cleaner", content={"obj": node("Object", "my_steps", "Cleaner"), "func": "run"}),
        node("Later", "builtins", "dict"),
        node("Function", "sklearn.datasets", "load_iris"),
        node(
            "RandomGenerator",
            "numpy.random._generator",
            "Generator",
            content={"bit_generator": {"content": {"bit_generator": {"content": '"default_rng"'}}}},
        ),
    ],
)
def test_what_is_not_known_is_for_a_person(entry: dict[str, Any], tmp_path: Path) -> None:
    found = examined(tmp_path, {"m.skops": archive(x=entry)})
    assert {(f.kind, f.severity) for f in found} == {(Kind.REVIEW, Severity.MEDIUM)}


@pytest.mark.parametrize(
    "entry",
    [
        node("Object", "sklearn.pipeline", "Pipeline"),
        node("Object", "sklearn._loss.link", "LogitLink"),
        node("Loss", "sklearn._loss._loss", "CyHalfBinomialLoss"),
        node("Tree", "sklearn.tree._tree", "Tree"),
        node("Function", "numpy", "log1p"),
        node("Function", "scipy.special._ufuncs", "expit"),
        node("Function", "sklearn.feature_selection._univariate_selection", "f_classif"),
        node("NdArray", "numpy", "int64"),
        node("Object", "xgboost.sklearn", "XGBClassifier"),
        node("OperatorFunc", "operator", "itemgetter"),
        node("RandomState", "numpy.random.mtrand", "RandomState"),
        node("SparseMatrix", "scipy.sparse._csr", "csr_matrix"),
    ],
)
def test_estimators_and_arithmetic_are_quiet(entry: dict[str, Any], tmp_path: Path) -> None:
    assert [f.kind for f in examined(tmp_path, {"m.skops": archive(x=entry)})] == [Kind.PASS]


def test_no_spelling_of_the_schema_hides_anything(tmp_path: Path) -> None:
    text = json.dumps(node("Function", "os", "system"))
    twice = text.replace('"__module__": "os"', '"__module__": "os", "__module__": "numpy"')
    for data in (text.encode("utf-16"), text.replace("__loader__", "__\\u006coader__").encode(), twice.encode()):
        found = examined(tmp_path, {"m.skops": zipped([ZipMember(name="schema.json", data=data)])})
        assert any(f.rule == "os.system" for f in found)


def test_a_broken_schema_is_open(tmp_path: Path) -> None:
    data = zipped([ZipMember(name="schema.json", data=b'{"__loader__": "ObjectNode", ')])
    assert [f.kind for f in examined(tmp_path, {"m.skops": data})] == [Kind.OPEN]


def test_an_endless_number_of_names_is_limited(tmp_path: Path) -> None:
    with pytest.raises(LimitReached):
        examined(tmp_path, {"m.skops": archive(**{f"n{n}": node("Type", "os", f"n{n}") for n in range(600)})})
