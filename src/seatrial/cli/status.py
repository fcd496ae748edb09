"""`seatrial status`: how a record stands today."""

import datetime
from pathlib import Path

import click

CODES = ("cleared", "cleared-with-conditions", "refused", "suspended", "withdrawn", "expired")


@click.group()
def status() -> None:
    """Say, signed, how a record stands, so that a clearance can be taken back."""


@status.command(name="set")
@click.argument("record", type=click.Path(path_type=Path))
@click.argument("code", type=click.Choice(CODES))
@click.option("--reason", default="", help="Why. Asked for with refused, suspended and withdrawn.")
@click.option("--condition", "conditions", multiple=True, help="With cleared-with-conditions. Once or more.")
@click.option("--finding", default="", help="With suspended: id of the finding that it rests on.")
@click.option("--severity", default="", help="With suspended: low, medium, high or critical.")
@click.option("--scope", default="", help="With suspended: what is stopped.")
@click.option(
    "--until", type=click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"]), help="With suspended: when it ends, UTC."
)
@click.option("--out", type=click.Path(path_type=Path), help="[default: beside the record]")
def set_(
    record: Path,
    code: str,
    reason: str,
    conditions: tuple[str, ...],
    finding: str,
    severity: str,
    scope: str,
    until: datetime.datetime | None,
    out: Path | None,
) -> int:
    """Sign that RECORD stands as CODE, with your own key. Renew it before gates find it too old."""
    from seatrial.app.status import set_status
    from seatrial.domain.errors import UsageError
    from seatrial.record.status import StatusCode, Suspension

    suspension = None
    if code == "suspended":
        if until is None:
            raise UsageError("a suspension without its expiry is refused", advice="say when it ends with --until")
        ends = until.replace(tzinfo=datetime.UTC)
        try:
            suspension = Suspension(finding=finding, severity=severity, scope=scope, reason=reason, expires_at=ends)
        except ValueError as error:
            raise UsageError(
                f"{error} is refused", advice="give --finding, --severity, --scope, --reason and --until"
            ) from error
    target, made = set_status(
        record,
        StatusCode(code),
        reason="" if suspension else reason,
        conditions=conditions,
        suspension=suspension,
        out=out,
    )
    click.echo(f"wrote {target}: {made.status.value}, status {made.number}")
    return 0


@status.command()
@click.argument("file", type=click.Path(path_type=Path))
def show(file: Path) -> int:
    """Print what the status in FILE says."""
    from seatrial.app.status import show_status

    click.echo(show_status(file))
    return 0


COMMAND = status
