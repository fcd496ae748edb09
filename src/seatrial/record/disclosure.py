"""Some evidence shown without the rest: items with their salts and paths to the root that the record commits to."""

import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from msgspec import Meta

from seatrial.documents import DocumentError, read, write
from seatrial.domain.review import Review
from seatrial.record.predicate import Count, EvidenceTree, Record, Sha256
from seatrial.record.statement import evidence_items, evidence_leaf, salt_of
from seatrial.tlog.tree import includes, leaf_hash, node_hash

SCHEMA: Final = "seatrial.disclosure/v1"
MAX_BYTES: Final = 64 * 1024 * 1024
_Salt = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", min_length=64, max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedItem:
    """One item with what shows that the record committed to it."""

    index: Count
    item: dict[str, str | int]
    """As it stands in the review: `digest`, `title`, `media_type`, and for evidence `size` and `marking`."""
    salt: _Salt
    path: tuple[Sha256, ...]
    """From the leaf up to the root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The document: some items of one record's evidence."""

    root: Sha256
    count: Count
    """Items in all, shown and hidden."""
    items: tuple[DisclosedItem, ...]


def disclose(review: Review, review_digest: str, secret: bytes, wanted: Iterable[int]) -> Disclosure:
    """The items of these numbers, each once, in order. Raises `IndexError` for one that is not there."""
    items = evidence_items(review, review_digest)
    salts = [salt_of(secret, index) for index in range(len(items))]
    levels = _levels([leaf_hash(evidence_leaf(item, salt)) for item, salt in zip(items, salts, strict=True)])
    return Disclosure(
        root=levels[-1][0].hex(),
        count=len(items),
        items=tuple(
            DisclosedItem(index=index, item=items[index], salt=salts[index].hex(), path=_path(levels, index))
            for index in sorted(set(wanted))
        ),
    )


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves to its root, made once for all paths."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        level = levels[-1]
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        levels.append(paired + level[len(paired) * 2 :])
    return levels


def _path(levels: list[list[bytes]], index: int) -> tuple[str, ...]:
    if not 0 <= index < len(levels[0]):
        raise IndexError(f"no item {index} among {len(levels[0])}")
    found = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            found.append(level[sibling].hex())
        index //= 2
    return tuple(found)


def unproved(disclosure: Disclosure, tree: EvidenceTree) -> list[str]:
    """What does not hold against the record's own commitment; nothing when every item is proved."""
    if (disclosure.root, disclosure.count) != (tree.root, tree.count):
        return ["the disclosure belongs to other evidence than the record commits to"]
    indices = [shown.index for shown in disclosure.items]
    wrong = ["an item is shown twice"] if len(set(indices)) < len(indices) else []
    return wrong + [
        f"item {s.index} is not what the record commits to" for s in disclosure.items if not _proved(s, tree)
    ]


def _proved(shown: DisclosedItem, tree: EvidenceTree) -> bool:
    leaf = leaf_hash(evidence_leaf(shown.item, bytes.fromhex(shown.salt)))
    path = [bytes.fromhex(step) for step in shown.path]
    return includes(bytes.fromhex(tree.root), tree.count, shown.index, leaf, path)


def hidden(disclosure: Disclosure) -> int:
    """How many items of the record are not shown."""
    return disclosure.count - len({shown.index for shown in disclosure.items})


def write_disclosure(disclosure: Disclosure) -> bytes:
    """The file."""
    return write(disclosure, SCHEMA)


def read_disclosure(data: bytes) -> Disclosure:
    """A disclosure. Raises `DocumentError` for anything else."""
    if len(data) > MAX_BYTES:
        raise DocumentError(f"a disclosure larger than {MAX_BYTES:,} bytes")
    try:
        return read(data, Disclosure, SCHEMA)
    except (binascii.Error, ValueError) as error:
        raise DocumentError(str(error)) from error


def numbers_of(record: Record, items: list[dict[str, Any]], names: Iterable[str]) -> list[int]:
    """The numbers of items named by digest, by at least eight digits of one, or by title.

    Raises `LookupError` for a name that leads to none or to several, and `ValueError` when the items are not those
    of the record.
    """
    if len(items) != record.evidence.count:
        raise ValueError("the review holds other evidence than the record commits to")
    found = []
    for name in names:
        short = name.removeprefix("sha256:")
        matching = [
            index
            for index, item in enumerate(items)
            if item["title"] == name or (len(short) >= 8 and item["digest"].startswith(f"sha256:{short}"))
        ]
        if len(matching) != 1:
            raise LookupError(f"{name!r} names {len(matching) or 'no'} item{'s' if matching else ''} of evidence")
        found += matching
    return found
