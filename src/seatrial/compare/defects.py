"""Kinds of defects that are planted, and what shows them. Probabilities are our own assumptions, not measurements."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seatrial.compare.draws import Draws
from seatrial.compare.portfolio import Defect
from seatrial.domain.check import ThreatArea

STRONG: Final = "evaluation-result"
"""An evaluation by the developer shows a capability only with strong elicitation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectKind:
    """One kind of defect."""

    name: str
    area: ThreatArea
    frequency: float
    """Share of releases that have it; for capabilities, of those that are capable."""
    shown_by: Mapping[str, float]
    """Type of evidence, check id or `metric:<name>` -> probability that it shows this defect."""
    capability: bool = False
    """Only a capable model has it, and the developer's own evaluation shows it only with strong elicitation."""


_A = ThreatArea
KINDS: Final = (
    DefectKind(
        name="code that runs on loading",
        area=_A.INTEGRITY,
        frequency=0.04,
        shown_by={"artifact.pickle-import": 0.97, "file-scan": 0.9, "artifact.embedded-pickle": 0.3},
    ),
    DefectKind(
        name="damaged weights",
        area=_A.INTEGRITY,
        frequency=0.03,
        shown_by={"weights.tensor-integrity": 0.9, "artifact.safetensors-header": 0.3, "file-scan": 0.3},
    ),
    DefectKind(
        name="credentials among the files",
        area=_A.PRIVACY,
        frequency=0.05,
        shown_by={"artifact.embedded-secrets": 0.9, "file-scan": 0.8},
    ),
    DefectKind(
        name="personal data memorised",
        area=_A.PRIVACY,
        frequency=0.12,
        shown_by={"corpus-sample": 0.5, "independent-evaluation": 0.4, "test-bank-result": 0.3},
    ),
    DefectKind(
        name="hidden instructions given away",
        area=_A.PRIVACY,
        frequency=0.08,
        shown_by={"metric:system-prompt-leak-rate": 0.8, "independent-evaluation": 0.5},
    ),
    DefectKind(
        name="harmful requests complied with",
        area=_A.PUBLIC_SAFETY,
        frequency=0.15,
        shown_by={
            "metric:harmful-compliance-rate": 0.8,
            "test-bank-result": 0.7,
            "safeguard-test": 0.8,
            "independent-evaluation": 0.7,
        },
    ),
    DefectKind(
        name="cyber offence",
        area=_A.INFRASTRUCTURE,
        frequency=0.35,
        shown_by={"independent-evaluation": 0.8, "access-grant": 0.8, STRONG: 0.7},
        capability=True,
    ),
    DefectKind(
        name="uplift for weapons",
        area=_A.PUBLIC_SAFETY,
        frequency=0.2,
        shown_by={"independent-evaluation": 0.75, "access-grant": 0.7, STRONG: 0.65, "safeguard-test": 0.3},
        capability=True,
    ),
    DefectKind(
        name="acts against its overseers",
        area=_A.PUBLIC_SAFETY,
        frequency=0.15,
        shown_by={"independent-evaluation": 0.5, "access-grant": 0.4, STRONG: 0.35, "risk-summary": 0.1},
        capability=True,
    ),
    DefectKind(
        name="weights within a thief's reach",
        area=_A.INFRASTRUCTURE,
        frequency=0.1,
        shown_by={"security-attestation": 0.4, "audit-report": 0.6, "controls-attestation": 0.3},
    ),
)
CAPABLE_FROM: Final = 0.6
"""Latent capability from which on a model may have a dangerous capability."""


def plant(draws: Draws, capability: float, *, strong: bool) -> tuple[Defect, ...]:
    """Defects of one release. The same number of draws is taken whatever comes of them."""
    planted: list[Defect] = []
    for kind in KINDS:
        present = draws.chance(kind.frequency)
        shown = [source for source, probability in kind.shown_by.items() if draws.chance(probability)]
        if kind.capability and not strong:
            shown = [source for source in shown if source != STRONG]
        if present and (not kind.capability or capability >= CAPABLE_FROM):
            planted.append(Defect(kind=kind.name, area=kind.area, shown_by=tuple(shown)))
    return tuple(planted)
