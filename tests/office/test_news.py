"""News: signed, to nobody within, none lost and none by whom they do not concern; webhooks and mail."""

import datetime
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text
from standardwebhooks import Webhook, WebhookVerificationError

from seatrial.app.office import mail, news, people
from seatrial.app.office.configuration import Configuration, MailPart, WebhooksPart
from seatrial.app.office.office import Office
from seatrial.app.office.reach import place_of
from seatrial.cases.acts import QuestionAsked, Said
from seatrial.domain.errors import OperationError, SeatrialError, UsageError
from seatrial.journal.outbox import Delivery
from tests.office.conftest import Desk, HandedIn

LOCAL = '\n[webhooks]\nnetworks = ["127.0.0.0/8"]\nunencrypted = true\n'
SECRET = "what nobody else may read"


class Receiver:
    """A program that takes news, and answers as it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                status, headers = outer.answers.pop(0) if outer.answers else (204, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            do_GET = do_POST  # noqa: N815 - the name is the library's

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def local(desk: Desk) -> Desk:
    """The office, allowed to send to this machine."""
    return _told(desk, LOCAL)


def _told(desk: Desk, more: str) -> Desk:
    with (desk.office.directory / "office.toml").open("a") as file:
        file.write(more)
    again = Office(desk.office.directory, clock=desk.clock)
    desk.office.close()
    desk.office = again
    return desk


def asked(desk: Desk, who: str = "ada") -> str:
    """A case of somebody's own, in which they said something."""
    from seatrial.app.office.submit import open_case

    case = open_case(desk.office, desk.people[who], title=SECRET).case
    desk.do(who, "pre-submission.asked", Said(text=SECRET), case)
    return case


def test_a_message_is_believed_by_its_signature_and_says_nothing_more(local: Desk, receiver: Receiver) -> None:
    id_ = news.add_webhook(local.office, local.people["ada"], receiver.url + "/hook?x=1")
    case = asked(local)
    assert news.spread(local.office) == 2
    assert news.deliver(local.office) == 2
    path, headers, body = receiver.got[1]
    assert path == "/hook?x=1"
    secret = news.secret_of(local.office, id_)
    said = Webhook(secret).verify(body, headers)
    assert said["type"] == "pre-submission.asked"
    assert said["data"]["case"] == case
    assert SECRET not in str(receiver.got)
    other = news.secret_of(local.office, "wh_another")
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"asked", b"other"), headers)
    assert len({headers["webhook-id"] for _, headers, _ in receiver.got}) == 2


def test_nobody_is_told_of_cases_that_are_not_theirs(local: Desk, receiver: Receiver, handed_in: HandedIn) -> None:
    news.add_webhook(local.office, local.people["mole"], receiver.url + "/mole")
    news.add_webhook(local.office, local.people["emil"], receiver.url + "/emil")
    news.add_webhook(local.office, None, receiver.url + "/all", kinds=["submission.accepted", "question.asked"])
    local.accepted(handed_in.whole)
    while news.spread(local.office):
        pass
    while news.deliver(local.office):
        pass
    told = {path: {json.loads(body)["type"] for p, _, body in receiver.got if p == path} for path, _, _ in receiver.got}
    assert "/mole" not in told
    assert "submission.accepted" in told["/emil"]
    assert told["/all"] == {"submission.accepted"}


INSIDE = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
    *("[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]"),
    *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "localhost"),
]


@pytest.mark.parametrize("host", INSIDE)
def test_nothing_within_is_reached(host: str) -> None:
    with pytest.raises(SeatrialError) as told:
        place_of(f"https://{host}/x", WebhooksPart())
    assert "not public" in told.value.message or isinstance(told.value, OperationError)


def test_a_name_with_one_address_within_is_refused_and_the_other_is_never_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [["93.184.216.34", "10.0.0.1"], ["93.184.216.34"], ["127.0.0.1"]]
    looked: list[str] = []

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(UsageError, match="not public"):
        place_of("https://hooks.example", WebhooksPart())
    place = place_of("https://hooks.example", WebhooksPart())
    assert (place.address, place.host) == ("93.184.216.34", "hooks.example"), "what was looked at is what is used"
    with pytest.raises(UsageError, match="not public"):
        place_of("https://hooks.example", WebhooksPart())
    assert len(looked) == 3


