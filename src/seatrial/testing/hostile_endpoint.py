"""A local endpoint that misbehaves on request, for trying whatever asks a model over HTTP.

The first part of the path names the misbehaviour: a client whose base URL is `endpoint.url("drip")` meets a server
that drips. Every misbehaviour is a function here, and its docstring says what it does.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, TypeAlias

ANSWER: Final = "The capital of France is Paris."
"""What a well-behaved path answers."""
_DRIP_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(slots=True)
class HostileEndpoint:
    """A running server."""

    port: int
    requests: list[Request] = field(default_factory=list)
    """Every request so far, in order of arrival."""
    over: threading.Event = field(default_factory=threading.Event)
    """Set when the server is to end; what hangs and drips lets go then."""

    def url(self, misbehaviour: str) -> str:
        """The base URL under which it misbehaves so. `KeyError` for a name that there is not."""
        if misbehaviour not in MISBEHAVIOURS:
            raise KeyError(misbehaviour)
        return f"http://127.0.0.1:{self.port}/{misbehaviour}/v1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    endpoint: HostileEndpoint

    def do_POST(self) -> None:
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.endpoint.requests.append(Request(path=self.path, headers=headers, body=body))
        misbehave = MISBEHAVIOURS.get(self.path.split("/")[1])
        # A client that has had enough goes away in the middle; that is its right.
        with suppress(OSError):
            if misbehave is None:
                self.say(404, b"no such misbehaviour", "text/plain")
            else:
                misbehave(self)

    do_GET = do_POST  # noqa: N815 - the name is the library's

    def say(self, status: int, body: bytes, media_type: str = "application/json", **headers: str) -> None:
        self.start(status, media_type, {"Content-Length": str(len(body))} | headers)
        self.wfile.write(body)

    def start(self, status: int, media_type: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": media_type, "Connection": "close"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def complete(self, **changes: Any) -> None:
        self.say(200, json.dumps(completion() | changes).encode())

    def answer(self, **message: Any) -> None:
        choice = {"index": 0, "message": {"role": "assistant"} | message, "finish_reason": "stop"}
        self.complete(choices=[choice])

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


Misbehaviour: TypeAlias = Callable[[_Handler], None]


def completion(text: str = ANSWER) -> dict[str, Any]:
    """A chat completion as it should be."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "tame",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 7, "total_tokens": 16},
    }


def fine(handler: _Handler) -> None:
    """Answer as one should."""
    handler.complete()


def cut_short(handler: _Handler) -> None:
    """Answer, and say that the token limit was met."""
    handler.complete(choices=[completion()["choices"][0] | {"finish_reason": "length"}])


def hang(handler: _Handler) -> None:
    """Take the question and never answer."""
    handler.endpoint.over.wait()


def drip(handler: _Handler) -> None:
    """Promise a megabyte and send it a byte at a time."""
    handler.start(200, "application/json", {"Content-Length": str(1024 * 1024)})
    while not handler.endpoint.over.wait(_DRIP_SECONDS):
        handler.wfile.write(b" ")


