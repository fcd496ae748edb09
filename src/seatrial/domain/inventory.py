"""What is under review, by digest, and what it consists of."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from seatrial.domain.finding import Finding

CHUNK_BYTES: Final = 64 * 1024 * 1024
"""Bytes of a chunk: what a large file is verified in parts by. The last of a file may have fewer."""


class SubjectKind(StrEnum):
    """What the given MODEL turned out to be."""

    FILE = "file"
    DIRECTORY = "directory"
    ARCHIVE = "archive"
    ENDPOINT = "endpoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectDigest:
    """Both digests of a subject's bytes; a gate requires both. See ADR 0002."""

    oms_root: str
    """SHA-256 over the concatenated file digests, OpenSSF Model Signing v1.0, method `files`. 64 hex digits."""
    dir_hash1: str
    """in-toto `dirHash1`: SHA-256 over sorted `<sha256>  <path>` lines; binds names. 64 hex digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is under review, always by digest."""

    name: str
    """Last part of the path, or the endpoint's URL without credentials."""
    kind: SubjectKind
    digest: SubjectDigest
    size: int
    """Bytes in all files; 0 for an endpoint."""
    identity: str = "bytes"
    """`bytes` when the digest covers what ran, `declared` for an endpoint: nothing binds it to weights."""


class Role(StrEnum):
    """What an artifact is for."""

    WEIGHTS = "weights"
    TOKENIZER = "tokenizer"
    CONFIG = "config"
    CODE = "code"
    DOCUMENTATION = "documentation"
    SIGNATURE = "signature"
    CONTAINER = "container"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactEntry:
    """One immutable blob of the subject, or a member inside a container."""

    path: str
    """POSIX path under the subject's root; members as `outer.zip!/inner.pkl`. The name as found, not escaped."""
    format: str
    """Name of the format by content: `pickle`, `safetensors`, `gguf`, `zip`, `json`, ..., `unknown`, `empty`."""
    role: Role
    size: int
    """Bytes; for members, uncompressed as declared."""
    sha256: str = ""
    """64 hex digits; empty for members of containers, which the container's own digest covers."""
    container: str = ""
    """Path of the artifact it lies in, empty at top level."""
    truncated: bool = False
    """The header promises more bytes than the file has."""


class Basis(StrEnum):
    """How a fact is known. A declared fact is never shown as measured."""

    MEASURED = "measured"
    FILES = "files"
    """The subject's own files say so."""
    DECLARED = "declared"
    """The developer's declaration says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact that regimes can ask about."""

    name: str
    """Dotted: `model.architecture`, `model.parameter_count`, `model.base_model`, `developer.name`, ..."""
    value: str | int | float | bool | tuple[str, ...]
    basis: Basis
    source: str = ""
    """Path of the artifact, or `declaration`, or the check that measured it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Every file of the subject with format, role, size, digest, and what the files declare of themselves."""

    subject: Subject
    artifacts: tuple[ArtifactEntry, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What the walk refused or could not read: links, special files, path tricks, unreadable files."""
    spent: dict[str, float] = field(default_factory=dict)
    """`wall_seconds`, `bytes_read`."""
