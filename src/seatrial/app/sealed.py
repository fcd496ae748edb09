"""Secret thresholds: committed to, answered with a signature, opened later. Nobody but the holder learns the number."""

import datetime
import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from seatrial.app.keep import read_review
from seatrial.documents import DocumentError, from_builtins
from seatrial.documents.ecdsa import key_id
from seatrial.documents.read import parse_json
from seatrial.documents.sigstore import MAX_BYTES, decode, verify
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.event import Event
from seatrial.domain.predicate import Compare, Sealed, Truth
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.record.keys import own_signer
from seatrial.regimes.asked import leaves, predicates_of
from seatrial.regimes.predicates import evaluate, strongest
from seatrial.regimes.sealing import LEAST_SALT, commit, opens

PREDICATE: Final = "https://seatrial.dev/sealed-answer/v1"
OPS: Final = ("lt", "le", "gt", "ge", "eq")
_ADVICE: Final = "`seatrial sealed commit` writes one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What the holder keeps: a threshold with the salt that hides it."""

    ref: str
    """As the regime names the question."""
    holder: str
    """Role of the regime that answers."""
    fact: str
    op: str
    """`lt le gt ge eq`."""
    threshold: float
    salt: str
    """64 hexadecimal digits or more."""

    def __post_init__(self) -> None:
        if self.op not in OPS:
            raise ValueError(f"op is one of {', '.join(OPS)}, not {self.op!r}")

    @property
    def sentence(self) -> str:
        """What is committed to: fact, comparison and number, so that none of them can be exchanged."""
        return f"{self.fact} {self.op} {self.threshold!r}"

    @property
    def commitment(self) -> str:
        """`sha256:...`, for the regime."""
        return commit(self.sentence, bytes.fromhex(self.salt))


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAnswer:
    """The predicate of a signed answer: about which question and bytes, and yes or no. No number."""

    ref: str
    holder: str
    commitment: str
    says: bool
    answered_at: datetime.datetime


def new_secret(*, ref: str, holder: str, fact: str, op: str, threshold: float, out: Path) -> Secret:
    """Draw a salt and keep threshold and salt in a new file that its owner alone can read.

    Raises `UsageError` when there is a file already, `OperationError` for the disk.
    """
    secret = Secret(ref=ref, holder=holder, fact=fact, op=op, threshold=threshold, salt=secrets.token_hex(LEAST_SALT))
    plain = {name: getattr(secret, name) for name in ("ref", "holder", "fact", "op", "threshold", "salt")}
    _write_new(out, json.dumps(plain, indent=1).encode() + b"\n", 0o600)
    return secret


def read_secret(path: Path) -> Secret:
    """A kept secret. Raises `UsageError` for anything else."""
    try:
        return from_builtins(parse_json(_bytes(path)), Secret)
    except (DocumentError, ValueError) as error:
        raise UsageError(f"{path} is not a kept threshold: {error}", advice=_ADVICE) from error


def answer(secret: Secret, review: Path, out: Path) -> SealedAnswer:
    """Answer for the model of a review, signed with the holder's own key.

    Raises `UsageError` when the review does not say what the threshold asks about: no answer is better than a guess.
    """
    kept = read_review(review)
    found = evaluate(Compare(secret.fact, secret.op, secret.threshold), strongest(kept.facts))
    if found.truth is Truth.UNKNOWN:
        raise UsageError(
            f"the review does not say {secret.fact} as a number, so the question cannot be answered",
            advice="ask the developer to state it, and review again",
        )
    made = SealedAnswer(
        ref=secret.ref,
        holder=secret.holder,
        commitment=secret.commitment,
        says=found.truth is Truth.TRUE,
        answered_at=datetime.datetime.now(datetime.UTC).replace(microsecond=0),
    )
    _write_new(out, own_signer().seal(_statement(kept, made)), 0o644)
    return made


