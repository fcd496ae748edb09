"""A model whose conduct is written down, for cases and tests."""

from collections.abc import Callable, Sequence

from seatrial.domain.context import Message, Reply


class ScriptedModel:
    """A `domain.target.RawTarget` that answers by a function of the conversation."""

    def __init__(self, reply: Callable[[Sequence[Message]], str], name: str = "scripted") -> None:
        self._reply, self._name = reply, name

    @property
    def name(self) -> str:
        """What it is called in outcomes."""
        return self._name

    @property
    def versions(self) -> dict[str, str]:
        """Nothing that could change an answer."""
        return {}

    def ask(self, messages: Sequence[Message], *, max_tokens: int = 256) -> Reply:
        """The scripted answer, cut at four characters a token."""
        text = self._reply(messages)
        most = 4 * max_tokens
        return Reply(text=text[:most], tokens=len(text[:most]) // 4, truncated=len(text) > most)

    def close(self) -> None:
        """Nothing to let go of."""
