"""Publish one step of a case: a signed statement that shows what the regime lets the public see, appended to the log.

Where the verdict is public, the developer's record and its status under the office's signature are put into the log,
too, so that `seatrial verify` can be given all three.
"""

import datetime
from pathlib import Path
from typing import Any, Final

from seatrial.app.log import append
from seatrial.app.office.case_file import CaseFile, load_case
from seatrial.app.office.dispatch import Act, Done, NewItem, perform
from seatrial.app.office.office import LOG, PUBLISHED, Office, disk, pem_id
from seatrial.app.office.package import Package, digest_of, read_package
from seatrial.app.office.refused import NoSuchCaseError, RefusedError
from seatrial.app.office.register import enter
from seatrial.app.office.status import RECORD, sign_status
from seatrial.cases.acts import Published
from seatrial.cases.attempt import Attempt, Given
from seatrial.cases.permit import refusal
from seatrial.cases.refusal import incomplete
from seatrial.cases.roles import may
from seatrial.cases.timeline import times
from seatrial.cases.views import may_read, public_level, publishable
from seatrial.documents.sigstore import decode
from seatrial.domain.person import Person
from seatrial.domain.verdict import Shown
from seatrial.journal import items
from seatrial.record.statement import Statement, read_statement
from seatrial.register.publication import (
    Publication,
    PublishedCondition,
    PublishedReason,
    write_publication,
)

MEDIA_TYPE: Final = "application/vnd.dev.sigstore.bundle.v0.3+json"
_DAY: Final = datetime.timedelta(days=1)


def publish(office: Office, person: Person, case_id: str, step: str, *, key: str = "") -> Done:
    """Publish `existence` or `detail`. What was written when a try was interrupted is taken up, not written twice.

    Raises `RefusedError` when the case is not so far, or the regime shows the public nothing of it.
    """
    with office.journal.reading(person) as db:
        case = load_case(office, db, case_id, office.clock())
        package = _package(db, case)
    if not may_read(person, case.state.participants):
        raise NoSuchCaseError(case_id)
    disclosed = case.verdict.disclosure if case.verdict else _by_rule(case)
    _refuse(case, person, step, disclosed)
    folder = office.directory / PUBLISHED / case_id
    statement = _recorded(package)
    count = len(case.state.decisions)
    path = folder / (f"detail-{count}.sigstore.json" if step == "detail" else "existence.sigstore.json")
    sealed = _written(office, path, case, step, disclosed=disclosed, statement=statement)
    logged = append(office.directory / LOG, [path], office.public_key)[0]
    if step == "detail" and package is not None and _shown(case, disclosed, "verdict") == "full":
        _release(office, folder, package)
        sign_status(office, case, folder / RECORD)
    body = Published(
        step="existence" if step == "existence" else "detail", entry=digest_of(sealed), number=logged.number
    )
    new = NewItem(body=sealed, item="registration", title=f"publication, {step}", media_type=MEDIA_TYPE)
    done = perform(office, person, Act(kind="publication.made", case=case_id, body=body, items=(new,)), key=key)
    enter(office, case_id, logged.number, sealed)
    return done


def _by_rule(case: CaseFile) -> tuple[Shown, ...]:
    return tuple(Shown(item=rule.item, audience=rule.audience, show=rule.show) for rule in case.regime.disclosure)


def _refuse(case: CaseFile, person: Person, step: str, disclosed: tuple[Shown, ...]) -> None:
    """Before anything is written: whether the act would be refused afterwards."""
    if step not in ("existence", "detail"):
        raise RefusedError(incomplete(f"{step} is no step of publication", "publish `existence`, then `detail`"))
    body = Published(step="existence" if step == "existence" else "detail", entry=f"sha256:{'0' * 64}", number=0)
    able = may("publication.made", case.regime)
    held = case.state.roles_held(person.id)
    role = next((role for role in held if role in able), held[0])
    attempt = Attempt(kind="publication.made", body=body, role=role, person=person, at=case.at)
    refused = refusal(case.state, attempt, Given(case.regime, case.verdict))
    if refused is None and not publishable(case.regime, disclosed, step):
        advice = "nothing of this case is public under its regime"
        refused = incomplete(f"{case.regime.id} shows the public nothing that this step would publish", advice)
    if refused is not None:
        raise RefusedError(refused)


