"""What asking may cost: never more than was said, and said when it came to that."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.assess.asking import BudgetedTarget, Cabinet
from seatrial.domain.ceiling import Ceiling, Purse, charged, counted, estimated
from seatrial.domain.context import LimitReached, Message, Reply

ASKED = (Message(role="user", content="x" * 30),)


class Metered:
    """A model that reports what each answer took."""

    name, versions = "metered", dict[str, str]()

    def __init__(self, prompt: int, answer: int) -> None:
        self.prompt, self.answer, self.asked = prompt, answer, 0

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        self.asked += 1
        return Reply(text="so", tokens=min(self.answer, max_tokens), prompt_tokens=self.prompt)

    def close(self) -> None:
        pass


def ask_until_it_ends(model: Metered, ceiling: Ceiling, spent: tuple[int, int] = (0, 0)) -> Purse:
    purse = Purse(ceiling, spent)
    target = BudgetedTarget(model, cap=10_000, cabinet=Cabinet(lambda _item, _content: None), purse=purse)
    with pytest.raises(LimitReached):
        for number in range(10_000):
            target.ask((Message(role="user", content=f"{number:>30}"),), max_tokens=20)
    return purse


@given(st.integers(2, 60), st.integers(0, 20), st.integers(1, 3_000))
def test_no_more_tokens_are_spent_than_were_allowed(prompt: int, answer: int, most: int) -> None:
    model = Metered(prompt, answer)
    purse = ask_until_it_ends(model, Ceiling(tokens=most))
    assert purse.spent_in + purse.spent_out <= most or prompt > estimated(ASKED)
    assert f"{most:,} tokens" in purse.reached


def test_no_more_money_is_spent_than_was_allowed() -> None:
    model = Metered(10, 20)
    purse = ask_until_it_ends(model, Ceiling(cost=0.001, price_in=1.0, price_out=2.0))
    assert 0.0009 < (purse.spent_in * 1.0 + purse.spent_out * 2.0) / 1_000_000 <= 0.001
    assert "cost more than the ceiling of 0.001" in purse.reached


def test_what_was_spent_before_counts() -> None:
    fresh, later = Metered(10, 10), Metered(10, 10)
    ask_until_it_ends(fresh, Ceiling(tokens=2_000))
    ask_until_it_ends(later, Ceiling(tokens=2_000), spent=(500, 500))
    assert later.asked < 0.6 * fresh.asked


def test_a_question_that_fails_stays_set_aside() -> None:
    purse = Purse(Ceiling(tokens=100))
    purse.set_aside(ASKED, 50)
    with pytest.raises(LimitReached):
        purse.set_aside(ASKED, 50)


@pytest.mark.parametrize("reported", [0, 1, 10**9])
def test_a_count_that_cannot_be_is_replaced_by_a_guess(reported: int) -> None:
    long = (Message(role="user", content="word " * 1_000),)
    assert counted(long, reported) == estimated(long) >= 1_000
    assert counted(ASKED, 12) == 12


def test_an_answer_that_nobody_counted_costs_what_it_weighs() -> None:
    assert charged(Reply(text="x" * 30, tokens=0, prompt_tokens=5)) == (5, 10)
    assert charged(Reply(text="x" * 30, tokens=7, prompt_tokens=5)) == (5, 7)
