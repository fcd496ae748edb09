"""Transcripts as logs of Inspect: written beside a review's evidence, and shown by Inspect's own viewer."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from seatrial.app import wiring
from seatrial.app.keep import read_review
from seatrial.app.kept_evidence import TRANSCRIPT, kept_item
from seatrial.app.run_model import become
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.outcome import Outcome
from seatrial.domain.review import Review
from seatrial.reports.eval_log import MEDIA_TYPE, About, Part, asked, name_of, render_log

EXTRA: Final = "the extra 'inspect' (pip install 'seatrial[inspect]')"
_LINES: Final = "application/jsonl"
Evidence = Callable[[EvidenceItem], bytes | None]


def logs_of(review: Review, evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    """Name and content of a log for every suite of the review that asked something."""
    about = About(
        subject=review.inventory.subject.name,
        digest=review.inventory.subject.digest.oms_root,
        started_at=review.started_at,
        finished_at=review.finished_at,
        tool_version=review.tool_version,
        titles={check_id: check.title for check_id, check in wiring.checks().items()},
    )
    yield from logs(about, review.assessment.outcomes, evidence)


def logs(about: About, outcomes: tuple[Outcome, ...], evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    """The same for outcomes, whether or not they belong to a review."""
    for outcome in outcomes:
        own = [item for item in outcome.evidence if item.media_type == MEDIA_TYPE]
        if own:
            # What Inspect itself ran has its own log.
            yield from ((name_of(about, outcome), content) for item in own if (content := evidence(item)))
        elif asked(outcome):
            yield name_of(about, outcome), render_log(about, outcome, _parts(outcome, evidence))


def export(place: Path, directory: Path) -> tuple[Path, ...]:
    """Write the logs of a kept review into a directory, made when it is not there; the files.

    Raises `UsageError` when there is no review or nothing was asked in it, `OperationError` for the disk.
    """
    kept = place if place.is_dir() else place.parent
    review = read_review(place)
    made = tuple(logs_of(review, lambda item: kept_item(kept, item)))
    if not made:
        raise UsageError(
            f"the review in {kept} asked the model nothing", advice="review a model that can be asked, without --static"
        )
    return write_logs(made, directory)


def write_logs(made: tuple[tuple[str, bytes], ...], directory: Path) -> tuple[Path, ...]:
    """Write logs into a directory, made when it is not there. Raises `OperationError` for the disk."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, content in made:
            (directory / name).write_bytes(content)
    except OSError as error:
        raise OperationError(
            f"the logs cannot be written to {directory}: {error.strerror}", advice="give another directory"
        ) from error
    return tuple(directory / name for name, _ in made)


def show(place: Path, port: int, say: Callable[[str], None]) -> None:
    """Become Inspect's viewer on the logs of a kept review; it is ended with Ctrl-C.

    Raises `UsageError` where Inspect is not installed, and what `export` raises.
    """
    if find_spec("inspect_ai") is None:
        raise UsageError(
            f"the viewer of transcripts is Inspect's, and needs {EXTRA}",
            advice="install it, or write the logs for another machine with --export DIR",
        )
    directory = Path(tempfile.mkdtemp(prefix="seatrial-transcripts-"))
    say(f"{len(export(place, directory))} logs in {directory}, shown at http://127.0.0.1:{port}; Ctrl-C ends it")
    command = (sys.executable, "-P", "-m", "inspect_ai", "view", "start", "--log-dir", str(directory))
    # What a model said is shown as the text it is: no markup, pictures or links of its making.
    become(command[0], (*command, "--no-trust-content", "--host", "127.0.0.1", "--port", str(port)))


def _parts(outcome: Outcome, evidence: Evidence) -> list[Part]:
    """What the suite played; where it kept none of that, the plain transcript."""
    lines = [item for item in outcome.evidence if item.media_type == _LINES]
    played = [item for item in lines if not item.title.startswith(TRANSCRIPT)]
    return [
        Part(title=item.title, digest=item.digest, lines=(evidence(item) or b"").splitlines())
        for item in played or lines
    ]
