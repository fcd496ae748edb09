"""What a walk lists and what it refuses."""

import os
import socket
import stat
from pathlib import Path

import pytest

from seatrial.domain.finding import Finding, Kind
from seatrial.inventory import walk as walking
from seatrial.inventory.walk import walk

REVISION = "snapshots/0123abcd"


def by_rule(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings}


def hub_cache(root: Path) -> Path:
    """A repository folder in the layout of a hub cache, with one file in a sub-directory."""
    repo = root / "models--org--name"
    for folder in ("blobs", "refs", f"{REVISION}/onnx"):
        (repo / folder).mkdir(parents=True)
    (repo / "blobs/aaaa").write_bytes(b"weights")
    (repo / "blobs/bbbb").write_bytes(b"graph")
    (repo / REVISION / "model.bin").symlink_to("../../blobs/aaaa")
    (repo / REVISION / "onnx/model.onnx").symlink_to("../../../blobs/bbbb")
    return repo


def test_files_come_in_the_order_of_their_bytes_hidden_ones_included(tmp_path: Path) -> None:
    for name in ("b", "a/z", "a.txt", ".git/config", "é"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    walked = walk(tmp_path)
    assert [found.path for found in walked.files] == [".git/config", "a.txt", "a/z", "b", "é"]
    assert walked.findings == ()


def test_a_single_file_goes_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    (found,) = walk(tmp_path / "model.gguf").files
    assert (found.path, found.size) == ("model.gguf", 4)


def test_a_symbolic_link_is_refused_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "secret").write_text("x")
    (tmp_path / "m/link").symlink_to("../secret")
    (tmp_path / "m/dir").symlink_to("..")
    (tmp_path / "m/loop").symlink_to("loop")
    walked = walk(tmp_path / "m")
    assert walked.files == ()
    assert [(f.kind, f.rule, f.location and f.location.path) for f in walked.findings] == [
        (Kind.FAIL, "symbolic-link", name) for name in ("dir", "link", "loop")
    ]


def test_links_of_a_hub_snapshot_stand_for_the_blobs(tmp_path: Path) -> None:
    repo = hub_cache(tmp_path)
    walked = walk(repo / REVISION)
    assert walked.findings == ()
    assert {f.path: Path(f.location).name for f in walked.files} == {"model.bin": "aaaa", "onnx/model.onnx": "bbbb"}
    assert all(found.linked for found in walked.files)


def test_a_whole_repository_folder_of_a_hub_cache_is_walked(tmp_path: Path) -> None:
    walked = walk(hub_cache(tmp_path))
    assert [f.path for f in walked.files if f.linked] == [f"{REVISION}/model.bin", f"{REVISION}/onnx/model.onnx"]
    assert walked.findings == ()


@pytest.mark.parametrize(
    "target", ["../../../outside", "../../refs/main", "../../blobs/../../outside", "../../blobs/deep/x"]
)
def test_a_snapshot_link_that_leaves_the_blobs_is_refused(target: str, tmp_path: Path) -> None:
    repo = hub_cache(tmp_path)
    (tmp_path / "outside").write_text("x")
    (repo / "refs/main").write_text("x")
    (repo / "blobs/deep").mkdir()
    (repo / "blobs/deep/x").write_text("x")
    (repo / REVISION / "evil").symlink_to(target)
    assert [f.rule for f in walk(repo / REVISION).findings] == ["symbolic-link"]


def test_a_blob_that_is_itself_a_link_is_refused(tmp_path: Path) -> None:
    repo = hub_cache(tmp_path)
    (repo / "blobs/cccc").symlink_to("/etc/passwd")
    (repo / REVISION / "evil").symlink_to("../../blobs/cccc")
    assert [f.rule for f in walk(repo / REVISION).findings] == ["symbolic-link"]


def test_special_files_are_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(tmp_path / "sock"))
        walked = walk(tmp_path)
    assert [(f.rule, f.message.split(";")[0]) for f in walked.findings] == [
        ("special-file", "a FIFO"),
        ("special-file", "a socket"),
    ]


@pytest.mark.parametrize("name", [b"a\nb", b"a\x1bb", b"a\\b", b"a\xffb", "a\u0085b".encode()])
def test_a_name_that_cannot_be_recorded_is_refused_and_shown_escaped(name: bytes, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")
    walked = walk(tmp_path)
    (finding,) = walked.findings
    assert walked.files == ()
    assert (finding.kind, finding.rule) == (Kind.FAIL, "unsafe-name")
    assert finding.location is not None
    assert finding.location.path.isprintable()
    finding.location.path.encode()


def test_a_directory_with_an_unsafe_name_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "a\nb").mkdir()
    (tmp_path / "a\nb" / "file").write_text("x")
    walked = walk(tmp_path)
    assert walked.files == ()
    assert len(walked.findings) == 1


def test_an_invisible_character_in_a_name_asks_for_a_look(tmp_path: Path) -> None:
    (tmp_path / "model\u202egpj.exe").write_text("x")
    walked = walk(tmp_path)
    assert len(walked.files) == 1
    assert [(f.kind, f.rule) for f in walked.findings] == [(Kind.REVIEW, "hidden-name")]


def test_a_directory_that_cannot_be_listed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a").write_text("x")
    real = os.scandir

    def scandir(path: str) -> "os._ScandirIterator[str]":
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("seatrial.inventory.walk.os.scandir", scandir)
    walked = walk(tmp_path)
    assert [found.path for found in walked.files] == ["a"]
    assert by_rule(walked.findings)["unreadable"].message == "cannot be listed: Permission denied"


def test_a_directory_that_vanishes_or_turns_into_a_link_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gone", "swapped"):
        (tmp_path / name).mkdir()
    real = os.lstat

    def lstat(path: str) -> os.stat_result:
        location = Path(path)
        if location.is_dir() and not location.is_symlink():
            location.rmdir()
            if location.name == "swapped":
                location.symlink_to("/etc")
        return real(path)

    monkeypatch.setattr("seatrial.inventory.walk.os.lstat", lstat)
    walked = walk(tmp_path)
    assert walked.files == ()
    assert [f.rule for f in walked.findings] == ["vanished", "vanished"]


def test_a_tree_deeper_than_the_bound_is_cut_with_a_finding(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(walking.MAX_DEPTH + 20):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    walked = walk(tmp_path)
    assert walked.files == ()
    assert [f.rule for f in walked.findings] == ["too-deep"]


def test_refusals_are_counted_up_to_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MAX_FINDINGS", 3)
    for number in range(6):
        (tmp_path / f"l{number}").symlink_to("x")
    assert [f.rule for f in walk(tmp_path).findings] == ["too-many-refused", *["symbolic-link"] * 3]


def test_more_files_than_the_bound_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MAX_FILES", 3)
    for number in range(6):
        (tmp_path / f"f{number}").write_text("x")
    walked = walk(tmp_path)
    assert len(walked.files) == 3
    assert [(f.kind, f.rule) for f in walked.findings] == [(Kind.OPEN, "too-many")]


def test_devices_are_named_as_such() -> None:
    assert walking._special(stat.S_IFCHR).startswith("a device")
