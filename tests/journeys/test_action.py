"""The CI action, step by step, as a runner carries it out: expressions filled in, each script in bash of its own.

What only a code host has (checking out, setting up a Python, uploading) is left out. `python` and `pip` are stood in
for, since a test installs nothing: they record what they are told, and give the command that is under test.
"""

import json
import os
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from seatrial.testing.builders import state_dict, torch_zip

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
HOSTILE = b"cos\nsystem\n(S'echo inert'\ntR."
BROKEN = b"\x80\x04]\x94(K\x01"
_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
_PYTHON = """#!/bin/sh
test "$1 $2" = "-m venv" || exit 9
mkdir -p "$3/bin"
printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@" >> "$RUNNER_TEMP/pip.log"\\n' > "$3/bin/pip"
printf '#!/bin/sh\\nexec "{python}" -m seatrial "$@"\\n' > "$3/bin/seatrial"
chmod +x "$3/bin/pip" "$3/bin/seatrial"
"""


class Runner:
    """What stands around the steps: a workspace, a place for temporary files, and a `python`."""

    def __init__(self, place: Path) -> None:
        self.workspace, self.temporary = place / "work space", place / "temp"
        for folder in (self.workspace, self.temporary, place / "bin"):
            folder.mkdir()
        python = place / "bin" / "python"
        python.write_text(_PYTHON.replace("{python}", sys.executable))
        python.chmod(python.stat().st_mode | stat.S_IXUSR)
        self._path = f"{place / 'bin'}:{os.environ['PATH']}"

    def run(self, **inputs: str) -> tuple[int, str]:
        """The exit code of the first step that fails, or 0, and all that was said."""
        known = {name: str(stated.get("default", "")) for name, stated in ACTION["inputs"].items()}
        assert set(inputs) <= {name.replace("-", "_") for name in known}
        known |= {name: inputs[name.replace("-", "_")] for name in known if name.replace("-", "_") in inputs}
        said = ""
        for step in ACTION["runs"]["steps"]:
            if "run" not in step:
                continue
            assert step["shell"] == "bash"
            done = self._step(step, known)
            said += done.stdout + done.stderr
            if done.returncode:
                return done.returncode, said
        return 0, said

    def _step(self, step: Mapping[str, Any], inputs: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        def filled(text: str) -> str:
            return _EXPRESSION.sub(lambda match: self._known(match[1], inputs), text)

        environment = {
            "PATH": self._path,
            "HOME": str(self.temporary),
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(self.workspace),
            **{name: filled(str(value)) for name, value in step.get("env", {}).items()},
        }
        arguments = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", filled(step["run"])]
        return subprocess.run(
            arguments, cwd=self.workspace, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    def _known(self, name: str, inputs: Mapping[str, str]) -> str:
        return str(self.temporary) if name == "runner.temp" else inputs[name.removeprefix("inputs.")]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def _clean(runner: Runner) -> None:
    (runner.workspace / "model.pt").write_bytes(torch_zip(state_dict(), [bytes(64), bytes(64)]))


def test_every_expression_is_filled_and_no_script_holds_one() -> None:
    names = {f"inputs.{name}" for name in ACTION["inputs"]} | {"runner.temp"}
    steps = ACTION["runs"]["steps"]
    assert ACTION["runs"]["using"] == "composite"
    assert set(_EXPRESSION.findall(json.dumps(steps))) <= names
    # What a caller gives reaches scripts through the environment alone, where it is no code.
    assert not [step for step in steps if "${{" in step.get("run", "")]


def test_what_is_installed_is_the_action_itself_with_an_extra_that_exists(runner: Runner) -> None:
    _clean(runner)
    assert runner.run()[0] == 0
    told = (runner.temporary / "pip.log").read_text().split("\n")
    (asked,) = [line for line in told if line.startswith(str(ROOT))]
    extra = asked.removeprefix(str(ROOT)).strip("[]")
    assert extra in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]


def test_a_clean_model_passes(runner: Runner) -> None:
    _clean(runner)
    code, said = runner.run()
    assert code == 0, said


@pytest.mark.parametrize(
    ("content", "fail_on", "code"),
    [
        (HOSTILE, "unread", 1),
        (HOSTILE, "flagged", 1),
        (HOSTILE, "never", 0),
        (BROKEN, "unread", 3),
        (BROKEN, "flagged", 0),
        (BROKEN, "never", 0),
        (HOSTILE, "sometimes", 2),
    ],
)
def test_what_fails_the_job_is_the_callers_choice(runner: Runner, content: bytes, fail_on: str, code: int) -> None:
    _clean(runner)
    (runner.workspace / "model.pkl").write_bytes(content)
    ended, said = runner.run(fail_on=fail_on)
    assert ended == code, said


def test_findings_are_written_where_the_caller_says(runner: Runner) -> None:
    (runner.workspace / "model.bin").write_bytes(HOSTILE)
    code, said = runner.run(sarif="out put.sarif")
    assert code == 1, said
    report = json.loads((runner.workspace / "out put.sarif").read_text())
    assert report["version"] == "2.1.0"
    assert any("system" in result["message"]["text"] for result in report["runs"][0]["results"])


def test_several_paths_with_spaces_and_a_leading_hyphen_are_taken_as_they_are(runner: Runner) -> None:
    for name in ("a folder", "-v"):
        (runner.workspace / name).mkdir()
    (runner.workspace / "a folder" / "good.txt").write_text("words\n")
    (runner.workspace / "-v" / "bad.bin").write_bytes(HOSTILE)
    code, said = runner.run(path="a folder\n\n-v\n")
    assert code == 1, said
    assert "bad.bin" in said


def test_a_path_is_never_code(runner: Runner) -> None:
    code, said = runner.run(path="$(touch planted); `touch planted`\n; touch planted")
    assert code == 2, said
    assert not (runner.workspace / "planted").exists()
