"""The labelled corpus: hostile, malformed and benign model files, built by code.

Every module `<family>_samples.py` beside this one offers `SAMPLES`, a sequence of `Sample`. The folder is the registry.
"""

import importlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tests.corpus.sample import Label, Sample

__all__ = ["Label", "Sample", "samples", "write"]


@cache
def samples() -> tuple[Sample, ...]:
    """Every sample of the folder, by name.

    Raises `ValueError` when two samples have the same name.
    """
    found: dict[str, Sample] = {}
    for path in sorted(Path(__file__).parent.glob("*_samples.py")):
        module = importlib.import_module(f"{__name__}.{path.stem}")
        for sample in module.SAMPLES:
            if sample.name in found:
                raise ValueError(f"two samples are called {sample.name}")
            found[sample.name] = sample
    return tuple(found[name] for name in sorted(found))


def write(chosen: Iterable[Sample], directory: Path) -> dict[str, Path]:
    """Write samples below `directory`, one folder for each; the folders by name."""
    folders: dict[str, Path] = {}
    for sample in chosen:
        folders[sample.name] = directory / sample.name
        for path, content in sample.files.items():
            target = folders[sample.name] / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return folders
