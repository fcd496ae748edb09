"""Files alone: one verdict each, on one processor or several, again after an interruption, and never a traceback."""

import json
import os
import pickle
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from seatrial.app import file_pool, scan_file
from seatrial.app.scan import Scanned, scan
from seatrial.app.scan_file import FileVerdict, ScannedFile
from seatrial.domain.context import LimitReached
from seatrial.domain.errors import OperationError, UsageError
from seatrial.inventory.take import Root
from seatrial.inventory.walk import Found
from seatrial.testing.builders import ZipMember, state_dict, torch_zip, zipped

RUNS_A_SHELL = b"cos\nsystem\n(S'echo inert'\ntR."


def _by_name(files: list[Scanned]) -> dict[str, Scanned]:
    return {Path(file.path).name: file for file in files}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    root = tmp_path / "model"
    root.mkdir()
    (root / "evil.bin").write_bytes(RUNS_A_SHELL)
    (root / "good.pt").write_bytes(torch_zip(state_dict(), [b"\0" * 64, b"\0" * 64]))
    (root / "cut.pkl").write_bytes(pickle.dumps({"a": [1.5] * 40})[:-9])
    (root / "config.json").write_text(json.dumps({"auto_map": {"AutoModel": "modeling_x.X"}}))
    (root / "modeling_x.py").write_text("import os\nos.system('echo inert')\n")
    (root / "README.md").write_text("# A model\n\nText.\n")
    (root / "hidden.zip").write_bytes(zipped([ZipMember(name="a/deep.dat", data=RUNS_A_SHELL)]))
    return root


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_file_gets_its_verdict(model: Path, jobs: int) -> None:
    files = _by_name(list(scan([model], jobs=jobs)))
    assert {name: file.verdict.value for name, file in files.items()} == {
        "evil.bin": "flagged",
        "good.pt": "clean",
        "cut.pkl": "error",
        "config.json": "flagged",
        "modeling_x.py": "flagged",
        "README.md": "clean",
        "hidden.zip": "flagged",
    }
    assert all(len(file.sha256) == 64 for file in files.values())


