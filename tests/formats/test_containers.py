"""Archives and compressed streams: read as loaders read them, bounded, and never surprised."""

import bz2
import gzip
import io
import itertools
import lzma
import random
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from types import ModuleType
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import (
    bzip2_stream,
    container,
    gzip_stream,
    lz4_stream,
    lzma_stream,
    numpy_array,
    tar_archive,
    xz_stream,
    zip_archive,
    zip_directory,
    zlib_stream,
    zstd_stream,
)
from seatrial.formats.container import inflated, labelled, window
from seatrial.formats.protocol import FormatError, Member
from seatrial.inventory.identify import modules
from seatrial.testing.builders import TarMember, ZipMember, array, long_named, tarred, zipped

zstandard = pytest.importorskip("zstandard")
lz4_frame = pytest.importorskip("lz4.frame")


def old_lzma(data: bytes) -> bytes:
    return lzma.compress(data, lzma.FORMAT_ALONE)


STREAMS: dict[ModuleType, Callable[[bytes], bytes]] = {
    gzip_stream: gzip.compress,
    xz_stream: lzma.compress,
    bzip2_stream: bz2.compress,
    zlib_stream: zlib.compress,
    zstd_stream: zstandard.compress,
    lz4_stream: lz4_frame.compress,
    lzma_stream: old_lzma,
}
CONTAINERS = (zip_archive, tar_archive, *STREAMS)


def read_all(module: ModuleType, data: bytes) -> dict[str, bytes]:
    reader = io.BytesIO(data)
    found = {}
    for label, member in labelled(module.members(reader)):
        if member.kind == "file":
            found[label] = module.open_member(reader, label).read()
    return found


def python_zip(compression: int, names: tuple[str, ...] = ("a.txt", "b/c.bin")) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name in names:
            archive.writestr(name, name.encode() * 1000)
    return out.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_zip_is_read_as_python_reads_it(compression: int) -> None:
    assert read_all(zip_archive, python_zip(compression)) == {n: n.encode() * 1000 for n in ("a.txt", "b/c.bin")}


def test_a_zip_with_64_bit_fields_and_sizes_after_the_data_has_no_disagreement() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w", force_zip64=True) as member:
        member.write(b"x" * 5000)
    reader = io.BytesIO(out.getvalue())
    (entry,) = zip_directory.read_directory(reader).entries
    assert entry.size == 5000
    assert list(zip_directory.disagreements(entry, zip_directory.read_local(reader, entry))) == []
    assert read_all(zip_archive, out.getvalue()) == {"a": b"x" * 5000}


def test_a_zip_behind_other_bytes_is_read_from_its_end() -> None:
    data = zipped([ZipMember(name="a", data=b"x")], lead=b"GIF89a" + bytes(100))
    assert zip_directory.read_directory(io.BytesIO(data)).lead == 106
    assert read_all(zip_archive, data) == {"a": b"x"}
    assert zip_archive.matches_tail(data, len(data))


def test_members_of_one_name_are_each_reachable() -> None:
    data = zipped([ZipMember(name="a", data=b"1"), ZipMember(name="a", data=b"2"), ZipMember(name="a#2", data=b"3")])
    assert read_all(zip_archive, data) == {"a": b"1", "a#2": b"2", "a#2#2": b"3"}


def test_an_encryption_bit_or_wrong_checksum_hides_nothing() -> None:
    data = zipped([ZipMember(name="a", data=b"plain", flags=0x801)])
    assert read_all(zip_archive, data) == {"a": b"plain"}


def test_links_in_archives_are_told_with_their_targets() -> None:
    (link,) = zip_archive.members(io.BytesIO(zipped([ZipMember(name="l", data=b"/etc/passwd", mode=0o120777)])))
    assert (link.kind, link.link_target) == ("symlink", "/etc/passwd")
    (link,) = tar_archive.members(io.BytesIO(tarred([TarMember(name="l", type=b"1", link="../x")])))
    assert (link.kind, link.link_target) == ("hardlink", "../x")


def test_a_member_that_gives_less_than_it_states_reads_as_what_is_there() -> None:
    data = zipped([ZipMember(name="a", data=b"abc", packed=True, stated_size=10_000)])
    assert read_all(zip_archive, data) == {"a": b"abc"}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_is_read_as_python_reads_it(form: int) -> None:
    out = io.BytesIO()
    names = ["a.txt", "é" * 30, "d/" * 40 + "e"] if form != tarfile.USTAR_FORMAT else ["a.txt", "d/" * 60 + "e"]
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = len(name.encode())
            archive.addfile(info, io.BytesIO(name.encode()))
    assert read_all(tar_archive, out.getvalue()) == {name: name.encode() for name in names}
    assert tar_archive.matches(out.getvalue()[:512], len(out.getvalue()))


def test_a_long_name_of_gnu_is_taken_whole() -> None:
    data = tarred([*long_named(TarMember(name="x/" * 100 + "y", data=b"1"))])
    assert list(read_all(tar_archive, data)) == ["x/" * 100 + "y"]


