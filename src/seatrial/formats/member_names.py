"""What is wrong with the name of a member or the target of a link, for whoever unpacks it. Words only, no I/O."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

_DRIVE: Final = re.compile(r"[A-Za-z]:(?!\d+(\.\w+)?$)")
"""A drive of Windows; names of variables such as `w:0.npy` are none."""
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.[^/]*)?", re.IGNORECASE)
_STREAM: Final = re.compile(r":\$|:[^/:]+\.(exe|dll|scr|com|bat|cmd|ps1|vbs|js|lnk|hta)$", re.IGNORECASE)
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE: Final = frozenset({"Cf", "Co", "Zl", "Zp"})


class Fault(NamedTuple):
    """One thing that is wrong."""

    rule: str
    text: str
    grave: bool
    """It writes elsewhere or deceives; others only need a person to look."""


def name_faults(name: str) -> Iterator[Fault]:
    """What is wrong with a member's name; nothing for a plain relative one."""
    parts = name.replace("\\", "/").split("/")
    if climbs(name):
        yield Fault("climbs-out", "climbs out of the directory it is unpacked in", grave=True)
    elif ".." in parts:
        yield Fault("steps-back", "steps back on its way, which some unpackers refuse", grave=False)
    if is_absolute(name):
        yield Fault("absolute-name", "is an absolute path", grave=True)
    elif "\\" in name:
        yield Fault("backslash-name", "holds a backslash, which some systems take for a separator", grave=False)
    if any(ord(character) < 32 or ord(character) == 127 for character in name):
        yield Fault("control-character", "holds a control character, at which some readers cut the name", grave=True)
    if _TURNING.search(name):
        yield Fault("hidden-name", "holds a character that turns the direction of what is shown", grave=True)
    elif not name.isascii() and any(unicodedata.category(character) in _INVISIBLE for character in name):
        yield Fault("hidden-name", "holds an invisible character", grave=False)
    yield from _windows_faults(name, parts)


def _windows_faults(name: str, parts: list[str]) -> Iterator[Fault]:
    if _STREAM.search(name):
        yield Fault("stream-name", "names a stream behind a file, which Windows does not show", grave=True)
    if any(_DEVICE.fullmatch(part) for part in parts):
        yield Fault("device-name", "has the name of a device of Windows", grave=False)
    if any(part.endswith((" ", ".")) and part.strip(".") for part in parts):
        yield Fault("trailing-dot", "ends a part in a dot or space, which Windows drops", grave=False)


def is_absolute(name: str) -> bool:
    """Whether a name or target counts from a root, a drive or another machine."""
    return name.startswith(("/", "\\")) or bool(_DRIVE.match(name))


def climbs(path: str) -> bool:
    """Whether a path leaves the directory that it counts from, taken word by word."""
    depth = 0
    for part in path.replace("\\", "/").split("/"):
        depth += 0 if part in ("", ".") else -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def normal(name: str) -> str:
    """A name without the parts that mean nothing."""
    return "/".join(part for part in name.split("/") if part not in ("", "."))


def folded(name: str) -> str:
    """What a name becomes on systems that do not tell upper from lower case, or forms of one letter."""
    return unicodedata.normalize("NFC", normal(name)).casefold()


def passed_link(path: str, links: set[str]) -> str:
    """The first of these links that a path goes through, empty for none. Paths and links as `normal` gives them."""
    parts = path.split("/")
    for count in range(1, len(parts)):
        before = "/".join(parts[:count])
        if before in links:
            return before
    return ""


def leaves(name: str, target: str, links: set[str], *, symbolic: bool) -> bool:
    """Whether a link points out of the archive, or could by way of another of its links."""
    # A hard link's target counts from the archive's root, a symbolic link's from its own directory.
    base = name.rsplit("/", 1)[0] if symbolic and "/" in name else ""
    joined = f"{base}/{target}"
    if is_absolute(target) or climbs(joined):
        return True
    return ".." in target.split("/") and bool(passed_link(normal(joined), links))
