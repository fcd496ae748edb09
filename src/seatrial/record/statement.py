"""The record's statement: what was reviewed, by what, with what result, as an in-toto Statement v1.

Monotonic: ignoring a field, a verdict or the record itself never turns a deny into an allow. The specification is
docs/reference/predicate-model-review-v1.md.
"""

import datetime
import functools
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from seatrial.documents import DocumentError, canonical, from_builtins, to_builtins
from seatrial.documents.read import parse_json
from seatrial.domain.errors import TrustError
from seatrial.domain.inventory import Basis, SubjectDigest
from seatrial.domain.result import Result
from seatrial.domain.text import shown
from seatrial.record.chunks import chunks_of
from seatrial.record.predicate import (
    Capacity,
    ChunkTree,
    Decision,
    EvidenceTree,
    Record,
    RecordedCheck,
    RecordedResource,
    RecordedVerdict,
    Reviewer,
    Serialization,
)
from seatrial.tlog.tree import leaf_hash, root

if TYPE_CHECKING:
    from seatrial.domain.review import Review

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE: Final = "https://seatrial.dev/attestation/model-review/v1"
EVIDENCE_DOMAIN: Final = b"seatrial evidence item v1\x00"
EVIDENCE_ALGORITHM: Final[Literal["rfc6962-sha256-salted"]] = "rfc6962-sha256-salted"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SMALL: Final = 256 * 1024
"""Bytes of a statement that is remembered: verifying one record asks for its statement several times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A record together with the subject it is bound to."""

    subject_name: str
    digest: SubjectDigest
    record: Record


def build(
    review: "Review",
    review_document: bytes,
    *,
    key_id: str,
    nonce: bytes,
    secret: bytes,
    lifetime: datetime.timedelta,
    capacity: Capacity | None = None,
    decision: Decision | None = None,
    chunks: ChunkTree | None = None,
) -> bytes:
    """The statement as RFC 8785 bytes. `secret` salts the evidence tree and stays with the reviewer."""
    signing = capacity or Capacity()
    subject = review.inventory.subject
    review_digest = hashlib.sha256(review_document).hexdigest()
    planned = {check.check_id: check for check in review.assessment.plan.checks}
    record = Record(
        nonce=nonce.hex(),
        reviewed_at=_whole_seconds(review.finished_at),
        expires_at=_whole_seconds(review.finished_at + lifetime),
        reviewer=Reviewer(
            tool="seatrial",
            version=review.tool_version,
            key_id=key_id,
            name=signing.name,
            independence=signing.independence,
            basis=signing.basis,
        ),
        subject_kind=subject.kind,
        identity="bytes" if subject.identity == "bytes" else "declared",
        serialization=Serialization(),
        resources=tuple(
            RecordedResource(name=a.path, sha256=a.sha256, size=a.size)
            for a in review.inventory.artifacts
            if not a.container
        ),
        verdicts=tuple(
            RecordedVerdict(
                regime=v.regime_id,
                version=v.regime_version,
                digest=v.regime_digest,
                result=v.result,
                unmet=tuple(r.requirement_id for r in v.obstacles),
            )
            for v in review.verdicts
        ),
        checks=tuple(
            RecordedCheck(
                id=o.check_id,
                version=o.check_version,
                status=o.status,
                soundness=planned[o.check_id].soundness,
                examined=o.examined_count,
            )
            for o in review.assessment.outcomes
        ),
        containment=tuple(sorted({o.containment.network for o in review.assessment.outcomes if o.containment})),
        declared=_declared(review),
        evidence=evidence_tree(review, review_digest, secret),
        review_sha256=review_digest,
        decision=decision,
        chunks=chunks,
    )
    return write_statement(subject.name, subject.digest, PREDICATE_TYPE, record)


def _declared(review: "Review") -> tuple[str, ...]:
    known = {fact.name for fact in review.facts if fact.basis is not Basis.DECLARED}
    return tuple(sorted({fact.name for fact in review.facts} - known))


def write_statement(name: str, digest: SubjectDigest, predicate_type: str, predicate: object) -> bytes:
    """An in-toto statement about one subject as RFC 8785 bytes; the predicate's fields in lowerCamelCase."""
    return canonical(
        {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": name, "digest": {"sha256": digest.oms_root, "dirHash1": digest.dir_hash1}}],
            "predicateType": predicate_type,
            "predicate": _renamed(to_builtins(predicate), camel),
        }
    )


def evidence_items(review: "Review", review_digest: str) -> list[dict[str, Any]]:
    """What the evidence tree commits to: `review.json` and every evidence item, in the order of the review."""
    document = {"digest": f"sha256:{review_digest}", "title": "review.json", "media_type": "application/json"}
    return [document, *(to_builtins(item) for item in review.assessment.evidence)]


def evidence_tree(review: "Review", review_digest: str, secret: bytes) -> EvidenceTree:
    """The salted tree over the evidence items."""
    items = evidence_items(review, review_digest)
    leaves = [leaf_hash(evidence_leaf(item, salt_of(secret, index))) for index, item in enumerate(items)]
    return EvidenceTree(algorithm=EVIDENCE_ALGORITHM, root=root(leaves).hex(), count=len(leaves))


