"""The office at work: from a submission to a publication that a stranger verifies, on both databases."""

import dataclasses
import datetime
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from seatrial.app.office import people, register
from seatrial.app.office.dispatch import Act, perform, project_again
from seatrial.app.office.office import Office
from seatrial.app.office.package import read_package, write_package
from seatrial.app.office.publish import publish
from seatrial.app.office.refused import (
    NoSuchCaseError,
    OtherRequestError,
    OvertakenError,
    RefusedError,
    ScopeError,
)
from seatrial.app.office.rerun import rerun
from seatrial.app.office.show import list_cases, read_item, show_case
from seatrial.app.office.status import renew
from seatrial.app.office.submit import check_submission, submit
from seatrial.app.office.sweep import sweep
from seatrial.app.office.unseal import open_sealed
from seatrial.cases.acts import (
    DecisionAppealed,
    DecisionProposed,
    DecisionVoted,
    FindingSent,
    QuestionAnswered,
    QuestionAsked,
    Reason,
    SetCondition,
    SubmissionAccepted,
    SubmissionReturned,
    SuspensionIssued,
)
from seatrial.domain.errors import TrustError, UsageError
from seatrial.gate.admission import AdmissionResult
from seatrial.gate.admit import check
from seatrial.journal import events
from tests.office.conftest import Desk, HandedIn

CHECK = "artifact.embedded-secrets"


def decided(desk: Desk, case: str, name: str = "p1", who: tuple[str, str] = ("dora", "dan")) -> None:
    """Cleared with a condition, by two people."""
    reason = Reason(cites="no-secrets-shipped", evidence=(CHECK,), text="No credential was found.")
    held = SetCondition(id="measure", text="Compliance is measured.", owner="developer", test="a record that has it")
    body = DecisionProposed(id=name, outcome="cleared-with-conditions", reasons=(reason,), conditions=(held,))
    desk.do(who[0], "decision.proposed", body, case)
    desk.do(who[1], "decision.voted", DecisionVoted(id=name, agrees=True), case)


def test_the_whole_way_to_a_publication_that_a_stranger_verifies(
    desk: Desk, handed_in: HandedIn, tmp_path: Path
) -> None:
    case = desk.sent(handed_in.lacking)
    found = check_submission(desk.office, desk.people["iris"], case)
    assert found.holds
    lacks = {lack.cites for lack in found.lacks}
    assert "incident-process" in lacks
    wanted = tuple(lack for lack in found.lacks if lack.cites == "incident-process")
    desk.do("iris", "submission.returned", SubmissionReturned(lacks=wanted), case)
    desk.clock.wait(1)
    desk.sent(handed_in.whole, case)
    assert "incident-process" not in {
        lack.cites for lack in check_submission(desk.office, desk.people["iris"], case).lacks
    }
    desk.do("iris", "submission.accepted", SubmissionAccepted(), case)
    desk.do("emil", "question.asked", QuestionAsked(id="q1", text="Who answers?", cites="incident-process"), case)
    desk.clock.wait(2)
    desk.do("ada", "question.answered", QuestionAnswered(id="q1", text="The watch."), case)
    rerun(desk.office, desk.people["emil"], case, handed_in.model, seed=7, count=3)
    state = show_case(desk.office, desk.people["ada"], case).case.state
    assert [agreement.result for agreement in state.reruns[0].agreements] == ["agrees"] * 3
    assert state.reruns[0].independence == 3
    decided(desk, case)
    desk.do("ada", "decision.appealed", DecisionAppealed(grounds="The condition is met."), case)
    decided(desk, case, "p2", ("paul", "pia"))
    publish(desk.office, desk.people["iris"], case, "existence")
    publish(desk.office, desk.people["iris"], case, "detail")

    published = desk.office.directory / "published" / case
    key = next(published.glob("*.pub"))
    log_key = (desk.office.directory / "log" / "log.vkey").read_text().strip()
    trust = tmp_path / "trust.toml"
    trust.write_text(
        f'[[signer]]\nname = "developer"\npublic_key = "{key}"\n'
        f'[[signer]]\nname = "office"\npublic_key = "{desk.office.public_key}"\n'
        f'[[log]]\nkey = "{log_key}"\n'
        "[accept]\nmax_status_age_hours = 24\n"
    )
    now = desk.clock.now + datetime.timedelta(minutes=1)
    record = published / "record.sigstore.json"
    admission = check(handed_in.model, record=record, trust=trust, now=now)
    assert admission.result is AdmissionResult.ALLOW, admission.reasons
    assert register.rebuild(desk.office) == 2
    latest = register.as_plain(register.search(desk.office)[0])["publication"]
    assert (latest["outcome"], latest["questions"]) == ("cleared-with-conditions", 1)
    assert latest["conditions"][0]["text"] == "Compliance is measured."
    assert "dora" not in str(latest), "who decided is not public"

    desk.do(
        "emil",
        "finding.sent",
        FindingSent(id="f1", cites="no-code-on-load", severity="high", text="It does.", evidence=(CHECK,)),
        case,
    )
    ends = desk.clock.now + datetime.timedelta(days=3)
    stop = SuspensionIssued(finding="f1", severity="high", scope="all", reason="it runs code", expires_at=ends)
    desk.do("dora", "suspension.issued", stop, case)
    assert renew(desk.office) == 1
    assert renew(desk.office) == 0
    denied = check(handed_in.model, record=record, trust=trust, now=now)
    assert denied.result is AdmissionResult.DENY
    assert "it runs code" in denied.reasons[0].text
    desk.clock.wait(4)
    assert renew(desk.office) == 1
    again = check(handed_in.model, record=record, trust=trust, now=desk.clock.now)
    assert again.result is AdmissionResult.ALLOW, again.reasons


