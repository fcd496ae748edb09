"""Other forms of the model under review, each in a contained worker of its own, for the check that compares them."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from seatrial.app import wiring
from seatrial.app.choose import forms_of, obstacle_of
from seatrial.app.companions import NOBODY
from seatrial.app.locate import Located
from seatrial.assess.conversation import Companions, Model
from seatrial.assess.keys import model_files
from seatrial.assess.respondent import Respondent
from seatrial.assess.watch import Watched, model_at, watch
from seatrial.domain.check import Need, ThreatArea
from seatrial.domain.context import FORM, Message, Reply
from seatrial.domain.inventory import Inventory
from seatrial.domain.plan import Plan
from seatrial.domain.regime import Requirement
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.domain.text import shown
from seatrial.plan.build import Asked

MOST: Final = 16
"""Forms that are compared; each one is a model in memory."""


def comparing() -> tuple[str, ...]:
    """The checks that compare forms."""
    return tuple(check.id for check in wiring.checks().values() if Need.FORMS in check.needs)


def asked_of_forms(all_forms: bool) -> list[Asked]:
    """That the plan is to compare forms, though no regime asks for that; nothing unless it is wanted."""
    if not all_forms:
        return []
    requirement = Requirement(
        id="parity", statement="Every form is asked the same.", areas=(ThreatArea.INTEGRITY,), checks=comparing()
    )
    return [Asked(regime_id="forms", requirement=requirement)]


def other_forms(located: Located, inventory: Inventory, target: TargetSpec | None) -> tuple[TargetSpec, ...]:
    """Every form but the one that all suites ask."""
    return tuple(form for form in forms_of(located, inventory) if target is not None and form.name != target.name)


def lacking_forms(
    located: Located, inventory: Inventory, target: TargetSpec | None, *, all_forms: bool
) -> dict[Need, str]:
    """Why forms cannot be compared here; empty when they can. None is left out without a word: then none is asked."""
    if not all_forms:
        return {Need.FORMS: "compares all forms of a model, with --all-forms"}
    found = other_forms(located, inventory, target)
    if not found:
        return {Need.FORMS: "the model comes in no other form that can be asked"}
    if len(found) > MOST:
        return {Need.FORMS: f"the model comes in {len(found) + 1:,} forms; {MOST + 1} at most are compared"}
    for form in found:
        if obstacle := obstacle_of(form, inventory):
            return {Need.FORMS: f"{shown(form.name, 120)} is a form of the model and {obstacle}"}
    return {}


class _Form:
    """One form. Its worker starts, and loads it, when it is first asked; `assess.conversation.Companion`."""

    bound = True

    def __init__(self, spec: TargetSpec, inventory: Inventory, root: Path, watched: Watched, stack: ExitStack) -> None:
        self._spec, self._inventory, self._stack = spec, inventory, stack
        files = model_files(inventory, spec, root)
        self._model: Model | None = model_at(files, spec, root, watched)
        digests = {entry.path: entry.sha256 for entry in inventory.artifacts}
        told = "".join(f"{digests[path]}  {path}\n" for path in sorted(files))
        self.identity = f"{spec.name} sha256:{hashlib.sha256(told.encode()).hexdigest()}"
        linked = [Path(watched.locations[path]).parent for path in files if path in watched.locations]
        self._readable = tuple(sorted({os.fspath(place) for place in linked}))
        self._respondent: Respondent | None = None

    @property
    def name(self) -> str:
        """What it is called in outcomes."""
        return self._spec.name

    def ask(self, messages: Sequence[Message], *, max_tokens: int) -> Reply:
        """One answer at temperature 0. Raises `TargetError`, also when its files are no longer those under review."""
        if self._respondent is None:
            respondent = Respondent(
                self._spec, self._inventory, wiring.WORKER, identity=self.identity, readable=self._readable
            )
            self._respondent = self._stack.enter_context(respondent)
        reply = self._respondent.ask(messages, max_tokens=max_tokens)
        if not self._respondent.containment.sufficient:
            raise TargetError("it could not be contained")
        if self._model is None or self._model.changed:
            raise TargetError("it changed while under review")
        return reply


@contextmanager
def forms_opened(
    plan: Plan, inventory: Inventory, located: Located, target: TargetSpec | None, began: float
) -> Iterator[Companions]:
    """The forms as companions, unless nothing in the plan compares them; their workers are gone afterwards."""
    wanted = any(planned.check_id in comparing() for planned in plan.runnable)
    if located.path is None or not wanted:
        yield NOBODY
        return
    watched = watch(inventory, located.path, began)
    with ExitStack() as stack:
        yield {
            f"{FORM}{number}": _Form(spec, inventory, located.path, watched, stack)
            for number, spec in enumerate(other_forms(located, inventory, target), 1)
        }
