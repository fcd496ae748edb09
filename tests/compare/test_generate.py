"""Made-up portfolios: the same for the same seed, inside the vocabulary, with holes, and said to be made up."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.app.compare import make_portfolio, read_source
from seatrial.checks.index import LISTED
from seatrial.compare.defects import KINDS
from seatrial.compare.draws import Draws
from seatrial.compare.generate import generate
from seatrial.compare.portfolio import Portfolio, facts_of
from seatrial.compare.run import Synthetic
from seatrial.domain.errors import UsageError
from seatrial.domain.fact_names import FACT_NAMES, FactKind
from seatrial.domain.vocabulary import EVIDENCE_TYPES
from seatrial.regimes import shipped

_RIGHT: dict[FactKind, Callable[[object], bool]] = {
    FactKind.TEXT: lambda value: isinstance(value, str),
    FactKind.NUMBER: lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    FactKind.FLAG: lambda value: isinstance(value, bool),
    FactKind.DAY: lambda value: bool(datetime.date.fromisoformat(str(value))),
    FactKind.WORDS: lambda value: isinstance(value, tuple),
}


def test_the_same_seed_makes_the_same_portfolio_and_another_one_another() -> None:
    assert generate(5, 50) == generate(5, 50)
    assert generate(5, 50) != generate(6, 50)


def test_a_larger_portfolio_holds_the_releases_of_a_smaller_one() -> None:
    names = {release.name: release for release in generate(5, 40).releases}
    assert all(names[release.name] == release for release in generate(5, 20).releases)


def test_every_fact_is_of_the_vocabulary_and_of_its_kind() -> None:
    for release in generate(3, 60).releases:
        for name, value in release.facts.items():
            assert _RIGHT[FACT_NAMES[name].kind](value), name


def test_thresholds_that_regimes_name_lie_amidst_the_releases() -> None:
    flops = [r.facts["model.training_flop"] for r in generate(0).releases if "model.training_flop" in r.facts]
    for threshold in (1e25, 1e26):
        above = sum(isinstance(flop, float) and flop > threshold for flop in flops)
        assert 0.05 < above / len(flops) < 0.6


def test_some_facts_are_missing_as_in_life() -> None:
    releases = generate(0).releases
    missing = sum("model.training_flop" not in release.facts for release in releases)
    assert 0 < missing < len(releases) / 3


def test_defects_are_of_every_kind_and_some_can_be_shown_by_nothing() -> None:
    defects = [defect for release in generate(0, 600).releases for defect in release.defects]
    assert {defect.kind for defect in defects} == {kind.name for kind in KINDS}
    assert any(not defect.shown_by for defect in defects)


def test_a_capability_is_shown_by_the_developers_own_evaluation_only_with_strong_elicitation() -> None:
    for release in generate(0, 600).releases:
        for defect in release.defects:
            if "evaluation-result" in defect.shown_by:
                assert release.facts.get("evaluations.elicitation", "strong") == "strong"


def test_what_shows_a_defect_exists() -> None:
    checks = {check.id for check in LISTED}
    metrics = {b.metric for r in shipped.find(shipped.DEFAULT).requirements for b in r.bounds}
    for source in {source for kind in KINDS for source in kind.shown_by}:
        if source.startswith("metric:"):
            assert source.removeprefix("metric:") in metrics
        else:
            assert source in EVIDENCE_TYPES or source in checks, source


def test_times_of_an_incident_are_in_order_and_after_the_release() -> None:
    incidents = [(r, i) for r in generate(0, 300).releases for i in r.incidents]
    assert incidents
    for release, i in incidents:
        assert release.ready_at < i.occurred_at <= i.aware_at <= i.discovered_at <= i.determined_at <= i.reported_at


def test_a_sealed_threshold_is_answered_only_where_its_holder_answered() -> None:
    for release in generate(0, 40).releases:
        named = {fact.name for fact in facts_of(release, ("cyber",))}
        assert ("sealed.cyber" in named) is release.sealed_answered


def test_a_portfolio_is_kept_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "portfolio.json"
    made = make_portfolio(4, 12, file)
    assert read_source(str(file)) == made
    assert isinstance(made, Portfolio)
    assert "Synthetic" in made.note
    assert b"made up" in file.read_bytes()


def test_a_name_of_a_portfolio_says_how_many_and_which_seed() -> None:
    assert read_source("synthetic:300:9") == Synthetic(releases=300, seed=9)
    assert read_source("synthetic") == Synthetic(releases=200, seed=0)


@pytest.mark.parametrize(
    "on", ["synthetic:many", "synthetic:0", "synthetic:9999999", "missing.json", "synthetic:1:2:3"]
)
def test_what_is_no_portfolio_is_refused_with_advice(on: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_source(on)
    assert caught.value.advice


@pytest.mark.parametrize(
    "text", ["{}", '{"schema": "seatrial.portfolio/v1"}', '{"schema": "seatrial.portfolio/v1", "x": 1}']
)
def test_a_broken_portfolio_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "portfolio.json"
    file.write_text(text)
    with pytest.raises(UsageError):
        read_source(str(file))


@settings(max_examples=50, deadline=None)
@given(st.integers(), st.floats(0, 1), st.integers(-5, 5), st.integers(0, 50))
def test_draws_stay_where_they_must(seed: int, chance: float, low: int, more: int) -> None:
    draws = Draws("test", seed)
    assert 0 <= draws.share() < 1
    assert low <= draws.whole(low, low + more) <= low + more
    assert 0 <= draws.waiting(3.0, 9.0) <= 9.0
    assert draws.pick({"a": chance, "b": 1.0}) in ("a", "b")
    assert 1e3 <= draws.magnitude(3, 5) <= 1e5
    assert not draws.chance(0)
    assert draws.chance(1)


def test_draws_are_those_of_every_python() -> None:
    draws = Draws("release", 0, 1)
    assert [round(draws.share(), 6) for _ in range(3)] == [0.772414, 0.201849, 0.983026]
