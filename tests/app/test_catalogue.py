"""The folder is the registry, and a module that is not what it should be is refused by name."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from seatrial.app.catalogue import catalogue
from seatrial.domain.errors import UsageError


def test_every_check_goes_by_its_place() -> None:
    entries = catalogue()
    assert entries
    for check_id, entry in entries.items():
        area, _, name = entry.module.removeprefix("seatrial.checks.").partition(".")
        assert check_id == entry.check.id == f"{area}.{name}".replace("_", "-")
        assert entry.doc
    assert list(entries) == sorted(entries)


def test_further_modules_join_and_doubles_are_refused() -> None:
    assert "planted.sound" in catalogue(("tests.assess.planted.sound",))
    with pytest.raises(UsageError, match="is taken by"):
        catalogue(("tests.assess.planted.sound", "tests.assess.planted.sound"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "does not export CHECK"),
        ("import nowhere_at_all", "cannot be imported"),
        ("'''Doc.'''\nfrom tests.assess.planted.sound import check\nCHECK = 1", "does not export CHECK"),
        ("from tests.assess.planted.sound import CHECK, check", "no docstring"),
        (
            "'''Doc.'''\nfrom dataclasses import replace\nfrom tests.assess.planted.sound import CHECK as C, check\n"
            "CHECK = replace(C, id='Upper.Case')",
            "its id is 'Upper.Case'",
        ),
    ],
)
def test_a_module_that_is_no_check_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, reason: str
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    name = f"no_check_{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    (tmp_path / f"{name}.py").write_text(text)
    with pytest.raises(UsageError, match=reason):
        catalogue((name,))


def test_listing_checks_loads_nothing_heavy() -> None:
    code = (
        "import sys; from seatrial.app.catalogue import catalogue; catalogue();"
        "heavy = {'numpy', 'xllamacpp', 'rich', 'urllib3', 'huggingface_hub'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
