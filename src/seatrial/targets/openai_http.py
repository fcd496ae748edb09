"""A model behind an endpoint that speaks OpenAI's chat completions.

The endpoint is a stranger: its answer is bounded in bytes and in time, however slowly it drips; it is not followed
elsewhere, not decompressed, and believed only as far as it has the right shape. The key goes into one header.
"""

import json
import re
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.domain.text import shown
from seatrial.targets._completion import reply_of, request_of
from seatrial.targets._deadline import Deadline, watched

MAX_BODY: Final = 1024 * 1024
"""Bytes of one answer."""
DEADLINE: Final = 120.0
"""Seconds for one question, all tries together."""
CONNECT_SECONDS: Final = 10.0
TRIES: Final = 3
BUSY_TRIES: Final = 8
"""As long as the endpoint says that it is asked too often: a minute or so, should it not name a time itself."""
_TRY_AGAIN: Final = frozenset((429, 502, 503))
_CHUNK: Final = 16 * 1024
_MOST_WAIT: Final = 30.0
_SHORTEST_SECRET: Final = 6
"""Shorter ones are placeholders for servers that want any key, and would blot out ordinary words."""


class _Again(Exception):  # noqa: N818 - a condition of the wire, not an error of ours
    """One try came to nothing; another might not."""

    def __init__(self, why: str, wait: float | None = None, tries: int = TRIES) -> None:
        super().__init__(why)
        self.wait, self.tries = wait, tries


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    media_type: str
    retry_after: str
    body: bytes = field(repr=False)


class Endpoint:
    """A reachable model; `domain.target.RawTarget`. Nothing is sent before the first question."""

    def __init__(self, spec: TargetSpec, secret: str | None) -> None:
        self._name = re.sub(r"//[^/@]*@", "//", spec.name)
        self._model = spec.model
        self._url = _url(spec.location)
        self._secret = _usable(secret)
        self._seconds = _seconds(spec)
        self._extra = {name: spec.parameters[name] for name in ("seed",) if name in spec.parameters}

    @property
    def name(self) -> str:
        """The address without credentials."""
        return self._name

    @property
    def versions(self) -> dict[str, str]:
        """The model that is asked for; what stands behind the endpoint is not known."""
        return {"endpoint-model": self._model} if self._model else {}

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """One answer at temperature 0. Raises `TargetError`, at the latest when the deadline is over."""
        request = request_of(messages, max_tokens) | {"stream": False} | self._extra
        if self._model:
            request["model"] = self._model
        body = json.dumps(request).encode()
        answer = self._insistently(body, Deadline(self._seconds))
        reply = reply_of(self._parsed(answer), max_tokens=max_tokens, who="the endpoint")
        return Reply(text=self._discreet(reply.text), tokens=reply.tokens, truncated=reply.truncated)

    def close(self) -> None:
        """Nothing to let go of: every question has its own connection."""

    def _insistently(self, body: bytes, deadline: Deadline) -> _Answer:
        """An answer that is worth reading, after a few tries."""
        tried = 0
        while True:
            tried += 1
            try:
                return self._judged(self._once(body, deadline))
            except _Again as again:
                wait = again.wait if again.wait is not None else min(0.25 * 2**tried, _MOST_WAIT)
                if tried >= again.tries or wait >= deadline.left():
                    raise TargetError(f"{again} (tries: {tried})") from None
                time.sleep(wait)

    def _once(self, body: bytes, deadline: Deadline) -> _Answer:
        from urllib3 import exceptions  # noqa: PLC0415 - heavy, only here

        try:
            with watched(self._url.scheme, self._url.hostname or "", self._url.port, deadline) as pool:
                return self._exchange(pool, body, deadline)
        except (exceptions.HTTPError, OSError, ValueError) as error:
            if deadline.over():
                raise TargetError(f"the endpoint did not answer within {self._seconds:g} seconds") from None
            if isinstance(error, exceptions.SSLError):
                raise TargetError("the endpoint's certificate or TLS is not acceptable") from None
            if isinstance(error, (exceptions.NewConnectionError, exceptions.ConnectTimeoutError)):
                raise _Again("the endpoint could not be reached") from None
            # The library's own words may hold the address with all that was in it; they are not passed on.
            raise _Again("the endpoint broke off the connection or does not speak HTTP") from None

    def _exchange(self, pool: Any, body: bytes, deadline: Deadline) -> _Answer:
        from urllib3 import Timeout  # noqa: PLC0415 - heavy, only here

        left = max(deadline.left(), 0.01)
        response = pool.urlopen(
            "POST",
            self._url.path + (f"?{self._url.query}" if self._url.query else ""),
            body=body,
            headers=self._headers(),
            timeout=Timeout(connect=min(CONNECT_SECONDS, left), read=left),
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )
        try:
            content = _bounded(response)
        finally:
            response.close()
        if deadline.over():
            # A connection that was cut at the deadline may look like a body that came to its end.
            raise TimeoutError
        headers = response.headers
        if headers.get("Content-Encoding", "identity").lower() != "identity":
            raise TargetError("the endpoint sent a compressed answer, though none was asked for")
        return _Answer(response.status, headers.get("Content-Type", ""), headers.get("Retry-After", ""), content)

    def _headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "User-Agent": "seatrial",
        }
        if self._secret:
            headers["Authorization"] = f"Bearer {self._secret}"
        return headers

    def _judged(self, answer: _Answer) -> _Answer:
        if answer.status == 200:
            return answer
        if answer.status in _TRY_AGAIN:
            seconds = answer.retry_after.strip()
            wait = min(float(seconds), _MOST_WAIT) if re.fullmatch(r"[0-9]{1,6}", seconds) else None
            tries = BUSY_TRIES if answer.status == 429 else TRIES
            raise _Again(f"the endpoint answered with status {answer.status}", wait, tries)
        if 300 <= answer.status < 400:
            raise TargetError("the endpoint redirects elsewhere, which is not followed: give the address it stands at")
        said = shown(self._discreet(answer.body[:2000].decode("utf-8", "replace")))
        raise TargetError(f"the endpoint answered with status {answer.status}: {said}")

    def _parsed(self, answer: _Answer) -> object:
        kind = shown(self._discreet(answer.media_type.partition(";")[0]), 60)
        try:
            parsed: object = json.loads(answer.body.decode("utf-8"))
        except UnicodeDecodeError:
            raise TargetError("the endpoint's answer is not UTF-8") from None
        except RecursionError:
            raise TargetError("the endpoint's answer is nested too deeply") from None
        except ValueError:
            raise TargetError(f"the endpoint's answer is not JSON (it calls it {kind or 'nothing'})") from None
        if isinstance(parsed, dict) and parsed.get("error"):
            parsed = {"error": self._discreet(json.dumps(parsed["error"], ensure_ascii=False))}
        return parsed

    def _discreet(self, text: str) -> str:
        """Without the key, should the endpoint say it back."""
        if self._secret and len(self._secret) >= _SHORTEST_SECRET:
            return text.replace(self._secret, "[the endpoint's key]")
        return text