def test_a_record_that_cannot_be_believed_is_refused_at_the_door(desk: Desk, handed_in: HandedIn) -> None:
    package = read_package(handed_in.whole)
    broken = write_package(dataclasses.replace(package, record=package.record.replace(b"a", b"b", 3)))
    with pytest.raises((TrustError, UsageError)):
        submit(desk.office, desk.people["ada"], broken)
    other = write_package(dataclasses.replace(package, public_key=desk.office.signer.public_pem.decode()))
    with pytest.raises(TrustError, match="cannot be believed"):
        submit(desk.office, desk.people["ada"], other)
    desk.sent(handed_in.whole)
    with pytest.raises(TrustError, match="another organisation"):
        submit(desk.office, desk.people["mole"], handed_in.whole)
    for junk in (b"", b"{}", b"\xff" * 40, handed_in.whole[:-20]):
        with pytest.raises(UsageError):
            submit(desk.office, desk.people["ada"], junk)
    assert [case.organisation for case in list_cases(desk.office, desk.people["rita"])] == ["Harbour Labs"]


def test_a_review_that_the_record_does_not_commit_to_is_told(desk: Desk, handed_in: HandedIn) -> None:
    first, second = read_package(handed_in.lacking), read_package(handed_in.whole)
    mixed = write_package(dataclasses.replace(first, review=second.review))
    case = desk.sent(mixed)
    found = check_submission(desk.office, desk.people["iris"], case)
    assert [lack.cites for lack in found.lacks] == ["review"]


