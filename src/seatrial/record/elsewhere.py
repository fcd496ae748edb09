"""A signing key that lies elsewhere: a token (PKCS#11) or a key service, named by a URI of securesystemslib.

The key never comes here: what is signed goes there, and the signature back. Needs the extra of its kind.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlparse

from seatrial.documents import DocumentError
from seatrial.documents.ecdsa import key_id, verifies
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.text import shown

FILE: Final = "signer.json"
SECRET: Final = "evidence.secret"
"""32 random bytes that salt evidence, where the private key itself cannot be asked for them."""
MAX_BYTES: Final = 64 * 1024
SCHEMES: Final = {"hsm": "hsm", "awskms": "awskms", "gcpkms": "gcpkms", "azurekms": "azurekms"}
"""Schemes of URIs, and the extra that each needs."""
Ask = Callable[[], str]
_PROBE: Final = b"seatrial: is this the private half of the key?"


def public_key_at(uri: str, ask: Ask) -> bytes:
    """The public key of the key at a URI, in PEM, asked of where it lies. Raises `UsageError`, `OperationError`."""
    scheme = _scheme(uri)
    module = _library(scheme)
    parts = urlparse(uri)
    try:
        if scheme == "hsm":
            number = int(parts.path) if parts.path else None
            label = dict(parse_qsl(parts.query)).get("label")
            _, key = module.HSMSigner.import_(number, label, lambda _: ask())
        elif scheme == "awskms":
            _, key = module.AWSSigner.import_(parts.path)
        elif scheme == "gcpkms":
            _, key = module.GCPSigner.import_(parts.path)
        else:
            raise UsageError(f"the public key at {uri} cannot be asked for", advice="give it with --public")
    except UsageError:
        raise
    except Exception as error:
        raise _failed(uri, error) from error
    pem: str = key.keyval["public"]
    return pem.encode()


def signing_at(uri: str, public_pem: bytes, ask: Ask) -> Callable[[bytes], bytes]:
    """What signs with the key at a URI: message -> signature in DER. Raises `UsageError`.

    Calls raise `OperationError` when it cannot be reached or signs with another key.
    """
    module = _library(_scheme(uri))
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415 - only here

    key = module.SSlibKey.from_crypto(load_pem_public_key(public_pem))

    def sign(message: bytes) -> bytes:
        try:
            signer = module.Signer.from_priv_key_uri(uri, key, lambda _: ask())
            signature = bytes.fromhex(signer.sign(message).signature)
        except Exception as error:
            raise _failed(uri, error) from error
        if not verifies(public_pem, message, signature):
            advice = "check which key lies there; nothing was signed"
            raise OperationError(f"the key at {uri} is another than the public key that is kept here", advice=advice)
        return signature

    return sign


def kept(uri: str, public_pem: bytes, ask: Ask) -> bytes:
    """The file that names the key, once it has shown that it signs. Raises `UsageError`, `OperationError`."""
    try:
        key_id(public_pem)
    except DocumentError as error:
        advice = "it must be ECDSA over P-256, P-384 or P-521"
        raise UsageError(f"the public key of {uri} cannot be used: {error}", advice=advice) from error
    signing_at(uri, public_pem, ask)(_PROBE)
    return json.dumps({"uri": uri}, indent=1).encode() + b"\n"


def uri_in(path: Path) -> str:
    """The URI in the file. Raises `UsageError` for anything else."""
    try:
        plain: dict[str, Any] = json.loads(path.read_bytes()[:MAX_BYTES])
        uri = plain["uri"]
        if set(plain) == {"uri"} and isinstance(uri, str):
            _scheme(uri)
            return uri
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise UsageError(f"{path} does not say where the key lies", advice="restore it from a copy")


def _scheme(uri: str) -> str:
    scheme = urlparse(uri).scheme
    if scheme not in SCHEMES:
        advice = f"use one of {', '.join(f'{name}:' for name in SCHEMES)}"
        raise UsageError(f"{shown(uri)} is no URI of a signing key", advice=advice)
    return scheme


def _library(scheme: str) -> Any:
    try:
        from securesystemslib import signer  # noqa: PLC0415 - an extra
    except ImportError as error:
        extra = SCHEMES[scheme]
        advice = f"pip install 'seatrial[{extra}]'"
        raise UsageError(f"a key at `{scheme}:` needs the extra `{extra}`", advice=advice) from error
    return signer


def _failed(uri: str, error: Exception) -> OperationError:
    text = shown(" ".join(str(error).split()) or type(error).__name__, 200)
    advice = "check the URI, the PIN or credentials, that the service answers, and that its extra is installed"
    return OperationError(f"the key at {uri} cannot be used: {text}", advice=advice)
