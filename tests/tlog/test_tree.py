"""The tree of RFC 6962, against its definition and its own proofs."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.tlog.tree import includes, inclusion_proof, leaf_hash, node_hash, root


def recursive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1 to the letter: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


def leaves_of(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % i) for i in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 100])
def test_the_root_is_that_of_the_definition(count: int) -> None:
    assert root(leaves_of(count)) == recursive_root(leaves_of(count))


def test_the_root_is_the_one_in_the_rfcs_examples() -> None:
    """The empty tree's, and that of one empty leaf, as Certificate Transparency implementations publish them."""
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_proved_and_nothing_else(count: int, data: st.DataObject) -> None:
    leaves = leaves_of(count)
    index = data.draw(st.integers(0, count - 1))
    proof = inclusion_proof(leaves, index)
    top = root(leaves)
    assert includes(top, count, index, leaves[index], proof)
    assert not includes(top, count, index, leaf_hash(b"other"), proof)
    if count > 1:
        assert not includes(top, count, (index + 1) % count, leaves[index], proof)
        assert not includes(top, count, index, leaves[index], proof[:-1])
    assert not includes(top, count, index, leaves[index], (*proof, b"\0" * 32))
    assert not includes(top, count, count, leaves[index], proof)


def test_there_is_no_proof_outside_the_tree() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(leaves_of(3), 3)
