"""What no request may exceed, and headers that every answer has: around the whole application."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seatrial.app.office.package import MAX_BYTES
from seatrial.server.problems import problem

MOST: Final = 1024 * 1024
"""Bytes of a request, apart from submissions."""
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)
_PRIVATE: Final = (b"cache-control", b"no-store")


class TooLarge(Exception):  # noqa: N818 - a state of the request, not a fault
    """The request goes on beyond what is taken."""


class Bounded:
    """Refuses requests that are too large, by what they say and by what they send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = MAX_BYTES if scope["path"].rstrip("/").endswith("/submissions") else MOST
        if _announced(scope) > most:
            await _refuse(most)(scope, receive, send)
            return
        taken, begun = 0, False

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise TooLarge
            return message

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                present = {name for name, _ in message["headers"]}
                more = [*_HEADERS, *(() if b"cache-control" in present else (_PRIVATE,))]
                message["headers"] = [*message["headers"], *((n, v) for n, v in more if n not in present)]
            await send(message)

        try:
            await self.app(scope, bounded, with_headers)
        except TooLarge:
            if not begun:
                await _refuse(most)(scope, receive, with_headers)


def _announced(scope: Scope) -> int:
    given = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(given) if given.isdigit() and len(given) < 16 else MAX_BYTES + 1


def _refuse(most: int) -> ASGIApp:
    return problem(413, "too-large", f"a request of more than {most:,} bytes", "send less, or hand it in by reference")
