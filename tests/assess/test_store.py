"""The store is believed only when it proves itself, and its disk may fail without the review failing."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.assess.events import Finished, Warned
from seatrial.assess.store import NullStore, Store, default_directory
from seatrial.domain.context import Reply
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.outcome import Outcome, Status
from tests.assess.planting import ROOT, assess, subject_at

KEY = "ab" * 32
DONE = Outcome(check_id="planted.sound", check_version=1, status=Status.COMPLETED, examined_count=1)


def _only_file(directory: Path) -> Path:
    (found,) = (path for path in directory.rglob("*") if path.is_file())
    return found


def test_a_completed_outcome_comes_back_marked_as_used_again(tmp_path: Path) -> None:
    Store(tmp_path).keep_outcome(KEY, DONE)
    assert Store(tmp_path).outcome(KEY) == replace(DONE, reused_from=KEY)


@pytest.mark.parametrize("status", [Status.FAILED, Status.SKIPPED, Status.EXHAUSTED])
def test_only_completed_outcomes_are_kept(tmp_path: Path, status: Status) -> None:
    store = Store(tmp_path)
    store.keep_outcome(KEY, replace(DONE, status=status, reason="r"))
    assert store.outcome(KEY) is None


@given(st.data())
def test_no_alteration_of_an_entry_is_believed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    directory = tmp_path_factory.mktemp("store")
    store = Store(directory)
    store.keep_outcome(KEY, DONE)
    entry = _only_file(directory)
    content = bytearray(entry.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content = content[:at]
    else:
        content[at] ^= data.draw(st.integers(1, 255))
    entry.write_bytes(bytes(content))
    assert store.outcome(KEY) is None
    store.keep_outcome(KEY, DONE)
    assert store.outcome(KEY) is not None


@pytest.mark.parametrize("content", [b"", b"\n", b"{}", b"[" * 100_000, bytes(range(180, 244))])
def test_rubbish_is_no_entry(tmp_path: Path, content: bytes) -> None:
    import hashlib

    place = tmp_path / "outcomes" / KEY[:2] / KEY
    place.parent.mkdir(parents=True)
    place.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
    assert Store(tmp_path).outcome(KEY) is None


def test_an_entry_under_another_name_is_not_taken(tmp_path: Path) -> None:
    store, other = Store(tmp_path), "ab" + "cd" * 31
    store.keep_outcome(KEY, DONE)
    _only_file(tmp_path).rename(tmp_path / "outcomes" / "ab" / other)
    assert store.outcome(other) is None


def test_an_outcome_whose_evidence_is_gone_is_made_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    store.keep_evidence(digest, b"x")
    item = EvidenceItem(digest=digest, title="t", media_type="text/plain", size=1)
    store.keep_outcome(KEY, replace(DONE, evidence=(item,)))
    assert store.outcome(KEY) is not None
    next((tmp_path / "evidence").rglob("2d71*")).write_bytes(b"y")
    assert store.outcome(KEY) is None
    assert store.evidence(digest) is None


def test_answers_grow_old(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep_answer(KEY, Reply(text="t\ud800", tokens=1))
    assert store.answer(KEY, None) == Reply(text="t\ud800", tokens=1)
    assert store.answer(KEY, 3600) is not None
    assert store.answer(KEY, 0) is None
    assert NullStore().answer(KEY, None) is None


def test_a_store_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    store = Store(tmp_path)
    assert "can be written to by others" in store.warning
    store.keep_outcome(KEY, DONE)
    assert not list(tmp_path.iterdir())


def test_the_directory_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEATRIAL_CACHE", os.fspath(tmp_path))
    assert default_directory() == tmp_path
    monkeypatch.delenv("SEATRIAL_CACHE")
    assert default_directory().name == "seatrial"


def test_a_place_that_is_no_directory_is_warned_of_once_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    root = subject_at(tmp_path / "subject")
    events: list[object] = []
    store = Store(tmp_path / "file")
    assessment = assess(root, ["sound", "crash", "overview"], store=store, on_event=events.append)
    assert [o.status for o in assessment.outcomes] == [Status.COMPLETED, Status.FAILED, Status.COMPLETED]
    assert len([e for e in events if isinstance(e, Warned)]) == 1
    assert len([e for e in events if isinstance(e, Finished)]) == 3
    assert all(store.evidence(item.digest) for item in assessment.evidence)


FULL = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from seatrial.assess.events import Warned
from seatrial.assess.store import Store
from tests.assess.planting import REPLIES, assess
store = Store(Path(sys.argv[3]))
Path(sys.argv[3], "filler").write_bytes(b"x" * 60 * 1024)
events = []
found = assess(Path(sys.argv[2]), ["sound", "asker", "crash"], target=REPLIES, store=store, on_event=events.append)
assert [o.status.value for o in found.outcomes] == ["completed", "completed", "failed"], found
assert all(store.evidence(item.digest) for item in found.evidence)
warned = [e.message for e in events if isinstance(e, Warned)]
assert len(warned) == 1 and "No space left" in warned[0], warned
assert not list(Path(sys.argv[3]).rglob("*.part"))
print("went on")
"""


def test_a_disk_that_fills_ends_the_remembering_and_not_the_review(tmp_path: Path) -> None:
    root = subject_at(tmp_path / "subject")
    small = tmp_path / "small"
    small.mkdir()
    mount = f'mount -t tmpfs -o size=64k,mode=700 none "{small}" && exec "$@"'
    tried = subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False)
    if sys.platform != "linux" or tried.returncode:
        pytest.skip("this machine offers no mount namespace")
    command = [sys.executable, "-c", FULL, os.fspath(ROOT), os.fspath(root), os.fspath(small)]
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mount, "sh", *command], capture_output=True, text=True, check=False
    )
    assert run.stdout == "went on\n", run.stderr
