"""What changed between two reviews: stated as it is, and never better than the numbers allow."""

import dataclasses
from typing import Any

from seatrial.cases.roles import completed
from seatrial.compare.versions import Changes, MeasurementChange, changes
from seatrial.domain.finding import Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry, Role
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Status
from seatrial.domain.review import Review
from seatrial.regimes import shipped
from seatrial.regimes.judge import judge
from tests.cases.trial import START, review_of

REGIME = completed(shipped.find("release-office"))
CHECK = "artifact.pickle-import"


def between(before: Review, after: Review) -> Changes:
    first, then = (judge(REGIME, r.facts, r.assessment, r.events, START) for r in (before, after))
    return changes(before, after, (first, then))


def with_files(review: Review, **files: str) -> Review:
    entries = tuple(
        ArtifactEntry(path=name, format="json", role=Role.CONFIG, size=len(text), sha256=text * 8)
        for name, text in files.items()
    )
    return dataclasses.replace(review, inventory=dataclasses.replace(review.inventory, artifacts=entries))


def with_outcome(review: Review, **changed: Any) -> Review:
    outcomes = tuple(
        dataclasses.replace(o, **changed) if o.check_id == CHECK else o for o in review.assessment.outcomes
    )
    return dataclasses.replace(review, assessment=dataclasses.replace(review.assessment, outcomes=outcomes))


def measured(lower: float, estimate: float, upper: float) -> Measurement:
    return Measurement(metric="rate", unit="1", estimate=estimate, lower=lower, upper=upper, n=50, method="counted")


def fail(path: str, message: str = "it runs code") -> Finding:
    return Finding(kind=Kind.FAIL, message=message, severity=Severity.HIGH, location=Location(path=path))


def test_nothing_changed_where_nothing_did() -> None:
    found = between(review_of(REGIME), review_of(REGIME))
    assert (found.files, found.findings, found.checks_not_repeated) == ((), (), ())
    assert {one.change for one in found.requirements} == {"same"}


def test_files_come_go_and_change() -> None:
    before = with_files(review_of(REGIME), a="11111111", b="22222222", c="33333333")
    after = with_files(review_of(REGIME), a="11111111", b="99999999", d="44444444")
    found = between(before, after)
    assert [(one.path, one.change) for one in found.files] == [("b", "changed"), ("c", "removed"), ("d", "added")]
    assert found.files_same == 1


def test_members_without_a_digest_are_compared_by_what_is_known() -> None:
    entry = ArtifactEntry(path="z!/m", format="pickle", role=Role.WEIGHTS, size=3, container="z")
    plain = review_of(REGIME)
    one, other = (
        dataclasses.replace(plain, inventory=dataclasses.replace(plain.inventory, artifacts=(e,)))
        for e in (entry, dataclasses.replace(entry, size=4))
    )
    assert [c.change for c in between(one, other).files] == ["changed"]


def test_findings_are_known_again_by_their_fingerprint_not_their_words() -> None:
    before = with_outcome(review_of(REGIME), findings=(fail("a.pkl"), fail("b.pkl")))
    after = with_outcome(review_of(REGIME), findings=(fail("b.pkl", "it still runs code"), fail("c.pkl")))
    told = {(one.change, one.finding.location.path) for one in between(before, after).findings if one.finding.location}
    assert told == {("gone", "a.pkl"), ("stayed", "b.pkl"), ("new", "c.pkl")}


def test_a_mended_finding_makes_its_requirement_better_and_a_new_one_worse() -> None:
    bad, good = review_of(REGIME, failing=CHECK), review_of(REGIME)
    better = [one for one in between(bad, good).requirements if one.change == "better"]
    worse = [one for one in between(good, bad).requirements if one.change == "worse"]
    assert better
    assert [one.requirement_id for one in better] == [one.requirement_id for one in worse]
    assert between(good, bad).requirements[0].change == "worse", "what got worse stands first"


def test_a_check_that_was_not_run_again_mends_nothing() -> None:
    before = with_outcome(review_of(REGIME), findings=(fail("a.pkl"),))
    after = with_outcome(review_of(REGIME), status=Status.SKIPPED, reason="not asked", examined=(), examined_count=0)
    found = between(before, after)
    assert found.checks_not_repeated == (CHECK,)
    assert [one.change for one in found.findings] == ["gone"]


def test_measurements_are_apart_only_when_their_intervals_are() -> None:
    before = with_outcome(review_of(REGIME), measurements=(measured(0.1, 0.2, 0.3),))
    for after, apart in ((measured(0.25, 0.3, 0.4), False), (measured(0.35, 0.4, 0.5), True)):
        (one,) = between(before, with_outcome(review_of(REGIME), measurements=(after,))).measurements
        assert one.apart is apart
    (gone,) = between(before, review_of(REGIME)).measurements
    assert gone == MeasurementChange(metric="rate", unit="1", before=measured(0.1, 0.2, 0.3), after=None)
    assert gone.apart
