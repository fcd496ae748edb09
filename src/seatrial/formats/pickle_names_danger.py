"""Names through which a pickle acts on the machine that loads it: the standard library.

An entry raises the severity of a finding and says what a call would do. That a name is missing here clears nothing:
whatever is not known to be harmless asks for a person.
"""

from typing import Final

from seatrial.domain.finding import Severity
from seatrial.formats.pickle_names_groups import Dangerous, each, named, words

COMMANDS: Final = Dangerous(
    effect="runs commands or programs",
    severity=Severity.CRITICAL,
    modules=words(
        "os posix nt subprocess pty commands popen2 _posixsubprocess _winapi _osx_support _aix_support _pyrepl pipes "
        "pexpect ptyprocess winpexpect plumbum fabric invoke venv virtualenv distutils.spawn turtledemo "
        "_interpreters _xxsubinterpreters _interpqueues interpreters concurrent.interpreters"
    ),
    names=named(
        {
            "platform": "popen _syscmd_file _syscmd_ver",
            "uuid": "_get_command_stdout _popen _find_mac_under_arp",
            "imaplib": "IMAP4_stream",
            "pydoc": "pipepager tempfilepager pager getpager help Helper",
            "sh": "Command",
            "multiprocessing.util": "spawnv_passfds",
            "multiprocessing.popen_fork": "Popen",
            "multiprocessing.popen_spawn_posix": "Popen",
            "asyncio": "create_subprocess_shell create_subprocess_exec run",
            "asyncio.subprocess": "create_subprocess_shell create_subprocess_exec",
            "asyncio.unix_events": "_UnixSubprocessTransport _UnixSelectorEventLoop",
            "asyncio.base_subprocess": "BaseSubprocessTransport",
            "test.support.script_helper": (
                "assert_python_ok assert_python_failure run_python_until_end spawn_python run_test_script"
            ),
            "ctypes.util": "find_library _findLib_gcc _findLib_ld _findSoname_ldconfig _get_soname",
            "setuptools._distutils.spawn": "spawn",
            "setuptools.sandbox": "run_setup",
            "distutils.core": "run_setup setup",
            "distutils.ccompiler": "new_compiler CCompiler",
            "mailcap": "findmatch test",
        }
    ),
    advisories={
        "pty.spawn": "GHSA-vqmv-47xg-9wpr, GHSA-r7v6-mfhq-g3m2 (CVE-2025-67748)",
        "asyncio.unix_events._UnixSubprocessTransport": "GHSA-q77w-mwjj-7mqx",
        "pydoc.pipepager": "GHSA-5hvc-6wx8-mvv4",
        "uuid._get_command_stdout": "GHSA-g38g-8gr9-h9xp, GHSA-5hwf-rc88-82xm",
        "_osx_support": "GHSA-g38g-8gr9-h9xp, GHSA-5hwf-rc88-82xm",
        "_aix_support": "GHSA-g38g-8gr9-h9xp, GHSA-5hwf-rc88-82xm",
        "_pyrepl": "GHSA-g38g-8gr9-h9xp",
        "imaplib.IMAP4_stream": "GHSA-g38g-8gr9-h9xp",
        "test.support.script_helper.assert_python_ok": "GHSA-g38g-8gr9-h9xp",
        "_posixsubprocess": "GHSA-m6fh-58r7-x697 (CVE-2026-14534)",
        "_interpreters": "GHSA-6ggj-6f2q-f7mx",
    },
)

