"""What is shown of a record's evidence is what the record committed to, and nothing else is learnt."""

import dataclasses
from pathlib import Path

import pytest

from seatrial.documents import DocumentError
from seatrial.record.disclosure import (
    Disclosure,
    disclose,
    hidden,
    read_disclosure,
    unproved,
    write_disclosure,
)
from seatrial.record.predicate import EvidenceTree
from seatrial.record.statement import evidence_items, evidence_tree
from seatrial.testing.sample_review import SAMPLES

SECRET, DIGEST = b"s" * 32, "d" * 64
REVIEW = max((make() for make in SAMPLES.values()), key=lambda review: len(review.assessment.evidence))
TREE = evidence_tree(REVIEW, DIGEST, SECRET)


@pytest.fixture
def some() -> Disclosure:
    return disclose(REVIEW, DIGEST, SECRET, [0, TREE.count - 1])


def test_some_items_are_proved_and_the_others_counted(some: Disclosure) -> None:
    assert TREE.count >= 3, "the sample has too little evidence to hide any"
    assert unproved(some, TREE) == []
    assert hidden(some) == TREE.count - 2
    assert read_disclosure(write_disclosure(some)) == some
    for index in range(TREE.count):
        assert unproved(disclose(REVIEW, DIGEST, SECRET, [index]), TREE) == []


def test_hidden_items_and_their_salts_are_not_in_the_file(some: Disclosure) -> None:
    text = write_disclosure(some).decode()
    for item in evidence_items(REVIEW, DIGEST)[1:-1]:
        assert item["digest"] not in text


def test_an_item_exchanged(some: Disclosure) -> None:
    other = dataclasses.replace(some.items[0], item={**some.items[0].item, "title": "another"})
    assert unproved(dataclasses.replace(some, items=(other, some.items[1])), TREE)


def test_a_field_added_to_an_item(some: Disclosure) -> None:
    other = dataclasses.replace(some.items[0], item={**some.items[0].item, "note": "harmless"})
    assert unproved(dataclasses.replace(some, items=(other,)), TREE)


def test_a_salt_or_path_of_another_item(some: Disclosure) -> None:
    first, last = some.items
    assert unproved(dataclasses.replace(some, items=(dataclasses.replace(first, salt=last.salt),)), TREE)
    assert unproved(dataclasses.replace(some, items=(dataclasses.replace(first, path=last.path[:-1]),)), TREE)
    assert unproved(dataclasses.replace(some, items=(dataclasses.replace(first, index=1),)), TREE)


def test_evidence_of_another_record(some: Disclosure) -> None:
    other: EvidenceTree = evidence_tree(REVIEW, DIGEST, b"t" * 32)
    assert unproved(some, other)


def test_a_hidden_count_made_smaller(some: Disclosure) -> None:
    assert unproved(dataclasses.replace(some, count=2), TREE)


def test_one_item_shown_twice_to_seem_more(some: Disclosure) -> None:
    assert unproved(dataclasses.replace(some, items=(some.items[0], some.items[0])), TREE)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"schema": "seatrial.disclosure/v1"}', b"\xff"])
def test_what_is_no_disclosure(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        read_disclosure(data)


def test_an_item_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        disclose(REVIEW, DIGEST, SECRET, [TREE.count])
