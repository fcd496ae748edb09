"""Versions of what was handed in to a case: what changed between two, and what other regimes make of the latest.

Both show what lies in the submission, so they are for who reads it in full, and each look is noted for its developer.
"""

import datetime
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seatrial.app.office.case_file import CaseFile, load_case, review_in
from seatrial.app.office.judging import verdict_on
from seatrial.app.office.office import Office
from seatrial.app.office.refused import NoSuchCaseError
from seatrial.app.office.show import note_look, reads, sees_in_full
from seatrial.cases.views import may_read
from seatrial.compare.run import compare
from seatrial.compare.table import Comparison
from seatrial.compare.versions import Changes, changes
from seatrial.domain.errors import UsageError
from seatrial.domain.person import Person
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.domain.verdict import Verdict
from seatrial.regimes import shipped
from seatrial.regimes.judge import judge

MOST_COMPARED: Final = 16
_ONE_AT_A_TIME: Final = threading.Lock()
"""The comparison keeps what it is on beside its tasks, one comparison a process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One submission of a case."""

    number: int
    """From 1, in the order in which they came."""
    package: str
    sent_at: datetime.datetime
    readable: bool
    """Whether there is a review in it that the office can read: not while it is sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two versions of one case."""

    case: CaseFile
    versions: tuple[Version, ...]
    before: Version
    after: Version
    changes: Changes
    verdicts: tuple[Verdict, Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderRegimes:
    """The latest version under several regimes."""

    case: CaseFile
    regimes: tuple[tuple[Regime, Verdict], ...]
    comparison: Comparison
    known: tuple[Regime, ...]
    """All that could be chosen."""


def compare_versions(office: Office, person: Person, case_id: str, before: int = 0, after: int = 0) -> Compared:
    """What changed from one version to another; without numbers, from the last but one to the last.

    Raises `NoSuchCaseError` for who does not read submissions here, `UsageError` where there are no two to compare.
    """
    case, read = _read(office, person, case_id)
    versions = tuple(version for version, _ in read)
    readable = {version.number: review for version, review in read if review is not None}
    after = after or max(readable, default=0)
    before = before or max((number for number in readable if number < after), default=0)
    if before not in readable or after not in readable or before == after:
        raise UsageError(
            "there are no two versions here that could be compared", advice="wait for the next, or open what is sealed"
        )
    pair = readable[before], readable[after]
    first, then = (verdict_on(case.state, case.regime, review, case.at) for review in pair)
    note_look(office, person, case, *(versions[number - 1].package for number in (before, after)))
    return Compared(
        case=case,
        versions=versions,
        before=versions[before - 1],
        after=versions[after - 1],
        changes=changes(*pair, (first, then)),
        verdicts=(first, then),
    )


def under_regimes(office: Office, person: Person, case_id: str, wanted: Sequence[str] = ()) -> UnderRegimes:
    """What regimes make of the latest version: the case's own first, then those wanted, or all that are shipped.

    Raises `NoSuchCaseError` for who does not read submissions here, `UsageError` for an unknown regime or no review.
    """
    case, read = _read(office, person, case_id)
    version, review = read[-1] if read else (None, None)
    if version is None or review is None:
        raise UsageError("there is no review here to compare on", advice="wait for a submission, or open it")
    known = tuple(shipped.find(name) for name in shipped.ids())
    others = {regime.id: regime for regime in known if regime.id != case.regime.id}
    unknown = [name for name in wanted if name not in others and name != case.regime.id]
    if unknown or len(wanted) > MOST_COMPARED:
        raise UsageError(f"{(unknown or ['so many'])[0]!r:.80} cannot be compared", advice="choose from the list")
    chosen = [case.regime, *(others[name] for name in dict.fromkeys(wanted or others) if name in others)]
    verdicts = tuple((regime, _verdict(case, regime, review)) for regime in chosen)
    with _ONE_AT_A_TIME:
        comparison = compare({regime.id: regime for regime in chosen}, review)
    note_look(office, person, case, version.package)
    return UnderRegimes(case=case, regimes=verdicts, comparison=comparison, known=known)


def _verdict(case: CaseFile, regime: Regime, review: Review) -> Verdict:
    """The case's own regime with what happened here; any other as if the same evidence had come to it."""
    if regime.id == case.regime.id:
        return verdict_on(case.state, regime, review, case.at)
    return judge(regime, review.facts, review.assessment, review.events, case.at)


def _read(office: Office, person: Person, case_id: str) -> tuple[CaseFile, list[tuple[Version, Review | None]]]:
    reads(person)
    with office.journal.reading(person) as db:
        case = load_case(office, db, case_id, office.clock())
        full = all(sees_in_full(case, person, item) for item in ("evidence", "verdict"))
        if not may_read(person, case.state.participants) or not full:
            raise NoSuchCaseError(case_id)
        sent_at = [event.at for event, _ in case.events if event.kind == "submission.sent"]
        found = []
        for number, sent in enumerate(case.state.submissions, start=1):
            review = review_in(db, case.state, sent)
            version = Version(
                number=number, package=sent.package, sent_at=sent_at[number - 1], readable=review is not None
            )
            found.append((version, review))
    return case, found
