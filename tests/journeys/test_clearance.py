"""A clearance is given, suspended and shown in part."""

from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial


@pytest.fixture
def record(seatrial: Seatrial, tiny: Path) -> str:
    assert seatrial("review", tiny, "--static", "--out", "r").code == 0
    return "r/record.sigstore.json"


def test_a_suspended_clearance_is_denied_and_a_lifted_one_allowed(seatrial: Seatrial, tiny: Path, record: str) -> None:
    assert seatrial("verify", tiny, "--record", record).code == 0
    said = seatrial(
        *("status", "set", record, "suspended", "--reason", "tools leak", "--finding", "F-12"),
        *("--severity", "high", "--scope", "all uses", "--until", "2100-01-01"),
    )
    assert said.code == 0
    denied = seatrial("verify", tiny, "--record", record)
    assert (denied.code, "F-12" in denied.out) == (1, True)
    assert "tools leak" in seatrial("status", "show", f"{record}.status").out
    lifted = seatrial("status", "set", record, "cleared")
    assert "status 1" in lifted.out
    assert seatrial("verify", tiny, "--record", record).code == 0


def test_a_gate_asks_for_a_fresh_status(seatrial: Seatrial, tiny: Path, record: str, tmp_path: Path) -> None:
    (tmp_path / "trust.toml").write_text(
        '[[signer]]\nname = "board"\npublic_key = "home/config/keys/reviewer.pub"\n\n'
        "[accept]\nmax_status_age_hours = 24\n"
    )
    without = seatrial("verify", tiny, "--record", record, "--trust", "trust.toml")
    assert (without.code, "none is at hand" in without.out) == (3, True)
    seatrial("status", "set", record, "cleared")
    assert seatrial("verify", tiny, "--record", record, "--trust", "trust.toml").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("suspended", "--reason", "x"),
        ("suspended", "--until", "2100-01-01"),
        ("suspended", "--until", "2100-01-01", "--reason", "x", "--finding", "F", "--severity", "high"),
        ("withdrawn",),
        ("cleared-with-conditions",),
        ("cleared", "--condition", "x"),
    ],
)
def test_a_status_that_says_too_little_is_refused(seatrial: Seatrial, record: str, arguments: tuple[str, ...]) -> None:
    assert seatrial("status", "set", record, *arguments).code == 2


def test_some_evidence_is_shown_and_the_rest_counted(seatrial: Seatrial, tiny: Path, record: str) -> None:
    listed = seatrial("disclose", record)
    assert "review.json" in listed.out
    assert seatrial("disclose", record, "--item", "review.json", "--out", "d.json").code == 0
    said = seatrial("verify", tiny, "--record", record, "--disclosed", "d.json")
    count = len(listed.out.splitlines())
    assert said.code == 0
    assert f"1 of {count} items are shown, {count - 1} stay hidden" in said.out
    assert seatrial("disclose", record, "--item", "review.json", "--out", "d.json").code == 2
    assert seatrial("disclose", record, "--item", "no such", "--out", "e.json").code == 2


def test_what_is_shown_of_another_record_is_noticed(
    seatrial: Seatrial, tiny: Path, record: str, tmp_path: Path
) -> None:
    seatrial("review", tiny, "--static", "--out", "again")
    seatrial("disclose", "again/record.sigstore.json", "--item", "review.json", "--out", "d.json")
    said = seatrial("verify", tiny, "--record", record, "--disclosed", "d.json", "--format", "json")
    assert (said.code, said.json()["disclosed"]["holds"]) == (1, False)
    (tmp_path / "d.json").write_text("{}")
    assert seatrial("verify", tiny, "--record", record, "--disclosed", "d.json").code == 1


def test_another_machine_cannot_show_it(seatrial: Seatrial, record: str, tmp_path: Path) -> None:
    said = seatrial(
        *("disclose", record, "--item", "review.json", "--out", "d.json"), env={"SEATRIAL_HOME": str(tmp_path / "x")}
    )
    assert (said.code, "did not sign" in said.err) == (2, True)