def read_answer(path: Path, review: Review, holder_key: Path) -> SealedAnswer:
    """A signed answer about the model of this review. Raises `UsageError` when the holder did not sign just that."""
    public = _bytes(holder_key)
    try:
        envelope = decode(_bytes(path))
        if not verify(envelope, public):
            raise UsageError(
                f"{path} is not signed by the holder's key {key_id(public)[:23]}…",
                advice="get the answer from the holder again, or name the holder's own key",
            )
        statement = parse_json(envelope.payload)
        made = from_builtins(statement["predicate"], SealedAnswer)
    except (DocumentError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is not a signed answer: {error}", advice="`seatrial sealed answer` makes one"
        ) from error
    if statement != parse_json(_statement(review, made)):
        raise UsageError(f"{path} speaks of another model than the review", advice="ask the holder about this one")
    return made


def as_events(answers: Sequence[SealedAnswer], regimes: Sequence[Regime]) -> tuple[Event, ...]:
    """What the answers are for these regimes. Raises `UsageError` when a regime holds another commitment."""
    for regime in regimes:
        for leaf in _sealed(regime):
            for made in answers:
                if leaf.ref == made.ref and leaf.commitment and leaf.commitment != made.commitment:
                    raise UsageError(
                        f"the answer about {made.ref!r} belongs to another threshold than {regime.id} commits to",
                        advice="the holder has to answer by the threshold behind that commitment",
                    )
    return tuple(
        Event(type="sealed.answered", at=made.answered_at, role=made.holder, about=made.ref, says=made.says)
        for made in answers
    )


def refuse_unsigned(events: Sequence[Event], regimes: Sequence[Regime]) -> None:
    """Raise `UsageError` for a bare event that answers a question to which a regime holds a commitment."""
    committed = {leaf.ref: regime.id for regime in regimes for leaf in _sealed(regime) if leaf.commitment}
    for event in events:
        if event.type == "sealed.answered" and event.about in committed:
            raise UsageError(
                f"{committed[event.about]} commits to the threshold {event.about!r}, so its answer has to be signed",
                advice="give the holder's file with --answer, and the holder's key with --holder-key",
            )


def opened(secret: Secret, commitment: str, answer_says: bool | None, review: Path | None) -> list[str]:
    """What does not hold, once the holder opened the threshold: nothing when all does."""
    wrong = []
    if not opens(commitment, secret.sentence, bytes.fromhex(secret.salt)):
        wrong.append(f"`{secret.sentence}` is not what {commitment[:23]}… commits to")
    if review is not None and answer_says is not None:
        kept = read_review(review)
        found = evaluate(Compare(secret.fact, secret.op, secret.threshold), strongest(kept.facts))
        if found.truth is not (Truth.TRUE if answer_says else Truth.FALSE):
            wrong.append(f"the answer was {'yes' if answer_says else 'no'}, and the threshold says {found.truth}")
    return wrong


def _sealed(regime: Regime) -> list[Sealed]:
    return [leaf for _, predicate in predicates_of(regime) for leaf in leaves(predicate) if isinstance(leaf, Sealed)]


def _statement(review: Review, made: SealedAnswer) -> bytes:
    digest = review.inventory.subject.digest
    if not digest.oms_root:
        raise UsageError("the review speaks of no bytes, so no answer can be bound to it", advice="review the files")
    plain: dict[str, Any] = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {
                "name": "model",
                "digest": {"sha256": digest.oms_root, **({"dirHash1": digest.dir_hash1} if digest.dir_hash1 else {})},
            }
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "ref": made.ref,
            "holder": made.holder,
            "commitment": made.commitment,
            "says": made.says,
            "answered_at": made.answered_at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z"),
        },
    }
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def digest_of(path: Path) -> str:
    """`sha256:...` of a file, to be appended to a log."""
    return "sha256:" + hashlib.sha256(_bytes(path)).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice="check the path") from error


def _write_new(path: Path, content: bytes, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise UsageError(f"there is a file {path} already", advice="name another one with --out") from error
    except OSError as error:
        raise OperationError(f"{path} cannot be written: {error.strerror}", advice="check the directory") from error
