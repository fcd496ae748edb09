"""Options of every command that lets a second model take part."""

from collections.abc import Callable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])


def companion_options(command: Command) -> Command:
    """Adds `attacker` and `judge`."""
    for option in (
        click.option(
            "--judge",
            default="",
            metavar="URL#MODEL|FILE",
            help="A second model that reads answers of which fixed rules can make nothing: GGUF or endpoint.",
        ),
        click.option(
            "--attacker",
            default="",
            metavar="URL#MODEL|FILE",
            help="A second model that leads the one under review astray: GGUF or endpoint.",
        ),
    ):
        command = option(command)
    return command
