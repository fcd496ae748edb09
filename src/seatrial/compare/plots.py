"""Pictures of a comparison as SVG: burden against coverage, and the way of one release. A table stands beside each."""

from collections.abc import Iterator
from html import escape
from typing import Final

from seatrial.compare.table import Comparison, Estimate, Row
from seatrial.domain.text import shown

WIDTH: Final = 760
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 20, 36, 44
_HEIGHT: Final = 360
_ROW: Final = 30
_NEAR: Final = 15.0
_SHAPES: Final = (
    '<circle r="6.5"/>',
    '<rect x="-6" y="-6" width="12" height="12"/>',
    '<path d="M0 -7.5 L7 5.5 L-7 5.5 Z"/>',
    '<path d="M0 -8 L8 0 L0 8 L-8 0 Z"/>',
    '<path d="M0 7.5 L7 -5.5 L-7 -5.5 Z"/>',
)


def scatter(comparison: Comparison) -> str:
    """Days to release against defects caught (or releases in scope, where none were planted); one mark a regime."""
    points = [(row, row.burden.critical_path_days, _coverage(row)) for row in comparison.rows]
    most_days = _round(max((days.upper for _, days, _ in points), default=1.0))
    most_share = _round(max((share.upper for _, _, share in points), default=0.1) * 100) / 100
    across, down = WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(days: float) -> float:
        return _LEFT + across * days / most_days

    def y(share: float) -> float:
        return _TOP + down * (1 - share / most_share)

    parts = [*_axes(most_days, most_share, what=coverage_name(comparison))]
    placed: list[tuple[float, float]] = []
    for number, (row, days, share) in enumerate(points, 1):
        at_x, at_y = x(days.value), y(share.value)
        parts.append(f'<g class="mark"><title>{_text(row.label)}</title>')
        parts.append(f'<path class="bar" d="M{x(days.lower):.1f} {at_y:.1f} H{x(days.upper):.1f}"/>')
        parts.append(f'<path class="bar" d="M{at_x:.1f} {y(share.lower):.1f} V{y(share.upper):.1f}"/>')
        shape = _SHAPES[(number - 1) % len(_SHAPES)]
        parts.append(f'<g transform="translate({at_x:.1f} {at_y:.1f})">{shape}</g></g>')
        label_x, label_y = at_x + 10, at_y - 8
        while any(abs(label_x - px) < _NEAR + 4 and abs(label_y - py) < _NEAR for px, py in placed):
            label_x += _NEAR + 5
        placed.append((label_x, label_y))
        parts.append(f'<text class="number" x="{label_x:.1f}" y="{label_y:.1f}">{number}</text>')
    return _svg(_HEIGHT, parts, f"Days from the final candidate to release against {coverage_name(comparison)}")


def gantt(comparison: Comparison) -> str:
    """The critical path of one release under each regime, in days since the final candidate."""
    height = _TOP + _ROW * len(comparison.rows) + _BOTTOM
    most = _round(1.25 * max((row.path.days for row in comparison.rows), default=1.0))
    left = 210
    across = WIDTH - left - _RIGHT

    def x(days: float) -> float:
        return left + across * days / most

    parts: list[str] = []
    for tick in _ticks(most):
        parts.append(f'<path class="grid" d="M{x(tick):.1f} {_TOP} V{height - _BOTTOM}"/>')
        parts.append(
            f'<text class="tick" x="{x(tick):.1f}" y="{height - _BOTTOM + 16}" text-anchor="middle">{tick:g}</text>'
        )
    for number, row in enumerate(comparison.rows):
        top = _TOP + _ROW * number
        parts.append(
            f'<text class="name" x="{left - 8}" y="{top + 19}" text-anchor="end">{_text(row.label, 30)}</text>'
        )
        for span in row.path.spans:
            wide = max(x(span.end) - x(span.start), 1.5)
            words = f"{span.name}, {span.end - span.start:.0f} days, {span.caused_by}"
            parts.append(
                f'<rect class="{_text(span.caused_by)}" x="{x(span.start):.1f}" y="{top + 6}" width="{wide:.1f}" '
                f'height="{_ROW - 12}"><title>{_text(words)}</title></rect>'
            )
        parts.append(_label("ends", x(row.path.days) + 6, top + 19, "start", row.path.ends))
    parts.append(_label("tick", left + across / 2, height - 8, "middle", "Days since the final candidate"))
    return _svg(height, parts, "The way of one release under each regime, in days")


def coverage_name(comparison: Comparison) -> str:
    """What the scatter has on its upright axis."""
    return "planted defects caught" if comparison.defects else "releases in scope"


def _coverage(row: Row) -> Estimate:
    return row.coverage.defects_caught or row.coverage.in_scope


def _axes(most_days: float, most_share: float, *, what: str) -> Iterator[str]:
    across, down = WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    for tick in _ticks(most_days):
        at = _LEFT + across * tick / most_days
        yield f'<path class="grid" d="M{at:.1f} {_TOP} V{_HEIGHT - _BOTTOM}"/>'
        yield f'<text class="tick" x="{at:.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{tick:g}</text>'
    for tick in _ticks(most_share * 100):
        at = _TOP + down * (1 - tick / 100 / most_share)
        yield f'<path class="grid" d="M{_LEFT} {at:.1f} H{WIDTH - _RIGHT}"/>'
        yield f'<text class="tick" x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{tick:g}%</text>'
    yield f'<text class="tick" x="{_LEFT + across / 2}" y="{_HEIGHT - 6}" text-anchor="middle">days to release</text>'
    yield f'<text class="tick" x="{_LEFT - 48}" y="12">{_text(what)}</text>'


def _ticks(most: float) -> Iterator[float]:
    step = most / 5
    yield from (round(step * n, 6) for n in range(6))


def _round(most: float) -> float:
    """The next number that five even steps reach."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000):
        if step * 5 >= most:
            return step * 5
    return most


def _svg(height: int, parts: list[str], title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _label(kind: str, x: float, y: float, anchor: str, words: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_text(words)}</text>'


def _text(words: str, most: int = 60) -> str:
    return escape(shown(words, most))
