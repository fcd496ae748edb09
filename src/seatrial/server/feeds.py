"""What others follow by address alone: the register as Atom and JSON feed, and one's deadlines as a calendar."""

import hashlib
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Path, Request, Response

from seatrial.app.office import register
from seatrial.app.office.calendar import MEDIA_TYPE, calendar_by
from seatrial.app.office.office import Office
from seatrial.register.feeds import ATOM, JSON_FEED, Feed, atom, json_feed
from seatrial.server.cases import IfNoneMatch
from seatrial.server.login import Served

ROUTER: Final = APIRouter(tags=["register"])
_BRIEF: Final = {"cache-control": "public, max-age=300"}


@ROUTER.get("/feed.atom", response_class=Response)
def as_atom(request: Request, office: Served) -> Response:
    """What was published last, as Atom."""
    return Response(atom(_feed(request, office, "/feed.atom")), media_type=ATOM, headers=_BRIEF)


@ROUTER.get("/feed.json", response_class=Response)
def as_json(request: Request, office: Served) -> Response:
    """What was published last, as JSON Feed."""
    return Response(json_feed(_feed(request, office, "/feed.json")), media_type=JSON_FEED, headers=_BRIEF)


@ROUTER.get("/calendar/{token}.ics", response_class=Response)
def deadlines(token: Annotated[str, Path(max_length=200)], office: Served, if_none_match: IfNoneMatch = "") -> Response:
    """Deadlines of somebody's cases, at the address that they made for it."""
    body = calendar_by(office, token)
    if body is None:
        raise HTTPException(404)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, max-age=300"}
    if if_none_match == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


def home_of(request: Request, office: Office) -> str:
    """How this office is reached: as configured, or as it was just now."""
    return (office.configuration.server.url or str(request.base_url)).rstrip("/")


def _feed(request: Request, office: Office, path: str) -> Feed:
    home = home_of(request, office)
    return register.feed_of(office, home=f"{home}/register", case_page=f"{home}/register/{{case}}", address=home + path)