CODE: Final = Dangerous(
    effect="runs Python code given as text or bytes",
    severity=Severity.CRITICAL,
    modules=words(
        "runpy code codeop pdb bdb timeit doctest profile cProfile trace marshal idlelib lib2to3 py_compile compileall "
        "rlcompleter modulefinder IPython ipykernel _testcapi _testinternalcapi"
    ),
    names=each("builtins", "eval exec compile execfile __import__ breakpoint input raw_input apply reload help")
    | named(
        {
            "types": "FunctionType CodeType LambdaType MethodType CoroutineType GeneratorType CellType",
            "new": "function code instancemethod",
            "unittest": "main",
            "unittest.main": "TestProgram main",
            "unittest.mock": "_importer _get_target _patch patch",
            "unittest.loader": "TestLoader.loadTestsFromName TestLoader.discover",
            "test.support": "run_code run_in_subinterp import_helper",
            "typing": "get_type_hints ForwardRef._evaluate _eval_type evaluate_forward_ref",
            "inspect": "_signature_fromstr _signature_strip_non_python_syntax",
            "annotationlib": "ForwardRef.evaluate",
            "dataclasses": "_create_fn _FuncBuilder",
            "logging.config": "_install_handlers _create_formatters fileConfig",
            "gettext": "c2py",
            "site": "execsitecustomize execusercustomize addsitedir addpackage main",
        }
    ),
    advisories={
        "runpy": "GHSA-wfq2-52f7-7qvj (CVE-2026-22606)",
        "timeit": "GHSA-v7x6-rv5q-mhwc",
        "cProfile.run": "GHSA-49gj-c84q-6qm9, GHSA-p523-jq9w-64x9 (CVE-2026-22607)",
        "cProfile.runctx": "GHSA-9w88-8rmg-7g2p",
        "profile": "GHSA-x696-vm39-cp64, GHSA-6vqj-c2q5-j97w, GHSA-7wx9-6375-f5wh",
        "trace": "GHSA-5qwp-399c-mjwf, GHSA-g344-hcph-8vgg",
        "doctest": "GHSA-fqq6-7vqf-w3fg",
        "code": "GHSA-cj3c-v495-4xqh, GHSA-q5qq-mvfm-j35x",
        "idlelib.run": "GHSA-m869-42cg-3xwr (CVE-2025-71342)",
        "idlelib.pyshell": "GHSA-j343-8v2j-ff7w, GHSA-3gf5-cxq9-w223 (CVE-2025-71340)",
        "idlelib.debugobj": "GHSA-3vg9-h568-4w9m",
        "idlelib.autocomplete": "GHSA-6w4w-5w54-rjvr, GHSA-7cq8-mj8x-j263",
        "idlelib.calltip": "GHSA-8r4j-24qv-fmq9, GHSA-9xph-j2h6-g47v",
        "lib2to3.pgen2.grammar": "GHSA-f54q-57x4-jg88",
        "lib2to3.pgen2.pgen": "GHSA-p9w7-82w4-7q8m",
        "marshal": "GHSA-565g-hwwr-4pp3 (CVE-2025-67747)",
        "types.FunctionType": "GHSA-565g-hwwr-4pp3 (CVE-2025-67747)",
        "builtins.__import__": "GHSA-h4rm-mm56-xf63 (CVE-2026-22612)",
        "site.execsitecustomize": "GHSA-m6fh-58r7-x697 (CVE-2026-14534)",
    },
)

PICKLES: Final = Dangerous(
    effect="loads another pickle",
    severity=Severity.CRITICAL,
    modules=words("pickle _pickle cPickle _compat_pickle shelve jsonpickle"),
    names=each("dill dill._dill cloudpickle cloudpickle.cloudpickle cloudpickle.cloudpickle_fast", "load loads")
    | each("dill dill._dill cloudpickle cloudpickle.cloudpickle", "Unpickler")
    | each("ray.cloudpickle pyspark.cloudpickle joblib.externals.cloudpickle", "load loads")
    | each("multiprocessing.reduction multiprocessing.connection", "ForkingPickler Client Listener _ForkingPickler")
    | named(
        {
            "dill.session": "load_module load_session",
            "logging.config": "listen",
        }
    ),
    advisories={"pickle": "protectai/modelscan issue 267"},
)

CARRIED: Final = Dangerous(
    effect="carries functions or classes as bytecode, which run once they are used",
    severity=Severity.HIGH,
    modules=words(
        "cloudpickle dill _dill ray.cloudpickle pyspark.cloudpickle srsly.cloudpickle joblib.externals.cloudpickle "
        "sklearn.externals.joblib.externals.cloudpickle pyspark.serializers"
    ),
)

REACHING: Final = Dangerous(
    effect="imports modules or reaches into them",
    severity=Severity.HIGH,
    modules=words(
        "importlib imp _imp pkgutil zipimport pip ensurepip site pkg_resources setuptools sys gc _frozen_importlib "
        "_frozen_importlib_external atexit _sitebuiltins"
    ),
    names=each("builtins", "setattr delattr globals locals vars __build_class__ exit quit")
    | each("operator _operator", "attrgetter methodcaller call setitem delitem")
    | named(
        {
            "functools": "reduce cached_property singledispatch partialmethod",
            "_functools": "reduce",
            "numpy": "__builtins__",
            "inspect": "getattr_static getmembers getmodule currentframe stack trace getframeinfo",
            "types": "ModuleType resolve_bases new_class prepare_class DynamicClassAttribute",
            "pydoc": "locate safeimport resolve importfile ErrorDuringImport",
            "logging.config": (
                "dictConfig _resolve BaseConfigurator.resolve BaseConfigurator DictConfigurator valid_ident"
            ),
            "copyreg": "add_extension remove_extension pickle dispatch_table _extension_registry",
            "test.support.import_helper": "import_module import_fresh_module",
            "weakref": "finalize",
            "contextlib": "ExitStack",
            "encodings": "search_function",
            "codecs": "register lookup",
        }
    ),
    advisories={
        "pkgutil": "GHSA-vvpj-8cmc-gx39",
        "ensurepip": "GHSA-xp4f-hrf8-rxw7",
        "pip": "CVE-2025-1716",
        "pydoc.locate": "GHSA-84r2-jw7c-4r5q",
        "operator.methodcaller": "GHSA-84r2-jw7c-4r5q, GHSA-955r-x9j8-7rhh",
        "_operator.methodcaller": "GHSA-955r-x9j8-7rhh",
        "importlib": "GHSA-q5qq-mvfm-j35x, protectai/modelscan issue 331",
        "numpy.__builtins__": "protectai/modelscan issue 330",
        "atexit": "GHSA-m6fh-58r7-x697 (CVE-2026-14534)",
    },
)

