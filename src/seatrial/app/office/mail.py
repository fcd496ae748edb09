"""Mail that something happened in a case: plain text, without anything of what was said."""

import json
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Final

from seatrial.app.office.configuration import Configuration, MailPart
from seatrial.domain.errors import OperationError, UsageError
from seatrial.journal.outbox import Delivery

_SECONDS: Final = 15
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


def address_of(text: str) -> str:
    """One plain address. Raises `UsageError`: nothing that would begin another header or name another address."""
    if not _ADDRESS.fullmatch(text):
        raise UsageError(f"{text!r:.100} is no address for mail", advice="write it like somebody@example.org")
    return text


def letter(found: Configuration, to: str, one: Delivery) -> EmailMessage:
    """The message. Its words are of the office's own; names of others do not come into it."""
    case = str(json.loads(one.body)["data"]["case"])
    what = one.kind.replace(".", " ").replace("-", " ")
    name = "".join(mark for mark in found.name if mark.isprintable())
    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr((name, address_of(found.mail.sender)), "utf-8")
    made["To"] = address_of(to)
    made["Subject"] = f"Case {case}: {what}"
    made["Date"] = format_datetime(one.at)
    made["Message-ID"] = f"<{one.id}@{found.mail.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    home = found.server.url.rstrip("/")
    look = f"{home}/cases/{case}" if home else f"seatrial case show {case}"
    made.set_content(
        f"Something happened in a case of yours: {what}.\n\nLook at it: {look}\n\n{name}\n"
        "What was said is not sent by mail. A registrar of the office ends these messages.\n"
    )
    return made


def send_mail(found: Configuration, to: str, one: Delivery) -> str:
    """Hand a message to the office's mail server; what it said. Raises `OperationError` when it did not take it."""
    part = found.mail
    if not part.host:
        raise OperationError("no mail server is configured", advice="name one in [mail]")
    made = letter(found, to, one)
    try:
        with _server(part) as server:
            if part.user:
                server.login(part.user, part.password)
            server.send_message(made)
    except (smtplib.SMTPException, OSError) as error:
        code = getattr(error, "smtp_code", "")
        text = f"the mail server did not take it: {type(error).__name__} {code}".rstrip()
        raise OperationError(text, advice="check [mail] in office.toml") from error
    return "taken"


def _server(part: MailPart) -> smtplib.SMTP:
    if part.security == "tls":
        return smtplib.SMTP_SSL(part.host, part.port, timeout=_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(part.host, part.port, timeout=_SECONDS)
    if part.security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server
