"""An archive writes outside its directory, or two readers of it see different members.

Unpacking follows the names that an archive states. A name that climbs out of the directory, is absolute, or
passes through a link writes wherever its maker chose. An archive that states the same thing twice and
differently shows one content to a reviewer and another to a loader, and so does a member that is marked as
encrypted and is not. A small archive that expands beyond measure fills the disk of whoever opens it.

Links that stay inside, bytes that are no member's, names that only some systems read otherwise, and sizes that
disagree between headers are for a person to look at: all have honest uses.

Fix: pack the archive anew with plain relative names, no links, and each member once.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import (
    bzip2_stream,
    gzip_stream,
    lz4_stream,
    lzma_stream,
    rar,
    seven_zip,
    tar_archive,
    xz_stream,
    zip_archive,
    zip_layout,
    zlib_stream,
    zstd_stream,
)
from seatrial.formats.container import expanded, labelled
from seatrial.formats.member_names import folded, leaves, name_faults, normal, passed_link
from seatrial.formats.protocol import FormatError, Member
from seatrial.formats.zip_directory import ENCRYPTED, Directory, Entry, Local, disagreements, read_directory, read_local

_STREAMS = frozenset(
    module.NAME for module in (bzip2_stream, gzip_stream, lz4_stream, lzma_stream, xz_stream, zlib_stream, zstd_stream)
)
_ARCHIVES = {module.NAME: module for module in (rar, seven_zip, tar_archive, zip_archive)}
CHECK = Check(
    id="artifact.archive-paths",
    title="An archive writes outside its directory, or reads differently to different readers",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-22", "CWE-59", "CWE-409", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    version=4,
    formats=(*_ARCHIVES, *sorted(_STREAMS)),
)
MAX_PER_RULE = 50
"""Findings of one kind in one archive; the rest is counted."""
MAX_RATIO = 200
FREE_BYTES = 64 * 1024 * 1024
"""An archive expands beyond measure when it states more than `MAX_RATIO` times its size and more than this."""
MAX_CHECKED_BYTES = 16 * 1024 * 1024
"""Bytes of one zip's small members that are compared with their checksums."""
_MAX_GAPS = 20
_SET_ID = 0o6000
_REMEDY = "Pack the archive anew with plain relative names, no links, and each member once."


def check(artifact: Artifact) -> Observations:
    """One finding for each member that is not as it should be; a pass that counts them otherwise."""
    with artifact.open() as reader:
        try:
            yield from _bounded(_archive(artifact, reader))
        except FormatError as error:
            yield Finding(
                kind=Kind.OPEN,
                message=f"cannot be read to the end as {artifact.entry.format}: {error}",
                severity=Severity.MEDIUM,
                location=artifact.at(error.offset),
                remediation="Pack the archive anew and compare its digest after copying.",
                rule="broken-archive",
            )


def _bounded(findings: Iterator[Finding]) -> Iterator[Finding]:
    counts: Counter[str] = Counter()
    last: dict[str, Finding] = {}
    for finding in findings:
        counts[finding.rule] += 1
        last[finding.rule] = finding
        if counts[finding.rule] <= MAX_PER_RULE:
            yield finding
    for rule, count in counts.items():
        if count > MAX_PER_RULE:
            yield Finding(
                kind=last[rule].kind,
                message=f"{count - MAX_PER_RULE:,} further members with the same fault: {rule}",
                severity=last[rule].severity,
                remediation=_REMEDY,
                rule=f"{rule}-more",
            )


def _archive(artifact: Artifact, reader: BinaryIO) -> Iterator[Finding]:
    if artifact.entry.format in _STREAMS:
        yield from _stream(artifact, reader)
        return
    quiet = True
    if artifact.entry.format == zip_archive.NAME:
        directory = read_directory(reader)
        parts = (_whole_zip, _headers, _checksums)
        for finding in (finding for part in parts for finding in part(artifact, reader, directory)):
            quiet = False
            yield finding
    count = total = 0
    seen = _Seen()
    behind: list[tar_archive.Behind] = []
    for label, member in labelled(_listed(artifact, reader, behind)):
        count, total = count + 1, total + member.size
        for finding in _member(artifact, label, member, seen):
            quiet = False
            yield finding
    if artifact.entry.format != tar_archive.NAME and total > max(FREE_BYTES, MAX_RATIO * artifact.entry.size):
        quiet = False
        text = f"states {total:,} bytes of content in {artifact.entry.size:,} bytes of archive"
        yield _fault(artifact, "expands-beyond-measure", text)
    for more in behind[:MAX_PER_RULE]:
        quiet = False
        what = "another archive, which some readers unpack as well" if more.archive else "bytes that readers pass over"
        rule = "archive-behind" if more.archive else "trailing-bytes"
        text = f"goes on behind its end with {what}"
        yield _fault(artifact, rule, text, offset=more.offset, kind=Kind.REVIEW, severity=Severity.MEDIUM)
    if quiet:
        checked = "; checksums of small members hold" if artifact.entry.format == zip_archive.NAME else ""
        yield _pass(artifact, f"{count:,} members, each once, with plain relative names{checked}")


