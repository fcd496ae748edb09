"""Every shipped regime against its known answers."""

import pytest

from seatrial.domain.errors import RegimeError
from seatrial.regimes import shipped
from seatrial.regimes.cases import KnownAnswer, differences, load_cases

CASES = [
    pytest.param(regime_id, case, id=f"{regime_id}: {case.id}")
    for regime_id in shipped.ids()
    for case in shipped.cases(regime_id).cases
]


@pytest.mark.parametrize(("regime_id", "case"), CASES)
def test_a_regime_answers_as_its_cases_say(regime_id: str, case: KnownAnswer) -> None:
    assert list(differences(case, shipped.find(regime_id))) == []


@pytest.mark.parametrize("regime_id", shipped.ids())
def test_a_regime_is_tried_on_both_sides(regime_id: str) -> None:
    """Cases that all end alike would let a regime pass that always says the same."""
    results = {case.expect.result for case in shipped.cases(regime_id).cases if case.expect.result}
    assert len(results) >= 2
    assert len(shipped.cases(regime_id).cases) >= 4
    assert shipped.cases(regime_id).regime == regime_id


CASE = """\
regime: open-weights-baseline
cases:
  - id: a
    title: A.
    now: "2026-11-24T12:00:00Z"
    facts: {model.license: MIT}
    expect: {requirements: {licence-stated: satisfied}}
"""


def test_a_case_is_read() -> None:
    (case,) = load_cases(CASE.encode(), "c").cases
    assert case.facts == {"model.license": "MIT"}
    assert list(differences(case, shipped.find("open-weights-baseline"))) == []


def test_what_comes_out_otherwise_is_told() -> None:
    (case,) = load_cases(CASE.replace("satisfied", "waived").encode(), "c").cases
    found = list(differences(case, shipped.find("open-weights-baseline")))
    assert found == ["requirement licence-stated: expected waived, found satisfied"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("12:00:00Z", "12:00:00", 5, "zone"),
        ("title: A.", "titel: A.", 3, "title"),
        (
            "expect:",
            "expect: {result: clear}\n  - id: a\n    title: B.\n    now: '2026-11-24T12:00:00Z'\n    expect:",
            8,
            "twice",
        ),
        ("facts: {model.license: MIT}", "facts: {model.license: {a: b}}", 6, "facts"),
    ],
)
def test_a_broken_case_is_refused_with_its_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(RegimeError) as caught:
        load_cases(CASE.replace(old, new).encode(), "c.yaml")
    assert f"c.yaml:{line}" in caught.value.message
    assert words in caught.value.message
