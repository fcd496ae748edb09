"""What verifying costs against the floor, and against a peer, in one run on this machine.

    python -m benchmarks.verify [--markdown docs/benchmarks/verify.md]

2 GiB in four files: `seatrial verify` against SHA-256 of the same bytes in one process, and against `model_signing
verify` of OpenSSF, which is installed into a virtual environment of its own in the user's cache. Each is the median of
five rounds, in which all take turns, after one that warms the page cache. Then the gate's import, the log's appends against SQLite's own commits,
inclusion proofs in a log of a million entries and the size of it, and disclosures.
"""

import argparse
import datetime
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs

from benchmarks.gate_import import least
from seatrial.app.review import review
from seatrial.record.disclosure import disclose
from seatrial.testing.sample_review import SAMPLES
from seatrial.tlog.ledger import Ledger
from seatrial.tlog.tree import includes, leaf_hash

FILES, SIZE = 4, 512 * 1024 * 1024
RUNS = 5
PEER = ("model-signing==1.1.1", "pyOpenSSL==26.4.0")
FLOOR = """
import hashlib, sys
buffer = bytearray(1 << 20)
for name in sys.argv[1:]:
    digest = hashlib.sha256()
    with open(name, 'rb', buffering=0) as file:
        while count := file.readinto(buffer):
            digest.update(memoryview(buffer)[:count])
    print(digest.hexdigest())
"""


def main() -> int:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the log that proofs are made from")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*_verifying(folder), *_importing(), *_logging(folder, arguments.entries), *_disclosing()]
    lines = [
        "# Verifying\n",
        f"Written by `python -m benchmarks.verify --markdown docs/benchmarks/verify.md` on {datetime.date.today()},"
        f" {os.cpu_count()} processors.\n",
        "| what | asked | measured | met |",
        "|---|---|---|---|",
        *(f"| {what} | {asked} | {measured} | {'yes' if met else '**no**'} |" for what, asked, measured, met in rows),
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")
    return 0


Row = tuple[str, str, str, bool]


def _verifying(folder: Path) -> list[Row]:
    model, home = folder / "model", folder / "home"
    model.mkdir()
    block = random.Random(7).randbytes(1 << 24)
    header = b'{"w":{"dtype":"U8","shape":[%d],"data_offsets":[0,%d]}}'
    for number in range(FILES):
        text = header % (SIZE, SIZE)
        text += b" " * (-len(text) % 8)
        with (model / f"model-{number}.safetensors").open("wb") as file:
            file.write(len(text).to_bytes(8, "little") + text)
            for _ in range(SIZE // len(block)):
                file.write(block)
    os.environ["SEATRIAL_HOME"], os.environ["SEATRIAL_CACHE"] = str(home), str(folder / "cache")
    review(model, static=True, out=folder / "review")
    (folder / "trust.toml").write_text(
        '[[signer]]\nname = "me"\npublic_key = "home/keys/reviewer.pub"\n[accept]\nresults = ["clear", "not-clear"]\n'
    )
    record = folder / "review" / "record.sigstore.json"
    chunks = [sys.executable, "-m", "seatrial", "verify", model, "--by-chunks"]
    ours = [sys.executable, "-m", "seatrial", "verify", model, "--record", record, "--trust", folder / "trust.toml"]
    chunks += ours[5:]
    floor = [sys.executable, "-c", FLOOR, *sorted(model.iterdir())]
    signature = _signed_by_peer(folder, model)
    theirs = [
        _peer(),
        "-m",
        "model_signing",
        "verify",
        "key",
        model,
        "--signature",
        signature,
        "--public_key",
        folder / "p.pub",
    ]
    seconds = _medians({"floor": floor, "ours": ours, "chunks": chunks, "theirs": theirs})
    ratio, peer = seconds["ours"] / seconds["floor"], seconds["ours"] / seconds["theirs"]
    told = f"{seconds['ours']:.2f} s"
    return [
        (
            "2 GiB against SHA-256 of the same bytes",
            "<= 1.1",
            f"{ratio:.2f} ({told}, {seconds['floor']:.2f} s)",
            ratio <= 1.1,
        ),
        (
            "2 GiB by chunks, against `seatrial verify` itself",
            "< 1",
            f"{seconds['chunks'] / seconds['ours']:.2f} ({seconds['chunks']:.2f} s)",
            seconds["chunks"] < seconds["ours"],
        ),
        ("2 GiB against `model_signing verify`", "< 1", f"{peer:.2f} ({told}, {seconds['theirs']:.2f} s)", peer < 1),
    ]


def _peer() -> Path:
    venv = Path(platformdirs.user_cache_dir("seatrial")) / "peers" / "model_signing"
    python = venv / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEER], check=True)
    return python


