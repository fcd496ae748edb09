"""The command line: finds commands in this folder, and turns errors into advice and exit codes."""

import gc
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import Final

import click

from seatrial import cli as commands_package
from seatrial.domain.errors import SeatrialError
from seatrial.domain.text import shown
from seatrial.version import __version__

INTERRUPTED: Final = 3
BUG: Final = 70
GARBAGE_AFTER: Final = 50_000
"""Objects made before garbage is looked for. Starting makes most of these, and they stay: at Python's 700, looking over
them again and again was measured at a twentieth of a start.
"""
_NOT_COMMANDS: Final = ("main", "progress")


class FolderOfCommands(click.Group):
    """Every module beside this one with a `COMMAND` is a command; it is imported when it is used.

    One whose name begins with an underscore holds a part of another's.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Names of the commands, sorted."""
        names = (module.name for module in pkgutil.iter_modules(commands_package.__path__))
        return sorted(name.replace("_", "-") for name in names if name not in _NOT_COMMANDS and name[0] != "_")

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of this name, or None."""
        if name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"seatrial.cli.{name.replace('-', '_')}")
        command: click.Command = module.COMMAND
        return command


@click.group(cls=FolderOfCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seatrial")
def seatrial() -> None:
    """Security review of AI models before release.

    Exit codes: 0 clear or allowed, 1 not clear or denied, 2 usage or regime error, 3 could not tell, 70 a bug.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code. Nothing but an exit code and text leaves this function."""
    gc.set_threshold(GARBAGE_AFTER)
    try:
        code = seatrial.main(arguments, prog_name="seatrial", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = 2
    except SeatrialError as error:
        _say(f"seatrial: {error.message}", error.advice)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("seatrial: interrupted", "what was finished is kept; run the same command again to go on from there")
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = INTERRUPTED
    except Exception as error:
        if os.environ.get("SEATRIAL_DEBUG"):
            raise
        _say(
            f"seatrial: this is a bug: {type(error).__name__}: {shown(str(error))}",
            "run it again with SEATRIAL_DEBUG=1 and report what it prints",
        )
        code = BUG
    sys.exit(code if isinstance(code, int) else 0)


def _say(message: str, advice: str) -> None:
    click.echo(f"{message}\n  what to do: {advice}", err=True)
