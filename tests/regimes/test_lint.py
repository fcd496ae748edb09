"""Regimes whose parts do not fit together are refused, with the line and what to write instead."""

import pytest

from seatrial.domain.errors import RegimeError
from seatrial.domain.predicate import Age, Sealed
from seatrial.regimes.load import load

GOOD = """\
id: full
version: "1"
title: Full
kind: mandatory
status: in-force
summary: A test of every part.
effective_from: 2026-01-01
effective_to: 2027-01-01
applies: {sealed: {ref: cyber, holder: designator}}
requirements:
  - id: framework
    statement: The framework is younger than a year.
    areas: [integrity]
    facts: {age: [framework.confirmed_on, le, 12, mo]}
roles:
  - {id: developer, kind: developer, may: [submit]}
  - {id: designator, kind: advisor, may: [designate]}
  - {id: board, kind: decider, must_differ_from: [developer], quorum: 2, members: 3}
clocks:
  - id: review
    start: submission.accepted
    length: 30
    unit: d
    calendar: us-federal
    stop_on: [question.asked]
    resume_on: [question.answered]
    max_stop_days: 60
    ends_on: [decision.made]
    extend: {role: board, length: 15}
    on_expiry: deemed-clear
  - {id: notice, start: release.planned-public, length: 14, unit: d, direction: before, ends_on: [notice.given]}
stages:
  - {id: intake, next: [review]}
  - {id: review, next: [closed, intake]}
  - {id: closed}
outcomes:
  - {code: deemed-cleared, by_role: board}
  - {code: refused, by_role: board, appeal_to: designator}
conditions:
  - {text: Report monthly., owner: developer, due: notice}
disclosure:
  - {item: framework, audience: designator, show: redacted}
recognitions:
  - {for_requirement: framework, regime: other, requirement: framework, accepted_as: stricter}
consequences:
  - {breach: late, formula: per-day, amount: 1000}
sources:
  - {url: "https://example.org/act", locator: s. 1, confidence: primary}
"""


def test_the_whole_vocabulary_is_read() -> None:
    regime = load(GOOD.encode(), "full.yaml")
    assert regime.applies == Sealed("cyber", "designator")
    assert regime.requirements[0].facts == Age("framework.confirmed_on", "le", 12, "mo")
    assert regime.clocks[0].extend is not None


