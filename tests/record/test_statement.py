"""A statement is read back as it was built, and commits to evidence that can be shown item by item."""

import dataclasses
import datetime
import hashlib
import json

import pytest

from seatrial.documents import canonical, to_builtins
from seatrial.domain.errors import TrustError
from seatrial.domain.result import Result
from seatrial.domain.review import Review
from seatrial.record.statement import PREDICATE_TYPE, build, evidence_leaf, read_statement, salt_of
from seatrial.testing import sample_review
from seatrial.tlog.tree import includes, inclusion_proof, leaf_hash

KEY = "sha256:" + "0" * 64
SECRET = b"s" * 32


def made_of(review: Review, document: bytes = b"{}", nonce: bytes = b"n" * 16) -> bytes:
    lifetime = datetime.timedelta(days=180)
    return build(review, document, key_id=KEY, nonce=nonce, secret=SECRET, lifetime=lifetime)


def statement(nonce: bytes = b"n" * 16) -> bytes:
    return made_of(sample_review.clear(), nonce=nonce)


def test_what_is_built_is_read_back() -> None:
    review = sample_review.clear()
    found = read_statement(statement())
    assert (found.subject_name, found.digest) == (review.inventory.subject.name, review.inventory.subject.digest)
    record = found.record
    assert record.expires_at - record.reviewed_at == datetime.timedelta(days=180)
    assert [(v.regime, v.result) for v in record.verdicts] == [(v.regime_id, v.result) for v in review.verdicts]
    assert [c.id for c in record.checks] == [o.check_id for o in review.assessment.outcomes]
    assert record.review_sha256 == hashlib.sha256(b"{}").hexdigest()


@pytest.mark.parametrize("name", ["clear", "not_clear", "could_not_tell", "endpoint", "many_regimes"])
def test_samples_of_every_kind_make_records_that_can_be_read(name: str) -> None:
    review = getattr(sample_review, name)()
    made = made_of(review)
    assert read_statement(made).record.verdicts[0].result is review.verdicts[0].result


def test_a_refusal_names_what_is_unmet() -> None:
    review = sample_review.not_clear()
    made = made_of(review)
    refused = [v for v in read_statement(made).record.verdicts if v.result is Result.NOT_CLEAR]
    assert refused
    assert all(v.unmet for v in refused)


def test_it_is_an_in_toto_statement_in_canonical_form_and_in_lower_camel_case() -> None:
    plain = json.loads(statement())
    assert plain["_type"] == "https://in-toto.io/Statement/v1"
    assert plain["predicateType"] == PREDICATE_TYPE
    assert canonical(plain) == statement()

    def keys(value: object) -> list[str]:
        if isinstance(value, dict):
            return [*value, *(key for inner in value.values() for key in keys(inner))]
        return [key for inner in value for key in keys(inner)] if isinstance(value, list) else []

    assert all("_" not in key and key[0].islower() for key in keys(plain["predicate"]))


def test_the_nonce_alone_changes_the_digest() -> None:
    assert statement(nonce=b"a" * 16) != statement(nonce=b"b" * 16)


def test_evidence_can_be_shown_item_by_item() -> None:
    review = sample_review.not_clear()
    made = made_of(review, b"{}")
    tree = read_statement(made).record.evidence
    digest = f"sha256:{hashlib.sha256(b'{}').hexdigest()}"
    items = [
        {"digest": digest, "title": "review.json", "media_type": "application/json"},
        *(to_builtins(item) for item in review.assessment.evidence),
    ]
    assert tree.count == len(items) > 1
    leaves = [leaf_hash(evidence_leaf(item, salt_of(SECRET, i))) for i, item in enumerate(items)]
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(leaves, index)
        assert includes(bytes.fromhex(tree.root), tree.count, index, leaf, proof)
        unsalted = leaf_hash(evidence_leaf(items[index], b""))
        assert not includes(bytes.fromhex(tree.root), tree.count, index, unsalted, proof)


@pytest.mark.parametrize("field", list(json.loads(statement())["predicate"]))
def test_no_field_may_be_missing(field: str) -> None:
    plain = json.loads(statement())
    del plain["predicate"][field]
    with pytest.raises(TrustError):
        read_statement(canonical(plain))


def test_times_are_written_in_utc_whatever_the_zone_of_the_review() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=9))
    review = sample_review.clear()
    moved = dataclasses.replace(review, finished_at=review.finished_at.astimezone(zone))
    assert made_of(moved) == statement()
