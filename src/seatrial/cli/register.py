"""`seatrial register`: what an office published."""

import json
from pathlib import Path

import click

OFFICE = click.option("--office", "url", default="", metavar="URL", help="[default: SEATRIAL_OFFICE]")


@click.group()
def register() -> None:
    """Read the public register of an office. No login is needed."""


@register.command()
@click.argument("words", nargs=-1)
@OFFICE
@click.option("--regime", default="", metavar="ID")
@click.option("--outcome", default="", help="As cleared or refused.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def search(words: tuple[str, ...], url: str, regime: str, outcome: str, format_: str) -> int:
    """Find publications by WORDS of model or developer, or by digits of a digest."""
    from seatrial.app.office.client import remote
    from seatrial.app.office.text import entry_lines

    office = remote(url, login=False)
    found = office.get("/register", words=" ".join(words), regime=regime, outcome=outcome)["entries"]
    click.echo(json.dumps(found, indent=2) if format_ == "json" else "\n".join(entry_lines(found)) or "nothing found")
    return 0


@register.command()
@click.argument("case")
@OFFICE
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Directory for the files.")
def get(case: str, url: str, out: Path) -> int:
    """Get everything that is public of a CASE: record, status, statements and proofs, for `seatrial verify`."""
    from seatrial.app.office.client import remote
    from seatrial.domain.errors import OperationError, UsageError

    office = remote(url, login=False)
    names = office.get(f"/register/{case}")["files"]
    if not names:
        raise UsageError(f"nothing of {case!r} is published", advice="seatrial register search")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in names:
            if Path(name).name != name or name.startswith("."):
                raise UsageError(f"the office names a file {name!r:.100}", advice="do not use it; tell the office")
            (out / name).write_bytes(office.file(f"/register/{case}/files/{name}"))
            click.echo(out / name)
        (out / "office.pub").write_text(office.get("/office")["public_key"], encoding="ascii")
    except OSError as error:
        raise OperationError(f"{out} cannot be written: {error.strerror}", advice="name another directory") from error
    click.echo(f"{out / 'office.pub'}: compare it with what you know of the office, before you believe it")
    return 0


COMMAND = register