def salt_of(secret: bytes, index: int) -> bytes:
    """The 32-byte salt of one item: HMAC-SHA256 of its index."""
    return hmac.digest(secret, b"salt %d" % index, "sha256")


def evidence_leaf(item: object, salt: bytes) -> bytes:
    """SHA-256(domain || salt || RFC 8785 of the item): says nothing of the item to whoever lacks the salt."""
    return hashlib.sha256(EVIDENCE_DOMAIN + salt + canonical(item)).digest()


def read_statement(payload: bytes) -> Statement:
    """A statement from the bytes that were signed. Raises `TrustError` for anything that was not agreed on."""
    try:
        return _remembered(payload) if len(payload) <= _SMALL else _read(payload)
    except DocumentError as error:
        raise TrustError(
            f"the record is malformed: {shown(str(error))}",
            advice="ask the reviewer for the record again; do not use the model",
        ) from error


@functools.lru_cache(maxsize=16)
def _remembered(payload: bytes) -> Statement:
    return _read(payload)


def _read(payload: bytes) -> Statement:
    name, digest, predicate = read_parts(payload, PREDICATE_TYPE)
    record = from_builtins(predicate, Record)
    _consistent(record)
    return Statement(subject_name=name, digest=digest, record=record)


def read_parts(payload: bytes, predicate_type: str) -> tuple[str, SubjectDigest, Any]:
    """Name and digests of the one subject, and the predicate with its fields as ours are spelled.

    Raises `DocumentError` for anything but the canonical bytes of such a statement.
    """
    plain = parse_json(payload)
    if not isinstance(plain, dict) or set(plain) != {"_type", "subject", "predicateType", "predicate"}:
        raise DocumentError("$: expected exactly _type, subject, predicateType and predicate")
    if plain["_type"] != STATEMENT_TYPE or plain["predicateType"] != predicate_type:
        what = predicate_type.rsplit("/", 2)[-2].replace("-", " ")
        raise DocumentError(f"$.predicateType: not a {what} of a version that is known here")
    try:
        same = canonical(plain) == payload
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"$: {error}") from error
    if not same:
        raise DocumentError("$: not in canonical form (RFC 8785)")
    subjects = plain["subject"]
    if not isinstance(subjects, list) or len(subjects) != 1:
        raise DocumentError("$.subject: exactly one is needed")
    name, digest = _subject(subjects[0])
    return name, digest, _renamed(plain["predicate"], _snake, from_camel=True)


def _consistent(record: Record) -> None:
    """What no single field can say. Raises `DocumentError`."""
    decided = [record.decision.decided_at] if record.decision else []
    for moment in (record.reviewed_at, record.expires_at, *decided):
        if moment.utcoffset() != datetime.timedelta(0):
            raise DocumentError("$.predicate: a time that is not in UTC")
    if len({resource.name for resource in record.resources}) != len(record.resources):
        raise DocumentError("$.predicate.resources: two files of one name")
    if len({verdict.regime for verdict in record.verdicts}) != len(record.verdicts):
        raise DocumentError("$.predicate.verdicts: two verdicts of one regime")
    if any(verdict.result is Result.CLEAR and verdict.unmet for verdict in record.verdicts):
        raise DocumentError("$.predicate.verdicts: clear, yet with unmet requirements")
    if list(record.declared) != sorted(set(record.declared)):
        raise DocumentError("$.predicate.declared: not each name once, in order")
    if record.chunks and record.chunks.count != sum(chunks_of(r.size) for r in record.resources):
        raise DocumentError("$.predicate.chunks: not as many chunks as the files have")


def _subject(subject: Any) -> tuple[str, SubjectDigest]:
    if not isinstance(subject, dict) or set(subject) != {"name", "digest"} or not isinstance(subject["name"], str):
        raise DocumentError("$.subject[0]: expected exactly name and digest")
    digest = subject["digest"]
    known = isinstance(digest, dict) and set(digest) == {"sha256", "dirHash1"}
    if not known or not all(isinstance(v, str) and _DIGEST.fullmatch(v) for v in digest.values()):
        raise DocumentError("$.subject[0].digest: expected sha256 and dirHash1, 64 hexadecimal digits each")
    return subject["name"], SubjectDigest(oms_root=digest["sha256"], dir_hash1=digest["dirHash1"])


def _whole_seconds(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(microsecond=0)


@functools.lru_cache(maxsize=256)
def camel(key: str) -> str:
    """A field's name as it is written in a record."""
    head, *tail = key.split("_")
    return head + "".join(part.capitalize() for part in tail)


@functools.lru_cache(maxsize=256)
def _snake(key: str) -> str:
    return re.sub(r"[A-Z]", lambda m: "_" + m.group().lower(), key)


def _renamed(value: Any, rename: Any, *, from_camel: bool = False) -> Any:
    """Keys of all objects renamed. Reading, a key that is not in the written form is refused, not guessed at."""
    if isinstance(value, dict):
        renamed = {rename(key): _renamed(inner, rename, from_camel=from_camel) for key, inner in value.items()}
        if from_camel and any(camel(rename(key)) != key for key in value):
            raise DocumentError("$.predicate: an unknown field")
        if len(renamed) != len(value):
            raise DocumentError("$.predicate: two fields of one name")
        return renamed
    if isinstance(value, list):
        return [_renamed(inner, rename, from_camel=from_camel) for inner in value]
    return value
