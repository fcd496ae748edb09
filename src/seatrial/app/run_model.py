"""Start a server only with bytes that were reviewed and are still cleared: verify, then become the command."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from seatrial.domain.errors import UsageError

_FLAGS: Final = ("--model", "-m", "--model-path")
"""As vLLM, SGLang and llama.cpp name the model."""


def model_of(command: Sequence[str]) -> Path:
    """Where the command takes its model from. Raises `UsageError` when it does not say, or names several."""
    found = [command[i + 1] for i, word in enumerate(command[:-1]) if word in _FLAGS]
    found += [word.partition("=")[2] for word in command if word.partition("=")[0] in _FLAGS and "=" in word]
    if not found and len(command) > 2 and Path(command[0]).name == "vllm" and command[1] == "serve":
        found = [command[2]]
    if len(set(found)) != 1:
        said = "names several models" if found else "does not say where its model lies"
        raise UsageError(f"the command {said}", advice="name the model with --model PATH before the `--`")
    return Path(found[0])


def executable_of(command: Sequence[str]) -> str:
    """The file that is run. Raises `UsageError` when there is none, before anything is hashed."""
    if not command:
        raise UsageError("no command was named", advice="seatrial run --record R -- vllm serve ./model")
    found = shutil.which(command[0])
    if found is None:
        raise UsageError(f"there is no command {command[0]!r}", advice="check the name, or give its path")
    return found


def become(executable: str, command: Sequence[str]) -> None:
    """Replace this process by the command. Raises `UsageError` when the system refuses it."""
    try:
        os.execv(executable, list(command))  # noqa: S606 - what the user asked for, without a shell
    except OSError as error:
        raise UsageError(
            f"{executable} cannot be run: {error.strerror}", advice="check that it is executable"
        ) from error
