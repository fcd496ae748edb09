"""Feeds and statistics of the register, as programs that follow it read them."""

import datetime
import json
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.register.feeds import Feed, News, atom, identity, json_feed
from seatrial.register.publication import Publication, PublishedReason
from seatrial.register.statistics import Spread, per_regime

AT = datetime.datetime(2026, 11, 2, 9, 30, tzinfo=datetime.UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(*news: News, office: str = "Authority") -> Feed:
    home = "https://office.example/register"
    return Feed(
        office=office,
        origin="authority.example/log",
        home=home,
        case_page=f"{home}/{{case}}",
        address="https://office.example/feed.atom",
        news=news,
    )


def news(number: int = 7, subject: str = "tiny", outcome: str = "cleared", developer: str = "Harbour Labs") -> News:
    return News(
        number=number,
        case="c1",
        subject=subject,
        developer=developer,
        regime="release-office",
        outcome=outcome,
        at=AT,
    )


def test_an_entry_of_the_feed_says_what_happened_and_where_to_look() -> None:
    root = Tree.fromstring(atom(feed(news(), news(3, "", "", ""))))
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}updated") == "2026-11-02T09:30:00Z"
    first, second = root.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == "tiny: cleared"
    assert "tiny of Harbour Labs was decided: cleared" in (first.findtext(f"{ATOM}summary") or "")
    link = first.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://office.example/register/c1"
    assert second.findtext(f"{ATOM}title") == "c1: under review"
    ids = [entry.findtext(f"{ATOM}id") for entry in (first, second)]
    plain = json.loads(json_feed(feed(news(), news(3, "", "", ""))))
    assert plain["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in plain["items"]] == ids == [identity("authority.example/log", n) for n in (7, 3)]
    assert len({*ids, root.findtext(f"{ATOM}id")}) == 3


def test_ids_follow_from_the_log_and_not_from_the_address() -> None:
    assert identity("a/log", 1) != identity("b/log", 1)
    assert identity("a/log", 1).startswith("urn:uuid:")


@given(st.text(max_size=50), st.text(max_size=50), st.text(max_size=50))
def test_words_of_others_never_break_a_feed(subject: str, developer: str, office: str) -> None:
    made = feed(news(subject=subject, developer=developer), office=office)
    root = Tree.fromstring(atom(made))
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert len(json.loads(json_feed(made))["items"]) == 1


def test_an_empty_feed_is_a_feed() -> None:
    assert Tree.fromstring(atom(feed())).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert json.loads(json_feed(feed()))["items"] == []


def published(case: str, outcome: str, office: float, elapsed: float, questions: int = 0) -> Publication:
    return Publication(
        case=case,
        step="detail",
        published_at=AT,
        office="Authority",
        regime="release-office",
        regime_version="1",
        regime_digest="0" * 64,
        sealed_head="0" * 64,
        outcome=outcome,
        office_days=office,
        elapsed_days=elapsed,
        questions=questions,
        reasons=(PublishedReason(cites="no-code-on-load"),),
    )


def test_the_offices_days_stand_beside_all_that_went_by() -> None:
    given_ = [published(f"c{n}", "refused" if n == 4 else "cleared", n, 10 * n, questions=1) for n in range(1, 6)]
    (line,) = per_regime(given_)
    assert line.office_days == Spread(cases=5, least=1, lower=2, median=3, upper=4, most=5)
    assert line.elapsed_days == Spread(cases=5, least=10, lower=20, median=30, upper=40, most=50)
    assert (line.decided, line.questions) == (5, 5)
    assert line.refusals_by_reason == {"no-code-on-load": 1}
    (alone,) = per_regime([published("c1", "cleared", 2.5, 4)])
    assert alone.office_days == Spread(cases=1, least=2.5, lower=2.5, median=2.5, upper=2.5, most=2.5)


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_rows_of_the_drawing_stay_within_it(count: int) -> None:
    from seatrial.server.pages.spreads import spread_rows

    rows, longest = spread_rows(per_regime(published(f"c{n}", "cleared", n / 7, n) for n in range(count)))
    assert longest == max(1.0, count - 1.0)
    for row in rows.get("release-office", ()):
        assert 0 <= row.least <= row.lower <= row.upper <= row.most <= 100
        assert row.median + 0.6 <= 100
