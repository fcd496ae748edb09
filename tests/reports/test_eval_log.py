"""Logs for Inspect, from evidence that may hold anything. That Inspect reads them is tried in `tests/conformance`."""

import datetime
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Containment, Outcome, Spent, Status
from seatrial.reports.eval_log import About, Part, asked, name_of, render_log

ABOUT = About(
    subject="tiny.gguf",
    digest="ab" * 32,
    started_at=datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC),
    finished_at=datetime.datetime(2026, 11, 24, 12, 5, tzinfo=datetime.UTC),
    tool_version="1",
    titles={"behaviour.some-suite": "Something is asked"},
)
RATE = Measurement(
    metric="some-rate", unit="1", estimate=0.5, lower=0.1, upper=0.9, n=2, method="counted", seed=7, stopped="decided"
)
OUTCOME = Outcome(
    check_id="behaviour.some-suite",
    check_version=3,
    status=Status.COMPLETED,
    examined=("tiny.gguf",),
    measurements=(RATE,),
    spent=Spent(queries=2, tokens=11),
    containment=Containment(network="none"),
)


def played(**changes: Any) -> bytes:
    row = {
        "sample": "one",
        "stratum": "all",
        "word": "complied",
        "values": {"some-rate": 1.0, "other-rate": None},
        "note": "it said how",
        "turns": [{"asked": [{"role": "user", "content": "how?"}], "answer": "so", "truncated": True}],
    }
    return json.dumps(row | changes).encode()


def log_of(*lines: bytes, outcome: Outcome = OUTCOME) -> Any:
    return json.loads(render_log(ABOUT, outcome, [Part(title="Played", digest="sha256:00", lines=lines)]))


def test_a_sample_holds_question_answer_word_and_values() -> None:
    log = log_of(played())
    (sample,) = log["samples"]
    assert (sample["id"], sample["metadata"]["stratum"]) == ("one", "all")
    assert [(m["role"], m["content"]) for m in sample["messages"]] == [("user", "how?"), ("assistant", "so")]
    assert sample["output"]["choices"][0]["stop_reason"] == "max_tokens"
    assert sample["scores"]["outcome"] == {"value": "complied", "answer": "so", "explanation": "it said how"}
    assert sample["scores"]["some-rate"]["value"] == 1.0
    assert sample["scores"]["other-rate"]["value"] == "could not be told"
    (score,) = log["results"]["scores"]
    assert {name: metric["value"] for name, metric in score["metrics"].items()} == {
        "mean": 0.5,
        "lower": 0.1,
        "upper": 0.9,
    }
    assert (
        log["eval"]["metadata"]["seed"],
        log["eval"]["metadata"]["stopped"],
        log["eval"]["metadata"]["network"],
    ) == (7, "decided", "none")
    assert log["eval"]["model"] == "seatrial/tiny.gguf"
    assert log["eval"]["viewer"] == {"trust_content": False}


def test_turns_that_go_on_are_told_once_and_others_from_their_beginning() -> None:
    first = {"asked": [{"role": "user", "content": "a"}], "answer": "b"}
    on = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]
    anew = [{"role": "user", "content": "d"}]
    turns = [first, {"asked": on, "answer": "e"}, {"asked": anew, "answer": "f"}]
    (sample,) = log_of(played(turns=turns))["samples"]
    assert [m["content"] for m in sample["messages"]] == ["a", "b", "c", "e", "d", "f"]
    assert len(sample["events"]) == 3


def test_samples_of_one_name_are_told_apart() -> None:
    assert [s["id"] for s in log_of(played(), played(), played())["samples"]] == ["one", "one (2)", "one (3)"]


def test_a_plain_transcript_is_questions_without_scores() -> None:
    line = json.dumps(
        {"messages": [{"role": "user", "content": "q"}], "max_tokens": 4, "reply": {"text": "a"}}
    ).encode()
    (sample,) = log_of(line)["samples"]
    assert (sample["id"], sample["scores"], sample["output"]["completion"]) == ("question 1", None, "a")


def test_a_suite_that_failed_says_why() -> None:
    failed = Outcome(
        check_id="behaviour.x", check_version=1, status=Status.FAILED, reason="it hung", spent=Spent(queries=1)
    )
    log = log_of(outcome=failed)
    assert (log["status"], log["error"]["message"]) == ("error", "it hung")
    assert asked(failed)
    assert not asked(Outcome(check_id="artifact.x", check_version=1, status=Status.COMPLETED))


def test_a_name_is_known_to_inspect_and_is_the_same_again() -> None:
    assert name_of(ABOUT, OUTCOME) == name_of(ABOUT, OUTCOME)
    assert name_of(ABOUT, OUTCOME).startswith("2026-11-24T12-00-00+00-00_some-suite_")


def test_text_that_no_encoding_carries_is_replaced() -> None:
    turns = [{"asked": [{"role": "user", "content": "\ud800"}], "answer": "\ud83d\ude00 \udfff"}]
    (sample,) = log_of(played(turns=turns))["samples"]
    assert [m["content"] for m in sample["messages"]] == ["\ufffd", "😀 \ufffd"]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    "sample",
    "stratum",
    "word",
    "values",
    "note",
    "turns",
    "asked",
    "answer",
    "reply",
    "messages",
    "role",
    "content",
)
ROWS = st.dictionaries(st.sampled_from(KEYS), JSON | st.lists(st.dictionaries(st.sampled_from(KEYS), JSON)))


@given(st.lists(ROWS.map(lambda row: json.dumps(row).encode()) | st.binary(max_size=20), max_size=5))
def test_whatever_evidence_holds_a_log_comes_out_and_nothing_is_lost_in_silence(lines: list[bytes]) -> None:
    log = log_of(*lines)
    assert len(log["samples"]) + log["eval"]["metadata"].get("lines that are no sample, or too many", 0) == len(lines)


def test_numbers_and_depths_beyond_reason_are_left_out() -> None:
    deep = b"[" * 100_000
    huge = played(values={"a": 10**400, "b": float("inf"), "c": 0.5})
    log = log_of(deep, huge)
    assert log["eval"]["metadata"]["lines that are no sample, or too many"] == 1
    assert set(log["samples"][0]["scores"]) == {"outcome", "c"}
