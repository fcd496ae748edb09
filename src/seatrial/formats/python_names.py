"""Names of Python through which code reaches beyond computing, and the words that tell what for."""

import re
from enum import StrEnum
from typing import Final


class Power(StrEnum):
    """What a call can reach."""

    CODE = "runs code made at run time"
    PROCESS = "starts a program"
    NETWORK = "opens the network"
    FILES = "changes files"
    LOADING = "loads code or pickles"
    NATIVE = "loads native code"
    SECRETS = "reads credentials"


def _all(power: Power, *names: str) -> dict[str, Power]:
    return dict.fromkeys(names, power)


_EXACT: Final[dict[str, Power]] = {
    **_all(
        Power.CODE, "exec", "eval", "compile", "execfile", "types.FunctionType", "types.CodeType", "types.LambdaType"
    ),
    **_all(Power.CODE, "marshal.loads", "marshal.load", "code.interact", "code.InteractiveInterpreter", "pdb.run"),
    **_all(
        Power.CODE, "cProfile.run", "profile.run", "timeit.timeit", "timeit.repeat", "bdb.Bdb().run", "runpy.run_path"
    ),
    **_all(Power.CODE, "runpy.run_module", "runpy._run_code", "numexpr.evaluate", "pandas.eval"),
    **_all(Power.CODE, "pandas.core.computation.eval", "js2py.eval_js", "_testcapi.run_in_subinterp"),
    **_all(Power.PROCESS, "os.system", "os.popen", "os.popen2", "os.popen3", "os.popen4", "os.startfile", "pty.spawn"),
    **_all(Power.PROCESS, "posix.system", "posix.popen", "nt.system", "commands.getoutput", "commands.getstatusoutput"),
    **_all(Power.PROCESS, "platform.popen", "os.posix_spawn", "os.posix_spawnp", "posix.posix_spawn"),
    **_all(Power.PROCESS, "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell", "pexpect.spawn"),
    **_all(Power.PROCESS, "pexpect.run", "invoke.run", "webbrowser.open", "_posixsubprocess.fork_exec"),
    **_all(Power.PROCESS, "asyncio.subprocess.create_subprocess_shell", "asyncio.subprocess.create_subprocess_exec"),
    **_all(
        Power.PROCESS, "_winapi.CreateProcess", "win32api.WinExec", "win32api.ShellExecute", "fabric.Connection().run"
    ),
    **_all(Power.PROCESS, "distutils.spawn.spawn", "distutils.command.spawn", "setuptools._distutils.spawn.spawn"),
    **_all(Power.PROCESS, "numpy.distutils.exec_command.exec_command", "torch.utils.collect_env.run"),
    **_all(Power.PROCESS, "IPython.get_ipython().system", "get_ipython().system", "get_ipython().getoutput"),
    **_all(Power.PROCESS, "pip.main", "pip._internal.main", "pip._internal.cli.main.main", "pip._internal.main.main"),
    **_all(Power.PROCESS, "setuptools.command.easy_install.main", "ensurepip.bootstrap"),
    **_all(
        Power.NETWORK,
        "socket.socket",
        "socket.create_connection",
        "socket.create_server",
        "socket.socketpair",
        "socket.fromfd",
    ),
    **_all(Power.NETWORK, "socket.gethostbyname", "socket.getaddrinfo", "urllib.request.urlopen", "urllib.urlopen"),
    **_all(
        Power.NETWORK, "urllib.request.urlretrieve", "urllib.urlretrieve", "urllib2.urlopen", "aiohttp.ClientSession"
    ),
    **_all(Power.NETWORK, "urllib.request.build_opener().open", "urllib.request.URLopener().open", "aiohttp.request"),
    **_all(Power.NETWORK, "urllib.request.OpenerDirector().open", "six.moves.urllib.request.urlopen"),
    **_all(Power.NETWORK, "six.moves.urllib.request.urlretrieve", "http.client.HTTPConnection().request"),
    **_all(Power.NETWORK, "http.client.HTTPConnection", "http.client.HTTPSConnection", "httplib.HTTPConnection"),
    **_all(Power.NETWORK, "ftplib.FTP", "ftplib.FTP_TLS", "smtplib.SMTP", "smtplib.SMTP_SSL", "telnetlib.Telnet"),
    **_all(
        Power.NETWORK,
        "paramiko.SSHClient",
        "paramiko.Transport",
        "websocket.create_connection",
        "websocket.WebSocketApp",
    ),
    **_all(
        Power.NETWORK,
        "websockets.connect",
        "asyncio.open_connection",
        "asyncio.start_server",
        "xmlrpc.client.ServerProxy",
    ),
    **_all(
        Power.NETWORK, "wget.download", "pycurl.Curl", "dns.resolver.resolve", "dns.resolver.query", "gdown.download"
    ),
    **_all(Power.NETWORK, "imaplib.IMAP4_SSL", "imaplib.IMAP4", "poplib.POP3_SSL", "zmq.Context().socket"),
    **_all(Power.NETWORK, "socketserver.TCPServer", "http.server.HTTPServer", "torch.hub.download_url_to_file"),
    **_all(Power.NETWORK, "torch.hub.load_state_dict_from_url", "_socket.socket", "multiprocessing.connection.Client"),
    **_all(
        Power.FILES, "os.remove", "os.unlink", "os.rmdir", "os.removedirs", "shutil.rmtree", "os.chmod", "os.symlink"
    ),
    **_all(Power.FILES, "os.chown", "os.truncate", "shutil.move", "shutil.copytree", "os.setuid"),
    **_all(
        Power.LOADING, "pickle.load", "pickle.loads", "_pickle.loads", "_pickle.load", "cPickle.loads", "cPickle.load"
    ),
    **_all(Power.LOADING, "pickle.Unpickler", "_pickle.Unpickler", "dill.load", "dill.loads", "cloudpickle.load"),
    **_all(Power.LOADING, "cloudpickle.loads", "joblib.load", "torch.load", "shelve.open", "pandas.read_pickle"),
    **_all(
        Power.LOADING,
        "yaml.unsafe_load",
        "yaml.unsafe_load_all",
        "yaml.full_load",
        "jsonpickle.decode",
        "torch.hub.load",
    ),
    **_all(Power.LOADING, "jsonpickle.loads", "keras.models.load_model()", "imp.load_source", "imp.load_module"),
    **_all(Power.LOADING, "importlib.util.module_from_spec", "importlib.util.spec_from_file_location"),
    **_all(Power.LOADING, "importlib.machinery.SourceFileLoader", "zipimport.zipimporter", "pydoc.locate"),
    **_all(Power.LOADING, "pkgutil.resolve_name", "site.addsitedir"),
    **_all(Power.NATIVE, "ctypes.CDLL", "ctypes.PyDLL", "ctypes.WinDLL", "ctypes.OleDLL", "ctypes.cdll.LoadLibrary"),
    **_all(
        Power.NATIVE, "ctypes.windll.LoadLibrary", "ctypes.oledll.LoadLibrary", "_ctypes.dlopen", "cffi.FFI().dlopen"
    ),
    **_all(Power.NATIVE, "ctypes.pydll.LoadLibrary", "torch.ops.load_library", "torch.classes.load_library"),
    **_all(Power.NATIVE, "tensorflow.load_op_library", "tensorflow.load_library", "numpy.ctypeslib.load_library"),
    **_all(
        Power.NATIVE, "torch.utils.cpp_extension.load", "torch.utils.cpp_extension.load_inline", "cffi.FFI().verify"
    ),
    **_all(Power.NATIVE, "sqlite3.connect().load_extension", "sqlite3.Connection.load_extension"),
    **_all(Power.NATIVE, "importlib.machinery.ExtensionFileLoader", "imp.load_dynamic", "_imp.create_dynamic"),
}
_BEGINNINGS: Final[tuple[tuple[str, Power], ...]] = (
    ("os.exec", Power.PROCESS),
    ("os.spawn", Power.PROCESS),
    ("posix.exec", Power.PROCESS),
    ("posix.spawn", Power.PROCESS),
    ("ctypes.windll.", Power.NATIVE),
    ("ctypes.cdll.", Power.NATIVE),
    ("ctypes.oledll.", Power.NATIVE),
)
_PROCESS: Final = frozenset({"run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput"})
_REQUESTS: Final = frozenset(
    {"get", "post", "put", "delete", "patch", "head", "request", "options", "send", "urlopen", "stream", "upload_file"}
)
_CLIENTS: Final = (
    "requests", "requests.api", "requests.Session()", "requests.session()", "requests.sessions.Session()", "httpx",
    "httpx.Client()", "httpx.AsyncClient()", "aiohttp.ClientSession()", "urllib3.PoolManager()", "urllib3",
    "urllib3.HTTPConnectionPool()", "curl_cffi.requests", "pip._vendor.requests", "http.client.HTTPConnection()",
    "http.client.HTTPSConnection()", "treq", "cloudscraper.create_scraper()",
    "botocore.vendored.requests",
)  # fmt: skip
_SOCKET: Final = frozenset({"connect", "connect_ex", "bind", "sendto", "listen"})
OPAQUE: Final = frozenset(
    {"os", "posix", "nt", "subprocess", "socket", "builtins", "ctypes", "sys", "importlib", "__builtins__", "pty"}
    | {"sys.modules", "shutil", "commands", "runpy", "pip", "marshal", "pickle", "_pickle", "code"}
)
"""Modules from which a name that only running tells could be anything."""
RUNNERS: Final = frozenset(
    {
        "map",
        "filter",
        "threading.Thread",
        "threading.Timer",
        "multiprocessing.Process",
        "atexit.register",
        "asyncio.run",
    }
    | {"_thread.start_new_thread", "functools.reduce", "sorted", "min", "max", "signal.signal", "asyncio.ensure_future"}
    | {"threading._start_new_thread", "list", "any", "all", "weakref.finalize", "sys.settrace", "sys.setprofile"}
    | {"multiprocessing.Pool().map", "concurrent.futures.ThreadPoolExecutor().submit", "sys.addaudithook"}
    | {"multiprocessing.get_context().Process", "asyncio.create_task", "torch.multiprocessing.spawn"}
    | {"threading.Thread().start", "concurrent.futures.ThreadPoolExecutor().map", "os.register_at_fork", "property"}
    | {"asyncio.get_event_loop().run_until_complete", "asyncio.new_event_loop().run_until_complete", "iter", "next"}
)
"""Functions that call what they are given."""
_ALIASES: Final = {
    "__builtins__": "builtins", "builtin": "builtins", "__builtin__": "builtins", "pathlib.PosixPath": "pathlib.Path",
    "posixpath": "os.path", "ntpath": "os.path", "importlib.__import__": "__import__", "np": "numpy",
    "pip._internal.cli.main": "pip._internal.cli.main", "io.open": "open", "codecs.open": "open",
}  # fmt: skip
SECRET_VARIABLE: Final = re.compile(
    r"TOKEN|SECRET|PASSW|API_?KEY|ACCESS_?KEY|CREDENTIAL|PRIVATE_?KEY|AWS_SESSION|DATABASE_URL", re.IGNORECASE
)
SECRET_PATH: Final = re.compile(
    r"(?:^|[/\\~…])\.(?:ssh|aws|gnupg|kube|netrc|npmrc|pypirc|docker/config|git-credentials|azure|config/gcloud|boto)\b"
    r"|id_(?:rsa|ed25519|ecdsa)\b|/etc/shadow\b|/etc/passwd\b|huggingface/(?:token|stored_tokens)\b"
    r"|Login Data\b|(?:Chrome|Firefox|Brave).{0,60}(?:Cookies|Local State|Profiles)|wallet\.dat|\.bitcoin\b"
    r"|/proc/(?:self|1)/environ|169\.254\.169\.254|metadata\.google\.internal|\.bash_history|kaggle\.json",
    re.IGNORECASE,
)
"""Files (and addresses) that hold credentials."""
PLANTING_PATH: Final = re.compile(
    r"\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zshenv|zprofile)\b|authorized_keys|/etc/(?:cron|init|rc|systemd|profile|ld\.so|sudoers"
    r"|passwd|hosts|ssh)|/var/spool/cron|\.config/(?:autostart|systemd)|LaunchAgents|LaunchDaemons"
    r"|Start Menu[/\\]Programs[/\\]Startup|\.ssh[/\\]|\.git/hooks|site(?:custom|usercustom)ize\.py$"
    r"|usercustomize\.py$|(?:site|dist)-packages.*\.(?:py|pth)$|\.ipython/profile|\.jupyter/jupyter_\w+\.py"
    r"|/usr/(?:local/)?s?bin/|/lib/systemd|CurrentVersion[/\\]Run",
    re.IGNORECASE,
)
"""Files that are run, or decide who may enter, without anybody asking for it."""


def normal(name: str) -> str:
    """A dotted name in the spelling of the tables."""
    if name in _ALIASES:
        return _ALIASES[name]
    head, dot, rest = name.partition(".")
    if head in ("builtins", "__builtins__", "__builtin__") and dot:
        return "builtins.__dict__" if rest == "__dict__" else normal(rest.removeprefix("__dict__."))
    if head in _ALIASES and dot:
        return f"{_ALIASES[head]}.{rest}"
    if ".__dict__." in name:
        return normal(name.replace(".__dict__.", ".", 1))
    return name.removesuffix(".__call__")


def power(name: str) -> Power | None:
    """What calling the name reaches; None when that is only computing, or not known."""
    found = _EXACT.get(name)
    if found is not None:
        return found
    head, _, last = name.rpartition(".")
    if head == "subprocess" and last in _PROCESS:
        return Power.PROCESS
    if last in _REQUESTS and head in _CLIENTS:
        return Power.NETWORK
    if last in _SOCKET and head.startswith("socket.socket"):
        return Power.NETWORK
    return next((reached for start, reached in _BEGINNINGS if name.startswith(start)), None)
