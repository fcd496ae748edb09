"""What the server writes of itself: one line a thing, without anything that somebody handed in or logs in by.

A line holds what is named in the code: routes rather than addresses, types and places of errors rather than their
words, since either may quote a token, a passphrase or an answer.
"""

import datetime
import json
import logging
import re
import sys
import traceback
from typing import Any, Final

LOGGER: Final = logging.getLogger("seatrial.office")
_TOKENS: Final = re.compile(r"(seatrial_[0-9a-f]{16}_|whsec_)[\w+/=-]+")
_DEEPEST: Final = 30
_MOST_CAUSES: Final = 8


def say(level: int, event: str, **fields: Any) -> None:
    """Write one line. `fields` are plain values."""
    LOGGER.log(level, event, extra={"fields": fields})


def told(event: str, **fields: Any) -> None:
    """Write one line of what a worker does."""
    say(logging.INFO, event, **fields)


def error_fields(error: BaseException) -> dict[str, Any]:
    """An error by its types and places: never its words."""
    kinds: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < _MOST_CAUSES:
        kinds.append(f"{type(one).__module__}.{type(one).__qualname__}".removeprefix("builtins."))
        one = one.__cause__ or one.__context__
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    places = [f"{_file(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": kinds[0], "caused_by": kinds[1:], "frames": places}


def _file(path: str) -> str:
    """A file by its last three parts: which module, and nothing of the machine."""
    return "/".join(path.replace("\\", "/").split("/")[-3:])


class Lines(logging.Formatter):
    """One JSON object a line, or one line of text."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
        fields: dict[str, Any] = dict(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1] is not None:
            fields |= error_fields(record.exc_info[1])
        said = {"at": at, "level": record.levelname.lower(), "by": record.name, "event": record.getMessage(), **fields}
        if self.kind == "json":
            line = json.dumps(said, ensure_ascii=True, default=str)
        else:
            more = " ".join(f"{name}={json.dumps(value, default=str)}" for name, value in fields.items())
            line = f"{at} {said['level']:<7} {json.dumps(said['event'])[1:-1]} {more}".rstrip()
        return _TOKENS.sub(r"\1...", line)


def begin(level: str, kind: str) -> None:
    """Write to standard error from now on, for this process and the server that carries it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(kind))
    for name, least in (("seatrial", level), ("uvicorn", "warning")):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(least.upper())
