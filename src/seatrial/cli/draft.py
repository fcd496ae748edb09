"""`seatrial draft`: documents that regimes demand, begun from evidence."""

import datetime
from pathlib import Path

import click


@click.command()
@click.argument("document", required=False)
@click.argument("review", type=click.Path(path_type=Path), required=False)
@click.option("--list", "list_", is_flag=True, help="List the documents.")
@click.option("--facts", type=click.Path(path_type=Path), help="More facts: YAML, one dotted name a line.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the draft to this new file. [default: print it]")
def draft(document: str | None, review: Path | None, list_: bool, facts: Path | None, out: Path | None) -> int:
    """Begin DOCUMENT from the kept REVIEW, in Markdown: what evidence says is filled in, what is missing is a gap.

    Reports of incidents are begun with `seatrial incident draft`. Ends with 0 however many gaps there are.
    """
    from seatrial.app.draft import draft_of_review, gaps_text, listing, write_draft

    if list_:
        click.echo(listing())
        return 0
    if document is None or review is None:
        raise click.UsageError("name a document and a review; `seatrial draft --list` names the documents")
    made = draft_of_review(document, review, facts, datetime.datetime.now(datetime.UTC).date())
    if out is None:
        click.echo(made.text, nl=False)
    else:
        write_draft(made, out)
        click.echo(f"wrote {out}")
    click.echo(gaps_text(made), err=out is None)
    return 0


COMMAND = draft
