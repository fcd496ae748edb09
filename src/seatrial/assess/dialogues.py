"""Several dialogues with one model at once, told of in the order of their samples.

Endpoints answer many questions in the time of one. What a run decides may not depend on which answer comes first, so
a sample is told of only when all before it were, and at most a few are begun ahead of it. What these asked when the
run is settled was asked in vain: it is spent, and counted as spent.
"""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol

from seatrial.domain.context import LimitReached, Playing, Question, Reply, Sample, Scored
from seatrial.domain.target import TargetError


class Asks(Protocol):
    """What answers questions, and keeps the account of them."""

    def known(self, question: Question) -> Reply | None:
        """The answer where it is known; otherwise one more query is spent. Raises `LimitReached` when none is left."""

    def fresh(self, question: Question) -> Reply:
        """The model's answer, on whichever thread. Raises `TargetError`."""

    def learned(self, question: Question, reply: Reply) -> Reply:
        """Remember a fresh answer."""


def at_once(samples: Iterable[Sample], asks: Asks, most: int) -> Playing:
    """Play `samples`, up to `most` at a time. Raises what stopped a sample's dialogue when its turn comes."""
    source, begun = iter(samples), deque[_Dialogue]()
    with _Threads(asks, most) as threads:
        while True:
            while len(begun) < most and (sample := next(source, None)) is not None:
                begun.append(_Dialogue(sample, threads))
            if not begun:
                return
            while (ended := begun[0].ended) is None:
                wait([one.asked[1] for one in begun if one.asked is not None], return_when=FIRST_COMPLETED)
                for one in begun:
                    one.advance()
            begun.popleft()
            yield ended()


class _Threads:
    """Questions on their way. All but the model's answering happens on the one thread that calls this."""

    def __init__(self, asks: Asks, most: int) -> None:
        self._asks, self._pool = asks, ThreadPoolExecutor(most)
        self._under_way: dict[Question, Future[Reply]] = {}

    def __enter__(self) -> "_Threads":
        return self

    def __exit__(self, *_: object) -> None:
        """What is on its way is waited for: it is paid for, and a later run need not ask it again."""
        self._pool.shutdown(cancel_futures=True)
        for question, answer in list(self._under_way.items()):
            if not answer.cancelled() and answer.exception() is None:
                self.take(question, answer)

    def put(self, question: Question) -> Future[Reply]:
        """Send a question on its way, unless it is known or under way already."""
        if question not in self._under_way:
            known = self._asks.known(question)
            if known is not None:
                answered = Future[Reply]()
                answered.set_result(known)
                return answered
            self._under_way[question] = self._pool.submit(self._asks.fresh, question)
        return self._under_way[question]

    def take(self, question: Question, answer: Future[Reply]) -> Reply:
        """The answer that is there; whoever takes it first has it remembered."""
        reply = answer.result()
        if self._under_way.pop(question, None) is not None:
            self._asks.learned(question, reply)
        return reply


class _Dialogue:
    """One that has begun: a question is on its way until it is over."""

    def __init__(self, sample: Sample, threads: _Threads) -> None:
        self._sample, self._threads, self._script = sample, threads, sample.dialogue()
        self._turns: list[tuple[Question, Reply]] = []
        self.asked: tuple[Question, Future[Reply]] | None = None
        self.ended: Callable[[], Scored] | None = None
        """Tells what came of it, once it is over: its score, or raises what stopped it."""
        self._go_on(lambda: next(self._script))

    def advance(self) -> None:
        """Go on as far as answers are there."""
        while self.asked is not None and self.asked[1].done():
            question, answer = self.asked
            self._go_on(lambda q=question, a=answer: self._script.send(self._taken(q, a)))  # type: ignore[misc]

    def _taken(self, question: Question, answer: Future[Reply]) -> Reply:
        reply = self._threads.take(question, answer)
        self._turns.append((question, reply))
        return reply

    def _go_on(self, step: Callable[[], Question]) -> None:
        self.asked = None
        try:
            question = step()
            self.asked = question, self._threads.put(question)
        except StopIteration as done:
            scored = Scored(sample=self._sample, score=done.value, turns=tuple(self._turns))
            self.ended = lambda: scored
        except (LimitReached, TargetError) as stopped:
            self.ended = _raises(stopped)


def _raises(error: Exception) -> Callable[[], Scored]:
    def ended() -> Scored:
        raise error

    return ended
