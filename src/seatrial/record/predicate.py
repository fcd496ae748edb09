"""What a record says, field by field: the predicate of `model-review/v1`.

Monotonic: no field only matters when it is read. The specification is docs/reference/predicate-model-review-v1.md.
"""

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

from seatrial.domain.check import Soundness
from seatrial.domain.inventory import SubjectKind
from seatrial.domain.outcome import Status
from seatrial.domain.result import Result

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", min_length=64, max_length=64)]
"""Lower-case hexadecimal. The lengths shut out a final newline, which `$` alone lets pass."""
Nonce = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", min_length=32, max_length=32)]
Labelled = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$", min_length=71, max_length=71)]
Name = Annotated[str, Meta(pattern=r"^[^/\\\x00-\x1f\x7f][^\\\x00-\x1f\x7f]*$(?!\n)")]
"""A path under the root with `/` between its parts: what dirHash1 can bind without ambiguity."""
Count = Annotated[int, Meta(ge=0)]
Independence = Literal["self", "separate-team", "outside-party", "authority"]
"""From the developer's own hands to an authority, each further away than the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who made the record, and with what."""

    tool: str
    version: str
    key_id: Labelled
    """`sha256:` of the public key in DER (SubjectPublicKeyInfo)."""
    name: str
    """What the signer calls itself; only the verifier's own name for the key is to be believed."""
    independence: Independence
    """How far from the developer: the same hands, a team of its own, another organisation, an authority."""
    basis: Literal["examined", "received"]
    """`examined`: whoever signs ran the checks. `received`: signs for a review that others ran and handed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people decided upon the verdicts, and under which conditions."""

    outcome: Literal["cleared", "cleared-with-conditions", "refused"]
    decided_at: datetime.datetime
    reason: str
    conditions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.outcome == "cleared-with-conditions") != bool(self.conditions):
            raise ValueError("conditions belong to a clearance with conditions, and such a clearance has some")
        if not all(condition.strip() for condition in self.conditions):
            raise ValueError("a condition that says nothing")
        if self.outcome == "refused" and not self.reason.strip():
            raise ValueError("refused without a reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkTree:
    """A commitment to every chunk of every file, whose digests lie in a file beside the record."""

    algorithm: Literal["blake3"]
    size: Literal[67108864]
    """Bytes of a chunk; the last of a file may have fewer."""
    root: Sha256
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Serialization:
    """How the subject's digests were made: OpenSSF Model Signing v1.0, and in-toto dirHash1 over the same files."""

    method: Literal["files"] = "files"
    hash_type: Literal["sha256"] = "sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedResource:
    """One file of the subject."""

    name: Name
    sha256: Sha256
    size: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedVerdict:
    """The verdict of one regime, and which of its gating requirements are unmet."""

    regime: str
    version: str
    digest: Labelled
    result: Result
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCheck:
    """How one check ended."""

    id: str
    version: int
    status: Status
    soundness: Soundness
    examined: Count
    """How many artifacts, or answers of a target, it looked at to the end; 0 when nothing applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceTree:
    """A commitment to every evidence item, of which some can be shown later without the others."""

    algorithm: Literal["rfc6962-sha256-salted"]
    root: Sha256
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The predicate, in lowerCamelCase where it is written."""

    nonce: Nonce
    """16 random bytes as hex, so that nobody can guess a record from its digest."""
    reviewed_at: datetime.datetime
    expires_at: datetime.datetime
    reviewer: Reviewer
    subject_kind: SubjectKind
    identity: Literal["bytes", "declared"]
    """`bytes`, or `declared` for an endpoint, which nothing binds to weights."""
    serialization: Serialization
    resources: tuple[RecordedResource, ...]
    verdicts: tuple[RecordedVerdict, ...]
    checks: tuple[RecordedCheck, ...]
    containment: tuple[str, ...]
    """The networks under which outcomes were made, each once: `none`, `remote-target`, ..."""
    declared: tuple[str, ...]
    """Names of facts that the developer stated and nobody measured, each once, in order."""
    evidence: EvidenceTree
    review_sha256: Sha256
    """SHA-256 of `review.json`."""
    decision: Decision | None
    """None where nobody decided: then the verdicts stand alone."""
    chunks: ChunkTree | None
    """None where the chunks were not hashed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """In which capacity somebody signs."""

    name: str = ""
    independence: Independence = "self"
    basis: Literal["examined", "received"] = "examined"
