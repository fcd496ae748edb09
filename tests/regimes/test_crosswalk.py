"""Standards are kept as their own lists have them, and every reference leads to one of them."""

from pathlib import Path

import pytest

from seatrial.app.catalogue import catalogue
from seatrial.app.crosswalk import as_text, crosswalks
from seatrial.domain.errors import RegimeError
from seatrial.regimes import shipped
from seatrial.regimes.crosswalk import Cover, standard, standard_ids

LISTS = Path(__file__).parent / "standards"
PREFIXES = {
    standard(standard_id).prefix: {item.id for item in standard(standard_id).items} for standard_id in standard_ids()
}


@pytest.mark.parametrize("standard_id", standard_ids())
def test_ids_are_those_of_the_standards_own_list(standard_id: str) -> None:
    found = standard(standard_id)
    ids = [item.id for item in found.items]
    assert len(set(ids)) == len(ids)
    own = LISTS / f"{standard_id}.txt"
    assert own.exists() is (found.confidence == "primary")
    if own.exists():
        assert ids == [line for line in own.read_text().splitlines() if not line.startswith("#")]


def references() -> list[tuple[str, str]]:
    checks = [(check_id, ref) for check_id, entry in catalogue().items() for ref in entry.check.refs]
    regimes = [
        (f"{r.id}/{q.id}", ref) for r in map(shipped.find, shipped.ids()) for q in r.requirements for ref in q.maps_to
    ]
    return [(where, ref) for where, ref in (*checks, *regimes) if any(ref.startswith(p) for p in PREFIXES)]


@pytest.mark.parametrize(("where", "ref"), references())
def test_a_reference_leads_to_an_item(where: str, ref: str) -> None:
    (prefix,) = [p for p in PREFIXES if ref.startswith(p)]
    assert ref.removeprefix(prefix) in PREFIXES[prefix], where


def test_what_is_tested_indicated_attested_and_not_at_all_are_told_apart() -> None:
    found = {i.item.id: i for _, items in crosswalks(["owasp-llm", "iso-42001", "nist-600-1"]) for i in items}
    assert found["LLM03:2025"].cover is Cover.TESTED
    assert "artifact.pickle-import" in found["LLM03:2025"].checks
    assert found["2.2"].cover is Cover.INDICATED
    assert found["A.9"].cover is Cover.ATTESTED
    assert found["LLM08:2025"].cover is Cover.NOTHING
    text = as_text(crosswalks(["owasp-llm"]), whole=True)
    assert "✗ LLM08:2025 Vector and Embedding Weaknesses: NOTHING TESTS THIS" in text


def test_a_sound_check_behind_a_requirement_tests_what_the_requirement_maps_to() -> None:
    found = {i.item.id: i for _, items in crosswalks(["nist-600-1"]) for i in items}
    assert found["2.12"].cover is Cover.TESTED
    assert found["2.1"].cover is Cover.TESTED
    assert found["2.5"].cover is Cover.NOTHING


def test_a_sub_technique_covers_its_technique_and_not_its_siblings() -> None:
    found = {i.item.id: i.cover for _, items in crosswalks(["atlas"]) for i in items}
    assert found["AML.T0010.003"] is Cover.TESTED
    assert found["AML.T0010"] is Cover.TESTED
    assert found["AML.T0010.000"] is Cover.NOTHING


def test_a_standard_that_is_not_there_is_refused() -> None:
    with pytest.raises(RegimeError, match="no standard"):
        crosswalks(["iso-9001"])
