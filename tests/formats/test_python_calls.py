"""What Python source would call on import, read without importing it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import python_calls
from seatrial.formats.protocol import FormatError


def calls(source: str) -> list[tuple[str, bool]]:
    read = python_calls.read(io.BytesIO(source.encode()))
    return [(call.name, call.at_import) for call in read.calls]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import os\nos.system('x')", "os.system"),
        ("import os as o\no.system('x')", "os.system"),
        ("from os import system as s\ns('x')", "os.system"),
        ("import os\nrun = os.system\nrun('x')", "os.system"),
        ("__import__('os').system('x')", "os.system"),
        ("import importlib\nimportlib.import_module('os').popen('x')", "os.popen"),
        ("from importlib import import_module as i\ni('subprocess').run(['x'])", "subprocess.run"),
        ("import os\ngetattr(os, 'sys' + 'tem')('x')", "os.system"),
        ("import os\nvars(os)\nos.__dict__['system']('x')", "os.system"),
        ("__builtins__['eval']('1')", "eval"),
        ("exec('1')", "exec"),
        ("import builtins\nbuiltins.eval('1')", "eval"),
        ("import subprocess\nx = subprocess.check_output(['x'])", "subprocess.check_output"),
        ("import urllib.request\nurllib.request.urlopen('x')", "urllib.request.urlopen"),
        ("from urllib import request\nrequest.urlopen('x')", "urllib.request.urlopen"),
        ("import requests as r\nr.post('x')", "requests.post"),
        ("import socket\ns = socket.socket()", "socket.socket"),
        ("import ctypes\nctypes.CDLL('x')", "ctypes.CDLL"),
        ("import pickle\npickle.loads(b'')", "pickle.loads"),
        ("class A:\n    import os\n    os.system('x')", "os.system"),
        ("import os\nclass A:\n    x = [os.system(y) for y in 'z']", "os.system"),
        ("import os\ndef f(x=os.system('x')): pass", "os.system"),
        (
            "import os\n@os.system\ndef f(): 0\nif 1:\n    try:\n        os.popen('x')\n    finally:\n        pass",
            "os.popen",
        ),
        ("import os\ndef f():\n    os.system('x')\nf()", "os.system"),
        ("import os\ndef g():\n    os.system('x')\ndef f():\n    g()\nf()", "os.system"),
        ("import os\n(lambda: os.system('x'))()", "os.system"),
        ("import os\nif __name__ != '__main__':\n    os.system('x')", "os.system"),
        ("import os\nif __name__ == '__main__':\n    pass\nelse:\n    os.system('x')", "os.system"),
    ],
)
def test_a_call_that_runs_on_import_is_seen(source: str, expected: str) -> None:
    assert (expected, True) in calls(source)


@pytest.mark.parametrize(
    "source",
    [
        "import os\ndef f():\n    os.system('x')",
        "import os\nclass A:\n    def f(self):\n        os.system('x')",
        "import os\nf = lambda: os.system('x')",
        "import os\nif __name__ == '__main__':\n    os.system('x')",
    ],
)
def test_a_call_that_waits_to_be_called_is_told_apart(source: str) -> None:
    assert calls(source) == [("os.system", False)]


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.path.join('a', 'b')\nos.environ.get('x')",
        "import torch\nx = torch.zeros(3)\ntorch.nn.Linear(1, 2)",
        "import re\nre.compile('x')",
        "model.eval()\nself.run()\nfoo.system('x')",
        "system('x')\nrun('x')",
        "# os.system('x')\n'os.system(1)'",
        "",
    ],
)
def test_computing_is_quiet(source: str) -> None:
    assert calls(source) == []


def test_files_beside_it_that_are_imported_are_named() -> None:
    read = python_calls.read(io.BytesIO(b"from .a import x\nfrom . import b, c\nfrom ..d.e import f\nimport g\n"))
    assert read.imports == ("a", "b", "c", "d", "g")


@pytest.mark.parametrize(
    "data",
    [
        b"def f(:",
        b"\x00",
        b"# coding: nowhere\n",
        b"\xff\xfe",
        b"(" * 10_000,
        b"x = " + b"-" * 100_000 + b"1",
        b"9" * 5000,
    ],
)
def test_what_cannot_be_parsed_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        python_calls.read(io.BytesIO(data))


def test_too_much_source_meets_a_limit() -> None:
    with pytest.raises(LimitReached):
        python_calls.read(io.BytesIO(b"#" * (python_calls.MAX_BYTES + 1)))


def test_long_chains_are_read_without_recursion() -> None:
    assert calls("a" + ".b" * 300 + "()\n" + "f()()" * 1) == []


@given(st.binary(max_size=120) | st.text(max_size=120).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        python_calls.read(io.BytesIO(data))
    except (FormatError, LimitReached):
        return


@pytest.mark.parametrize(
    "source",
    [
        "import os\nclass M(type):\n    def __new__(c, *a):\n        os.system('x')\nclass A(metaclass=M): pass",
        "import os\nclass B:\n    def __init_subclass__(cls):\n        os.system('x')\nclass A(B): pass",
        "import os\ndef d(f):\n    os.system('x')\n    return f\n@d\ndef g(): pass",
        "import threading, os\nthreading.Thread(target=os.system, args=('x',)).start()",
        "import atexit, os\n@atexit.register\ndef bye():\n    os.system('x')",
        "import functools, os\nfunctools.partial(os.system, 'x')()",
        "import sys\nsys.modules['os'].system('x')",
        "m = __import__(''.join(map(chr, [111, 115])))\nm.system('x')",
        "exec(\"import os\\nos.system('x')\")",
        "import os\nclass R:\n def __init__(self):\n  self.go()\n def go(self):\n  os.system('x')\nR()",
    ],
)
def test_whatever_way_a_call_takes_on_import_it_is_found(source: str) -> None:
    assert ("os.system", True) in calls(source)


def test_known_constants_are_put_together() -> None:
    source = b"import base64, os\ndef d(s): return base64.b64decode(s).decode()\nos.system(d('aWQ='))\n"
    (act,) = python_calls.read(io.BytesIO(source)).calls
    assert (act.spelled, act.line) == ("os.system('id')", 3)


def test_what_a_decompression_gives_is_bounded() -> None:
    import base64
    import zlib

    packed = base64.b64encode(zlib.compress(bytes(50_000_000))).decode()
    source = f"import zlib, base64\nexec(zlib.decompress(base64.b64decode('{packed}')))\n"
    assert ("exec", True) in calls(source)
