"""Advisories of fickling, picklescan and modelaudit that the other families do not cover, each as a file.

Read on 2026-11-28 from the repositories' histories, tests and changelogs, as far as these were stored: fickling up to
2026-08-14, picklescan up to 2026-07-01, modelaudit up to 2026-03-07, modelscan up to 2025-08-06 (which names none).
"""

from seatrial.testing.builders import torch_zip
from tests.corpus.assembler import (
    COMMAND,
    POP,
    Ops,
    call,
    instance,
    name,
    octets,
    ordered,
    pickled,
    reduced,
    shell,
    stack_name,
    tensor,
    value,
)
from tests.corpus.labelled import hostile
from tests.corpus.onnx_samples import ADD, external, graph, model
from tests.corpus.sample import Sample

FAMILY = "pickle scanner advisories"


def evil(title: str, source: str, *opcodes: bytes, note: str = "", path: str = "model.pkl") -> Sample:
    """A stream of these opcodes."""
    return hostile("advisory-" + title, FAMILY, {path: pickled(*opcodes)}, note or title, source)


def built(title: str, source: str, module: str, attribute: str, *arguments: str | int | Ops) -> Sample:
    """REDUCE, then BUILD with an empty state, so that nothing stays unused."""
    return evil(title, source, reduced(stack_name(module, attribute), *arguments), value({}), b"b")


