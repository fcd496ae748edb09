"""Suites: checks that ask the model, found by name, and asked alone by `seatrial probe`."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seatrial.app import wiring
from seatrial.app.declaration import read_declaration
from seatrial.app.locate import locate
from seatrial.domain.check import Check, Scope
from seatrial.domain.errors import UsageError
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.plan import Bound
from seatrial.domain.regime import Requirement
from seatrial.domain.result import Result
from seatrial.measure.deciding import Standing, standing
from seatrial.plan.build import Asked, build

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


def bound_of(text: str, known: Mapping[str, Check]) -> Bound:
    """`METRIC<=LIMIT` or `METRIC>=LIMIT`; a limit may be in percent. Raises `UsageError`."""
    found = _BOUND.fullmatch(text.replace(" ", ""))
    metrics = sorted({metric for check in known.values() for metric in check.metrics})
    try:
        limit = float(found["limit"]) / (100 if text.endswith("%") else 1) if found else -1.0
    except ValueError:
        limit = -1.0
    if found is None or not 0 <= limit <= 1:
        raise UsageError(f"{text!r:.100} is no bound", advice="write METRIC<=LIMIT, as harmful-compliance-rate<=5%")
    if found["metric"] not in metrics:
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
    """Ask the model what the suites ask. Raises `UsageError` for what the caller must change, `OperationError`."""
    wanted = chosen(asked.suites)
    bounds = tuple(bound_of(text, wanted) for text in asked.bounds)
    began = datetime.datetime.now(datetime.UTC)
    located = locate(asked.model, offline=asked.offline)
    declaration = read_declaration(located.path, None)
    inventory = wiring.take_inventory(located, asked.served_model, on_event)
    target = wiring.choose_target(located, inventory, asked)
    requirements = [
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
    capabilities = wiring.capabilities(inventory, target, declaration, static=False)
    plan = build(("probe",), requirements, wiring.checks(), inventory, capabilities, seed=asked.seed)
    assessment = wiring.assess(
        plan,
        inventory,
        declaration=declaration,
        located=located,
        target=target,
        store=wiring.open_store(cached=asked.cache),
        began=began,
        on_event=on_event,
    )
    return Probed(model=located.name, outcomes=assessment.outcomes, bounds=bounds, seed=asked.seed)
