"""An office seen from outside: its API over HTTP, with every request safe to be sent again."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import urllib3

from seatrial.app.office.package import pack
from seatrial.app.office.refused import RefusedError
from seatrial.cases.refusal import Refusal
from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.domain.text import shown

ADDRESS: Final = "SEATRIAL_OFFICE"
TOKEN: Final = "SEATRIAL_OFFICE_TOKEN"
MAX_ANSWER: Final = 64 * 1024 * 1024
_TIMEOUT: Final = urllib3.Timeout(connect=10, read=120)
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class RemoteOffice:
    """Where the office is, and the token by which one logs in; empty for what is public."""

    url: str
    token: str = ""

    def get(self, path: str, **query: str | int | None) -> Any:
        """What lies at a path, as plain data."""
        wanted = urlencode({name: value for name, value in query.items() if value not in (None, "")})
        return self._asked("GET", f"{path}?{wanted}" if wanted else path)

    def post(self, path: str, body: object, *, key: str = "") -> Any:
        """Do something, once, however often the network fails meanwhile."""
        return self._asked("POST", path, json.dumps(body).encode(), "application/json", key=key)

    def send(self, path: str, body: bytes, *, key: str = "", **query: str) -> Any:
        """Hand bytes in, once."""
        wanted = urlencode({name: value for name, value in query.items() if value})
        where = f"{path}?{wanted}" if wanted else path
        return self._asked("POST", where, body, "application/octet-stream", key=key)

    def file(self, path: str) -> bytes:
        """The bytes at a path."""
        return self._raw("GET", path)[1]

    def _asked(self, method: str, path: str, body: bytes = b"", media_type: str = "", *, key: str = "") -> Any:
        _, data = self._raw(method, path, body, media_type, key=key)
        try:
            return json.loads(data) if data else None
        except ValueError as error:
            raise _no_office(self.url) from error

    def _raw(
        self, method: str, path: str, body: bytes = b"", media_type: str = "", *, key: str = ""
    ) -> tuple[int, bytes]:
        headers = {"accept": "application/json", **({"content-type": media_type} if media_type else {})}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        if method == "POST":
            headers["idempotency-key"] = key or secrets.token_hex(16)
        try:
            # Sent again it is the same request: the office does it once.
            retries = urllib3.Retry(3, backoff_factor=0.3, status=0, redirect=0, allowed_methods=None)
            with urllib3.PoolManager(retries=retries, timeout=_TIMEOUT) as pool:
                answer = pool.request(
                    method, f"{self.url}/api/v1{path}", body=body or None, headers=headers, preload_content=False
                )
                data = answer.read(MAX_ANSWER + 1)
                answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            text = f"the office at {self.url} does not answer: {type(error).__name__}"
            raise OperationError(text, advice="check the address and the network, and do it again") from error
        if len(data) > MAX_ANSWER:
            raise OperationError(f"the office at {self.url} answers without an end", advice="check the address")
        if answer.status >= 300:
            raise _said(self.url, answer.status, data)
        return answer.status, data


def remote(url: str, *, login: bool = True) -> RemoteOffice:
    """The office at an address, or at that of the environment. Raises `UsageError`.

    A token is never sent unencrypted to another machine.
    """
    address = (url or os.environ.get(ADDRESS, "")).rstrip("/")
    if not address:
        raise UsageError("no office is named", advice=f"name its address with --to or --office, or in {ADDRESS}")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise UsageError(f"{address!r:.200} is no address of an office", advice="write it like https://office.example")
    if parts.scheme == "http" and parts.hostname not in _LOCAL and login:
        raise UsageError("a token is not sent unencrypted", advice="give an address that begins with https://")
    token = os.environ.get(TOKEN, "") if login else ""
    if login and not token:
        raise UsageError("this needs a login", advice=f"put a token of the office into {TOKEN}")
    return RemoteOffice(address, token)


def submit_review(
    office: RemoteOffice, review: Path, *, title: str = "", case: str = "", regime: str = "", sealed: bool = False
) -> Mapping[str, Any]:
    """Hand a kept review in: to a new case, or to one that was returned. Sealed, nobody but the office can read it."""
    package = _packed(review, office if sealed else None)
    flag = "true" if sealed else ""
    path = f"/cases/{quote(case, safe='')}/submissions" if case else "/submissions"
    more = {} if case else {"title": title or review.resolve().name.removesuffix(".review"), "regime": regime}
    answer: Mapping[str, Any] = office.send(path, package, sealed=flag, **more)
    return answer


def save_package(review: Path, file: Path, sealed_to: RemoteOffice | None = None) -> None:
    """Write the package of a kept review to a new file. Raises `UsageError` for one that is there."""
    try:
        with file.open("xb") as made:
            made.write(_packed(review, sealed_to))
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}", advice="give another name") from error


def _packed(review: Path, sealed_to: RemoteOffice | None) -> bytes:
    package = pack(review)
    return _sealed(package, str(sealed_to.get("/office")["recipient"])) if sealed_to else package


def act(office: RemoteOffice, case: str, kind: str, body: Mapping[str, Any], role: str = "") -> Mapping[str, Any]:
    """Do something in a case."""
    asked = {"kind": kind, "body": body, **({"role": role} if role else {})}
    answer: Mapping[str, Any] = office.post(f"/cases/{quote(case, safe='')}/acts", asked)
    return answer


def _sealed(package: bytes, recipient: str) -> bytes:
    try:
        import pyrage  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("sealing needs the extra `seal`", advice="pip install 'seatrial[seal]'") from error
    if not recipient:
        raise UsageError("this office takes no sealed submissions", advice="submit without --sealed")
    try:
        sealed: bytes = pyrage.encrypt(package, [pyrage.x25519.Recipient.from_str(recipient)])
    except pyrage.RecipientError as error:
        raise UsageError(f"the office's recipient cannot be used: {error}", advice="tell the office") from error
    return sealed


def _said(url: str, status: int, data: bytes) -> Exception:
    """What the office said instead, by whose fault it is."""
    try:
        plain = json.loads(data)
        kind = str(plain["type"]).rpartition("/")[2]
        detail, advice = shown(str(plain["detail"]), 2000), shown(str(plain["advice"]), 500)
    except (ValueError, KeyError, TypeError):
        return _no_office(url)
    if kind in ("forbidden", "untimely", "incomplete"):
        return RefusedError(Refusal(kind=kind, why=detail, advice=advice))  # type: ignore[arg-type]
    if kind == "not-believed":
        return TrustError(detail, advice=advice)
    if status >= 500 or kind == "overtaken":
        return OperationError(detail, advice=advice)
    return UsageError(detail, advice=advice)


def _no_office(url: str) -> UsageError:
    return UsageError(f"what answers at {url} is no office", advice="check the address")
