"""Formats that are told and not looked into: each by what really begins so, and not by what only resembles it."""

import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.inventory.identify import identify

_TABLES = b"\0\1\0\0" + struct.pack(">HHHH", 17, 256, 4, 16) + bytes(17 * 16)
_EVENT = struct.pack("<Q", 24) + bytes(4) + b"\x09" + bytes(8) + b"\x1a\x0dbrain.Event:2" + bytes(4)
SAMPLES = {
    "parquet": b"PAR1" + bytes(40) + b"PAR1",
    "arrow": b"ARROW1\0\0" + bytes(40),
    "wave": b"RIFF" + struct.pack("<I", 60) + b"WAVEfmt " + bytes(60),
    "ogg": b"OggS\0\2" + bytes(60),
    "flac": b"fLaC\0\0\0\x22" + bytes(60),
    "mp3": b"ID3\4\0\0\0\0\2\1" + bytes(200),
    "mp4": struct.pack(">I", 24) + b"ftypisom" + bytes(60),
    "icon": b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0" + bytes(60),
    "tensorflow-checkpoint": bytes(range(1, 200)) + bytes.fromhex("57fb808b247547db"),
    "font": _TABLES,
    "tensorboard-events": _EVENT,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_each_is_known(name: str) -> None:
    data = SAMPLES[name]
    assert identify(data, data, len(data)).format == name


@pytest.mark.parametrize("name", SAMPLES)
def test_each_is_told_from_its_start_cut_off(name: str) -> None:
    data = SAMPLES[name][:11]
    assert identify(data, data, len(data)).format != name


@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=30))
def test_what_stands_behind_the_start_changes_nothing_into_a_crash(name: str, noise: bytes) -> None:
    data = SAMPLES[name][:12] + noise
    identify(data, data, len(data))


def test_python_s_own_files_are_none_of_them() -> None:
    for path in sorted(Path(sys.base_prefix, "lib").glob("python3*/[a-d]*.py"))[:60]:
        data = path.read_bytes()
        assert identify(data[:65536], data[-65536:], len(data)).format not in SAMPLES
