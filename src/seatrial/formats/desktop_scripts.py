"""Files that a system runs by their ending once they are opened, and scripts in other languages than Python's and sh's.

Told by name, since it is the name by which a desktop, a server or an interpreter picks what runs them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from seatrial.domain.context import LimitReached
from seatrial.domain.text import shown
from seatrial.formats import shell_script
from seatrial.formats.desktop_rules import RULES, Rule
from seatrial.formats.notice import Notice

MAX_TEXTS: Final = 5_000
"""Quoted texts of one file that are read as commands."""


_OPENED: Final = {
    **dict.fromkeys(("vbs", "vbe"), "a Visual Basic script"),
    **dict.fromkeys(("jse", "wsf", "wsh", "wsc", "sct"), "a script of the Windows host"),
    "hta": "an HTML application",
    "lnk": "a shortcut",
    "pif": "a shortcut",
    "scr": "a screen saver, which is a program",
    "reg": "settings for the registry of Windows",
    "chm": "a help file, which may hold scripts",
    **dict.fromkeys(("msi", "msp", "msix", "appx", "appxbundle"), "an installer"),
    **dict.fromkeys(
        ("application", "appref-ms", "settingcontent-ms", "diagcab", "theme"), "a file that starts programs"
    ),
    **dict.fromkeys(("docm", "xlsm", "pptm", "dotm", "xltm", "xlam", "ppam", "xll"), "a document with macros"),
    **dict.fromkeys(("iso", "img", "vhd", "vhdx", "dmg"), "a disk image, whose files lose the mark of the internet"),
    **dict.fromkeys(("jar", "jnlp"), "a Java program"),
    **dict.fromkeys(("applescript", "scpt", "workflow", "terminal"), "a script of macOS"),
    **dict.fromkeys(("mobileconfig", "pkg", "mpkg"), "something that sets up a Mac"),
    **dict.fromkeys(("ahk", "au3"), "a script that drives the desktop"),
    **dict.fromkeys(("flatpakref", "snap", "apk", "deb", "rpm", "run"), "an installer"),
}
"""By ending: what nobody needs beside weights, whatever is in it."""
_READ: Final = frozenset(
    {"ps1", "psm1", "psd1", "ps1xml", "bat", "cmd", "js", "mjs", "cjs", "ts", "jsx", "tsx", "html", "htm"}
    | {"xhtml", "mht", "svg", "php", "phtml", "pl", "pm", "rb", "r", "rmd", "lua", "applescript", "vbs", "hta"}
    | {"wsf", "url", "scf", "reg", "library-ms", "searchconnector-ms", "rtf", "tcl", "groovy", "jl", "rail", "pmml"}
)  # fmt: skip
_SHARE: Final = re.compile(r"(?:^|[\s=>\"'])(?:\\\\[^\\\s]{2,80}\\|file:(?://)?/?/?[^/\s.]{0,3}(?:\d{1,3}\.){3}\d)")
_QUOTED: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`")
_LITERAL: Final = re.compile(
    _QUOTED.pattern + r"|(?<=[=(,:;!&|?{}\[+])/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/"
)
"""Texts, and patterns between slashes, in which quotes stand alone."""
_SCRIPTS: Final = frozenset({"js", "mjs", "cjs", "ts", "jsx", "tsx", "html", "htm", "xhtml"})
_HOLES: Final = re.compile(r"\$\{[^{}`]*\}")
_CODE: Final = re.compile(r"=>|===|!==|\bfunction\s*\(|\)\s*\{|\.prototype\.|[{;]return\b")
"""What packed programs have between texts: a line that is cut in the wrong place is no text."""
_AROUND: Final = 1_000
_PACKED: Final = 4_000
"""Characters of a line from which on it is a packed program's."""
_TELLING: Final = re.compile(
    r"curl|wget|/dev/tcp|base64|powershell|certutil|bitsadmin|ncat|\bnc |rm -|xmrig|stratum", re.IGNORECASE
)


