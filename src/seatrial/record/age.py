"""A small file under a passphrase, in the format of age: `age -d` opens it, and what `age -p` wrote is opened here.

https://age-encryption.org/v1 with the one recipient `scrypt`. Only as much of it as a key file needs: one chunk.
"""

import base64
import binascii
import re
import secrets
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC: Final = b"age-encryption.org/v1\n"
CHUNK: Final = 64 * 1024
WORK: Final = 18
"""Binary logarithm of scrypt's cost: 256 MiB and most of a second, as age itself asks."""
MAX_WORK: Final = 20
"""A file that asks for more memory than a gibibyte is not opened."""
_LABEL: Final = b"age-encryption.org/v1/scrypt"
_HEADER: Final = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt (?P<salt>[A-Za-z0-9+/]{22}) (?P<work>[1-9][0-9]?)\n"
    rb"(?P<body>[A-Za-z0-9+/]{43})\n--- (?P<mac>[A-Za-z0-9+/]{43})\n"
)
_LAST: Final = bytes(11) + b"\x01"


class AgeError(ValueError):
    """Not a file of this format, or not one that this passphrase opens."""


def encrypt(content: bytes, passphrase: str, work: int = WORK) -> bytes:
    """The file. Raises `ValueError` for content of more than 64 KiB."""
    if len(content) > CHUNK:
        raise ValueError(f"more than {CHUNK:,} bytes")
    salt, file_key, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_wrapping(passphrase, salt, work)).encrypt(bytes(12), file_key, None)
    head = MAGIC + b"-> scrypt " + _base64(salt) + b" %d\n" % work + _base64(wrapped) + b"\n---"
    sealed = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(_LAST, content, None)
    return head + b" " + _base64(_mac(file_key, head).finalize()) + b"\n" + nonce + sealed


def decrypt(data: bytes, passphrase: str) -> bytes:
    """What is in the file. Raises `AgeError`."""
    header = _HEADER.match(data)
    if header is None or int(header["work"]) > MAX_WORK or len(data) > header.end() + 16 + CHUNK + 16:
        raise AgeError("not a small file of age under a passphrase")
    rest = data[header.end() :]
    try:
        salt, wrapped, mac = (base64.b64decode(header[part] + b"=" * (-len(header[part]) % 4), validate=True)
                              for part in ("salt", "body", "mac"))  # fmt: skip
        file_key = ChaCha20Poly1305(_wrapping(passphrase, salt, int(header["work"]))).decrypt(bytes(12), wrapped, None)
        end = header.start("mac") - 1
        _mac(file_key, data[:end]).verify(mac)
        return ChaCha20Poly1305(_derived(file_key, rest[:16], b"payload")).decrypt(_LAST, rest[16:], None)
    except (InvalidTag, InvalidSignature, binascii.Error, ValueError) as error:
        raise AgeError("the passphrase does not open it, or it was changed") from error


def _wrapping(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_LABEL + salt, length=32, n=1 << work, r=8, p=1).derive(passphrase.encode())


def _derived(file_key: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(file_key)


def _mac(file_key: bytes, head: bytes) -> hmac.HMAC:
    made = hmac.HMAC(_derived(file_key, None, b"header"), hashes.SHA256())
    made.update(head)
    return made


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")
