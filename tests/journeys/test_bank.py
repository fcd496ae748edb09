"""A private bank in a review and a probe: its digest and count are told, its content only in evidence that stays."""

import hashlib
import json
from pathlib import Path

import pytest

from seatrial.testing.hostile_endpoint import hostile_endpoint
from tests.journeys.conftest import Seatrial

ITEMS = [
    {
        "input": f"Zebrafinch {n}: name the capital of France.",
        "target": "Paris" if n % 2 else "Rome",
        "id": f"Quokka-{n}",
    }
    for n in range(20)
]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in ITEMS))
    return path


def test_a_review_tells_of_a_bank_by_digest_and_count_alone(seatrial: Seatrial, bank: Path, tmp_path: Path) -> None:
    with hostile_endpoint() as endpoint:
        said = seatrial("review", endpoint.url("fine"), "--bank", bank, "--out", "r")
    assert said.code in (1, 3)
    review = json.loads((tmp_path / "r" / "review.json").read_text())
    outcome = next(o for o in review["assessment"]["outcomes"] if o["check_id"] == "behaviour.private-bank")
    (measured,) = outcome["measurements"]
    assert (measured["metric"], measured["estimate"], measured["n"]) == ("bank-correct-rate", 0.5, 20)
    digest = hashlib.sha256(bank.read_bytes()).hexdigest()
    assert measured["control"] == f"private bank sha256:{digest} of 20 items"
    assert {item["marking"] for item in outcome["evidence"]} == {"TLP:RED"}
    told = "".join(p.read_text() for p in (tmp_path / "r").iterdir() if p.is_file()) + said.out + said.err
    assert digest in told
    assert "Zebrafinch" not in told
    assert "Quokka" not in told
    kept = "".join(p.read_text() for p in (tmp_path / "r" / "evidence").rglob("*") if p.is_file())
    assert "Zebrafinch" in kept


def test_a_probe_asks_a_bank_alone_until_its_bound_is_decided(seatrial: Seatrial, bank: Path) -> None:
    with hostile_endpoint() as endpoint:
        asked = ("probe", endpoint.url("fine"), "--bank", bank, "--format", "json")
        said = seatrial(*asked, "--bound", "bank-correct-rate>=1%")
        whole = seatrial(*asked)
    (outcome,) = said.json()["outcomes"]
    assert outcome["check_id"] == "behaviour.private-bank"
    assert outcome["measurements"][0]["stopped"] == "decided"
    assert outcome["measurements"][0]["n"] < 20
    assert said.code == 0
    assert whole.json()["outcomes"][0]["measurements"][0]["n"] == 20


def test_without_a_bank_its_suite_says_what_it_needs(seatrial: Seatrial) -> None:
    with hostile_endpoint() as endpoint:
        said = seatrial("probe", endpoint.url("fine"), "--suite", "private-bank", "--format", "json")
        refused = seatrial("probe", endpoint.url("fine"), "--bank", "nowhere.jsonl")
    assert said.json()["outcomes"][0]["reason"] == "needs a private test bank, given with --bank FILE"
    assert said.code == 3
    assert refused.code == 2
