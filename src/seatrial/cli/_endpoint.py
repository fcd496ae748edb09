"""Options of every command that asks a model which stands behind an endpoint."""

from collections.abc import Callable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])


def endpoint_options(command: Command) -> Command:
    """Adds `served_model`, `answer_seconds` and `concurrency`."""
    options = (
        click.option("--served-model", default="", metavar="NAME", help="For an endpoint: the model name to send."),
        click.option(
            "--answer-seconds",
            type=click.FloatRange(min=0.1),
            default=120.0,
            show_default=True,
            help="For an endpoint: the most one answer may take.",
        ),
        click.option(
            "--concurrency",
            type=click.IntRange(1, 64),
            default=4,
            show_default=True,
            help="For an endpoint: how many questions it is asked at a time.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