WRONG = [
    *("ftp://hooks.example", "file:///etc/passwd", "http://hooks.example", "gopher://x", "javascript:1", "//x", ""),
    *("https://ada:secret@hooks.example/", "https://hooks.example/#x", "https://hooks.example:99999/", "https://"),
    *(
        "https://hooks.example/\r\nX-Other: 1",
        "https://hooks.example/ x",
        "https://[::1",
        f"https://x.example/{'a' * 600}",
    ),
]


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_address_of_a_receiver_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        place_of(url, WebhooksPart())


def test_unencrypted_is_for_networks_that_are_allowed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    part = WebhooksPart(networks=("10.0.0.0/8",), unencrypted=True)
    assert place_of("http://10.1.2.3/x", part).address == "10.1.2.3"
    with pytest.raises(UsageError, match="unencrypted"):
        place_of("http://93.184.216.34/x", part)
    with pytest.raises(UsageError, match="not public"):
        place_of("http://127.0.0.1/x", part)


def test_redirects_are_not_followed(local: Desk, receiver: Receiver) -> None:
    news.add_webhook(local.office, local.people["ada"], receiver.url + "/first")
    asked(local)
    receiver.answers = [(307, {"location": receiver.url + "/second"})] * 2
    news.spread(local.office)
    assert news.deliver(local.office) == 0
    assert {path for path, _, _ in receiver.got} == {"/first"}
    sent = news.subscriptions(local.office)[0][1]
    assert [one.outcome for one in sent] == ["answered 307"] * 2
    assert all(one.next_at for one in sent)


