"""An archive writes outside its directory, or two readers of it see different members.

Unpacking follows the names that an archive states. A name that climbs out of the directory, is absolute, or
passes through a link writes wherever its maker chose. An archive that states the same thing twice and
differently shows one content to a reviewer and another to a loader. And a small archive that expands beyond
measure fills the disk of whoever opens it.

Links that stay inside and bytes before the archive are for a person to look at: both have honest uses.

Fix: pack the archive anew with plain relative names, no links, and each member once.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import bzip2_stream, gzip_stream, tar_archive, xz_stream, zip_archive, zlib_stream
from seatrial.formats.container import labelled, size_of
from seatrial.formats.protocol import FormatError, Member
from seatrial.formats.zip_directory import ENCRYPTED, Directory, Entry, disagreements, read_directory, read_local

_STREAMS = {module.NAME: module for module in (gzip_stream, xz_stream, bzip2_stream, zlib_stream)}
CHECK = Check(
    id="artifact.archive-paths",
    title="An archive writes outside its directory, or reads differently to different readers",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-22", "CWE-59", "CWE-409", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=(zip_archive.NAME, tar_archive.NAME, *_STREAMS),
)
MAX_PER_RULE = 50
"""Findings of one kind in one archive; the rest is counted."""
MAX_RATIO = 200
FREE_BYTES = 1 << 30
"""An archive expands beyond measure when it states more than `MAX_RATIO` times its size and more than this."""
_DRIVE = re.compile(r"[A-Za-z]:")
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
    stream = _STREAMS.get(artifact.entry.format)
    if stream is not None:
        # Going to the end is what tells a bomb: the reader raises LimitReached when too much comes out.
        size = size_of(stream.open_member(reader, "content"))
        yield _pass(artifact, f"expands to {size:,} bytes")
        return
    quiet = True
    if artifact.entry.format == zip_archive.NAME:
        directory = read_directory(reader)
        for finding in (*_whole_zip(artifact, directory), *_headers(artifact, reader, directory)):
            quiet = False
            yield finding
        members = zip_archive.members(reader)
    else:
        members = tar_archive.members(reader)
    count = total = 0
    names: Counter[str] = Counter()
    for label, member in labelled(members):
        count, total = count + 1, total + member.size
        names[_normal(member.name)] += member.kind != "directory"
        for finding in _member(artifact, label, member, names):
            quiet = False
            yield finding
    if artifact.entry.format == zip_archive.NAME and total > max(FREE_BYTES, MAX_RATIO * artifact.entry.size):
        quiet = False
        text = f"states {total:,} bytes of content in {artifact.entry.size:,} bytes of archive"
        yield _fault(artifact, "expands-beyond-measure", text)
    if quiet:
        yield _pass(artifact, f"{count:,} members, each once, with plain relative names")


def _whole_zip(artifact: Artifact, directory: Directory) -> Iterator[Finding]:
    if directory.ends > 1:
        text = "has several end records: which members it has depends on the reader"
        yield _fault(artifact, "several-end-records", text)
    if directory.lead:
        text = f"begins with {directory.lead:,} bytes that are not part of the archive"
        yield _fault(artifact, "leading-bytes", text, kind=Kind.REVIEW, severity=Severity.MEDIUM)
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
        what = shown(entry.name, 120)
        if entry.other_name:
            text = (
                f"states another name in its Unicode field: {shown(entry.other_name.decode('utf-8', 'replace'), 120)}"
            )
            yield _fault(artifact, "second-name", text, detail=entry.name, offset=entry.offset)
        try:
            local = read_local(reader, entry)
        except FormatError as error:
            yield _fault(artifact, "no-header", f"{what}: {error}", detail=entry.name, offset=entry.offset)
            continue
        if words := ", ".join(disagreements(entry, local)):
            other = f" ({shown(local.raw_name.decode('utf-8', 'replace'), 80)})" if "name" in words.split(", ") else ""
            text = f"{what}: the directory and the member's own header disagree on {words}{other}"
            yield _fault(artifact, "headers-disagree", text, detail=entry.name, offset=entry.offset)
        if (entry.flags | local.flags) & ENCRYPTED:
            text = f"{what} is marked as encrypted: what it holds cannot be reviewed"
            yield _fault(artifact, "encrypted", text, detail=entry.name, kind=Kind.OPEN, severity=Severity.MEDIUM)


def _member(artifact: Artifact, label: str, member: Member, names: Counter[str]) -> Iterator[Finding]:
    what = shown(member.name, 120)
    for rule, fault in _name_faults(member.name):
        yield _fault(artifact, rule, f"{what}: {fault}", detail=label)
    if member.kind in ("symlink", "hardlink"):
        yield _link(artifact, label, member)
    elif member.kind in ("device", "fifo"):
        yield _fault(artifact, "special-member", f"{what} unpacks to a {member.kind}", detail=label)
    if member.kind != "directory" and names[_normal(member.name)] > 1:
        text = f"{what} stands more than once: readers differ in which one they take"
        yield _fault(artifact, "same-name-twice", text, detail=label, severity=Severity.MEDIUM)


def _name_faults(name: str) -> Iterator[tuple[str, str]]:
    if ".." in name.replace("\\", "/").split("/"):
        yield "climbs-out", "climbs out of the directory it is unpacked in"
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        yield "absolute-name", "is an absolute path"
    elif "\\" in name:
        yield "backslash-name", "holds a backslash, which some systems take for a separator"
    if any(ord(character) < 32 or ord(character) == 127 for character in name):
        yield "control-character", "holds a control character, at which some readers cut the name"


def _link(artifact: Artifact, label: str, member: Member) -> Finding:
    target = member.link_target
    # A hard link's target counts from the archive's root, a symbolic link's from its own directory.
    base = member.name.rsplit("/", 1)[0] if member.kind == "symlink" and "/" in member.name else ""
    outside = target.startswith(("/", "\\")) or bool(_DRIVE.match(target)) or _climbs(f"{base}/{target}")
    where = "outside the archive" if outside else "inside the archive"
    return _fault(
        artifact,
        "link-outside" if outside else "link-inside",
        f"{shown(member.name, 120)} is a link to {shown(target, 120)}, {where}",
        detail=label,
        kind=Kind.FAIL if outside else Kind.REVIEW,
        severity=Severity.HIGH if outside else Severity.MEDIUM,
    )


def _climbs(path: str) -> bool:
    depth = 0
    for part in path.replace("\\", "/").split("/"):
        depth += 0 if part in ("", ".") else -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def _normal(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in ("", "."))


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
