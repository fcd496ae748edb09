"""Weights hold numbers that are not finite, or tensors that hold nothing.

One NaN spreads through a layer to every answer, and appears only for the inputs that reach it: a fault of training,
of a conversion or of storage, or a trap. Every stored float is read once, and for quantised blocks every scale. A
matrix in which each value is the same was never trained or was overwritten; pruned models have such matrices too, so
a person has to look. Equal tensors are named, because tied weights are often stored twice.

Fix: export the weights again from the training checkpoint and compare digests on the way.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from seatrial.domain.check import Check, Cost, Need, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.measurement import Measurement
from seatrial.domain.text import shown
from seatrial.formats import gguf, safetensors
from seatrial.formats.protocol import FormatError
from seatrial.formats.tensor import TensorInfo
from seatrial.formats.tensor_values import Seen, scan

CHECK = Check(
    id="weights.tensor-integrity",
    title="Weights hold numbers that are not finite, or tensors that hold nothing",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-1284", "CWE-354", "ATLAS:AML.T0018"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=(safetensors.NAME, gguf.NAME),
    needs=(Need.WEIGHTS_EXTRA,),
    metrics=("nonfinite-values",),
)
MAX_FINDINGS = 100
"""Tensors named for each rule; the rest is counted."""
LEAST_ELEMENTS = 65
"""Smaller tensors and vectors are constant for good reasons: norms begin as ones, biases as zeros."""
_SAMPLE_BYTES = 4096
_REMEDY = "Export the weights again from the training checkpoint."


@dataclass(slots=True)
class _Pass:
    """What is carried from tensor to tensor."""

    examined: int = 0
    nonfinite: int = 0
    named: dict[str, int] = field(default_factory=dict)
    alike: dict[tuple[str, int, bytes], list[TensorInfo]] = field(default_factory=dict)
    undecoded: dict[str, int] = field(default_factory=dict)

    def may_name(self, rule: str) -> bool:
        """Count a tensor for a rule; whether it is still to be named."""
        self.named[rule] = self.named.get(rule, 0) + 1
        return self.named[rule] <= MAX_FINDINGS


def check(artifact: Artifact) -> Observations:
    """Findings for each tensor, the count of numbers that are not finite, and groups of equal tensors."""
    with artifact.open() as reader:
        big_endian = artifact.entry.format == gguf.NAME and gguf.is_big_endian(reader.read(8))
        try:
            module = gguf if artifact.entry.format == gguf.NAME else safetensors
            tensors = sorted(module.tensors(reader), key=lambda tensor: tensor.offset)
            state = _Pass()
            for tensor in tensors:
                seen = scan(reader, tensor, big_endian=big_endian)
                yield from _about(artifact, tensor, seen, state)
                if tensor.elements >= LEAST_ELEMENTS and not seen.constant:
                    _remember(reader, tensor, state)
        except FormatError as error:
            yield Finding(
                kind=Kind.OPEN,
                message=f"the tensors cannot be read: the file {error}",
                severity=Severity.MEDIUM,
                location=artifact.at(error.offset),
                rule="unreadable",
            )
            return
        yield from _equal(artifact, reader, state)
    yield from _summary(artifact, len(tensors), state)


def _about(artifact: Artifact, tensor: TensorInfo, seen: Seen, state: _Pass) -> Iterator[Finding]:
    state.examined += seen.examined
    state.nonfinite += seen.nonfinite
    if seen.undecoded:
        state.undecoded[tensor.dtype] = state.undecoded.get(tensor.dtype, 0) + 1
    called = f'tensor "{shown(tensor.name, 80)}"'
    where = artifact.at(tensor.offset, f"tensor {shown(tensor.name, 80)}")
    if seen.nonfinite and state.may_name("nonfinite"):
        # Attention masks are stored with minus infinity on purpose.
        mask = "mask" in tensor.name.rpartition(".")[2].lower() and seen.nonfinite == seen.negative_infinities
        yield Finding(
            kind=Kind.REVIEW if mask else Kind.FAIL,
            message=f"{called} holds {seen.nonfinite:,} of {seen.examined:,} numbers that are not finite",
            severity=Severity.LOW if mask else Severity.HIGH,
            location=where,
            remediation=_REMEDY,
            rule="nonfinite",
        )
    blank = len(tensor.shape) >= 2 and tensor.elements >= LEAST_ELEMENTS and (seen.zero or seen.constant)
    if blank and not seen.nonfinite and state.may_name("constant"):
        shape = " x ".join(map(str, tensor.shape))
        yield Finding(
            kind=Kind.REVIEW,
            message=f"{called} ({shape}, {tensor.dtype}) is {'all zero' if seen.zero else 'the same value throughout'}",
            severity=Severity.LOW,
            confidence=Confidence.MEDIUM,
            location=where,
            remediation="Say in the model card why it is so (pruning, an untrained part), or export the weights again.",
            rule="constant",
        )


def _remember(reader: BinaryIO, tensor: TensorInfo, state: _Pass) -> None:
    """Keep a fingerprint of both ends, so that only tensors that may be equal are read again."""
    reader.seek(tensor.offset)
    digest = hashlib.sha256(reader.read(min(_SAMPLE_BYTES, tensor.size)))
    reader.seek(max(tensor.end - _SAMPLE_BYTES, tensor.offset))
    digest.update(reader.read(min(_SAMPLE_BYTES, tensor.size)))
    state.alike.setdefault((tensor.dtype, tensor.size, digest.digest()), []).append(tensor)


def _equal(artifact: Artifact, reader: BinaryIO, state: _Pass) -> Iterator[Finding]:
    for group in state.alike.values():
        if len(group) < 2:
            continue
        by_digest: dict[str, list[str]] = {}
        for tensor in group:
            by_digest.setdefault(_digest(reader, tensor), []).append(tensor.name)
        for names in by_digest.values():
            if len(names) > 1 and state.may_name("equal"):
                told = ", ".join(f'"{shown(name, 60)}"' for name in names[:4])
                more = f" and {len(names) - 4:,} more" if len(names) > 4 else ""
                yield Finding(
                    kind=Kind.INFORMATIONAL,
                    message=f"equal tensors: {told}{more}",
                    location=artifact.at(detail=f"tensor {shown(names[0], 80)}"),
                    rule="equal",
                )


def _digest(reader: BinaryIO, tensor: TensorInfo) -> str:
    digest, left = hashlib.sha256(), tensor.size
    reader.seek(tensor.offset)
    while left and (chunk := reader.read(min(1 << 20, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


def _summary(artifact: Artifact, tensors: int, state: _Pass) -> Observations:
    words = {
        "nonfinite": (Kind.FAIL, Severity.HIGH, "hold numbers that are not finite"),
        "constant": (Kind.REVIEW, Severity.LOW, "hold one value throughout"),
        "equal": (Kind.INFORMATIONAL, Severity.NONE, "groups are equal"),
    }
    for rule, count in state.named.items():
        if count > MAX_FINDINGS:
            kind, severity, text = words[rule]
            message = f"{count - MAX_FINDINGS:,} further tensors {text}"
            yield Finding(kind=kind, message=message, severity=severity, location=artifact.at(), rule=f"more-{rule}")
    for dtype, count in sorted(state.undecoded.items()):
        yield Finding(
            kind=Kind.OPEN,
            message=f"scales of {count:,} tensors of type {dtype} could not be taken apart",
            severity=Severity.LOW,
            location=artifact.at(),
            rule=f"undecoded:{dtype}",
        )
    if not tensors:
        yield Finding(kind=Kind.INFORMATIONAL, message="the file holds no tensor", location=artifact.at(), rule="empty")
    yield Measurement(
        metric="nonfinite-values",
        unit="{values}",
        estimate=float(state.nonfinite),
        lower=float(state.nonfinite),
        upper=float(state.nonfinite),
        n=state.examined,
        confidence=1.0,
        method="exact count over every stored float and every scale of quantised blocks",
    )
