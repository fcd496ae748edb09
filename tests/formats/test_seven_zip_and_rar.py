"""7z archives that another program wrote, RAR archives put together by hand, and both of them broken."""

import base64
import io
import struct
import zlib
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import rar, seven_zip
from seatrial.formats.protocol import FormatError

CODED = {
    "x86-lzma2": "N3"
    "q8ryccAAQXmO4SkgAAAAAAAAAUAAAAAAAAAHpyupLgABsAGl0AN5uIznbij9SNX1p2x0/Kh5oYnudLjdqoFAAA4AB0AGhdAACBM"
    "weuD9As9LyfORCcbxUBvp8Uxx2G1Fkr6svrhTX0AXWYyxZEapsNy2gjYfjkJP7DSz9b7yNpJxuSq9Mu3hVaN2jdtgYiUiqNDoWAUNyqTJfgVfzm"
    "8boEOWsGHb60DgakPj/2AAAAABcGIgEJcAAHCwEAASEhARgMdQAA",
    "lzma": "N3"
    "q8ryccAASJkq+RhwAAAAAAAAAUAAAAAAAAAMF9a0kAN5uIznbij9SNX1KsE0/R51USA///3p8AAOAAcABlXQAAgTMHrg/PpC64D+vq"
    "ngENYgON00xCPw6JAZ3trP1gMP6tDML8tFxvsnjA5FNPtzWzeiRC5B0PWfvPUgZAKihbVRNco24kPXKyvw1i9vq5Rw6JgTZ9iXVYFZO5Bq6O9DqP"
    "wAYAAAAXBhoBCW0ABwsBAAEhIQEYDHEAAA==",
    "bzip2": "N3"
    "q8ryccAAQfrmRKpgAAAAAAAAAUAAAAAAAAAOLwQ2pCWmg5MUFZJlNZDh2oiAAAClGBeABAAAIBhEAAQCAAISpp6jGggGmmhBgIPBNN2"
    "8lc/ou5IpwoSAcO1EQA4ABsAGFdAACBMweuD9HFlIygkKByQ9Sx4os1HPKCykj82IOU/ea8oWdwqidff+jnbKtN613Pu2AqegqfPDblJj2DFWYgWt"
    "X3hLFolRoGtMLoVBLv2SotKeWAJqXnXo4Lj0ZMWe0AAAAAFwY9AQlpAAcLAQABISEBGAxtAAA=",
    "delta-lzma2": "N3"
    "q8ryccAAQA15OwiwAAAAAAAAAUAAAAAAAAAAnYmOjgABsAFF0AN7/a63HMUGAd432bfjNIoJckAAAA4AB0AGddAACBMweuD8/Hr"
    "2gP1GpefeXT23WrmvcVYo/HHPTq3Rl5DoeAWACvTVnlCDYz/kRB4ogaXmWE+5yyLHHhahYJSEvCO+MKq27AAjwIW/nwIym29tzWhYCA6K5TgOftB"
    "mERvVJZ4AAAAAAAFwYcAQlvAAcLAQABISEBGAx1AAA=",
}
CLOSED = {
    "encrypted": "N3"
    "q8ryccAARFmI7BeQAAAAAAAAAUAAAAAAAAAIHWvcqUEcizunG8rUKHV0ubHJFUAQBkAQQGAAEJEAoBilJX1wAHCwEAAiQG8QcBElM"
    "PiJxuePSvCzLIgAd8flYwZiEhARgBAAwJBQAICgGGphA2AAAFARENAGEALgB0AHgAdAAAABQKAQAAGprdwXvdARUGAQAggICBAAAAFwYQAQlpAAcL"
    "AQABISEBGAxlAAA=",
    "PPMd": "N3"
    "q8ryccAAS0IrWUggAAAAAAAAAUAAAAAAAAAGF85x4AbwIpqglT9z8H62O15pHwUAAA4AB0AGddAACBMweuD88n8IwHyEOAg4LiwAP1Wfz"
    "jWlWbxHyxKQD+4s3y4Vpg8rZbRO4yDa2aOVPpt/n1pUhFnxy8zCR3W3PBAhLUiVhzoJ6ktVFIRJPpdxzSNcDNvJek5PYqIsuK7R1VR28hAAAAFwYT"
    "AQlvAAcLAQABISEBGAx1AAA=",
}
HIDDEN = (
    "N3q8ryccAASMLq8XgAAAAAAAAAAoAAAAAAAAAMRIuDpQF3wAutxDCoF9F90lHqxleSOzjr/YBv+kQPovMHg9QmUSv+zBT/UWC4clmlmn8KEhM+uNzwEr"
    "tj2OPQyQk14gWHV5EqyhbYYFBPWXhjgY5qvN7t2l6ZalVSiP7K9vIEC0RDSPJif8VyTwcF5IRNuTKedgIqhIB6TmzNyrsbDteBcGEAEJcAAHCwEAASQG8"
    "QcBElMPWHMNB+KMyVT31HVNj8yOrwxlAAA="
)


@pytest.mark.parametrize("coding", CODED)
def test_members_of_a_7z_are_read_whatever_they_are_coded_with(coding: str) -> None:
    reader = io.BytesIO(base64.b64decode(CODED[coding]))
    found = {member.name: opened.read() for member, opened in seven_zip.contents(reader) if opened is not None}
    assert found == {"a.txt": b"one text", "d/b.bin": b"\xe8\x01\x02\x03\x00" * 4}
    assert seven_zip.open_member(reader, "d/b.bin").read() == found["d/b.bin"]


