"""A browser's login: a short-lived token in a cookie that scripts cannot read, and a second word that forms carry.

A form is believed when the browser says that it comes from this site, and when it carries the word that only pages of
this login hold: a page elsewhere can make a browser send neither.
"""

import contextlib
import hashlib
import hmac
from typing import Annotated, Final, Literal
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, Request, Response

from seatrial.app.office import people
from seatrial.app.office.office import Office
from seatrial.app.office.sign_in import LASTS
from seatrial.domain.errors import UsageError
from seatrial.domain.person import Person
from seatrial.server.login import count, the_office

COOKIE: Final = "seatrial-session"
PENDING: Final = "seatrial-pending"
NAME: Final = "browser"
DAYS: Final = 1
FIELD: Final = "form_word"
MOST_FIELDS: Final = 500
Fields = dict[str, list[str]]


class NeedsLogin(Exception):  # noqa: N818 - a state of the request, not a fault
    """Nobody is logged in, and the page is for somebody. `next` is where they wanted to go."""

    def __init__(self, next_: str) -> None:
        super().__init__(next_)
        self.next = next_


def begin(request: Request, office: Office, person: Person, response: Response) -> None:
    """Log somebody in: the cookie ends with the browser, the token behind it within a day.

    It is a new one each time, and one that the browser brought is revoked: nobody gives another their login.
    """
    brought = request.cookies.get(COOKIE, "")
    before = people.by_token(office, brought) if brought else None
    if before is not None:
        with contextlib.suppress(UsageError):
            people.revoke_token(office, before, _id_of(brought))
    token = people.issue_token(office, person, name=NAME, scopes=person.scopes, days=DAYS)
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=_secure(request), path="/")


def hold(request: Request, response: Response, secret: str, *, strict: bool = False) -> None:
    """Have the browser hold the secret of a login that is under way; unless `strict`, it is sent from elsewhere."""
    most = int(LASTS.total_seconds())
    site: Literal["strict", "lax"] = "strict" if strict else "lax"
    response.set_cookie(PENDING, secret, httponly=True, samesite=site, secure=_secure(request), path="/", max_age=most)


def let_go(response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(PENDING, path="/")


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _id_of(token: str) -> str:
    return token.split("_")[1] if token.count("_") >= 2 else ""


def end(office: Office, person: Person, token: str, response: Response) -> None:
    """Log somebody out: the token is revoked, not only forgotten."""
    people.revoke_token(office, person, _id_of(token))
    response.delete_cookie(COOKIE, path="/")


def word_of(token: str) -> str:
    """What forms of this login carry, 32 hex digits."""
    return hmac.new(token.encode(), b"seatrial form", hashlib.sha256).hexdigest()[:32]


def visitor(request: Request) -> Person | None:
    """Who looks, if anybody is logged in."""
    token = request.cookies.get(COOKIE, "")
    return people.by_token(the_office(request), token) if token else None


def member(request: Request) -> Person:
    """Who looks at a page that is for somebody. Raises `NeedsLogin`."""
    person = visitor(request)
    if person is None:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise NeedsLogin(asked if request.method == "GET" else "/cases")
    count(request, person)
    return person


async def fields(request: Request) -> Fields:
    """What a form holds, once it is known to come from a page of this login. Raises `UsageError` for any other."""
    same_site(request)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        found = parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise UsageError("the form holds too much", advice="fill in less at a time") from error
    check_word(request, found.pop(FIELD, [""])[0])
    return found


def check_word(request: Request, given: str) -> None:
    """Raises `UsageError` unless the form carries the word of the login, where there is one."""
    token = request.cookies.get(COOKIE, "")
    if token and not hmac.compare_digest(given.encode("utf-8", "replace"), word_of(token).encode()):
        raise UsageError("the form is of another login or too old", advice="open the page again, and do it there")


def same_site(request: Request) -> None:
    """Raises `UsageError` for a form that the browser says comes from elsewhere."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "")
    host = urlsplit(origin).netloc if origin else request.headers.get("host", "")
    if site not in ("same-origin", "none") or host != request.headers.get("host", ""):
        raise UsageError("the form comes from another site", advice="open the page here, and do it there")


def local(path: str) -> str:
    """Where to go on this site: an address of another one is not followed."""
    parts = urlsplit(path)
    usable = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc and path.isprintable()
    return path if usable else "/cases"


Member = Annotated[Person, Depends(member)]
Visitor = Annotated[Person | None, Depends(visitor)]
Given = Annotated[Fields, Depends(fields)]
