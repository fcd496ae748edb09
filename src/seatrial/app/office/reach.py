"""Send a request to an address that somebody else chose, and to nothing within: no server of the house is reached.

A name is resolved once, every address that it has is looked at, and the connection goes to that very address; where
it leads on to is not followed.
"""

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

import urllib3

from seatrial.app.office.configuration import WebhooksPart
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.text import shown

LONGEST: Final = 500
MOST_ANSWER: Final = 4096
_TIMEOUT: Final = urllib3.Timeout(connect=5, read=10)
_THROUGH: Final = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""Networks of IPv6 that lead to addresses of IPv4, private ones among them."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a request goes."""

    host: str
    """The name, for the certificate and the `Host` header."""
    address: str
    """What it was resolved to."""
    port: int
    path: str
    encrypted: bool


def checked(url: str, part: WebhooksPart) -> SplitResult:
    """An address that may be written down. Raises `UsageError`."""
    advice = "give an address like https://hooks.example/office"
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or 0 < parts.port < 65536
    except ValueError as error:
        raise UsageError(f"{shown(url)} is no address", advice=advice) from error
    schemes = ("https", "http") if part.unencrypted else ("https",)
    if parts.scheme not in schemes:
        raise UsageError(f"news are sent to {' or '.join(schemes)} addresses only", advice=advice)
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or not parts.hostname:
        raise UsageError(f"{shown(url)} is no address", advice=advice)
    if parts.username is not None or parts.fragment or not port_is_one:
        raise UsageError("the address holds a login, a fragment or no port", advice=advice)
    return parts


def place_of(url: str, part: WebhooksPart) -> Place:
    """Where an address leads now. Raises `UsageError` for one within, `OperationError` when nobody knows the name."""
    parts = checked(url, part)
    host, encrypted = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise OperationError(f"{shown(host)} has no address", advice="check the name") from error
    addresses = [ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    networks = [ipaddress.ip_network(network) for network in part.networks]
    for address in addresses:
        _refuse_inside(address, networks, encrypted=encrypted)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(host=host, address=str(addresses[0]), port=port, path=path, encrypted=encrypted)


def post(place: Place, body: bytes, headers: Mapping[str, str]) -> int:
    """Send it; the status of the answer. Redirects are not followed. Raises `OperationError` when nothing answers."""
    usual = 443 if place.encrypted else 80
    name = f"[{place.host}]" if ":" in place.host else place.host
    given = {
        **headers,
        "host": name if place.port == usual else f"{name}:{place.port}",
        "user-agent": "seatrial-office",
    }
    pool: urllib3.HTTPConnectionPool
    if place.encrypted:
        pool = urllib3.HTTPSConnectionPool(
            place.address,
            place.port,
            timeout=_TIMEOUT,
            retries=False,
            cert_reqs="CERT_REQUIRED",
            server_hostname=place.host,
            assert_hostname=place.host,
        )
    else:
        pool = urllib3.HTTPConnectionPool(place.address, place.port, timeout=_TIMEOUT, retries=False)
    try:
        with pool:
            answer = pool.urlopen(
                "POST", place.path, body=body, headers=given, redirect=False, preload_content=False, retries=False
            )
            answer.read(MOST_ANSWER)
            answer.close()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise OperationError(f"no answer: {type(error).__name__}", advice="check who listens there") from error
    return int(answer.status)


def _refuse_inside(address: Address, networks: Iterable[Network], *, encrypted: bool) -> None:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    real: Address = mapped or address
    if any(real in network for network in networks if network.version == real.version):
        return
    through = any(real in network for network in _THROUGH if network.version == real.version)
    if through or not real.is_global or real.is_multicast or real.is_reserved or real.is_unspecified:
        advice = "name one that others reach, or have whoever runs the office allow the network in [webhooks] networks"
        raise UsageError("the address leads into a network that is not public", advice=advice)
    if not encrypted:
        raise UsageError("news go unencrypted to networks that are allowed only", advice="use https://")
