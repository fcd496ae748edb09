"""Evidence that several regimes ask for is made once."""

from seatrial.compare.run import Synthetic, compare
from seatrial.domain.regime import Regime
from tests.compare.wordings import PAPER, regime

ON = Synthetic(releases=5, seed=1)


def _asking(name: str, *evidence: str) -> Regime:
    """A regime that asks for these types, in one requirement each."""
    head, _ = PAPER.replace("test-paper", name).split("requirements:\n")
    asked = "".join(
        f"  - {{id: r{n}, statement: It is handed in., areas: [privacy], evidence: {type_}, "
        f"facts: {{exists: evidence.{type_}}}}}\n"
        for n, type_ in enumerate(evidence)
    )
    return regime(f"{head}requirements:\n{asked}")


def test_evidence_reused_by_three_regimes_counts_once() -> None:
    chosen = {name: _asking(name, "framework", "model-report") for name in ("one", "two", "three")}
    rows = compare(chosen, ON, seeds=1).rows
    assert [row.burden.evidence_items.value for row in rows] == [2, 2, 2]
    assert [row.burden.extra_items.value for row in rows] == [2, 0, 0]
    assert sum(row.burden.extra_items.value for row in rows) == 2


def test_only_what_nobody_asked_for_before_is_extra() -> None:
    chosen = {
        "one": _asking("one", "framework"),
        "two": _asking("two", "framework", "audit-report"),
        "three": _asking("three", "audit-report", "notice"),
    }
    rows = compare(chosen, ON, seeds=1).rows
    assert [row.burden.extra_items.value for row in rows] == [1, 1, 1]


def test_the_given_order_decides_who_asks_first() -> None:
    small, large = _asking("small", "framework"), _asking("large", "framework", "notice")
    forth = compare({"small": small, "large": large}, ON, seeds=1).rows
    back = compare({"large": large, "small": small}, ON, seeds=1).rows
    assert [row.burden.extra_items.value for row in forth] == [1, 1]
    assert [row.burden.extra_items.value for row in back] == [2, 0]


def test_one_regime_that_asks_twice_for_a_type_asks_for_one_item() -> None:
    (row,) = compare({"twice": _asking("twice", "framework", "framework")}, ON, seeds=1).rows
    assert row.burden.evidence_items.value == 1
