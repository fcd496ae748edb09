"""Answers that were recorded before, for repeating a review without the model.

The file is JSON Lines in the form of the transcripts that reviews keep as evidence, one question and its answer a
line: `{"messages": [{"role", "content"}], "max_tokens", "reply": {"text", "tokens", "truncated"}}`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.domain.text import shown

MAX_FILE: Final = 256 * 1024 * 1024
MAX_LINE: Final = 8 * 1024 * 1024
Question = tuple[tuple[Message, ...], int]
"""The conversation and the bound on tokens: both must be equal for an answer to be given again."""


class Replay:
    """Recorded answers; `domain.target.RawTarget`."""

    def __init__(self, name: str, answers: Mapping[Question, Reply], digest: str) -> None:
        self._name, self._answers, self._digest = name, answers, digest

    @property
    def name(self) -> str:
        """What the recording is called."""
        return self._name

    @property
    def versions(self) -> dict[str, str]:
        """The recording's digest."""
        return {"replay": self._digest}

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """The recorded answer. Raises `TargetError` for a question that was not recorded."""
        known = self._answers.get((tuple(messages), max_tokens))
        if known is None:
            asked = shown(messages[-1].content, 80) if messages else ""
            raise TargetError(f"the recording holds no answer to this question: {asked}")
        return known

    def close(self) -> None:
        """Nothing to let go of."""


def open_target(spec: TargetSpec, secret: str | None) -> Replay:
    """The recording at `spec.location`; `secret` is not used.

    Raises `TargetError` for a file that cannot be read, is larger than `MAX_FILE`, has another form, or holds two
    different answers to one question.
    """
    del secret
    digest, answers = hashlib.sha256(), dict[Question, Reply]()
    read = 0
    try:
        with Path(spec.location).open("rb") as recording:
            for number, line in enumerate(iter(lambda: recording.readline(MAX_LINE + 1), b""), 1):
                read += len(line)
                if len(line) > MAX_LINE or read > MAX_FILE:
                    raise TargetError(f"the recording is too large at line {number:,}")
                digest.update(line)
                question, reply = _parsed(line, number)
                if answers.setdefault(question, reply) != reply:
                    raise TargetError(f"line {number:,} of the recording answers an earlier question differently")
    except OSError as error:
        raise TargetError(f"the recording could not be read: {error.strerror or 'unknown'}") from error
    return Replay(spec.name, answers, f"sha256:{digest.hexdigest()}")


def write_replay(path: Path, answers: Iterable[tuple[Sequence[Message], int, Reply]]) -> None:
    """Write questions (messages and the bound on tokens) with their answers, for `open_target` to read.

    Raises `OSError`.
    """
    with path.open("wb") as recording:
        for messages, max_tokens, reply in answers:
            line = {
                "messages": [{"role": m.role, "content": m.content} for m in messages],
                "max_tokens": max_tokens,
                "reply": {
                    "text": reply.text,
                    "tokens": reply.tokens,
                    "truncated": reply.truncated,
                    "prompt_tokens": reply.prompt_tokens,
                },
            }
            recording.write(json.dumps(line).encode() + b"\n")


def _parsed(line: bytes, number: int) -> tuple[Question, Reply]:
    try:
        found = json.loads(line)
        messages = tuple(Message(role=_is(m["role"], str), content=_is(m["content"], str)) for m in found["messages"])
        said = found["reply"]
        reply = Reply(
            text=_is(said["text"], str),
            tokens=_is(said["tokens"], int),
            truncated=_is(said["truncated"], bool),
            # Recordings from before questions were counted do not have it.
            prompt_tokens=_is(said.get("prompt_tokens", 0), int),
        )
        return (messages, _is(found["max_tokens"], int)), reply
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TargetError(f"line {number:,} of the recording is not a question with its answer") from error


def _is(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        raise TypeError(kind.__name__)
    return value
