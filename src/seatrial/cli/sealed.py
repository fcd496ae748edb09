"""`seatrial sealed`: thresholds that stay secret and cannot be exchanged."""

from pathlib import Path

import click


@click.group()
def sealed() -> None:
    """Commit to a secret threshold, answer whether a model meets it, and open it later."""


@sealed.command()
@click.argument("ref")
@click.argument("fact")
@click.argument("op", type=click.Choice(["lt", "le", "gt", "ge", "eq"]))
@click.argument("threshold", type=float)
@click.option("--holder", required=True, metavar="ROLE", help="Role of the regime that answers.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Keep threshold and salt in this new file.")
def commit(ref: str, fact: str, op: str, threshold: float, holder: str, out: Path) -> int:
    """Commit to `FACT OP THRESHOLD` under the name REF, and print the line for the regime."""
    from seatrial.app.sealed import new_secret

    made = new_secret(ref=ref, holder=holder, fact=fact, op=op, threshold=threshold, out=out)
    click.echo(f"sealed: {{ref: {ref}, holder: {holder}, commitment: {made.commitment}}}")
    click.echo(f"kept the threshold in {out}; whoever reads that file knows it", err=True)
    return 0


@sealed.command()
@click.argument("secret", type=click.Path(path_type=Path))
@click.argument("review", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Write the signed answer to this new file.")
def answer(secret: Path, review: Path, out: Path) -> int:
    """Answer for the model of REVIEW by the kept SECRET, signed with your own key. The number is not in the answer."""
    from seatrial.app.sealed import answer as make
    from seatrial.app.sealed import read_secret

    made = make(read_secret(secret), review, out)
    click.echo(f"{made.ref}: {'met' if made.says else 'not met'}; wrote {out}")
    return 0


@sealed.command(name="open")
@click.argument("secret", type=click.Path(path_type=Path))
@click.option("--commitment", required=True, help="As the regime has it.")
@click.option("--answer", "answer_", type=click.Path(path_type=Path), help="Check this answer, too.")
@click.option("--holder-key", type=click.Path(path_type=Path), help="Public key of the holder, PEM.")
@click.option("--review", type=click.Path(path_type=Path), help="The review that the answer speaks of.")
def open_(secret: Path, commitment: str, answer_: Path | None, holder_key: Path | None, review: Path | None) -> int:
    """Check an opened SECRET: that it is what was committed to, and that the answer followed from it.

    Ends with 0 when all holds, with 1 otherwise.
    """
    from seatrial.app.keep import read_review
    from seatrial.app.sealed import opened, read_answer, read_secret

    if answer_ is not None and (holder_key is None or review is None):
        raise click.UsageError("an answer is checked with --holder-key and --review")
    kept = read_secret(secret)
    says = read_answer(answer_, read_review(review), holder_key).says if answer_ and review and holder_key else None
    wrong = opened(kept, commitment, says, review)
    click.echo("\n".join(f"✗ {line}" for line in wrong) or f"✓ the threshold was {kept.sentence}")
    return int(bool(wrong))


COMMAND = sealed
