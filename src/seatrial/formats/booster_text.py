"""What a model of boosted trees says in words: names of features, parameters and remarks between its numbers.

Such files are numbers to nearly their whole length, and the words of their trees are the same few over and over. So the
beginning is taken as it stands, and of the rest each run of characters once, numbers left out.
"""

import re
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached

HEAD_BYTES: Final = 256 * 1024
MAX_WORDS: Final = 4 * 1024 * 1024
"""Bytes of different runs that are kept."""
_WINDOW: Final = 1024 * 1024
_OVERLAP: Final = 8 * 1024
_NUMBERS: Final = re.compile(rb"[-+0-9.eE,\s]{24,}")
_RUN: Final = re.compile(rb"(?:[\t !#-~]|[\xc2-\xf4][\x80-\xbf]{1,3}){12,}")


def words(reader: BinaryIO) -> str:
    """The beginning, and each different run of characters behind it, a line each, one character a byte.

    Raises `LimitReached` for more than `MAX_WORDS` bytes of runs.
    """
    head = reader.read(HEAD_BYTES)
    runs: dict[bytes, None] = {}
    kept, rest = 0, head[-_OVERLAP:]
    while data := reader.read(_WINDOW):
        for run in _RUN.findall(_NUMBERS.sub(b" ", rest + data)):
            if run not in runs:
                kept += len(run)
                if kept > MAX_WORDS:
                    raise LimitReached(f"more than {MAX_WORDS:,} bytes of words in a model of trees")
                runs[run] = None
        rest = data[-_OVERLAP:]
    return b"\n".join((head, *runs)).decode("latin-1")
