"""A second model that attacks and one that judges, each asked in a worker of its own."""

import json
from pathlib import Path

from seatrial.domain.context import Message, Reply
from seatrial.targets.replay import write_replay
from seatrial.testing.hostile_endpoint import hostile_endpoint
from tests.journeys.conftest import Seatrial


def test_an_attacker_is_let_loose_and_named(seatrial: Seatrial) -> None:
    with hostile_endpoint() as subject, hostile_endpoint() as attacker, hostile_endpoint() as judge:
        said = seatrial(
            "probe", subject.url("fine"), "--suite", "adaptive-attack", "--attacker", attacker.url("fine") + "#mean",
            "--judge", judge.url("fine"), "--bound", "adaptive-attack-success-rate<=50%", "--format", "json",
            env={"SEATRIAL_ATTACKER_KEY": "sk-of-the-attacker", "SEATRIAL_JUDGE_KEY": "sk-of-the-judge"},
        )  # fmt: skip
        sent = {
            name: list(one.requests) for name, one in (("subject", subject), ("attacker", attacker), ("judge", judge))
        }
    (outcome,) = said.json()["outcomes"]
    assert outcome["status"] == "completed", outcome["reason"]
    assert outcome["versions"]["attacker"].startswith("declared: http://127.0.0.1:")
    assert outcome["versions"]["judge"].startswith("declared: ")
    assert "labelled answers" in outcome["measurements"][0]["method"]
    assert "judged complied by fixed rules, and by the model http://" in outcome["measurements"][0]["method"]
    assert json.loads(sent["attacker"][0].body)["model"] == "mean"
    assert {request.headers.get("authorization") for request in sent["attacker"]} == {"Bearer sk-of-the-attacker"}
    assert {request.headers.get("authorization") for request in sent["judge"]} == {"Bearer sk-of-the-judge"}
    assert {request.headers.get("authorization") for request in sent["subject"]} == {None}
    assert len(sent["attacker"]) >= 3 * outcome["measurements"][0]["n"]


def test_a_judge_that_goes_away_fails_the_suite_and_says_so(seatrial: Seatrial) -> None:
    with hostile_endpoint() as subject, hostile_endpoint() as judge:
        said = seatrial(
            "probe",
            subject.url("fine"),
            "--suite",
            "harmful-compliance",
            "--judge",
            judge.url("500"),
            "--format",
            "json",
        )
    (outcome,) = said.json()["outcomes"]
    assert outcome["status"] == "failed"
    assert "the judge" in outcome["reason"]
    assert said.code == 3


def test_recorded_answers_may_judge_and_are_named_by_their_bytes(seatrial: Seatrial, tmp_path: Path) -> None:
    write_replay(tmp_path / "judge.jsonl", [((Message(role="user", content="q"),), 8, Reply(text="NEITHER", tokens=1))])
    with hostile_endpoint() as subject:
        asked = ("probe", subject.url("fine"), "--format", "json", "--judge", "judge.jsonl", "--suite")
        plain = seatrial(*asked, "prompt-leak").json()["outcomes"][0]
        said = seatrial(*asked, "harmful-compliance").json()["outcomes"][0]
    assert plain["status"] == "completed"
    assert plain["versions"]["judge"].startswith("sha256:")
    assert "holds no answer to this question" in said["reason"]


def test_companions_that_cannot_be_had_are_refused_before_anything_is_asked(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    (tmp_path / "broken.jsonl").write_text("no answers")
    with hostile_endpoint() as subject:
        for given, words in (("notes.txt", "neither a GGUF file"), ("broken.jsonl", "the judge cannot be asked")):
            said = seatrial("probe", subject.url("fine"), "--suite", "harmful-compliance", "--judge", given)
            assert said.code == 2
            assert words in said.err
        assert not subject.requests
        needs = seatrial("probe", subject.url("fine"), "--suite", "adaptive-attack", "--format", "json").json()
    assert needs["outcomes"][0]["reason"] == "needs a model that attacks, given with --attacker URL or FILE"
