"""Counting and ordering: nothing is lost, nothing is upgraded, nothing untested looks tested."""

from dataclasses import replace

from seatrial.domain.check import ThreatArea
from seatrial.domain.outcome import Containment, Status
from seatrial.domain.regime import Effect
from seatrial.domain.review import Review
from seatrial.domain.verdict import RequirementStatus
from seatrial.reports.notes import Notes
from seatrial.reports.outline import coverage, gaps, next_step, obstacles, tally
from seatrial.testing.sample_review import clear, could_not_tell, endpoint, large, many_regimes, not_clear


def test_not_satisfied_comes_before_undecided() -> None:
    statuses = [o.requirement.status for o in obstacles(not_clear())]
    assert statuses == sorted(statuses, key=[RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED].index)
    assert len(set(statuses)) == 2


def test_an_obstacle_of_several_regimes_is_told_once_with_all_who_ask() -> None:
    first = obstacles(many_regimes())[0]
    assert [v.regime_id for v in first.asked_by] == ["open-weights-baseline", "us-eo14409", "eu-gpai-sr", "us-ca-sb53"]


def test_the_same_words_on_other_grounds_are_another_obstacle() -> None:
    review = not_clear()
    (verdict,) = review.verdicts
    other = replace(
        verdict,
        regime_id="other",
        requirements=tuple(replace(r, grounds=()) for r in verdict.requirements),
    )
    assert len(obstacles(replace(review, verdicts=(verdict, other)))) == 2 * len(obstacles(review))


def test_what_was_not_run_is_the_reviewers_to_run() -> None:
    menders = {o.requirement.requirement_id: (o.mender, o.step) for o in obstacles(could_not_tell())}
    assert menders["harmful-compliance-bounded"] == (
        "reviewer",
        "Review again where `behaviour.harmful-compliance` can run.",
    )


def test_what_met_a_limit_of_the_model_stays_the_developers_to_mend() -> None:
    review = not_clear()
    (template,) = [r for r in review.verdicts[0].requirements if r.requirement_id == "templates-inert"]
    assert template.status is RequirementStatus.UNDECIDED
    assert next_step(template, review)[0] == "developer"


def test_every_area_has_a_line_even_when_nothing_is_asked(sample_notes: Notes) -> None:
    lines = coverage(replace(clear(), verdicts=()), sample_notes)
    assert [line.area for line in lines] == list(ThreatArea)
    assert all(line.asked == 0 for line in lines)


def test_an_area_where_nothing_completed_is_not_tested(sample_notes: Notes) -> None:
    tested = {line.area: line.tested for line in coverage(endpoint(), sample_notes)}
    assert tested[ThreatArea.INTEGRITY] == 0
    assert tested[ThreatArea.PRIVACY] == 1


def test_without_notes_areas_come_from_the_requirements() -> None:
    tested = {line.area: line.tested for line in coverage(clear(), {})}
    assert all(tested.values())


def test_a_requirement_of_several_regimes_is_counted_once(sample_notes: Notes) -> None:
    one, many = coverage(not_clear(), sample_notes), coverage(many_regimes(), sample_notes)
    assert [line.counts for line in one] == [line.counts for line in many]


def test_each_outcome_that_is_not_a_look_is_a_gap(sample_notes: Notes) -> None:
    review = could_not_tell()
    named = {gap.subject for gap in gaps(review, sample_notes)}
    assert {o.check_id for o in review.assessment.outcomes if o.status is not Status.COMPLETED} <= named
    assert set(review.assessment.plan.unasked) <= named


def _with_first(review: Review, check_id: str, **change: object) -> Review:
    outcomes = tuple(
        replace(o, **change) if o.check_id == check_id else o  # type: ignore[arg-type]
        for o in review.assessment.outcomes
    )
    return replace(review, assessment=replace(review.assessment, outcomes=outcomes))


def test_a_check_that_examined_nothing_is_a_gap(sample_notes: Notes) -> None:
    review = _with_first(clear(), "artifact.pickle-import", examined=(), examined_count=0)
    (gap,) = [g for g in gaps(review, sample_notes) if g.planned]
    assert (gap.subject, gap.label) == ("artifact.pickle-import", "Saw nothing")


def test_a_measurement_without_containment_is_a_gap(sample_notes: Notes) -> None:
    for containment in (None, Containment(network="open")):
        review = _with_first(clear(), "behaviour.harmful-compliance", containment=containment)
        (gap,) = [g for g in gaps(review, sample_notes) if g.planned]
        assert gap.label == "Not contained"


def test_refused_paths_unknown_formats_and_endpoints_are_gaps(sample_notes: Notes) -> None:
    assert ("cache", "Not read") in {(g.subject, g.label) for g in gaps(not_clear(), sample_notes)}
    assert "The model's files" in {g.subject for g in gaps(endpoint(), sample_notes)}
    named = {g.subject for g in gaps(large(artifacts=30, findings=2), sample_notes)}
    assert {"30 files of unknown format", "2 paths"} <= named


def test_a_tally_names_every_status() -> None:
    assert tally(not_clear().verdicts[0]) == "2 not satisfied, 2 undecided, 3 satisfied, of 7 gating requirements."
    assert tally(clear().verdicts[0]) == "All 7 gating requirements are satisfied."
    assert tally(many_regimes().verdicts[4]) == "It does not concern this model (decided by release.jurisdictions)."


def test_an_unmet_condition_stands_in_the_way_and_a_duty_for_later_does_not() -> None:
    review = not_clear()
    (verdict, *_) = review.verdicts
    unmet = next(r for r in verdict.requirements if r.status is RequirementStatus.NOT_SATISFIED)
    for effect, binding in ((Effect.CONDITION, True), (Effect.RECORD, False)):
        changed = replace(unmet, effect=effect)
        one = replace(review, verdicts=(replace(verdict, requirements=(changed,)),))
        assert [o.requirement for o in obstacles(one, binding=binding)] == [changed]
        assert obstacles(one, binding=not binding) == ()
