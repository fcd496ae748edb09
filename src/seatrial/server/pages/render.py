"""Templates and what they call: every value is escaped, and a policy on every page runs nothing from elsewhere."""

import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from seatrial.domain.person import REGISTRAR, Person
from seatrial.domain.text import shown
from seatrial.server.login import the_office
from seatrial.server.pages import session
from seatrial.server.pages.wording import act_in_words, in_words, length, stage_in_words

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "same-origin",  # Without any referrer a browser does not say either where a form comes from.
}
STATIC: Final = {"office.css": "text/css", "office.js": "text/javascript", "passkey.js": "text/javascript"}


@cache
def environment() -> Environment:
    """The templates of the pages."""
    made = Environment(
        loader=PackageLoader("seatrial.server.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        words=in_words, stage=stage_in_words, act=act_in_words, lasting=length, moment=moment, shown=_shown, iso=_iso
    )
    return made


def page(
    request: Request, template: str, *, status: int = 200, person: Person | None = None, **said: Any
) -> HTMLResponse:
    """One page. `person` is who looks at it."""
    token = request.cookies.get(session.COOKIE, "")
    text = (
        environment()
        .get_template(template)
        .render(
            office=the_office(request).configuration,
            person=person,
            registrar=person is not None and REGISTRAR in person.roles,
            word=session.word_of(token) if token else "",
            word_field=session.FIELD,
            path=request.url.path,
            now=the_office(request).clock(),
            **said,
        )
    )
    return HTMLResponse(text, status, headers=HEADERS)


def static(name: str) -> bytes:
    """A file that pages refer to. Raises `KeyError` for any other."""
    STATIC[name]
    return (files("seatrial.server.pages") / "static" / name).read_bytes()


def moment(at: datetime.datetime | str) -> str:
    """A time as text, in UTC and saying so; a script shows it in the reader's own zone."""
    return f"{_moment(at):%Y-%m-%d %H:%M} UTC"


def _iso(at: datetime.datetime | str) -> str:
    return _moment(at).isoformat()


def _moment(at: datetime.datetime | str) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(at) if isinstance(at, str) else at
    return found.astimezone(datetime.UTC)


def _shown(text: str, most: int = 2_000) -> str:
    return shown(str(text), most)
