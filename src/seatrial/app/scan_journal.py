"""What a scan has finished, kept line by line, so that one that was killed goes on where it was."""

import hashlib
import io
import json
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Final

from seatrial.app.catalogue import catalogue
from seatrial.app.scan_file import AREA, ScannedFile
from seatrial.documents import DocumentError, from_builtins, to_builtins
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.text import shown
from seatrial.inventory.digest import FileState
from seatrial.inventory.walk import Found
from seatrial.version import __version__

MAX_LINE: Final = 64 * 1024 * 1024
_HEADER: Final = b'{"journal": "seatrial scan", "version": 1}\n'


class Journal:
    """Finished files of scans by where they lie. Use it as a context.

    A line holds for a file as long as its device, inode, size, modification and change time are those of the
    reading, and as long as the same catalogue would read it. Of a line that was cut off nothing is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._tool = path, _tool()
        self._finished: dict[str, ScannedFile] = {}
        self._file: io.BufferedWriter | None = None

    def __enter__(self) -> "Journal":
        """Read what is there and open it for more. Raises `UsageError` and `OperationError`."""
        try:
            whole = self._read()
            self._file = self._path.open("ab")
            self._file.truncate(whole)
            if not whole:
                self._file.write(_HEADER)
        except OSError as error:
            reason = error.strerror or "no reason given"
            raise OperationError(
                f"the journal {self._path} cannot be used: {reason}", advice="name another file with --resume"
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def known(self, found: Found) -> ScannedFile | None:
        """What was seen of a file that has not changed since; None when it has to be read."""
        file = self._finished.get(found.location)
        return file if file is not None and file.state is not None and file.state == _state(found.location) else None

    def keep(self, found: Found, file: ScannedFile) -> None:
        """Add a finished file; it is on its way to the disk when this returns. Raises `OperationError`."""
        if self._file is None or file.state is None:
            return
        line = {"tool": self._tool, "location": found.location, "file": to_builtins(file)}
        try:
            self._file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise OperationError(
                f"the journal {self._path} cannot be written: {error.strerror or 'no reason given'}",
                advice="free some space, or name another file with --resume",
            ) from error

    def _read(self) -> int:
        """Take in every whole line; returns the length of what is whole."""
        if not self._path.exists():
            return 0
        with self._path.open("rb") as lines:
            whole = self._read_header(lines)
            while (line := lines.readline(MAX_LINE)).endswith(b"\n"):
                try:
                    document = json.loads(line)
                    if document["tool"] == self._tool:
                        self._finished[document["location"]] = from_builtins(document["file"], ScannedFile)
                except (ValueError, KeyError, TypeError, DocumentError) as error:
                    raise self._no_journal() from error
                whole += len(line)
        return whole

    def _read_header(self, lines: io.BufferedReader) -> int:
        header = lines.readline(len(_HEADER))
        if header == _HEADER:
            return len(header)
        if not _HEADER.startswith(header):
            raise self._no_journal()
        return 0

    def _no_journal(self) -> UsageError:
        path = shown(str(self._path))
        return UsageError(f"{path} is no journal of a scan", advice="name another file with --resume")


def _state(location: str) -> FileState | None:
    try:
        status = os.lstat(location)
    except OSError:
        return None
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _tool() -> str:
    """What a line must have been written by to hold: this version, this Python, these checks."""
    checks = [f"{entry.check.id}:{entry.check.version}" for entry in catalogue(area=AREA).values()]
    text = "\n".join([__version__, sys.version, *checks])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