def _listed(artifact: Artifact, reader: BinaryIO, behind: list[tar_archive.Behind]) -> Iterator[Member]:
    if artifact.entry.format == tar_archive.NAME:
        return tar_archive.members(reader, behind)
    return iter(_ARCHIVES[artifact.entry.format].members(reader))


def _stream(artifact: Artifact, reader: BinaryIO) -> Iterator[Finding]:
    """Going to the end is what tells a bomb: `LimitReached` when too much comes out."""
    found = expanded(reader, artifact.entry.format)
    if found.trailing:
        text = "goes on behind the compressed stream with bytes that readers pass over"
        yield _fault(artifact, "trailing-bytes", text, kind=Kind.REVIEW, severity=Severity.MEDIUM)
    if found.fault is not None:
        raise found.fault
    if not found.trailing:
        yield _pass(artifact, f"expands to {found.size:,} bytes")


def _whole_zip(artifact: Artifact, reader: BinaryIO, directory: Directory) -> Iterator[Finding]:
    if directory.ends > 1:
        text = "has several end records or directories: which members it has depends on the reader"
        # Checkpoints of distributed runs are archives one after another. Members of all are looked at.
        yield _fault(artifact, "several-end-records", text, severity=Severity.MEDIUM)
    if directory.lead:
        text = f"begins with {directory.lead:,} bytes that are not part of the archive"
        yield _fault(artifact, "leading-bytes", text, kind=Kind.REVIEW, severity=Severity.MEDIUM)
    elif (directory.stated - len(directory.entries)) % 65_536:
        text = (
            f"states {directory.stated:,} members and lists {len(directory.entries):,}: readers go by one or the other"
        )
        yield _fault(artifact, "wrong-count", text, severity=Severity.MEDIUM)
    for gap, _ in zip(zip_layout.gaps(reader, directory), range(_MAX_GAPS), strict=False):
        what = "a member that the directory does not list" if gap.unlisted else "no member"
        text = f"{gap.size:,} bytes among the members belong to {what}"
        rule = "unlisted-member" if gap.unlisted else "bytes-between"
        yield _fault(artifact, rule, text, offset=gap.offset, kind=Kind.REVIEW, severity=Severity.MEDIUM)
    if overlap := _overlap(directory.entries):
        text = f"members share bytes: {shown(overlap, 120)} begins inside another one"
        yield _fault(artifact, "overlapping-members", text)


def _overlap(entries: tuple[Entry, ...]) -> str:
    end = -1
    for entry in sorted(entries, key=lambda e: e.offset):
        if entry.offset < end:
            return entry.name
        end = entry.offset + 30 + len(entry.raw_name) + entry.packed_size
    return ""


def _headers(artifact: Artifact, reader: BinaryIO, directory: Directory) -> Iterator[Finding]:
    for entry in directory.entries:
        yield from _second_name(artifact, entry)
        try:
            local = read_local(reader, entry)
        except FormatError as error:
            text = f"{shown(entry.name, 120)}: {error}"
            yield _fault(artifact, "no-header", text, detail=entry.name, offset=entry.offset)
            continue
        yield from _disagreements(artifact, entry, local)
        if (entry.flags | local.flags) & ENCRYPTED:
            yield _encrypted(artifact, reader, entry, local)


def _checksums(artifact: Artifact, reader: BinaryIO, directory: Directory) -> Iterator[Finding]:
    left = MAX_CHECKED_BYTES
    for entry, (member, opened) in zip(directory.entries, zip_archive.contents(reader), strict=True):
        if opened is None or member.kind != "file" or entry.size > zip_layout.MAX_CHECKED_BYTES:
            continue
        left -= entry.size
        if left < 0:
            return
        if zip_layout.wrong_checksum(opened, entry):
            text = (
                f"{shown(entry.name, 120)} has a wrong checksum: some readers refuse it and some read it all the same"
            )
            yield _fault(artifact, "wrong-checksum", text, detail=entry.name, severity=Severity.MEDIUM)


def _second_name(artifact: Artifact, entry: Entry) -> Iterator[Finding]:
    # A name of other letters is kept twice where the code page lacks them; then the first is no plain text, or
    # has marks in their place.
    if entry.other_name and entry.raw_name.isascii() and not any(mark in entry.raw_name for mark in (b"?", b"#U")):
        other = shown(entry.other_name.decode("utf-8", "replace"), 120)
        text = f"states another name in its Unicode field: {other}"
        yield _fault(artifact, "second-name", text, detail=entry.name, offset=entry.offset)


