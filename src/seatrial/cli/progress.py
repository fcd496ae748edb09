"""Live progress on standard error: bars with time left on a terminal, plain lines elsewhere, nothing when quiet."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from seatrial.cli._time_left import TimeLeft, in_words

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

ALL_QUESTIONS = "questions in all"


class Progress:
    """Shows a review's events while it runs."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._began = quiet, time.monotonic()
        self._bars: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._left = TimeLeft()

    def __enter__(self) -> "Progress":
        return self

    def _start(self) -> None:
        """Bars appear with the first event: until then a program may still start processes safely."""
        if self._bars is None and not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                Progress,
                TaskProgressColumn,
                TextColumn,
                TimeElapsedColumn,
            )

            self._bars = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                TaskProgressColumn(),
                TextColumn("{task.fields[note]}"),
                TimeElapsedColumn(),
                TextColumn("{task.fields[left]}"),
                console=Console(stderr=True),
                transient=True,
            )
            self._bars.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars:
            self._bars.stop()

    def show(self, event: Any) -> None:
        """Take one event of the review: hashing, a check's start, progress or end, or a warning."""
        self._start()
        name = type(event).__name__
        self._left.take(event, time.monotonic())
        if name == "Hashed":
            self._advance("reading files", event.done, event.total, "")
            if event.done >= event.total:
                self._end("reading files", "completed", "")
        elif name == "Started":
            self._advance(event.check_id, 0, None, "")
        elif name == "Progress":
            self._advance(event.check_id, event.done, event.total, event.unit)
            if event.unit == "queries":
                self._show_left()
        elif name == "Finished":
            self._end(event.outcome.check_id, event.outcome.status.value, event.outcome.reason)
        elif name == "Warned":
            self._line(f"warning: {event.message}")

    def show_files(self, done: int, total: int) -> None:
        """A file of a scan is finished: bytes done, bytes in all. Nothing appears in the first second."""
        if time.monotonic() - self._began >= 1:
            self._start()
            self._advance("scanning", done / 1e6, total / 1e6, "MB")

    def print(self, text: str, *, colour: bool) -> None:
        """Write to standard output, above the bars where both go to one terminal."""
        if self._bars is not None and sys.stdout.isatty():
            self._bars.console.file.flush()
            self._bars.stop()
            click.echo(text, color=colour)
            self._bars.start()
        else:
            click.echo(text, color=colour)

    def _show_left(self) -> None:
        seconds = self._left.seconds(time.monotonic())
        left = "" if seconds is None else f"{in_words(seconds)} left"
        self._advance(ALL_QUESTIONS, self._left.done, self._left.total, "", left)

    def _advance(self, label: str, done: float, total: float | None, unit: str, left: str = "") -> None:
        if self._bars is None:
            return
        if label not in self._tasks:
            self._tasks[label] = self._bars.add_task(label, total=total, note="", left="")
        task = self._tasks[label]
        note = f"{done:,.0f} of {total:,.0f} {unit}" if unit and total else ""
        if unit != "queries" and label != ALL_QUESTIONS:
            remaining = next(one for one in self._bars.tasks if one.id == task).time_remaining
            left = f"{in_words(remaining)} left" if remaining else ""
        self._bars.update(task, completed=done, total=total, note=note, left=left)

    def _end(self, label: str, status: str, reason: str) -> None:
        if self._bars is not None and label in self._tasks:
            self._bars.remove_task(self._tasks.pop(label))
        if status != "completed":
            self._line(f"{label} {status}: {reason}")

    def _line(self, text: str) -> None:
        if self._quiet:
            return
        if self._bars:
            self._bars.console.print(text, markup=False)
        else:
            click.echo(text, err=True)
