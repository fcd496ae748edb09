"""The Merkle tree of RFC 6962, section 2.1, over SHA-256: root, inclusion proof, and its verification. Bytes only."""

import hashlib
from collections.abc import Callable, Sequence


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; SHA-256 of nothing for an empty tree."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The audit path of one leaf, from the leaf upwards. Raises `IndexError` for an index outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    path: list[bytes] = []
    level, position = list(leaves), index
    while len(level) > 1:
        sibling = position ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
        position //= 2
    return tuple(path)


def includes(expected: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that `leaf` stands at `index` of the tree of `size` leaves with root `expected`.

    RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, step)
        position, last = position >> 1, last >> 1
    return last == 0 and found == expected


def consistent(old_root: bytes, old_size: int, new_root: bytes, new_size: int, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `new_size` leaves begins with the tree of `old_size`.

    RFC 9162, section 2.1.4.2. The empty tree is the beginning of every tree, and its proof is empty.
    """
    if not 0 <= old_size <= new_size:
        return False
    if old_size in (0, new_size):
        return not proof and (old_size == 0 or old_root == new_root)
    steps = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not steps:
        return False
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            after = node_hash(after, step)
        position, last = position >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def subtree_root(node: Callable[[int, int], bytes], start: int, end: int) -> bytes:
    """The root over the leaves from `start` up to `end`, by complete subtrees.

    `node(level, index)` gives the hash over the leaves from index * 2**level on, 2**level of them. `start` must be a
    multiple of the largest power of two that is not greater than `end - start`. The empty range has the empty root.
    """
    if start == end:
        return root(())
    size = end - start
    level = size.bit_length() - 1
    split = 1 << level
    left = node(level, start >> level)
    return left if size == split else node_hash(left, subtree_root(node, start + split, end))


def inclusion_path(node: Callable[[int, int], bytes], index: int, size: int) -> tuple[bytes, ...]:
    """The audit path of one leaf by complete subtrees, from the leaf upwards. Raises `IndexError`."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + (1 << ((end - start - 1).bit_length() - 1))
        if index < split:
            path.append(subtree_root(node, split, end))
            end = split
        else:
            path.append(subtree_root(node, start, split))
            start = split
    return tuple(reversed(path))


def consistency_path(node: Callable[[int, int], bytes], old_size: int, size: int) -> tuple[bytes, ...]:
    """The proof that a tree of `size` leaves begins with that of `old_size`. Raises `IndexError`."""
    if not 0 <= old_size <= size:
        raise IndexError(f"a tree of {size} cannot begin with one of {old_size}")
    if old_size in (0, size):
        return ()
    path: list[bytes] = []
    start, end, whole = 0, size, True
    while end != old_size:
        split = start + (1 << ((end - start - 1).bit_length() - 1))
        if old_size <= split:
            path.append(subtree_root(node, split, end))
            end = split
        else:
            path.append(subtree_root(node, start, split))
            start, whole = split, False
    if not whole:
        path.append(subtree_root(node, start, end))
    return tuple(reversed(path))