def _disagreements(artifact: Artifact, entry: Entry, local: Local) -> Iterator[Finding]:
    words = list(disagreements(entry, local))
    if not words:
        return
    named = "name" in words
    other = f" ({shown(local.raw_name.decode('utf-8', 'replace'), 80)})" if named else ""
    what = f"{shown(entry.name, 120)}: the directory and the member's own header disagree on {', '.join(words)}{other}"
    severity = Severity.HIGH if named else Severity.MEDIUM
    yield _fault(artifact, "headers-disagree", what, detail=entry.name, offset=entry.offset, severity=severity)


def _encrypted(artifact: Artifact, reader: BinaryIO, entry: Entry, local: Local) -> Finding:
    what = shown(entry.name, 120)
    if zip_layout.is_plain(reader, entry, local):
        text = f"{what} is marked as encrypted and is not: loaders that pass over the mark read what scanners leave out"
        return _fault(artifact, "false-encryption", text, detail=entry.name)
    text = f"{what} is marked as encrypted: what it holds cannot be reviewed"
    return _fault(artifact, "encrypted", text, detail=entry.name, kind=Kind.OPEN, severity=Severity.MEDIUM)


@dataclass(slots=True)
class _Seen:
    """The members so far."""

    names: Counter[str] = field(default_factory=Counter)
    alike: dict[str, str] = field(default_factory=dict)
    """Names by what they become where upper and lower case are one."""
    links: set[str] = field(default_factory=set)


def _member(artifact: Artifact, label: str, member: Member, seen: _Seen) -> Iterator[Finding]:
    what, name = shown(member.name, 120), normal(member.name)
    for fault in name_faults(member.name):
        kind, severity = _grade(grave=fault.grave)
        yield _fault(artifact, fault.rule, f"{what}: {fault.text}", detail=label, kind=kind, severity=severity)
    if through := passed_link(name, seen.links):
        text = f"{what} is unpacked through the link {shown(through, 80)}, to wherever that points"
        yield _fault(artifact, "through-link", text, detail=label)
    if member.kind in ("symlink", "hardlink"):
        yield _link(artifact, label, member, seen)
    elif member.kind in ("device", "fifo"):
        yield _fault(artifact, "special-member", f"{what} unpacks to a {member.kind}", detail=label)
    elif member.kind == "file" and member.mode & _SET_ID:
        text = f"{what} unpacks with the rights of its owner or group"
        yield _fault(artifact, "set-id", text, detail=label, kind=Kind.REVIEW, severity=Severity.MEDIUM)
    if member.kind != "directory":
        yield from _twice(artifact, label, member, seen)


def _twice(artifact: Artifact, label: str, member: Member, seen: _Seen) -> Iterator[Finding]:
    name, what = normal(member.name), shown(member.name, 120)
    seen.names[name] += 1
    other = seen.alike.setdefault(folded(name), name)
    if seen.names[name] > 1:
        text = f"{what} stands more than once: readers differ in which one they take"
        yield _fault(artifact, "same-name-twice", text, detail=label, severity=Severity.MEDIUM)
    elif other != name and not name.endswith(".npy"):  # names of arrays are never unpacked
        text = f"{what} and {shown(other, 80)} are one file where upper and lower case are the same"
        yield _fault(artifact, "same-but-for-case", text, detail=label, kind=Kind.REVIEW, severity=Severity.LOW)


def _link(artifact: Artifact, label: str, member: Member, seen: _Seen) -> Finding:
    outside = leaves(member.name, member.link_target, seen.links, symbolic=member.kind == "symlink")
    if member.kind == "symlink":
        seen.links.add(normal(member.name))
    where = "outside the archive" if outside else "inside the archive"
    kind, severity = _grade(grave=outside)
    return _fault(
        artifact,
        "link-outside" if outside else "link-inside",
        f"{shown(member.name, 120)} is a link to {shown(member.link_target, 120)}, {where}",
        detail=label,
        kind=kind,
        severity=severity,
    )


def _grade(*, grave: bool) -> tuple[Kind, Severity]:
    return (Kind.FAIL, Severity.HIGH) if grave else (Kind.REVIEW, Severity.MEDIUM)


def _fault(
    artifact: Artifact,
    rule: str,
    message: str,
    *,
    detail: str = "",
    offset: int | None = None,
    kind: Kind = Kind.FAIL,
    severity: Severity = Severity.HIGH,
) -> Finding:
    member = f"member {shown(detail, 200)}" if detail else ""
    return Finding(
        kind=kind,
        message=message,
        severity=severity,
        location=artifact.at(offset, member),
        remediation=_REMEDY,
        rule=rule,
    )


def _pass(artifact: Artifact, message: str) -> Finding:
    return Finding(kind=Kind.PASS, message=message, location=artifact.at(), rule="in-order")
