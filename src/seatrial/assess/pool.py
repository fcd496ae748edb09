"""The assess stage: a plan becomes an assessment, with exactly one outcome for each planned check.

Checks of files run one after another in one worker, checks that ask the model in another. A worker that is late or
gone costs the check it was at; a fresh one takes up the rest. What is finished is kept at once.
"""

import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from seatrial.assess.contain import ContainmentOrder
from seatrial.assess.conversation import Companions, Conversation, Setting, run_check
from seatrial.assess.events import Finished, Progress, Queued, Started, Warned
from seatrial.assess.interrupt import terminated_like_interrupted
from seatrial.assess.keys import Keys, concerns, keys_for, model_files
from seatrial.assess.limits import Limits, is_remote, listens, ports
from seatrial.assess.messages import Begin, Examine
from seatrial.assess.process import Worker
from seatrial.assess.store import KeepsResults
from seatrial.assess.watch import Watched, model_at, watch
from seatrial.domain.assessment import Assessment
from seatrial.domain.bank import Bank
from seatrial.domain.ceiling import Ceiling
from seatrial.domain.check import Check, Scope
from seatrial.domain.declaration import Declaration
from seatrial.domain.inventory import Inventory
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.plan import Plan, PlannedCheck
from seatrial.domain.target import TargetSpec

__all__ = ["Finished", "Limits", "Progress", "Started", "Warned", "run"]

OnEvent = Callable[[object], None]


@dataclass(slots=True)
class _Assessing:
    """One run of a plan in the making."""

    plan: Plan
    checks: Mapping[str, Check]
    keys: Keys
    store: KeepsResults
    limits: Limits
    on_event: OnEvent
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    companions: Companions = field(default_factory=dict)
    warned: bool = False

    def finish(self, outcome: Outcome) -> None:
        self.outcomes[outcome.check_id] = outcome
        if self.store.warning and not self.warned:
            self.warned = True
            self.on_event(Warned(message=self.store.warning))
        self.on_event(Finished(outcome=outcome))

    def key(self, planned: PlannedCheck, network: str) -> str:
        return self.keys.outcome(self.checks[planned.check_id], planned, self.plan.seed, network)


def run(
    plan: Plan,
    inventory: Inventory,
    *,
    declaration: Declaration | None,
    root: Path | None,
    checks: Mapping[str, Check],
    target: TargetSpec | None,
    store: KeepsResults,
    command: Sequence[str],
    limits: Limits | None = None,
    on_event: OnEvent | None = None,
    secret: str | None = None,
    began: float | None = None,
    extra_modules: Sequence[str] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
    bank: Bank | None = None,
    companions: Companions = MappingProxyType({}),
    ceiling: Ceiling | None = None,
) -> Assessment:
    """Run `plan` on the subject at `root` (None for an endpoint).

    `command` starts a worker; `secret` is what the target needs to be let in, and goes nowhere else.
    `began` is when the inventory began (seconds since the epoch); without it every file is hashed once more.
    `extra_modules` holds checks beside the catalogue, and `environment` adds to the worker's, both for tests of checks.
    Raises `KeyboardInterrupt` on Ctrl-C and SIGTERM, with all workers gone and every finished outcome kept.
    """
    keys = keys_for(inventory, declaration, target, root, bank=bank, companions=companions)
    state = _Assessing(
        plan, checks, keys, store, limits or Limits(), on_event or (lambda _: None), companions=companions
    )
    static, asking = _sorted_out(state, target)
    with terminated_like_interrupted():
        watched: Watched | None = None
        for group, spec in ((static, None), (asking, target)):
            network = "remote-target" if spec and is_remote(spec) else "none"
            todo = deque(planned for planned in group if not _reused(state, planned, network))
            if not todo:
                continue
            state.on_event(Queued(checks=tuple(todo)))
            watched = watched or watch(inventory, root, began)
            setting = Setting(
                command=tuple(command),
                environment=dict(environment),
                begin=Begin(
                    containment=_containment(state, todo, root, spec, watched), extra_modules=tuple(extra_modules)
                ),
                examine=Examine(
                    inventory=inventory,
                    declaration=declaration,
                    root=os.fspath(root.absolute()) if root else "",
                    states=watched.states,
                    locations=watched.locations,
                    target=spec,
                    secret=secret if spec else None,
                    bank=bank if spec else None,
                    ceiling=ceiling if spec else None,
                    companions={part: one.name for part, one in companions.items()} if spec else {},
                ),
                limits=state.limits,
                model=model_at(model_files(inventory, spec, root), spec, root, watched),
            )
            _work_off(state, todo, setting)
    return Assessment(plan=plan, outcomes=tuple(state.outcomes[planned.check_id] for planned in plan.checks))