@pytest.mark.parametrize(
    ("old", "new", "line", "words", "advice"),
    [
        ("effective_to: 2027", "effective_to: 2025", 8, "ends before it begins", "order"),
        ("holder: designator", "holder: oracle", 9, "none of its roles", "roles"),
        ("start: submission.accepted", "start: submission.welcomed", 20, "nothing of that name", "submission.accepted"),
        ("start: submission.accepted", "start: moonrise", 20, "nothing of that name", "submission.sent"),
        ("calendar: us-federal", "calendar: lunar", 20, "counts by `lunar`", "us-federal"),
        ("length: 30", "length: 0", 20, "length of 0", "above 0"),
        ("    resume_on: [question.answered]\n", "", 20, "never resumed", "resume_on"),
        ("resume_on: [question.answered]", "resume_on: [question.asked]", 20, "same event", "different"),
        ("ends_on: [decision.made]", "ends_on: [submission.accepted]", 20, "ends with what starts it", "different"),
        ("    ends_on: [decision.made]\n", "", 20, "nothing could prevent it", "ends_on"),
        ("extend: {role: board", "extend: {role: crowd", 20, "no role", "roles"),
        ("max_stop_days: 60", "max_stop_days: -1", 20, "cap on stops", "below 0"),
        ("{code: deemed-cleared, by_role: board}", "{code: cleared, by_role: board}", 20, "silence", "deemed-cleared"),
        ("direction: before,", "direction: before, stop_on: [question.asked],", 31, "counts back", "leave"),
        ("quorum: 2, members: 3", "quorum: 4, members: 3", 18, "of whom 4 must agree", "lower the quorum"),
        ("quorum: 2", "quorum: 0", 18, "whose quorum is 0", "above 0"),
        ("must_differ_from: [developer]", "must_differ_from: [board]", 18, "must differ from `board`", "another role"),
        ("kind: decider", "kind: king", 18, "of the kind `king`", "decider"),
        ("next: [closed, intake]", "next: [intake]", 35, "no case can reach", "leave it out"),
        ("  - {id: closed}\n", "  - {id: closed, next: [intake]}\n", 32, "circle", "next"),
        ("next: [closed, intake]", "next: [closed, attic]", 34, "goes on to `attic`", "closed"),
        ("by_role: board, appeal_to: designator", "by_role: board, appeal_to: pope", 38, "no role", "roles"),
        ("due: notice", "due: never", 40, "no clock", "clocks"),
        (
            "show: redacted}",
            "show: redacted}\n  - {item: framework, audience: designator, show: full}",
            43,
            "both as",
            "keep one",
        ),
        ("show: redacted", "show: whispered", 42, "whispered", "existence"),
        ("accepted_as: stricter", "accepted_as: nicer", 44, "nicer", "stricter"),
        ("formula: per-day", "formula: per-tear", 46, "reckoned", "per-day"),
        ("[framework.confirmed_on, le, 12, mo]", "[framework.confirmed_on, le, 0, mo]", 14, "operand", "age"),
        ("[framework.confirmed_on, le, 12, mo]", "[framework.confirmed_on, is, 12, mo]", 14, "operand", "age"),
        ("ref: cyber,", "ref: cyber, secret: 3,", 9, "operand", "sealed"),
        ("[framework.confirmed_on,", "[framework.confirmed,", 14, "no fact", "framework.confirmed_on"),
        ("{age: [framework.confirmed_on, le, 12, mo]}", "{ge: [framework.confirmed_on, 3]}", 14, "a day", "day"),
        ("{age: [framework.confirmed_on, le, 12, mo]}", "{eq: [framework.published, 'yes']}", 14, "a flag", "flag"),
        ("{age: [framework.confirmed_on, le, 12, mo]}", "{eq: [framework.sections, risk]}", 14, "words", "in:"),
        ("confidence: primary", "confidence: gossip", 48, "gossip", "primary"),
        (
            "    areas: [integrity]\n",
            "    areas: [integrity]\n    evidence: fame\n",
            11,
            "type of evidence",
            "framework",
        ),
        ("    areas: [integrity]\n", "    areas: [integrity]\n    due: never\n", 11, "no clock", "clocks"),
        ("    areas: [integrity]\n", "    areas: [integrity]\n    actor: crowd\n", 11, "no role", "roles"),
        ("    areas: [integrity]\n", "    areas: [integrity]\n    min_independence: 2\n", 11, "handed in", "evidence"),
        ("{id: review, next", "{id: review, enters_on: [moonrise], next", 34, "moonrise", "access.granted"),
        ("code: refused", "code: beheaded", 38, "beheaded", "refused"),
        ("owner: developer", "owner: crowd", 40, "no role", "roles"),
        ("due: notice}", "due: notice, breach_outcome: recalled}", 40, "none of its outcomes", "outcomes"),
        ("item: framework", "item: gossip", 42, "no class of items", "case-existence"),
        ("audience: designator", "audience: crowd", 42, "no role", "roles"),
        ("show: redacted", "show: redacted, grounds: [shame]", 42, "shame", "trade-secret"),
        ("show: redacted", "show: redacted, retention: long", 42, "cannot be read", "5 y"),
        ("show: redacted", "show: redacted, after: never", 42, "no clock", "clocks"),
        ("for_requirement: framework", "for_requirement: other", 44, "none of its requirements", "requirements"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(old: str, new: str, line: int, words: str, advice: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(RegimeError) as caught:
        load(GOOD.replace(old, new).encode(), "bad.yaml")
    assert words in caught.value.message
    assert f"bad.yaml:{line}:" in caught.value.message
    assert advice in caught.value.advice
