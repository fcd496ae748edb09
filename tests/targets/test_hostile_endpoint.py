"""Whatever an endpoint does, a question ends with a reply or with a plain `TargetError`, and tells no secret."""

import datetime
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.domain.text import shown
from seatrial.targets.openai_http import open_target
from seatrial.testing.hostile_endpoint import ANSWER, MISBEHAVIOURS, HostileEndpoint, hostile_endpoint

SECRET = "sk-4f1f0a9e77b24d5c"
QUESTION = (Message(role="user", content="What is the capital of France?"),)
WATCHDOG_SECONDS = 60.0


@pytest.fixture
def endpoint() -> Iterator[HostileEndpoint]:
    with hostile_endpoint() as running:
        yield running


def asked(location: str, *, secret: str | None = SECRET, deadline: float = 20, max_tokens: int = 32) -> Reply:
    spec = TargetSpec(kind="openai_http", name=location, location=location, parameters={"deadline": deadline})
    return bounded(lambda: open_target(spec, secret).ask(QUESTION, max_tokens=max_tokens))


def bounded(ask: Callable[[], Reply]) -> Reply:
    """What `ask` returns or raises; a failure when it does neither before the watchdog bites."""
    ended: list[Reply | TargetError] = []

    def run() -> None:
        try:
            ended.append(ask())
        except TargetError as error:
            ended.append(error)

    asking = threading.Thread(target=run, daemon=True)
    asking.start()
    asking.join(WATCHDOG_SECONDS)
    assert ended, "the question did not end, or ended with another exception"
    if isinstance(ended[0], TargetError):
        raise ended[0]
    return ended[0]


@pytest.mark.parametrize("misbehaviour", ["hang", "drip", "drip-headers"])
def test_what_never_ends_ends_at_the_deadline(endpoint: HostileEndpoint, misbehaviour: str) -> None:
    with pytest.raises(TargetError, match="did not answer within 1 seconds"):
        asked(endpoint.url(misbehaviour), deadline=1)
    assert len(endpoint.requests) == 1


def test_an_endless_stream_ends_at_the_bound_on_bytes_or_time(endpoint: HostileEndpoint) -> None:
    with pytest.raises(TargetError, match=r"longer than 1,048,576 bytes|did not answer within"):
        asked(endpoint.url("endless"), deadline=2)


REFUSED = {
    "500": "status 500",
    "html": r"not JSON \(it calls it text/html\)",
    "huge-json": "longer than 1,048,576 bytes",
    "deep-json": "nested too deeply|not JSON",
    "wrong-json": "no chat completion",
    "wrong-choice": "holds no message",
    "wrong-content": "not text",
    "gzip": "compressed",
    "bad-utf8": "not UTF-8",
    "tool-calls": "called a tool",
    "redirect": "redirects elsewhere",
    "empty": "without any choice",
    "no-body": "not JSON",
    "error": "refused the question",
    "echo-key": "status 401",
    "429-for-ever": "status 429",
}


@pytest.mark.parametrize(("misbehaviour", "words"), REFUSED.items())
def test_a_bad_answer_is_refused_in_plain_words_and_not_asked_for_again(
    endpoint: HostileEndpoint, misbehaviour: str, words: str
) -> None:
    with pytest.raises(TargetError, match=words) as refused:
        asked(endpoint.url(misbehaviour))
    assert SECRET not in str(refused.value)
    assert shown(str(refused.value), 10_000) == str(refused.value)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize(("misbehaviour", "words"), [("503", "status 503"), ("close", "broke off")])
def test_what_may_pass_is_tried_three_times(endpoint: HostileEndpoint, misbehaviour: str, words: str) -> None:
    with pytest.raises(TargetError, match=words):
        asked(endpoint.url(misbehaviour))
    assert len(endpoint.requests) == 3


@pytest.mark.parametrize("misbehaviour", ["429-then-fine", "close-then-fine"])
def test_a_second_try_may_succeed(endpoint: HostileEndpoint, misbehaviour: str) -> None:
    assert asked(endpoint.url(misbehaviour)) == Reply(text=ANSWER, tokens=7)
    assert len(endpoint.requests) == 2


def test_an_endpoint_that_is_asked_too_often_is_given_time(endpoint: HostileEndpoint) -> None:
    assert asked(endpoint.url("429-five-times")) == Reply(text=ANSWER, tokens=7)
    assert len(endpoint.requests) == 6


ANSWERED = {
    "fine": Reply(text=ANSWER, tokens=7),
    "cut-short": Reply(text=ANSWER, tokens=7, truncated=True),
    "null-content": Reply(text="", tokens=7),
    "surrogate": Reply(text="half \ufffd of it", tokens=7),
    "control": Reply(text="\x1b]0;owned\x07\x1b[2J \u202egnp.exe \x00", tokens=7),
    "answer-key": Reply(text="Bearer [the endpoint's key]", tokens=7),
}


