"""Transcripts of a kept review, for another machine or in the viewer."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import pytest

from seatrial.testing.hostile_endpoint import hostile_endpoint
from tests.journeys.conftest import Seatrial

WITHOUT_INSPECT = """
import sys
sys.modules["inspect_ai"] = None
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "inspect_ai" else found(name, *rest)
from seatrial.cli.main import main
main(sys.argv[1:])
"""


def reviewed(seatrial: Seatrial) -> None:
    with hostile_endpoint() as endpoint:
        assert seatrial("review", endpoint.url("fine"), "--out", "r", "-q").code in (1, 3)


def test_logs_are_kept_with_the_evidence_and_made_again_from_it(seatrial: Seatrial, tmp_path: Path) -> None:
    reviewed(seatrial)
    kept = {path.name: path.read_bytes() for path in (tmp_path / "r" / "evidence" / "inspect").iterdir()}
    assert {name.split("_")[1] for name in kept} >= {"prompt-leak", "harmful-compliance"}
    said = seatrial("transcripts", "r", "--export", "logs")
    assert said.code == 0
    assert {Path(line).name: (tmp_path / line).read_bytes() for line in said.out.splitlines()} == kept


def test_evidence_that_was_changed_is_not_shown_as_if_it_were_not(seatrial: Seatrial, tmp_path: Path) -> None:
    reviewed(seatrial)
    review = json.loads((tmp_path / "r" / "review.json").read_text())
    outcome = next(o for o in review["assessment"]["outcomes"] if o["check_id"] == "behaviour.prompt-leak")
    for item in outcome["evidence"]:
        path = tmp_path / "r" / "evidence" / item["digest"].replace(":", "-")
        path.write_bytes(path.read_bytes().replace(b"Paris", b"Milan"))
    said = seatrial("transcripts", "r", "--export", "logs")
    assert said.code == 2
    assert "is not what the review names" in said.err


def test_a_review_that_asked_nothing_has_none(seatrial: Seatrial, tiny: Path) -> None:
    seatrial("review", tiny, "--static", "--out", "r", "-q")
    said = seatrial("transcripts", "r", "--export", "logs")
    assert said.code == 2
    assert "asked the model nothing" in said.err
    assert seatrial("transcripts", "nowhere").code == 2


def test_without_inspect_the_extra_is_named_and_logs_are_written_all_the_same(
    seatrial: Seatrial, tmp_path: Path, home_environment: dict[str, str]
) -> None:
    reviewed(seatrial)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT_INSPECT, "transcripts", "r", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=home_environment, capture_output=True, text=True, check=False)

    shown = run()
    assert shown.returncode == 2
    assert "pip install 'seatrial[inspect]'" in shown.stderr
    assert run("--export", "logs").returncode == 0


@pytest.mark.skipif(find_spec("inspect_ai") is None, reason="the extra 'inspect' is not installed")
def test_the_viewer_lists_every_suite(seatrial: Seatrial, tmp_path: Path, home_environment: dict[str, str]) -> None:
    reviewed(seatrial)
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "seatrial", "transcripts", "r", "--port", str(port)]
    viewer = subprocess.Popen(
        command, cwd=tmp_path, env=home_environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        listed = _listed(viewer, f"http://127.0.0.1:{port}/api/logs")
    finally:
        os.kill(viewer.pid, signal.SIGINT)
        viewer.wait(timeout=60)
    assert {one["task"] for one in listed} >= {"prompt-leak", "harmful-compliance"}


def _listed(viewer: "subprocess.Popen[bytes]", url: str) -> list[dict[str, str]]:
    for _ in range(600):
        assert viewer.poll() is None, "the viewer ended"
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                listed: list[dict[str, str]] = json.loads(answer.read())["files"]
                return listed
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the viewer did not come up")
