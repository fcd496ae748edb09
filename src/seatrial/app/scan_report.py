"""What a scan found, as text for a person, lines for a program, and SARIF for a code host."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from seatrial.app.catalogue import catalogue
from seatrial.app.scan import Scanned
from seatrial.app.scan_file import AREA, FileVerdict, Reported
from seatrial.domain.finding import Kind, Location

_WORDS: Final = {FileVerdict.FLAGGED: "flagged", FileVerdict.ERROR: "could not tell", FileVerdict.CLEAN: "clean"}
_COLOURS: Final = {FileVerdict.FLAGGED: "1;31", FileVerdict.ERROR: "1;33", FileVerdict.CLEAN: "32"}
_MAX_FINDINGS: Final = 20
"""Findings of one file that the text shows; the other forms give all."""


def exit_code(verdicts: Iterable[FileVerdict]) -> int:
    """0 when all is clean, 1 when something is flagged, 3 when something could not be told and nothing is flagged."""
    seen = set(verdicts)
    if FileVerdict.FLAGGED in seen:
        return 1
    return 3 if FileVerdict.ERROR in seen else 0


def line(file: Scanned) -> str:
    """One file as one line of JSON."""
    document = {
        "path": file.path,
        "verdict": file.verdict.value,
        "size": file.size,
        "sha256": file.sha256,
        "findings": [_finding(file, reported) for reported in _sorted(file)],
    }
    return json.dumps(document, ensure_ascii=False)


def text(file: Scanned, *, colour: bool) -> str:
    """One file with its findings, the gravest first; nothing for a clean file without a remark."""
    reported = _sorted(file)
    if file.verdict is FileVerdict.CLEAN and not reported:
        return ""
    lines = [f"{_painted(file.verdict, colour=colour)}  {file.path}"]
    for item in reported[:_MAX_FINDINGS]:
        finding = item.finding
        severity = finding.severity.value if finding.severity.rank else finding.kind.value
        lines.append(f"  {severity:<13} {item.check}: {finding.message}{_inside(finding.location)}")
        if finding.remediation:
            lines.append(f"  {'':<13} what to do: {finding.remediation}")
    if len(reported) > _MAX_FINDINGS:
        lines.append(f"  and {len(reported) - _MAX_FINDINGS:,} more findings; --format jsonl gives all")
    return "\n".join(lines)


def summary(counts: Counter[FileVerdict], size: int, *, colour: bool) -> str:
    """How many files came out how, in one line."""
    total = sum(counts.values())
    words = ", ".join(
        f"{counts[verdict]:,} {_painted(verdict, colour=colour and counts[verdict] > 0)}" for verdict in FileVerdict
    )
    return f"{total:,} {'file' if total == 1 else 'files'}, {_size(size)}: {words}"


def sarif_log(files: Sequence[Scanned]) -> str:
    """All findings as a SARIF log."""
    from seatrial.sharing.sarif import Result, Rule, sarif  # noqa: PLC0415 - for this form alone

    rules = {check_id: Rule(check=entry.check, doc=entry.doc) for check_id, entry in catalogue(area=AREA).items()}
    results = [
        Result(check=item.check, finding=item.finding, path=_path(file, item.finding.location), size=file.size)
        for file in files
        for item in _sorted(file)
    ]
    return json.dumps(sarif(results, rules), indent=1, ensure_ascii=False)


def _sorted(file: Scanned) -> list[Reported]:
    kinds = list(Kind)
    return sorted(file.reported, key=lambda item: (-item.finding.severity.rank, kinds.index(item.finding.kind)))


def _finding(file: Scanned, reported: Reported) -> dict[str, Any]:
    finding, place = reported.finding, reported.finding.location
    location: dict[str, Any] = {"path": _path(file, place)}
    if place is not None and place.offset is not None:
        location["offset"] = place.offset
    if place is not None and place.detail:
        location["detail"] = place.detail
    return {
        "check": reported.check,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "location": location,
    }


def _path(file: Scanned, place: Location | None) -> str:
    """The caller's path of the file, with the member inside it where the finding names one."""
    _, inside, member = place.path.partition("!/") if place else ("", "", "")
    return f"{file.path}{inside}{member}"


def _inside(place: Location | None) -> str:
    if place is None:
        return ""
    member = place.path.partition("!/")[2]
    parts = [f"in {member}" if member else "", place.detail, f"at byte {place.offset:,}" if place.offset else ""]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""


def _painted(verdict: FileVerdict, *, colour: bool) -> str:
    word = _WORDS[verdict]
    return f"\x1b[{_COLOURS[verdict]}m{word}\x1b[0m" if colour else word


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
