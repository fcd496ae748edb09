"""Three-valued predicates: what is missing is unknown, never false."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.predicate import Age, All, Any, Compare, Exists, In, Not, Predicate, Sealed, Truth
from seatrial.regimes.predicates import evaluate, on, strongest

FLOP = Fact(name="model.training_flop", value=3e25, basis=Basis.DECLARED)
OPEN = Fact(name="model.weights_open", value=True, basis=Basis.DECLARED)
FACTS = strongest((FLOP, OPEN))


@pytest.mark.parametrize(
    ("predicate", "truth"),
    [
        (Compare("model.training_flop", "gt", 1e25), Truth.TRUE),
        (Compare("model.training_flop", "gt", 1e26), Truth.FALSE),
        (Compare("developer.revenue_usd", "gt", 5e8), Truth.UNKNOWN),
        (Compare("model.training_flop", "lt", "many"), Truth.UNKNOWN),
        (Compare("model.weights_open", "eq", 1), Truth.FALSE),
        (In("model.weights_open", (True,)), Truth.TRUE),
        (Exists("model.weights_open"), Truth.TRUE),
        (Exists("developer.revenue_usd"), Truth.FALSE),
        (Not(Compare("developer.revenue_usd", "gt", 5e8)), Truth.UNKNOWN),
        (All((Exists("model.weights_open"), Compare("absent", "eq", 1))), Truth.UNKNOWN),
        (All((Compare("model.training_flop", "gt", 1e26), Compare("absent", "eq", 1))), Truth.FALSE),
        (Any((Exists("model.weights_open"), Compare("absent", "eq", 1))), Truth.TRUE),
        (Any((Compare("model.training_flop", "gt", 1e26), Compare("absent", "eq", 1))), Truth.UNKNOWN),
    ],
)
def test_truth_tables(predicate: Predicate, truth: Truth) -> None:
    assert evaluate(predicate, FACTS).truth is truth


@pytest.mark.parametrize(
    ("confirmed", "op", "length", "unit", "truth"),
    [
        ("2025-11-24", "le", 12, "mo", Truth.TRUE),
        ("2025-11-23", "le", 12, "mo", Truth.FALSE),
        ("2026-10-25", "le", 30, "d", Truth.TRUE),
        ("2026-10-24", "le", 30, "d", Truth.FALSE),
        ("2026-10-24", "gt", 30, "d", Truth.TRUE),
        ("2026-11-25", "le", 30, "d", Truth.UNKNOWN),
        ("soon", "le", 30, "d", Truth.UNKNOWN),
        ("9999-12-31", "le", 1, "mo", Truth.UNKNOWN),
    ],
)
def test_ages_count_whole_days_to_the_day_of_judging(
    confirmed: str, op: str, length: int, unit: str, truth: Truth
) -> None:
    fact = Fact(name="framework.confirmed_on", value=confirmed, basis=Basis.DECLARED)
    known = strongest((fact, on(datetime.date(2026, 11, 24))))
    assert evaluate(Age(fact.name, op, length, unit), known).truth is truth
    assert evaluate(Age(fact.name, op, length, unit), strongest((fact,))).truth is Truth.UNKNOWN


def test_nobody_can_declare_what_day_it_is() -> None:
    declared = Fact(name="judged.on", value="2020-01-01", basis=Basis.DECLARED)
    assert strongest((on(datetime.date(2026, 11, 24)), declared))["judged.on"].value == "2026-11-24"


def test_a_sealed_question_is_open_until_its_holder_answers() -> None:
    sealed = Sealed("cyber-threshold", "designator")
    assert evaluate(sealed, FACTS).missing == ("sealed.cyber-threshold",)
    for answer in (True, False):
        told = Fact(name="sealed.cyber-threshold", value=answer, basis=Basis.MEASURED)
        assert (evaluate(sealed, strongest((told,))).truth is Truth.TRUE) is answer
    vague = Fact(name="sealed.cyber-threshold", value="perhaps", basis=Basis.MEASURED)
    assert evaluate(sealed, strongest((vague,))).truth is Truth.UNKNOWN


def test_unknown_names_the_fact_that_would_settle_it() -> None:
    answer = evaluate(All((Exists("model.weights_open"), Compare("developer.revenue_usd", "gt", 5e8))), FACTS)
    assert answer.missing == ("developer.revenue_usd",)


def test_the_files_are_believed_before_the_declaration() -> None:
    declared = Fact(name="model.license", value="MIT", basis=Basis.DECLARED)
    stated = Fact(name="model.license", value="Apache-2.0", basis=Basis.FILES)
    for order in ((declared, stated), (stated, declared)):
        assert strongest(order)["model.license"].value == "Apache-2.0"


leaves = st.one_of(
    st.builds(Compare, st.sampled_from(["a", "b"]), st.sampled_from(["eq", "lt", "ge"]), st.integers(0, 3)),
    st.builds(In, st.sampled_from(["a", "b"]), st.tuples(st.integers(0, 3))),
)
predicates = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
values = st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 3))


@given(predicates, values)
def test_a_decided_answer_stays_when_more_becomes_known(predicate: Predicate, known: dict[str, int]) -> None:
    facts = strongest(tuple(Fact(name=k, value=v, basis=Basis.MEASURED) for k, v in known.items()))
    before = evaluate(predicate, facts)
    for name in {"a", "b"} - known.keys():
        for value in range(4):
            more = dict(facts) | {name: Fact(name=name, value=value, basis=Basis.MEASURED)}
            if before.truth is not Truth.UNKNOWN:
                assert evaluate(predicate, more).truth is before.truth


@given(predicates, values)
def test_unknown_always_says_what_is_missing(predicate: Predicate, known: dict[str, int]) -> None:
    facts = strongest(tuple(Fact(name=k, value=v, basis=Basis.MEASURED) for k, v in known.items()))
    answer = evaluate(predicate, facts)
    assert (answer.truth is not Truth.UNKNOWN) or answer.missing
