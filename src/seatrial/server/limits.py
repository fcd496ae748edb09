"""How often somebody may ask: a bucket that fills with time, for each address, account and login.

The buckets lie in the process. With several servers on one database, each holds its own.
"""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from fastapi import Request
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from seatrial.app.office.configuration import LimitsPart

MOST_BUCKETS: Final = 50_000
"""The oldest are forgotten first: what is kept of strangers is bounded."""
FOR_ONE_ACCOUNT: Final = 3
"""How many times more logins one account may see than one address makes: others do not lock its owner out as easily."""
_MINUTE: Final = 60.0


class TooMany(Exception):  # noqa: N818 - a state of the request, not a fault
    """Asked too often; after `seconds` it may be asked again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Limits:
    """All buckets of one server."""

    def __init__(self, part: LimitsPart, clock: Callable[[], float] = time.monotonic) -> None:
        self._part = part
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def address(self, address: str) -> None:
        """A request from an address. Raises `TooMany`."""
        self._take("address", network(address), self._part.address)

    def account(self, account: str) -> None:
        """A request by an account. Raises `TooMany`."""
        self._take("account", account, self._part.account)

    def login(self, address: str, account: str) -> None:
        """A login by password, before the password is looked at. Raises `TooMany`."""
        self._take("login from", network(address), self._part.logins)
        self._take("login of", account[:100], self._part.logins * FOR_ONE_ACCOUNT)

    def begin(self, address: str) -> None:
        """A login that is begun, before it is known whose it will be. Raises `TooMany`."""
        self._take("login from", network(address), self._part.logins)

    def _take(self, kind: str, key: str, a_minute: int) -> None:
        if not a_minute:
            return
        with self._lock:
            now = self._clock()
            left, since = self._buckets.pop((kind, key), (float(a_minute), now))
            left = min(float(a_minute), left + (now - since) * a_minute / _MINUTE)
            enough = left >= 1
            self._buckets[kind, key] = (left - 1 if enough else left, now)
            while len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
        if not enough:
            raise TooMany(max(1, math.ceil((1 - left) * _MINUTE / a_minute)))


def network(address: str) -> str:
    """What counts as one asker: an address, and of IPv6 the network that one household has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)


def asker(request: HTTPConnection) -> str:
    """The address that a request comes from, as proxies that are believed say."""
    return request.client.host if request.client else ""


def limits_of(request: HTTPConnection) -> Limits:
    """The buckets of this server."""
    found: Limits = request.app.state.limits
    return found


class Limited:
    """Counts every request by its address, before anything is done for it."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request, int], ASGIApp]) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say when to come again."""
        if scope["type"] == "http":
            request = Request(scope)
            try:
                limits_of(request).address(asker(request))
            except TooMany as error:
                await self.refuse(request, error.seconds)(scope, receive, send)
                return
        await self.app(scope, receive, send)