def test_a_tar_with_a_broken_header_gives_what_comes_before_it() -> None:
    data = bytearray(tarred([TarMember(name="a", data=b"1"), TarMember(name="b", data=b"2")]))
    data[1024] ^= 0xFF
    seen = []
    with pytest.raises(FormatError):
        for member in tar_archive.members(io.BytesIO(bytes(data))):
            seen.append(member.name)  # noqa: PERF401 - what came before the error counts
    assert seen == ["a"]


@pytest.mark.parametrize("module", STREAMS, ids=lambda module: str(module.NAME))
@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 1_000_000])
def test_a_stream_is_read_back_whole_in_any_order(module: ModuleType, size: int) -> None:
    data = bytes(n * 31 % 251 for n in range(256)) * (size // 256 + 1)
    packed = STREAMS[module](data[:size])
    assert module.matches(packed[:65536], len(packed))
    reader: BinaryIO = module.open_member(io.BytesIO(packed), "content")
    assert reader.seek(0, io.SEEK_END) == size
    reader.seek(size // 2)
    assert reader.read() == data[size // 2 : size]
    reader.seek(0)
    assert reader.read() == data[:size]


@pytest.mark.parametrize("module", STREAMS, ids=lambda module: str(module.NAME))
def test_a_stream_of_noise_is_read_to_its_end(module: ModuleType) -> None:
    content = random.Random(2).randbytes(1_500_000) + bytes(300_000)
    assert container.expanded(io.BytesIO(STREAMS[module](content)), module.NAME).fault is None
    assert module.open_member(io.BytesIO(STREAMS[module](content)), "content").read() == content


@pytest.mark.parametrize("module", STREAMS, ids=lambda module: str(module.NAME))
def test_streams_one_after_another_are_read_as_one(module: ModuleType) -> None:
    pack = STREAMS[module]
    assert module.open_member(io.BytesIO(pack(b"one ") + pack(b"two")), "content").read() == b"one two"


@pytest.mark.parametrize("module", STREAMS, ids=lambda module: str(module.NAME))
def test_a_stream_that_expands_beyond_measure_is_stopped(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "FREE_BYTES", 1 << 20)
    packed = STREAMS[module](bytes(16 << 20))
    with pytest.raises(LimitReached, match="expands to more than"):
        module.open_member(io.BytesIO(packed), "content").seek(0, io.SEEK_END)


@pytest.mark.parametrize("module", STREAMS, ids=lambda module: str(module.NAME))
def test_bytes_behind_a_stream_hide_nothing_of_it_and_are_told(module: ModuleType) -> None:
    packed = io.BytesIO(STREAMS[module](b"payload" * 100) + b"no stream of any kind")
    ((member, opened),) = module.contents(packed)
    assert opened.read() == b"payload" * 100
    assert member.size == 700
    assert container.expanded(packed, module.NAME).trailing


@pytest.mark.parametrize("module", [m for m in STREAMS if m is not bzip2_stream], ids=lambda m: str(m.NAME))
def test_a_stream_that_breaks_later_gives_what_comes_before_and_then_says_so(module: ModuleType) -> None:
    content = random.Random(1).randbytes(300_000)
    packed = bytearray(STREAMS[module](content))
    packed[-60_000:] = bytes(60_000) if module is zlib_stream else b"\xff" * 60_000
    found = []
    with pytest.raises(FormatError):
        for member, opened in module.contents(io.BytesIO(bytes(packed))):
            found.append((member.size, opened.read()))
    ((size, data),) = found
    assert size == len(data)
    assert size >= 100_000
    same = next((at for at, pair in enumerate(zip(data, content, strict=False)) if pair[0] != pair[1]), len(data))
    assert same >= min(size, 200_000)


@pytest.mark.parametrize("module", STREAMS, ids=lambda module: str(module.NAME))
def test_a_cut_off_stream_is_never_taken_for_whole(module: ModuleType) -> None:
    packed = STREAMS[module](bytes(n * 31 % 251 for n in range(100_000)))[:-9]
    with pytest.raises(FormatError):
        list(module.contents(io.BytesIO(packed)))


@pytest.mark.parametrize("module", [gzip_stream, zlib_stream])
def test_a_wrong_checksum_hides_nothing_and_is_told(module: ModuleType) -> None:
    packed = bytearray(STREAMS[module](b"payload"))
    packed[-8:] = bytes(8) if module is gzip_stream else packed[-8:-4] + bytes(4)
    (_, opened), *_ = itertools.islice(module.contents(io.BytesIO(bytes(packed))), 1)
    assert opened.read() == b"payload"
    assert "checksum" in str(container.expanded(io.BytesIO(bytes(packed)), module.NAME).fault)


def test_a_gzip_header_may_hold_everything() -> None:
    bare = gzip.compress(b"payload", mtime=0)[10:]
    header = b"\x1f\x8b\x08\x1f" + bytes(6) + b"\x03\x00abc" + b"name\0" + b"comment\0" + b"\0\0"
    assert gzip_stream.open_member(io.BytesIO(header + bare), "content").read() == b"payload"


def test_skippable_frames_of_zstandard_are_passed_over() -> None:
    packed = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd" + zstandard.compress(b"payload")
    assert zstd_stream.matches(packed, len(packed))
    assert zstd_stream.open_member(io.BytesIO(packed), "content").read() == b"payload"


@pytest.mark.parametrize(("library", "module"), [("zstandard", zstd_stream), ("lz4.frame", lz4_stream)])
def test_a_missing_extra_is_named(library: str, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(FormatError, match="archives"):
        list(module.contents(io.BytesIO(STREAMS[zstd_stream](b"x"))))


def test_a_directory_larger_than_the_bound_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_directory, "MAX_ENTRIES", 10)
    data = zipped([ZipMember(name=str(n)) for n in range(11)])
    with pytest.raises(LimitReached):
        zip_directory.read_directory(io.BytesIO(data))


def test_a_window_stays_inside_its_bounds() -> None:
    reader = window(io.BytesIO(b"0123456789"), 3, 4)
    assert reader.read() == b"3456"
    reader.seek(-2, io.SEEK_END)
    assert reader.read(100) == b"56"
    assert reader.seek(100) == 100
    assert reader.read() == b""


def test_a_cut_off_stream_reads_to_where_it_ends() -> None:
    packed = gzip.compress(bytes(n * 31 % 251 for n in range(100_000)))
    assert 0 < len(inflated(io.BytesIO(packed[:-200]), len(packed) - 200, "gzip").read()) < 100_000


@given(st.lists(st.sampled_from(["a", "a#2", "b", "a#3"]), max_size=12))
def test_labels_are_unique_and_follow_the_order(names: list[str]) -> None:
    labels = [label for label, _ in labelled(Member(name=name, size=0) for name in names)]
    assert len(set(labels)) == len(labels)
    assert all(label.startswith(name) for label, name in zip(labels, names, strict=True))


SEEDS = [
    python_zip(zipfile.ZIP_DEFLATED),
    zipped([ZipMember(name="l", data=b"/etc", mode=0o120777), ZipMember(name="a", data=b"x" * 100, packed=True)]),
    tarred([TarMember(name="a", data=b"x"), *long_named(TarMember(name="n" * 150, data=b"y"))]),
    *(pack(b"some text " * 50) for pack in STREAMS.values()),
]


def exercise(module: ModuleType, data: bytes) -> None:
    try:
        read_all(module, data)
        for _, reader in module.contents(io.BytesIO(data)):
            if reader is not None:
                reader.read(100)
    except (FormatError, LimitReached):
        return


@settings(max_examples=200)
@given(st.sampled_from(SEEDS), st.data())
def test_a_flipped_or_missing_byte_raises_nothing_but_the_two_errors(seed: bytes, data: st.DataObject) -> None:
    broken = bytearray(seed)
    for _ in range(data.draw(st.integers(0, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(broken)))
    for module in CONTAINERS:
        exercise(module, bytes(broken[: cut or None]))


@settings(max_examples=200)
@given(st.binary(max_size=700))
def test_no_bytes_raise_anything_but_the_two_errors(data: bytes) -> None:
    for module in CONTAINERS:
        exercise(module, data)
        for seed in SEEDS[:3]:
            exercise(module, seed[:100] + data + seed[-100:])


MAGICS = [
    b"",
    b"\x7fELF",
    b"MZ",
    b"\x93NUMPY\x01",
    b"\x08\x07",
    b"\n\x0e",
    b"\x78\x9c",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"BZh9",
]


@settings(max_examples=200)
@given(st.sampled_from(MAGICS), st.binary(max_size=80), st.integers(0, 1 << 40))
def test_no_module_raises_when_asked_whether_bytes_are_its_own(magic: bytes, rest: bytes, more: int) -> None:
    head = magic + rest
    for module in modules():
        assert module.matches(head, len(head)) in (True, False)
        assert module.matches(head, len(head) + more) in (True, False)
        if hasattr(module, "matches_tail"):
            assert module.matches_tail(head, len(head)) in (True, False)


@settings(max_examples=100)
@given(st.binary(max_size=120))
def test_an_array_header_of_any_bytes_raises_nothing_but_a_format_error(data: bytes) -> None:
    for whole in (b"\x93NUMPY\x01\x00" + data, array("<f4", "(2,)", b"")[:12] + data):
        try:
            numpy_array.extent(io.BytesIO(whole))
        except FormatError:
            continue


@pytest.mark.parametrize(("descr", "objects"), [("<f4", False), ("|O", True), ("O", True), ("<U10", False)])
def test_an_array_of_objects_is_told_from_its_header(descr: str, objects: bool) -> None:
    assert numpy_array.read_header(io.BytesIO(array(descr, "(1,)", b""))).has_objects is objects
