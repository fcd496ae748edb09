"""What a check is shown of a running model: a target with a budget, a memory and a transcript."""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from seatrial.domain.ceiling import Purse, counted
from seatrial.domain.context import LimitReached, Message, Playing, Question, Reply, Sample, Scored
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.marking import Marking
from seatrial.domain.target import RawTarget

MAX_REPLY: Final = 256 * 1024
"""Characters kept of one answer."""
MAX_ITEM_BYTES: Final = 16 * 1024 * 1024
MAX_KEPT_BYTES: Final = 64 * 1024 * 1024
"""Evidence of one check."""

Keep = Callable[[EvidenceItem, bytes], None]


def question_digest(messages: Sequence[Message], max_tokens: int) -> str:
    """Which question it is: SHA-256, 64 hex digits, of its canonical JSON."""
    plain = {"max_tokens": max_tokens, "messages": [[m.role, m.content] for m in messages]}
    # Escaped to ASCII: what a check asks may hold lone surrogates, which RFC 8785 cannot carry.
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class Cabinet:
    """Evidence of one check: made into items here, its bytes handed on by `deliver`."""

    def __init__(self, deliver: Keep) -> None:
        self._deliver, self._items, self._bytes = deliver, dict[str, EvidenceItem](), 0

    @property
    def items(self) -> tuple[EvidenceItem, ...]:
        """In the order they were kept, each once."""
        return tuple(self._items.values())

    def keep(self, title: str, content: bytes, media_type: str, marking: Marking = Marking.AMBER) -> EvidenceItem:
        """Keep one item. Raises `LimitReached` for too much of it."""
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        if digest in self._items:
            return self._items[digest]
        self._bytes += len(content)
        if len(content) > MAX_ITEM_BYTES or self._bytes > MAX_KEPT_BYTES:
            raise LimitReached(f"more evidence than {MAX_KEPT_BYTES:,} bytes, or one item over {MAX_ITEM_BYTES:,}")
        item = EvidenceItem(digest=digest, title=title, media_type=media_type, size=len(content), marking=marking)
        self._items[digest] = item
        self._deliver(item, content)
        return item


class Memory(NamedTuple):
    """Answers from before: `recall` by question digest, `remember` what was answered now."""

    recall: Callable[[str], Reply | None]
    remember: Callable[[str, Reply], None]


FORGETFUL: Final = Memory(recall=lambda _: None, remember=lambda _, __: None)


