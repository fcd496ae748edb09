"""A model for tests: answers with a digest of the question, or misbehaves as its parameters say."""

import ctypes
import hashlib
import sys
import time
from collections.abc import Sequence

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import RawTarget, TargetError, TargetSpec

sys.modules["seatrial.targets.planted_replies"] = sys.modules[__name__]


class _Replies:
    name = "replies"

    def __init__(self, spec: TargetSpec, secret: str | None) -> None:
        self._spec, self._secret = spec, secret
        self.versions = {"replies": "1"}

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        how = self._spec.parameters.get("how", "")
        if how == "breaks":
            raise TargetError("it hung up")
        if how == "dies":
            print("died with", self._secret, file=sys.stderr, flush=True)
            ctypes.string_at(0)
        time.sleep(float(self._spec.parameters.get("seconds", 0)))
        said = hashlib.sha256("".join(m.content for m in messages).encode()).hexdigest()
        return Reply(text=said[:max_tokens], tokens=3)

    def close(self) -> None:
        """Nothing is held."""


def open_target(spec: TargetSpec, secret: str | None) -> RawTarget:
    if spec.parameters.get("how") == "refuses":
        raise TargetError("no such model")
    return _Replies(spec, secret)
