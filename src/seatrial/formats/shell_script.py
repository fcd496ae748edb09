"""Shell scripts, and what a command line does: fetch and run, hide, open a way in, send away, plant.

The rules read text. A rule is either malice (no publisher of a model has an honest use for it) or a reach: something
that a person has to look at before running the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.domain.inventory import Role
from seatrial.domain.text import shown
from seatrial.formats.shell_rules import DATA, INSTALLERS, INTERPRETER, MALICE, ORDINARY, REACH, SAVED, SAVED_BY_NAME
from seatrial.formats.text import decoded

NAME = "shell"
ROLE = Role.CODE
PRIORITY = 92
MAX_CHARACTERS: Final = 2 * 1024 * 1024
MAX_LINE: Final = 20_000
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
    """What the commands in a text do, each rule once a line. Comments are passed over; lines are bounded."""
    joined_text = re.sub(r"\\\r?\n", "  ", text[:MAX_CHARACTERS])
    seen: set[str] = set()
    written: set[str] = set()
    for number, raw in enumerate(joined_text.split("\n"), 1):
        line = raw.strip()[:MAX_LINE]
        if not line or line.startswith("#"):
            continue
        for act in _line_acts(_plain(line), number):
            if (key := f"{act.rule} {act.malice}") not in seen:
                seen.add(key)
                yield act
        if "fetch-and-run True" not in seen and (found := _runs_fetched(line, written, number)):
            seen.add("fetch-and-run True")
            yield found


_QUOTES = re.compile(r"(?<=\w)(?:''|\"\"|\\(?=[a-z]))(?=\w)")
_IFS = re.compile(r"\$\{?IFS\}?(?:\$9)?|\{([a-z]+),(\S+?)\}")


def _plain(line: str) -> str:
    """A line without the quotes and blanks that are only there to break up words."""
    return _IFS.sub(lambda m: f"{m.group(1)} {m.group(2)}" if m.group(1) else " ", _QUOTES.sub("", line))


def _line_acts(line: str, number: int) -> Iterator[ShellAct]:
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
        quoted = re.escape(name)
        if re.search(
            rf"(?:(?:{INTERPRETER}|source|\.|exec|nohup|sudo)\s+(?:-\w+\s+)*|chmod\s+\S+\s+|^|[;&|]\s*)['\"]?(?:\./)?{quoted}['\"]?(?:\s|$|[;&|])",
            line,
        ):
            what = "fetches a program and runs it"
            return ShellAct(rule="fetch-and-run", what=what, malice=True, line=number, command=shown(line, 120))
    if len(written) < 50 and not INSTALLERS.search(line):
        for pattern in (SAVED, SAVED_BY_NAME):
            for name in pattern.findall(line):
                if len(name) > 2 and not DATA.search(name) and not name.startswith("/dev/"):
                    written.add(name.removeprefix("./"))
    return None


def is_ordinary(command: str) -> bool:
    """Whether a command only asks the system about itself, compiles, converts media or unpacks."""
    return ORDINARY.match(command) is not None and not any(act.malice for act in acts(command))
