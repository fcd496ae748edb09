"""A model graph points at files that are not its own.

ONNX, OpenVINO, Core ML and TensorFlow keep weights and assets in files beside the graph and name them by a path.
Loaders join that path to the model's directory and open the result. A path that climbs out of the directory, begins
at the root, names another host or holds characters that systems read differently makes whoever loads the model open
a file of the author's choice and use it as weights, from where it can leak (CVE-2022-25882, CVE-2024-27318,
CVE-2024-5187). Negative offsets and lengths have loaders read outside of what they mapped, and so do data that are
fewer than a tensor's type and shape ask for; data that are more leave room for something else. XML entities are the
same trick one layer down.

Fix: keep weights and assets in the model's directory and refer to them by a plain relative name.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import json_text
from seatrial.formats.graph_parts import Entity, EntityKind, ExternalData, Misfit, Part
from seatrial.formats.graph_readers import READERS
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.external-data",
    title="A model graph points at files that are not its own",
    areas=(ThreatArea.INTEGRITY, ThreatArea.PRIVACY),
    refs=("CWE-22", "CWE-73", "CWE-611", "ATLAS:AML.T0010.003", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(*sorted(READERS), json_text.NAME),
    version=3,
)
MAX_FINDINGS: Final = 100
MAX_INDEX_BYTES: Final = 32 * 1024 * 1024
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_ENCODED: Final = re.compile(r"%(?:2e|2f|5c|00)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_MEMORY: Final = "_ORT_MEM_ADDR_"
"""ONNX Runtime's mark for bytes that lie in its own memory, by address."""
_REMEDY: Final = "Keep the data in the model's directory and refer to it by a plain relative name."


def check(artifact: Artifact) -> Observations:
    """One finding for each reference that leads elsewhere; a pass that counts the others."""
    if artifact.entry.format == json_text.NAME and not artifact.entry.path.endswith(".index.json"):
        return
    references = 0
    told: set[tuple[str, str]] = set()
    broken: FormatError | None = None
    limit: LimitReached | None = None
    try:
        with artifact.open() as reader:
            for part in _parts(artifact, reader):
                if not isinstance(part, ExternalData | Entity | Misfit):
                    continue
                references += isinstance(part, ExternalData)
                for finding in _findings(artifact, part):
                    key = (finding.rule, finding.message)
                    if key not in told and len(told) < MAX_FINDINGS:
                        told.add(key)
                        yield finding
    except FormatError as error:
        broken = error
    except LimitReached as reached:
        limit = reached
    if broken is not None:
        yield Finding(
            kind=Kind.OPEN,
            message=f"the graph {broken}: what else it points at is not known",
            severity=Severity.MEDIUM,
            location=artifact.at(broken.offset),
            remediation="Export the model anew and compare its digest after copying.",
            rule="unreadable-graph",
        )
    elif limit is None and not told:
        message = f"{references:,} references to data, all to plain names beside the model"
        yield Finding(kind=Kind.PASS, message=message, location=artifact.at(), rule="beside")
    if limit is not None:
        raise limit


def _parts(artifact: Artifact, reader: BinaryIO) -> Iterator[Part]:
    if artifact.entry.format != json_text.NAME:
        yield from READERS[artifact.entry.format](reader)
        return
    data = reader.read(MAX_INDEX_BYTES + 1)
    if len(data) > MAX_INDEX_BYTES:
        raise LimitReached(f"an index of more than {MAX_INDEX_BYTES:,} bytes")
    value = json_text.load(data)
    shards = value.get("weight_map") if isinstance(value, dict) else None
    for name in dict.fromkeys(v for v in shards.values() if isinstance(v, str)) if isinstance(shards, dict) else ():
        yield ExternalData(owner="the index", location=name)


def _findings(artifact: Artifact, part: ExternalData | Entity | Misfit) -> Iterator[Finding]:
    if isinstance(part, Entity):
        yield _entity(artifact, part)
        return
    if isinstance(part, Misfit):
        yield _misfit(artifact, part.owner, part.what, part.offset)
        return
    owner = shown(part.owner, 80) or "data"
    if part.location is not None:
        for rule, words in _path_faults(part.location):
            message = f"{owner}: the location {shown(part.location, 160)!r} {words}"
            yield _fault(artifact, rule, message, part.offset)
    for what, stated in (("offset", part.begin), ("length", part.length)):
        if stated and not _NUMBER.fullmatch(stated):
            message = f"{owner}: states the {what} {shown(stated, 60)!r}, which is no place in a file"
            yield _fault(artifact, f"{what}-out-of-range", message, part.offset)
    if part.needed is not None and _NUMBER.fullmatch(part.length) and int(part.length) not in (0, part.needed):
        what = f"takes {int(part.length):,} bytes where its type and shape ask for {part.needed:,}"
        yield _misfit(artifact, part.owner, what, part.offset)


def _misfit(artifact: Artifact, owner: str, what: str, offset: int | None) -> Finding:
    return Finding(
        kind=Kind.FAIL,
        message=f"{shown(owner, 80) or 'a tensor'}: {what}",
        severity=Severity.MEDIUM,
        location=artifact.at(offset),
        remediation="Export the model anew.",
        rule="size-mismatch",
    )


def _path_faults(location: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a path, as a rule and the end of a sentence."""
    if not location.strip():
        yield "empty-location", "names no file"
    elif _MEMORY in location:
        yield "memory-address", "has the runtime take bytes from an address in its memory"
    elif _DRIVE.match(location) and not _URL.match(location):
        yield "drive", "begins with a drive"
    elif _URL.match(location):
        yield "url", "is a URL"
    elif location.startswith(("/", "\\")):
        yield "absolute", "is an absolute path"
    elif "\\" in location and ".." not in location:
        yield "backslash", "holds a backslash, which some systems take for a separator"
    if location.startswith("~"):
        yield "home", "leads to somebody's home directory"
    parts = location.replace("\\", "/").split("/")
    if _climbs(parts):
        yield "climbs-out", "climbs out of the model's directory"
    elif ".." in parts:
        yield "roundabout", "goes up and comes back, which some loaders refuse and some follow through links"
    if _ENCODED.search(location):
        yield "encoded", "hides a separator or dots behind percent signs"
    if any(ord(character) < 32 or ord(character) == 127 for character in location):
        yield "control-character", "holds a control character, at which some loaders cut the path"


def _climbs(parts: list[str]) -> bool:
    """Whether the steps of a path ever lead above where they begin."""
    depth = 0
    for part in parts:
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return True
    return False


def _entity(artifact: Artifact, entity: Entity) -> Finding:
    name = shown(entity.name, 60)
    if entity.kind is EntityKind.EXTERNAL:
        text = f"declares the entity {name} to be the content of {shown(entity.target, 160)!r}"
        return _fault(artifact, "external-entity", text, entity.offset)
    if entity.kind is EntityKind.INTERNAL:
        text = f"declares the entity {name}, which readers unfold; no converter writes any"
        return _fault(artifact, "entity", text, entity.offset)
    return Finding(
        kind=Kind.REVIEW,
        message=f"declares a document type {name}, which no converter writes",
        severity=Severity.MEDIUM,
        location=artifact.at(entity.offset),
        remediation="Remove the declaration.",
        rule="document-type",
    )


def _fault(artifact: Artifact, rule: str, message: str, offset: int | None) -> Finding:
    return Finding(
        kind=Kind.FAIL,
        message=message,
        severity=Severity.MEDIUM if rule in ("empty-location", "roundabout") else Severity.HIGH,
        location=artifact.at(offset),
        remediation=_REMEDY,
        rule=rule,
    )
