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


@register.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--directory", type=click.Path(path_type=Path, file_okay=False), required=True, help="The office's.")
@click.option("--url", default="", metavar="URL", help="Where OUT will be found, for the links in its feeds.")
@click.option("--database", default="", metavar="URL", help="postgresql://... [default: as configured]")
def export(out: Path, directory: Path, url: str, database: str) -> int:
    """Write an office's register to the new directory OUT, as files that any web server hosts."""
    from seatrial.app.office.office import opened
    from seatrial.server.pages.site import export_site

    with opened(directory, database) as office:
        files = export_site(office, out, url)
    click.echo(f"wrote {files:,} files to {out}; anybody checks them with: seatrial register check {out}")
    return 0


@register.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="The office's public key, as you know it.")
@click.option("--log-key", default="", metavar="KEY", help="Its log's key, as you know it: `name+id+key`, or a file.")
def check(folder: Path, key: Path | None, log_key: str) -> int:
    """Check an exported register in FOLDER offline: every file, every signature, every entry's place in the log."""
    from seatrial.app.office.check_export import check_export

    entries = check_export(folder, key, log_key)
    click.echo(f"✓ {entries:,} entries, each signed and in the log")
    if key is None or not log_key:
        click.echo("  by keys that lie there; give --key and --log-key as you know them from the office")
    return 0


COMMAND = register
