"""Comparisons: what a change of one line does to burden and coverage, and that luck plays no part."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.app.compare import as_json
from seatrial.compare import run
from seatrial.compare.generate import generate
from seatrial.compare.run import Synthetic, compare
from seatrial.compare.table import Comparison, Estimate, Row
from seatrial.domain.errors import RegimeError
from seatrial.domain.regime import Regime
from seatrial.testing import sample_review
from tests.compare.wordings import GATE, PAPER, WINDOW, changed, regime

ON = Synthetic(releases=120, seed=7)


def rows(*regimes: Regime, seeds: int = 2) -> list[Row]:
    """One row for each, on the same small portfolio."""
    named = {f"{n} {found.id}": found for n, found in enumerate(regimes)}
    return list(compare(named, ON, seeds=seeds, reviewers=2).rows)


def test_thirty_or_ninety_days_differ_in_the_table() -> None:
    thirty, ninety = rows(regime(GATE), changed(GATE, "length: 30", "length: 90"))
    assert ninety.burden.authority_days.lower > thirty.burden.authority_days.upper
    assert ninety.burden.critical_path_days.value > thirty.burden.critical_path_days.value
    assert ninety.coverage.cleared_by_silence.value < thirty.coverage.cleared_by_silence.value
    assert ninety.coverage.defects_caught is not None
    assert thirty.coverage.defects_caught is not None
    assert ninety.coverage.defects_caught.value > thirty.coverage.defects_caught.value


def test_clearing_by_silence_or_escalating_differ_in_the_table() -> None:
    silent, escalated = rows(regime(GATE), changed(GATE, "deemed-clear\n", "escalate\n"))
    assert silent.coverage.cleared_by_silence.lower > 0
    assert escalated.coverage.cleared_by_silence.upper == 0
    assert escalated.burden.authority_days.value > silent.burden.authority_days.value
    assert escalated.coverage.defects_caught is not None
    assert silent.coverage.defects_caught is not None
    assert escalated.coverage.defects_caught.value > silent.coverage.defects_caught.value


def test_a_window_of_fourteen_thirty_or_ninety_days_before_the_release_is_that_long() -> None:
    found = rows(*(changed(WINDOW, "length: 30", f"length: {days}") for days in (14, 30, 90)))
    assert [row.burden.authority_days.value for row in found] == pytest.approx([14, 30, 90], abs=1)


def test_a_submission_that_lapses_is_filed_anew() -> None:
    silent, lapsing = rows(regime(GATE), changed(GATE, "deemed-clear\n", "lapse\n"))
    assert silent.burden.refilings.value == 0
    assert lapsing.burden.refilings.value > 0
    assert lapsing.burden.critical_path_days.value > silent.burden.critical_path_days.value


def test_a_higher_threshold_of_compute_concerns_fewer_and_catches_less() -> None:
    lower, higher = rows(regime(GATE), changed(GATE, "1.0e+25", "1.0e+26"))
    assert higher.coverage.in_scope.value < lower.coverage.in_scope.value
    assert higher.coverage.unknown_scope == lower.coverage.unknown_scope
    assert higher.coverage.defects_seen is not None
    assert lower.coverage.defects_seen is not None
    assert higher.coverage.defects_seen.value < lower.coverage.defects_seen.value


def test_showing_that_a_case_exists_makes_the_leak_surface_larger() -> None:
    shown, hidden = rows(regime(GATE), changed(GATE, "show: existence", "show: none"))
    assert shown.burden.leak_surface > hidden.burden.leak_surface


def test_an_incident_reported_within_a_longer_clock_is_more_often_in_time() -> None:
    three_days, thirty_days = rows(regime(GATE), changed(GATE, "length: 72", "length: 720"))
    assert three_days.coverage.incidents_in_time is not None
    assert thirty_days.coverage.incidents_in_time is not None
    assert thirty_days.coverage.incidents_in_time.value > three_days.coverage.incidents_in_time.value


def test_a_requirement_that_stands_in_no_ones_way_sees_defects_and_catches_none() -> None:
    (paper,) = rows(regime(PAPER))
    assert paper.coverage.defects_seen is not None
    assert paper.coverage.defects_seen.value > 0
    assert paper.coverage.defects_caught == Estimate(value=0, lower=0, upper=0)


def test_fewer_reviewers_take_longer() -> None:
    slow, quick = (
        compare({"gate": changed(GATE, "deemed-clear\n", "escalate\n")}, ON, seeds=1, reviewers=count).rows[0]
        for count in (1, 20)
    )
    assert slow.burden.authority_days.value > quick.burden.authority_days.value


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    chosen = {"gate": regime(GATE), "window": regime(WINDOW)}
    first, again = (as_json(compare(chosen, ON, seeds=2)) for _ in range(2))
    assert first == again
    assert as_json(compare(chosen, dataclasses.replace(ON, seed=8), seeds=2)) != first


def test_any_number_of_processes_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {"gate": regime(GATE), "paper": regime(PAPER), "window": regime(WINDOW)}
    alone = as_json(compare(chosen, ON, seeds=2, processes=1))
    monkeypatch.setattr(run, "_WORTH_A_POOL", 0)
    assert as_json(compare(chosen, ON, seeds=2, processes=2)) == alone


def test_a_portfolio_kept_in_a_file_varies_over_seeds_only_by_the_desk() -> None:
    (row,) = compare({"gate": regime(GATE)}, generate(7, 120), seeds=3, reviewers=2).rows
    assert row.coverage.in_scope.spread == 0
    assert row.burden.authority_days.spread > 0


def test_a_kept_review_is_compared_with_its_measured_cost() -> None:
    text = GATE.replace("applies: {ge: [model.training_flop, 1.0e+25]}\n", "")
    baseline = changed(text, "artifact.embedded-secrets", "artifact.pickle-import")
    found = compare({"gate": baseline, "paper": regime(PAPER)}, sample_review.clear(), seeds=2)
    gate, paper = found.rows
    assert (found.releases, found.synthetic, found.defects) == (1, False, 0)
    assert gate.burden.review_seconds is not None
    assert gate.burden.review_seconds.value > 0
    assert paper.burden.review_seconds is None, "a regime without checks measured nothing"
    assert gate.coverage.defects_caught is None, "nothing was planted"
    assert gate.path.spans[0].name == "preparation"


def test_who_cannot_tell_bears_the_burden_and_covers_nothing() -> None:
    unstated = changed(GATE, "model.training_flop", "developer.rnd_usd")
    (row,) = compare({"gate": unstated}, sample_review.clear(), seeds=1).rows
    assert row.coverage.unknown_scope.value == 1
    assert row.coverage.in_scope.value == 0
    assert row.burden.evidence_items.value > 0
    assert row.coverage.areas_gated.value == 0
    assert row.coverage.independent.value == 0


def test_the_way_of_a_release_is_told_without_gaps() -> None:
    (row,) = rows(changed(GATE, "deemed-clear\n", "escalate\n"), seeds=1)
    spans = row.path.spans
    assert spans[0].start == 0
    assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]
    assert row.path.days == spans[-1].end
    assert row.path.ends == "decided"


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(ValueError, match="a regime and a seed"):
        compare({}, ON)


def test_a_line_that_is_no_regime_is_refused_as_by_lint() -> None:
    with pytest.raises(RegimeError):
        changed(GATE, "length: 30", "length: soon")


def _shares(found: Comparison) -> list[Estimate]:
    names = ("in_scope", "unknown_scope", "areas_gated", "independent", "cleared_by_silence")
    maybe = ("defects_seen", "defects_caught", "incidents_in_time")
    shares = [getattr(row.coverage, name) for row in found.rows for name in (*names, *maybe)]
    return [share for share in shares if share is not None]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10**6),
    releases=st.integers(1, 12),
    days=st.integers(1, 200),
    unit=st.sampled_from(("d", "bd", "h", "mo")),
    effect=st.sampled_from(("deemed-clear", "deemed-no-objection", "escalate", "lapse", "breach", "none")),
    stop=st.sampled_from(("", "    max_stop_days: 3\n", "    max_stop_days: 0\n")),
    reviewers=st.integers(1, 3),
)
def test_whatever_the_wording_numbers_lie_where_they_must(
    seed: int, releases: int, days: int, unit: str, effect: str, stop: str, reviewers: int
) -> None:
    clock = f"length: {min(days, 12) if unit == 'mo' else days}\n    unit: {unit}\n{stop}"
    text = GATE.replace("length: 30\n    unit: d\n", clock)
    chosen = {"gate": changed(text, "deemed-clear\n", f"{effect}\n"), "paper": regime(PAPER), "window": regime(WINDOW)}
    found = compare(chosen, Synthetic(releases=releases, seed=seed), seeds=2, reviewers=reviewers)
    for share in _shares(found):
        assert 0 <= share.lower <= share.value <= share.upper <= 1
    for row in found.rows:
        burden, coverage = row.burden, row.coverage
        parts = (burden.preparation_days, burden.authority_days, burden.developer_days)
        assert all(part.lower >= 0 for part in parts)
        assert burden.critical_path_days.value == pytest.approx(sum(part.value for part in parts), abs=1e-6)
        assert 0 <= burden.extra_items.value <= burden.evidence_items.value
        assert coverage.in_scope.value + coverage.unknown_scope.value <= 1 + 1e-9
        assert all(span.start <= span.end for span in row.path.spans)
        if coverage.defects_seen and coverage.defects_caught:
            assert coverage.defects_caught.value <= coverage.defects_seen.value
