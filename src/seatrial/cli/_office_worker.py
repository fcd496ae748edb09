"""`seatrial office worker`: does work for an office, beside its server or on another machine."""

import signal
import sys
import threading
from pathlib import Path
from types import FrameType

import click

from seatrial.cli._extra import need

DIRECTORY = click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=".")
DATABASE = click.option("--database", default="", metavar="URL", help="postgresql://... [default: as configured]")


@click.command()
@DIRECTORY
@DATABASE
@click.option("--pool", default="", metavar="NAME", help="Whose work it does. [default: default]")
@click.option("--until-idle", type=float, metavar="SECONDS", help="End when there was nothing to do for so long.")
@click.option("--while-open", is_flag=True, hidden=True, help="End when standard input does.")
def worker(directory: Path, database: str, pool: str, until_idle: float | None, while_open: bool) -> int:
    """Run checks again for the office in DIRECTORY, as they are asked for. Needs the extra `workers`.

    Start as many as there is work for. What a worker had begun when it was killed, another goes on with.
    """
    need("a worker", "workers", ("sqlalchemy", "dbos", "fastapi"))
    from seatrial.app.office.errand import Here
    from seatrial.app.office.jobs import pool_name
    from seatrial.app.office.office import opened
    from seatrial.app.office.workflows import Worker
    from seatrial.server import logs

    stop = threading.Event()
    _told_to_stop(stop, while_open=while_open)
    with opened(directory, database) as found:
        logs.begin(found.configuration.logging.level, found.configuration.logging.format)
        Worker(found, pool_name(pool), Here, logs.told).run(stop, until_idle=until_idle)
    return 0


def _told_to_stop(stop: threading.Event, *, while_open: bool) -> None:
    """Stop on Ctrl-C and SIGTERM; as a server's companion, also when the server is gone."""

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, signal.SIG_IGN if while_open else told)  # Ctrl-C reaches the server's companion, too.

    def ended() -> None:
        sys.stdin.buffer.read()
        stop.set()

    if while_open:
        threading.Thread(target=ended, name="server", daemon=True).start()
