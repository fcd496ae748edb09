"""A chat completion in the shape of OpenAI's API, read as the words of a stranger."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import TargetError
from seatrial.domain.text import shown

_MOST_PROMPT: Final = 10_000_000


def request_of(messages: Sequence[Message], max_tokens: int) -> dict[str, Any]:
    """What every back end is asked: the conversation, a bound on the answer, and temperature 0."""
    return {
        "messages": [{"role": m.role, "content": speakable(m.content)} for m in messages],
        "max_tokens": max_tokens,
        "temperature": 0,
    }


def reply_of(answer: object, *, max_tokens: int, who: str) -> Reply:
    """The first choice of a parsed chat completion; `who` answered, for messages.

    No content at all is an empty reply. A count of tokens that cannot be true is not passed on. Raises `TargetError`
    for an error object, for another shape, and for a tool call in place of words: no tool was offered.
    """
    if not isinstance(answer, Mapping):
        raise TargetError(f"{who} answered with JSON that is no chat completion")
    if answer.get("error"):
        raise TargetError(f"{who} refused the question: {shown(_complaint(answer['error']))}")
    choices = answer.get("choices")
    if not isinstance(choices, list) or not choices:
        raise TargetError(f"{who} answered without any choice")
    choice = choices[0]
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(message, Mapping):
        raise TargetError(f"{who} answered with a choice that holds no message")
    text = speakable(_words(message, who))
    if not text and message.get("tool_calls"):
        raise TargetError(f"{who} called a tool instead of answering, though none was offered")
    tokens = _count(answer.get("usage"), "completion_tokens", most=max(max_tokens, len(text.encode())))
    return Reply(
        text=text,
        tokens=tokens,
        truncated=choice.get("finish_reason") == "length",
        prompt_tokens=_count(answer.get("usage"), "prompt_tokens", most=_MOST_PROMPT),
    )


def _words(message: Mapping[Any, Any], who: str) -> str:
    content = message.get("content")
    if content is None:
        refusal = message.get("refusal")
        return refusal if isinstance(refusal, str) else ""
    if isinstance(content, list):
        # Some servers send a list of parts, of which only text was asked for.
        content = "".join(p["text"] for p in content if isinstance(p, Mapping) and isinstance(p.get("text"), str))
    if not isinstance(content, str):
        raise TargetError(f"{who} answered with content that is not text")
    return content


def _count(usage: object, name: str, *, most: int) -> int:
    """Tokens as reported; 0 for a count that is no number, is negative, or exceeds what can be."""
    counted = usage.get(name) if isinstance(usage, Mapping) else None
    return counted if type(counted) is int and 0 <= counted <= most else 0


def _complaint(error: object) -> str:
    message = error.get("message") if isinstance(error, Mapping) else error
    return str(message)


def speakable(text: str) -> str:
    """Text that UTF-8 can carry: surrogates are paired where they can be, else replaced by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
