"""Tallies of seeds to the rows, ways and harms of a comparison."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final

from seatrial.compare.leak import leak_surface
from seatrial.compare.observe import Candidate
from seatrial.compare.table import Burden, Comparison, Coverage, Harm, HarmCell, Path, Row, Span
from seatrial.compare.tally import Tally, estimate, extra, items, share
from seatrial.compare.way import Way
from seatrial.domain.check import ThreatArea
from seatrial.domain.regime import Effect
from seatrial.domain.review import Review

_DAY: Final = datetime.timedelta(days=1)
_STRONGEST: Final = (Effect.GATE, Effect.CONDITION, Effect.RECORD, Effect.ADVICE)
_SYNTHETIC: Final = (
    "Releases, defects and incidents are made up by a seeded generator; frequencies, efforts and detection are "
    "assumptions that stand in seatrial/compare. Differences between rows say more than the numbers themselves."
)
_NOTES: Final = (
    "Estimates are means over seeds, with the least and the most of them.",
    "Burden counts releases that a regime concerns or may concern, since who cannot tell files as well; coverage "
    "counts only those it surely concerns.",
    "A window before the release is taken as used in full. Draws of service and answers belong to the release, so "
    "that regimes differ by their rules and not by luck.",
    "As we read it, not legal advice.",
)


def assemble(
    ways: Mapping[str, Way],
    tallies: Mapping[str, Sequence[Tally]],
    shown: Candidate,
    source: object,
    *,
    seeds: tuple[int, ...],
    reviewers: int,
) -> Comparison:
    """The comparison, one row a regime in the order of `ways`; `shown` is the release whose way is told."""
    first = next(iter(tallies.values()))[0]
    made_up = not isinstance(source, Review)
    before: list[Sequence[Tally]] = []
    rows = []
    for label, way in ways.items():
        rows.append(_row(label, way, tallies[label], before, shown))
        before.append(tallies[label])
    return Comparison(
        subject=f"{first.releases} synthetic releases, seed {seeds[0]}" if made_up else f"review of {shown.name}",
        synthetic=made_up,
        releases=first.releases,
        defects=first.defects,
        incidents=first.incidents,
        seeds=seeds,
        reviewers=reviewers,
        rows=tuple(rows),
        harms=tuple(_harms(ways)),
        notes=(_SYNTHETIC, *_NOTES) if made_up else _NOTES,
    )


def _row(label: str, way: Way, tallies: Sequence[Tally], before: Sequence[Sequence[Tally]], shown: Candidate) -> Row:
    regime = way.regime
    return Row(
        label=label,
        regime_id=regime.id,
        version=regime.version,
        title=regime.title,
        kind=regime.kind.value,
        status=regime.status.value,
        digest=regime.digest,
        burden=_burden(way, tallies, before),
        coverage=_coverage(tallies),
        path=_path(label, tallies[0], shown),
    )


def _burden(way: Way, tallies: Sequence[Tally], before: Sequence[Sequence[Tally]]) -> Burden:
    seconds = [t.seconds for t in tallies if t.seconds is not None]
    queries = [t.queries for t in tallies if t.queries is not None]
    return Burden(
        evidence_items=estimate([items(t) for t in tallies]),
        extra_items=estimate(
            [extra(t.masks, [others[n].masks for others in before], t.concerned) for n, t in enumerate(tallies)]
        ),
        critical_path_days=estimate([t.means["days"] for t in tallies]),
        preparation_days=estimate([t.means["preparation"] for t in tallies]),
        authority_days=estimate([t.means["authority"] for t in tallies]),
        developer_days=estimate([t.means["developer"] for t in tallies]),
        questions=estimate([t.means["questions"] for t in tallies]),
        refilings=estimate([t.means["refilings"] for t in tallies]),
        leak_surface=leak_surface(way.regime),
        review_seconds=estimate(seconds) if seconds else None,
        review_queries=estimate(queries) if queries else None,
    )


def _coverage(tallies: Sequence[Tally]) -> Coverage:
    return Coverage(
        in_scope=estimate([t.in_scope for t in tallies]),
        unknown_scope=estimate([t.unknown for t in tallies]),
        areas_gated=estimate([t.areas for t in tallies]),
        tags_gated=estimate([t.tags for t in tallies]),
        independent=estimate([t.independent for t in tallies]),
        defects_seen=share([(t.seen, t.defects) for t in tallies]),
        defects_caught=share([(t.caught, t.defects) for t in tallies]),
        incidents_in_time=share([(t.in_time, t.incidents) for t in tallies]),
        cleared_by_silence=estimate([t.silent for t in tallies]),
    )


def _path(label: str, tally: Tally, shown: Candidate) -> Path:
    spans = tuple(
        Span(
            name=stretch.name,
            caused_by=stretch.caused_by,
            start=(stretch.start - shown.ready_at) / _DAY,
            end=(stretch.end - shown.ready_at) / _DAY,
            detail=stretch.detail,
        )
        for stretch in tally.stretches
    )
    return Path(
        label=label,
        release=shown.name,
        starts_at=shown.ready_at,
        spans=spans,
        ends=tally.ends,
        days=max((span.end for span in spans), default=0.0),
    )


def _harms(ways: Mapping[str, Way]) -> list[Harm]:
    tags = {tag for way in ways.values() for r in way.regime.requirements for tag in r.maps_to}
    named = [*((area.value, "area") for area in ThreatArea), *((tag, "tag") for tag in sorted(tags))]
    return [
        Harm(name=name, kind=kind, cells=tuple(_cell(label, way, name) for label, way in ways.items()))
        for name, kind in named
    ]


def _cell(label: str, way: Way, name: str) -> HarmCell:
    concerned = [r for r in way.regime.requirements if name in (*r.areas, *r.maps_to)]
    effects = {r.effect for r in concerned}
    strongest = next((effect.value for effect in _STRONGEST if effect in effects), "")
    return HarmCell(label=label, effect=strongest, requirements=tuple(r.id for r in concerned))
