"""Who signs a review, how independent, and with which decision; and several reviewers of one model."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Seatrial

BOARD = {"SEATRIAL_HOME": "board-home"}


@pytest.fixture
def reviewed(seatrial: Seatrial, tiny: Path) -> str:
    assert seatrial("review", tiny, "--static", "--out", "r").code == 0
    return "r"


def predicate(path: Path) -> dict[str, Any]:
    payload = json.loads(path.read_bytes())["dsseEnvelope"]["payload"]
    found: dict[str, Any] = json.loads(base64.b64decode(payload))["predicate"]
    return found


def trusting(tmp_path: Path, *keys: str, accept: str = "") -> str:
    signers = "".join(f'[[signer]]\nname = "{key}"\npublic_key = "{key}/keys/reviewer.pub"\n' for key in keys)
    (tmp_path / "trust.toml").write_text(f"{signers}[accept]\n{accept}")
    return "trust.toml"


def test_a_second_reviewer_says_that_it_received_the_review(seatrial: Seatrial, reviewed: str, tmp_path: Path) -> None:
    said = seatrial("attest", reviewed, "--out", "b", "--name", "The board", "--independence", "authority", env=BOARD)
    assert (said.code, "received" in said.out) == (0, True)
    reviewer = predicate(tmp_path / "b" / "record.sigstore.json")["reviewer"]
    assert (reviewer["name"], reviewer["independence"], reviewer["basis"]) == ("The board", "authority", "received")
    own = predicate(tmp_path / "r" / "record.sigstore.json")
    assert (own["reviewer"]["independence"], own["reviewer"]["basis"]) == ("self", "examined")
    assert own["decision"] is None
    assert "model.base_model" not in own["declared"] or own["declared"] == sorted(own["declared"])


def test_a_gate_counts_reviewers(seatrial: Seatrial, reviewed: str, tiny: Path, tmp_path: Path) -> None:
    assert seatrial("attest", reviewed, "--out", "b", env=BOARD).code == 0
    rule = trusting(tmp_path, "home/config", "board-home", accept="reviewers = 2\n")
    first, second = "r/record.sigstore.json", "b/record.sigstore.json"
    alone = seatrial("verify", tiny, "--record", first, "--trust", rule)
    assert (alone.code, "1 of 2 reviewers" in alone.out) == (3, True)
    twice = seatrial("verify", tiny, "--record", first, "--record", first, "--trust", rule)
    assert (twice.code, "1 of 2 reviewers" in twice.out) == (3, True)
    both = seatrial("verify", tiny, "--record", first, "--record", second, "--trust", rule)
    assert (both.code, "2 reviewers let it through" in both.out) == (0, True)
    assert seatrial("gate", tiny, "--record", first, "--record", second, "--trust", rule).code == 0
    assert (
        seatrial("attest", reviewed, "--out", "n", "--decision", "refused", "--reason", "it leaks", env=BOARD).code == 0
    )
    against = seatrial("gate", tiny, "--record", first, "--record", "n/record.sigstore.json", "--trust", rule)
    assert (against.code, "it leaks" in against.err) == (1, True)
    (tmp_path / "trust.toml").write_text((tmp_path / "trust.toml").read_text().replace("= 2", "= 3"))
    assert seatrial("gate", tiny, "--record", first, "--trust", rule).code == 2


def test_a_decision_decides(seatrial: Seatrial, reviewed: str, tiny: Path, tmp_path: Path) -> None:
    record = "r/record.sigstore.json"
    rule = trusting(tmp_path, "home/config", accept='decision_required = true\nindependence = "separate-team"\n')
    near = seatrial("verify", tiny, "--record", record, "--trust", rule)
    assert (near.code, "independence" in near.out) == (1, True)
    assert seatrial("attest", reviewed, "--independence", "outside-party").code == 0
    assert seatrial("verify", tiny, "--record", record, "--trust", rule).code == 3
    condition = ("--decision", "cleared-with-conditions", "--condition", "no tools")
    assert seatrial("attest", reviewed, "--independence", "outside-party", *condition).code == 0
    cleared = seatrial("verify", tiny, "--record", record, "--trust", rule)
    assert (cleared.code, "on the condition: no tools" in cleared.out) == (0, True)
    strict = trusting(tmp_path, "home/config", accept='statuses = ["cleared"]\n')
    assert seatrial("verify", tiny, "--record", record, "--trust", strict).code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--decision", "refused"),
        ("--decision", "cleared-with-conditions"),
        ("--decision", "cleared", "--condition", "x"),
        ("--reason", "alone"),
        ("--condition", "alone"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(
    seatrial: Seatrial, reviewed: str, arguments: tuple[str, ...]
) -> None:
    assert seatrial("attest", reviewed, *arguments).code == 2


def test_another_ones_record_is_not_written_over(seatrial: Seatrial, reviewed: str, tmp_path: Path) -> None:
    before = (tmp_path / "r" / "record.sigstore.json").read_bytes()
    assert seatrial("attest", reviewed, env=BOARD).code == 2
    assert seatrial("attest", "nothing", env=BOARD).code == 2
    assert (tmp_path / "r" / "record.sigstore.json").read_bytes() == before
    (tmp_path / "r" / "review.json").write_bytes((tmp_path / "r" / "review.json").read_bytes() + b" ")
    assert seatrial("attest", reviewed).code == 2


def test_what_others_read_lies_beside_the_record(seatrial: Seatrial, reviewed: str, tmp_path: Path) -> None:
    manifest = predicate(tmp_path / "r" / "model.sig")
    assert manifest["serialization"]["ignore_paths"] == []
    clearance = predicate(tmp_path / "r" / "clearance.sigstore.json")
    assert set(clearance) == {"verifier", "timeCreated", "properties"}
    assert "SEATRIAL_CLEAR_OPEN_WEIGHTS_BASELINE" in clearance["properties"]
    assert seatrial("attest", reviewed, "--decision", "refused", "--reason", "it leaks").code == 0
    assert not (tmp_path / "r" / "clearance.sigstore.json").exists()


def test_a_model_is_verified_by_its_chunks(seatrial: Seatrial, reviewed: str, tiny: Path) -> None:
    record = f"{reviewed}/record.sigstore.json"
    found = seatrial("verify", tiny, "--record", record, "--by-chunks", "--offline")
    assert (found.code, "by their chunks" in found.out) == (0, True)
    again = seatrial("verify", tiny, "--record", record, "--resume", "seen")
    assert seatrial("verify", tiny, "--record", record, "--resume", "seen").out.count("0 read") == 1, again.out
    assert seatrial("verify", tiny, "--record", record, "--sample", "30").code == 3
    (tiny / "more").write_bytes(b"")
    assert seatrial("verify", tiny, "--record", record, "--by-chunks").code == 1
