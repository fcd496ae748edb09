"""Tasks written for Inspect, run against the model in its contained worker.

Inspect and the task's own code run here, in the process of whoever asked for them: they are tools that a user chose, as
any package is. The model is elsewhere; all that comes from it is text.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any, Final, Protocol

from seatrial.domain.context import Message, Reply
from seatrial.domain.errors import UsageError
from seatrial.domain.target import TargetError
from seatrial.domain.text import shown

MAX_TOKENS: Final = 512
"""Of one answer, where the task does not say."""
MOST_TOKENS: Final = 4096
_TASK: Final = re.compile(r"(?P<place>[^@]+?)(?:@(?P<name>[A-Za-z_]\w*))?")
_LETTERS: Final = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0}
"""How Inspect's scorers write correct, incorrect, partial and no answer."""


class Answers(Protocol):
    """Whoever asks the model: `assess.respondent.Respondent`."""

    @property
    def name(self) -> str:
        """What is asked."""

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """One answer at temperature 0. Raises `TargetError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of a task."""

    task: str
    trouble: str = ""
    """Why it did not run to its end; empty when it did."""
    loaded: bool = True
    """False when it could not even begin: its package, its data or its sandbox is not at hand."""
    task_version: int = 0
    values: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    """What each of its scorers gave, sample by sample, in [0, 1]; None where that is no such number."""
    queries: int = 0
    tokens: int = 0
    log: bytes = b""
    """Inspect's own, in JSON; empty when there is none."""


def check_task(reference: str) -> None:
    """Raises `UsageError` for what cannot be a task, and where Inspect is not installed."""
    found = _TASK.fullmatch(reference)
    if found is None:
        raise UsageError(f"{reference!r:.100} names no task", advice="write FILE.py@NAME, or PACKAGE/TASK")
    place = found["place"]
    if place.endswith(".py") and not Path(place).is_file():
        raise UsageError(f"there is no file {place}", advice="give the path of the task's file")
    if not place.endswith(".py") and "/" not in place:
        raise UsageError(f"{reference!r:.100} names no task", advice="write FILE.py@NAME, or PACKAGE/TASK")
    if find_spec("inspect_ai") is None:
        raise UsageError(
            "tasks of Inspect need the extra 'inspect'", advice="install it with pip install 'seatrial[inspect]'"
        )


def run_task(reference: str, answers: Answers, *, seed: int, limit: int, directory: Path, offline: bool) -> Ran:
    """Run one task on at most `limit` samples in an order by seed; its log goes to `directory`. Raises nothing."""
    _settings(offline=offline)
    from inspect_ai import eval as run  # noqa: PLC0415 - heavy, only here

    counted = _Counted(answers)
    try:
        with redirect_stdout(StringIO()):  # Data sets announce themselves there, in the midst of a report in JSON.
            logs = run(
                reference,
                model=_model(counted),
                limit=limit,
                sample_shuffle=seed,
                max_samples=1,
                display="none",
                log_dir=str(directory),
                log_format="json",
                log_level="critical",
                score_display=False,
            )
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a task is somebody else's program
        return Ran(task=named(reference), trouble=f"the task could not begin: {_reason(error)}", loaded=False)
    if len(logs) != 1:
        return Ran(task=named(reference), trouble=f"{len(logs)} tasks are there by that name", loaded=False)
    return _of_log(logs[0], reference, counted)


def _settings(*, offline: bool) -> None:
    """For Inspect and the libraries by which tasks get their data: what they read when they are imported."""
    os.environ.setdefault("INSPECT_CTL_SERVER", "false")
    if offline:
        os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}