@pytest.mark.parametrize(("misbehaviour", "reply"), ANSWERED.items())
def test_an_answer_of_the_right_shape_is_a_reply(endpoint: HostileEndpoint, misbehaviour: str, reply: Reply) -> None:
    assert asked(endpoint.url(misbehaviour)) == reply


def test_counts_that_cannot_be_true_are_not_passed_on(endpoint: HostileEndpoint) -> None:
    assert [asked(endpoint.url("lying-usage")) for _ in range(7)] == [Reply(text=ANSWER)] * 7


def test_every_misbehaviour_is_tried() -> None:
    elsewhere = {"hang", "drip", "drip-headers", "endless", "503", "close"}
    elsewhere |= {"429-then-fine", "429-five-times", "close-then-fine"}
    assert {*REFUSED, *ANSWERED, *elsewhere, "lying-usage"} == set(MISBEHAVIOURS)


def test_the_key_travels_in_one_header_only(endpoint: HostileEndpoint) -> None:
    asked(endpoint.url("fine"))
    (request,) = endpoint.requests
    assert request.headers["authorization"] == f"Bearer {SECRET}"
    others = [value for name, value in request.headers.items() if name != "authorization"]
    assert SECRET not in " ".join((*others, request.path, request.body.decode()))


def test_without_a_key_there_is_no_such_header(endpoint: HostileEndpoint) -> None:
    asked(endpoint.url("fine"), secret=None)
    assert "authorization" not in endpoint.requests[0].headers


def test_the_question_is_asked_at_temperature_0_of_the_named_model(endpoint: HostileEndpoint) -> None:
    location = endpoint.url("fine")
    spec = TargetSpec(kind="openai_http", name=location, location=location, model="tame", parameters={"seed": 3})
    bounded(lambda: open_target(spec, None).ask(QUESTION, max_tokens=9))
    assert endpoint.requests[0].path == "/fine/v1/chat/completions"
    assert json.loads(endpoint.requests[0].body) == {
        "messages": [{"role": "user", "content": QUESTION[0].content}],
        "max_tokens": 9,
        "temperature": 0,
        "stream": False,
        "seed": 3,
        "model": "tame",
    }


def test_a_port_where_nobody_listens_is_told_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(TargetError, match=r"could not be reached \(tries: 3\)"):
            asked(f"http://127.0.0.1:{taken.getsockname()[1]}/v1")


def test_a_plain_server_at_an_https_address_is_told_plainly(endpoint: HostileEndpoint) -> None:
    with pytest.raises(TargetError, match=r"TLS is not acceptable|broke off"):
        asked(endpoint.url("fine").replace("http:", "https:"))


def test_a_handshake_that_never_ends_ends_at_the_deadline() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(TargetError, match="did not answer within 1 seconds"),
    ):
        asked(f"https://127.0.0.1:{silent.getsockname()[1]}/v1", deadline=1)


def test_a_certificate_that_nobody_vouches_for_gets_no_question_and_no_key(tmp_path: Path) -> None:
    received: list[bytes] = []

    def serve(listening: ssl.SSLSocket) -> None:
        with suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                received.append(connection.recv(4096))

    with (
        socket.create_server(("127.0.0.1", 0)) as plain,
        self_signed(tmp_path).wrap_socket(plain, server_side=True) as listening,
    ):
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        with pytest.raises(TargetError, match="certificate or TLS is not acceptable"):
            asked(f"https://127.0.0.1:{listening.getsockname()[1]}/v1")
    assert not received


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False).sign(
        key, hashes.SHA256()
    )
    pem = folder / "server.pem"
    encoding = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    pem.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain) + certificate.public_bytes(encoding)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.mark.parametrize(
    "location", ["", "ftp://host/v1", "http://", "http://host:99999/v1", "http://[::1/v1", "https://me:pw@host/v1"]
)
def test_an_unusable_address_is_refused_without_being_repeated(location: str) -> None:
    with pytest.raises(TargetError) as refused:
        open_target(TargetSpec(kind="openai_http", name="x", location=location), None)
    assert "me:pw" not in str(refused.value)


def test_a_name_holds_no_credentials() -> None:
    spec = TargetSpec(kind="openai_http", name="https://me:pw@host/v1", location="https://host/v1")
    assert open_target(spec, None).name == "https://host/v1"


@pytest.mark.parametrize("secret", ["two\r\nX-More: headers", "naïve", "a b"])
def test_a_key_that_no_header_carries_is_refused_without_being_repeated(secret: str) -> None:
    spec = TargetSpec(kind="openai_http", name="x", location="https://host/v1")
    with pytest.raises(TargetError, match="key holds characters") as refused:
        open_target(spec, secret)
    assert secret not in str(refused.value)


@pytest.mark.parametrize("deadline", [0, -1, "soon", float("nan"), float("inf")])
def test_a_deadline_that_is_none_is_refused(deadline: str | float) -> None:
    spec = TargetSpec(kind="openai_http", name="x", location="https://host/v1", parameters={"deadline": deadline})
    with pytest.raises(TargetError, match="deadline"):
        open_target(spec, None)
