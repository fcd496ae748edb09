"""The union of what the chosen regimes ask for, each check once, with what stands in its way here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from seatrial.domain.check import Check, Cost, Need, Scope
from seatrial.domain.inventory import ArtifactEntry, Inventory
from seatrial.domain.plan import Bound, Plan, PlannedCheck
from seatrial.domain.regime import Requirement

STREAM_BYTES_PER_SECOND: Final = 0.4e9
"""Planning figure for a streamed check on one core; measured costs stand in the outcomes."""
HEADER_SECONDS: Final = 0.005
QUERY_SECONDS: Final = 0.7
"""Planning figure for one short answer of a small model on two cores, of at most this many tokens:"""
ORDINARY_TOKENS: Final = 64
PROMPT_TOKENS: Final = 18
"""What a query takes besides its answer, in tokens of an answer: seen of two small models over sixteen suites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One requirement that concerns the subject, and the regime it stands in."""

    regime_id: str
    requirement: Requirement

    @property
    def reference(self) -> str:
        """`<regime>/<requirement>`."""
        return f"{self.regime_id}/{self.requirement.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What can be done on this machine with this subject: each need, and why it is not met."""

    lacking: Mapping[Need, str]
    """Needs that are not met, with the reason shown to the user: `needs extra 'llm'`."""
    seconds_per_query: float = QUERY_SECONDS


def build(
    regimes: Sequence[str],
    asked: Sequence[Asked],
    catalogue: Mapping[str, Check],
    inventory: Inventory,
    capabilities: Capabilities,
    *,
    seed: int,
) -> Plan:
    """The plan for `asked`, in catalogue order, cheap checks first."""
    relying: dict[str, list[Asked]] = {}
    for item in asked:
        for check_id in _wanted(item.requirement, catalogue):
            relying.setdefault(check_id, []).append(item)
    checks = [_planned(check_id, items, catalogue, inventory, capabilities) for check_id, items in relying.items()]
    order = {check_id: (tuple(Cost).index(check.cost), check_id) for check_id, check in catalogue.items()}
    checks.sort(key=lambda planned: order.get(planned.check_id, (len(Cost), planned.check_id)))
    unasked = tuple(sorted(set(catalogue) - set(relying)))
    return Plan(regimes=tuple(regimes), checks=tuple(checks), unasked=unasked, seed=seed)


def _wanted(requirement: Requirement, catalogue: Mapping[str, Check]) -> list[str]:
    """Checks that a requirement names, and those that make the measurements it bounds."""
    measuring = [
        check.id
        for bound in requirement.bounds
        for check in catalogue.values()
        if bound.metric in check.metrics and check.id not in requirement.checks
    ]
    aliases = {alias: check.id for check in catalogue.values() for alias in check.aliases}
    return [aliases.get(c, c) for c in requirement.checks] + measuring


def _planned(
    check_id: str,
    items: list[Asked],
    catalogue: Mapping[str, Check],
    inventory: Inventory,
    capabilities: Capabilities,
) -> PlannedCheck:
    references = tuple(dict.fromkeys(item.reference for item in items))
    check = catalogue.get(check_id)
    if check is None:
        obstacle = "no check of this name is installed"
        return PlannedCheck(check_id=check_id, check_version=0, requirements=references, obstacle=obstacle)
    artifacts = examined(check, inventory)
    bounds = _bounds(check, items)
    obstacle = next((capabilities.lacking[n] for n in check.needs if n in capabilities.lacking), "")
    planned = PlannedCheck(
        check_id=check_id,
        check_version=check.version,
        requirements=references,
        soundness=check.soundness,
        artifacts=tuple(a.path for a in artifacts),
        bounds=bounds,
        obstacle=obstacle,
    )
    if obstacle:
        return planned
    seconds, queries = _expected(check, artifacts, capabilities)
    return replace(planned, expected_seconds=round(seconds, 3), expected_queries=queries)


def examined(check: Check, inventory: Inventory) -> list[ArtifactEntry]:
    """The artifacts an ARTIFACT check will be shown; none for the other scopes."""
    if check.scope is not Scope.ARTIFACT:
        return []
    return [a for a in inventory.artifacts if not check.formats or a.format in check.formats]


def _bounds(check: Check, items: list[Asked]) -> tuple[Bound, ...]:
    bounds = [b for item in items for b in item.requirement.bounds if b.metric in check.metrics]
    return tuple(dict.fromkeys(bounds))


def _expected(check: Check, artifacts: list[ArtifactEntry], capabilities: Capabilities) -> tuple[float, int]:
    if check.cost is Cost.QUERIES:
        share = (PROMPT_TOKENS + check.answer_tokens) / (PROMPT_TOKENS + ORDINARY_TOKENS)
        return check.query_cap * capabilities.seconds_per_query * share, check.query_cap
    if check.cost is Cost.STREAM:
        return sum(a.size for a in artifacts) / STREAM_BYTES_PER_SECOND, 0
    return max(1, len(artifacts)) * HEADER_SECONDS, 0
