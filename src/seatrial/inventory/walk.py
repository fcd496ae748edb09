"""Every file under a root, in stable order, without following or opening anything doubtful."""

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from seatrial.domain.finding import Finding, Kind, Location, Severity
from seatrial.domain.text import shown

MAX_DEPTH = 64
MAX_FILES = 1_000_000
MAX_FINDINGS = 1_000
_HIDDEN = frozenset({"Cf", "Co", "Cn", "Zl", "Zp"})


class Found(NamedTuple):
    """One regular file, as listed. Whoever opens it compares device and inode with what was listed."""

    path: str
    """POSIX path under the root; the name itself for a single file."""
    location: str
    """Where its bytes lie on this machine; for a hub cache, the blob that the link stands for."""
    size: int
    device: int
    inode: int
    linked: bool = False
    """It was reached through a link of a hub cache."""


class Walk(NamedTuple):
    """What a walk found, and what it refused."""

    files: tuple[Found, ...]
    """Ordered by the bytes of the path."""
    findings: tuple[Finding, ...]


def walk(root: Path) -> Walk:
    """List every regular file under a directory, or the one file that `root` is. Nothing is left out, `.git` included.

    Symbolic links, special files, names that cannot be shown or recorded exactly, and directories that cannot
    be read or vanish are refused with a finding and not entered. A link of a Hugging Face cache snapshot that
    ends at a regular file among the same repository's `blobs` counts as that file.
    Raises `OSError` when the root itself cannot be read.
    """
    status = root.stat()
    if not stat.S_ISDIR(status.st_mode):
        return _single(root, status)
    state, root = _State(), root.resolve()
    pending: list[tuple[str, str, int]] = [(os.fspath(root), "", 0)]
    blobs = _blobs_of(root)
    while pending:
        location, prefix, depth = pending.pop()
        if not prefix:
            entries: list[os.DirEntry[str]] = list(os.scandir(location))
        else:
            entries = list(_entries(location, prefix, state))
        for entry in entries:
            if len(state.files) >= MAX_FILES:
                state.refuse(prefix, "too-many", Kind.OPEN, f"more than {MAX_FILES:,} files; the rest was not listed")
                pending.clear()
                break
            path = f"{prefix}{entry.name}"
            if _named(entry.name, path, state) and _take(entry, path, blobs, state):
                if depth + 1 >= MAX_DEPTH:
                    state.refuse(path, "too-deep", Kind.OPEN, f"directories nested deeper than {MAX_DEPTH}")
                else:
                    pending.append((entry.path, f"{path}/", depth + 1))
    files = tuple(sorted(state.files, key=lambda found: found.path.encode()))
    findings = sorted(state.findings, key=lambda f: (f.location.path if f.location else "", f.rule))
    return Walk(files=files, findings=tuple(findings))


class _State:
    """What has been gathered so far; findings are counted on past the bound, so that the last one can say how many."""

    def __init__(self) -> None:
        self.files: list[Found] = []
        self.findings: list[Finding] = []

    def refuse(self, path: str, rule: str, kind: Kind, message: str, severity: Severity = Severity.HIGH) -> None:
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(refusal(path, rule, kind, message, severity))
        elif len(self.findings) == MAX_FINDINGS:
            text = f"more than {MAX_FINDINGS:,} entries were refused; the rest is not named"
            self.findings.append(refusal("", "too-many-refused", Kind.OPEN, text))


def refusal(path: str, rule: str, kind: Kind, message: str, severity: Severity = Severity.HIGH) -> Finding:
    """A finding of the inventory about one path, with what would mend it."""
    return Finding(
        kind=kind,
        message=message,
        severity=severity,
        location=Location(path=shown(path, 1024)) if path else None,
        remediation=_REMEDIES.get(rule, ""),
        rule=rule,
    )


_REMEDIES = {
    "symbolic-link": "Replace the link with the file it points at, or leave it out of the release.",
    "special-file": "Leave it out: a release consists of regular files and directories.",
    "unsafe-name": "Rename it: no control characters, backslashes or bytes that are not UTF-8.",
    "hidden-name": "Rename it without invisible or direction-changing characters.",
    "unreadable": "Make it readable for the reviewer and review again.",
    "vanished": "Review a copy that nothing writes to.",
    "changed": "Review a copy that nothing writes to.",
    "too-deep": "Flatten the directory tree.",
    "too-many": "Review the release in parts, or pack it into fewer files.",
    "members": "Pack the container anew, so that it can be listed in full.",
    "two-formats": "Ship a file that only one format claims.",
}


