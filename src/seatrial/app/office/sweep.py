"""Note what clocks did by themselves. It may run often, late, or twice at once: each effect is noted once."""

from seatrial.app.office.dispatch import note_effects
from seatrial.app.office.office import Office
from seatrial.journal import events


def sweep(office: Office) -> int:
    """Look at every case in which something may have happened by now; how many effects were noted."""
    with office.journal.looking() as db:
        due = events.due(db, office.clock())
    return sum(note_effects(office, case_id) for case_id in due)