@pytest.mark.parametrize("coding", CLOSED)
def test_members_that_cannot_be_decoded_are_named_and_say_why(coding: str) -> None:
    reader = io.BytesIO(base64.b64decode(CLOSED[coding]))
    member, opened = next(seven_zip.contents(reader))
    assert member.name == "a.txt"
    assert opened is not None
    with pytest.raises(FormatError, match=coding):
        opened.read()


def test_a_7z_with_encrypted_names_says_so() -> None:
    with pytest.raises(FormatError, match="encrypted"):
        list(seven_zip.members(io.BytesIO(base64.b64decode(HIDDEN))))


def test_a_7z_that_is_cut_off_is_no_empty_one() -> None:
    with pytest.raises(FormatError, match="cut off"):
        list(seven_zip.members(io.BytesIO(base64.b64decode(CODED["lzma"])[:-1])))


def number(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def new_block(kind: int, body: bytes, data: bytes | None = None, extra: bytes = b"") -> bytes:
    head = number(kind) + number(2 * (data is not None) + bool(extra))
    head += number(len(extra)) if extra else b""
    head += (number(len(data)) if data is not None else b"") + body + extra
    sized = number(len(head)) + head
    return struct.pack("<L", zlib.crc32(sized)) + sized + (data or b"")


def new_file(name: bytes, data: bytes, method: int = 0, extra: bytes = b"") -> bytes:
    body = number(0) + number(len(data)) + number(0o100644) + number(method << 7) + number(1)
    return new_block(2, body + number(len(name)) + name, data, extra)


def rar5(*blocks: bytes) -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + new_block(1, number(0)) + b"".join(blocks) + new_block(5, number(0))


def old_file(name: bytes, data: bytes, method: int = 0x30, flags: int = 0) -> bytes:
    fields = struct.pack("<LLBLLBBHL", len(data), len(data), 3, 0, 0, 20, method, len(name), 0o100644 << 16)
    return struct.pack("<HBHH", 0, 0x74, 0x8000 | flags, 7 + len(fields) + len(name)) + fields + name + data


def rar4(*blocks: bytes) -> bytes:
    main = struct.pack("<HBHH", 0, 0x73, 0, 13) + bytes(6)
    return b"Rar!\x1a\x07\x00" + main + b"".join(blocks) + struct.pack("<HBHH", 0, 0x7B, 0x4000, 7)


TWO = [
    rar5(new_file(b"a.pkl", b"N."), new_file(b"../b", b"xyz", method=3)),
    rar4(old_file(b"a.pkl", b"N."), old_file(b"..\\b", b"xyz", method=0x33)),
]


@pytest.mark.parametrize("data", TWO)
def test_stored_members_of_a_rar_are_read_and_others_are_named(data: bytes) -> None:
    assert rar.matches(data, len(data))
    (first, opened), (second, closed) = rar.contents(io.BytesIO(data))
    assert (first.name, second.name) == ("a.pkl", "../b")
    assert opened is not None
    assert closed is not None
    assert opened.read() == b"N."
    assert rar.open_member(io.BytesIO(data), "a.pkl").read() == b"N."
    with pytest.raises(FormatError, match="compressed"):
        closed.read()


@pytest.mark.parametrize(
    "data", [rar5(new_file(b"a", b"x", extra=number(2) + number(1) + b"\0")), rar4(old_file(b"a", b"x", flags=4))]
)
def test_an_encrypted_member_of_a_rar_says_so(data: bytes) -> None:
    ((_, closed),) = rar.contents(io.BytesIO(data))
    assert closed is not None
    with pytest.raises(FormatError, match="encrypted"):
        closed.read()


def test_a_link_in_a_rar_is_told_with_its_target() -> None:
    link = number(5) + number(1) + number(0) + number(4) + b"/etc"
    (member,) = rar.members(io.BytesIO(rar5(new_file(b"l", b"", extra=number(len(link)) + link))))
    assert (member.kind, member.link_target) == ("symlink", "/etc")


def test_names_of_old_rars_in_unicode_are_decoded() -> None:
    coded = b"\x04" + bytes((0b00011011,)) + b"a" + b"\x30" + b"\x31\x05" + b"\x00" + bytes(2)
    data = rar4(old_file(b"abcdef\0" + coded, b"x", flags=0x200))
    (member,) = rar.members(io.BytesIO(data))
    assert member.name.startswith("a\u0430\u0531d")


def test_a_rar_without_its_end_is_cut_off() -> None:
    for data, end in zip(TWO, (8, 7), strict=True):
        with pytest.raises(FormatError):
            list(rar.members(io.BytesIO(data[:-end])))


SEEDS = [*(base64.b64decode(text) for text in (*CODED.values(), *CLOSED.values(), HIDDEN)), *TWO]


def exercise(module: ModuleType, data: bytes) -> None:
    try:
        for _, reader in module.contents(io.BytesIO(data)):
            if reader is not None:
                reader.read(1000)
    except (FormatError, LimitReached):
        return


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_broken_archives_raise_nothing_but_the_two_errors(seed: bytes, data: st.DataObject) -> None:
    broken = bytearray(seed)
    for _ in range(data.draw(st.integers(0, 4))):
        broken[data.draw(st.integers(8, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(broken)))
    for module in (seven_zip, rar):
        exercise(module, bytes(broken[: cut or None]))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"\x01", b"\x17", b""]))
def test_headers_of_any_bytes_raise_nothing_but_the_two_errors(rest: bytes, mark: bytes) -> None:
    header = mark + rest
    start = struct.pack("<QQL", 0, len(header), 0)
    exercise(seven_zip, b"7z\xbc\xaf\x27\x1c\x00\x04\0\0\0\0" + start + header)
    exercise(rar, b"Rar!\x1a\x07\x01\x00" + rest)
    exercise(rar, b"Rar!\x1a\x07\x00" + rest)
