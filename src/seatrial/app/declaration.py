"""Reading what the developer declares: `seatrial.yaml` beside the model, or the file given."""

import datetime
import os
import stat
from pathlib import Path
from typing import Any, Final

import yaml

from seatrial.app.stated import refuse_other_kind
from seatrial.documents import DocumentError, from_builtins
from seatrial.domain.declaration import Declaration
from seatrial.domain.errors import UsageError

NAME: Final = "seatrial.yaml"
MAX_BYTES: Final = 1024 * 1024
_ADVICE: Final = "see docs/reference/declaration.md for the fields, or start from examples/seatrial.yaml"


def read_declaration(subject: Path | None, given: Path | None) -> Declaration | None:
    """The declaration, from `given` or from the subject's directory; None when there is neither.

    Raises `UsageError` when there is one and it cannot be read: a broken declaration is not a missing one.
    """
    if given is not None:
        return _parse(_bytes(given), given.name)
    beside = subject / NAME if subject is not None and subject.is_dir() else None
    if beside is not None and os.path.lexists(beside):
        return _parse(_bytes(beside), NAME)
    return None


def _bytes(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UsageError(f"the declaration {path.name} cannot be read: {error.strerror}", advice=_ADVICE) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UsageError(f"the declaration {path.name} is not a regular file", advice=_ADVICE)
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UsageError(f"the declaration {path.name} is larger than {MAX_BYTES} bytes", advice=_ADVICE)
    return data


def _parse(data: bytes, name: str) -> Declaration:
    try:
        text = data.decode("utf-8")
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise UsageError(f"the declaration {name} uses an alias", advice="write the value out")
        plain = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        where = " ".join(str(error).split())
        raise UsageError(f"the declaration {name} is not YAML: {where[:300]}", advice=_ADVICE) from error
    if not isinstance(plain, dict):
        raise UsageError(f"the declaration {name} is not a mapping of fields", advice=_ADVICE)
    plain.pop("schema", None)
    try:
        declaration = from_builtins(_dates_as_text(plain), Declaration)
    except DocumentError as error:
        raise UsageError(f"the declaration {name}: {error}", advice=_ADVICE) from error
    for fact, value in declaration.facts.items():
        refuse_other_kind(fact, value, f"the declaration {name}")
    return declaration


def _dates_as_text(value: Any) -> Any:
    """YAML turns dates into objects; the nouns read them from text."""
    if isinstance(value, dict):
        return {str(k): _dates_as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(v) for v in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.datetime) else value
