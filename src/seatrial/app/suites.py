"""Suites: checks that ask the model, found by name, and asked alone by `seatrial probe`."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from seatrial.app import wiring
from seatrial.app.bank import SUITE, read_bank
from seatrial.app.borrowed import Borrowed, ask_borrowed, borrowed, by_name
from seatrial.app.choose import choose_target
from seatrial.app.companions import named, opened
from seatrial.app.declaration import read_declaration
from seatrial.app.forms import comparing, forms_opened, lacking_forms
from seatrial.app.inspect_task import check_task
from seatrial.app.locate import locate
from seatrial.app.tasks import LIMIT, run_tasks
from seatrial.app.transcripts import logs, write_logs
from seatrial.assess.store import KeepsResults
from seatrial.domain.ceiling import Ceiling
from seatrial.domain.check import Check, Need, Scope
from seatrial.domain.errors import UsageError
from seatrial.domain.inventory import Inventory
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.plan import Bound
from seatrial.domain.regime import Requirement
from seatrial.domain.result import Result
from seatrial.domain.target import TargetSpec
from seatrial.measure.deciding import Standing, standing
from seatrial.plan.build import Asked, build
from seatrial.reports.eval_log import About
from seatrial.version import __version__

_BOUND = re.compile(r"(?P<metric>[a-z0-9-]+)(?P<sign><=|>=|=)(?P<limit>[0-9.]+)%?")
OnEvent = Callable[[object], None]


def suites() -> Mapping[str, Check]:
    """Every suite by its name: the id without its folder."""
    return {check_id.partition(".")[2]: c for check_id, c in wiring.checks().items() if c.scope is Scope.TARGET}


def chosen(names: Sequence[str]) -> dict[str, Check]:
    """Suites by name or by threat area; all of them without any. Raises `UsageError` for an unknown name."""
    known = suites()
    if not names:
        return dict(known)
    found: dict[str, Check] = {}
    for name in names:
        of_area = {n: c for n, c in known.items() if name in c.areas}
        if name not in known and not of_area:
            raise UsageError(f"there is no suite {name!r:.100}", advice="seatrial suites lists them")
        found |= of_area or {name: known[name]}
    return found


def bound_of(text: str, known: Mapping[str, Check], *, others: bool = False) -> Bound:
    """`METRIC<=LIMIT` or `METRIC>=LIMIT`; a limit may be in percent. Raises `UsageError`.

    `others`: metrics of tasks are measured too, whose names are known when they have run.
    """
    found = _BOUND.fullmatch(text.replace(" ", ""))
    metrics = sorted({metric for check in known.values() for metric in check.metrics})
    try:
        limit = float(found["limit"]) / (100 if text.endswith("%") else 1) if found else -1.0
    except ValueError:
        limit = -1.0
    if found is None or not 0 <= limit <= 1:
        raise UsageError(f"{text!r:.100} is no bound", advice="write METRIC<=LIMIT, as harmful-compliance-rate<=5%")
    if found["metric"] not in metrics and not others:
        raise UsageError(f"none of these suites measures {found['metric']}", advice=f"choose {', '.join(metrics)}")
    direction = "at-least" if found["sign"] == ">=" else "at-most"
    return Bound(metric=found["metric"], limit=limit, direction=direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What is asked of a model, and how."""

    model: str
    suites: tuple[str, ...] = ()
    """Names or threat areas; empty for all."""
    bounds: tuple[str, ...] = ()
    seed: int = 0
    offline: bool = False
    cache: bool = True
    served_model: str = ""
    answer_seconds: float = 120.0
    concurrency: int = 4
    tasks: tuple[str, ...] = ()
    """Tasks of Inspect; with them and without `suites`, no suite is asked."""
    task_limit: int = LIMIT
    bank: Path | None = None
    """Private test bank; with it and without `suites`, no other suite is asked."""
    attacker: str = ""
    judge: str = ""
    """Second models, as `app.review.Order` has them."""
    all_forms: bool = False
    """Ask every form that the files hold, and compare them."""
    ceiling: Ceiling | None = None
    """The most that asking may cost; tasks are bounded by `task_limit` alone."""
    logs: Path | None = None
    """Directory for Inspect logs of all that was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What came of it: no regime, no record."""

    model: str
    outcomes: tuple[Outcome, ...]
    bounds: tuple[Bound, ...]
    seed: int

    @property
    def result(self) -> Result:
        """Clear when every suite ran to its end under containment and every bound is kept by the whole interval."""
        measured = {m.metric: m for outcome in self.outcomes for m in outcome.measurements}
        stands = [
            standing(bound, found.lower, found.upper) if (found := measured.get(bound.metric)) else Standing.UNDECIDED
            for bound in self.bounds
        ]
        if Standing.NOT_KEPT in stands:
            return Result.NOT_CLEAR
        ended = all(o.status is Status.COMPLETED and o.containment and o.containment.sufficient for o in self.outcomes)
        return Result.CLEAR if self.outcomes and ended and Standing.UNDECIDED not in stands else Result.COULD_NOT_TELL


