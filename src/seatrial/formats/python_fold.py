"""Constants that source text builds from pieces, put together as running it would, in bounded size.

Only functions that turn text and bytes into text and bytes are known here; nothing else of the subject is run.
"""

import base64
import binascii
import bz2
import codecs
import lzma
import zlib
from collections.abc import Callable, Sequence
from typing import Final

from seatrial.formats.python_values import Constant

MAX_LENGTH: Final = 1_000_000
"""The longest text, bytes or tuple that is put together."""
_CODECS: Final = frozenset(
    {"utf-8", "utf8", "utf_8", "ascii", "latin-1", "latin1", "iso-8859-1", "utf-16", "utf-32", "utf-16-le", "rot13"}
    | {"rot_13", "hex", "base64", "base_64", "zlib", "zip", "bz2", "hex_codec", "base64_codec", "unicode_escape"}
    | {"unicode-escape", "raw_unicode_escape", "utf-7", "utf_16_le", "punycode", "zlib_codec", "idna"}
)
_MAX_INTEGER: Final = 1 << 4096


def call(name: str, arguments: Sequence[Constant]) -> Constant | None:
    """What a function of the standard library gives for constants; None when it is not known here or fails."""
    known = _FUNCTIONS.get(name.removeprefix("builtins."))
    if known is None or not arguments:
        return None
    try:
        return bounded(known(*arguments))
    except _ERRORS:
        return None


def method(receiver: Constant, name: str, arguments: Sequence[Constant]) -> Constant | None:
    """What a method of text or bytes gives for constants."""
    try:
        if name in ("decode", "encode"):
            return bounded(_coded(receiver, *arguments))
        if name in ("joinpath", "expanduser", "resolve", "absolute", "as_posix", "with_name"):
            return bounded(_path(receiver, *arguments))
        if name == "join":
            return bounded(_join(receiver, arguments[0]))
        if name in _METHODS and isinstance(receiver, str | bytes):
            if name in ("replace", "zfill", "ljust", "rjust") and _long(receiver, arguments):
                return None
            return bounded(_plain(getattr(receiver, name)(*arguments)))
        if name == "format" and isinstance(receiver, str) and not any(c in receiver for c in ":!.["):
            return bounded(receiver.format(*arguments))
        if name == "hex" and isinstance(receiver, bytes):
            return bounded(receiver.hex())
        if name == "to_bytes" and isinstance(receiver, int) and isinstance(arguments[0], int):
            order = "big" if len(arguments) < 2 or arguments[1] != "little" else "little"
            return bounded(receiver.to_bytes(min(arguments[0], 10_000), order))  # type: ignore[arg-type]
    except _ERRORS:
        return None
    return None


def operation(kind: str, left: Constant, right: Constant) -> Constant | None:
    """What an arithmetic operator gives; `kind` is the class name of the operator in `ast`."""
    try:
        if kind == "Mult" and not _short_product(left, right):
            return None
        if kind in ("Pow", "LShift") and (not isinstance(right, int) or right > 512):
            return None
        if kind == "Mod" and isinstance(left, str) and len(left) > 10_000:
            return None
        return bounded(_OPERATORS[kind](left, right))
    except (*_ERRORS, ArithmeticError, KeyError):
        return None


