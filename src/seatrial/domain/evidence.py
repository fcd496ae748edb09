"""Material behind findings, named by its content."""

from dataclasses import dataclass

from seatrial.domain.marking import Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One content-addressed item; the bytes are kept in `evidence/` under the digest."""

    digest: str
    """`sha256:` and 64 hexadecimal digits."""
    title: str
    media_type: str
    size: int
    """Bytes."""
    marking: Marking = Marking.AMBER
