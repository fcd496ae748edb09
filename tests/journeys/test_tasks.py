"""Tasks written for Inspect, asked of a model in our worker."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from seatrial.testing.hostile_endpoint import hostile_endpoint
from tests.journeys.conftest import Said, Seatrial

pytestmark = pytest.mark.skipif(find_spec("inspect_ai") is None, reason="the extra 'inspect' is not installed")
TASKS = """
from inspect_ai import Task, task
from inspect_ai.dataset import Sample, hf_dataset
from inspect_ai.scorer import includes, match
from inspect_ai.solver import generate, system_message, use_tools
from inspect_ai.tool import think

COUNTRIES = {"France": "Paris", "Italy": "Rome", "Spain": "Madrid", "Norway": "Oslo"}

@task
def capitals():
    asked = [Sample(input=f"What is the capital of {c}?", target=t) for c, t in COUNTRIES.items()]
    return Task(dataset=asked, solver=[system_message("One word."), generate()], scorer=includes())

@task
def far():
    return Task(dataset=hf_dataset("nobody/nothing", split="test"), solver=generate(), scorer=match())

@task
def tools():
    return Task(dataset=[Sample(input="think", target="x")], solver=[use_tools(think()), generate()], scorer=match())

@task
def broken():
    raise RuntimeError("no\\x1b[31m luck")
"""


@pytest.fixture
def probed(seatrial: Seatrial, tmp_path: Path) -> Said:
    (tmp_path / "tasks.py").write_text(TASKS)
    with hostile_endpoint() as endpoint:
        wanted = [part for name in ("capitals", "far", "tools", "broken") for part in ("--task", f"tasks.py@{name}")]
        return seatrial(
            "probe", endpoint.url("fine"), *wanted, "--offline", "--bound", "capitals-includes>=50%", "--logs", "logs",
            "--format", "json",
        )  # fmt: skip


def test_each_task_has_an_outcome_with_what_it_came_to_or_why_not(probed: Said, tmp_path: Path) -> None:
    found = {outcome["check_id"]: outcome for outcome in probed.json()["outcomes"]}
    capitals = found["inspect.capitals"]
    (measured,) = capitals["measurements"]
    assert (measured["metric"], measured["estimate"], measured["n"]) == ("capitals-includes", 0.25, 4)
    assert 0 <= measured["lower"] < 0.25 < measured["upper"] <= 1
    assert capitals["containment"]["network"] == "remote-target"
    assert capitals["spent"]["queries"] == 4
    assert found["inspect.far"]["status"] == "skipped"
    # Without the package for data sets, or with it and without the network.
    assert any(word in found["inspect.far"]["reason"] for word in ("datasets", "Hub"))
    assert found["inspect.broken"]["reason"] == "the task could not begin: no\\x1b[31m luck"
    assert found["inspect.tools"]["status"] == "failed"
    assert "tools" in found["inspect.tools"]["reason"]
    assert probed.code == 3
    log = next((tmp_path / "logs").glob("*_capitals_*.json"))
    assert json.loads(log.read_text())["eval"]["model"].startswith("seatrial/")


@pytest.mark.parametrize(
    ("task", "words"), [("nothing.py@x", "there is no file"), ("word", "names no task"), ("@", "names no task")]
)
def test_what_is_no_task_is_said_before_anything_is_asked(seatrial: Seatrial, task: str, words: str) -> None:
    said = seatrial("probe", "http://127.0.0.1:9/v1", "--task", task)
    assert said.code == 2
    assert words in said.err


@pytest.mark.llm
@pytest.mark.xdist_group("llm")
def test_a_real_model_answers_from_a_worker_without_network(seatrial: Seatrial, smollm2: Path, tmp_path: Path) -> None:
    (tmp_path / "tasks.py").write_text(TASKS)
    said = seatrial("probe", smollm2, "--task", "tasks.py@capitals", "--format", "json", timeout=900, alone=True)
    (outcome,) = said.json()["outcomes"]
    assert outcome["status"] == "completed"
    assert outcome["containment"]["network"] == "none"
    assert outcome["measurements"][0]["estimate"] > 0.5


def test_a_public_set_that_is_not_at_hand_is_skipped_with_the_reason(seatrial: Seatrial) -> None:
    with hostile_endpoint() as endpoint:
        said = seatrial("probe", endpoint.url("fine"), "--suite", "cbrn-proxy", "--offline", "--format", "json")
    outcomes = said.json()["outcomes"]
    assert [outcome["check_id"] for outcome in outcomes] == ["inspect.wmdp-bio", "inspect.wmdp-chem"]
    assert {outcome["status"] for outcome in outcomes} == {"skipped"}
    assert all(outcome["reason"] for outcome in outcomes)
    assert said.code == 3