def bounded(value: object) -> Constant | None:
    """The value when it is a constant of bearable size."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if -_MAX_INTEGER < value < _MAX_INTEGER else None
    if isinstance(value, bytearray):
        value = bytes(value)
    if isinstance(value, str | bytes | tuple):
        return value if len(value) <= MAX_LENGTH else None
    return None


_ERRORS: Final = (
    TypeError,
    ValueError,
    IndexError,
    LookupError,
    OverflowError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    AttributeError,
    MemoryError,
)


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _long(receiver: str | bytes, arguments: Sequence[Constant]) -> bool:
    """Whether a result could be longer than is borne."""
    sizes = [len(a) if isinstance(a, str | bytes) else a if isinstance(a, int) else MAX_LENGTH for a in arguments]
    return (len(receiver) + 1) * (max(sizes, default=0) + 1) > 64 * MAX_LENGTH


def _short_product(left: Constant, right: Constant) -> bool:
    if isinstance(left, int) and isinstance(right, int):
        return True
    number, other = (left, right) if isinstance(left, int) else (right, left)
    return isinstance(number, int) and not isinstance(other, int) and number * max(len(other), 1) <= MAX_LENGTH


def _join(separator: Constant, pieces: Constant) -> Constant:
    if isinstance(separator, str) and isinstance(pieces, str | tuple):
        return separator.join(pieces)  # type: ignore[arg-type]
    if isinstance(separator, bytes) and isinstance(pieces, tuple):
        return separator.join(pieces)  # type: ignore[arg-type]
    raise TypeError


def _coded(value: Constant, encoding: Constant = "utf-8", errors: Constant = "strict") -> Constant:
    """`decode` and `encode` of text and bytes, codecs of bytes to bytes among them."""
    if not isinstance(encoding, str) or encoding.lower() not in _CODECS or not isinstance(errors, str):
        raise LookupError
    name = encoding.lower()
    if name in ("zlib", "zip", "zlib_codec", "bz2"):
        return (_bunzip if name == "bz2" else _inflate)(value)
    if isinstance(value, str):
        return codecs.decode(value, "rot13") if name in ("rot13", "rot_13") else _swapped(value, name)
    if isinstance(value, bytes):
        result: object = codecs.decode(value, name)
        return result if isinstance(result, str) else bytes(result)  # type: ignore[call-overload]
    raise TypeError


def _swapped(value: str, name: str) -> Constant:
    if name.startswith(("hex", "base")):
        result: object = codecs.decode(value.encode(), name)
        return result if isinstance(result, bytes) else b""
    return value.encode(name)


def _inflate(value: Constant, *_rest: Constant) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError
    # 47 takes zlib and gzip headers; raw deflate is tried when there is neither.
    try:
        return zlib.decompressobj(47).decompress(value, MAX_LENGTH)
    except zlib.error:
        return zlib.decompressobj(-15).decompress(value, MAX_LENGTH)


def _bunzip(value: Constant, *_rest: Constant) -> bytes:
    return bz2.BZ2Decompressor().decompress(_bytes(value), MAX_LENGTH)


def _unxz(value: Constant, *_rest: Constant) -> bytes:
    return lzma.LZMADecompressor(memlimit=64 * 1024 * 1024).decompress(_bytes(value), MAX_LENGTH)


def _bytes(value: Constant) -> bytes:
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    raise TypeError


def _padded(decode: Callable[[bytes], bytes]) -> Callable[..., bytes]:
    def decoded(value: Constant, *_rest: Constant) -> bytes:
        data = _bytes(value)
        try:
            return decode(data)
        except binascii.Error:
            return decode(data + b"=" * (-len(data) % 8))

    return decoded


def _of_codes(value: Constant, *_rest: Constant) -> bytes:
    if isinstance(value, tuple):
        return bytes(int(v) for v in value if isinstance(v, int))
    if isinstance(value, int):
        return bytes(min(value, 1000))
    return _bytes(value) if isinstance(value, bytes) or _rest else b""


def _integer(value: Constant, base: Constant = 10) -> int:
    if isinstance(value, str) and len(value) < 2_000 and isinstance(base, int):
        return int(value, base)
    if isinstance(value, int):
        return value
    raise TypeError


def _text(value: Constant, *encoding: Constant) -> Constant:
    if encoding and isinstance(value, bytes):
        return _coded(value, *encoding)
    if isinstance(value, int) and value < 10**4000:
        return str(value)
    if isinstance(value, str):
        return value
    raise TypeError


def _sequence(value: Constant) -> Constant:
    if isinstance(value, int):
        raise TypeError
    return tuple(value)


def _backwards(value: Constant) -> Constant:
    if isinstance(value, int):
        raise TypeError
    return tuple(reversed(value))


def _range(*bounds: Constant) -> Constant:
    whole = range(*[b for b in bounds if isinstance(b, int)])
    if len(whole) > 20_000:
        raise ValueError
    return tuple(whole)


def _path(*pieces: Constant) -> Constant:
    return "/".join(piece.rstrip("/") for piece in pieces if isinstance(piece, str))


def _same(value: Constant, *_rest: Constant) -> Constant:
    return value


def _unquoted(text: Constant) -> str:
    if not isinstance(text, str):
        raise TypeError
    pieces = text.split("%")
    out = pieces[0].encode()
    for piece in pieces[1:]:
        out += bytes([int(piece[:2], 16)]) + piece[2:].encode()
    return out.decode("utf-8", "replace")


def _remainder(left: Constant, right: Constant) -> object:
    """`%` of numbers, or of text with plain `%s` and `%d` fields."""
    if isinstance(left, int) and isinstance(right, int):
        return left % right
    if isinstance(left, str) and left.replace("%%", "").count("%") == left.count("%s") + left.count("%d"):
        return left % right
    return None


_b64 = _padded(base64.b64decode)
_FUNCTIONS: Final[dict[str, Callable[..., Constant]]] = {
    "chr": chr,
    "ord": ord,
    "bytes": _of_codes,
    "bytearray": _of_codes,
    "str": _text,
    "int": _integer,
    "list": _sequence,
    "tuple": _sequence,
    "reversed": _backwards,
    "range": _range,
    "bytes.fromhex": bytes.fromhex,
    "bytearray.fromhex": bytes.fromhex,
    "binascii.unhexlify": binascii.unhexlify,
    "binascii.a2b_hex": binascii.unhexlify,
    "binascii.a2b_base64": _b64,
    "base64.b64decode": _b64,
    "base64.standard_b64decode": _b64,
    "base64.decodebytes": _b64,
    "base64.decodestring": _b64,
    "base64.urlsafe_b64decode": _padded(base64.urlsafe_b64decode),
    "base64.b32decode": _padded(base64.b32decode),
    "base64.b16decode": _padded(base64.b16decode),
    "base64.b85decode": _padded(base64.b85decode),
    "base64.a85decode": _padded(base64.a85decode),
    "codecs.decode": _coded,
    "codecs.encode": _coded,
    "zlib.decompress": _inflate,
    "gzip.decompress": _inflate,
    "bz2.decompress": _bunzip,
    "lzma.decompress": _unxz,
    "os.path.join": _path,
    "os.path.expanduser": _same,
    "os.path.abspath": _same,
    "os.path.normpath": _same,
    "os.path.expandvars": _same,
    "pathlib.Path": _path,
    "pathlib.PurePath": _path,
    "urllib.parse.unquote": _unquoted,
    "memoryview": _same,
    "io.BytesIO": _same,
    "io.StringIO": _same,
}
DECODERS: Final = frozenset(
    name
    for name in _FUNCTIONS
    if name.startswith(("base64.", "binascii.", "codecs.", "zlib.", "gzip.", "bz2.", "lzma.", "bytes.fromhex"))
)
"""Functions whose result was written so that a reader does not see it."""
_METHODS: Final = frozenset(
    {"replace", "lower", "upper", "strip", "lstrip", "rstrip", "split", "swapcase", "title", "capitalize"}
    | {"removeprefix", "removesuffix", "zfill", "splitlines", "partition", "rsplit", "casefold"}
)
_OPERATORS: Final[dict[str, Callable[..., object]]] = {
    "Add": lambda a, b: a + b,
    "Sub": lambda a, b: a - b,
    "Mult": lambda a, b: a * b,
    "FloorDiv": lambda a, b: a // b,
    "Mod": _remainder,
    "BitXor": lambda a, b: a ^ b,
    "BitAnd": lambda a, b: a & b,
    "BitOr": lambda a, b: a | b,
    "LShift": lambda a, b: a << b,
    "RShift": lambda a, b: a >> b,
    "Pow": lambda a, b: a**b if abs(a) < 1 << 16 else None,
    "Div": lambda a, b: _path(a, b) if isinstance(a, str) else None,
}
