"""The most that asking a model may cost in one run, and what a question costs as far as that can be known."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seatrial.domain.context import LimitReached, Message, Reply

_BYTES_A_TOKEN: Final = 3
"""For a tokeniser that nobody told us of: English takes four, and too many tokens are better guessed than too few."""
_A_MESSAGE: Final = 8
"""Tokens around each message that a chat template adds."""
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """None of either is no ceiling. Prices are for a million tokens, in whatever currency `cost` is."""

    tokens: int | None = None
    cost: float | None = None
    price_in: float = 0.0
    price_out: float = 0.0


class Purse:
    """What has been spent of a ceiling. A question's most is set aside before it is asked."""

    def __init__(self, ceiling: Ceiling, spent: tuple[int, int] = (0, 0)) -> None:
        self._ceiling = ceiling
        self.spent_in, self.spent_out = spent
        self._aside_in = self._aside_out = 0
        self.reached = ""
        """What the run came up against, in words; empty while there is enough."""

    def set_aside(self, messages: Sequence[Message], max_tokens: int) -> None:
        """Raises `LimitReached` when this question could cost more than is left."""
        in_, out = estimated(messages), max_tokens
        all_in, all_out = self.spent_in + self._aside_in + in_, self.spent_out + self._aside_out + out
        # Once reached it stays so: shorter questions that still fit would make a run that asks by their length.
        self.reached = self.reached or self._beyond(all_in, all_out)
        if self.reached:
            raise LimitReached(self.reached)
        self._aside_in, self._aside_out = self._aside_in + in_, self._aside_out + out

    def pay(self, messages: Sequence[Message], max_tokens: int, reply: Reply) -> None:
        """Take what was set aside for it back, and what it cost out."""
        self._aside_in, self._aside_out = self._aside_in - estimated(messages), self._aside_out - max_tokens
        in_, out = charged(reply)
        self.spent_in, self.spent_out = self.spent_in + in_, self.spent_out + out

    def _beyond(self, in_: int, out: int) -> str:
        most, cost = self._ceiling.tokens, self._ceiling.cost
        if most is not None and in_ + out > most:
            return f"the next question could go beyond the ceiling of {most:,} tokens for this run"
        price = (in_ * self._ceiling.price_in + out * self._ceiling.price_out) / _MILLION
        if cost is not None and price > cost:
            return f"the next question could cost more than the ceiling of {cost:g} for this run"
        return ""


def estimated(messages: Sequence[Message]) -> int:
    """Tokens of a conversation, rather too many than too few."""
    return sum(_guess(message.content) + _A_MESSAGE for message in messages)


def charged(reply: Reply) -> tuple[int, int]:
    """Tokens in and out of one exchange: those reported, or those guessed where nothing was."""
    return reply.prompt_tokens, reply.tokens or _guess(reply.text)


def counted(messages: Sequence[Message], reported: int) -> int:
    """Tokens of a conversation as reported, unless that cannot be."""
    size = sum(len(message.content.encode("utf-8", "surrogatepass")) for message in messages)
    plausible = size // 16 <= reported <= size + 256 * len(messages)
    return reported if reported and plausible else estimated(messages)


def _guess(text: str) -> int:
    return math.ceil(len(text.encode("utf-8", "surrogatepass")) / _BYTES_A_TOKEN)
