"""Texts inside Python's marshalled code, found without loading it.

A code object keeps the names it uses as short strings, each behind a type byte and its length (`Python/marshal.c`).
Every place that reads as such a string is taken, so that no arrangement of the rest can hide one.
"""

import binascii
import re
from collections.abc import Iterator


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CODE = 0xE3
"""Marshal's type byte of a code object with the reference flag, as every `marshal.dumps` of a function writes it."""
MAX_CODE_BYTES = 4 * 1024 * 1024
MAX_TEXT_BYTES = 1 << 16
_SHORT, _LONG = b"zZ\xfa\xda", b"aAutsi\xe1\xc1\xf5\xf4\xf3\xe9"
_TYPES = re.compile(b"[" + re.escape(_SHORT + _LONG) + b"]")
_UNCOMPRESSED = re.compile(rb"[\t\n\r -~]+\Z")
_ACTING = _words(
    "os sys posix nt subprocess pty socket urllib urllib2 requests http ftplib smtplib shutil ctypes pickle "
    "cloudpickle dill marshal importlib builtins __builtins__ __import__ eval exec execfile compile open system "
    "popen Popen check_output check_call getattr setattr globals __globals__ __subclasses__ __dict__ __mro__ "
    "__bases__ __code__ b64decode base64 codecs zlib tempfile environ getenv putenv urlopen urlretrieve runpy "
    "run_path multiprocessing threading asyncio signal webbrowser py_function numpy_function py_func write_file "
    "read_file load_op_library get_file load_model fork execv execve spawn startfile unlink rmtree rmdir makedirs "
    "write_text write_bytes read_text fromfile tofile loadlib LoadLibrary CDLL mmap import_module"
)
_PHRASES = re.compile(
    r"\b(?:exec|eval|system|popen|__import__|compile|check_output|urlopen)\s*\(|\bimport\s+(?:os|subprocess|socket|sys)\b"
    r"|(?:curl|wget|nc|bash|powershell|cmd(?:\.exe)?)\s+[-/\w]|/bin/(?:ba)?sh|https?://"
)


def decoded(text: str) -> bytes | None:
    """The bytes of a marshalled code object written as text, or None when it is no such thing.

    Base64 as its lenient readers take it, or, as old files have it, one character a byte.
    """
    try:
        data = binascii.a2b_base64(text[:MAX_CODE_BYTES].encode("ascii"))
    except (ValueError, UnicodeEncodeError):
        data = b""
    if data[:1] in (b"\xe3", b"c"):
        return data
    raw = text[:MAX_CODE_BYTES].encode("latin-1", "replace")
    return raw if raw[:1] == b"\xe3" or raw.startswith(b"c\0") else None


def strings(data: bytes) -> Iterator[str]:
    """Every printable text that stands behind a string's type byte and length."""
    for found in _TYPES.finditer(data):
        at = found.end()
        width = 1 if found.group() in (b"z", b"Z", b"\xfa", b"\xda") else 4
        length = int.from_bytes(data[at : at + width], "little")
        start = at + width
        if 0 < length <= MAX_TEXT_BYTES and start + length <= len(data):
            text = data[start : start + length]
            if _UNCOMPRESSED.match(text):
                yield text.decode("ascii")


def acting(data: bytes) -> tuple[str, ...]:
    """Names and texts in marshalled code through which it reaches beyond computing, each once, in order."""
    found = dict.fromkeys(text for text in strings(data) if text in _ACTING or _PHRASES.search(text))
    return tuple(found)
