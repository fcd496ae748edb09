"""Begin an office: directory, key, log, database, the regimes it reviews under, and its first registrar."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seatrial.app.log import begin
from seatrial.app.office.configuration import FILE as CONFIGURATION
from seatrial.app.office.office import (
    DATABASE,
    LOG,
    PUBLISHED,
    SEAL_KEY,
    Office,
    disk,
    parsed_regime,
    utc_now,
)
from seatrial.domain.errors import UsageError
from seatrial.domain.person import REGISTRAR, SCOPES
from seatrial.domain.regime import Regime
from seatrial.journal import answers, people
from seatrial.journal.open import Journal
from seatrial.record.keys import own_signer, place_file
from seatrial.regimes import shipped

DEFAULT_REGIME: Final = "release-office"
_FIRST: Final = datetime.timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A new office."""

    directory: Path
    verifier: str
    """The log's key, for those who follow it."""
    regimes: tuple[Regime, ...]
    registrar: str
    token: str
    """Of the registrar; shown once."""


def begin_office(
    directory: Path,
    *,
    name: str,
    origin: str,
    regimes: Sequence[str] = (DEFAULT_REGIME,),
    database: str = "",
    registrar: str = "registrar",
) -> Begun:
    """Make an office in `directory`. Raises `UsageError` when there is one, or a regime cannot be used."""
    if (directory / CONFIGURATION).exists():
        raise UsageError(f"there is an office in {directory} already", advice="name another directory")
    if not name.strip() or any(not mark.isprintable() or mark in '"\\' for mark in name + origin + database):
        raise UsageError(f"{name!r} cannot be the name of an office", advice="write the organisation's name plainly")
    found = tuple((parsed_regime(body, label), body) for label, body in map(_regime_file, regimes))
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        (directory / PUBLISHED).mkdir(exist_ok=True)
    except OSError as error:
        raise disk(f"{directory} cannot be made", error) from error
    verifier = begin(directory / LOG, origin)
    own_signer(directory)
    recipient = _seal_key(directory)
    journal = Journal(database or f"sqlite:///{directory / DATABASE}")
    try:
        journal.migrate()
        token = _first_rows(journal, found, name=name, registrar=registrar)
    finally:
        journal.close()
    _configure(directory, name=name, origin=origin, database=database, recipient=recipient)
    return Begun(
        directory=directory,
        verifier=verifier,
        regimes=tuple(regime for regime, _ in found),
        registrar=registrar,
        token=token,
    )


def offer_regime(office: Office, reference: str, *, offered: bool = True) -> Regime:
    """Let cases be opened under a regime, or no new ones any more. Cases keep the regime they were opened under."""
    label, body = _regime_file(reference)
    regime = parsed_regime(body, label)
    with office.journal.writing() as db:
        answers.keep_regime(db, _kept(regime, body, offered=offered), office.clock())
    return regime


def _first_rows(journal: Journal, regimes: Sequence[tuple[Regime, bytes]], *, name: str, registrar: str) -> str:
    now = utc_now()
    with journal.writing() as db:
        for regime, body in regimes:
            answers.keep_regime(db, _kept(regime, body, offered=True), now)
        if people.account(db, registrar) is None:
            people.add_account(
                db, id_=registrar, name="Registrar", organisation=name, roles=[REGISTRAR], password="", at=now
            )
        return people.issue_token(db, registrar, name="first", scopes=SCOPES, at=now, expires_at=now + _FIRST)


def _kept(regime: Regime, body: bytes, *, offered: bool) -> answers.KeptRegime:
    return answers.KeptRegime(digest=regime.digest, id=regime.id, version=regime.version, offered=offered, body=body)


def _regime_file(reference: str) -> tuple[str, bytes]:
    """A regime's name and bytes. Raises `RegimeError` for one that cannot be found."""
    return shipped.file_of(reference)


def _seal_key(directory: Path) -> str:
    """A key to which submissions can be sealed, when sealing is installed; the recipient, or nothing."""
    try:
        import pyrage  # noqa: PLC0415 - an extra
    except ImportError:
        return ""
    identity = pyrage.x25519.Identity.generate()
    try:
        place_file(directory / SEAL_KEY, f"{identity}\n".encode(), 0o600)
    except OSError as error:
        raise disk(f"{directory / SEAL_KEY} cannot be made", error) from error
    return str(identity.to_public())


def _configure(directory: Path, **fields: str) -> None:
    lines = [f'{name} = "{value}"' for name, value in fields.items() if value]
    try:
        (directory / CONFIGURATION).write_text("\n".join(lines) + "\nindependence = 3\n", encoding="utf-8")
    except OSError as error:
        raise disk(f"{directory / CONFIGURATION} cannot be written", error) from error
