"""Tasks of Inspect as part of a probe: an outcome for each.

Each has the model in a worker of its own, so that a worker which one task ends is no trouble of the next.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from seatrial.app import wiring
from seatrial.app.inspect_task import Ran, inspect_version, run_task
from seatrial.app.task_outcome import task_outcome
from seatrial.assess.respondent import Respondent
from seatrial.assess.store import KeepsResults
from seatrial.domain.errors import UsageError
from seatrial.domain.inventory import Inventory
from seatrial.domain.outcome import Outcome
from seatrial.domain.target import TargetError, TargetSpec

LIMIT: Final = 100
"""Samples of a task, unless more are asked for."""


def run_tasks(
    references: Sequence[str],
    inventory: Inventory,
    target: TargetSpec | None,
    *,
    lacking: str,
    seed: int,
    limit: int,
    offline: bool,
    store: KeepsResults,
) -> tuple[Outcome, ...]:
    """An outcome for each task; `lacking` says why the model cannot be asked here, if it cannot.

    Raises `UsageError` in that case, since a task has nothing else to look at.
    """
    if target is None or lacking:
        raise UsageError(
            f"the tasks cannot be run: {lacking or 'the model cannot be asked'}", advice="name a model file"
        )
    secret = os.environ.get(wiring.ENDPOINT_KEY) or None
    outcomes = list[Outcome]()
    with tempfile.TemporaryDirectory(prefix="seatrial-tasks-") as place:
        for reference in references:
            try:
                with Respondent(target, inventory, wiring.WORKER, secret=secret) as model:
                    ran = run_task(reference, model, seed=seed, limit=limit, directory=Path(place), offline=offline)
                    containment, versions = model.containment, model.versions
            except TargetError as error:
                ran, containment, versions = Ran(task=reference, trouble=str(error)), None, {}
            versions = versions | {"inspect_ai": inspect_version()}
            outcome = task_outcome(ran, seed=seed, limit=limit, containment=containment, versions=versions)
            if ran.log:
                store.keep_evidence(outcome.evidence[0].digest, ran.log)
            outcomes.append(outcome)
    return tuple(outcomes)
