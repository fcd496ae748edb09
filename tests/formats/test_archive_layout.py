"""Names of members, and what lies in a zip beside the members of its directory."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import joblib_old, native_code, tar_archive, zip_archive, zip_layout
from seatrial.formats.member_names import climbs, folded, leaves, name_faults, passed_link
from seatrial.formats.protocol import FormatError
from seatrial.formats.zip_directory import read_directory, read_local
from seatrial.testing.builders import TarMember, ZipMember, tarred, zipped


@pytest.mark.parametrize(
    ("name", "rule", "grave"),
    [
        ("../x", "climbs-out", True),
        ("a/../../x", "climbs-out", True),
        ("a\\..\\..\\x", "climbs-out", True),
        ("a/../b", "steps-back", False),
        ("/etc/passwd", "absolute-name", True),
        ("\\\\host\\share\\x", "absolute-name", True),
        ("C:\\x", "absolute-name", True),
        ("C:x.dll", "absolute-name", True),
        ("a\\b", "backslash-name", False),
        ("a\0b", "control-character", True),
        ("a\u202eexe.txt", "hidden-name", True),
        ("a\u200bb", "hidden-name", False),
        ("notes.txt:run.exe", "stream-name", True),
        ("notes.txt::$DATA", "stream-name", True),
        ("dir/NUL.txt", "device-name", False),
        ("dir. /x", "trailing-dot", False),
    ],
)
def test_a_name_that_writes_or_reads_otherwise_is_told(name: str, rule: str, grave: bool) -> None:
    assert (rule, grave) in [(fault.rule, fault.grave) for fault in name_faults(name)]


@pytest.mark.parametrize(
    "name",
    ["a/b.txt", "./a", "d/", "kernel:0.npy", "w:0.npy", "été.json", "模型/a", "...", "a..b", "console.py", "auxiliary"],
)
def test_an_ordinary_name_is_in_order(name: str) -> None:
    assert list(name_faults(name)) == []


def test_links_are_followed_in_words() -> None:
    assert leaves("a/l", "../../x", set(), symbolic=True)
    assert not leaves("a/l", "../x", set(), symbolic=True)
    assert leaves("a/l", "../x", set(), symbolic=False)
    assert leaves("b", "here/..", {"here"}, symbolic=True)
    assert passed_link("a/up/x", {"a/up"}) == "a/up"
    assert not passed_link("a/up", {"a/up"})
    assert folded("A/./B") == "a/b"
    assert climbs("a/../..")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_raises(name: str, target: str) -> None:
    list(name_faults(name))
    leaves(name, target, {"a"}, symbolic=True)


def test_ordinary_zips_have_no_gaps() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    for out in (io.BytesIO(), Unseekable()):
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", b"x" * 500)
            with archive.open("b", "w", force_zip64=True) as member:
                member.write(b"y" * 500)
        reader = io.BytesIO(out.getvalue())
        assert list(zip_layout.gaps(reader, read_directory(reader))) == []


def test_a_gap_is_told_and_padding_is_not() -> None:
    first, second = zipped([ZipMember(name="a", data=b"1")]), zipped([ZipMember(name="b", data=b"2")])
    body = first[: first.index(b"PK\x01\x02")]
    for filler, expected in (
        (bytes(40), []),
        (b"hidden" * 4, [(len(body), 24, False)]),
        (body, [(len(body), 32, True)]),
    ):
        assert len(body) == 32
        data = body + filler + second
        entries = read_directory(io.BytesIO(data)).lead
        assert entries == len(body) + len(filler)
        directory = first[first.index(b"PK\x01\x02") : -22]
        whole = body + filler + directory + first[-22:-6] + struct.pack("<LH", len(body) + len(filler), 0)
        reader = io.BytesIO(whole)
        assert [tuple(gap) for gap in zip_layout.gaps(reader, read_directory(reader))] == expected


@pytest.mark.parametrize("packed", [True, False])
def test_a_mark_of_encryption_is_believed_only_when_the_bytes_are_not_plain(packed: bool) -> None:
    plain = zipped([ZipMember(name="a", data=b"some plain text", packed=packed, flags=0x801)])
    noise = bytes(n * 167 % 251 for n in range(27))
    closed = bytearray(zipped([ZipMember(name="a", data=noise, flags=0x801, stated_size=15)]))
    for data, expected in ((plain, True), (bytes(closed), False)):
        reader = io.BytesIO(data)
        (entry,) = read_directory(reader).entries
        assert zip_layout.is_plain(reader, entry, read_local(reader, entry)) is expected


def test_every_directory_that_a_reader_could_find_is_read() -> None:
    hidden = zipped([ZipMember(name="hidden", data=b"2")])
    shown = zipped([ZipMember(name="shown", data=b"1")], comment=hidden)
    directory = read_directory(io.BytesIO(shown))
    assert sorted(entry.name for entry in directory.entries) == ["hidden", "shown"]
    assert directory.ends == 2


def test_a_directory_at_the_stated_offset_is_read_beside_the_one_before_the_end() -> None:
    first, second = zipped([ZipMember(name="a", data=b"1")]), zipped([ZipMember(name="b", data=b"2")])
    one, two = (data[data.index(b"PK\x01\x02") : -22] for data in (first, second))
    body = first[: first.index(b"PK\x01\x02")]
    data = body + one + second[: second.index(b"PK\x01\x02")] + two + first[-22:]
    directory = read_directory(io.BytesIO(data))
    assert sorted(entry.name for entry in directory.entries) == ["a", "b"]
    assert directory.ends == 2


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("size", [0, 1, 100_000])
def test_members_of_every_method_are_expanded(method: int, size: int) -> None:
    out = io.BytesIO()
    content = bytes(n % 251 for n in range(size))
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a", content)
    assert zip_archive.open_member(out, "a").read() == content


def test_members_in_zstandard_are_expanded() -> None:
    zstandard = pytest.importorskip("zstandard")
    packed = zstandard.compress(b"payload")
    data = bytearray(zipped([ZipMember(name="a", data=packed)]))
    central = data.index(b"PK\x01\x02")
    data[8:10] = data[central + 10 : central + 12] = struct.pack("<H", 93)
    data[22:26] = data[central + 24 : central + 28] = struct.pack("<L", 7)
    assert zip_archive.open_member(io.BytesIO(bytes(data)), "a").read() == b"payload"


def test_a_member_that_cannot_be_expanded_says_so_when_it_is_read() -> None:
    data = bytearray(zipped([ZipMember(name="a", data=b"text")]))
    data[data.index(b"PK\x01\x02") + 10] = 99
    ((_, opened),) = zip_archive.contents(io.BytesIO(bytes(data)))
    assert opened is not None
    with pytest.raises(FormatError, match="encrypted"):
        opened.read()


def test_a_tar_goes_on_behind_one_empty_block_and_its_end_at_two_is_told() -> None:
    one, two = (tarred([TarMember(name=name, data=b"x")])[:1024] for name in ("a", "b"))
    behind: list[tar_archive.Behind] = []
    for blocks, ends in ((1, []), (2, [2048]), (40, [21504])):
        content = io.BytesIO(one + bytes(512 * blocks) + two + bytes(1024))
        assert [m.name for m in tar_archive.members(content, behind)] == ["a", "b"]
        assert [more.offset for more in behind if more.archive] == ends
        behind.clear()


def test_what_is_no_archive_behind_the_end_of_a_tar_ends_the_listing() -> None:
    behind: list[tar_archive.Behind] = []
    content = io.BytesIO(tarred([TarMember(name="a", data=b"x")]) + bytes(10_240) + b"more" * 200)
    assert [m.name for m in tar_archive.members(content, behind)] == ["a"]
    assert behind == [tar_archive.Behind(offset=12_288, archive=False)]


@pytest.mark.parametrize("end", [b"", b"L"])
@pytest.mark.parametrize("more", [b"", b" "])
def test_old_joblib_files_are_opened(end: bytes, more: bytes) -> None:
    content = b"payload" * 20
    data = b"ZF" + (hex(len(content)).encode() + end).ljust(19) + more + zlib.compress(content)
    assert joblib_old.matches(data, len(data))
    ((member, opened),) = joblib_old.contents(io.BytesIO(data))
    assert opened is not None
    assert (member.size, opened.read()) == (140, content)
    assert joblib_old.open_member(io.BytesIO(data), "content").read() == content


@pytest.mark.parametrize("head", [b"MZqFpD='", b"!<arch>\n", b"\x7fELF\x02\x01", b"\xca\xfe\xba\xbf"])
def test_programs_and_libraries_are_native_code(head: bytes) -> None:
    assert head.startswith(native_code.STARTS)
    assert native_code.matches(head + bytes(64), 72)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_broken_zips_raise_nothing_but_the_two_errors_from_the_layout(data: st.DataObject) -> None:
    members = [ZipMember(name="a", data=b"x" * 40, packed=True, flags=0x809), ZipMember(name="b", data=b"y")]
    broken = bytearray(zipped(members, lead=b"lead", comment=b"PK\x05\x06" + bytes(18)))
    for _ in range(data.draw(st.integers(0, 5))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    reader = io.BytesIO(bytes(broken))
    try:
        directory = read_directory(reader)
        list(zip_layout.gaps(reader, directory))
        for entry in directory.entries:
            zip_layout.is_plain(reader, entry, read_local(reader, entry))
    except (FormatError, LimitReached):
        return


@given(st.binary(max_size=80))
def test_no_old_joblib_file_raises_anything_but_the_two_errors(rest: bytes) -> None:
    for data in (b"ZF0x10".ljust(21) + rest, b"ZF" + rest, b"ZF0x10".ljust(21) + b"\x78\x9c" + rest):
        joblib_old.matches(data, len(data))
        try:
            for _, opened in joblib_old.contents(io.BytesIO(data)):
                assert opened is not None
                opened.read()
        except (FormatError, LimitReached):
            continue