def open_target(spec: TargetSpec, secret: str | None) -> Endpoint:
    """The model that the endpoint at `spec.location` calls `spec.model`; `secret` is its key.

    Parameters: `deadline` (seconds for one question), `seed`, sent along when given. Raises `TargetError` for an
    address, a key or a deadline that cannot be used; the endpoint itself is met with the first question.
    """
    return Endpoint(spec, secret)


def _bounded(response: Any) -> bytes:
    body = bytearray()
    while piece := response.read(_CHUNK, decode_content=False):
        body += piece
        if len(body) > MAX_BODY:
            raise TargetError(f"the endpoint's answer is longer than {MAX_BODY:,} bytes")
    return bytes(body)


def _url(location: str) -> SplitResult:
    try:
        parts = urlsplit(location)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise TargetError("the endpoint's address is not of the form https://HOST[:PORT]/v1")
    if parts.username is not None:
        raise TargetError("the endpoint's address holds credentials; give the key by itself")
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path += "/chat/completions"
    return parts._replace(path=path, fragment="")


def _usable(secret: str | None) -> str:
    stripped = (secret or "").strip()
    if not re.fullmatch(r"[\x21-\x7e]*", stripped):
        raise TargetError("the endpoint's key holds characters that a header cannot carry")
    return stripped


def _seconds(spec: TargetSpec) -> float:
    with suppress(ValueError):
        seconds = float(spec.parameters.get("deadline", DEADLINE))
        if 0 < seconds <= threading.TIMEOUT_MAX:
            return seconds
    raise TargetError("the parameter deadline must be a number of seconds above 0")
