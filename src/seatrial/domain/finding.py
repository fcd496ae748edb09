"""One thing a check reports, in SARIF's words."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """SARIF 2.1.0 `result.kind`, unchanged."""

    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    """The check looked and could not tell."""
    REVIEW = "review"
    """A person has to look."""
    NOT_APPLICABLE = "notApplicable"
    INFORMATIONAL = "informational"


class Severity(StrEnum):
    """How bad it would be, ordered by `rank`."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for none to 4 for critical."""
        return tuple(Severity).index(self)


class Confidence(StrEnum):
    """How sure the check is that it saw what it says."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where in the subject: an artifact's path, and what inside it."""

    path: str
    """Path in the inventory; members of containers as `outer.zip!/inner.pkl`."""
    offset: int | None = None
    """Byte offset, where one is meaningful."""
    detail: str = ""
    """A key, tensor, line or member, in words: `tensor model.embed`, `line 12`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing observed. A finding states; only a regime judges."""

    kind: Kind
    message: str
    """One plain sentence; control characters of the subject are escaped by the maker of the text."""
    severity: Severity = Severity.NONE
    confidence: Confidence = Confidence.HIGH
    location: Location | None = None
    evidence: tuple[str, ...] = ()
    """Digests (`sha256:...`) of evidence items that back it."""
    remediation: str = ""
    rule: str = ""
    """Stable short name of what was matched (`posix.system`), the part of the fingerprint that is not place."""

    def fingerprint(self, check_id: str) -> str:
        """Identity across versions of a subject: check, rule and path, not offset or wording.

        Returns 16 hexadecimal digits of SHA-256.
        """
        path = self.location.path if self.location else ""
        detail = self.location.detail if self.location else ""
        text = "\0".join((check_id, self.rule or self.kind, path, detail))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
