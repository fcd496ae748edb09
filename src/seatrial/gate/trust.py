"""Whom a verifier believes, and what it accepts: `trust.toml`, the verifier's own and nobody else's."""

import datetime
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from seatrial.documents import DocumentError
from seatrial.documents.ecdsa import key_id
from seatrial.domain.errors import UsageError
from seatrial.domain.result import Result
from seatrial.record.keys import own_public_key
from seatrial.record.predicate import Independence
from seatrial.record.status import StatusCode
from seatrial.tlog.note import COSIGNATURE, NoteError, NoteKey, key_of

MAX_BYTES: Final = 1024 * 1024
_ADVICE: Final = "see docs/reference/trust.md for the format"
_DEFAULT_AGE_DAYS: Final = 365
_ACCEPT: Final = (
    *("regimes", "results", "max_age_days", "ignore", "statuses", "max_status_age_hours"),
    *("witness_quorum", "max_checkpoint_age_hours", "independence", "decision_required", "reviewers"),
)
INDEPENDENCE: Final[tuple[Independence, ...]] = get_args(Independence)
"""From near to far."""
_STANDING: Final = (StatusCode.CLEARED.value, StatusCode.CLEARED_WITH_CONDITIONS.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedSigner:
    """A key that is believed, within its window."""

    name: str
    public_key: bytes
    """PEM."""
    not_before: datetime.date | None = None
    not_after: datetime.date | None = None

    @property
    def key_id(self) -> str:
        """`sha256:` of the public key in DER, as records name their signer."""
        return key_id(self.public_key)

    def in_window(self, day: datetime.date) -> bool:
        """Whether the key was believed on this day."""
        after = self.not_before is None or day >= self.not_before
        return after and (self.not_after is None or day <= self.not_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A verifier's rule."""

    signers: tuple[TrustedSigner, ...]
    regimes: tuple[str, ...] = ()
    """Regimes that must be in the record with an accepted result; empty asks it of every regime in the record."""
    results: tuple[Result, ...] = (Result.CLEAR,)
    max_age_days: int = _DEFAULT_AGE_DAYS
    logs: tuple[NoteKey, ...] = ()
    """Logs of which one must hold the record; empty asks for none."""
    witnesses: tuple[NoteKey, ...] = ()
    """Whose cosignatures of a log's checkpoint count."""
    witness_quorum: int = 0
    """How many of them must have cosigned the checkpoint under which a record is proved."""
    max_checkpoint_age_hours: int | None = None
    """How long ago these cosignatures may be; None for any time."""
    ignore: tuple[str, ...] = ()
    """Paths that need not match: chosen by the verifier, never by the signer."""
    max_status_age_hours: int | None = None
    """A status of the record, signed by a trusted key, must not be older; None asks for no status."""
    statuses: tuple[str, ...] = (StatusCode.CLEARED, StatusCode.CLEARED_WITH_CONDITIONS)
    """Which status lets a record stand."""
    independence: Independence = "self"
    """How far from the developer the reviewer must be, at least, as the signer states it."""
    decision_required: bool = False
    """Whether verdicts are not enough, and somebody must have decided upon them."""
    reviewers: int = 1
    """How many signers must have a record each that lets the model through."""


def own(home: Path | None = None) -> Trust:
    """Trust in this machine's own key, if it has one. Raises `UsageError` when others could have replaced it."""
    public = own_public_key(home)
    return Trust(signers=(TrustedSigner(name="this machine's own key", public_key=public),) if public else ())


def load(path: Path) -> Trust:
    """A trust file. Raises `UsageError`, naming what to change."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the trust file {path} cannot be read: {error.strerror}", advice="check the path") from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"the trust file {path} is larger than {MAX_BYTES} bytes", advice=_ADVICE)
    try:
        plain = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"the trust file {path} is not TOML: {error}", advice=_ADVICE) from error
    _only(plain, ("signer", "log", "witness", "accept"), path, "")
    accept = plain.get("accept", {})
    _only(accept, _ACCEPT, path, "accept.")
    entries = plain.get("signer", [])
    if not isinstance(entries, list) or not entries:
        raise UsageError(f"the trust file {path} names no signer", advice="add a [[signer]] with name and public_key")
    results = _texts(accept, "results", ("clear",), path)
    unknown = sorted(set(results) - {r.value for r in Result})
    if unknown:
        raise UsageError(
            f"{path}: accept.results has {unknown[0]!r}", advice=f"use {', '.join(r.value for r in Result)}"
        )
    age = accept.get("max_age_days", _DEFAULT_AGE_DAYS)
    if not isinstance(age, int) or isinstance(age, bool) or age < 0:
        raise UsageError(f"{path}: accept.max_age_days is not a number of days", advice=_ADVICE)
    logs, witnesses, quorum = _followed(plain, accept, path)
    signers = tuple(_signer(entry, path) for entry in entries)
    if len({signer.key_id for signer in signers}) != len(signers):
        raise UsageError(f"{path}: one key stands under two [[signer]]", advice="give each key one window, once")
    return Trust(
        signers=signers,
        regimes=_texts(accept, "regimes", (), path),
        results=tuple(Result(r) for r in results),
        max_age_days=age,
        logs=logs,
        witnesses=witnesses,
        witness_quorum=quorum,
        max_checkpoint_age_hours=_number(accept, "max_checkpoint_age_hours", path),
        ignore=_texts(accept, "ignore", (), path),
        max_status_age_hours=_number(accept, "max_status_age_hours", path),
        statuses=_statuses(accept, path),
        independence=_independence(accept, path),
        decision_required=_truth(accept, "decision_required", path),
        reviewers=_reviewers(accept, signers, path),
    )


def _followed(
    plain: dict[str, Any], accept: dict[str, Any], path: Path
) -> tuple[tuple[NoteKey, ...], tuple[NoteKey, ...], int]:
    """Logs, witnesses, and how many of these must have cosigned."""
    logs, witnesses = _keys(plain, "log", path), _keys(plain, "witness", path)
    quorum = _number(accept, "witness_quorum", path) or 0
    if quorum > len({witness.public for witness in witnesses}):
        text = f"{path}: accept.witness_quorum is {quorum}, and {len(witnesses)} [[witness]] are named"
        raise UsageError(text, advice="name more witnesses, or lower the quorum")
    if quorum and not logs:
        raise UsageError(f"{path}: witnesses cosign logs, and no [[log]] is named", advice="name the log, too")
    if any(witness.kind != COSIGNATURE for witness in witnesses):
        raise UsageError(f"{path}: a [[witness]] has the key of something else", advice="give the witness's own key")
    return logs, witnesses, quorum


def _statuses(accept: dict[str, Any], path: Path) -> tuple[str, ...]:
    statuses = _texts(accept, "statuses", _STANDING, path)
    for status in statuses:
        if status not in _STANDING:
            advice = f"use {' or '.join(_STANDING)}; the others never let a record stand"
            raise UsageError(f"{path}: accept.statuses has {status!r}", advice=advice)
    return statuses


def _independence(accept: dict[str, Any], path: Path) -> Independence:
    value = accept.get("independence", "self")
    for known in INDEPENDENCE:
        if value == known:
            return known
    raise UsageError(f"{path}: accept.independence is {value!r}", advice=f"use {', '.join(INDEPENDENCE)}")


def _truth(accept: dict[str, Any], field: str, path: Path) -> bool:
    value = accept.get(field, False)
    if not isinstance(value, bool):
        raise UsageError(f"{path}: accept.{field} is neither true nor false", advice=_ADVICE)
    return value


def _reviewers(accept: dict[str, Any], signers: tuple[TrustedSigner, ...], path: Path) -> int:
    wanted = _number(accept, "reviewers", path) or 1
    if wanted > len(signers):
        text = f"{path}: accept.reviewers is {wanted}, and {len(signers)} [[signer]] are named"
        raise UsageError(text, advice="name more signers, or lower the number")
    return wanted


def _number(accept: dict[str, Any], field: str, path: Path) -> int | None:
    value = accept.get(field)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value <= 0):
        raise UsageError(f"{path}: accept.{field} is not a whole number above 0", advice=_ADVICE)
    return value


def _keys(plain: dict[str, Any], kind: str, path: Path) -> tuple[NoteKey, ...]:
    entries = plain.get(kind, [])
    if not isinstance(entries, list):
        raise UsageError(f"{path}: {kind} is not a list of tables", advice=f"write [[{kind}]] with key")
    found: list[NoteKey] = []
    for entry in entries:
        _only(entry, ("key",), path, f"{kind}.")
        try:
            found.append(key_of(str(entry.get("key", ""))))
        except NoteError as error:
            advice = f"give the line that the {kind} publishes, `name+id+key`"
            raise UsageError(f"{path}: a [[{kind}]] has a key that cannot be used: {error}", advice=advice) from error
    return tuple(found)


def _signer(entry: Any, path: Path) -> TrustedSigner:
    _only(entry, ("name", "public_key", "not_before", "not_after"), path, "signer.")
    name, key = entry.get("name"), entry.get("public_key")
    if not isinstance(name, str) or not isinstance(key, str):
        raise UsageError(f"{path}: a [[signer]] lacks name or public_key", advice=_ADVICE)
    dates = {field: entry.get(field) for field in ("not_before", "not_after")}
    if any(v is not None and type(v) is not datetime.date for v in dates.values()):
        raise UsageError(f"{path}: not_before and not_after are dates", advice="write them as 2027-01-31, unquoted")
    if dates["not_before"] and dates["not_after"] and dates["not_after"] < dates["not_before"]:
        raise UsageError(f"{path}: the window of {name} ends before it begins", advice="exchange the two dates")
    if key.lstrip().startswith("-----BEGIN"):
        return TrustedSigner(name=name, public_key=_key(key.encode(), path), **dates)
    place = path.parent / key
    try:
        return TrustedSigner(name=name, public_key=_key(place.read_bytes()[:MAX_BYTES], place), **dates)
    except OSError as error:
        advice = "public_key is a path beside the trust file, or the PEM itself"
        raise UsageError(f"{path}: the public key {key!r} cannot be read: {error.strerror}", advice=advice) from error


def _key(pem: bytes, path: Path) -> bytes:
    try:
        key_id(pem)
    except DocumentError as error:
        advice = "give the reviewer's `reviewer.pub`"
        raise UsageError(f"{path} holds no public key that can be used: {error}", advice=advice) from error
    return pem


def _only(table: Any, known: tuple[str, ...], path: Path, prefix: str) -> None:
    unknown = sorted(set(table) - set(known)) if isinstance(table, dict) else [prefix.rstrip(".")]
    if unknown:
        raise UsageError(f"{path}: {prefix}{unknown[0]} is not known here", advice=f"known are: {', '.join(known)}")


def _texts(table: dict[str, Any], key: str, default: tuple[str, ...], path: Path) -> tuple[str, ...]:
    value = table.get(key, list(default))
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise UsageError(f"{path}: accept.{key} is not a list of texts", advice=_ADVICE)
    return tuple(value)
