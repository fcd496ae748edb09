"""Hold an exported register to itself, offline: every file, every signature, every entry's place in the log."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from seatrial.app.audit_log import leaves_of
from seatrial.documents import DocumentError, canonical, to_builtins
from seatrial.documents.read import parse_json
from seatrial.documents.rekor import entry_of
from seatrial.documents.sigstore import decode
from seatrial.documents.sigstore import verify as signed_by
from seatrial.domain.errors import TrustError, UsageError
from seatrial.domain.text import shown
from seatrial.register.publication import read_publication
from seatrial.tlog.tree import leaf_hash

MOST: Final = 512 * 1024 * 1024
MOST_KEY: Final = 64 * 1024
_ADVICE: Final = "do not rely on it; take the register from the office again"


def check_export(folder: Path, key: Path | None = None, log_key: str = "") -> int:
    """How many entries hold. `key` and `log_key` are what one knows of the office; without them, what lies there.

    Raises `TrustError` for what is not what was published, `UsageError` for a folder that is no export.
    """
    pem = _read(key or folder / "office.pub", MOST_KEY)
    _sums(folder)
    leaves = leaves_of(str(folder / "log"), log_key or str(folder / "log.vkey"))
    try:
        entries: list[Any] = parse_json(_read(folder / "register.json", MOST))["entries"]
        for entry in entries:
            _holds(entry, pem, leaves)
    except (DocumentError, KeyError, TypeError, ValueError) as error:
        raise TrustError(f"the register cannot be read: {error}", advice=_ADVICE) from error
    return len(entries)


def _holds(entry: Any, pem: bytes, leaves: list[bytes]) -> None:
    number = entry["number"]
    envelope = decode(json.dumps(entry["statement"]).encode())
    if not signed_by(envelope, pem):
        raise TrustError(f"entry {number} is not signed by this office", advice=_ADVICE)
    name, sha256, publication = read_publication(envelope.payload)
    signed = {"publication": to_builtins(publication), "subject": {"name": name, "sha256": sha256}}
    if canonical({part: entry[part] for part in signed}) != canonical(signed):
        raise TrustError(f"entry {number} shows something else than what was signed", advice=_ADVICE)
    if type(number) is not int or not 0 <= number < len(leaves):
        raise TrustError(f"entry {number} is not in the log", advice=_ADVICE)
    if leaves[number] != leaf_hash(entry_of(envelope, pem)):
        raise TrustError(f"entry {number} of the log is another", advice=_ADVICE)


def _sums(folder: Path) -> None:
    """Every file is there, as it was, and no other."""
    wanted: dict[str, str] = {}
    for line in _read(folder / "SHA256SUMS", MOST).decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        wanted[name] = digest
    paths = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    found = {path.relative_to(folder).as_posix(): path for path in paths if path.name != "SHA256SUMS"}
    for name in sorted(set(wanted) ^ set(found)):
        what = "is not there" if name in wanted else "does not belong there"
        raise TrustError(f"{shown(name)} {what}", advice=_ADVICE)
    for name, path in sorted(found.items()):
        if path.is_symlink() or hashlib.sha256(_read(path, MOST)).hexdigest() != wanted[name]:
            raise TrustError(f"{shown(name)} is not what it was", advice=_ADVICE)


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        advice = "give a directory that `seatrial register export` made"
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice=advice) from error
    if len(data) > most:
        raise TrustError(f"{path.name} is larger than {most:,} bytes", advice=_ADVICE)
    return data
