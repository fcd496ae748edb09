"""The scan against the labelled corpus: every hostile file is flagged, no ordinary one gravely."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from seatrial.app.scan import Scanned, scan
from seatrial.app.scan_file import FileVerdict
from seatrial.domain.finding import Kind, Severity
from tests.corpus import Label, Sample, samples, write
from tests.corpus.advisories import page

KNOWN_MISSES: Mapping[str, str] = {}
"""Samples that the scan gets wrong, with the reason. A sample that it gets right again has to leave the list."""


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Scanned, ...]]:
    """What the scan says of each sample's files, by the sample's name."""
    folders = write(samples(), tmp_path_factory.mktemp("corpus"))
    found: dict[str, list[Scanned]] = {name: [] for name in folders}
    place = {str(folder): name for name, folder in folders.items()}
    for file in scan(list(place), jobs=1):
        folder = next(str(parent) for parent in (Path(file.path), *Path(file.path).parents) if str(parent) in place)
        found[place[folder]].append(file)
    return {name: tuple(files) for name, files in found.items()}


def fault_of(sample: Sample, files: tuple[Scanned, ...]) -> str:
    """What is wrong with what the scan says of a sample; empty when nothing is."""
    verdicts = {file.verdict for file in files}
    if sample.label is Label.HOSTILE:
        return "" if FileVerdict.FLAGGED in verdicts else f"not flagged: {said(files)}"
    if sample.label is Label.MALFORMED:
        return "" if verdicts != {FileVerdict.CLEAN} else "called clean"
    grave = [f for f in files if worst(f).rank >= Severity.HIGH.rank or f.verdict is FileVerdict.ERROR]
    return f"alarmed: {said(files)}" if grave else ""


def worst(file: Scanned) -> Severity:
    """The worst severity of a finding that fails or asks for a person."""
    weighty = [r.finding.severity for r in file.reported if r.finding.kind in (Kind.FAIL, Kind.REVIEW)]
    return max(weighty, key=lambda severity: severity.rank, default=Severity.NONE)


def said(files: tuple[Scanned, ...]) -> str:
    """Every finding in short."""
    return "; ".join(
        f"{r.finding.kind} {r.finding.severity} {r.check}: {r.finding.message[:160]}" for f in files for r in f.reported
    )


def faults(scanned: Mapping[str, tuple[Scanned, ...]]) -> Iterator[tuple[Sample, str]]:
    """Samples that the scan gets wrong, and how."""
    for sample in samples():
        fault = fault_of(sample, scanned[sample.name])
        if fault:
            yield sample, fault


def test_every_sample_is_judged_as_its_label_says(scanned: Mapping[str, tuple[Scanned, ...]]) -> None:
    wrong = [(sample, fault) for sample, fault in faults(scanned) if sample.name not in KNOWN_MISSES]
    total = Counter((sample.label, sample.family) for sample in samples())
    missed = Counter((sample.label, sample.family) for sample, _ in wrong)
    table = [f"{label} {family}: {missed[label, family]} of {total[label, family]}" for label, family in sorted(missed)]
    assert not wrong, "\n".join([*table, *(f"{sample.name}: {fault}" for sample, fault in wrong)])


def test_a_known_miss_is_still_one(scanned: Mapping[str, tuple[Scanned, ...]]) -> None:
    assert set(KNOWN_MISSES) == {sample.name for sample, _ in faults(scanned) if sample.name in KNOWN_MISSES}


def test_the_corpus_is_as_large_as_it_claims() -> None:
    labels = Counter(sample.label for sample in samples() if sample.family.startswith("pickle"))
    assert labels[Label.HOSTILE] >= 130
    assert labels[Label.BENIGN] >= 60


def test_hostile_samples_name_their_source() -> None:
    hostile = [sample for sample in samples() if sample.label is Label.HOSTILE and sample.family.startswith("pickle")]
    assert [sample.name for sample in hostile if not sample.source] == []


def test_the_page_of_advisories_names_every_one_that_has_a_case() -> None:
    assert Path("docs/benchmarks/advisories.md").read_text(encoding="utf-8") == page()
