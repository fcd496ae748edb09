"""Bytes to start from: for each format, small files of the labelled corpus and of the checks' own cases."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from seatrial.app.catalogue import catalogue
from seatrial.inventory.allowance import Allowance
from seatrial.inventory.take import take_file
from seatrial.inventory.walk import walk
from tests.corpus import samples
from tests.formats.test_sigstore_bundle import bundle

LARGEST: Final = 64 * 1024
SEEDS_PER_FORMAT: Final = 12
_MORE: Final = {
    "model.rar": b"Rar!\x1a\x07\x01\x00" + bytes.fromhex("f3e182eb0b010507000601018080800000000000"),
    "model.bin.lz4": bytes.fromhex(
        "04224d186840b400000000000000b7130000009f736561747269616c20090093507269616c2000000000"
    ),
    "model.cbm": b"CBM1" + bytes.fromhex("20000000080000000400") + bytes(40),
}
"""Small files of formats that the corpus has none of."""


@cache
def seeds() -> Mapping[str, tuple[tuple[str, bytes], ...]]:
    """By format, small files with a name each: the smallest first, and such as are of different make."""
    found: dict[str, dict[bytes, str]] = defaultdict(dict)
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, data) in enumerate(_files()):
            if 0 < len(data) <= LARGEST:
                place = Path(folder, str(number))
                place.mkdir()
                place.joinpath(Path(name).name).write_bytes(data)
                for entry in _entries(place):
                    found[entry].setdefault(data, Path(name).name)
    return {
        format_name: tuple((name, data) for data, name in sorted(files.items(), key=lambda item: len(item[0])))[
            :: max(len(files) // SEEDS_PER_FORMAT, 1)
        ][:SEEDS_PER_FORMAT]
        for format_name, files in sorted(found.items())
    }


def _files() -> Iterator[tuple[str, bytes]]:
    yield from _MORE.items()
    yield "model.sigstore.json", bundle()
    for sample in samples():
        yield from sample.files.items()
    for entry in catalogue(area="artifact").values():
        for case in entry.cases:
            yield from case.files.items()


def _entries(place: Path) -> Iterator[str]:
    """The format of the file itself, and those of its members."""
    for listed in walk(place).files:
        taken = take_file(listed, Allowance(listed.size))
        yield from {entry.format for entry in taken.entries}
