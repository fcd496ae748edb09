"""The page of a comparison: whole without network or script, safe against hostile names, a table beside each plot."""

import dataclasses
import xml.etree.ElementTree as ET

from seatrial.compare.page import render
from seatrial.compare.plots import gantt, scatter
from seatrial.compare.run import Synthetic, compare
from seatrial.regimes import shipped

IDS = ("us-draft-2026-05-mandatory", "us-eo14409", "proposal-hard-gate")
COMPARISON = compare({i: shipped.find(i) for i in IDS}, Synthetic(releases=40, seed=7), seeds=2)


def test_both_plots_are_well_formed_and_named() -> None:
    for picture in (scatter(COMPARISON), gantt(COMPARISON)):
        root = ET.fromstring(picture)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"]
    assert scatter(COMPARISON).count('class="mark"') == len(IDS)


def test_the_page_stands_alone_and_says_what_it_is() -> None:
    page = render(COMPARISON).decode()
    assert "<script" not in page
    assert "src=" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "The releases are made up." in page
    assert "not legal advice" in page
    assert page.count("<table>") == 2
    assert all(row.digest in page for row in COMPARISON.rows)


def test_drafts_and_proposals_are_marked() -> None:
    page = render(COMPARISON).decode()
    assert '<span class="draft">draft</span>' in page
    assert '<span class="draft">proposed</span>' in page


def test_a_hostile_name_is_shown_and_not_obeyed() -> None:
    name = '<img src=x onerror=alert(1)>\u202e"'
    row = dataclasses.replace(COMPARISON.rows[0], label=name, title=name)
    page = render(dataclasses.replace(COMPARISON, rows=(row, *COMPARISON.rows[1:]))).decode()
    assert "<img" not in page
    assert "\u202e" not in page
