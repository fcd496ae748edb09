"""A log, a witness and a verifier, each its own process, over real HTTP."""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial

Start = Callable[..., tuple[str, str]]


@pytest.fixture
def start(tmp_path: Path, home_environment: dict[str, str]) -> Iterator[Start]:
    """Start a server on a free port; its address, and the first line it said on standard output."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str, speaks: bool = False) -> tuple[str, str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "seatrial", *arguments, "--listen", "127.0.0.1:0"],
            cwd=tmp_path,
            env=home_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout
        assert process.stderr
        first = process.stdout.readline() if speaks else ""
        port = re.search(r"port (\d+)", process.stderr.readline())
        assert port
        return f"http://127.0.0.1:{port[1]}", first.strip()

    yield begin
    for process in running:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture
def log(seatrial: Seatrial, tmp_path: Path) -> str:
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "config.json").write_text("{}")
    seatrial("review", "m", "--static", "--out", "r")
    seatrial("log", "init", "log", "--origin", "example.org/log")
    seatrial("log", "append", "log", "r/record.sigstore.json")
    return (tmp_path / "log" / "log.vkey").read_text().strip()


def _witness(start: Start, log: str, name: str = "example.org/witness", folder: str = "w") -> tuple[str, str]:
    url, said = start("log", "witness", folder, "--name", name, "--log", log, speaks=True)
    return url, said.rpartition(" ")[2]


def test_a_witnessed_log_satisfies_a_quorum(seatrial: Seatrial, start: Start, log: str, tmp_path: Path) -> None:
    url, key = _witness(start, log)
    public = (tmp_path / "home/config/keys/reviewer.pub").read_text()
    (tmp_path / "trust.toml").write_text(
        f'[[signer]]\nname = "me"\npublic_key = """\n{public}"""\n[[log]]\nkey = "{log}"\n[[witness]]\nkey = "{key}"\n'
        '[accept]\nresults = ["clear", "not-clear", "could-not-tell"]\nwitness_quorum = 1\n'
        "max_checkpoint_age_hours = 1\n"
    )
    verify = ("verify", "m", "--record", "r/record.sigstore.json", "--trust", "trust.toml")
    before = seatrial(*verify)
    assert (before.code, "0 of 1 witnesses" in before.out) == (3, True)
    cosigned = seatrial("log", "checkpoint", "log", "--witness", url, key)
    assert (cosigned.code, "example.org/witness" in cosigned.out) == (0, True)
    assert seatrial("log", "prove", "log", "r/record.sigstore.json").code == 0
    assert seatrial(*verify).code == 0
    # It grows, and the witness follows from where it was.
    seatrial("review", "m", "--static", "--out", "again")
    seatrial("log", "append", "log", "again/record.sigstore.json")
    assert seatrial("log", "checkpoint", "log", "--witness", url, key).code == 0
    assert seatrial("log", "audit", "log/public", "--key", log).code == 0


def test_a_log_that_forked_is_not_cosigned(seatrial: Seatrial, start: Start, log: str, tmp_path: Path) -> None:
    """The same key signs another history: the witness has seen the first."""
    url, key = _witness(start, log)
    assert seatrial("log", "checkpoint", "log", "--witness", url, key).code == 0
    (tmp_path / "log" / "log.db").rename(tmp_path / "kept.db")
    for leftover in (tmp_path / "log").glob("log.db-*"):
        leftover.unlink()
    names = sorted(path.name for path in (tmp_path / "log").iterdir())
    seatrial("log", "init", "other", "--origin", "example.org/log")
    database = next(path for path in (tmp_path / "other").iterdir() if path.suffix == ".db")
    database.rename(tmp_path / "log" / database.name)
    seatrial("review", "m", "--static", "--out", "again")
    forked = seatrial("log", "append", "log", "again/record.sigstore.json")
    assert forked.code == 0, (names, forked.err)
    refused = seatrial("log", "checkpoint", "log", "--witness", url, key)
    assert (refused.code, "refused it with 422" in refused.err) == (3, True)


def test_a_log_that_rolled_back_is_not_cosigned(seatrial: Seatrial, start: Start, log: str, tmp_path: Path) -> None:
    url, key = _witness(start, log)
    seatrial("review", "m", "--static", "--out", "again")
    old = {path: path.read_bytes() for path in (tmp_path / "log").glob("*.db*")}
    seatrial("log", "append", "log", "again/record.sigstore.json")
    assert seatrial("log", "checkpoint", "log", "--witness", url, key).code == 0
    for path in (tmp_path / "log").glob("*.db*"):
        path.unlink()
    for path, content in old.items():
        path.write_bytes(content)
    refused = seatrial("log", "checkpoint", "log", "--witness", url, key)
    assert (refused.code, "more than the 1" in refused.err) == (3, True)


def test_a_witness_of_other_logs_refuses_and_one_that_is_gone_is_said(
    seatrial: Seatrial, start: Start, log: str, tmp_path: Path
) -> None:
    seatrial("log", "init", "other", "--origin", "example.org/other")
    other = (tmp_path / "other" / "log.vkey").read_text().strip()
    url, key = _witness(start, other)
    refused = seatrial("log", "checkpoint", "log", "--witness", url, key)
    assert (refused.code, "404" in refused.err) == (3, True)
    gone = seatrial("log", "checkpoint", "log", "--witness", "http://127.0.0.1:9", key)
    assert (gone.code, "cannot be reached" in gone.err) == (3, True)
    assert seatrial("log", "checkpoint", "log", "--witness", url, log).code == 2
    assert seatrial("log", "witness", "w2", "--name", "x y", "--log", log).code == 2
    assert seatrial("log", "witness", "w2", "--name", "x").code == 2


def test_a_log_is_served_and_nothing_else_of_its_directory(
    seatrial: Seatrial, start: Start, log: str, tmp_path: Path
) -> None:
    url, _ = start("log", "serve", "log")
    followed = seatrial("log", "audit", url, "--key", log)
    assert (followed.code, "1 entry" in followed.out) == (0, True)
    with urllib.request.urlopen(f"{url}/checkpoint") as answer:
        assert (answer.headers["cache-control"], answer.headers.get_content_type()) == ("no-cache", "text/plain")
    with urllib.request.urlopen(f"{url}/tile/entries/000.p/1") as answer:
        assert "immutable" in answer.headers["cache-control"]
    for path in ("/log.key", "/../log.key", "/%2e%2e/log.key", "/tile/../../log.key", "/tile/0/000/../../x", "/", "//"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{url}{path}")
    with pytest.raises(urllib.error.HTTPError, match="405"):
        urllib.request.urlopen(f"{url}/checkpoint", data=b"x")


def test_a_request_too_large_is_not_read(start: Start, log: str) -> None:
    url, _ = _witness(start, log)
    huge = urllib.request.Request(f"{url}/add-checkpoint", data=b"x" * 10, headers={"content-length": "999999999"})
    with pytest.raises(urllib.error.HTTPError, match="413"):
        urllib.request.urlopen(huge)
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(f"{url}/add-checkpoint", data=b"old x\n\nnothing")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("witness_quorum = 2", "2, and 1 [[witness]]"),
        ("witness_quorum = 0", "above 0"),
        ("max_age_days = 3", "the key of something else"),
    ],
)
def test_a_quorum_that_cannot_be_is_refused(
    seatrial: Seatrial, log: str, tmp_path: Path, more: str, words: str
) -> None:
    seatrial("log", "init", "x", "--origin", "example.org/x")
    key = json.dumps(log)
    public = (tmp_path / "home/config/keys/reviewer.pub").read_text()
    (tmp_path / "trust.toml").write_text(
        f'[[signer]]\nname = "me"\npublic_key = """\n{public}"""\n[[log]]\nkey = {key}\n[[witness]]\nkey = {key}\n'
        f"[accept]\n{more}\n"
    )
    said = seatrial("gate", "--lint", "--trust", "trust.toml")
    assert (said.code, words in said.err) == (2, True)
