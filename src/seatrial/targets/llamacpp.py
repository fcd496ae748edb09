"""A GGUF file on an embedded llama.cpp (the extra `llm`).

The server of `xllamacpp` runs inside this process and is asked through a function call. It opens a listening socket
on loopback all the same; in the worker that lies in a network namespace of its own, where nobody else can reach it.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, Final

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.domain.text import shown

SEED: Final = 1
CONTEXT_LENGTH: Final = 2048


class LlamaCpp:
    """An open model; `domain.target.RawTarget`."""

    def __init__(self, spec: TargetSpec) -> None:
        self._name = spec.name
        self._server: Any = _load(spec)

    @property
    def name(self) -> str:
        """The file's name."""
        return self._name

    @property
    def versions(self) -> dict[str, str]:
        """The engine's version; the model is named by the subject's digest."""
        return {"xllamacpp": version("xllamacpp")}

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """One answer at temperature 0, through the model's own chat template. Raises `TargetError`."""
        if self._server is None:
            raise TargetError("the model is closed")
        request = {
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "max_tokens": max_tokens,
            "temperature": 0,
            "seed": SEED,
        }
        try:
            answer = self._server.handle_chat_completions(request)
        except (RuntimeError, ValueError, TypeError) as error:
            raise TargetError(f"llama.cpp could not answer: {shown(str(error))}") from error
        return _reply(answer)

    def close(self) -> None:
        """Let go of the model."""
        self._server = None


def open_target(spec: TargetSpec, secret: str | None) -> LlamaCpp:
    """Load the file at `spec.location`; `secret` is not used. Raises `TargetError` when it cannot be loaded."""
    del secret
    return LlamaCpp(spec)


def _load(spec: TargetSpec) -> Any:
    try:
        import xllamacpp  # noqa: PLC0415 - heavy, only here
    except ImportError as error:
        raise TargetError("asking a GGUF file needs the extra 'llm' (pip install 'seatrial[llm]')") from error
    parameters = xllamacpp.CommonParams()
    parameters.model.path = spec.location
    parameters.n_ctx = int(spec.parameters.get("context_length", CONTEXT_LENGTH))
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = int(spec.parameters.get("threads", 1))
    parameters.n_parallel = 1
    parameters.verbosity = 0
    parameters.warmup = False
    parameters.offline = True
    parameters.ui = False
    with _quiet() as said:
        try:
            return xllamacpp.Server(parameters)
        except (RuntimeError, ValueError, OSError) as error:
            told = shown(" ".join((*said(), str(error))), 300)
            raise TargetError(f"llama.cpp could not load {shown(spec.name)}: {told}") from error


@contextmanager
def _quiet() -> Iterator[Any]:
    """Standard error of the library goes into a file in memory while it loads; its last lines are told on failure."""
    kept = os.dup(2)
    with _scratch() as scratch:
        os.dup2(scratch.fileno(), 2)

        def said() -> list[str]:
            scratch.seek(0)
            lines = scratch.read(64 * 1024).decode("utf-8", "replace").splitlines()
            return [line for line in lines if "error" in line.lower() or "fail" in line.lower()][-3:]

        try:
            yield said
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _scratch() -> Any:
    """Memory where the platform has it, since the worker may write nowhere; else a temporary file."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("seatrial"), "w+b")
    return tempfile.TemporaryFile()


def _reply(answer: Any) -> Reply:
    try:
        choice = answer["choices"][0]
        text = choice["message"].get("content") or ""
        tokens = answer.get("usage", {}).get("completion_tokens", 0)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise TargetError(f"llama.cpp gave no answer: {shown(str(answer))}") from error
    counted = tokens if isinstance(tokens, int) and tokens >= 0 else 0
    return Reply(text=str(text), tokens=counted, truncated=choice.get("finish_reason") == "length")
