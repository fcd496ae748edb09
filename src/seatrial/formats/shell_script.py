"""Shell scripts, and what a command line does: fetch and run, hide, open a way in, send away, plant.

The rules read text. A rule is either malice (no publisher of a model has an honest use for it) or a reach: something
that a person has to look at before running the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.domain.text import shown
from seatrial.formats.shell_rules import (
    ASKS,
    DATA,
    INSTALLERS,
    INTERPRETER,
    MALICE,
    ORDINARY,
    REACH,
    SAVED,
    SAVED_BY_NAME,
)
from seatrial.formats.text import decoded

NAME = "shell"
ROLE = Role.CODE
PRIORITY = 92
MAX_CHARACTERS: Final = 4 * 1024 * 1024
MAX_WRITTEN: Final = 1_000
"""Files that a script fetches and that are looked for where it runs something."""
WINDOW: Final = 1_000
"""Longer lines are read in pieces that overlap, so that no pattern takes long."""
MAX_WINDOWS: Final = 60
_SHEBANG = re.compile(
    r"#!\s*/\S*?(?:bin/env\s+(?:-S\s+)?)?(?:ba|z|da|k|a|c|tc|fi)?sh\b|#!\s*/\S*/env\s+(?:-S\s+)?(?:ba|z|da|k|fi)?sh\b"
)


def matches(head: bytes, size: int) -> bool:
    """Text that begins with the shebang of a shell."""
    if not head.startswith(b"#!"):
        return False
    text = decoded(head, size)
    return text is not None and _SHEBANG.match(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellAct:
    """One thing that a command line does."""

    rule: str
    what: str
    """As the end of a sentence: `fetches a program and runs it`."""
    malice: bool
    line: int
    command: str
    """The line, cut; safe to show."""


def acts(text: str) -> Iterator[ShellAct]:
    """What the commands in a text do, each rule once. Comments are passed over.

    Raises `LimitReached` for too many long lines, for more than `MAX_CHARACTERS`, and for more fetched files than
    can be followed.
    """
    joined_text = re.sub(r"\\\r?\n", "  ", text[:MAX_CHARACTERS])
    seen: set[str] = set()
    written: set[str] = set()
    windows = 0
    for number, raw in enumerate(joined_text.split("\n"), 1):
        whole = raw.strip()
        if not whole or whole.startswith("#"):
            continue
        for line in _pieces(whole):
            windows += len(line) == WINDOW
            if windows > MAX_WINDOWS:
                raise LimitReached("a script of very long lines")
            yield from _fresh(line, number, seen, written)
    if len(text) > MAX_CHARACTERS:
        raise LimitReached(f"a script of more than {MAX_CHARACTERS:,} characters")


def _pieces(line: str) -> Iterator[str]:
    if len(line) <= WINDOW:
        yield line
        return
    for start in range(0, len(line), WINDOW - 300):
        yield line[start : start + WINDOW]


def _fresh(line: str, number: int, seen: set[str], written: set[str]) -> Iterator[ShellAct]:
    """What one line does that no earlier one did."""
    for act in _line_acts(_plain(line), number):
        if (key := f"{act.rule} {act.malice}") not in seen:
            seen.add(key)
            yield act
    for part in re.split(r"&&|\|\||;", line):
        if "fetch-and-run True" not in seen and (found := _runs_fetched(part.strip(), written, number)):
            seen.add("fetch-and-run True")
            yield found


_QUOTES = re.compile(r"(?<=\w)(?:''|\"\"|\\(?=[a-z]))(?=\w)")
_IFS = re.compile(r"\$\{?IFS\}?(?:\$9)?|\{([a-z]+),(\S+?)\}")


def _plain(line: str) -> str:
    """A line without the quotes and blanks that are only there to break up words."""
    return _IFS.sub(lambda m: f"{m.group(1)} {m.group(2)}" if m.group(1) else " ", _QUOTES.sub("", line))


_HINT = re.compile(
    r"curl|wget|aria2c|fetch|lwp|GET\b|base64|base32|xxd|openssl|uudecode|rev\b|gunzip|zcat|\btr\s|printf|echo\s+-|eval|/dev/"
    r"|\bnc\b|ncat|netcat|mkfifo|socat|sh\s+-i|perl|ruby|php|python\S*\s+-c|xterm|awk|powershell|iex|invoke|downloadstring"
    r"|irm|iwr|certutil|bitsadmin|mshta|regsvr|rundll|nslookup|dig\b|host\b|ping|scp|rsync|tar\s|>|tee\b|cp\s|install\s|mv\s"
    r"|crontab|schtasks|reg\s|rm\s|mkfs|dd\s|:\s*\(|shred|stratum|xmrig|minerd|donate|LD_PRELOAD|chmod|histfile|history"
    r"|setenforce|docker|podman|nerdctl|iptables|ufw|chattr|/shm|env\b|pip|telnet|ssh|source|\.\s",
    re.IGNORECASE,
)
"""What no rule does without: most lines of most scripts are done with after this."""


def _line_acts(line: str, number: int) -> Iterator[ShellAct]:
    if _HINT.search(line) is None:
        return
    for rule, what, pattern in MALICE:
        if pattern.search(line):
            known = rule == "fetch-and-run" and INSTALLERS.search(line) is not None
            yield ShellAct(rule=rule, what=what, malice=not known, line=number, command=shown(line, 120))
    for rule, what, pattern in REACH:
        if pattern.search(line):
            yield ShellAct(rule=rule, what=what, malice=False, line=number, command=shown(line, 120))


def _runs_fetched(line: str, written: set[str], number: int) -> ShellAct | None:
    """Something that an earlier line fetched is run, or made runnable."""
    for name in written:
        if name not in line:
            continue
        quoted = re.escape(name)
        if re.search(
            rf"(?:(?:{INTERPRETER}|source|\.|exec|nohup|sudo)\s+(?:-\w+\s+)*|chmod\s+\S+\s+|^|[;&|]\s*)['\"]?(?:\./)?{quoted}['\"]?(?:\s|$|[;&|])",
            line,
        ):
            what = "fetches a program and runs it"
            return ShellAct(rule="fetch-and-run", what=what, malice=True, line=number, command=shown(line, 120))
    if len(written) > MAX_WRITTEN:
        raise LimitReached(f"a script that fetches more than {MAX_WRITTEN:,} files")
    if not INSTALLERS.search(line):
        for pattern in (SAVED, SAVED_BY_NAME):
            for name in pattern.findall(line):
                if len(name) > 2 and not DATA.search(name) and not name.startswith("/dev/"):
                    written.add(name.removeprefix("./"))
    return None


def only_asks(command: str) -> bool:
    """Whether a command does no more than ask the system, or the repository that it stands in, about itself."""
    return ASKS.match(command) is not None


def is_ordinary(command: str) -> bool:
    """Whether a command only asks the system about itself, compiles, converts media or unpacks."""
    return ORDINARY.match(command) is not None and not any(act.malice for act in acts(command))
