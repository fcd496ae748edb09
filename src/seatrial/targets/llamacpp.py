"""A GGUF file on an embedded llama.cpp (the extra `llm`).

The server of `xllamacpp` runs inside this process and is asked through a function call. What was found of it
(version 2026.10.11549), and is arranged for here:

- It opens a listening socket on 127.0.0.1 at a free port, and has no setting against it. In the worker that lies in
  a network namespace and behind a filter; elsewhere a key that is made up and forgotten keeps others out.
- With its prompt cache an answer depends on the questions before it, even at temperature 0. Both caches are off, so
  that a question is answered alike in any order; the price is to read each prompt anew.
- It writes no file. It logs to descriptor 2 from a thread of its own; while it loads, that goes into a pipe.
- SmolLM2-135M (Q4) with 2,048 tokens of context takes 0.7 GB of address space. With less than it needs, llama.cpp
  either reports a failure or ends the process.
"""

import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, Final

from seatrial.domain.context import Message, Reply
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.domain.text import shown
from seatrial.targets._completion import reply_of, request_of

SEED: Final = 1
CONTEXT_LENGTH: Final = 2048
MAX_LOG_BYTES: Final = 64 * 1024
_ERRORS_ONLY: Final = 1
_SETTLE_SECONDS: Final = 0.2
_LINE: Final = re.compile(r"^[\d.]* ?E +(?:(?:srv|cmn) +)?\w+: (?P<said>.+)$")
_EMPTY_WORDS: Final = ("failed to load model", "exiting due to", "encountered an error", "llama_model_loader: failed")
"""Lines that say that it failed, not why."""


class LlamaCpp:
    """An open model; `domain.target.RawTarget`."""

    def __init__(self, spec: TargetSpec) -> None:
        self._name = spec.name
        self._seed = spec.number("seed", SEED)
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
        request = request_of(messages, max_tokens) | {"seed": self._seed, "cache_prompt": False}
        try:
            answer = self._server.handle_chat_completions(request)
        except (RuntimeError, ValueError, TypeError) as error:
            raise TargetError(f"llama.cpp could not answer: {shown(str(error))}") from error
        return reply_of(answer, max_tokens=max_tokens, who="llama.cpp")

    def close(self) -> None:
        """Let go of the model."""
        self._server = None


def open_target(spec: TargetSpec, secret: str | None) -> LlamaCpp:
    """Load the file at `spec.location`; `secret` is not used. Raises `TargetError` when it cannot be loaded.

    Parameters: `context_length` (tokens), `threads`, `seed`.
    """
    del secret
    return LlamaCpp(spec)


def _load(spec: TargetSpec) -> Any:
    try:
        import xllamacpp  # noqa: PLC0415 - heavy, only here
    except ImportError as error:
        raise TargetError("asking a GGUF file needs the extra 'llm' (pip install 'seatrial[llm]')") from error
    parameters = xllamacpp.CommonParams()
    parameters.model.path = spec.location
    parameters.n_ctx = spec.number("context_length", CONTEXT_LENGTH)
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = spec.number("threads", 1)
    parameters.n_parallel = 1
    parameters.verbosity = _ERRORS_ONLY
    parameters.warmup = parameters.ui = parameters.endpoint_slots = parameters.cache_idle_slots = False
    # The given sizes hold; nothing is guessed from the memory of this machine.
    parameters.fit_params = False
    parameters.cache_ram_mib = parameters.n_ctx_checkpoints = 0
    parameters.offline = True
    parameters.api_keys = [secrets.token_urlsafe(32)]
    with _quiet() as said:
        try:
            return xllamacpp.Server(parameters)
        except (RuntimeError, ValueError, OSError, MemoryError) as error:
            reason = _reason(said()) or str(error)
            # The log names the path, which is nobody's business.
            told = shown(reason.replace(spec.location, spec.name), 300)
            raise TargetError(f"llama.cpp could not load {shown(spec.name)} (damaged or unknown?): {told}") from error


def _reason(log: str) -> str:
    """What the log gives as reasons, each once."""
    said = (found["said"] for line in log.splitlines() if (found := _LINE.match(line)))
    telling = (text for text in said if not any(empty in text for empty in _EMPTY_WORDS))
    return "; ".join(dict.fromkeys(telling))


@contextmanager
def _quiet() -> Iterator[Callable[[], str]]:
    """Standard error goes into a pipe meanwhile; yields a function that tells the first of it.

    A pipe rather than a file, because the worker may write none.
    """
    kept, (incoming, outgoing) = os.dup(2), os.pipe()
    log = bytearray()

    def drain() -> None:
        while piece := os.read(incoming, 4096):
            log.extend(piece[: MAX_LOG_BYTES - len(log)])

    def said() -> str:
        # The library's own thread may still be writing its last lines.
        time.sleep(_SETTLE_SECONDS)
        return log.decode("utf-8", "replace")

    reader = threading.Thread(target=drain, daemon=True)
    os.dup2(outgoing, 2)
    os.close(outgoing)
    reader.start()
    try:
        yield said
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        reader.join()
        os.close(incoming)
