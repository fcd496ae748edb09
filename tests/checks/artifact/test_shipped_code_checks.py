"""The cases of the checks on code and instructions that ship beside weights, and what cases cannot show."""

from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.assess.contexts import OpenedSubject
from seatrial.checks.artifact import (
    custom_code,
    install_scripts,
    install_scripts_cases,
    native_code,
    native_code_cases,
    notebook_code,
    notebook_code_cases,
    serving_config,
    serving_config_cases,
)
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.inventory.take import survey
from seatrial.testing import Case

MODULES: tuple[tuple[ModuleType, tuple[Case, ...]], ...] = (
    (install_scripts, install_scripts_cases.CASES),
    (native_code, native_code_cases.CASES),
    (notebook_code, notebook_code_cases.CASES),
    (serving_config, serving_config_cases.CASES),
)
UNCLEAR = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)


def examined(module: ModuleType, files: dict[str, bytes], root: Path) -> list[Finding]:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, states=taken.states)
    found: list[Finding] = []
    for entry in taken.inventory.artifacts:
        if not module.CHECK.formats or entry.format in module.CHECK.formats:
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
    assert bool(unclear) is not case.good, lines


@pytest.mark.parametrize(("module", "cases"), MODULES, ids=lambda x: getattr(x, "__name__", ""))
def test_cases_go_both_ways_and_the_docstring_says_how_to_mend(module: ModuleType, cases: tuple[Case, ...]) -> None:
    assert sum(case.good for case in cases) >= 2
    assert sum(not case.good for case in cases) >= 2
    assert any(line.startswith("Fix:") for line in (module.__doc__ or "").splitlines())
    assert module.CHECK.id == "artifact." + module.__name__.rsplit(".", 1)[1].replace("_", "-")


NAMES = {
    "modeling_x.py": custom_code,
    "params.yaml": custom_code,
    "setup.py": install_scripts,
    "requirements.txt": install_scripts,
    "pyproject.toml": install_scripts,
    ".git/config": install_scripts,
    "demo.ipynb": notebook_code,
    "Dockerfile": serving_config,
    "config.properties": serving_config,
}
WORDS = st.sampled_from(
    [
        "import os\n",
        "os.system('id')\n",
        "exec(",
        ")",
        "x = [",
        "]",
        "class A:\n",
        " def f(self):\n",
        "{",
        "}",
        ": ",
        "\n",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    name=st.sampled_from(sorted(NAMES)),
    content=st.binary(max_size=200) | st.lists(WORDS).map(lambda w: "".join(w).encode()),
)
def test_any_bytes_end_in_findings(name: str, content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = examined(NAMES[name], {name: content}, tmp_path_factory.mktemp("any"))
    assert all(f.message.isprintable() for f in found)


def test_ordinary_shipped_code_is_never_high(tmp_path: Path) -> None:
    source = b"import requests\nfrom PIL import Image\nx = Image.open(requests.get('https://x.example/a.jpg').raw)\n"
    found = examined(custom_code, {"inference.py": source}, tmp_path)
    assert max(f.severity.rank for f in found) == Severity.MEDIUM.rank