def _single(root: Path, status: os.stat_result) -> Walk:
    state = _State()
    if not stat.S_ISREG(status.st_mode):
        state.refuse(root.name, "special-file", Kind.FAIL, _special(status.st_mode))
    elif _named(root.name, root.name, state):
        # The caller named it: a link to a file is followed here, and nowhere else.
        state.files.append(_found(root.name, os.fspath(root.resolve()), status))
    return Walk(files=tuple(state.files), findings=tuple(state.findings))


def _found(path: str, location: str, status: os.stat_result, *, linked: bool = False) -> Found:
    return Found(
        path=path,
        location=location,
        size=status.st_size,
        device=status.st_dev,
        inode=status.st_ino,
        linked=linked,
    )


def _entries(location: str, prefix: str, state: _State) -> Iterator[os.DirEntry[str]]:
    path = prefix.rstrip("/")
    try:
        # A directory that was swapped for a link since it was listed must not be entered.
        if not stat.S_ISDIR(os.lstat(location).st_mode):
            state.refuse(path, "vanished", Kind.OPEN, "stopped being a directory while it was listed")
            return
        with os.scandir(location) as entries:
            yield from entries
    except FileNotFoundError:
        state.refuse(path, "vanished", Kind.OPEN, "vanished while it was listed")
    except OSError as error:
        state.refuse(path, "unreadable", Kind.OPEN, f"cannot be listed: {error.strerror or 'no reason given'}")


def _named(name: str, path: str, state: _State) -> bool:
    """Whether a name can be recorded exactly and shown without deceiving; refuses it otherwise."""
    if name.isascii() and name.isprintable() and "\\" not in name:
        return True
    categories = {unicodedata.category(character) for character in name}
    if "\\" in name or categories & {"Cc", "Cs"}:
        what = "is not UTF-8" if "Cs" in categories else "has a control character or backslash"
        state.refuse(path, "unsafe-name", Kind.FAIL, f"a name that {what}; it was not opened")
        return False
    if categories & _HIDDEN:
        text = "a name with an invisible or direction-changing character"
        state.refuse(path, "hidden-name", Kind.REVIEW, text, Severity.MEDIUM)
    return True


def _take(entry: os.DirEntry[str], path: str, blobs: Path | None, state: _State) -> bool:
    """Record one entry; True when it is a directory to enter."""
    try:
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(status.st_mode):
            return True
        if stat.S_ISREG(status.st_mode):
            state.files.append(_found(path, entry.path, status))
        elif stat.S_ISLNK(status.st_mode):
            _take_link(entry.path, path, blobs, state)
        else:
            state.refuse(path, "special-file", Kind.FAIL, _special(status.st_mode))
    except FileNotFoundError:
        state.refuse(path, "vanished", Kind.OPEN, "vanished while it was listed")
    except OSError as error:
        state.refuse(path, "unreadable", Kind.OPEN, f"cannot be examined: {error.strerror or 'no reason given'}")
    return False


def _take_link(location: str, path: str, blobs: Path | None, state: _State) -> None:
    """A link to a blob of the hub cache stands for the blob; any other is refused.

    One that stays inside the root is less grave: what it points at is listed under its own name.
    """
    target = Path(location).readlink()
    # By words alone: no directory on the way is a link, since none was entered through one.
    resolved = os.path.normpath(Path(location).parent / target)
    if blobs is not None and Path(resolved).parent == blobs:
        status = os.lstat(resolved)
        if stat.S_ISREG(status.st_mode):
            state.files.append(_found(path, resolved, status, linked=True))
            return
    text = f"a symbolic link to {shown(os.fspath(target), 120)}; it was not followed"
    stays = not target.is_absolute() and not os.path.normpath(Path(path).parent / target).startswith("..")
    state.refuse(path, "symbolic-link", Kind.FAIL, text, Severity.MEDIUM if stays else Severity.HIGH)


def _special(mode: int) -> str:
    kinds = {stat.S_IFIFO: "a FIFO", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}
    return f"{kinds.get(stat.S_IFMT(mode), 'a special file')}; it was not opened"


def _blobs_of(root: Path) -> Path | None:
    """The `blobs` directory of the hub cache folder that a root lies in or is, or None.

    Layout of `huggingface_hub`: `<cache>/models--org--name/{blobs,refs,snapshots/<revision>}`.
    """
    for folder in (root, *root.parents):
        if folder.name.startswith(("models--", "datasets--", "spaces--")):
            blobs = folder / "blobs"
            return blobs if blobs.is_dir() and not blobs.is_symlink() else None
    return None
