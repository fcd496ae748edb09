"""Seatrial's scan beside four others, in one run on this machine: what is found, what is cried wolf over, how fast.

    python benchmarks/scanners.py [--only detection|speed|scale] [--markdown docs/benchmarks/scanners.md]

Each peer gets a virtual environment of its own below the user's cache directory and is driven by its public Python
interface, one process for all files, so that its start-up counts once. The corpus is `tests/corpus`.
"""

import argparse
import json
import os
import pickle
import platform
import random
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DRIVERS: Final = Path(__file__).resolve().parent / "peers"
PEERS: Final = {
    "picklescan": ("picklescan==1.0.5",),
    "modelscan": ("modelscan==0.8.8",),
    "fickling": ("fickling==0.1.12", "typing_extensions"),
    "modelaudit": ("modelaudit==0.2.54",),
}
REPEATS: Final = 3
BOUNDS: Final = """\
What bounds the rest. Small pickles: some 0.6 ms of processor time a file ([flame graph](small-pickles.svg), by py-spy): the
opcodes take a quarter, the search for credentials a sixth, opening and hashing an eighth, starting Python and importing a
sixth, and the bookkeeping of five checks most of what is left; a native walker of opcodes would save at most the first.
The peers for joblib do not hash: hashing 200 MB alone takes 0.13 s here, so that three times the pace of the fastest
(0.07 s) is out of reach for whatever hashes. A hundred times modelaudit's pace would be 0.1 ms a file, less than it takes to
open, read and hash one."""
MODELAUDIT_SECONDS: Final = 300.0
GIB: Final = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One process: wall and processor seconds, peak memory in MiB."""

    wall: float
    cpu: float
    memory: float
    output: str


def main() -> int:
    """Print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["detection", "speed", "scale"])
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--peers", type=Path, default=Path(platformdirs.user_cache_dir("seatrial")) / "peers")
    chosen = parser.parse_args()
    peers = {} if chosen.only == "scale" else dict(_install(chosen.peers))
    sections = []
    with tempfile.TemporaryDirectory(prefix="seatrial-bench-") as folder:
        if chosen.only in (None, "detection"):
            sections.append(detection(Path(folder), peers))
        if chosen.only in (None, "speed"):
            sections.append(speed(Path(folder), peers))
        if chosen.only in (None, "scale"):
            sections.append(scale(Path(folder)))
    text = "\n\n".join(sections)
    print(text)
    if chosen.markdown:
        chosen.markdown.parent.mkdir(parents=True, exist_ok=True)
        chosen.markdown.write_text(f"{_head()}\n\n{text}\n", encoding="utf-8")
    return 0


def _head() -> str:
    return (
        "# Scanners side by side\n\n"
        "Written by `python benchmarks/scanners.py --markdown docs/benchmarks/scanners.md`; edit the script instead.\n\n"
        f"{time.strftime('%Y-%m-%d')}, Python {platform.python_version()}, {os.cpu_count()} processors, "
        f"{platform.machine()}. Wall time, warm cache, median of {REPEATS}."
    )


def _install(folder: Path) -> Iterator[tuple[str, Path]]:
    for name, packages in PEERS.items():
        python = folder / name / "bin" / "python"
        if not python.exists():
            print(f"installing {name}", file=sys.stderr)
            subprocess.run([sys.executable, "-m", "venv", folder / name], check=True)
        done = subprocess.run([python, "-m", "pip", "install", "-q", *packages], capture_output=True, check=False)
        if done.returncode == 0:
            yield name, python
        else:
            print(f"{name} cannot be installed here: {done.stderr.decode()[-200:]}", file=sys.stderr)


def _run(command: Sequence[object]) -> Run:
    """Run a process, and take its own figures from the system."""
    with tempfile.TemporaryFile("w+") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PROMPTFOO_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"},
        )
        _, _, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        output.seek(0)
        return Run(wall=wall, cpu=used.ru_utime + used.ru_stime, memory=used.ru_maxrss / 1024, output=output.read())


