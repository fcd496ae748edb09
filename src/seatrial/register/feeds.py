"""What was published last, for programs that follow it: Atom (RFC 4287) and JSON Feed 1.1.

Ids follow from the log alone, so that an entry is the same wherever the feed is read.
"""

import datetime
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree as Tree

from seatrial.domain.text import shown

ATOM: Final = "application/atom+xml"
JSON_FEED: Final = "application/feed+json"
MOST: Final = 100
"""Entries of a feed; older ones are in the register."""
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One publication, for a feed."""

    number: int
    """Where it stands in the log."""
    case: str
    subject: str
    developer: str
    regime: str
    outcome: str
    """Empty where only that the case exists is public."""
    at: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself, and its news, the newest first."""

    office: str
    origin: str
    """Of the log."""
    home: str
    """Address of the register, without a slash at its end."""
    case_page: str
    """Address of a case's page, with `{case}` in it."""
    address: str
    """Of the feed itself."""
    news: Sequence[News]


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    root = Tree.Element("feed", {"xmlns": _NAMESPACE})
    _put(root, "id", identity(feed.origin))
    _put(root, "title", _plain(f"Public register of {feed.office}"))
    _put(root, "updated", _time(_latest(feed)))
    Tree.SubElement(root, "link", {"rel": "self", "href": feed.address, "type": ATOM})
    Tree.SubElement(root, "link", {"rel": "alternate", "href": feed.home})
    _put(Tree.SubElement(root, "author"), "name", _plain(feed.office))
    for one in feed.news:
        entry = Tree.SubElement(root, "entry")
        _put(entry, "id", identity(feed.origin, one.number))
        _put(entry, "title", title(one))
        _put(entry, "updated", _time(one.at))
        _put(entry, "published", _time(one.at))
        Tree.SubElement(entry, "link", {"rel": "alternate", "href": feed.case_page.format(case=one.case)})
        Tree.SubElement(entry, "category", {"term": one.regime, "label": _plain(one.regime)})
        _put(entry, "summary", summary(one))
    data: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed."""
    plain: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _plain(f"Public register of {feed.office}"),
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "authors": [{"name": _plain(feed.office)}],
        "items": [
            {
                "id": identity(feed.origin, one.number),
                "url": feed.case_page.format(case=one.case),
                "title": title(one),
                "content_text": summary(one),
                "date_published": _time(one.at),
                "tags": [tag for tag in (one.regime, one.outcome) if tag],
            }
            for one in feed.news
        ],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1).encode() + b"\n"


def title(one: News) -> str:
    """What happened, in a line."""
    what = one.outcome.replace("-", " ") if one.outcome else "under review"
    return _plain(f"{one.subject or one.case}: {what}")


def summary(one: News) -> str:
    """What happened, in a sentence."""
    of = f" of {one.developer}" if one.developer else ""
    what = f"was decided: {one.outcome.replace('-', ' ')}" if one.outcome else "is under review"
    return _plain(f"{one.subject or one.case}{of} {what}, under {one.regime}; entry {one.number} of the log.")


def identity(origin: str, number: int | None = None) -> str:
    """A lasting id of a log's feed, or of one entry."""
    name = f"https://seatrial.dev/register/{origin}" + ("" if number is None else f"/{number}")
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _put(above: Tree.Element, name: str, text: str) -> None:
    Tree.SubElement(above, name).text = text


def _plain(text: str) -> str:
    """Words of others, safe in XML and on a screen."""
    return shown(text, 300)


def _latest(feed: Feed) -> datetime.datetime:
    return max((one.at for one in feed.news), default=datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC))


def _time(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
