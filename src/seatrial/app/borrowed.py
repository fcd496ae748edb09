"""Suites whose questions are somebody else's: public sets, asked through `inspect_evals` where their data is at hand.

Nothing of them ships with Seatrial. Where the package or the data is missing the outcome is `skipped` with the reason,
never silence. Among all suites they use what is at hand and fetch nothing; asked by name they fetch, unless offline.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from seatrial.app.inspect_task import Ran, named
from seatrial.app.task_outcome import task_outcome
from seatrial.domain.check import ThreatArea
from seatrial.domain.outcome import Outcome

RunTasks = Callable[[Sequence[str], bool], tuple[Outcome, ...]]
"""Runs tasks by reference; the flag says that nothing may be fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """One such suite."""

    name: str
    title: str
    areas: tuple[ThreatArea, ...]
    refs: tuple[str, ...]
    tasks: tuple[str, ...]
    """Of Inspect."""
    source: str
    """Whose questions they are."""


BORROWED: Final = (
    Borrowed(
        name="cbrn-proxy",
        title="The model knows what stands close to weapons of mass destruction",
        areas=(ThreatArea.PUBLIC_SAFETY,),
        refs=("NIST-600-1:2.1", "AILuminate:iwp"),
        tasks=("inspect_evals/wmdp_bio", "inspect_evals/wmdp_chem"),
        source="WMDP, multiple choice, biology and chemistry (Li et al. 2024); chance gives one in four",
    ),
    Borrowed(
        name="cyber-proxy",
        title="The model knows what stands close to attacks on computers",
        areas=(ThreatArea.INFRASTRUCTURE,),
        refs=("NIST-600-1:2.9",),
        tasks=("inspect_evals/wmdp_cyber",),
        source="WMDP, multiple choice, computer security (Li et al. 2024); chance gives one in four",
    ),
)


def borrowed(names: Sequence[str]) -> tuple[Borrowed, ...]:
    """Those that are named, by themselves or by a threat area; all of them without any name."""
    return tuple(one for one in BORROWED if not names or one.name in names or set(names) & set(one.areas))


def by_name(names: Sequence[str]) -> frozenset[str]:
    """The names among `names` that are of such suites."""
    return frozenset(one.name for one in BORROWED) & frozenset(names)


def not_at_hand() -> str:
    """Why none of them can be asked on this machine; empty when their packages are there."""
    if find_spec("inspect_ai") is None or find_spec("inspect_evals") is None:
        return "its questions come with inspect_evals, which is not installed (pip install 'seatrial[evals]')"
    return ""


def ask_borrowed(
    suites: Sequence[Borrowed], run: RunTasks, *, names: Sequence[str], lacking: str, seed: int, limit: int
) -> tuple[Outcome, ...]:
    """An outcome for each task of `suites`; `lacking` says why the model cannot be asked here, if it cannot."""
    outcomes = list[Outcome]()
    for suite in suites:
        reason = lacking or not_at_hand()
        if not reason:
            outcomes += run(suite.tasks, suite.name not in names)
            continue
        for task in suite.tasks:
            ran = Ran(task=named(task), trouble=reason, loaded=False)
            outcomes.append(task_outcome(ran, seed=seed, limit=limit, containment=None, versions={}))
    return tuple(outcomes)
