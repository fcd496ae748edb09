"""Inspect itself reads our logs, and its viewer can be handed them."""

import datetime
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seatrial.app.transcripts import logs, write_logs
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.outcome import Outcome, Spent, Status
from seatrial.reports.eval_log import About

pytest.importorskip("inspect_ai", reason="the extra 'inspect' is not installed")

READ = """
import json, sys
from inspect_ai.log import list_eval_logs, read_eval_log
found = []
for info in list_eval_logs(sys.argv[1]):
    log = read_eval_log(info)
    found.append({
        "task": info.task, "status": log.status, "model": log.eval.model, "samples": len(log.samples),
        "words": [s.scores["outcome"].value if s.scores else None for s in log.samples],
        "said": [s.messages[-1].text if s.messages else "" for s in log.samples],
        "events": sum(len(s.events) for s in log.samples),
        "upper": [s.metrics["upper"].value for s in log.results.scores], "stopped": log.metadata["stopped"],
    })
print(json.dumps(found))
"""


def by_inspect(program: str, *arguments: Path) -> str:
    """What a Python with Inspect says, apart from this one: it starts threads and warns at import."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_log_is_read_whatever_the_model_said(tmp_path: Path) -> None:
    said = ["plain", "\ud800 \x00 \x1b[31m", "</script><img src=x onerror=alert(1)>", "", "z" * 100_000]
    turns = [{"asked": [{"role": "user", "content": "q"}], "answer": text, "truncated": False} for text in said]
    rows = [{"sample": f"s{n}", "word": "w", "values": {"r": None}, "turns": [turn]} for n, turn in enumerate(turns)]
    rows.append({"sample": "\ud800", "turns": []})
    content = b"".join(json.dumps(row).encode() + b"\n" for row in rows) + b"\xff not a line of ours\n"
    item = EvidenceItem(digest="sha256:00", title="Played", media_type="application/jsonl", size=len(content))
    outcomes = tuple(
        Outcome(
            check_id=f"behaviour.{status}",
            check_version=1,
            status=status,
            reason="" if status is Status.COMPLETED else "\ud800",
            evidence=(item,),
            spent=Spent(queries=5, tokens=9),
        )
        for status in (Status.COMPLETED, Status.EXHAUSTED, Status.FAILED)
    )
    moment = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    about = About(subject="x\x00/é", digest="", started_at=moment, finished_at=moment, tool_version="1", titles={})
    write_logs(tuple(logs(about, outcomes, lambda _: content)), tmp_path)
    found = {log["task"]: log for log in json.loads(by_inspect(READ, tmp_path))}
    assert {task: log["status"] for task, log in found.items()} == {
        "completed": "success",
        "exhausted": "cancelled",
        "failed": "error",
    }
    assert found["completed"]["samples"] == 6
    assert found["completed"]["said"][1] == "\ufffd \x00 \x1b[31m"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A review of an endpoint, as its user keeps it."""
    from seatrial.testing.hostile_endpoint import hostile_endpoint

    place = tmp_path_factory.mktemp("kept")
    variables = {"HOME": str(place), "SEATRIAL_HOME": str(place / "c"), "SEATRIAL_CACHE": str(place / "cache")}
    with hostile_endpoint() as endpoint:
        command = [sys.executable, "-m", "seatrial", "review", endpoint.url("fine"), "--out", str(place / "r"), "-q"]
        subprocess.run(command, check=False, capture_output=True, env={"PATH": "", **variables}, timeout=200)
    yield place / "r"


def test_the_logs_of_a_review_say_what_the_review_says(kept: Path) -> None:
    review = json.loads((kept / "review.json").read_text())
    outcomes: dict[str, Any] = {o["check_id"]: o for o in review["assessment"]["outcomes"] if o["spent"]["queries"]}
    found = {log["task"]: log for log in json.loads(by_inspect(READ, kept / "evidence" / "inspect"))}
    assert {f"behaviour.{task}" for task in found} == set(outcomes)
    for task, log in found.items():
        measured = outcomes[f"behaviour.{task}"]["measurements"]
        assert log["upper"] == [one["upper"] for one in measured]
        assert log["stopped"] == measured[0]["stopped"]
        assert log["samples"] >= measured[0]["n"]
        assert log["events"] >= log["samples"]


def test_the_viewer_takes_the_logs_into_a_page(kept: Path, tmp_path: Path) -> None:
    logs_directory, page = kept / "evidence" / "inspect", tmp_path / "page"
    by_inspect(
        "import sys; from inspect_ai.log import bundle_log_dir; bundle_log_dir(sys.argv[1], sys.argv[2])",
        logs_directory,
        page,
    )
    listed = json.loads((page / "logs" / "listing.json").read_text())
    assert len(listed) == len(list(logs_directory.glob("*.json")))
    assert (page / "index.html").exists()
