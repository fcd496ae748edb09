"""A made-up portfolio: releases with sizes, compute, dates, holes in what is declared, defects, incidents.

Everything here is our own assumption, chosen so that thresholds which regimes name (1e25 and 1e26 operations,
500 million dollars) lie amidst the releases. It shows how wordings differ; it says nothing about any real developer.
"""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seatrial.compare.defects import plant
from seatrial.compare.draws import Draws
from seatrial.compare.portfolio import Incident, Portfolio, Release

Value = str | float | int | bool | tuple[str, ...]

FIRST_DAY: Final = datetime.datetime(2027, 1, 4, 9, tzinfo=datetime.UTC)
DAYS: Final = 365
NOTE: Final = (
    "Synthetic: made up by a seeded generator. Frequencies of defects, sizes and dates are assumptions, "
    "and no release, developer or incident in it is real."
)
_DAY: Final = datetime.timedelta(days=1)
_PLACES: Final = {"US": 0.85, "US-CA": 0.75, "US-NY": 0.7, "US-IL": 0.65, "EU": 0.6, "UK": 0.5, "CN": 0.15, "KR": 0.3}
_VOLUNTARY: Final = ("us-eo14409", "us-draft-2026-05-voluntary", "us-caisi-agreement")
_SIGNED: Final = ("us-accord-2026-09", "us-caisi-agreement", "eu-code-of-practice")
_TOPICS: Final = (
    *("cbrn", "cyber-offence", "loss-of-control", "manipulation"),
    *("privacy", "automated-rnd"),
)
_HOLES: Final = {
    "model.training_flop": 0.1,
    "developer.revenue_usd": 0.08,
    "developer.ai_revenue_usd": 0.2,
    "developer.rnd_usd": 0.2,
    "release.jurisdictions": 0.03,
    "release.opinion_capable": 0.2,
    "model.frontier_capability": 0.15,
    "model.most_capable": 0.05,
    "release.planned_partner_date": 0.3,
}
"""How often a fact is not declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """Exponents of ten for compute and revenue, and how far a developer of this size keeps papers."""

    flop: tuple[float, float]
    revenue: tuple[float, float]
    papers: float
    voluntary: float
    preparation: float


_SIZES: Final[Mapping[str, _Size]] = {
    "small": _Size(flop=(21, 25), revenue=(5, 7.5), papers=0.15, voluntary=0.03, preparation=1.4),
    "medium": _Size(flop=(23.5, 26), revenue=(7, 9), papers=0.45, voluntary=0.2, preparation=1.1),
    "large": _Size(flop=(24.8, 27.2), revenue=(8.6, 11), papers=0.8, voluntary=0.7, preparation=0.9),
}
_MIX: Final = {"small": 0.45, "medium": 0.3, "large": 0.25}


def generate(seed: int, releases: int = 200) -> Portfolio:
    """So many releases over a year, by date. The same seed gives the same portfolio; raises `ValueError` below 1."""
    if releases < 1:
        raise ValueError("a portfolio has at least one release")
    made = [_release(seed, number) for number in range(1, releases + 1)]
    return Portfolio(note=NOTE, seed=seed, releases=tuple(sorted(made, key=lambda r: (r.ready_at, r.name))))


def _release(seed: int, number: int) -> Release:
    draws = Draws("release", seed, number)
    size = _SIZES[draws.pick(_MIX)]
    ready = FIRST_DAY + math.floor(draws.share() * DAYS) * _DAY
    flop = draws.magnitude(*size.flop)
    # Capability follows compute, loosely: a small model may be capable, and a large one may not.
    capability = min(max((math.log10(flop) - 22) / 5.5 + draws.between(-0.3, 0.3), 0.0), 0.999)
    known = {
        **_model(draws, flop, capability),
        **_developer(draws, size),
        **_plans(draws, ready),
        **_papers(draws, size, ready),
    }
    facts = {name: value for name, value in known.items() if not draws.chance(_HOLES.get(name, 0.0))}
    return Release(
        name=f"release-{number:05}",
        ready_at=ready,
        facts={"model.name": f"release-{number:05}", **facts},
        preparation=round(size.preparation * draws.between(0.7, 1.3), 3),
        capability=round(capability, 4),
        sealed_answered=draws.chance(0.8),
        defects=plant(draws, capability, strong=known.get("evaluations.elicitation") == "strong"),
        incidents=_incidents(draws, ready),
    )


def _model(draws: Draws, flop: float, capability: float) -> dict[str, Value]:
    channel = draws.pick({"open-weights": 0.35, "api": 0.35, "product": 0.25, "internal": 0.05})
    return {
        "model.training_flop": flop,
        "model.release_channel": channel,
        "model.weights_open": channel == "open-weights",
        "model.generates_text": True,
        "model.modalities": ("text", *draws.some(("image", "audio", "code"), 0.4)),
        "model.most_capable": draws.chance(0.3),
        "model.frontier_capability": capability >= 0.7,
        "model.modification": draws.chance(0.25),
        "model.high_impact_use": draws.chance(0.15),
        "release.public_facing": channel != "internal",
        "release.internal_only": channel == "internal",
        "release.opinion_capable": draws.chance(0.6),
    }


def _developer(draws: Draws, size: _Size) -> dict[str, Value]:
    revenue = draws.magnitude(*size.revenue)
    takes_part = draws.chance(size.voluntary)
    return {
        "developer.revenue_usd": revenue,
        "developer.ai_revenue_usd": float(f"{revenue * draws.between(0.1, 0.9):.2e}"),
        "developer.rnd_usd": float(f"{revenue * draws.between(0.1, 0.6):.2e}"),
        "developer.opted_in": _VOLUNTARY if takes_part else ("none",),
        "developer.signatory": _SIGNED if takes_part else ("none",),
    }


def _plans(draws: Draws, ready: datetime.datetime) -> dict[str, Value]:
    public = ready + draws.whole(30, 120) * _DAY
    places = tuple(place for place, probability in _PLACES.items() if draws.chance(probability)) or ("US",)
    return {
        "release.jurisdictions": places,
        "release.planned_public_date": public.date().isoformat(),
        "release.planned_partner_date": (public - draws.whole(7, 45) * _DAY).date().isoformat(),
    }


def _papers(draws: Draws, size: _Size, ready: datetime.datetime) -> dict[str, Value]:
    """What a developer has at hand when the candidate is final."""
    papers: dict[str, Value] = {
        "framework.published": True,
        "framework.confirmed_on": (ready - draws.whole(10, 500) * _DAY).date().isoformat(),
        "incident_process.in_place": True,
        "whistleblower.channel": True,
        "security.attested": True,
        "security.encryption_bits": 256,
        "evaluations.risks": draws.some(_TOPICS, size.papers),
        "evaluations.containment": True,
        "evaluations.elicitation": draws.pick({"none": 0.2, "basic": 0.5, "strong": size.papers}),
        "controls.internal_team": True,
        "change_plan.in_place": True,
    }
    return {name: value for name, value in papers.items() if draws.chance(size.papers)}


def _incidents(draws: Draws, ready: datetime.datetime) -> tuple[Incident, ...]:
    """At most one a release. Awareness, discovery and determination lie hours to weeks apart; so does the report."""
    happens = draws.chance(0.15)
    occurred = ready + draws.between(150, 400) * _DAY
    aware = occurred + draws.waiting(6.0, 90) * _DAY
    discovered = aware + draws.waiting(2.0, 30) * _DAY
    determined = discovered + draws.waiting(3.0, 45) * _DAY
    reported = determined + draws.waiting(3.0, 60) * _DAY
    if not happens:
        return ()
    moments = [moment.replace(microsecond=0) for moment in (occurred, aware, discovered, determined, reported)]
    return (
        Incident(
            occurred_at=moments[0],
            aware_at=moments[1],
            discovered_at=moments[2],
            determined_at=moments[3],
            reported_at=moments[4],
        ),
    )
