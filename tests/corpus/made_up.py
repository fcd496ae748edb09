"""Credentials that were never anybody's: drawn from a hash of a word, with the checksums that the real ones carry.

None is written out in a source file, so that nothing here looks like a leak to whoever searches the repository.
"""

import base64
import hashlib
import zlib

UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE64 = BASE62 + "+/"
HEX = "0123456789abcdef"


def drawn(seed: str, count: int, alphabet: str = BASE62) -> str:
    """`count` characters of `alphabet`, always the same for one `seed`."""
    stream = hashlib.shake_128(seed.encode()).digest(count * 2)
    return "".join(
        alphabet[int.from_bytes(stream[at : at + 2], "big") % len(alphabet)] for at in range(0, 2 * count, 2)
    )


def _base62(number: int, width: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return digits.rjust(width, "0")


def aws_key_id(seed: str) -> str:
    """An access key id of the form that AWS hands out."""
    return "AK" + "IA" + drawn(seed, 16, UPPER)


def aws_secret(seed: str) -> str:
    """A secret access key of 40 characters."""
    return drawn(seed, 40, BASE64)


def github_token(seed: str) -> str:
    """A classic personal token with its CRC-32 in base 62 at the end."""
    body = drawn(seed, 30)
    return "gh" + "p_" + body + _base62(zlib.crc32(body.encode()), 6)


def hub_token(seed: str) -> str:
    """A user token of a model hub: 34 letters."""
    return "h" + "f_" + drawn(seed, 34, LETTERS)


def openai_key(seed: str) -> str:
    """A key with the marker in its middle that the vendor's keys have."""
    return "sk" + "-" + drawn(seed, 20) + "T3Blbk" + "FJ" + drawn(seed + "b", 20)


def anthropic_key(seed: str) -> str:
    """A key of the vendor's third format."""
    return "sk-" + "ant-api03-" + drawn(seed, 93, BASE62 + "-_") + "AA"


def slack_token(seed: str) -> str:
    """A bot token."""
    numbers = "0123456789"
    return "xo" + "xb-" + drawn(seed, 12, numbers) + "-" + drawn(seed + "b", 13, numbers) + "-" + drawn(seed + "c", 24)


def pem_key(seed: str, kind: str = "RSA PRIVATE KEY") -> str:
    """Random bytes between the lines of a private key, with the head of its DER."""
    body = bytes.fromhex("308204a30201000282010100") + hashlib.shake_128(seed.encode()).digest(1180)
    text = base64.b64encode(body).decode()
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"
