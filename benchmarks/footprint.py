"""What the core install weighs and what importing it costs, in a new virtual environment.

    python benchmarks/footprint.py [--extras llm,hub]

Prints installed megabytes (without pip), CPU seconds of `import seatrial`, of `seatrial --version` and of an empty
interpreter in the same environment, each the median of eleven runs. Fails when the core passes 60 MB or
`import seatrial` passes 0.3 s.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 11
MOST_MEGABYTES = 60
MOST_SECONDS = 0.3


def main() -> int:
    """Install, measure, compare; 1 when a figure is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extras", default="", help="extras to install, comma-separated; none by default")
    extras = parser.parse_args().extras
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        wanted = f"{ROOT}[{extras}]" if extras else str(ROOT)
        python = environment / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", wanted], check=True)
        subprocess.run([python, "-m", "pip", "uninstall", "-qy", "setuptools", "pip"], check=True)
        subprocess.run([python, "-m", "compileall", "-q", environment / "lib"], check=False, capture_output=True)
        megabytes = sum(p.stat().st_size for p in (environment / "lib").rglob("*") if p.is_file()) / 1e6
        empty = cpu([python, "-c", "pass"])
        importing = cpu([python, "-c", "import seatrial"])
        version = cpu([environment / "bin" / "seatrial", "--version"])
    print(f"installed{f' with {extras}' if extras else ''}: {megabytes:.1f} MB, compiled files included")
    print(
        f"CPU seconds: empty interpreter {empty:.3f}, import seatrial {importing:.3f}, seatrial --version {version:.3f}"
    )
    heavy = not extras and megabytes > MOST_MEGABYTES
    return 1 if heavy or importing > MOST_SECONDS else 0


def cpu(command: list[object]) -> float:
    """Median CPU seconds of a command."""
    measured = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([str(part) for part in command], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        measured.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(measured)


if __name__ == "__main__":
    sys.exit(main())
