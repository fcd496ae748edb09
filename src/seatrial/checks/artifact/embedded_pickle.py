"""Data hold a pickle that names what acts on the machine.

Bytes in front of a pickle keep readers from telling it as one. A loader that seeks to the right place, or reads one
object after another, comes to it all the same. Tensors are searched at their beginning and end, and where each begins;
pictures, tables and files of no known format are searched whole; JSON, YAML and PNG also for pickles in base64.

Fix: remove the bytes, or ship the data in a format that is reviewed.
"""

from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import hidden_payload
from seatrial.formats.hidden_payload import Named, Window

_TEXTS: Final = frozenset({"json", "json-guessed", "yaml"})
"""Formats that hold bytes in base64 alone."""
CHECK = Check(
    id="artifact.embedded-pickle",
    title="Data hold a pickle that names what acts on the machine",
    areas=(ThreatArea.INTEGRITY,),
    refs=("CWE-502", "CWE-506", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    version=5,
    formats=(
        *("unknown", "raw-tensor", "fasttext", "safetensors", "gguf", "numpy", "hdf5", "onnx", "tflite"),
        *("jpeg", "png", "gif", "webp", "icon", "wave", "mp3", "mp4", "ogg", "flac", "pdf", "font", "sqlite"),
        *("arrow", "parquet", *sorted(_TEXTS)),
    ),
)
MAX_FINDINGS: Final = 20
_SPELT: Final = _TEXTS | {"png"}


def check(artifact: Artifact) -> Observations:
    """One finding for each dangerous name that stands as an opcode of a pickle would write it."""
    found: dict[str, Named] = {}
    with artifact.open() as reader:
        search = hidden_payload.Search(reader, artifact.entry.format)
        for part in search:
            if artifact.entry.format not in _TEXTS:
                _note(part, found)
            if artifact.entry.format in _SPELT:
                for inner in hidden_payload.spelt(part.data):
                    _note(inner._replace(offset=part.offset + inner.offset), found)
    for named in found.values():
        yield Finding(
            kind=Kind.FAIL,
            message=f"holds what reads as a pickle that names {shown(named.dotted, 120)}, which {named.danger.effect}",
            severity=Severity.HIGH,
            confidence=Confidence.MEDIUM,
            location=artifact.at(named.offset),
            remediation="Remove the bytes, or ship the data in a format that is reviewed.",
            rule=shown(named.dotted, 120),
        )
    if not found:
        extent = search.extent()
        yield Finding(
            kind=extent.kind,
            message=f"no pickle that acts in {extent.what}",
            location=artifact.at(),
            rule="no-pickle",
        )


def _note(part: Window, found: dict[str, Named]) -> None:
    for named in hidden_payload.names(part):
        if len(found) < MAX_FINDINGS and named.danger.severity.rank >= Severity.HIGH.rank:
            found.setdefault(named.dotted, named)