def drip_headers(handler: _Handler) -> None:
    """Send one header a byte at a time, and never end it."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.endpoint.over.wait(_DRIP_SECONDS):
        handler.wfile.write(b"a")


def endless(handler: _Handler) -> None:
    """Stream without a length and without an end."""
    handler.start(200, "text/event-stream", {})
    while not handler.endpoint.over.is_set():
        handler.wfile.write(b'data: {"choices": []}\n\n' * 64)


def close(handler: _Handler) -> None:
    """Close the connection in the middle of the answer."""
    whole = json.dumps(completion()).encode()
    handler.start(200, "application/json", {"Content-Length": str(len(whole))})
    handler.wfile.write(whole[: len(whole) // 2])


def close_then_fine(handler: _Handler) -> None:
    """Close the connection in the middle of the first answer; answer the second time."""
    (fine if _asked_before(handler) else close)(handler)


def status_500(handler: _Handler) -> None:
    """Fail with a body that holds control characters."""
    handler.say(500, b"it \x1b[31mbroke\x1b[0m\n\xff", "text/plain")


def status_429_then_fine(handler: _Handler) -> None:
    """Ask for patience once, then answer."""
    if _asked_before(handler):
        fine(handler)
    else:
        handler.say(429, b"{}", Retry_After="0")


def status_429_five_times(handler: _Handler) -> None:
    """Ask for patience five times, then answer."""
    if sum(request.path == handler.path for request in handler.endpoint.requests) > 5:
        fine(handler)
    else:
        handler.say(429, b"{}", Retry_After="0")


def status_429_for_ever(handler: _Handler) -> None:
    """Ask for an hour of patience, every time."""
    handler.say(429, b"{}", Retry_After="3600")


def status_503(handler: _Handler) -> None:
    """Be unavailable, every time."""
    handler.say(503, b"", Retry_After="0")


def html(handler: _Handler) -> None:
    """Answer with a web page and status 200."""
    handler.say(200, b"<!doctype html><title>Sign in</title>", "text/html")


def huge_json(handler: _Handler) -> None:
    """Answer properly, at eight megabytes."""
    handler.say(200, json.dumps(completion("a" * 8 * 1024 * 1024)).encode())


def deep_json(handler: _Handler) -> None:
    """Answer with JSON nested two hundred thousand deep."""
    handler.say(200, b"[" * 200_000)


def wrong_json(handler: _Handler) -> None:
    """Answer with JSON of another shape."""
    handler.say(200, b'["choices", {"message": "content"}]')


def wrong_choice(handler: _Handler) -> None:
    """Answer with a choice that is no object."""
    handler.complete(choices=["Paris"])


def wrong_content(handler: _Handler) -> None:
    """Answer with content that is a number."""
    handler.answer(content=7)


def gzip(handler: _Handler) -> None:
    """Compress the answer, though nobody asked for it."""
    handler.say(200, b"\x1f\x8b\x08\x00", Content_Encoding="gzip")


def bad_utf8(handler: _Handler) -> None:
    """Answer with bytes that are no UTF-8."""
    handler.say(200, json.dumps(completion()).encode().replace(b"Paris", b"P\xff\xfeis"))


def surrogate(handler: _Handler) -> None:
    """Answer with an escaped half of a surrogate pair."""
    handler.complete(**completion("half \ud83d of it"))


def control(handler: _Handler) -> None:
    """Answer with terminal controls and characters that reverse text."""
    handler.complete(**completion("\x1b]0;owned\x07\x1b[2J \u202egnp.exe \x00"))


def lying_usage(handler: _Handler) -> None:
    """Count the tokens, one question after another, as negative, huge, words, not at all, and a list."""
    lies: list[object] = [-5, 10**30, "seven", None, True]
    asked = sum(r.path == handler.path for r in handler.endpoint.requests)
    usages: list[object] = [*({"completion_tokens": lie} for lie in lies), [], "many"]
    handler.complete(usage=usages[(asked - 1) % len(usages)])


def tool_calls(handler: _Handler) -> None:
    """Call a tool that was not offered, without a word."""
    call = {"id": "1", "type": "function", "function": {"name": "shell", "arguments": '{"command": "id"}'}}
    handler.answer(content=None, tool_calls=[call])


def null_content(handler: _Handler) -> None:
    """Answer with nothing in place of content."""
    handler.answer(content=None)


def redirect(handler: _Handler) -> None:
    """Send the client elsewhere, with its key."""
    handler.say(307, b"", Location=f"http://127.0.0.1:{handler.endpoint.port}/fine/v1/chat/completions")


def empty(handler: _Handler) -> None:
    """Answer with no choices."""
    handler.complete(choices=[])


def no_body(handler: _Handler) -> None:
    """Answer with status 200 and nothing."""
    handler.say(200, b"")


def error(handler: _Handler) -> None:
    """Answer with an error object and status 200."""
    handler.say(200, b'{"error": {"message": "the model \\u001b[1mis not loaded", "code": 400}}')


def echo_key(handler: _Handler) -> None:
    """Refuse, and say back the key that was sent."""
    key = handler.headers.get("Authorization", "")
    handler.say(401, json.dumps({"error": {"message": f"incorrect key: {key}"}}).encode())


def answer_key(handler: _Handler) -> None:
    """Answer with the key that was sent."""
    handler.complete(**completion(handler.headers.get("Authorization", "")))


def _asked_before(handler: _Handler) -> bool:
    return sum(r.path == handler.path for r in handler.endpoint.requests) > 1


MISBEHAVIOURS: Final[dict[str, Misbehaviour]] = {
    "fine": fine,
    "cut-short": cut_short,
    "hang": hang,
    "drip": drip,
    "drip-headers": drip_headers,
    "endless": endless,
    "close": close,
    "close-then-fine": close_then_fine,
    "500": status_500,
    "429-then-fine": status_429_then_fine,
    "429-five-times": status_429_five_times,
    "429-for-ever": status_429_for_ever,
    "503": status_503,
    "html": html,
    "huge-json": huge_json,
    "deep-json": deep_json,
    "wrong-json": wrong_json,
    "wrong-choice": wrong_choice,
    "wrong-content": wrong_content,
    "gzip": gzip,
    "bad-utf8": bad_utf8,
    "surrogate": surrogate,
    "control": control,
    "lying-usage": lying_usage,
    "tool-calls": tool_calls,
    "null-content": null_content,
    "redirect": redirect,
    "empty": empty,
    "no-body": no_body,
    "error": error,
    "echo-key": echo_key,
    "answer-key": answer_key,
}
"""By the first part of the path."""


@contextmanager
def hostile_endpoint() -> Iterator[HostileEndpoint]:
    """Serve on a free port of 127.0.0.1 until the block ends; whatever still hangs or drips is let go then."""

    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint = Handler.endpoint = HostileEndpoint(port=server.server_address[1])
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    serving.start()
    try:
        yield endpoint
    finally:
        endpoint.over.set()
        server.shutdown()
        server.server_close()
        serving.join()