def _signed_by_peer(folder: Path, model: Path) -> Path:
    for command in (
        ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", folder / "p.key"],
        ["openssl", "ec", "-in", folder / "p.key", "-pubout", "-out", folder / "p.pub"],
        [
            _peer(),
            "-m",
            "model_signing",
            "sign",
            "key",
            model,
            "--signature",
            folder / "p.sig",
            "--private_key",
            folder / "p.key",
        ],
    ):
        subprocess.run(command, check=True, capture_output=True)
    return folder / "p.sig"


def _medians(commands: dict[str, list[object]]) -> dict[str, float]:
    """Seconds of each, one after another in each round, so that what else the machine does meets all of them alike."""
    measured: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(RUNS + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run([str(part) for part in command], check=True, capture_output=True)
            if run:
                measured[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) for name, found in measured.items()}


def _importing() -> list[Row]:
    found = least()
    return [("import of the gate, processor time", "< 0.2 s", f"{found:.3f} s", found < 0.2)]


def _logging(folder: Path, entries: int) -> list[Row]:
    bodies = [b"entry %d" % n for n in range(1000)]
    ledger = Ledger.create(folder / "log", "example.org/benchmark")
    database = sqlite3.connect(folder / "plain.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE entry (body BLOB)")

    def commits(some: list[bytes]) -> None:
        for body in some:
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO entry VALUES (?)", (body,))
            database.execute("COMMIT")

    ours = floor = 0.0
    for at in range(0, len(bodies), 50):  # in turns, so that what else the disk does meets both alike
        some = bodies[at : at + 50]
        floor += _timed(lambda some=some: commits(some))
        ours += _timed(lambda some=some: [ledger.append([body]) for body in some])
    tenth = _filled(ledger, entries // 10)
    whole = _filled(ledger, entries)
    size, chance = ledger.size, random.Random(1)
    state = ledger.checkpoint(size)
    numbers = [chance.randrange(size) for _ in range(500)]
    proofs = _timed(lambda: [ledger.inclusion(number, size) for number in numbers]) / len(numbers)
    leaf = leaf_hash(ledger.body(numbers[0]))
    assert includes(state.root, size, numbers[0], leaf, ledger.inclusion(numbers[0], size))
    ledger.close()
    linear = whole / tenth
    ratio = ours / floor
    return [
        (
            "1,000 appends with fsync, against SQLite's own commits",
            "<= 1.5",
            f"{ratio:.2f} ({ours:.2f} s, {floor:.2f} s)",
            ratio <= 1.5,
        ),
        (
            f"an inclusion proof at {size:,} entries",
            "< 1 ms",
            f"{proofs * 1000:.2f} ms",
            proofs < 0.001,
        ),
        (
            f"size of the log: bytes an entry at {size:,} entries against a tenth of them",
            "0.9 to 1.1 (linear)",
            f"{linear:.2f} ({whole:.0f}, {tenth:.0f})",
            0.9 <= linear <= 1.1,
        ),
    ]


def _filled(ledger: Ledger, entries: int) -> float:
    """Bytes an entry once the log holds so many, of 600 bytes each as those of records are."""
    step = 50_000
    while (size := ledger.size) < entries:
        ledger.append([b"%0600d" % n for n in range(size, min(size + step, entries))])
    with sqlite3.connect(ledger.directory / "log.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(path.stat().st_size for path in ledger.directory.glob("log.db*")) / entries


def _disclosing() -> list[Row]:
    found = max((make() for make in SAMPLES.values()), key=lambda kept: len(kept.assessment.evidence))
    seconds = _timed(lambda: [disclose(found, "d" * 64, b"s" * 32, [0]) for _ in range(1000)])
    return [("disclosures of one item", ">= 1,000 a second", f"{1000 / seconds:,.0f} a second", seconds <= 1)]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
