"""What reports say about checks: title, areas, first sentence and references, from the catalogue."""

from collections.abc import Mapping
from functools import cache

from seatrial.app.catalogue import catalogue
from seatrial.reports.notes import CheckNote


@cache
def notes() -> Mapping[str, CheckNote]:
    """Notes by check id."""
    return {
        check_id: CheckNote(
            title=entry.check.title,
            areas=entry.check.areas,
            summary=" ".join(entry.doc.strip().split("\n\n")[0].split()),
            refs=entry.check.refs,
        )
        for check_id, entry in catalogue().items()
    }
