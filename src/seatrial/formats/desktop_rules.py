"""What scripts of desktops, browsers, servers and Node do that nobody needs beside a model, as patterns."""

# ruff: noqa: E501 - a pattern is read as one line

import re
from dataclasses import dataclass
from typing import Final

_WINDOWS: Final = frozenset(["ps1", "psm1", "bat", "cmd", "vbs", "hta", "wsf", "js", "jse"])
_BROWSER: Final = frozenset(["html", "htm", "xhtml", "mht", "svg", "hta"])
_NODE: Final = frozenset(["js", "mjs", "cjs", "ts", "jsx", "tsx"])


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns that all have to stand in the text, or one within `reach` characters behind another."""

    rule: str
    what: str
    grade: str
    ends: frozenset[str]
    hints: tuple[str, ...]
    """Small letters, of which a text that the patterns fit has one: most texts are done with after this."""
    patterns: tuple[re.Pattern[str], ...]
    reach: int = 0


def _rule(rule: str, what: str, grade: str, ends: frozenset[str], hints: str, *patterns: str, reach: int = 0) -> Rule:
    made = tuple(re.compile(text, re.IGNORECASE) for text in patterns)
    return Rule(rule, what, grade, ends, tuple(hints.split()), made, reach)


_FETCHES: Final = (
    r"\b(?:Invoke-WebRequest|iwr|wget|curl(?:\.exe)?|DownloadFile|Start-BitsTransfer|certutil|bitsadmin)\b"
)
_STARTS: Final = r"(?:Start-Process|Invoke-Item|\bsaps|\bstart(?:\s+/\w+)*|&|\bcall)\s+[\"']?[^\n]{0,80}\.(?:exe|ps1|bat|vbs|dll|scr|msi|hta)\b"
_KEPT: Final = r"document\.cookie|localStorage|sessionStorage"
_SENDS: Final = r"\b(?:fetch|sendBeacon|WebSocket|XMLHttpRequest|axios(?:\.\w+)?|https?\.(?:get|request))\s*\(|\.src\s*=|location(?:\.href)?\s*=|\.open\s*\("
RULES: Final[tuple[Rule, ...]] = (
    _rule("script-host", "runs programs through the script host of Windows", "high", _WINDOWS | _BROWSER, "createobject activexobject getobject",
          r"(?:ActiveXObject|CreateObject)\s{0,9}\(\s{0,9}[\"'](?:WScript\.Shell|Shell\.Application|MSXML2|ADODB\.Stream|Microsoft\.XMLHTTP|Schedule\.Service)"
          r"|GetObject\s{0,9}\(\s{0,9}[\"'](?:winmgmts|script:)"),
    _rule("loads-assembly", "loads a program from bytes in it or from the network", "high", _WINDOWS, "assembly virtualalloc downloaddata dllimport",
          r"Reflection\.Assembly\]?::Load|\bVirtualAlloc\b|\bDownloadData\s{0,9}\(|\[DllImport\b"),
    _rule("fetches-program", "fetches a program and starts it", "high", _WINDOWS, "webrequest iwr wget curl downloadfile bitstransfer certutil bitsadmin",
          _FETCHES, _STARTS, reach=600),
    _rule("disarms", "turns guards of the system off", "high", _WINDOWS, "mppreference amsi firewall vssadmin wevtutil bcdedit windefend",
          r"Set-MpPreference\s+-Disable|Add-MpPreference\s+-Exclusion|amsi(?:InitFailed|Utils|ScanBuffer)|netsh\s+(?:adv)?firewall\s+set[^\n]{0,60}off"
          r"|vssadmin\s+delete|wevtutil\s+cl\b|bcdedit\s+/set|sc\s+stop\s+WinDefend"),
    _rule("destroys", "destroys files", "high", _WINDOWS, "rd rmdir del format remove-item",
          r"\b(?:rd|rmdir)\s{1,9}/s\b[^\n]{0,40}(?:%USERPROFILE%|%APPDATA%|%SystemRoot%|[A-Z]:\\(?:\s|$|\*|Users|Windows))|\bdel\s{1,9}(?:/\w\s{1,9}){1,9}[A-Z]:\\\*"
          r"|\bformat\s{1,9}[A-Z]:\s|Remove-Item\b[^\n]{0,80}-Recurse[^\n]{0,80}(?:C:\\(?:\s|$|\*|Users)|\$HOME\b|\$env:USERPROFILE)"),
    _rule("hidden-window", "hides its window", "medium", _WINDOWS - {"js"}, "hid .run", r"-w(?:indowstyle)?\s{1,9}hid|WindowStyle\s{0,9}=\s{0,9}['\"]?hidden|\.Run\b[^\n]{0,200},\s{0,9}0\b"),
    _rule("smuggles", "hands over a file that is spelt out in the page", "high", _BROWSER, "download mssaveoropenblob",
          r"\batob\s{0,9}\(|fromCharCode|Uint8Array", r"new\s{1,9}Blob|msSaveOrOpenBlob|createObjectURL", r"\.download\s{0,9}=|msSaveOrOpenBlob", r"\.click\s{0,9}\(|msSaveOrOpenBlob"),
    _rule("decodes-and-runs", "decodes hidden text and runs it", "high", _BROWSER | _NODE, "eval function settimeout vm.run",
          r"(?:\beval|new\s{1,9}Function|setTimeout|\bvm\.run\w{1,20})\s{0,9}\(\s{0,9}(?:window\.)?(?:atob|unescape|decodeURIComponent|String\.fromCharCode|Buffer\.from\s{0,9}\()"),
    _rule("sends-cookies", "sends cookies or stored keys of whoever opens it away", "high", _BROWSER, "document.cookie localstorage sessionstorage",
          _SENDS + r"[^\n;]{0,200}(?:" + _KEPT + ")"),
    _rule("sends-cookies", "sends cookies or stored keys of whoever opens it away", "high", _BROWSER, "document.cookie", r"document\.cookie", _SENDS, reach=200),
    _rule("leads-elsewhere", "leads whoever opens it to a program or a file of the machine", "high", _BROWSER, "file: javascript: data: ms- search-ms vbscript: \\\\",
          r"http-equiv\s{0,9}=\s{0,9}['\"]?refresh[^>]{0,200}url\s{0,9}=\s{0,9}['\"]?(?:file:|javascript:|data:|\\\\|ms-\w+:)"
          r"|(?:location(?:\.href)?|\bhref)\s{0,9}=\s{0,9}['\"](?:ms-msdt:|search-ms:|file://|vbscript:)"),
    _rule("asks-password", "asks for a password and sends it to a host of somebody's own", "high", _BROWSER, "password",
          r"type\s{0,9}=\s{0,9}['\"]?password", r"<form\b[^>]{0,300}action\s{0,9}=\s{0,9}['\"]?https?://"),
    _rule("active-picture", "holds a script where a picture is expected", "medium", frozenset(["svg"]), "<script javascript: onload onerror onclick onbegin onmouseover",
          r"<script\b|\bon(?:load|error|click|begin|mouseover)\s{0,9}=|javascript:"),
    _rule("sends-environment", "sends the environment away", "high", _NODE, "process.env", r"\bprocess\.env\b(?!\.)", _SENDS, reach=400),
    _rule("sends-environment", "sends the environment away", "high", _NODE, "process.env", _SENDS, r"JSON\.stringify\s{0,9}\(\s{0,9}process\.env", reach=300),
    _rule("starts-programs", "starts programs", "low", _NODE, "child_process deno bun", r"['\"](?:node:)?child_process['\"]|\bDeno\.(?:run|Command)\b|\bBun\.spawn\b"),
    _rule("web-shell", "runs what a request to it says", "high", frozenset(["php", "phtml"]), "$_",
          r"\b(?:system|exec|shell_exec|passthru|popen|eval|assert|proc_open|include|require)\b[^;\n]{0,80}\$_(?:GET|POST|REQUEST|COOKIE|SERVER)"),
    _rule("server-page", "is a page that a server would run", "medium", frozenset(["php", "phtml"]), "<?", r"<\?(?:php|=)"),
    _rule("runs-at-start", "has Windows run a program", "high", frozenset(["reg"]), "currentversion command debugger",
          r"CurrentVersion\\(?:Run|RunOnce|Explorer\\Shell|Winlogon|Image File)|\\shell\\open\\command|Debugger\""),
    _rule("link-to-program", "is a link to a program or another machine", "high", frozenset(["url"]), "url", r"\bURL\s{0,9}=\s{0,9}(?:file:|\\\\|[A-Z]:\\)"),
    _rule("script-in-markup", "holds a script that its loader may run", "high", frozenset(["rail", "pmml"]), "script exec process runtime",
          r"<script\b[^>]{0,80}python|Runtime\.getRuntime|ProcessBuilder|ScriptEngineManager"),
    _rule("object-in-text", "holds an object that is updated when it is opened", "high", frozenset(["rtf"]), "objupdate objocx objhtml equation", r"\\objupdate|\\objocx|\\objhtml|Equation\.3"),
    _rule("object-in-text", "holds an object", "medium", frozenset(["rtf"]), "obj", r"\\objdata|\\object\b"),
)  # fmt: skip