def test_one_developer_never_sees_anothers_case(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.sent(handed_in.whole)
    for who in ("mole", "ben", "olga", "rita"):
        with pytest.raises(NoSuchCaseError):
            show_case(desk.office, desk.people[who], case)
        with pytest.raises(NoSuchCaseError):
            desk.do(who, "submission.accepted", SubmissionAccepted(), case)
    assert list_cases(desk.office, desk.people["mole"]) == []
    assert [line.case_id for line in list_cases(desk.office, desk.people["ada"])] == [case]
    with pytest.raises(NoSuchCaseError):
        read_item(desk.office, desk.people["mole"], case, "sha256:" + "0" * 64)


def test_every_look_by_the_office_is_noted_and_shown_to_the_developer(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.sent(handed_in.whole)
    digest = show_case(desk.office, desk.people["ada"], case).plain["items"][0]["digest"]
    assert read_item(desk.office, desk.people["emil"], case, digest)[0] == handed_in.whole
    read_item(desk.office, desk.people["ada"], case, digest)
    seen = show_case(desk.office, desk.people["ada"], case).plain["looks"]
    assert [(look["person"], look["role"], look["digest"]) for look in seen] == [("emil", "evaluator", digest)]
    assert show_case(desk.office, desk.people["emil"], case).plain["looks"] == []


def test_the_same_request_is_done_once(desk: Desk, handed_in: HandedIn) -> None:
    ada = desk.people["ada"]
    first = submit(desk.office, ada, handed_in.whole, title="tiny", key="k1")
    assert submit(desk.office, ada, handed_in.whole, title="tiny", key="k1") == first
    assert len(list_cases(desk.office, ada)) == 1
    desk.join(first.case, "iris")
    accept = Act(kind="submission.accepted", body=SubmissionAccepted(), case=first.case)
    done = perform(desk.office, desk.people["iris"], accept, key="k2")
    assert perform(desk.office, desk.people["iris"], accept, key="k2") == done
    other = dataclasses.replace(accept, body=SubmissionAccepted(note="another"))
    with pytest.raises(OtherRequestError):
        perform(desk.office, desk.people["iris"], other, key="k2")
    with pytest.raises(RefusedError):
        perform(desk.office, desk.people["iris"], accept)


def test_a_case_is_opened_with_its_submission_or_not_at_all(
    desk: Desk, handed_in: HandedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise ValueError("the disk is full")

    with monkeypatch.context() as patch, pytest.raises(ValueError, match="full"):
        patch.setattr("seatrial.journal.items.keep", full)
        submit(desk.office, desk.people["ada"], handed_in.whole, title="x", key="k")
    with desk.office.journal.looking() as db:
        assert events.case_ids(db) == []
    done = submit(desk.office, desk.people["ada"], handed_in.whole, title="x", key="k")
    with desk.office.journal.looking() as db:
        assert [event.kind for event in events.of_case(db, done.case)] == ["case.opened", "submission.sent"]


def test_an_act_on_what_was_before_is_told(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.sent(handed_in.whole)
    head = show_case(desk.office, desk.people["iris"], case).head
    accept = Act(kind="submission.accepted", body=SubmissionAccepted(), case=case)
    with pytest.raises(OvertakenError):
        perform(desk.office, desk.people["iris"], accept, expected="0" * 64)
    assert perform(desk.office, desk.people["iris"], accept, expected=head).stage == "assessment"


def test_clocks_are_noted_at_their_minute_after_the_office_was_down(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    assert sweep(desk.office) == 0
    due = next(line for line in list_cases(desk.office, desk.people["ada"]) if line.case_id == case).next_at
    assert due is not None
    desk.clock.wait(60)
    assert sweep(desk.office) == 1
    assert sweep(desk.office) == 0, "it is noted once"
    state = show_case(desk.office, desk.people["ada"], case).case.state
    assert state.escalated_at == due
    assert [effect.fell_at for effect in state.effects] == [due]
    kinds = [event.kind for event, _ in show_case(desk.office, desk.people["dora"], case).case.events]
    assert kinds.count("clock.ran-out") == 1


def test_an_act_after_an_effect_that_nobody_noted_comes_after_it(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    desk.clock.wait(60)
    decided(desk, case, who=("paul", "pia"))  # It is before the appeal body, though no sweep ran.
    kinds = [event.kind for event, _ in show_case(desk.office, desk.people["dora"], case).case.events]
    assert kinds.index("clock.ran-out") < kinds.index("decision.proposed")


def test_many_act_at_once_and_nothing_is_lost_or_doubled(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    failed: list[BaseException] = []

    def ask(number: int) -> None:
        body = QuestionAsked(id=f"q{number}", text="?", cites="incident-process")
        try:
            for _ in range(2):
                desk.do("emil", "question.asked", body, case, key=f"ask {number}")
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    state = show_case(desk.office, desk.people["ada"], case).case.state
    assert sorted(question.asked.id for question in state.questions) == [f"q{number}" for number in range(8)]
    with desk.office.journal.looking() as db:
        assert events.broken_at(db) is None


def test_lists_are_dropped_and_made_again(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    before = list_cases(desk.office, desk.people["ada"])
    with desk.office.journal.writing() as db:
        events.forget_projections(db)
    assert list_cases(desk.office, desk.people["ada"]) == []
    with desk.office.journal.writing() as db:
        project_again(desk.office, db, case)
    assert list_cases(desk.office, desk.people["ada"]) == before


def test_what_was_changed_behind_the_journal_is_not_believed(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    drop = (
        "DROP TRIGGER event_no_update"
        if desk.office.journal.dialect == "sqlite"
        else "ALTER TABLE event DISABLE TRIGGER ALL"
    )
    if desk.office.journal.dialect == "postgresql":
        drop = "DROP TRIGGER event_kept ON event"
    with desk.office.journal._engine.begin() as db:
        db.execute(text(drop))
        sealed = db.execute(text("SELECT sealed FROM event WHERE number = 3")).scalar_one()
        other = db.execute(text("SELECT sealed FROM event WHERE number = 4")).scalar_one()
        db.execute(text("UPDATE event SET sealed = :s WHERE number = 4"), {"s": sealed})
    assert sealed != other
    with pytest.raises(TrustError, match="cannot be believed"):
        show_case(desk.office, desk.people["ada"], case)


def test_a_sealed_submission_is_opened_by_the_named_recipient_only(
    desk: Desk, handed_in: HandedIn, tmp_path: Path
) -> None:
    pyrage = pytest.importorskip("pyrage")
    recipient = pyrage.x25519.Recipient.from_str(desk.office.configuration.recipient)
    sealed = pyrage.encrypt(handed_in.whole, [recipient])
    done = submit(desk.office, desk.people["ada"], sealed, sealed=True)
    for who in ("iris", "emil", "dora", "dan"):
        desk.join(done.case, who)
    with pytest.raises(UsageError, match="sealed"):
        check_submission(desk.office, desk.people["iris"], done.case)
    with pytest.raises(RefusedError, match="evaluator may not"):
        open_sealed(desk.office, desk.people["emil"], done.case)
    open_sealed(desk.office, desk.people["iris"], done.case)
    assert check_submission(desk.office, desk.people["iris"], done.case).holds
    assert desk.do("iris", "submission.accepted", SubmissionAccepted(), done.case).stage == "assessment"
    stranger = pyrage.x25519.Identity.generate().to_public()
    other = submit(desk.office, desk.people["ada"], pyrage.encrypt(b"x", [stranger]), sealed=True)
    desk.join(other.case, "iris")
    with pytest.raises(UsageError, match="not sealed to this office"):
        open_sealed(desk.office, desk.people["iris"], other.case)
    with pytest.raises(UsageError, match="not sealed"):
        submit(desk.office, desk.people["ada"], handed_in.whole, sealed=True)


def test_a_rerun_asks_for_the_bytes_that_were_reviewed_and_tells_disagreement(
    desk: Desk, handed_in: HandedIn, tmp_path: Path
) -> None:
    case = desk.accepted(handed_in.whole)
    other = tmp_path / "other"
    other.mkdir()
    (other / "config.json").write_text("{}")
    with pytest.raises(UsageError, match="bytes that were reviewed"):
        rerun(desk.office, desk.people["emil"], case, other, seed=1)
    package = read_package(handed_in.whole)
    assert package.review
    first = rerun(desk.office, desk.people["emil"], case, handed_in.model, seed=1, count=2)
    second = rerun(desk.office, desk.people["emil"], case, handed_in.model, seed=1, count=2)
    state = show_case(desk.office, desk.people["emil"], case).case.state
    assert first.number < second.number
    names = [[agreement.check for agreement in found.agreements] for found in state.reruns]
    assert names[0] == names[1], "the seed draws the same"


def test_publication_is_refused_before_anything_is_written(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    with pytest.raises(RefusedError, match="published first"):
        publish(desk.office, desk.people["iris"], case, "detail")
    with pytest.raises(RefusedError, match="no step"):
        publish(desk.office, desk.people["iris"], case, "all")
    with pytest.raises(RefusedError, match="evaluator may not"):
        publish(desk.office, desk.people["emil"], case, "existence")
    with pytest.raises(NoSuchCaseError):
        publish(desk.office, desk.people["mole"], case, "existence")
    assert not list((desk.office.directory / "published").iterdir())


def test_a_publication_that_was_interrupted_is_taken_up(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("seatrial.app.office.publish.perform", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish(desk.office, desk.people["iris"], case, "existence")
    publish(desk.office, desk.people["iris"], case, "existence")
    assert [entry.number for entry in register.search(desk.office)] == [0], "it stands in the log once"


def test_logins_do_no_more_than_their_scopes(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.sent(handed_in.whole)
    token = people.issue_token(desk.office, desk.people["iris"], name="ci", scopes=["read"])
    reader = people.by_token(desk.office, token)
    assert reader is not None
    assert show_case(desk.office, reader, case).plain["stage"] == "completeness"
    with pytest.raises(ScopeError):
        perform(desk.office, reader, Act(kind="submission.accepted", body=SubmissionAccepted(), case=case))
    with pytest.raises(ScopeError):
        people.issue_token(desk.office, reader, name="more", scopes=["act"])
    with pytest.raises(ScopeError):
        people.add_account(desk.office, reader, id_="x", name="X", organisation="X", roles=["decider"])
    with pytest.raises(UsageError, match="at least one registrar"):
        people.change_account(desk.office, desk.people["rita"], "rita", disabled=True)


def test_an_office_is_opened_again_with_all_that_was(desk: Desk, handed_in: HandedIn) -> None:
    case = desk.accepted(handed_in.whole)
    again = Office(desk.office.directory, clock=desk.clock)
    try:
        assert (
            show_case(again, desk.people["ada"], case).plain == show_case(desk.office, desk.people["ada"], case).plain
        )
    finally:
        again.close()
