"""What reads a scan: the SARIF validator of SARIF's editors, pre-commit, and the shell of a CI action."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MULTITOOL = "@microsoft/sarif-multitool@5.7.0"
RUNS_A_SHELL = b"cos\nsystem\n(S'echo inert'\ntR."


@pytest.fixture
def model(tmp_path: Path) -> Path:
    root = tmp_path / "a model"
    root.mkdir()
    (root / "evil.bin").write_bytes(RUNS_A_SHELL)
    (root / "cut.pkl").write_bytes(b"\x80\x04\x95\x10\0\0\0\0\0\0\0]K\x01")
    (root / "README.md").write_text("# A model\n")
    return root


def _sarif(model: Path, *paths: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "seatrial", "scan", "--format", "sarif", *paths],
        cwd=model.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("multitool")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm")
    (folder / "package.json").write_text(json.dumps({"name": "conformance", "private": True}))
    install = subprocess.run([npm, "install", "--no-audit", MULTITOOL], cwd=folder, capture_output=True, check=False)
    if install.returncode:
        pytest.skip(f"the package cannot be installed: {install.stderr.decode()[-200:]}")
    return folder / "node_modules/.bin/sarif-multitool"


def _errors(multitool: Path, log: str, folder: Path) -> list[str]:
    (folder / "log.sarif").write_text(log)
    run = subprocess.run(
        [multitool, "validate", folder / "log.sarif"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    assert "files scanned" in run.stdout, run.stderr
    return [line for line in run.stdout.splitlines() if ": error " in line]


@pytest.mark.slow
@pytest.mark.parametrize("absolute", [False, True])
def test_the_validator_of_sarif_finds_no_error(multitool: Path, model: Path, tmp_path: Path, absolute: bool) -> None:
    log = _sarif(model, str(model) if absolute else model.name)
    assert _errors(multitool, log, tmp_path) == []


@pytest.mark.slow
def test_the_validator_finds_what_is_wrong(multitool: Path, model: Path, tmp_path: Path) -> None:
    log = json.loads(_sarif(model, model.name))
    del log["runs"][0]["results"][0]["message"]
    assert _errors(multitool, json.dumps(log), tmp_path)


@pytest.mark.parametrize(
    ("fail_on", "planted", "expected"),
    [
        ("unread", True, 1),
        ("unread", False, 3),
        ("flagged", True, 1),
        ("flagged", False, 0),
        ("never", True, 0),
        ("never", False, 0),
        ("sometimes", True, 2),
    ],
)
def test_the_action_fails_when_it_is_told_to(model: Path, fail_on: str, planted: bool, expected: int) -> None:
    if not planted:
        (model / "evil.bin").unlink()
    tool = model.parent / "seatrial"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m seatrial "$@"\n')
    tool.chmod(0o755)
    log = model.parent / "out.sarif"
    run = subprocess.run(
        ["bash", ROOT / "deploy/scan_action.sh"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SEATRIAL": str(tool), "PATHS": f"\n{model}\n\n", "SARIF": str(log), "FAIL_ON": fail_on},
    )
    assert run.returncode == expected, run.stderr
    assert json.loads(log.read_text())["version"] == "2.1.0"


def test_the_hook_looks_at_model_files_and_not_at_others() -> None:
    import re

    import yaml

    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["entry"].split()[:2] == ["seatrial", "scan"]
    looks = re.compile(hook["files"])
    for name in ("a/model.PT", "x.safetensors", "config.json", "b.pkl", "c.tar", "d.gguf"):
        assert looks.search(name), name
    for name in ("main.py", "README.md", "image.png", "json.txt"):
        assert not looks.search(name), name
