"""Tools of others in environments of their own: they share no library with what they judge."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest


def environment(name: str, packages: tuple[str, ...], *, python: str = sys.executable) -> Path:
    """The folder with the programs of a virtual environment that holds these; kept between runs, made when missing."""
    folder = Path(platformdirs.user_cache_dir("seatrial")) / "peers" / name
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != " ".join(packages):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        install = [str(folder / "bin" / "pip"), "install", "--quiet", *packages]
        done = subprocess.run(install, capture_output=True, check=False)
        if done.returncode:
            pytest.skip(f"{name} cannot be installed: {done.stderr.decode()[-200:]}")
        stamp.write_text(" ".join(packages))
    return folder / "bin"


def newer_python() -> str:
    """A Python of 3.12 or later; skips where there is none."""
    if sys.version_info >= (3, 12):
        return sys.executable
    places = sorted(Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.1[2-9]*/bin/python"))
    candidates = [*map(str, places), *filter(None, map(shutil.which, ("python3.12", "python3.13")))]
    runs = (p for p in candidates if subprocess.run([p, "-V"], capture_output=True, check=False).returncode == 0)
    found = next(runs, None)  # a shim of pyenv may be there and run nothing
    if found is None:
        pytest.skip("needs Python 3.12 or later")
    return found
