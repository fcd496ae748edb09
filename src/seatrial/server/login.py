"""Who asks: one frozen `Person`, from a token or a password. Sessions of pages and identity providers end here, too."""

import base64
import binascii
from typing import Annotated

from fastapi import Depends, Request

from seatrial.app.office import people
from seatrial.app.office.office import Office
from seatrial.app.office.passkeys import needed as passkey_needed
from seatrial.domain.errors import UsageError
from seatrial.domain.person import Person
from seatrial.server.limits import asker, limits_of
from seatrial.server.problems import Unauthenticated


async def served(request: Request) -> Office:
    """The office that this server serves; without a thread of its own to say so."""
    return the_office(request)


def the_office(request: Request) -> Office:
    """The office that this server serves."""
    office: Office = request.app.state.office
    return office


def whoever(request: Request) -> Person:
    """Who is logged in. Raises `Unauthenticated`, and `TooMany` for who asks too often."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    office = the_office(request)
    person: Person | None = None
    if kind.lower() == "bearer":
        person = people.by_token(office, given.strip())
    elif kind.lower() == "basic":
        account, password = _basic(given)
        limits_of(request).login(asker(request), account)
        person = people.by_password(office, account, password)
        if person is not None and passkey_needed(office, person):
            raise UsageError("this account is not opened by its password alone", advice="send a token: POST /tokens")
    if person is None:
        raise Unauthenticated
    count(request, person)
    return person


def count(request: Request, person: Person) -> None:
    """One more request by somebody. Raises `TooMany`."""
    request.state.account = person.id
    limits_of(request).account(person.id)


def _basic(given: str) -> tuple[str, str]:
    try:
        account, _, password = base64.b64decode(given[:2048], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return account, password


Served = Annotated[Office, Depends(served)]
Who = Annotated[Person, Depends(whoever)]
