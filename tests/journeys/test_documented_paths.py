"""The tutorial and the ten-minute check, followed to the letter."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


def environment(home: Path, source: Path) -> dict[str, str]:
    """A new user's environment, with the tools of this interpreter first on the path."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "SEATRIAL_HOME": str(home / "config"),
        "SEATRIAL_CACHE": str(home / "cache"),
        "PYTHONPATH": str(source),
    }


def run(command: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def test_the_tutorial_works_as_written(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    env = environment(tmp_path / "home", ROOT / "src")
    (tmp_path / "home").mkdir()
    blocks = [m for m in BLOCK.finditer((ROOT / "docs/tutorial.md").read_text()) if m["info"].startswith("sh")]
    assert len(blocks) >= 7
    said = []
    for block in blocks:
        expected = int(block["info"].partition("exit=")[2] or 0)
        done = run(block["body"], tmp_path, env)
        assert done.returncode == expected, f"{block['body']}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout)
    story = "\n".join(said)
    assert "posix.system" in story
    assert "no-code-on-load" in story
    assert "README.md" in said[6]
    assert (tmp_path / "tiny.review" / "report.html").stat().st_size > 10_000


def test_a_check_is_added_in_ten_minutes_as_written(tmp_path: Path) -> None:
    for name in ("src", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    blocks = list(BLOCK.finditer((ROOT / "CONTRIBUTING.md").read_text()))
    for block in blocks:
        file = block["info"].partition("file=")[2]
        if file:
            (tmp_path / file).write_text(block["body"])
    env = environment(tmp_path / "home", tmp_path / "src")
    (tmp_path / "home").mkdir()
    commands = [block["body"] for block in blocks if block["info"] == "sh"]
    assert commands
    done = run(commands[0].replace("seatrial ", f"{sys.executable} -m seatrial "), tmp_path, env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 cases of 1 checks: 2 passed" in done.stdout
    page = (tmp_path / "docs/reference/checks/artifact.editor-backup.md").read_text()
    assert "editor's backup" in page
    lint = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            *(str(tmp_path / b["info"].partition("file=")[2]) for b in blocks if "file=" in b["info"]),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout


@pytest.mark.parametrize("name", ["main job", "all tests"])
def test_the_readme_has_each_command_on_one_line(name: str) -> None:
    readme = (ROOT / "README.md").read_text()
    after = readme.split(f"<!-- {name} -->")[1]
    block = BLOCK.search(after)
    assert block is not None
    assert block["info"] == "sh"
    assert len(block["body"].splitlines()) == 1
    first_screen = "\n".join(readme.splitlines()[:30])
    assert block["body"].strip() in first_screen
    assert len(re.findall(r"^```sh$", first_screen, re.MULTILINE)) == 2
