"""Comparing what was handed in: for who reads it in full, and each look is seen by its developer."""

import pytest

from seatrial.app.office.refused import NoSuchCaseError
from seatrial.app.office.show import show_case
from seatrial.app.office.versions import compare_versions, under_regimes
from seatrial.cases.acts import Lack, SubmissionReturned
from seatrial.domain.errors import UsageError
from tests.office.conftest import Desk, HandedIn


@pytest.fixture
def returned(desk: Desk, handed_in: HandedIn) -> str:
    """A case with a first version that lacked a statement, and a second that has it."""
    case = desk.sent(handed_in.lacking)
    desk.do("iris", "submission.returned", SubmissionReturned(lacks=(Lack(cites="incident-process", text="x"),)), case)
    desk.clock.wait(1)
    return desk.sent(handed_in.whole, case)


def test_two_versions_are_compared_and_the_looks_are_noted(desk: Desk, returned: str) -> None:
    found = compare_versions(desk.office, desk.people["emil"], returned)
    assert (found.before.number, found.after.number) == (1, 2)
    better = [one.requirement_id for one in found.changes.requirements if one.change == "better"]
    assert "incident-process" in better
    assert found.changes.files == ()
    looks = show_case(desk.office, desk.people["ada"], returned).plain["looks"]
    assert {(look["person"], look["digest"]) for look in looks} == {
        ("emil", found.before.package),
        ("emil", found.after.package),
    }
    back = compare_versions(desk.office, desk.people["ada"], returned, 2, 1)
    assert "incident-process" in [one.requirement_id for one in back.changes.requirements if one.change == "worse"]
    assert len(show_case(desk.office, desk.people["ada"], returned).plain["looks"]) == 2, "not one's own"


def test_regimes_are_compared_on_the_cases_evidence(desk: Desk, returned: str) -> None:
    found = under_regimes(desk.office, desk.people["emil"], returned, ["us-ny-raise", "internal-board"])
    assert [regime.id for regime, _ in found.regimes] == ["release-office", "us-ny-raise", "internal-board"]
    assert [row.label for row in found.comparison.rows] == ["release-office", "us-ny-raise", "internal-board"]
    own = show_case(desk.office, desk.people["emil"], returned).case.verdict
    assert found.regimes[0][1] == own
    assert len(under_regimes(desk.office, desk.people["ada"], returned).regimes) == len(found.known)
    with pytest.raises(UsageError, match="no-such"):
        under_regimes(desk.office, desk.people["emil"], returned, ["no-such"])


def test_nobody_else_compares_anything(desk: Desk, returned: str, handed_in: HandedIn) -> None:
    desk.join(returned, "olga")
    for who in ("mole", "rita", "olga", "ben"):
        for look in (compare_versions, under_regimes):
            with pytest.raises(NoSuchCaseError):
                look(desk.office, desk.people[who], returned)
    once = desk.sent(handed_in.whole)
    for pair in ((0, 0), (1, 1), (1, 2), (7, 9)):
        with pytest.raises(UsageError, match="no two versions"):
            compare_versions(desk.office, desk.people["emil"], once, *pair)
