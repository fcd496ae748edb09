"""What no facts could satisfy is refused; what some facts satisfy never is."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.domain.errors import RegimeError
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.predicate import Age, All, Any, Compare, Exists, In, Not, Predicate, Sealed, Truth
from seatrial.regimes.load import load
from seatrial.regimes.possible import MOST, possible
from seatrial.regimes.predicates import TODAY, evaluate
from tests.regimes.test_lint import GOOD

FLOP, FLAG, TEXT, WORDS, DAY = (
    *("model.training_flop", "framework.published", "model.release_channel", "evaluations.risks"),
    "framework.confirmed_on",
)


@pytest.mark.parametrize(
    "predicate",
    [
        All((Compare(FLOP, "gt", 5), Compare(FLOP, "lt", 5))),
        All((Compare(FLOP, "gt", 5), Compare(FLOP, "le", 5))),
        All((Compare(FLOP, "ge", 5), Not(Compare(FLOP, "ge", 5)))),
        All((Compare(FLOP, "eq", 4), Compare(FLOP, "gt", 5))),
        All((Compare(FLAG, "eq", True), Compare(FLAG, "eq", False))),
        All((Compare(FLAG, "eq", True), Compare(FLAG, "ne", True))),
        All((Compare(FLAG, "ne", True), Compare(FLAG, "ne", False))),
        Compare(FLAG, "eq", "yes"),
        Compare(FLOP, "eq", "many"),
        Compare(TEXT, "gt", 5),
        Compare(WORDS, "eq", "cbrn"),
        All((In(TEXT, ("a", "b")), In(TEXT, ("c",)))),
        All((In(TEXT, ("a",)), Not(In(TEXT, ("a", "b"))))),
        All((In(WORDS, ("a",)), Not(In(WORDS, ("a",))))),
        All((Exists(FLOP), Not(Exists(FLOP)))),
        All((Compare(FLOP, "gt", 5), Not(Exists(FLOP)))),
        All((Age(DAY, "le", 12, "mo"), Age(DAY, "gt", 24, "mo"))),
        Age(DAY, "lt", 0, "d"),
        All((Sealed("x", "a"), Not(Sealed("x", "a")))),
        Any((All((Compare(FLOP, "gt", 5), Compare(FLOP, "lt", 4))), All((Exists(FLAG), Not(Exists(FLAG)))))),
        Not(Any((Compare(FLOP, "gt", 5), Compare(FLOP, "le", 5)))),
    ],
)
def test_what_nothing_can_satisfy_is_found(predicate: Predicate) -> None:
    assert not possible(predicate)


@pytest.mark.parametrize(
    "predicate",
    [
        All((Compare(FLOP, "ge", 5), Compare(FLOP, "le", 5))),
        All((In(WORDS, ("a",)), In(WORDS, ("b",)))),
        All((Age(DAY, "le", 12, "mo"), Age(DAY, "ge", 365, "d"))),
        Any((Compare(TEXT, "gt", 5), Compare(FLOP, "gt", 5))),
        Not(All((Compare(FLOP, "gt", 5), Compare(FLOP, "le", 5)))),
    ],
)
def test_what_something_satisfies_is_let_be(predicate: Predicate) -> None:
    assert possible(predicate)


def test_a_predicate_of_too_many_cases_is_let_be() -> None:
    """Eight choices of four: 65,536 conjunctions, which nobody should wait for."""
    choice = Any(tuple(Compare(FLOP, "eq", n) for n in range(4)))
    assert MOST < 4**8
    assert possible(All((choice,) * 8))


_LEAVES = st.one_of(
    st.builds(Compare, st.just(FLOP), st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]), st.integers(0, 3)),
    st.builds(Compare, st.just(FLAG), st.sampled_from(["eq", "ne"]), st.booleans()),
    st.builds(Compare, st.just(TEXT), st.sampled_from(["eq", "ne"]), st.sampled_from(["a", "b", "c"])),
    st.builds(In, st.sampled_from([TEXT, WORDS]), st.lists(st.sampled_from("abc"), min_size=1, max_size=2).map(tuple)),
    st.builds(Exists, st.sampled_from([FLOP, FLAG, TEXT, WORDS, DAY])),
    st.builds(
        Age, st.just(DAY), st.sampled_from(["lt", "le", "gt", "ge"]), st.integers(0, 2), st.sampled_from(["d", "mo"])
    ),
    st.builds(Sealed, st.just("x"), st.just("holder")),
)
_PREDICATES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
_TODAY = datetime.date(2026, 11, 24)
_FACTS = st.fixed_dictionaries(
    {},
    optional={
        FLOP: st.sampled_from([-1, 0, 0.5, 1, 1.5, 2, 3, 4]),
        FLAG: st.booleans(),
        TEXT: st.sampled_from(["a", "b", "c", "d"]),
        WORDS: st.lists(st.sampled_from("abcd"), min_size=1, unique=True).map(tuple),
        DAY: st.integers(0, 70).map(lambda days: (_TODAY - datetime.timedelta(days)).isoformat()),
        "sealed.x": st.booleans(),
    },
)


@settings(max_examples=600, deadline=None)
@given(predicate=_PREDICATES, facts=_FACTS)
def test_what_some_facts_satisfy_is_never_refused(predicate: Predicate, facts: dict[str, object]) -> None:
    known = {
        name: Fact(name=name, value=value, basis=Basis.DECLARED, source="test")  # type: ignore[arg-type]
        for name, value in {**facts, TODAY: _TODAY.isoformat()}.items()
    }
    if evaluate(predicate, known).truth is Truth.TRUE:
        assert possible(predicate)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "{age: [framework.confirmed_on, le, 12, mo]}",
            "{all: [{gt: [model.training_flop, 5]}, {lt: [model.training_flop, 4]}]}",
            "no facts could satisfy",
        ),
        (
            "{sealed: {ref: cyber, holder: designator}}",
            "{all: [{eq: [framework.published, true]}, {eq: [framework.published, false]}]}",
            "no facts could satisfy",
        ),
        (
            "    facts: {age: [framework.confirmed_on, le, 12, mo]}",
            "    when: {eq: [framework.published, false]}\n    facts: {eq: [framework.published, true]}",
            "never true when its `when` is",
        ),
    ],
)
def test_lint_refuses_what_nothing_can_satisfy(old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(RegimeError, match=words) as said:
        load(GOOD.replace(old, new).encode(), "r.yaml")
    assert "r.yaml:" in str(said.value)