def test_one_process_and_several_say_the_same(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.app.processors.FEW_FILES", 0)
    assert list(scan([model], jobs=1)) == list(scan([model], jobs=3))


def test_single_files_of_one_directory_are_seen_together(model: Path) -> None:
    together = _by_name(list(scan([model / "config.json", model / "modeling_x.py"])))
    assert set(together) == {"config.json", "modeling_x.py"}
    assert not [r for r in together["config.json"].reported if r.finding.kind.value == "open"]


def test_paths_come_back_as_they_were_given(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(model)
    assert [file.path for file in scan(["evil.bin"])] == ["evil.bin"]
    assert [file.path for file in scan([str(model / "evil.bin")])] == [str(model / "evil.bin")]
    assert "./evil.bin" in [file.path for file in scan(["."])]


def test_a_configuration_inside_an_archive_is_seen_beside_others(model: Path) -> None:
    packed = zipped([ZipMember(name="m/config.json", data=(model / "config.json").read_bytes())])
    (model / "packed.zip").write_bytes(packed)
    reported = _by_name(list(scan([model])))["packed.zip"].reported
    assert not [item for item in reported if "crashed" in item.finding.message]


def test_a_file_named_twice_is_told_once(model: Path) -> None:
    files = list(scan([model / "evil.bin", model / "evil.bin"]))
    assert len(files) == 1


def test_a_link_that_leaves_the_directory_is_flagged(model: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("secret")
    (model / "link").symlink_to(tmp_path / "outside")
    files = _by_name(list(scan([model])))
    assert files["link"].verdict is FileVerdict.FLAGGED
    assert files["link"].sha256 == ""


def test_what_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing at"):
        list(scan([tmp_path / "nowhere"]))
    with pytest.raises(UsageError, match="empty path"):
        list(scan([""]))


# Interruption


def test_finished_files_are_not_read_again(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = tmp_path / "journal"
    first = list(scan([model], jobs=1, journal=journal))
    read: list[str] = []
    monkeypatch.setattr("seatrial.app.scan.scan_file", _recording(read))
    assert list(scan([model], jobs=1, journal=journal)) == first
    assert read == []


def test_only_a_changed_file_is_read_again(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = tmp_path / "journal"
    list(scan([model], jobs=1, journal=journal))
    read: list[str] = []
    monkeypatch.setattr("seatrial.app.scan.scan_file", _recording(read))
    (model / "evil.bin").write_bytes(pickle.dumps([1]))
    files = _by_name(list(scan([model], jobs=1, journal=journal)))
    assert read == ["evil.bin"]
    assert files["evil.bin"].verdict is FileVerdict.CLEAN


def test_a_change_that_puts_the_old_time_back_is_noticed(model: Path, tmp_path: Path) -> None:
    journal, evil = tmp_path / "journal", model / "evil.bin"
    evil.write_bytes(b"\x80\x04" + b"N0" * 14 + b"N.")
    before = evil.stat()
    list(scan([model], jobs=1, journal=journal))
    evil.write_bytes(RUNS_A_SHELL.ljust(before.st_size, b"\n")[: before.st_size])
    os.utime(evil, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert _by_name(list(scan([model], jobs=1, journal=journal)))["evil.bin"].verdict is FileVerdict.FLAGGED


def test_a_line_that_was_cut_off_is_forgotten(model: Path, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    whole = list(scan([model], jobs=1, journal=journal))
    lines = journal.read_bytes()
    journal.write_bytes(lines[:-20])
    assert list(scan([model], jobs=1, journal=journal)) == whole
    assert journal.read_bytes().count(b"\n") == lines.count(b"\n")


def test_a_journal_of_another_version_is_not_believed(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = tmp_path / "journal"
    list(scan([model], jobs=1, journal=journal))
    monkeypatch.setattr("seatrial.app.scan_journal.__version__", "0.0.other")
    read: list[str] = []
    monkeypatch.setattr("seatrial.app.scan.scan_file", _recording(read))
    list(scan([model], jobs=1, journal=journal))
    assert len(read) == 7


@pytest.mark.parametrize("content", [b"not json\n", b"[]\n", b'{"tool": 3}\n', b'{"a"', b"my notes"])
def test_a_file_that_is_no_journal_is_refused_and_left_alone(model: Path, tmp_path: Path, content: bytes) -> None:
    journal = tmp_path / "notes.txt"
    journal.write_bytes(content)
    with pytest.raises(UsageError, match="no journal"):
        list(scan([model], jobs=1, journal=journal))
    assert journal.read_bytes() == content


def test_a_broken_line_in_a_journal_is_said(model: Path, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    list(scan([model], jobs=1, journal=journal))
    journal.write_bytes(journal.read_bytes() + b"oddity\n")
    with pytest.raises(UsageError, match="no journal"):
        list(scan([model], jobs=1, journal=journal))


def test_a_journal_that_cannot_be_opened_is_said(model: Path, tmp_path: Path) -> None:
    with pytest.raises(OperationError, match="cannot be used"):
        list(scan([model], jobs=1, journal=tmp_path / "no" / "such" / "directory"))


def _recording(read: list[str]) -> Callable[[Found, Root], ScannedFile]:
    def record(found: Found, root: Root) -> ScannedFile:
        read.append(found.path)
        return scan_file.scan_file(found, root)

    return record


# What a file may do to its process


def test_a_file_that_takes_too_long_is_an_error(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_file, "MIN_SECONDS", 0.05)
    monkeypatch.setattr(scan_file, "SECONDS_PER_MEGABYTE", 0.0)
    monkeypatch.setattr(scan_file, "take_file", lambda *_: time.sleep(5))
    (file,) = scan([model / "README.md"], jobs=1)
    assert file.verdict is FileVerdict.ERROR
    assert "took longer" in file.reported[0].finding.message
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.parametrize("trouble", [LimitReached("too much"), MemoryError(), RecursionError()])
def test_a_file_that_meets_a_bound_is_an_error(
    model: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def take(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(scan_file, "take_file", take)
    (file,) = scan([model / "README.md"], jobs=1)
    assert file.verdict is FileVerdict.ERROR


def _deadly(found: Found, root: Root) -> ScannedFile:
    if found.path == "evil.bin":
        os.kill(os.getpid(), signal.SIGKILL)
    return scan_file.scan_file(found, root)


@pytest.mark.skipif(os.name != "posix" or not hasattr(os, "fork"), reason="needs processes that fork")
def test_a_file_that_ends_its_process_takes_no_other_along(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.app.scan.scan_file", _deadly)
    monkeypatch.setattr(file_pool, "BATCH_FILES", 2)
    monkeypatch.setattr("seatrial.app.processors.FEW_FILES", 0)
    files = _by_name(list(scan([model], jobs=2)))
    assert len(files) == 7
    assert files["evil.bin"].verdict is FileVerdict.ERROR
    assert files["good.pt"].verdict is FileVerdict.CLEAN
    assert files["hidden.zip"].verdict is FileVerdict.FLAGGED
