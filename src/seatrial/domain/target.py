"""How a model is reached, as data, and the least a way of reaching it must offer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from seatrial.domain.context import Message, Reply


class TargetError(Exception):
    """The target could not be started or did not answer properly; the outcome becomes `failed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSpec:
    """Which model to ask and through what. Holds no secret."""

    kind: str
    """Module name in `targets`: `llamacpp`, `openai_http`, `replay`, `transformers`."""
    name: str
    """For the report: a file name, or a URL without credentials."""
    location: str
    """Path of a file or directory on this machine, or the endpoint's base URL. Not part of any record."""
    model: str = ""
    """The model name to send to an endpoint."""
    parameters: dict[str, str | int | float] = field(default_factory=dict)
    """What could change an answer: context length, threads, seed."""
    concurrency: int = 1
    """Questions that it is asked at a time, where that gains something."""

    def number(self, name: str, default: int) -> int:
        """A parameter that is a whole number. Raises `TargetError` for another."""
        value = self.parameters.get(name, default)
        try:
            return int(value)
        except ValueError as error:
            raise TargetError(f"the parameter {name} must be a whole number") from error


class RawTarget(Protocol):
    """An open model, before budget, memory of answers and transcripts are put around it."""

    @property
    def name(self) -> str:
        """What is asked, for the report."""

    @property
    def versions(self) -> dict[str, str]:
        """Engine and model versions that could change an answer."""

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """One answer at temperature 0. Raises `TargetError`."""

    def close(self) -> None:
        """Let go of the model."""
