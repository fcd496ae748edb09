"""On every known answer of every shipped regime: what is taken away never improves a verdict."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.result import Result
from seatrial.domain.verdict import RequirementStatus, Verdict
from seatrial.regimes import shipped
from seatrial.regimes.cases import CaseOutcome, KnownAnswer, answer

REGIMES = {regime_id: shipped.find(regime_id) for regime_id in shipped.ids()}
CASES = [(regime_id, case) for regime_id in REGIMES for case in shipped.cases(regime_id).cases]
EVIDENCE = ("satisfied.", "evidence.")


def written_out(regime_id: str, case: KnownAnswer) -> KnownAnswer:
    """The case with every outcome that it leaves implied."""
    if not case.others_pass:
        return case
    regime, named = REGIMES[regime_id], {o.check for o in case.outcomes} | {o.metric for o in case.outcomes}
    implied = [CaseOutcome(check=c) for r in regime.requirements for c in r.checks if c not in named]
    implied += [
        CaseOutcome(check=f"measures.{b.metric}", metric=b.metric, lower=b.limit, upper=b.limit)
        for r in regime.requirements
        for b in r.bounds
        if b.metric not in named
    ]
    return dataclasses.replace(case, others_pass=False, outcomes=(*case.outcomes, *dict.fromkeys(implied)))


@pytest.mark.parametrize("place", range(len(CASES)), ids=[f"{r}: {c.id}" for r, c in CASES])
def test_writing_a_case_out_changes_nothing(place: int) -> None:
    regime_id, case = CASES[place]
    assert answer(written_out(regime_id, case), REGIMES[regime_id]).result is answer(case, REGIMES[regime_id]).result


def cleared(verdict: Verdict) -> set[str]:
    """What speaks for the model: satisfied requirements, a clear result, and clearances that people may give."""
    satisfied = {r.requirement_id for r in verdict.requirements if r.status is RequirementStatus.SATISFIED}
    open_to = {f"outcome {o.code}" for o in verdict.outcomes if o.allowed and o.code in ("cleared", "registered")}
    return satisfied | open_to | ({"clear"} if verdict.result is Result.CLEAR else set())


@given(st.sampled_from(CASES), st.data())
def test_nothing_that_is_taken_away_speaks_for_the_model(picked: tuple[str, KnownAnswer], data: st.DataObject) -> None:
    """Outcomes, failing ones too, measurements, independence, and what other regimes found satisfied."""
    regime_id, case = picked
    regime, whole = REGIMES[regime_id], written_out(regime_id, case)
    kept = data.draw(st.lists(st.sampled_from(whole.outcomes), unique=True)) if whole.outcomes else []
    gone = data.draw(st.sets(st.sampled_from(sorted(n for n in whole.facts if n.startswith(EVIDENCE)) or [""])))
    facts = {name: value for name, value in whole.facts.items() if name not in gone}
    less = dataclasses.replace(whole, outcomes=tuple(kept), facts=facts)
    assert cleared(answer(less, regime)) <= cleared(answer(whole, regime))
