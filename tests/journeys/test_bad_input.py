"""Bad input: a clear error or finding with the right exit code, never a traceback, nothing lost."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial

SAFETENSORS = b"\x3a\0\0\0\0\0\0\0" + b'{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}    ' + b"\0\0\x80\x3f"


def findings(directory: Path) -> list[dict[str, str]]:
    review = json.loads((directory / "review.json").read_text())
    return [f for o in review["assessment"]["outcomes"] for f in o["findings"]]


def test_a_missing_path(seatrial: Seatrial) -> None:
    said = seatrial("review", "nowhere")
    assert said.code == 2
    assert "nowhere" in said.err
    assert "what to do" in said.err


@pytest.fixture
def circle(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "back")
    (tmp_path / "back").symlink_to(tmp_path / "circle")


@pytest.mark.usefixtures("circle")
@pytest.mark.parametrize("path", ["circle", "x" * 300, "", " "])
def test_a_model_path_that_leads_nowhere(seatrial: Seatrial, path: str) -> None:
    said = seatrial("review", path)
    assert said.code == 2
    assert "what to do" in said.err


@pytest.mark.usefixtures("circle")
@pytest.mark.parametrize("option", ["--out", "--declare", "--regime"])
@pytest.mark.parametrize("path", ["./circle", "./" + "x" * 300])
def test_an_option_that_leads_nowhere(seatrial: Seatrial, tiny: Path, option: str, path: str) -> None:
    said = seatrial("review", tiny, option, path)
    assert said.code == 2
    assert "what to do" in said.err


@pytest.mark.usefixtures("circle")
def test_verifying_what_leads_nowhere(seatrial: Seatrial, tiny: Path) -> None:
    assert seatrial("review", tiny, "--out", "r").code == 0
    for path in ("circle", "x" * 300, "nowhere"):
        assert seatrial("verify", path, "--record", "r/record.sigstore.json").code in (1, 2, 3)
        assert seatrial("verify", tiny, "--record", path).code == 2
        assert seatrial("verify", tiny, "--record", "r/record.sigstore.json", "--trust", path).code == 2


def test_an_empty_directory(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    said = seatrial("review", "m")
    assert said.code == 2
    assert "what to do" in said.err


def test_an_unknown_regime(seatrial: Seatrial, tiny: Path) -> None:
    said = seatrial("review", tiny, "--regime", "nowhere")
    assert said.code == 2
    assert "open-weights-baseline" in said.err


def test_an_unknown_option_and_command(seatrial: Seatrial) -> None:
    assert seatrial("review", "x", "--colour").code == 2
    assert seatrial("reviev", "x").code == 2


def test_a_file_without_bytes(seatrial: Seatrial, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    said = seatrial("review", "model.safetensors", "--static", "--out", "r")
    assert said.code in (1, 3)
    assert findings(tmp_path / "r")


@pytest.mark.parametrize("keep", [5, 20, len(SAFETENSORS) - 2])
def test_a_truncated_model_is_not_clear(seatrial: Seatrial, tiny: Path, tmp_path: Path, keep: int) -> None:
    (tiny / "model.safetensors").write_bytes(SAFETENSORS[:keep])
    said = seatrial("review", tiny, "--out", "r")
    assert said.code in (1, 3)
    assert any(f["kind"] in ("fail", "open", "review") for f in findings(tmp_path / "r"))


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root reads everything")
def test_an_unreadable_file(tiny: Path, tmp_path: Path, home_environment: dict[str, str]) -> None:
    (tiny / "model.safetensors").chmod(0)
    command = [sys.executable, "-m", "seatrial", "review", str(tiny), "--out", "r"]
    if os.geteuid() == 0:
        # Root keeps its name and loses the right to read what is closed to it.
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--", *command]
    done = subprocess.run(command, cwd=tmp_path, env=home_environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode in (1, 3), done.stderr
    assert any("model.safetensors" in json.dumps(f) for f in findings(tmp_path / "r"))


def test_names_with_newlines_and_control_characters(seatrial: Seatrial, tiny: Path, tmp_path: Path) -> None:
    (tiny / "a\nb").write_bytes(b"x")
    (tiny / "esc\x1b[31mred").write_bytes(b"x")
    (tiny / os.fsdecode(b"not-utf8-\xff")).write_bytes(b"x")
    said = seatrial("review", tiny, "--out", "r")
    assert said.code in (1, 3)
    assert "\x1b[31mred" not in said.out + said.err
    page = (tmp_path / "r" / "report.html").read_text(encoding="utf-8")
    assert "\x1b" not in page
    json.loads((tmp_path / "r" / "review.json").read_text(encoding="utf-8"))


def test_a_pipe_as_model_and_within(seatrial: Seatrial, tiny: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert seatrial("review", "pipe", timeout=60).code == 2
    os.mkfifo(tiny / "pipe")
    assert seatrial("review", tiny, "--out", "r", timeout=60).code in (1, 3)
    assert any("pipe" in json.dumps(f) for f in findings(tmp_path / "r"))


def test_links_that_loop_or_lead_out(seatrial: Seatrial, tiny: Path, tmp_path: Path) -> None:
    (tiny / "loop").symlink_to(tiny)
    (tiny / "out").symlink_to("/etc/passwd")
    assert seatrial("review", tiny, "--out", "r").code in (1, 3)
    told = json.dumps(findings(tmp_path / "r"))
    assert "loop" in told
    assert "root:" not in told


def test_an_output_inside_the_model_is_refused(seatrial: Seatrial, tiny: Path) -> None:
    said = seatrial("review", tiny, "--out", tiny / "review")
    assert said.code == 2
    assert not (tiny / "review").exists()


def test_an_output_that_holds_other_things_is_refused(seatrial: Seatrial, tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "thesis.txt").write_text("years of work")
    assert seatrial("review", tiny, "--out", "r").code == 2
    assert (tmp_path / "r" / "thesis.txt").read_text() == "years of work"


def test_a_broken_declaration(seatrial: Seatrial, tiny: Path) -> None:
    (tiny / "seatrial.yaml").write_text("name: [")
    said = seatrial("review", tiny)
    assert said.code == 2
    assert "seatrial.yaml" in said.err


def test_five_gigabytes_of_nothing(seatrial: Seatrial, tmp_path: Path) -> None:
    with (tmp_path / "huge.bin").open("wb") as file:
        file.truncate(5 * 1024**3)
    assert seatrial("review", "huge.bin", "--static", "--out", "r").code in (1, 3)


def test_a_hundred_thousand_files(seatrial: Seatrial, tiny: Path, tmp_path: Path) -> None:
    for folder in range(100):
        (tiny / f"d{folder}").mkdir()
        for name in range(1000):
            (tiny / f"d{folder}" / f"{name}.txt").touch()
    said = seatrial("review", tiny, "--out", "r")
    assert said.code in (0, 1, 3)
    assert (tmp_path / "r" / "report.html").stat().st_size < 4_000_000
    assert seatrial("verify", tiny, "--record", "r/record.sigstore.json").code in (0, 1)


def test_a_disk_that_fills_during_the_review(tiny: Path, tmp_path: Path, home_environment: dict[str, str]) -> None:
    """In a mount namespace of its own the output and the cache lie on a disk of 96 KiB."""
    script = """
    mount -t tmpfs -o size=96k tmpfs full
    mkdir -p full/cache full/out
    SEATRIAL_CACHE=$PWD/full/cache "$0" -m seatrial review tiny --out full/out
    code=$?
    ls full/out
    exit $code
    """
    (tmp_path / "full").mkdir()
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs user and mount namespaces")
    done = subprocess.run(
        [unshare, "-rm", "bash", "-c", script, sys.executable],
        cwd=tmp_path,
        env=home_environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 3, done.stdout + done.stderr
    assert "space" in done.stderr
    assert "report.html" not in done.stdout


def test_a_corrupted_store_is_not_believed(seatrial: Seatrial, tiny: Path, tmp_path: Path) -> None:
    first = seatrial("review", tiny, "--format", "json").json()
    for path in (tmp_path / "home" / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-7] + b"garbage")
    second = seatrial("review", tiny, "--format", "json").json()
    assert first["result"] == second["result"] == "clear"


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield listener.getsockname()[1]


def test_an_endpoint_that_is_not_there(seatrial: Seatrial, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = seatrial("review", f"http://127.0.0.1:{port}/v1", "--out", "r")
    assert said.code in (1, 3)
    outcomes = json.loads((tmp_path / "r" / "review.json").read_text())["assessment"]["outcomes"]
    assert any(o["status"] == "failed" and o["reason"] for o in outcomes)
