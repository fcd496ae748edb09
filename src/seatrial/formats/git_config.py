"""Git's configuration and hooks: the settings with which Git runs programs when a folder is merely looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.domain.text import shown
from seatrial.formats.bounds import lines

_SECTION: Final = re.compile(r"^\[\s*([\w.-]+)(?:\s+\"(.*)\")?\s*\]")
_PROGRAMS: Final = frozenset(
    {"core.sshcommand", "core.pager", "core.editor", "core.askpass", "core.hookspath", "core.gitproxy", "diff.external"}
    | {"sequence.editor", "gpg.program", "gpg.ssh.program", "core.alternaterefscommand", "uploadpack.packobjectshook"}
    | {
        "interactive.difffilter",
        "pager.log",
        "pager.diff",
        "pager.status",
        "web.browser",
        "help.browser",
        "core.worktree",
    }
)
_LAST: Final = frozenset(
    {"clean", "smudge", "process", "textconv", "command", "driver", "cmd", "program", "uploadpack", "receivepack"}
)
_LFS: Final = re.compile(r"^git[- ]lfs (?:clean|smudge|filter-process)(?: --skip)?(?: -- %f)?$")
_CALM: Final = re.compile(
    r"^(?:true|false|1|0|yes|no|on|off|less(?: -\w+)*|cat|vim?|nano|code --wait|delta|store|cache|osxkeychain"
    r"|manager(?:-core)?)?$"
)
_LFS_HOOK: Final = re.compile(
    r"\A#!/bin/sh\s+(?:#[^\n]*\s+)*(?:command -v git-lfs[^\n]*\n\s*)?"
    r"git lfs (?:post-checkout|post-commit|post-merge|pre-push) \"\$@\"\s*\Z"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting that runs a program."""

    key: str
    value: str
    """Safe to show."""
    line: int


def programs(text: str) -> Iterator[Setting]:
    """Settings of a configuration that have Git run what they name."""
    section = ""
    for number, raw in lines(text, 50_000):
        line = raw.strip()
        if not line or line.startswith(("#", ";")):
            continue
        found = _SECTION.match(line)
        if found is not None:
            section = found.group(1).lower() + (f".{found.group(2)}" if found.group(2) is not None else "")
            line = line[found.end() :].strip()
        key, _, value = line.partition("=")
        if not line or not key.strip():
            continue
        full, value = f"{section}.{key.strip().lower()}", value.strip().strip('"')
        if _runs(full, value):
            yield Setting(key=shown(full, 60), value=shown(value, 100), line=number)


def _runs(key: str, value: str) -> bool:
    last = key.rpartition(".")[2]
    if _LFS.match(value) or _CALM.match(value):
        return False
    if key in _PROGRAMS or (key == "core.fsmonitor" and value):
        return True
    if key.startswith("alias.") or last == "helper":
        return value.startswith(("!", "/"))
    if last == "url" or key.startswith("url."):
        return value.startswith(("ext::", "-", "fd::")) or "ext::" in key
    if key.startswith("submodule.") and last in ("path", "update"):
        return value.startswith(("!", "-")) or ".." in value or ".git" in value.split("/")
    if key.startswith("include"):
        return last == "path"
    return key == "protocol.ext.allow" or (last in _LAST and key.count(".") > 1)


def is_plain_hook(text: str) -> bool:
    """Whether a hook is the one that Git LFS installs."""
    return _LFS_HOOK.match(text) is not None