def test_what_was_appended_before_a_kill_is_told_after_it(local: Desk, receiver: Receiver) -> None:
    news.add_webhook(local.office, local.people["ada"], receiver.url)
    asked(local)  # Killed here: nobody has looked at it.
    local.office.close()
    local.office = Office(local.office.directory, clock=local.clock)
    news.spread(local.office)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("seatrial.app.office.news.outbox.settle", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            news.deliver(local.office)  # Killed here: sent, and not noted.
    assert len(receiver.got) == 1
    assert news.deliver(local.office) == 0, "another process leaves it alone for a while"
    local.clock.wait(1)
    assert news.deliver(local.office) == 2
    ids = [headers["webhook-id"] for _, headers, _ in receiver.got]
    assert len(ids) == 3
    assert len(set(ids)) == 2, "it comes again under the same id, so that its receiver knows it"
    assert news.spread(local.office) == 0
    assert news.deliver(local.office) == 0


def test_two_servers_send_each_message_once(local: Desk, receiver: Receiver) -> None:
    news.add_webhook(local.office, local.people["ada"], receiver.url)
    for _ in range(4):
        asked(local)
    others = [Office(local.office.directory, clock=local.clock) for _ in range(3)]

    def work(office: Office) -> None:
        news.spread(office)
        news.deliver(office)

    threads = [threading.Thread(target=work, args=(office,)) for office in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work(local.office)
    for office in others:
        office.close()
    ids = [headers["webhook-id"] for _, headers, _ in receiver.got]
    assert len(ids) == len(set(ids)) == 8


def test_it_is_tried_again_and_at_last_given_up(local: Desk) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    news.add_webhook(local.office, local.people["ada"], url, kinds=["pre-submission.asked"])
    asked(local)
    news.spread(local.office)
    tries = []
    for _ in range(len(news.BACKOFF) + 3):
        assert news.deliver(local.office) == 0
        (one,) = news.subscriptions(local.office)[0][1]
        tries.append(one.attempts)
        if one.next_at is None:
            break
        assert one.next_at - local.clock.now == news.BACKOFF[one.attempts - 1]
        local.clock.now = one.next_at
    assert tries == list(range(1, len(news.BACKOFF) + 2))
    assert one.outcome.startswith("given up: no answer")


def test_who_wants_no_more_gets_no_more(local: Desk, receiver: Receiver) -> None:
    news.add_webhook(local.office, local.people["ada"], receiver.url)
    asked(local)
    receiver.answers = [(410, {})] * 2
    news.spread(local.office)
    assert news.deliver(local.office) == 0
    assert news.subscriptions(local.office) == []
    local.clock.wait(30)
    news.deliver(local.office)
    assert len(receiver.got) == 1, "not even what was due already"


def test_an_account_that_is_disabled_is_told_no_more(local: Desk, receiver: Receiver) -> None:
    news.add_webhook(local.office, local.people["ada"], receiver.url)
    asked(local)
    people.change_account(local.office, local.people["rita"], "ada", disabled=True)
    news.spread(local.office)
    assert news.deliver(local.office) == 0
    assert receiver.got == []
    assert news.subscriptions(local.office) == []


def test_subscriptions_are_ones_own_and_few(local: Desk, receiver: Receiver) -> None:
    ids = [news.add_webhook(local.office, local.people["ada"], receiver.url) for _ in range(news.MOST_OF_ONE)]
    with pytest.raises(UsageError, match="the most"):
        news.add_webhook(local.office, local.people["ada"], receiver.url)
    with pytest.raises(UsageError, match="no such subscription"):
        news.remove(local.office, ids[0], "mole")
    news.remove(local.office, ids[0], "ada")
    with pytest.raises(UsageError, match="no kind"):
        news.add_webhook(local.office, local.people["mole"], receiver.url, kinds=["everything"])
    with local.office.journal.looking() as db:
        kept = str([tuple(row) for row in db.execute(text("SELECT * FROM subscription"))])
    assert news.secret_of(local.office, ids[1]) not in kept, "the secret is not in the database"


class Letters:
    def __init__(self) -> None:
        self.got: list[Any] = []

    async def handle_DATA(  # noqa: N802 - the name is the library's
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.got.append(envelope)
        return "250 taken"


@pytest.fixture
def letters(desk: Desk) -> Iterator[tuple[Desk, Letters]]:
    handler = Letters()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    more = f'\n[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "office@office.example"\n'
    try:
        yield _told(desk, more + '[server]\nurl = "https://office.example"\n'), handler
    finally:
        server.stop()


def test_mail_says_that_something_happened_and_not_what_was_said(
    letters: tuple[Desk, Letters], handed_in: HandedIn
) -> None:
    desk, handler = letters
    news.add_mail(desk.office, desk.people["rita"], "ada@harbour.example", person="ada", kinds=["question.asked"])
    case = desk.accepted(handed_in.whole)
    desk.do("emil", "question.asked", QuestionAsked(id="q1", text=SECRET, cites="incident-process"), case)
    news.spread(desk.office)
    assert news.deliver(desk.office) == 1
    (envelope,) = handler.got
    assert envelope.rcpt_tos == ["ada@harbour.example"]
    said = envelope.content.decode()
    assert f"Subject: Case {case}: question asked" in said
    assert f"https://office.example/cases/{case}" in said
    assert SECRET not in said
    assert "tiny" not in said


def test_mail_that_is_not_taken_waits(letters: tuple[Desk, Letters]) -> None:
    desk, handler = letters

    async def later(*_: Any) -> str:
        return "451 later"

    handler.handle_DATA = later  # type: ignore[method-assign,assignment]
    news.add_mail(desk.office, None, "ada@harbour.example", person="ada", kinds=["pre-submission.asked"])
    asked(desk)
    news.spread(desk.office)
    assert news.deliver(desk.office) == 0
    (one,) = news.subscriptions(desk.office)[0][1]
    assert "SMTPDataError 451" in one.outcome
    assert one.next_at is not None


@pytest.mark.parametrize(
    "address",
    [
        "ada@harbour.example\r\nBcc: mole@rival.example",
        "ada@harbour.example\nSubject: other",
        "ada@harbour.example, mole@rival.example",
        "ada@harbour.example>\r\nRCPT TO:<mole@rival.example",
        "Ada <ada@harbour.example>",
        '"a b"@harbour.example',
        "ada\0@harbour.example",
        "@harbour.example",
        "ada@",
        "ada@-x.example",
        "",
        f"{'a' * 70}@harbour.example",
    ],
)
def test_an_address_that_would_begin_another_header_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no address for mail"):
        mail.address_of(address)


def test_no_name_begins_another_header() -> None:
    told = Configuration(
        name="Authority\r\nBcc: mole@rival.example",
        origin="a/log",
        mail=MailPart(host="x", sender="office@office.example"),
    )
    at = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)
    body = json.dumps({"data": {"case": "c1"}}).encode()
    one = Delivery(
        id="msg_1",
        subscription="ml_1",
        seq=0,
        kind="question.asked",
        at=at,
        body=body,
        attempts=0,
        next_at=at,
        outcome="",
    )
    made = mail.letter(told, "ada@harbour.example", one)
    assert made["Bcc"] is None
    assert b"\nBcc" not in made.as_bytes()
