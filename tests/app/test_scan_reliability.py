"""A scan that is disturbed: files that change under it, processes that are killed, shards that change between two."""

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from seatrial.app import scan_file as scanning
from seatrial.app.scan import scan
from seatrial.app.scan_file import FileVerdict
from seatrial.assess.contexts import OpenedSubject
from seatrial.domain.inventory import ArtifactEntry
from seatrial.inventory import digest, take
from seatrial.inventory.digest import FileDigest
from tests.corpus.safetensors_samples import entry, file
from tests.fuzz.seeds import seeds

ONE_OF_EACH = [pytest.param(*files[0], id=name) for name, files in seeds().items()]
"""The smallest file of every format."""


def _overwrite(path: Path) -> None:
    """Write other bytes of the same length, as a mirror or a training run would."""
    with path.open("r+b") as target:
        first = target.read(1)
        target.seek(0)
        target.write(bytes([first[0] ^ 1]) if first else b"")
        target.flush()
        os.fsync(target.fileno())
    os.utime(path, ns=(time.time_ns(), time.time_ns() + 1))


@pytest.mark.parametrize(("name", "data"), ONE_OF_EACH)
def test_a_file_of_any_format_that_changes_while_it_is_hashed_is_noticed(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    plain = digest.hash_file

    def disturbed(descriptor: int, *more: object, **named: object) -> FileDigest:
        hashed = plain(descriptor, *more, **named)  # type: ignore[arg-type]
        _overwrite(path)
        return hashed

    monkeypatch.setattr("seatrial.inventory.take.hash_file", disturbed)
    (found,) = [f for f in scan([path], jobs=1) if f.path == str(path)]
    assert found.verdict is not FileVerdict.CLEAN
    assert any("changed" in item.finding.message for item in found.reported)


@pytest.mark.parametrize(("name", "data"), ONE_OF_EACH)
def test_a_file_of_any_format_that_changes_while_a_check_reads_it_is_noticed(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    plain, opened = OpenedSubject._file, list[str]()

    def disturbed(self: OpenedSubject, artifact: ArtifactEntry) -> object:
        reader = plain(self, artifact)
        if not opened:
            _overwrite(path)
        opened.append(artifact.path)
        return reader

    monkeypatch.setattr(OpenedSubject, "_file", disturbed)
    (found,) = [f for f in scan([path], jobs=1) if f.path == str(path)]
    if opened:  # formats of pictures and the like are hashed, and no check opens them
        assert found.verdict is not FileVerdict.CLEAN
        assert any("changed" in item.finding.message for item in found.reported)


def test_a_file_that_is_replaced_by_another_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(file({"w": entry([2], 0, 8)}, bytes(8)))
    plain = take.take_file

    def replaced(found: object, *more: object, **named: object) -> object:
        taken = plain(found, *more, **named)  # type: ignore[arg-type]
        other = tmp_path / "other"
        other.write_bytes(path.read_bytes())
        other.replace(path)
        return taken

    monkeypatch.setattr("seatrial.app.scan_file.take_file", replaced)
    (found,) = scan([path], jobs=1)
    assert found.verdict is not FileVerdict.CLEAN
    assert any("changed" in item.finding.message for item in found.reported)


# Killed


_KILLED_AT_THE_FIFTH = """
import os, signal, sys
from pathlib import Path
import seatrial.app.processors as processors
from seatrial.app import scan_journal
from seatrial.app.scan import scan

processors.FEW_FILES = 0
kept, count = scan_journal.Journal.keep, 0

def keep(self, found, file):
    global count
    kept(self, found, file)
    count += 1
    if count == 5:
        os.kill(os.getpid(), signal.SIGKILL)

scan_journal.Journal.keep = keep
for _ in scan([sys.argv[1]], jobs=int(sys.argv[3]), journal=Path(sys.argv[2])):
    pass
"""


@pytest.fixture
def shards(tmp_path: Path) -> Path:
    """Twelve files of 1 MiB each."""
    root = tmp_path / "shards"
    root.mkdir()
    for number in range(12):
        data = bytes([number]) * (1 << 20)
        shard = root / f"model-{number:05}-of-00012.safetensors"
        shard.write_bytes(file({f"w{number}": entry([len(data) // 4], 0, len(data))}, data))
    return root


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_scan_that_is_killed_loses_no_finished_file(
    shards: Path, tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = tmp_path / "journal"
    mark = f"SEATRIAL_TEST_{os.getpid()}_{jobs}"
    arguments = [sys.executable, "-c", textwrap.dedent(_KILLED_AT_THE_FIFTH), str(shards), str(journal), str(jobs)]
    ended = subprocess.run(arguments, env={**os.environ, mark: "1"}, capture_output=True, timeout=120, check=False)
    assert ended.returncode == -9
    assert not _left_running(mark), "processes of a scan that was killed went on"
    finished = journal.read_bytes().count(b"\n") - 1
    assert finished == 5
    read: list[str] = []
    monkeypatch.setattr("seatrial.app.scan.scan_file", _recording(read))
    files = list(scan([shards], jobs=1, journal=journal))
    assert len(files) == 12
    assert len(read) == 12 - finished
    assert all(found.verdict is FileVerdict.CLEAN for found in files)


def _left_running(mark: str) -> list[str]:
    """Processes with this in their environment, once they had ten seconds to end."""
    deadline = time.monotonic() + 10
    while (left := list(_processes(mark))) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def _processes(mark: str) -> Iterator[str]:
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state = (place / "stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z" and mark.encode() in (place / "environ").read_bytes():
                yield place.name
        except OSError:
            continue


def _recording(read: list[str]) -> object:
    def recorded(found: object, root: object) -> object:
        read.append(found.path)  # type: ignore[attr-defined]
        return scanning.scan_file(found, root)  # type: ignore[arg-type]

    return recorded


# Changed between two scans


def _bytes_read() -> int:
    """Bytes that this process asked the system for so far."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("rchar:")))


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="the system does not count what a process reads")
def test_of_shards_the_changed_one_alone_is_read_again(shards: Path, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    before = _bytes_read()
    first = list(scan([shards], jobs=1, journal=journal))
    whole = _bytes_read() - before
    assert whole >= 12 << 20
    changed = sorted(shards.iterdir())[7]
    _overwrite_tensor(changed)
    before = _bytes_read()
    second = list(scan([shards], jobs=1, journal=journal))
    again = _bytes_read() - before
    assert 1 << 20 <= again < 3 << 20, (whole, again)
    differ = [new.path for old, new in zip(first, second, strict=True) if old.sha256 != new.sha256]
    assert differ == [str(changed)]


def _overwrite_tensor(path: Path) -> None:
    with path.open("r+b") as target:
        target.seek(-8, os.SEEK_END)
        target.write(b"\1" * 8)