def _place(rule: Rule, text: str) -> int | None:
    """Where the first pattern of a rule stands whose others are there, too."""
    first, *others = rule.patterns
    if not rule.reach:
        found = first.search(text)
        return found.start() if found is not None and all(other.search(text) for other in others) else None
    if first.search(text) is None:
        return None
    places = [found.start() for found in others[0].finditer(text)]
    for match in first.finditer(text) if places else ():
        behind = bisect_left(places, match.end())
        if behind < len(places) and places[behind] < match.end() + rule.reach:
            return match.start()
    return None


def ending(path: str) -> str:
    """The ending by which a system picks what opens a file; empty for one that is not looked at here."""
    name = path.rsplit("!/", 1)[-1].rsplit("/", 1)[-1].lower()
    end = name.rpartition(".")[2] if "." in name else ""
    if name == "desktop.ini":
        return "scf"
    return end if end in _OPENED or end in _READ else ""


def reads(end: str) -> bool:
    """Whether what is in a file of this ending is looked at."""
    return end in _READ


def acts(end: str, text: str) -> Iterator[Notice]:
    """What a file would do, the gravest first told where its kind alone is worth telling, too.

    Raises `LimitReached` once all else is told for more than `MAX_TEXTS` texts that may be commands.
    """
    high, limit = False, None
    try:
        for act in _worst_first(end, text.replace("\0", "")) if end in _READ else ():
            high = high or act.high
            yield act
    except LimitReached as reached:
        limit = reached
    if end in _OPENED and not high:
        yield Notice(rule=f"kind:{end}", what=f"is {_OPENED[end]}, which runs once somebody opens it")
    if limit is not None:
        raise limit


def _worst_first(end: str, text: str) -> Iterator[Notice]:
    seen: set[str] = set()
    plain = text.lower()
    for rule in RULES:
        if end not in rule.ends or rule.rule in seen or not any(hint in plain for hint in rule.hints):
            continue
        if (at := _place(rule, text)) is not None:
            seen.add(rule.rule)
            line = text.count("\n", 0, at) + 1
            high, slight = rule.grade == "high", rule.grade == "low"
            yield Notice(rule=rule.rule, what=rule.what, line=line, high=high, ordinary=slight)
    if end in ("scf", "url", "library-ms", "searchconnector-ms") and _SHARE.search(text):
        what = "makes the system log in to another machine as soon as the folder is shown"
        yield Notice(rule="leaks-login", what=what, high=True)
    for number, act in _commands(end, text):
        if act.malice and act.rule not in seen:
            seen.add(act.rule)
            yield Notice(rule=act.rule, what=f"{act.what}: {act.command}", line=number, high=True)


def _commands(end: str, text: str) -> Iterator[tuple[int, shell_script.ShellAct]]:
    """Commands that stand in texts of a script; batch files and PowerShell are read whole by another check."""
    if end in ("ps1", "psm1", "bat", "cmd"):
        return
    count, literal = 0, _LITERAL if end in _SCRIPTS else _QUOTED
    for number, line in enumerate(text.split("\n"), 1):
        packed = len(line) > _PACKED and end in _SCRIPTS
        if _TELLING.search(line) is None:
            continue
        for quoted in literal.findall(line):
            if quoted[:1] == "/" or (packed and _CODE.search(quoted)):
                continue
            for piece in _near(_HOLES.sub("$x", quoted[1:-1])) if " " in quoted else ():
                count += 1
                if count > MAX_TEXTS:
                    raise LimitReached(f"more than {MAX_TEXTS:,} texts that may be commands")
                yield from ((number, act) for act in shell_script.acts(piece))


def _near(quoted: str) -> Iterator[str]:
    """The text, or of a long one, as the lines of packed scripts have, what stands around words of commands."""
    done = 0
    for found in _TELLING.finditer(quoted):
        if found.start() >= done:
            done = found.end() + _AROUND if len(quoted) > 2 * _AROUND else len(quoted)
            yield quoted[max(found.start() - _AROUND, 0) : found.end() + 2 * _AROUND]


def about(act: Notice) -> str:
    """The act as a sentence's end, with its line."""
    return f"{act.what} in line {act.line}" if act.line else shown(act.what, 240)
