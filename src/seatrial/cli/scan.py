"""`seatrial scan`: the static checks alone."""

from collections import Counter
from pathlib import Path

import click


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "format_", type=click.Choice(["text", "jsonl", "sarif"]), default="text", show_default=True)
@click.option(
    "--jobs", "-j", type=click.IntRange(min=0), default=0, help="Processes to use. [default: one a processor]"
)
@click.option(
    "--resume",
    "journal",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep what is finished in FILE, and do not read again what it holds unchanged.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def scan(paths: tuple[str, ...], format_: str, jobs: int, journal: Path | None, quiet: bool) -> int:
    """Tell of every file at PATH... what loading it could do: the static checks alone, no regime, no record.

    Ends with 0 (all clean), 1 (something was flagged) or 3 (something could not be read to its end).
    """
    from seatrial.app import scan_report
    from seatrial.app.scan import scan as scanned
    from seatrial.app.scan_file import FileVerdict
    from seatrial.cli.progress import Progress
    from seatrial.cli.review import terminal_of

    colour = terminal_of()[1]
    counts: Counter[FileVerdict] = Counter()
    kept, size = [], 0
    with Progress(quiet=quiet) as progress:
        for file in scanned(paths, jobs=jobs, journal=journal, on_file=progress.show_files):
            counts[file.verdict] += 1
            size += file.size
            if format_ == "sarif":
                kept.append(file)
            else:
                words = scan_report.line(file) if format_ == "jsonl" else scan_report.text(file, colour=colour)
                if words:
                    progress.print(words, colour=colour)
    if format_ == "sarif":
        click.echo(scan_report.sarif_log(kept))
    elif format_ == "text":
        click.echo(scan_report.summary(counts, size, colour=colour), color=colour)
    return scan_report.exit_code(counts)


COMMAND = scan