def _of_log(log: Any, reference: str, counted: "_Counted") -> Ran:
    began = bool(log.samples)
    trouble = "" if log.status == "success" else _reason(log.error.message if log.error else log.status)
    path = Path(str(log.location).removeprefix("file://"))
    return Ran(
        task=named(reference),
        trouble=trouble,
        loaded=began or not trouble,
        task_version=log.eval.task_version if isinstance(log.eval.task_version, int) else 0,
        values=_values(log.samples or ()),
        queries=counted.queries,
        tokens=counted.tokens,
        log=path.read_bytes() if path.is_file() else b"",
    )


def _values(samples: Sequence[Any]) -> dict[str, tuple[float | None, ...]]:
    scorers = dict.fromkeys(name for sample in samples for name in sample.scores or {})
    return {
        scorer: tuple(
            value_of(sample.scores[scorer].value) if scorer in (sample.scores or {}) else None for sample in samples
        )
        for scorer in scorers
    }


def value_of(value: object) -> float | None:
    """A scorer's value as a number in [0, 1]; None for anything else, which widens an interval."""
    if isinstance(value, str):
        return _LETTERS.get(value)
    if isinstance(value, bool | int | float) and 0 <= value <= 1:
        return float(value)
    return None


class _Counted:
    """Asks, and keeps the account."""

    def __init__(self, answers: Answers) -> None:
        self._answers, self.queries, self.tokens = answers, 0, 0

    @property
    def name(self) -> str:
        return self._answers.name

    def ask(self, messages: Sequence[Message], max_tokens: int) -> Reply:
        self.queries += 1
        reply = self._answers.ask(messages, max_tokens=max_tokens)
        self.tokens += reply.tokens
        return reply


def _model(counted: _Counted) -> Any:
    """The contained model as one of Inspect's. What a task sets beside the length of an answer has no effect."""
    import anyio.to_thread  # noqa: PLC0415 - with Inspect alone
    from inspect_ai.model import (  # noqa: PLC0415 - heavy
        GenerateConfig,
        ModelAPI,
        ModelOutput,
        ModelUsage,
        get_model,
        modelapi,
    )

    class Contained(ModelAPI):  # type: ignore[misc]
        async def generate(self, input: Any, tools: Any, tool_choice: Any, config: Any) -> Any:  # noqa: A002, ARG002 - Inspect's names
            if tools:
                raise TargetError("the task gives the model tools, which cannot be handed to it here")
            messages = tuple(_messages(input))
            most = min(config.max_tokens or MAX_TOKENS, MOST_TOKENS)
            reply = await anyio.to_thread.run_sync(counted.ask, messages, most)
            output = ModelOutput.from_content(
                self.model_name, reply.text, stop_reason="max_tokens" if reply.truncated else "stop"
            )
            output.usage = ModelUsage(output_tokens=reply.tokens, total_tokens=reply.tokens)
            return output

        def max_connections(self) -> int:
            return 1

        def should_retry(self, ex: Any) -> bool:  # noqa: ARG002 - Inspect's name
            return False

    # Inspect makes the object itself, by the name of a provider.
    modelapi(name="seatrial")(Contained)
    config = GenerateConfig(temperature=0.0, max_connections=1)
    return get_model(f"seatrial/{counted.name}", config=config, memoize=False)


def _messages(given: Sequence[Any]) -> Iterator[Message]:
    for message in given:
        if message.role not in ("system", "user", "assistant"):
            raise TargetError(f"the task speaks as {message.role}, which the model is not asked as")
        if not isinstance(message.content, str) and any(part.type != "text" for part in message.content):
            raise TargetError("the task shows the model something else than text")
        yield Message(role=message.role, content=message.text)


def inspect_version() -> str:
    """Of the installed one."""
    return version("inspect_ai")


def named(reference: str) -> str:
    """`gpqa` of `inspect_evals/gpqa`, `name` of `dir/file.py@name`."""
    found = _TASK.fullmatch(reference)
    name = (found["name"] or Path(found["place"]).stem) if found else reference
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "task"


def _reason(error: object) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return shown(re.sub(r"\[/?[a-z ]*\]", "", text), 300)
