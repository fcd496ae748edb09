"""Names inside Python's marshalled code, found without loading it.

A code object keeps the names it uses as strings, each behind a type byte and its length (`Python/marshal.c`). Names
that reach beyond computing are looked for in that spelling at every place, so that no arrangement of the rest hides
one.
"""

import binascii
import re
from functools import cache
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CODE: Final = 0xE3
"""Marshal's type byte of a code object with the reference flag, as every `marshal.dumps` of a function writes it."""
MAX_CODE_BYTES: Final = 4 * 1024 * 1024
_ACTING: Final = _words(
    "os sys posix nt subprocess pty socket urllib urllib2 requests http ftplib smtplib shutil ctypes pickle "
    "cloudpickle dill marshal importlib builtins __builtins__ __import__ eval exec execfile compile open system "
    "popen Popen check_output check_call getattr setattr globals __globals__ __subclasses__ __dict__ __mro__ "
    "__bases__ __code__ b64decode base64 codecs zlib tempfile environ getenv putenv urlopen urlretrieve runpy "
    "run_path multiprocessing threading asyncio signal webbrowser py_function numpy_function py_func write_file "
    "read_file load_op_library get_file load_model fork execv execve spawn startfile unlink rmtree rmdir makedirs "
    "write_text write_bytes read_text fromfile tofile loadlib LoadLibrary CDLL mmap import_module"
)


_PHRASES: Final = re.compile(
    rb"\b(?:exec|eval|system|popen|__import__|compile|check_output|urlopen)\s{0,8}\("
    rb"|\bimport\s{1,8}(?:os|subprocess|socket|sys)\b"
    rb"|\b(?:curl|wget|nc|bash|powershell|cmd(?:\.exe)?)\s{1,8}[-/\w]|/bin/(?:ba)?sh\b|https?://"
)


_CALLS: Final = re.compile(
    r"(?<![\w.])(?:exec|eval|__import__)\s{0,8}\(|\bos\.(?:system|popen|exec\w+|spawn\w+)\s{0,8}\(|\bsubprocess\.\w+\s{0,8}\("
)


def phrase(text: str) -> str:
    """What in a text reads as a call that acts on the machine, empty when nothing does."""
    found = _CALLS.search(text)
    return found.group() if found else ""


def decoded(text: str) -> bytes | None:
    """The bytes of a marshalled code object written as text, or None when it is no such thing.

    Base64 as its lenient readers take it, or, as old files have it, one character a byte.
    """
    try:
        data = binascii.a2b_base64(text[: 2 * MAX_CODE_BYTES].encode("ascii"))
    except (ValueError, UnicodeEncodeError):
        data = b""
    if data[:1] in (b"\xe3", b"c"):
        return data
    raw = text[:MAX_CODE_BYTES].encode("latin-1", "replace")
    return raw if raw[:1] == b"\xe3" or raw.startswith(b"c\0") else None


def acts(text: str) -> bool:
    """Whether a name, or a text that code holds, reaches beyond computing."""
    return text in _ACTING or _PHRASES.search(text.encode("utf-8", "replace")) is not None


def acting(data: bytes) -> tuple[str, ...]:
    """Names and phrases in marshalled code through which it reaches beyond computing, each once, in order."""
    short, long = _spelt()
    found = [(match.start(), match[1][1:]) for match in short.finditer(data)]
    found += [(match.start(), match[1][4:]) for match in long.finditer(data)]
    found += [(match.start(), match[0]) for match in _PHRASES.finditer(data)]
    return tuple(dict.fromkeys(text.decode("ascii") for _, text in sorted(found)))


@cache
def _spelt() -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Every acting name behind its length, in one byte and in four. Made when first needed: few files are code."""

    def names(width: int) -> bytes:
        return b"|".join(re.escape(len(word).to_bytes(width, "little") + word.encode()) for word in sorted(_ACTING))

    return (
        re.compile(b"[zZ\xfa\xda](" + names(1) + b")"),
        re.compile(b"[aAutsi\xe1\xc1\xf5\xf4\xf3\xe9](" + names(4) + b")"),
    )
