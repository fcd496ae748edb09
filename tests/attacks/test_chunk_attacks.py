"""Verification by chunks: what it gives, and that no shortcut of it can be abused."""

import dataclasses
import json
import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from seatrial.domain import inventory
from seatrial.domain.errors import OperationError, UsageError
from seatrial.gate import admit, chunked, memory
from seatrial.gate.admission import Admission
from seatrial.gate.chunked import ByChunks
from seatrial.inventory import digest
from seatrial.inventory.take import survey
from seatrial.inventory.walk import Found
from seatrial.record import chunks as record_chunks
from seatrial.record.chunks import Chunk, chunks_of, moved, tree_of
from seatrial.record.keys import Signer
from seatrial.record.statement import build
from seatrial.testing.sample_review import clear
from tests.attacks.records import ALLOW, DENY, NOW, UNKNOWN

pytest.importorskip("blake3")
STEP = 1000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Chunks of a thousand bytes, so that a small file has many."""
    for module in (inventory, digest, record_chunks, chunked):
        monkeypatch.setattr(module, "CHUNK_BYTES", STEP)
    monkeypatch.setenv("SEATRIAL_HOME", str(tmp_path / "home"))


@pytest.fixture
def large(model: Path) -> Path:
    (model / "w.bin").write_bytes(bytes(range(256)) * 39)
    (model / "empty").write_bytes(b"")
    return model


@pytest.fixture
def kept(large: Path, signer: Signer, tmp_path: Path) -> Path:
    """The record with its side file, and a trust file, beside one another."""
    taken = survey(large, chunked=True)
    assert taken.chunks is not None
    review = dataclasses.replace(clear(), inventory=taken.inventory, finished_at=NOW)
    made = build(
        review, b"{}", key_id=signer.key_id, nonce=b"n" * 16, secret=b"s", lifetime=NOW - NOW.replace(year=2025),
        chunks=dataclasses.replace(tree_of(taken.chunks), size=67108864),
    )  # fmt: skip
    (tmp_path / "record.json").write_bytes(signer.seal(made))
    (tmp_path / "record.json.chunks").write_bytes(b"".join(taken.chunks))
    (tmp_path / "reviewer.pub").write_bytes(signer.public_pem)
    (tmp_path / "trust.toml").write_text('[[signer]]\nname = "the reviewer"\npublic_key = "reviewer.pub"\n')
    return tmp_path / "record.json"


def ask(model: Path, record: Path, **way: object) -> Admission:
    rule = record.parent / "trust.toml"
    how = ByChunks(**way)  # type: ignore[arg-type]
    return admit.check(model, record=record, trust=rule, now=NOW, by_chunks=how)


def note(found: Admission) -> str:
    return next(r.text for r in found.reasons if "by their chunks" in r.text)


def test_what_was_reviewed_is_allowed_chunk_by_chunk(large: Path, kept: Path) -> None:
    found = ask(large, kept)
    assert found.result is ALLOW
    assert "13 read, 0 known" in note(found)


def test_a_changed_chunk_is_named_by_its_place(large: Path, kept: Path) -> None:
    data = bytearray((large / "w.bin").read_bytes())
    data[3 * STEP + 7] ^= 1
    (large / "w.bin").write_bytes(data)
    found = ask(large, kept)
    assert found.result is DENY
    assert [d.path for d in found.differences] == ["w.bin"]
    assert found.differences[0].was.startswith("differs at ")


@pytest.mark.parametrize("change", ["added", "removed", "renamed", "longer", "shorter", "git", "swapped", "link"])
def test_no_attack_on_whole_files_passes_by_chunks(large: Path, kept: Path, change: str) -> None:
    match change:
        case "added":
            (large / "evil.py").write_bytes(b"")
        case "removed":
            (large / "empty").unlink()
        case "renamed":
            (large / "a.bin").rename(large / "c.bin")
        case "longer":
            (large / "a.bin").write_bytes((large / "a.bin").read_bytes() + b"x")
        case "shorter":
            (large / "w.bin").write_bytes((large / "w.bin").read_bytes()[: 9 * STEP])
        case "git":
            (large / ".git").mkdir()
            (large / ".git" / "hook").write_bytes(b"payload")
        case "swapped":
            first, second = (large / "a.bin").read_bytes(), (large / "b.bin").read_bytes()
            (large / "a.bin").write_bytes(second)
            (large / "b.bin").write_bytes(first)
        case "link":
            (large / "a.bin").rename(large.parent / "a.bin")
            (large / "a.bin").symlink_to(large.parent / "a.bin")
    assert ask(large, kept).result is DENY


def test_digests_that_the_record_does_not_commit_to(large: Path, kept: Path) -> None:
    side = kept.with_name(kept.name + ".chunks")
    for broken in (b"", side.read_bytes()[:-32], side.read_bytes() + bytes(32), bytes(32) + side.read_bytes()[32:]):
        other = kept.with_name("other.chunks")
        other.write_bytes(broken)
        assert ask(large, kept, side=other).result is UNKNOWN
    with pytest.raises(UsageError, match="cannot be read"):
        ask(large, kept, side=kept.with_name("none"))


def test_a_sample_is_never_an_allow_and_may_be_a_deny(large: Path, kept: Path) -> None:
    found = ask(large, kept, percent=50.0)
    assert found.result is UNKNOWN
    assert "not everything was" in found.reasons[0].text
    (large / "w.bin").write_bytes(bytes(len((large / "w.bin").read_bytes())))
    assert ask(large, kept, percent=80.0).result is DENY


def test_what_held_is_not_read_again(large: Path, kept: Path, tmp_path: Path) -> None:
    assert "13 read" in note(ask(large, kept, memory=tmp_path / "seen"))
    assert "0 read, 13 known" in note(ask(large, kept, memory=tmp_path / "seen"))
    (large / "a.bin").write_bytes((large / "a.bin").read_bytes())  # the same bytes, written again
    assert "1 read, 12 known" in note(ask(large, kept, memory=tmp_path / "seen"))


def test_forged_mtime_against_the_memory(large: Path, kept: Path, tmp_path: Path) -> None:
    """Other bytes of the same size under the old modification time: the change time gives them away."""
    assert ask(large, kept, memory=tmp_path / "seen").result is ALLOW
    before = (large / "w.bin").stat()
    with (large / "w.bin").open("r+b") as file:
        file.write(b"PAYLOAD")
    os.utime(large / "w.bin", ns=(before.st_atime_ns, before.st_mtime_ns))
    after = (large / "w.bin").stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)
    assert ask(large, kept, memory=tmp_path / "seen").result is DENY


def test_a_memory_that_somebody_else_wrote(large: Path, kept: Path, tmp_path: Path) -> None:
    ask(large, kept, memory=tmp_path / "seen")
    with (large / "w.bin").open("r+b") as file:
        file.write(b"PAYLOAD")
    plain = json.loads((tmp_path / "seen").read_bytes())
    plain["files"]["w.bin"]["state"] = list(digest.state((large / "w.bin").stat()))
    for forged in (json.dumps(plain), "{}", "[]", "", "\xff"):
        (tmp_path / "seen").write_text(forged, encoding="latin-1")
        assert ask(large, kept, memory=tmp_path / "seen").result is DENY


def test_the_memory_of_another_record_is_worth_nothing(large: Path, kept: Path, tmp_path: Path) -> None:
    ask(large, kept, memory=tmp_path / "seen")
    held = memory.Memory(tmp_path / "seen", "0" * 64)
    assert held.held("w.bin", digest.state((large / "w.bin").stat())) == set()


def test_a_key_of_the_memory_that_others_can_read(large: Path, kept: Path, tmp_path: Path) -> None:
    ask(large, kept, memory=tmp_path / "seen")
    (tmp_path / "home" / "keys" / memory.KEY).chmod(0o644)
    with pytest.raises(OperationError, match="not this user's own"):
        ask(large, kept, memory=tmp_path / "seen")


def arriving(large: Path, target: Path, *, spoil: int | None = None, stop: int | None = None) -> None:
    """Files that are written from front to back, a piece at a time."""
    for source in sorted(p for p in large.rglob("*") if p.is_file()):
        (target / source.relative_to(large)).parent.mkdir(parents=True, exist_ok=True)
        data = bytearray(source.read_bytes())
        if spoil is not None and source.name == "w.bin":
            data[spoil] ^= 1
        if stop is not None and source.name == "w.bin":
            data = data[:stop]
        with (target / source.relative_to(large)).open("wb", buffering=0) as file:
            for at in range(0, len(data), 700):
                file.write(data[at : at + 700])
                time.sleep(0.01)


def test_files_are_verified_while_they_arrive(large: Path, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    writer = threading.Thread(target=arriving, args=(large, tmp_path / "here"))
    writer.start()
    found = ask(tmp_path / "here", kept, arriving=True)
    writer.join()
    assert found.result is ALLOW
    assert "while they arrived: 13 read" in note(found)


def test_a_wrong_chunk_ends_the_waiting(large: Path, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    arriving(large, tmp_path / "here", spoil=2 * STEP, stop=5 * STEP)
    started = time.monotonic()
    assert ask(tmp_path / "here", kept, arriving=True).result is DENY
    assert time.monotonic() - started < 50  # it would wait for a minute


def test_what_stops_arriving_is_gone_on_with_later(large: Path, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    arriving(large, tmp_path / "here", stop=5 * STEP + 1)
    found = ask(tmp_path / "here", kept, arriving=True, patience=0.0, memory=tmp_path / "seen")
    assert found.result is UNKNOWN
    assert "5 of 10 chunks were read, and hold" in found.differences[0].was
    with (tmp_path / "here" / "w.bin").open("ab") as file:
        file.write((large / "w.bin").read_bytes()[5 * STEP + 1 :])
    found = ask(tmp_path / "here", kept, arriving=True, memory=tmp_path / "seen")
    assert found.result is ALLOW
    assert "5 read, 8 known" in note(found)


def test_a_file_swapped_between_two_chunks(
    large: Path, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time of check, time of use: another file takes the place of one that is being read."""
    shutil.copy(large / "w.bin", tmp_path / "same")
    read, done = chunked._read, threading.Event()

    def swapping(file: Found, chunk: Chunk) -> chunked._Read:
        found = read(file, chunk)
        if chunk.path == "w.bin" and chunk.offset == 4 * STEP and not done.is_set():
            done.set()
            (tmp_path / "same").replace(large / "w.bin")
        return found

    monkeypatch.setattr(chunked, "_read", swapping)
    found = ask(large, kept)
    assert found.result is DENY
    assert "changed while it was verified" in found.differences[0].was


def test_what_a_new_version_has_to_fetch(large: Path, kept: Path) -> None:
    digests = (kept.with_name(kept.name + ".chunks")).read_bytes()
    old = [Chunk("w.bin", n * STEP, STEP, digests[n * 32 : n * 32 + 32]) for n in range(5)]
    new = [*old[:3], old[3]._replace(digest=b"x" * 32), old[4]]
    assert moved(old, new) == [new[3]]
    assert moved(old, [c._replace(path="other") for c in old[:1]]) == [old[0]._replace(path="other")]
    assert [chunks_of(size) for size in (0, 1, STEP, STEP + 1)] == [0, 1, 1, 2]