def _median(command: Sequence[object], repeats: int = REPEATS) -> Run:
    runs = [_run(command) for _ in range(repeats)]
    return sorted(runs, key=lambda run: run.wall)[len(runs) // 2]


def _seatrial(*arguments: object) -> list[object]:
    return [sys.executable, "-m", "seatrial", "scan", "--quiet", "--format", "jsonl", *arguments]


# Detection


def detection(folder: Path, peers: dict[str, Path]) -> str:
    """Recall, and alarms over ordinary files, by tool."""
    from tests.corpus import Label, samples, write

    corpus = folder / "corpus"
    place = {str(path): name for name, path in write(samples(), corpus).items()}
    said = {"seatrial": _by_sample(_words_of_seatrial(_run(_seatrial(corpus)).output), place)}
    seconds = {"seatrial": _run(_seatrial(corpus)).wall}
    for name, python in peers.items():
        more = [MODELAUDIT_SECONDS] if name == "modelaudit" else []
        run = _run([python, DRIVERS / f"{name}_driver.py", corpus, *more])
        said[name] = _by_sample(
            [tuple(json.loads(line)[:2]) for line in run.output.splitlines() if line.startswith('["')], place
        )
        seconds[name] = run.wall
    labelled = {sample.name: sample for sample in samples()}
    of = {label: [name for name, sample in labelled.items() if sample.label is label] for label in Label}
    pickles = [name for name in of[Label.HOSTILE] if labelled[name].family.startswith("pickle")]

    def share(names: list[str], words: dict[str, set[str]], counted: set[str]) -> str:
        seen = [name for name in names if "skipped" not in words.get(name, set())]
        hits = sum(bool(words.get(name, set()) & counted) for name in seen)
        cut = "" if len(seen) == len(names) else f" of the {len(seen)} it came to"
        return f"{hits / len(seen):.1%}{cut}" if seen else "not reached"

    rows = [["", *said]]
    for label, names, counted in (
        (f"hostile found, alarm ({len(of[Label.HOSTILE])})", of[Label.HOSTILE], {"alarm"}),
        ("hostile found, any level", of[Label.HOSTILE], {"alarm", "warning"}),
        (f"of these pickles, alarm ({len(pickles)})", pickles, {"alarm"}),
        ("of these pickles, any level", pickles, {"alarm", "warning"}),
        (
            f"malformed not called clean ({len(of[Label.MALFORMED])})",
            of[Label.MALFORMED],
            {"alarm", "warning", "error"},
        ),
        (f"ordinary files alarmed over ({len(of[Label.BENIGN])})", of[Label.BENIGN], {"alarm"}),
        ("ordinary files, any level", of[Label.BENIGN], {"alarm", "warning"}),
    ):
        rows.append([label, *(share(names, said[tool], counted) for tool in said)])
    rows.append(["seconds for all files", *(f"{seconds[tool]:.1f}" for tool in said)])
    lost = sorted(name for name in of[Label.HOSTILE] if not said["seatrial"].get(name, set()) & {"alarm", "warning"})
    note = (
        "A sample counts by the worst word on any of its files. `alarm` is severity high or critical here, "
        "a dangerous import for picklescan, HIGH and CRITICAL for modelscan, from LIKELY_UNSAFE up for fickling, "
        "critical for modelaudit. The corpus was built beside this scanner: it ranks tools, and is no rate in the field."
    )
    return f"## What is found\n\n{_table(rows)}\n\n{note}\n\nHostile samples that Seatrial missed: {', '.join(lost) or 'none'}."


def _words_of_seatrial(output: str) -> list[tuple[str, str]]:
    words = []
    for line in output.splitlines():
        file = json.loads(line)
        worst = {f["severity"] for f in file["findings"] if f["kind"] in ("fail", "review")}
        if worst & {"high", "critical"}:
            words.append((file["path"], "alarm"))
        elif file["verdict"] == "flagged":
            words.append((file["path"], "warning"))
        else:
            words.append((file["path"], file["verdict"]))
    return words


def _by_sample(words: list[tuple[str, ...]], place: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path, word in words:
        folder = next((str(p) for p in (Path(path), *Path(path).parents) if str(p) in place), None)
        if folder is not None:
            found[place[folder]].add(word)
    return found


# Speed

FLOOR: Final = """
import hashlib, mmap, os, sys
buffer = mmap.mmap(-1, 1 << 20)
view = memoryview(buffer)
for name in sys.argv[1:]:
    descriptor, digest = os.open(name, os.O_RDONLY), hashlib.sha256()
    while count := os.readv(descriptor, [view]):
        digest.update(view[:count])
    os.close(descriptor)
"""


def speed(folder: Path, peers: dict[str, Path]) -> str:
    """The figures that are asked for, beside what they are measured against."""
    rows = [["", "asked", "measured", "against", "met"]]

    def row(what: str, asked: str, measured: str, against: str, met: bool) -> None:
        rows.append([what, asked, measured, against, "yes" if met else "**no**"])

    for name, make in (("2 GiB safetensors", _big_safetensors), ("2 GiB PyTorch zip", _big_torch)):
        path = make(folder)
        floor, own = _median([sys.executable, "-c", FLOOR, path]), _median(_seatrial(path))
        share = floor.wall / own.wall
        row(
            f"{name}: throughput of hashing alone",
            ">= 0.90",
            f"{share:.2f} ({own.wall:.2f} s)",
            f"{floor.wall:.2f} s",
            share >= 0.9,
        )
        row(f"{name}: peak memory", "< 200 MB", f"{own.memory:.0f} MiB", "", own.memory < 190)
        path.unlink()
    pickles = _small_pickles(folder)
    own, floor = _median(_seatrial(pickles)), _median([sys.executable, "-c", FLOOR, *sorted(pickles.iterdir())])
    if "picklescan" in peers:
        other = _median([peers["picklescan"], DRIVERS / "picklescan_driver.py", pickles])
        row(
            "2,000 small pickles, against picklescan",
            "<= 1.0",
            f"{own.wall / other.wall:.2f} ({own.wall:.2f} s)",
            f"{other.wall:.2f} s; hashing alone {floor.wall:.2f} s",
            own.wall <= other.wall,
        )
    if "modelaudit" in peers:
        command = [peers["modelaudit"].parent / "modelaudit", "scan", "--no-cache", "--format", "json"]
        whole = _run([*command, pickles])
        row(
            "2,000 small pickles, against modelaudit",
            ">= 100 times",
            f"{whole.wall / own.wall:.0f} times",
            f"{whole.wall:.0f} s by its command line, without its cache",
            whole.wall / own.wall >= 100,
        )
    array = _big_joblib(folder)
    own = _median(_seatrial(array.parent))
    others = {
        name: _median([python, DRIVERS / f"{name}_driver.py", array.parent], 1)
        for name, python in peers.items()
        if name in ("fickling", "modelaudit")
    }
    if others:
        name, fastest = min(others.items(), key=lambda item: item[1].wall)
        row(
            "200 MB joblib, against the fastest that reads it whole",
            ">= 3 times",
            f"{fastest.wall / own.wall:.1f} times ({own.wall:.2f} s)",
            f"{name} {fastest.wall:.2f} s",
            fastest.wall / own.wall >= 3,
        )
    start = min((_run(_seatrial(pickles / "0000.pkl")) for _ in range(9)), key=lambda run: run.cpu)
    bare = min((_run([sys.executable, "-c", "import click, hashlib"]) for _ in range(9)), key=lambda run: run.cpu)
    against = f"Python with click alone {bare.cpu:.3f} s"
    row("start-up on one small file, processor time", "< 0.15 s", f"{start.cpu:.3f} s", against, start.cpu < 0.15)
    return f"## How fast\n\n{_table(rows)}\n\n{BOUNDS}"


def _big_safetensors(folder: Path) -> Path:
    size = 2 * GIB
    header = json.dumps({"w": {"dtype": "F16", "shape": [size // 2], "data_offsets": [0, size]}}).encode()
    header += b" " * (-len(header) % 8)
    path = folder / "big.safetensors"
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        _fill(file.write, size)
    return path


def _big_torch(folder: Path) -> Path:
    from seatrial.testing.builders import state_dict

    path = folder / "big.pt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("model/data.pkl", state_dict())
        archive.writestr("model/version", "3\n")
        for number in range(2):
            with archive.open(zipfile.ZipInfo(f"model/data/{number}"), "w", force_zip64=True) as member:
                _fill(member.write, GIB)
    return path


def _fill(write: Callable[[bytes], object], size: int) -> None:
    block = random.Random(7).randbytes(1 << 24)
    for _ in range(size // len(block)):
        write(block)


def _small_pickles(folder: Path) -> Path:
    chance, root = random.Random(1), folder / "pickles"
    root.mkdir()
    for number in range(2_000):
        layers = {f"layer.{n}.weight": [chance.random() for _ in range(20)] for n in range(10)}
        (root / f"{number:04d}.pkl").write_bytes(pickle.dumps(layers))
    return root


def _big_joblib(folder: Path) -> Path:
    """200 MB of numbers as joblib writes them: a pickle with the array's bytes in its middle."""
    root = folder / "joblib"
    root.mkdir()
    path = root / "model.joblib"
    script = "import joblib, numpy, sys; joblib.dump({'w': numpy.arange(25_000_000, dtype='f8')}, sys.argv[1])"
    venv = Path(platformdirs.user_cache_dir("seatrial")) / "peers" / "joblib"
    if not (venv / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/python", "-m", "pip", "install", "-q", "joblib", "numpy"], check=True)
    subprocess.run([venv / "bin/python", "-c", script, path], check=True)
    return path


# Scale


def scale(folder: Path) -> str:
    """250 sparse shards of 4 GB: memory, resumption after a kill, one changed shard; the time for all by extrapolation."""
    root = folder / "shards"
    root.mkdir()
    size = 4_000_000_000
    header = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    header += b" " * (-len(header) % 8)
    for number in range(250):
        with (root / f"model-{number:05d}-of-00250.safetensors").open("wb") as file:
            file.write(struct.pack("<Q", len(header)) + header)
            file.truncate(8 + len(header) + size)
    rows = [["shards of 4 GB", "seconds", "GB/s", "peak memory of a process, MiB"]]
    shards = sorted(root.iterdir())
    for count in (2, 6):
        # Of the process and of those it waited for; what peers needed before is no part of it.
        run = _run(_seatrial(*shards[:count]))
        rows.append([str(count), f"{run.wall:.1f}", f"{count * 4 / run.wall:.2f}", f"{run.memory:.0f}"])
    rate = 6 * 4 / run.wall
    journal = folder / "journal"
    command = [str(part) for part in _seatrial("--resume", journal, *shards[:6])]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while not journal.exists() or journal.read_bytes().count(b"\n") < 3:
        time.sleep(0.05)
    os.killpg(process.pid, 9)
    process.wait()
    finished = journal.read_bytes().count(b"\n") - 1
    resumed = _run(command)
    again = _run(command)
    shards[3].touch()
    changed = _run(command)
    lines = [
        f"Killed with {finished} of 6 shards finished: the next run took {resumed.wall:.1f} s and said what a whole run says:"
        f" {'yes' if resumed.output == again.output else 'no'}.",
        f"With nothing changed it took {again.wall:.2f} s; with one shard touched, {changed.wall:.1f} s.",
        f"All 250 shards, 1 TB, at {rate:.2f} GB/s: {1000 / rate / 60:.0f} minutes, extrapolated; hashing sets the pace.",
    ]
    return f"## How far\n\n{_table(rows)}\n\n" + "\n".join(lines)


def _table(rows: list[list[str]]) -> str:
    head, *body = rows
    return "\n".join(["| " + " | ".join(r) + " |" for r in (head, ["---"] * len(head), *body)])


if __name__ == "__main__":
    sys.exit(main())
