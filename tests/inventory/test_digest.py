"""Digests against the tools whose definitions they follow."""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.inventory.blocks import AHEAD_FROM, BLOCK_BYTES
from seatrial.inventory.digest import Resource, dir_hash1, hash_file, oms_root

SAMPLE = {
    "a/b": b"1\n",
    "a.txt": b"2\n",
    "a b": b"3\n",
    "é.txt": b"4\n",
    "Z": b"5\n",
    "empty": b"",
    "a-": b"6\n",
    "a/.h": b"7\n",
}
NAMES = st.text(st.sampled_from("abZ.-_é0"), min_size=1, max_size=4).filter(lambda name: name not in (".", ".."))


def resources(files: dict[str, bytes]) -> list[Resource]:
    return [
        Resource(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data)) for path, data in files.items()
    ]


def test_the_root_is_the_one_that_model_signing_1_1_1_gives_for_the_same_files() -> None:
    # Payload(hashing.Config().set_ignored_paths(paths=[], ignore_git_paths=False).hash(...)) of model_signing 1.1.1
    assert oms_root(resources(SAMPLE)) == "783c7d95bc1dc38f43d9379e5ca5fbdabb8ed3dd5110c7af0d1ead45a7bd8ef1"


def test_the_root_of_a_single_file_is_the_one_that_model_signing_1_1_1_gives() -> None:
    only = resources({"a.txt": SAMPLE["a.txt"]})
    assert oms_root(only) == "3bcfb156ce9922c0152366ab9444bb99c0b82bab7573261e3770de9a43d92984"


def test_renaming_changes_dir_hash1_and_may_leave_the_root() -> None:
    before, after = resources({"b.bin": b"x"}), resources({"evil.bin": b"x"})
    assert oms_root(before) == oms_root(after)
    assert dir_hash1(before) != dir_hash1(after)


def test_dir_hash1_is_what_the_shell_line_of_in_toto_gives(tmp_path: Path) -> None:
    files = {name: data for name, data in SAMPLE.items() if " " not in name}
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    line = "find . -type f | cut -c3- | LC_ALL=C sort | xargs -r sha256sum | sha256sum"
    told = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert dir_hash1(resources(files)) == told.split()[0]


@given(st.dictionaries(NAMES, st.binary(max_size=4), max_size=6))
def test_both_digests_do_not_depend_on_the_order_of_files(files: dict[str, bytes]) -> None:
    given_order = resources(files)
    other = list(reversed(given_order))
    assert oms_root(given_order) == oms_root(other)
    assert dir_hash1(given_order) == dir_hash1(other)


@pytest.mark.parametrize("name", ["a\nb", "a\\b"])
def test_a_name_that_makes_lines_ambiguous_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="newline or a backslash"):
        dir_hash1(resources({name: b""}))


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES + 7])
def test_a_file_of_any_size_is_hashed_whole(size: int, tmp_path: Path) -> None:
    data = bytes(n % 251 for n in range(256)) * (size // 256 + 1)
    (tmp_path / "f").write_bytes(data[:size])
    steps: list[int] = []
    descriptor = os.open(tmp_path / "f", os.O_RDONLY)
    hashed = hash_file(descriptor, steps.append)
    os.close(descriptor)
    assert (hashed.sha256, hashed.size, hashed.changed) == (hashlib.sha256(data[:size]).hexdigest(), size, False)
    assert sum(steps) == size


def test_a_file_that_grows_while_it_is_read_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(bytes(3 * BLOCK_BYTES))

    def grow(_: int) -> None:
        if file.stat().st_size < 4 * BLOCK_BYTES:
            with file.open("ab") as more:
                more.write(bytes(BLOCK_BYTES))

    descriptor = os.open(file, os.O_RDONLY)
    hashed = hash_file(descriptor, grow)
    os.close(descriptor)
    assert hashed.changed


@pytest.mark.parametrize("size", [AHEAD_FROM, AHEAD_FROM + 12_345])
def test_a_large_file_that_is_read_ahead_is_hashed_whole(size: int, tmp_path: Path) -> None:
    file, seen = tmp_path / "f", hashlib.sha256()
    with file.open("wb") as written:
        for number in range(size // 12_345 + 1):
            seen.update(piece := number.to_bytes(4, "little") * 3086 + b"!")
            written.write(piece)
    steps: list[int] = []
    descriptor = os.open(file, os.O_RDONLY)
    hashed = hash_file(descriptor, steps.append)
    os.close(descriptor)
    assert (hashed.sha256, hashed.size, hashed.changed) == (seen.hexdigest(), file.stat().st_size, False)
    assert sum(steps) == hashed.size


def test_nobody_reads_on_from_a_file_that_was_given_up(tmp_path: Path) -> None:
    file = tmp_path / "f"
    with file.open("wb") as sparse:
        sparse.truncate(AHEAD_FROM)

    def give_up(_: int) -> None:
        raise TimeoutError

    descriptor = os.open(file, os.O_RDONLY)
    with pytest.raises(TimeoutError) as given_up:
        hash_file(descriptor, give_up)
    assert given_up.tb is not None, "whose frames keep what they hold alive"
    os.close(descriptor)
    assert "reads ahead" not in {thread.name for thread in threading.enumerate()}


def test_a_large_file_that_cannot_be_read_on_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, readv = tmp_path / "f", os.readv
    with file.open("wb") as sparse:
        sparse.truncate(AHEAD_FROM)
    descriptor = os.open(file, os.O_RDONLY)

    def fails(source: int, buffers: list[memoryview]) -> int:
        if os.lseek(source, 0, os.SEEK_CUR) >= 5 * BLOCK_BYTES:
            raise OSError(5, "Input/output error")
        return readv(source, buffers)

    monkeypatch.setattr(os, "readv", fails)
    with pytest.raises(OSError, match="Input/output error"):
        hash_file(descriptor)
    os.close(descriptor)


def test_the_gate_may_use_walk_and_digest_without_any_parser() -> None:
    code = (
        "import sys, seatrial.inventory.walk, seatrial.inventory.digest;"
        "print(sorted({m.split('.')[1] for m in sys.modules if m.startswith('seatrial.')}))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "['domain', 'inventory', 'version']"
