"""One case of one check, run in this process: cases are our own bytes, and static checks execute nothing."""

from pathlib import Path

from seatrial.app.catalogue import CatalogueEntry
from seatrial.assess.contexts import OpenedSubject
from seatrial.assess.execute import Assignment, Surroundings, execute
from seatrial.domain.outcome import Outcome
from seatrial.domain.plan import PlannedCheck
from seatrial.inventory.take import survey
from seatrial.plan.build import examined
from seatrial.testing.case import Case
from seatrial.testing.scripted_model import ScriptedModel


def run_case(entry: CatalogueEntry, case: Case, root: Path) -> Outcome:
    """The outcome of `entry` on the files of `case` at `root`, or on its scripted model."""
    if not case.files:
        (root / "empty.txt").write_bytes(b"")
    taken = survey(root)
    subject = OpenedSubject(taken.inventory, root, case.declaration, locations=taken.locations, states=taken.states)
    artifacts = tuple(artifact.path for artifact in examined(entry.check, taken.inventory))
    planned = PlannedCheck(
        check_id=entry.check.id,
        check_version=entry.check.version,
        requirements=(),
        artifacts=artifacts,
        bounds=case.bounds,
    )
    target = ScriptedModel(case.reply) if case.reply else None
    forms = {f"form {number}": reply for number, reply in enumerate(case.forms)}
    scripted = {"attacker": case.attacker, "judge": case.judge, **forms}
    companions = {part: ScriptedModel(reply, part) for part, reply in scripted.items() if reply}
    around = Surroundings(
        subject=subject, keep=lambda _item, _content: None, target=target, bank=case.bank, companions=companions
    )
    return execute(Assignment(check=entry.check, observe=entry.observe, planned=planned), around)