ATTRIBUTES: Final = Dangerous(
    effect="takes a part of something by its name, as Python itself does for methods",
    severity=Severity.MEDIUM,
    names=named({"builtins": "getattr"}),
)

DECODERS: Final = Dangerous(
    effect="unpacks or decodes bytes out of sight",
    severity=Severity.MEDIUM,
    names=named(
        {
            "codecs": "encode decode open",
            "_codecs": "decode escape_decode unicode_escape_decode",
            "zlib": "decompress decompressobj",
            "gzip": "decompress GzipFile",
            "bz2": "decompress BZ2File",
            "lzma": "decompress LZMAFile",
            "binascii": "unhexlify a2b_base64 a2b_hex a2b_uu a2b_qp",
            "base64": "b64decode b32decode b16decode a85decode b85decode decodebytes urlsafe_b64decode",
            "quopri": "decodestring",
            "uu": "decode",
        }
    ),
)

NATIVE: Final = Dangerous(
    effect="calls native code or reads raw memory",
    severity=Severity.CRITICAL,
    modules=words("ctypes _ctypes cffi _cffi_backend mmap msvcrt winreg _winreg faulthandler _testbuffer"),
    advisories={"ctypes": "GHSA-4675-36f9-wf6r, GHSA-q5qq-mvfm-j35x"},
)

NETWORK: Final = Dangerous(
    effect="opens network connections",
    severity=Severity.HIGH,
    modules=words(
        "socket _socket ssl _ssl urllib urllib2 http httplib ftplib smtplib poplib imaplib nntplib telnetlib xmlrpc "
        "socketserver SocketServer requests aiohttp httpx httpcore urllib3 paramiko webbrowser select selectors "
        "asyncore asynchat smtpd wsgiref antigravity websocket websockets boto3 botocore pycurl tornado twisted zmq "
        "fsspec smart_open s3fs gcsfs"
    ),
    names=named({"logging.handlers": "SocketHandler DatagramHandler HTTPHandler SMTPHandler SysLogHandler"}),
)

FILES: Final = Dangerous(
    effect="reads, writes or removes files",
    severity=Severity.HIGH,
    modules=words(
        "shutil tempfile sqlite3 _sqlite3 fileinput glob zipfile tarfile linecache filecmp distutils.file_util "
        "distutils.dir_util netrc dbm mailbox"
    ),
    names=named(
        {
            "builtins": "open file",
            "io": "open FileIO open_code OpenWrapper TextIOWrapper",
            "_io": "open FileIO open_code TextIOWrapper",
            "_pyio": "open FileIO open_code",
            "codecs": "open",
            "tokenize": "open",
            "pathlib": (
                "Path.write_text Path.write_bytes Path.unlink Path.read_text Path.read_bytes Path.open Path.rename "
                "Path.rmdir Path.touch Path.mkdir Path.chmod Path.symlink_to Path.hardlink_to Path.replace "
                "PosixPath.write_text PosixPath.write_bytes PosixPath.unlink PosixPath.read_text PosixPath.read_bytes "
                "PosixPath.open PosixPath.touch PosixPath.chmod"
            ),
            "logging": "FileHandler basicConfig",
            "logging.handlers": "RotatingFileHandler TimedRotatingFileHandler WatchedFileHandler",
            "configparser": "ConfigParser.read",
            "gzip": "open",
            "bz2": "open",
            "lzma": "open",
            "wave": "open",
            "cProfile": "Profile.dump_stats",
            "distutils.util": "execute byte_compile",
            "trace": "CoverageResults.write_results",
        }
    ),
    advisories={
        "distutils.file_util": "GHSA-m273-6v24-x4m4",
    },
)

PROCESSES: Final = Dangerous(
    effect="starts threads, processes or signals",
    severity=Severity.HIGH,
    modules=words(
        "threading _thread thread multiprocessing billiard signal _signal asyncio concurrent.futures resource syslog "
        "joblib.parallel joblib.externals.loky"
    ),
    advisories={"asyncio": "GHSA-f7qq-56ww-84cr", "multiprocessing": "GHSA-q5qq-mvfm-j35x"},
)

GROUPS: Final = (
    COMMANDS,
    CODE,
    PICKLES,
    CARRIED,
    REACHING,
    NATIVE,
    NETWORK,
    FILES,
    PROCESSES,
    ATTRIBUTES,
    DECODERS,
)
