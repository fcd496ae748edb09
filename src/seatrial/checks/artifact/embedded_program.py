"""Data hold the beginning of a program.

A program in a tensor, in a dataset or behind the end of a picture does not run by itself: something else takes it out
and starts it, in a later stage that comes by another way. No converter and no camera writes one there. Tensors are
searched at their beginning and end, and where each begins, all else whole; a mark counts only with the header that
belongs to it.

Fix: find out who wrote the bytes; write the tensors or the picture anew from their source.
"""

from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats import hidden_payload

CHECK = Check(
    id="artifact.embedded-program",
    title="Data hold the beginning of a program",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-506", "ATLAS:AML.T0018", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    version=3,
    formats=(
        *("unknown", "raw-tensor", "fasttext", "safetensors", "gguf", "numpy", "hdf5", "onnx", "tflite"),
        *("jpeg", "png", "gif", "webp", "icon", "wave", "mp3", "mp4", "ogg", "flac", "font"),
    ),
)
MAX_FINDINGS: Final = 10
_WITH_TEXT: Final = frozenset({"onnx", "tflite", "hdf5"})
"""Formats that keep words as well, where a line that names an interpreter means nothing."""


def check(artifact: Artifact) -> Observations:
    """One finding for each place where a program begins."""
    told: set[int] = set()
    kind = artifact.entry.format
    with artifact.open() as reader:
        search = hidden_payload.Search(reader, kind)
        for part in search:
            for program in hidden_payload.programs(part, scripts=kind not in _WITH_TEXT):
                if program.offset in told or len(told) >= MAX_FINDINGS:
                    continue
                told.add(program.offset)
                yield Finding(
                    kind=Kind.REVIEW,
                    message=f"holds what reads as the beginning of {program.what}",
                    severity=Severity.MEDIUM,
                    confidence=Confidence.MEDIUM,
                    location=artifact.at(program.offset),
                    remediation="Find out who wrote the bytes, and write the data anew from their source.",
                    rule="program",
                )
    if not told:
        extent = search.extent()
        yield Finding(
            kind=extent.kind,
            message=f"no program in {extent.what}",
            location=artifact.at(),
            rule="no-program",
        )