class BudgetedTarget:
    """`domain.context.Target` around an open model, for one check.

    A question that was asked before is answered from memory, and counts as it counted then: a run that goes on after
    a kill spends and decides exactly as one that was never interrupted.
    """

    def __init__(
        self,
        raw: RawTarget,
        *,
        cap: int,
        cabinet: Cabinet,
        memory: Memory = FORGETFUL,
        on_query: Callable[[int, float], None] | None = None,
        concurrency: int = 1,
        marking: Marking = Marking.AMBER,
        purse: Purse | None = None,
    ) -> None:
        self._raw, self._cap, self._cabinet, self._memory, self._on_query = raw, cap, cabinet, memory, on_query
        self._concurrency, self._marking, self._purse = concurrency, marking, purse
        self._foreseen, self._foreseen_at = math.inf, 0
        self._answers: dict[str, Reply] = {}
        self._transcript: list[bytes] = []
        self.queries = 0
        self.tokens = 0
        self.beyond = ""
        """Why a question was not asked for what it could cost; empty while there is enough."""

    @property
    def name(self) -> str:
        """What is asked, for the report."""
        return self._raw.name

    def ask(self, messages: Sequence[Message], *, max_tokens: int = 256) -> Reply:
        """Ask at temperature 0. Raises `LimitReached` when the query budget is spent, `TargetError` from the target."""
        question = Question(messages=tuple(messages), max_tokens=max_tokens)
        return self.known(question) or self.learned(question, self.fresh(question))

    def known(self, question: Question) -> Reply | None:
        """The answer where it is known; otherwise one more query is spent. Raises `LimitReached` when none is left."""
        digest = question_digest(question.messages, question.max_tokens)
        if digest in self._answers:
            return self._answers[digest]
        if self.queries >= self._cap:
            raise LimitReached(f"the budget of {self._cap:,} queries is spent")
        recalled = self._memory.recall(digest)
        if recalled is None and self._purse:
            self._set_aside(self._purse, question)
        self.queries += 1
        return self._noted(question, digest, recalled) if recalled is not None else None

    def _set_aside(self, purse: Purse, question: Question) -> None:
        try:
            purse.set_aside(question.messages, question.max_tokens)
        except LimitReached as limit:
            self.beyond = str(limit)
            raise

    def fresh(self, question: Question) -> Reply:
        """The model's answer, on whichever thread. Raises `TargetError`."""
        reply = bounded(self._raw.ask(question.messages, max_tokens=question.max_tokens))
        return replace(reply, prompt_tokens=counted(question.messages, reply.prompt_tokens))

    def learned(self, question: Question, reply: Reply) -> Reply:
        """Remember a fresh answer."""
        digest = question_digest(question.messages, question.max_tokens)
        if self._purse:
            self._purse.pay(question.messages, question.max_tokens, reply)
        self._memory.remember(digest, reply)
        return self._noted(question, digest, reply)

    def _noted(self, question: Question, digest: str, reply: Reply) -> Reply:
        self._answers[digest] = reply
        self.tokens += reply.tokens
        self._transcript.append(_line(question.messages, question.max_tokens, reply))
        if self._on_query:
            self._on_query(self.queries, self._foreseen)
        return reply

    def foresee(self, share: Callable[[], float]) -> None:
        """See `domain.context.Target`. Looked at anew when a tenth more has been asked: it takes a while itself."""
        if self._on_query and self.queries > 1.1 * self._foreseen_at:
            self._foreseen, self._foreseen_at = self.queries / share(), self.queries

    def play(self, samples: Iterable[Sample]) -> Playing:
        """See `domain.context.Target`: as many dialogues at a time as the model answers at once."""
        if self._concurrency > 1:
            from seatrial.assess.dialogues import at_once  # noqa: PLC0415 - most models answer one question at a time

            yield from at_once(samples, self, self._concurrency)
        else:
            yield from map(self._carry_out, samples)

    def _carry_out(self, sample: Sample) -> Scored:
        dialogue, turns = sample.dialogue(), list[tuple[Question, Reply]]()
        try:
            question = next(dialogue)
            while True:
                reply = self.ask(question.messages, max_tokens=question.max_tokens)
                turns.append((question, reply))
                question = dialogue.send(reply)
        except StopIteration as done:
            return Scored(sample=sample, score=done.value, turns=tuple(turns))

    def keep(self, title: str, content: bytes, media_type: str = "application/jsonl") -> EvidenceItem:
        """Keep evidence; returns the item to cite by digest. Raises `LimitReached` for too much of it."""
        return self._cabinet.keep(title, content, media_type, self._marking)

    def keep_transcript(self, check_id: str) -> None:
        """Keep every question and answer so far, one JSON object a line, as far as the bound on evidence goes."""
        if self._transcript:
            whole, size = [], 0
            for line in self._transcript:
                size += len(line)
                if size > MAX_ITEM_BYTES:
                    break
                whole.append(line)
            self._cabinet.keep(f"Transcript of {check_id}", b"".join(whole), "application/jsonl", self._marking)


def bounded(reply: Reply) -> Reply:
    """A reply of which no more is kept than a check is shown."""
    if len(reply.text) <= MAX_REPLY:
        return reply
    return replace(reply, text=reply.text[:MAX_REPLY], truncated=True)


def _line(messages: Sequence[Message], max_tokens: int, reply: Reply) -> bytes:
    asked = [{"role": m.role, "content": m.content} for m in messages]
    said = {
        "text": reply.text,
        "tokens": reply.tokens,
        "truncated": reply.truncated,
        "prompt_tokens": reply.prompt_tokens,
    }
    return json.dumps({"messages": asked, "max_tokens": max_tokens, "reply": said}).encode() + b"\n"
