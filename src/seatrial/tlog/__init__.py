"""Merkle tree over bytes: roots and inclusion proofs."""
