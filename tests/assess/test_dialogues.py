"""Dialogues that are carried out at once come to what they come to one after another."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.assess.asking import BudgetedTarget, Cabinet, Memory
from seatrial.domain.context import Dialogue, LimitReached, Message, Question, Reply, Sample, Score
from seatrial.domain.target import TargetError

WATCHDOG_SECONDS = 30.0


class Model:
    """Answers with the last word it was asked, as `behave` has it."""

    name = "model"

    def __init__(self, behave: Callable[[str], None] = lambda _: None) -> None:
        self.behave, self.asked, self.versions = behave, list[str](), dict[str, str]()

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        self.asked.append(messages[-1].content)
        self.behave(messages[-1].content)
        return Reply(text=f"so {messages[-1].content}", tokens=1)

    def close(self) -> None:
        """Nothing to let go of."""


def target(model: Model, concurrency: int, cap: int = 1_000, memory: Memory | None = None) -> BudgetedTarget:
    cabinet = Cabinet(lambda _item, _content: None)
    if memory is None:
        return BudgetedTarget(model, cap=cap, cabinet=cabinet, concurrency=concurrency)
    return BudgetedTarget(model, cap=cap, cabinet=cabinet, concurrency=concurrency, memory=memory)


def sample(number: int, turns: int = 1, words: Callable[[int, int], str] = lambda n, t: f"{n}.{t}") -> Sample:
    def dialogue() -> Dialogue:
        said = ""
        for turn in range(turns):
            question = Question(messages=(Message(role="user", content=words(number, turn)),), max_tokens=8)
            reply = yield question
            said += reply.text
        return Score(word=said, values={"rate": float(len(said) % 2)})

    return Sample(id=str(number), stratum="all", dialogue=dialogue)


@given(st.lists(st.integers(0, 4), max_size=12), st.integers(2, 6))
def test_order_scores_and_cost_do_not_depend_on_who_answers_first(turns: list[int], concurrency: int) -> None:
    delays = {f"{n}.{t}": (n * 7 + t * 3) % 5 / 2_000 for n in range(len(turns)) for t in range(5)}
    samples = [sample(n, count) for n, count in enumerate(turns)]
    in_turn, together = target(Model(), 1), target(Model(lambda word: time.sleep(delays[word])), concurrency)
    one = [(s.sample.id, s.score, s.turns) for s in in_turn.play(samples)]
    other = [(s.sample.id, s.score, s.turns) for s in together.play(samples)]
    assert one == other
    assert (in_turn.queries, in_turn.tokens) == (together.queries, together.tokens)


def test_as_many_questions_as_allowed_are_under_way_and_no_more() -> None:
    under_way, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(4, timeout=WATCHDOG_SECONDS)

    def behave(_: str) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        together.wait()  # passes only when four are here
        with lock:
            under_way -= 1

    assert len(list(target(Model(behave), 4).play(sample(n) for n in range(40)))) == 40
    assert most == 4


def test_equal_questions_that_are_under_way_are_asked_once() -> None:
    model = Model(lambda _: time.sleep(0.01))
    asking = target(model, 4)
    scored = list(asking.play(sample(n, 2, lambda _n, turn: f"the same {turn}") for n in range(8)))
    assert sorted(model.asked) == ["the same 0", "the same 1"]
    assert (len(scored), asking.queries) == (8, 2)


def test_a_sample_beyond_the_budget_stops_the_run_at_its_turn() -> None:
    asking = target(Model(), 4, cap=10)
    told = list[str]()
    with pytest.raises(LimitReached, match="budget of 10 queries"):
        told.extend(one.sample.id for one in asking.play(sample(n) for n in range(40)))
    assert told == [str(n) for n in range(10)]
    assert asking.queries == 10


def test_a_model_that_fails_stops_the_run_at_that_sample() -> None:
    def behave(word: str) -> None:
        if word == "2.0":
            raise TargetError("gone")
        time.sleep(0.01)

    told = list[str]()
    with pytest.raises(TargetError, match="gone"):
        told.extend(one.sample.id for one in target(Model(behave), 4).play(sample(n) for n in range(40)))
    assert told == ["0", "1"]


def test_what_is_under_way_when_the_run_is_settled_is_counted_and_remembered() -> None:
    remembered = dict[str, Reply]()
    model = Model(lambda _: time.sleep(0.01))
    asking = target(model, 4, memory=Memory(recall=remembered.get, remember=remembered.__setitem__))
    with closing(asking.play(sample(n) for n in range(40))) as playing:
        first = next(playing)
    assert first.sample.id == "0"
    assert len(model.asked) == len(remembered) == asking.tokens
    assert 1 <= len(model.asked) <= asking.queries <= 4


def test_samples_are_begun_only_as_they_are_needed() -> None:
    drawn = list[int]()

    def samples() -> Iterator[Sample]:
        for number in range(40):
            drawn.append(number)
            yield sample(number)

    with closing(target(Model(), 3).play(samples())) as playing:
        next(playing)
    assert drawn == [0, 1, 2]