SERVICES = "GHSA-mhc9-48gj-9gp3"
FICKLING = (
    evil(
        "pty-spawn", "GHSA-r7v6-mfhq-g3m2", reduced(stack_name("pty", "spawn"), "id") + b"\x94" + POP, value("gottem")
    ),
    evil("cprofile-run", "GHSA-p523-jq9w-64x9", reduced(stack_name("cProfile", "run"), "print('inert')")),
    evil("ast-parse-then-dict", "GHSA-cffv-grgg-g429", reduced(stack_name("ast", "parse"), "print('inert')")),
    evil(
        "shadowed-allow-list",
        "GHSA-cffv-grgg-g429",
        reduced(stack_name("code", "interact"), "inert") + b"0" + reduced(stack_name("code", "interact"), "inert"),
        note="the same import twice, of which the second counted as reported",
    ),
    built("signal-handler", SERVICES, "signal", "signal", 15, name("builtins", "print")),
    built("signal-alarm", SERVICES, "_signal", "alarm", 1),
    built("tcp-server", SERVICES, "socketserver", "TCPServer", "0.0.0.0"),
    built("xmlrpc-server", SERVICES, "xmlrpc.server", "SimpleXMLRPCServer", "0.0.0.0"),
    built("thread", SERVICES, "_thread", "start_new_thread", name("builtins", "print")),
    built("timer", SERVICES, "threading", "Timer", 1, name("builtins", "print")),
    built("sqlite", SERVICES, "sqlite3", "connect", "/tmp/inert.db"),
    built("sqlite-c", SERVICES, "_sqlite3", "connect", "/tmp/inert.db"),
    built("fileinput", SERVICES, "fileinput", "input", "/etc/hostname"),
    built("glob", SERVICES, "glob", "glob", "/home/*"),
    built("compileall", SERVICES, "compileall", "compile_dir", "/tmp/inert"),
    built("py-compile", SERVICES, "py_compile", "compile", "/tmp/inert.py"),
    built("mmap", SERVICES, "mmap", "mmap", 3, 10),
    built("selectors", SERVICES, "selectors", "DefaultSelector"),
    built("socket-handler", SERVICES, "logging.handlers", "SocketHandler", "203.0.113.9", 80),
    built("http-handler", SERVICES, "logging.handlers", "HTTPHandler", "203.0.113.9", "/x"),
    built("syslog", SERVICES, "syslog", "syslog", "inert"),
    built("tarfile", SERVICES, "tarfile", "open", "/tmp/x.tar", "w"),
    built("zipfile", SERVICES, "zipfile", "ZipFile", "/tmp/x.zip", "w"),
    built("shelve", SERVICES, "shelve", "open", "/tmp/inert"),
    built("smtp", SERVICES, "smtplib", "SMTP", "203.0.113.9"),
    built("ftp", SERVICES, "ftplib", "FTP", "203.0.113.9"),
    built("telnet", SERVICES, "telnetlib", "Telnet", "203.0.113.9"),
    evil("platform-popen", "GHSA-5cxw-w2xg-2m8h", call("platform", "popen", COMMAND)),
    evil("platform-syscmd", "GHSA-5cxw-w2xg-2m8h", call("platform", "_syscmd_ver", COMMAND)),
    evil("platform-output", "GHSA-5cxw-w2xg-2m8h", call("platform", "_syscmd_file", COMMAND)),
    evil("doctest-debug-src", "GHSA-pc6j-px3p-rrj4", call("doctest", "debug_src", ">>> print('inert')")),
    evil("doctest-run", "GHSA-pc6j-px3p-rrj4", call("doctest", "run_docstring_examples", "x", Ops(b"}"))),
    evil("unittest-main", "GHSA-pc6j-px3p-rrj4", call("unittest", "main", "inert_module")),
    evil("unittest-mock-patch", "GHSA-pc6j-px3p-rrj4", call("unittest.mock", "_importer", "os")),
    evil(
        "unittest-loader",
        "GHSA-pc6j-px3p-rrj4",
        call("unittest.loader", "TestLoader.loadTestsFromName", "x", "os.system"),
    ),
    evil("linecache", "GHSA-r48f-3986-4f9c", call("linecache", "getlines", "/etc/passwd")),
    evil("difflib", "GHSA-r48f-3986-4f9c", call("difflib", "_test")),
    evil("gc-objects", "GHSA-r48f-3986-4f9c", call("gc", "get_objects")),
    evil("private-loads", "GHSA-fphw-536r-4p88", reduced(name("pickle", "_loads"), octets(shell()))),
    evil(
        "private-unpickler",
        "GHSA-fphw-536r-4p88",
        call("pickle", "_Unpickler", call("_io", "BytesIO", octets(shell()))),
    ),
    evil("c-unpickler", "GHSA-wccx-j62j-r448", call("_pickle", "Unpickler", call("_io", "BytesIO", octets(shell())))),
    evil("c-loads", "GHSA-wccx-j62j-r448", reduced(name("_pickle", "loads"), octets(shell()))),
    evil("ctypes-through-pydoc", "CVE-2026-22608", reduced(call("pydoc", "locate", "ctypes.windll.kernel32"), COMMAND)),
)
PICKLESCAN = (
    evil("file-io", "GHSA-9726-w42j-3qjr", call("_io", "FileIO", "/etc/hosts", "r")),
    evil("urlopen", "GHSA-9726-w42j-3qjr", call("urllib.request", "urlopen", "https://203.0.113.9")),
    evil("code-type", "GHSA-9m3x-qqw2-h32h", stack_name("types", "CodeType") + b")R"),
    evil(
        "cloudpickle-function",
        "GHSA-9m3x-qqw2-h32h",
        reduced(
            call(
                "cloudpickle.cloudpickle",
                "_make_function",
                reduced(
                    call("cloudpickle.cloudpickle", "_builtin_type", "CodeType"),
                    *(1, 0, 0, 1, 3, 67, b"t\x00|\x00\x83\x01S\x00", Ops(b"(Nt"), ("eval",), ("payload",), "m.py"),
                    *("_obfuscated_eval", 1, b"", (), ()),
                ),
                {"__name__": "__main__", "__builtins__": name("builtins", "__dict__")},
                None,
                None,
                None,
            ),
            "__import__('os').system('echo inert')",
        ),
    ),
    evil("cloudpickle-subimport", "GHSA-9m3x-qqw2-h32h", call("cloudpickle.cloudpickle", "subimport", "os")),
    evil("file-handler", "GHSA-m7j5-r2p5-c39r CVE-2026-56304", call("logging", "FileHandler", "inert.log")),
    evil("rotating-handler", "GHSA-m7j5-r2p5-c39r", call("logging.handlers", "RotatingFileHandler", "inert.log")),
    evil("aiohttp-submodule", "GHSA-mjqp-26hc-grxg", call("aiohttp.client", "ClientSession")),
    evil("http-server", "GHSA-mjqp-26hc-grxg", call("http.server", "HTTPServer", "0.0.0.0", 80)),
    evil("asyncio-submodule", "CVE-2025-10157", call("asyncio.base_events", "BaseEventLoop.subprocess_shell", COMMAND)),
    evil("ctypes-load", "GHSA-hgrh-qx5j-jfwx", call("ctypes", "CDLL", "/tmp/inert.so")),
    evil(
        "f2py-eval-length", "GHSA-hgrh-qx5j-jfwx", call("numpy.f2py.crackfortran", "_eval_length", "print('inert')", {})
    ),
    evil(
        "itemgetter-chain",
        "GHSA-hgrh-qx5j-jfwx",
        reduced(call("operator", "itemgetter", "system"), name("os", "__dict__")),
    ),
    evil(
        "distutils-copy", "GHSA-hgrh-qx5j-jfwx", call("distutils.file_util", "copy_file", "/etc/passwd", "/tmp/inert")
    ),
)
SET_ON_TENSOR = tensor() + value("w") + value(1) + b"s"
MODELAUDIT = (
    hostile(
        "advisory-setitem-on-tensor",
        FAMILY,
        {"pytorch_model.bin": torch_zip(pickled(SET_ON_TENSOR, protocol=2), [bytes(16)])},
        "SETITEM on a tensor, which the restricted reader carries out.",
        "CVE-2026-24747",
    ),
    hostile(
        "advisory-setitems-on-tensor",
        FAMILY,
        {
            "pytorch_model.bin": torch_zip(
                pickled(tensor() + b"(" + value(0) + value(7) + b"u", protocol=2), [bytes(16)]
            )
        },
        "SETITEMS on a tensor.",
        "CVE-2026-24747",
    ),
    evil(
        "remote-module",
        "CVE-2024-48063",
        call("torch.distributed.nn.api.remote_module", "_RemoteModule", "x", Ops(b"N")),
    ),
    evil(
        "remote-module-unpickled",
        "CVE-2024-48063",
        call("torch.distributed.nn.jit.instantiator", "instantiate_non_scriptable_remote_module_template"),
    ),
    evil(
        "rpc-python-udf",
        "CVE-2024-48063",
        instance("torch.distributed.rpc.internal", "PythonUDF", None, name("os", "system")),
    ),
    evil("sklearn-joblib", "CVE-2020-13092", call("sklearn.externals.joblib", "load", "/tmp/inert.pkl")),
    evil("joblib-in-ordered", "CVE-2020-13092", ordered({"m": call("joblib.numpy_pickle", "load", "/tmp/inert.pkl")})),
    evil(
        "extra-data-of-trainer",
        "CVE-2024-3568",
        call("pickle", "loads", octets(shell())),
        path="checkpoint/extra_data.pickle",
        note="what a trainer's checkpoint loads beside its weights",
    ),
    hostile(
        "advisory-onnx-save-external",
        FAMILY,
        {"model.onnx": model(graph(ADD, weights=(external("w", ("location", "../../../../tmp/overwritten")),)))},
        "Saving the model again writes there.",
        "CVE-2025-51480",
    ),
)
SAMPLES = (*FICKLING, *PICKLESCAN, *MODELAUDIT)