def probe(asked: Probe, on_event: OnEvent | None = None) -> Probed:
    """Ask the model what the suites and tasks ask. Raises `UsageError` for what the caller must change,
    `OperationError` for disk and network.
    """
    wanted, others = _wanted(asked), _others(asked)
    for task in asked.tasks:
        check_task(task)
    bank = read_bank(asked.bank) if asked.bank else None
    unknown = bool(asked.tasks or by_name(asked.suites))
    bounds = tuple(bound_of(text, wanted, others=unknown) for text in asked.bounds)
    began = datetime.datetime.now(datetime.UTC)
    located = locate(asked.model, offline=asked.offline)
    declaration = read_declaration(located.path, None)
    inventory = wiring.take_inventory(located, asked.served_model, on_event)
    target = choose_target(located, inventory, asked)
    capabilities = wiring.capabilities(
        inventory,
        target,
        declaration,
        static=False,
        bank=bank,
        attacker=bool(asked.attacker),
        besides=lacking_forms(located, inventory, target, all_forms=asked.all_forms),
    )
    store = wiring.open_store(cached=asked.cache)
    plan = build(("probe",), _asked(wanted, bounds), wiring.checks(), inventory, capabilities, seed=asked.seed)
    with (
        opened(named(asked.attacker, asked.judge), plan, offline=asked.offline) as companions,
        forms_opened(plan, inventory, located, target, began.timestamp()) as compared,
    ):
        assessment = wiring.assess(
            plan,
            inventory,
            declaration=declaration,
            located=located,
            target=target,
            store=store,
            began=began,
            on_event=on_event,
            bank=bank,
            companions={**companions, **compared},
            ceiling=asked.ceiling,
        )
    lacking = capabilities.lacking.get(Need.TARGET, "")
    outcomes = (*assessment.outcomes, *_of_tasks(asked, others, inventory, target, lacking=lacking, store=store))
    if asked.logs is not None:
        about = _about(located.name, inventory, wanted, began)
        write_logs(tuple(logs(about, outcomes, lambda item: store.evidence(item.digest))), asked.logs)
    return Probed(model=located.name, outcomes=outcomes, bounds=bounds, seed=asked.seed)


def _of_tasks(
    asked: Probe,
    others: Sequence[Borrowed],
    inventory: Inventory,
    target: TargetSpec | None,
    *,
    lacking: str,
    store: KeepsResults,
) -> tuple[Outcome, ...]:
    """Outcomes of tasks of Inspect: those of borrowed suites, then those that were named."""

    def run(tasks: Sequence[str], offline: bool) -> tuple[Outcome, ...]:
        return run_tasks(
            tasks,
            inventory,
            target,
            lacking=lacking,
            seed=asked.seed,
            limit=asked.task_limit,
            offline=offline or asked.offline,
            store=store,
        )

    found = ask_borrowed(others, run, names=asked.suites, lacking=lacking, seed=asked.seed, limit=asked.task_limit)
    return (*found, *(run(asked.tasks, asked.offline) if asked.tasks else ()))


def _about(name: str, inventory: Inventory, wanted: Mapping[str, Check], began: datetime.datetime) -> About:
    return About(
        subject=name,
        digest=inventory.subject.digest.oms_root,
        started_at=began,
        finished_at=datetime.datetime.now(datetime.UTC),
        tool_version=__version__,
        titles={check.id: check.title for check in wanted.values()},
    )


def _wanted(asked: Probe) -> dict[str, Check]:
    """Suites named, and the bank's where there is a bank. One that needs what was not given is left out, unless it was
    named itself: then its outcome says what it needs.
    """
    given = {Need.BANK: asked.bank is not None, Need.ATTACKER: bool(asked.attacker), Need.FORMS: asked.all_forms}
    ours = [name for name in asked.suites if name not in by_name(asked.suites)]
    something = bool(asked.suites or asked.tasks or asked.bank is not None)
    found = {} if something and not ours else chosen(ours)
    if asked.bank is not None:
        found |= {name: check for name, check in suites().items() if check.id == SUITE}
    if asked.all_forms:
        found |= {name: check for name, check in suites().items() if check.id in comparing()}
    return {
        name: check
        for name, check in found.items()
        if name in asked.suites or all(given.get(need, True) for need in check.needs)
    }


def _others(asked: Probe) -> tuple[Borrowed, ...]:
    """Borrowed suites named; all of them without a word of what is wanted."""
    return borrowed(asked.suites) if asked.suites or not (asked.tasks or asked.bank) else ()


def _asked(wanted: Mapping[str, Check], bounds: Sequence[Bound]) -> list[Asked]:
    return [
        Asked(
            regime_id="probe",
            requirement=Requirement(
                id=name,
                statement=check.title,
                areas=check.areas,
                checks=(check.id,),
                bounds=tuple(bound for bound in bounds if bound.metric in check.metrics),
            ),
        )
        for name, check in wanted.items()
    ]
