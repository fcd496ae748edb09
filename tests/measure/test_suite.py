"""Playing a suite: when it stops, what it makes of answers nobody could judge, and what it leaves behind."""

import json
from collections.abc import Callable, Iterator
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from seatrial.assess.asking import BudgetedTarget, Cabinet
from seatrial.domain.context import Dialogue, Message, Question, Sample, Sampling, Score
from seatrial.domain.plan import Bound
from seatrial.measure.suite import Metric, Played, play_suite, spread
from seatrial.testing.scripted_model import ScriptedModel

METRIC = Metric(name="rate", method="counted by hand")
BOUND = Bound(metric="rate", limit=0.3)


def sample(number: int, value: float | None, turns: int = 1) -> Sample:
    def dialogue() -> Dialogue:
        for turn in range(turns):
            yield Question(messages=(Message(role="user", content=f"{number}.{turn}"),), max_tokens=8)
        return Score(word="known" if value is not None else "unknown", values={"rate": value})

    return Sample(id=str(number), stratum="all", dialogue=dialogue)


def played(samples: Iterator[Sample], *bounds: Bound, cap: int = 1_000) -> tuple[Played, list[bytes], BudgetedTarget]:
    kept = list[bytes]()
    target = BudgetedTarget(
        ScriptedModel(lambda _: "so"), cap=cap, cabinet=Cabinet(lambda _item, content: kept.append(content))
    )
    found = play_suite(target, Sampling(seed=0, cap=cap, bounds=bounds), samples, (METRIC,), title="Played")
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
