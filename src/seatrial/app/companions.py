"""Second models that suites work with, each in a contained worker of its own: an attacker, a judge."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urldefrag

from seatrial.app import wiring
from seatrial.app.choose import engine_parameters
from seatrial.app.locate import Located, locate
from seatrial.assess.conversation import Companions
from seatrial.assess.respondent import Respondent
from seatrial.domain.check import Need, ThreatArea
from seatrial.domain.errors import UsageError
from seatrial.domain.plan import Plan
from seatrial.domain.regime import Requirement
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.plan.build import Asked

ATTACKER: Final = "attacker"
JUDGE: Final = "judge"
KEYS: Final = {ATTACKER: "SEATRIAL_ATTACKER_KEY", JUDGE: "SEATRIAL_JUDGE_KEY"}
"""Variables with the key for an endpoint, by part."""
NOBODY: Final[Companions] = MappingProxyType({})


def named(attacker: str, judge: str) -> dict[str, str]:
    """Those that were named, by their part."""
    return {part: reference for part, reference in ((ATTACKER, attacker), (JUDGE, judge)) if reference}


def asked_of_attacker(attacker: str) -> list[Asked]:
    """That the plan is to hold what works with an attacker, though no regime asks for that; nothing without one."""
    if not attacker:
        return []
    attacked = tuple(check.id for check in wiring.checks().values() if Need.ATTACKER in check.needs)
    requirement = Requirement(
        id="attacks", statement="The attacker is let loose.", areas=(ThreatArea.PUBLIC_SAFETY,), checks=attacked
    )
    return [Asked(regime_id=ATTACKER, requirement=requirement)]


@contextmanager
def opened(references: Mapping[str, str], plan: Plan, *, offline: bool) -> Iterator[Companions]:
    """Start them, unless nothing in the plan asks the model; they are gone afterwards.

    Raises `UsageError` for one that cannot be reached or loaded.
    """
    if not any(planned.expected_queries for planned in plan.runnable):
        yield NOBODY
        return
    with ExitStack() as stack:
        found = dict[str, Respondent]()
        for part, reference in references.items():
            try:
                found[part] = stack.enter_context(_respondent(part, reference, offline=offline))
            except TargetError as error:
                raise UsageError(
                    f"the {part} cannot be asked: {error}", advice=f"check what --{part} names, then run it again"
                ) from error
        yield found


def _respondent(part: str, reference: str, *, offline: bool) -> Respondent:
    address, model = urldefrag(reference) if reference.startswith(("http://", "https://")) else (reference, "")
    located = locate(address, offline=offline)
    if located.path is None:
        spec = TargetSpec(kind="openai_http", name=located.name, location=located.url, model=model)
        inventory = wiring.take_inventory(located, model, None)
        return Respondent(spec, inventory, wiring.WORKER, secret=os.environ.get(KEYS[part]) or None)
    path = _file(part, located)
    kind = "replay" if path.suffix == ".jsonl" else "llamacpp"
    spec = TargetSpec(kind=kind, name=path.name, location=str(path), parameters=engine_parameters())
    inventory = wiring.take_inventory(Located(name=path.name, path=path), "", None)
    if not inventory.artifacts:
        raise UsageError(f"the {part} {path.name} cannot be read", advice="check its permissions, then run it again")
    return Respondent(spec, inventory, wiring.WORKER, identity=f"sha256:{inventory.artifacts[0].sha256}")


def _file(part: str, located: Located) -> Path:
    path = located.path.resolve() if located.path else Path()
    if not path.is_file() or path.suffix not in (".gguf", ".jsonl"):
        raise UsageError(
            f"the {part} {located.name} is neither a GGUF file nor recorded answers",
            advice=f"give --{part} a .gguf file, a .jsonl of recorded answers, or the URL of an endpoint",
        )
    return path
