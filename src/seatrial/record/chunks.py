"""Chunks of 64 MiB: digests that let a large file be verified in parts, in parallel, and while it arrives.

The digests are BLAKE3, one after another in a file beside the record, in the order of the record's files. The record
commits to them by the root of a Merkle tree (RFC 6962) whose leaves they are; which chunk belongs where follows from
the sizes that the record states. So the side file needs no trust and no syntax.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.domain.errors import TrustError
from seatrial.domain.inventory import CHUNK_BYTES
from seatrial.record.predicate import ChunkTree, RecordedResource
from seatrial.tlog.tree import leaf_hash, root

SUFFIX: Final = ".chunks"
DIGEST_BYTES: Final = 32
MAX_BYTES: Final = 64 * 1024 * 1024
"""Of a side file: two million chunks, 128 TiB."""


class Chunk(NamedTuple):
    """One stretch of one file."""

    path: str
    offset: int
    length: int
    digest: bytes


def chunks_path(record: Path) -> Path:
    """Where the side file of a record lies: beside it."""
    return record.with_name(record.name + SUFFIX)


def chunks_of(size: int) -> int:
    """How many chunks a file of this size has; an empty one has none."""
    return -(-size // CHUNK_BYTES)


def tree_of(digests: Sequence[bytes]) -> ChunkTree:
    """The commitment to these digests."""
    return ChunkTree(algorithm="blake3", size=CHUNK_BYTES, root=_root(digests), count=len(digests))


def read_chunks(data: bytes, tree: ChunkTree, resources: Iterable[RecordedResource]) -> list[Chunk]:
    """Every chunk of every file, from a side file that is held to the record. Raises `TrustError` when it is another.

    The resources must be those of the same record.
    """
    digests = [data[at : at + DIGEST_BYTES] for at in range(0, len(data), DIGEST_BYTES)]
    if len(data) != tree.count * DIGEST_BYTES or _root(digests) != tree.root:
        advice = "get the .chunks file that belongs to this record, or verify without it"
        raise TrustError("the chunk digests are not those that the record commits to", advice=advice)
    return list(_laid_out(digests, resources))


def _laid_out(digests: list[bytes], resources: Iterable[RecordedResource]) -> Iterator[Chunk]:
    following = iter(digests)
    for resource in resources:
        for offset in range(0, resource.size, CHUNK_BYTES):
            length = min(CHUNK_BYTES, resource.size - offset)
            yield Chunk(resource.name, offset, length, next(following))


def _root(digests: Sequence[bytes]) -> str:
    return root([leaf_hash(digest) for digest in digests]).hex()


def moved(old: Iterable[Chunk], new: Iterable[Chunk]) -> list[Chunk]:
    """The chunks of `new` that `old` has not at the same place of the same file: what has to be fetched and read."""
    there = {(chunk.path, chunk.offset): chunk for chunk in old}
    return [chunk for chunk in new if there.get((chunk.path, chunk.offset)) != chunk]