def _sorted_out(state: _Assessing, target: TargetSpec | None) -> tuple[list[PlannedCheck], list[PlannedCheck]]:
    """Checks of files and checks that ask; those that cannot run here are skipped with the reason."""
    static: list[PlannedCheck] = []
    asking: list[PlannedCheck] = []
    for planned in state.plan.checks:
        check = state.checks.get(planned.check_id)
        asks = check is not None and check.scope is Scope.TARGET
        obstacle = planned.obstacle or ("" if check else "no check of this name is installed")
        obstacle = obstacle or ("needs a model that can be asked" if asks and target is None else "")
        if obstacle:
            state.finish(_without_run(planned, Status.SKIPPED, obstacle))
        else:
            (asking if asks else static).append(planned)
    return static, asking


def _containment(
    state: _Assessing, todo: Sequence[PlannedCheck], root: Path | None, spec: TargetSpec | None, watched: Watched
) -> ContainmentOrder:
    wall = sum(state.limits.seconds(planned) for planned in todo) + state.limits.open_seconds
    seconds = state.limits.cpu_seconds or int(wall * (os.cpu_count() or 1)) + 1
    readable = {os.fspath(root.resolve())} if root else set()
    readable.update(os.path.dirname(location) for location in watched.locations.values())  # noqa: PTH120 - strings in, strings out
    remote = spec is not None and is_remote(spec)
    if spec is not None and not remote:
        readable.add(os.path.realpath(spec.location))
    return ContainmentOrder(
        parent=os.getpid(),
        memory_bytes=state.limits.memory(spec),
        cpu_seconds=seconds,
        open_files=state.limits.open_files,
        readable=tuple(sorted(readable)),
        network="remote-target" if remote else "none",
        listens=spec is not None and listens(spec),
        ports=ports(spec) if spec is not None and remote else (),
        leave_out=state.limits.leave_out,
    )


def _reused(state: _Assessing, planned: PlannedCheck, network: str) -> bool:
    """Whether the store knew the outcome, and it was taken."""
    key = state.key(planned, network)
    known = state.store.outcome(key) if key else None
    if known is None or (known.check_id, known.check_version) != (planned.check_id, planned.check_version):
        return False
    state.finish(known)
    return True


def _work_off(state: _Assessing, todo: "deque[PlannedCheck]", setting: Setting) -> None:
    """Run checks in workers until none is left."""
    blameless: set[str] = set()
    spent = (0, 0)
    while todo:
        with Worker(setting.command, setting.environment) as worker:
            talk = Conversation(
                worker=worker, setting=setting, store=state.store, keys=state.keys, companions=state.companions
            )
            talk.setting = replace(setting, examine=replace(setting.examine, spent=spent))
            talk.spent = spent
            talk.introduce()
            if talk.trouble:
                while todo:
                    state.finish(talk.could_not_run(todo.popleft()))
                return
            if talk.containment.network != setting.begin.containment.network:
                todo = deque(p for p in todo if not _reused(state, p, talk.containment.network))
            while todo and talk.usable:
                planned = todo.popleft()
                outcome = _one(state, talk, planned)
                if outcome is None and planned.check_id not in blameless:
                    # The worker was gone before this check could start: it is no fault of the check's, once.
                    blameless.add(planned.check_id)
                    todo.appendleft(planned)
                else:
                    state.finish(outcome or talk.could_not_run(planned))
            spent = talk.spent


def _one(state: _Assessing, talk: Conversation, planned: PlannedCheck) -> Outcome | None:
    """The outcome of one check, kept; None when the worker was gone before it began."""
    state.on_event(Started(check_id=planned.check_id))
    check = state.checks[planned.check_id]
    outcome = run_check(talk, check, planned, state.plan.seed, state.on_event)
    if outcome is not None:
        known = {part: one.identity for part, one in talk.companions.items() if concerns(part, check)}
        outcome = replace(outcome, containment=talk.containment, versions=outcome.versions | known)
        key = state.key(planned, talk.containment.network)
        if key:
            state.store.keep_outcome(key, outcome)
    return outcome


def _without_run(planned: PlannedCheck, status: Status, reason: str) -> Outcome:
    return Outcome(check_id=planned.check_id, check_version=planned.check_version, status=status, reason=reason)
