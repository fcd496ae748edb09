"""An office on this machine: its directory, database, key and log, opened once and shared by requests."""

import datetime
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from seatrial.app.office.configuration import read_configuration
from seatrial.app.office.desk import Desk
from seatrial.cases.event import known_keys
from seatrial.cases.roles import completed
from seatrial.documents import DocumentError
from seatrial.domain.errors import OperationError, RegimeError, UsageError
from seatrial.domain.person import REGISTRAR, Person
from seatrial.domain.regime import Regime
from seatrial.journal.answers import regime as kept_regime
from seatrial.journal.open import Journal, known_revisions, latest_revision
from seatrial.journal.people import keys_of_person
from seatrial.record.keys import Signer, own_signer
from seatrial.regimes.load import load

DATABASE: Final = "office.db"
LOG: Final = "log"
PUBLISHED: Final = "published"
SEAL_KEY: Final = "seal.key"
Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """The time, UTC."""
    return datetime.datetime.now(datetime.UTC)


class Office:
    """One office."""

    def __init__(self, directory: Path, database: str = "", clock: Clock = utc_now) -> None:
        """Open the office in `directory`; `database` takes the place of what is configured.

        Raises `UsageError` when there is none.
        """
        self.directory = directory
        self.configuration = read_configuration(directory)
        self.clock = clock
        self.journal = Journal(database or self.configuration.database or f"sqlite:///{directory / DATABASE}")
        self.signer: Signer = own_signer(directory)
        self.desk = Desk()
        self._regimes: dict[str, Regime] = {}

    @property
    def keys(self) -> dict[str, bytes]:
        """Keys by which the office signs, in PEM, by id."""
        return known_keys([self.signer.public_pem])

    @property
    def registrar(self) -> Person:
        """Whoever can write to the office's directory, at its own commands."""
        return Person(id="", name="", organisation=self.configuration.name, roles=frozenset({REGISTRAR}))

    def keys_of_person(self, person: str) -> tuple[bytes, ...]:
        """Keys by which somebody signs events themselves, in PEM."""
        with self.journal.looking() as db:
            return keys_of_person(db, person)

    @property
    def public_key(self) -> Path:
        """The file with the office's public key."""
        return self.directory / "keys" / "reviewer.pub"

    def close(self) -> None:
        """Let go of the database."""
        self.journal.close()

    def regime(self, digest: str) -> Regime:
        """A regime by its digest, completed with what every case needs. Raises `UsageError` for an unknown one."""
        found = self._regimes.get(digest)
        if found is None:
            with self.journal.looking() as db:
                kept = kept_regime(db, digest)
            if kept is None:
                raise UsageError("the office has no such regime", advice="list the regimes that it offers")
            found = self._regimes[digest] = completed(load(kept.body, f"{kept.id}.yaml"))
        return found


@contextmanager
def opened(directory: Path, database: str = "") -> Iterator[Office]:
    """An office for the length of a command.

    Raises `UsageError` when there is none, or its database is not at the revision that this version needs.
    """
    office = Office(directory, database)
    try:
        _at_this_version(office)
        yield office
    finally:
        office.close()


def migrate(office: Office) -> tuple[str, str]:
    """Bring an office's database to the revision that this version needs: which it was, and which it is.

    Raises `UsageError` for a database without an office, or of a later version.
    """
    before, needed = _revision(office), str(latest_revision())
    office.journal.migrate()
    return before, needed


def _at_this_version(office: Office) -> None:
    found, needed = _revision(office), latest_revision()
    if found != needed:
        raise UsageError(
            f"the office's database is at revision {found}, and this version needs {needed}",
            advice=f"stop what uses it, save it, and run `seatrial office migrate {office.directory}`",
        )


def _revision(office: Office) -> str:
    """The revision of the database, when it is one that is known here."""
    found = office.journal.revision()
    if found is None:
        raise UsageError("the database holds no office", advice="check its address, or begin one with `office init`")
    if found not in known_revisions():
        raise UsageError(
            f"the office's database is at revision {found}, which is later than this version",
            advice="use the version that made it, or a later one",
        )
    return found


def parsed_regime(body: bytes, name: str) -> Regime:
    """A regime that cases can be decided under. Raises `RegimeError`."""
    found = load(body, name)
    try:
        completed(found)
    except ValueError as error:
        raise RegimeError(f"{name}: {error}", advice="give the role another id, or its usual kind") from error
    return found


@functools.lru_cache(maxsize=64)
def pem_id(pem: str) -> str:
    """Id of a public key. Raises `UsageError` for what is none."""
    try:
        return next(iter(known_keys([pem.encode()])))
    except DocumentError as error:
        raise UsageError(f"the public key cannot be used: {error}", advice="give reviewer.pub") from error


def disk(what: str, error: OSError) -> OperationError:
    """An error of the disk, as advice."""
    return OperationError(f"{what}: {error.strerror}", advice="check the disk and its permissions, and do it again")


Plain = dict[str, Any]
