"""Evidence as a review keeps it: bounded, and only what the review names by its digest."""

import hashlib
from pathlib import Path
from typing import Final

from seatrial.app.keep import EVIDENCE
from seatrial.domain.errors import UsageError
from seatrial.domain.evidence import EvidenceItem

MAX_ITEM: Final = 32 * 1024 * 1024
TRANSCRIPT: Final = "Transcript of "
"""How the title of an item begins that holds every question and answer of a check."""


def kept_item(directory: Path, item: EvidenceItem) -> bytes | None:
    """The bytes of one item of the review in `directory`; None when they are not there, or are too many.

    Raises `UsageError` for bytes that are not what the review names.
    """
    if item.size > MAX_ITEM:
        return None
    try:
        with (directory / EVIDENCE / item.digest.replace(":", "-")).open("rb") as file:
            content = file.read(MAX_ITEM + 1)
    except OSError:
        return None
    if "sha256:" + hashlib.sha256(content).hexdigest() != item.digest:
        raise UsageError(
            f"the evidence {item.digest} is not what the review names",
            advice="it was changed; go by the review as it was kept, or make it again with `seatrial review`",
        )
    return content