def _package(db: Any, case: CaseFile) -> Package | None:
    if case.review is None or case.state.submission is None:
        return None
    kept = [item for item in items.of_case(db, case.state.id) if item.media_type.endswith("submission+json")]
    wanted = case.state.submission.package
    chosen = [i for i in kept if i.digest == wanted] or [i for i in kept if i.title.endswith(wanted)]
    body = items.body(db, case.state.id, chosen[-1].digest) if chosen else None
    return read_package(body) if body is not None else None


def _recorded(package: Package | None) -> Statement | None:
    return read_statement(decode(package.record).payload) if package else None


def _shown(case: CaseFile, disclosed: tuple[Shown, ...], item: str, *, step: str = "detail") -> str:
    steps = ("existence", "detail") if step == "detail" else ("existence",)
    return public_level(case.regime, disclosed, steps, item)


def _written(
    office: Office, path: Path, case: CaseFile, step: str, *, disclosed: tuple[Shown, ...], statement: Statement | None
) -> bytes:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            return path.read_bytes()  # An earlier try came so far; the log may have it.
        full = step == "detail" and _shown(case, disclosed, "verdict") in ("full", "redacted") and statement is not None
        name, sha256, dir_hash1 = case.state.title if step == "detail" else case.state.id, case.head, ""
        if full and statement is not None:
            name, sha256, dir_hash1 = statement.subject_name, statement.digest.oms_root, statement.digest.dir_hash1
        publication = _detail(office, case, disclosed) if step == "detail" else _existence(office, case, disclosed)
        sealed = office.signer.seal(write_publication(name, sha256, publication, dir_hash1))
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(sealed)
        part.replace(path)
    except OSError as error:
        raise disk(f"{path} cannot be written", error) from error
    return sealed


def _existence(office: Office, case: CaseFile, disclosed: tuple[Shown, ...]) -> Publication:
    dates = _shown(case, disclosed, "case-existence", step="existence") != "none"
    return _begun(office, case, "existence", dates=dates)


def _begun(office: Office, case: CaseFile, step: Any, *, dates: bool, **more: Any) -> Publication:
    state = case.state
    return Publication(
        case=state.id,
        step=step,
        published_at=case.at.replace(microsecond=0),
        office=office.configuration.name,
        regime=state.regime.id,
        regime_version=state.regime.version,
        regime_digest=state.regime.digest,
        sealed_head=case.head,
        opened_on=state.opened_at.date() if dates else None,
        accepted_on=state.accepted_at.date() if dates and state.accepted_at else None,
        **more,
    )


def _detail(office: Office, case: CaseFile, disclosed: tuple[Shown, ...]) -> Publication:
    state, decided, took = case.state, case.state.decision, times(case.state, case.at)
    decision, verdict = _shown(case, disclosed, "decision"), _shown(case, disclosed, "verdict")
    words = decision == "full"
    more: dict[str, Any] = {"outcome": decided.outcome if decided else state.closed_as}
    if decision in ("full", "redacted") and decided is not None:
        more |= {
            "decided_on": decided.at.date(),
            "by_silence": bool(decided.clock),
            "reasons": tuple(PublishedReason(cites=r.cites, text=r.text if words else "") for r in decided.reasons),
            "dissent": tuple(vote.dissent for vote in decided.dissent) if words else (),
            "conditions": tuple(
                PublishedCondition(text=c.condition.text if words else "", owner=c.condition.owner, due=c.condition.due)
                for c in state.ledger
            ),
            "office_days": round(took.office / _DAY, 2),
            "elapsed_days": round(took.elapsed / _DAY, 2),
            "questions": len(state.questions),
        }
    if verdict in ("full", "redacted", "digest") and state.submission and state.submission.record:
        more["record_sha256"] = state.submission.record.removeprefix("sha256:")
    if verdict in ("full", "redacted") and case.verdict is not None:
        more["developer"] = state.organisation
        more["result"] = case.verdict.result.value
        more["unmet"] = tuple(r.requirement_id for r in case.verdict.obstacles)
    dates = _shown(case, disclosed, "case-existence") != "none"
    return _begun(office, case, "detail", dates=dates, **more)


def _release(office: Office, folder: Path, package: Package) -> None:
    """The record and the proof that it is in the log: what a stranger verifies the model by."""
    record, key = folder / RECORD, folder / f"{pem_id(package.public_key)[7:23]}.pub"
    try:
        record.write_bytes(package.record)
        key.write_text(package.public_key, encoding="ascii")
    except OSError as error:
        raise disk(f"{folder} cannot be written", error) from error
    append(office.directory / LOG, [record], key)
