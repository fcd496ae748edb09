"""Playing a suite: when it stops, what it makes of answers nobody could judge, and what it leaves behind."""

import json
from collections.abc import Callable, Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.assess.asking import BudgetedTarget, Cabinet
from seatrial.domain.context import Dialogue, Message, Question, Sample, Sampling, Score
from seatrial.domain.plan import Bound
from seatrial.measure.deciding import Standing, standing
from seatrial.measure.gate import LEAST_COMPARED, Gate, why_not
from seatrial.measure.sequence import mean_sequence
from seatrial.measure.shift import DIFFERENCE, turned_back
from seatrial.measure.suite import LEAST, Metric, Played, play_suite, spread
from seatrial.testing.scripted_model import ScriptedModel

METRIC = Metric(name="rate", method="counted by hand")
BOUND = Bound(metric="rate", limit=0.3)


def sample(number: int, value: float | None, turns: int = 1) -> Sample:
    def dialogue() -> Dialogue:
        for turn in range(turns):
            yield Question(messages=(Message(role="user", content=f"{number}.{turn}"),), max_tokens=8)
        return Score(word="known" if value is not None else "unknown", values={"rate": value})

    return Sample(id=str(number), stratum="all", dialogue=dialogue)


def played(
    samples: Iterator[Sample], *bounds: Bound, cap: int = 1_000, metric: Metric = METRIC
) -> tuple[Played, list[bytes], BudgetedTarget]:
    kept = list[bytes]()
    target = BudgetedTarget(
        ScriptedModel(lambda _: "so"), cap=cap, cabinet=Cabinet(lambda _item, content: kept.append(content))
    )
    found = play_suite(target, Sampling(seed=0, cap=cap, bounds=bounds), samples, (metric,), title="Played")
    return found, kept, target


def always(value: float | None, turns: int = 1) -> Callable[[int], Iterator[Sample]]:
    return lambda count: (sample(number, value, turns) for number in range(count))


def test_it_stops_when_the_bound_is_settled_and_asks_no_more() -> None:
    found, _, target = played(always(1.0)(100), BOUND)
    assert found.measurements[0].stopped == "decided"
    assert found.measurements[0].lower > 0.3
    assert target.queries == len(found.scored) < 20


def test_without_a_bound_everything_is_played() -> None:
    found, _, target = played(always(0.0)(40))
    assert (found.measurements[0].stopped, target.queries) == ("exhausted items", 40)


def test_a_dialogue_that_the_budget_does_not_cover_is_left_out_and_said() -> None:
    found, _, target = played(always(0.0, turns=3)(40), cap=10)
    assert found.measurements[0].stopped == "cap"
    assert len(found.scored) == 3
    assert target.queries == 10


def test_answers_that_nobody_could_judge_decide_nothing() -> None:
    found, _, _ = played(always(None)(60), BOUND)
    measured = found.measurements[0]
    assert measured.stopped == "exhausted items"
    assert (measured.lower, measured.upper, measured.n) == (0.0, 1.0, 60)
    assert measured.control == "60 of 60 could not be told"


@given(st.lists(st.sampled_from([0.0, 1.0, None]), min_size=1, max_size=40), st.data())
def test_knowing_less_never_narrows_an_interval(values: list[float | None], data: st.DataObject) -> None:
    hidden = data.draw(st.integers(0, len(values) - 1))
    whole, _, _ = played(sample(n, v) for n, v in enumerate(values))
    less, _, _ = played(sample(n, None if n == hidden else v) for n, v in enumerate(values))
    assert less.measurements[0].lower <= whole.measurements[0].lower
    assert less.measurements[0].upper >= whole.measurements[0].upper


def test_every_turn_is_in_the_evidence() -> None:
    _, kept, _ = played(always(1.0, turns=2)(3))
    rows = [json.loads(line) for line in kept[0].splitlines()]
    assert [len(row["turns"]) for row in rows] == [2, 2, 2]
    assert rows[1]["turns"][1]["asked"] == [{"role": "user", "content": "1.1"}]


@given(st.dictionaries(st.text(max_size=2), st.lists(st.integers(), max_size=6), max_size=5), st.integers())
def test_spreading_loses_nothing_and_covers_strata_evenly(strata: dict[str, list[int]], seed: int) -> None:
    tagged = {name: [(name, place) for place in range(len(members))] for name, members in strata.items()}
    order = list(spread(tagged, Random(seed)))
    assert sorted(order) == sorted(one for members in tagged.values() for one in members)
    assert order == list(spread(tagged, Random(seed)))
    least = min((len(members) for members in tagged.values() if members), default=0)
    beginning = [name for name, _ in order[: least * sum(bool(m) for m in tagged.values())]]
    assert all(beginning.count(name) == least for name, members in tagged.items() if members)


SHIFT = Metric(name="rate", method="counted by hand", interval=mean_sequence, span=DIFFERENCE)


@pytest.mark.parametrize(
    ("limit", "direction", "value", "stands"),
    [
        (0.0, "at-most", 1.0, Standing.NOT_KEPT),
        (0.0, "at-most", 0.0, Standing.KEPT),
        (0.2, "at-most", 0.5, Standing.KEPT),
        (-0.2, "at-least", 0.5, Standing.KEPT),
        (-0.2, "at-least", 0.0, Standing.NOT_KEPT),
        (-0.5, "at-most", 0.5, Standing.NOT_KEPT),
    ],
)
def test_a_bound_on_a_difference_is_settled_on_the_scale_of_differences(
    limit: float, direction: str, value: float, stands: Standing
) -> None:
    """Values are kept as (d + 1) / 2: 0.5 is no difference at all. The run stops when the bound itself is settled."""
    bound = Bound(metric="rate", limit=limit, direction=direction)
    found, _, _ = played(always(value)(400), bound, metric=SHIFT)
    measured = turned_back(found.measurements[0])
    assert (measured.stopped, standing(bound, measured.lower, measured.upper)) == ("decided", stands)
    one_less, _, _ = played(always(value)(len(found.scored) - 1), bound, metric=SHIFT)
    before = turned_back(one_less.measurements[0])
    assert standing(bound, before.lower, before.upper) is Standing.UNDECIDED or len(found.scored) == LEAST


def test_a_difference_is_told_beside_no_test_of_rates() -> None:
    found, _, _ = played(always(1.0)(40), Bound(metric="rate", limit=-0.1, direction="at-least"), metric=SHIFT)
    assert found.measurements[0].fixed_design is None


@pytest.mark.parametrize(("limit", "stops"), [(-0.1, LEAST), (1.5, LEAST)])
def test_a_limit_that_no_rate_reaches_is_settled_at_once(limit: float, stops: int) -> None:
    found, _, _ = played(always(0.0)(40), Bound(metric="rate", limit=limit))
    measured = found.measurements[0]
    assert (measured.n, measured.stopped, measured.fixed_design) == (stops, "decided", None)


def test_a_suite_that_compares_goes_on_until_so_much_can_be_compared() -> None:
    """Its bound is plain before; stopped there, the gate would throw away what was settled."""
    gate = Gate(metric="rate", floor=0.0, compared=("rate",))
    quick, _, _ = played(always(1.0)(100), BOUND)
    assert len(quick.scored) < LEAST_COMPARED
    assert why_not(quick.measurements, gate)
    metric = Metric(name="rate", method="counted by hand", least=LEAST_COMPARED)
    whole, _, _ = played(always(1.0)(100), BOUND, metric=metric)
    assert len(whole.scored) == LEAST_COMPARED
    assert not why_not(whole.measurements, gate)
