"""TorchScript calls operations that reach files, other machines, or native code that does not ship with PyTorch.

A model saved as TorchScript brings its own program, which PyTorch interprets when the model is loaded and called, also
where only weights are asked for. The program is not Python and can start no process, but `torch.save` writes any file,
`torch.from_file` maps one into a tensor, and operations of other libraries are native code that has to be loaded.

Operations of PyTorch that compute pass. Those that reach files or other machines fail. Operations of namespaces that
are not PyTorch's own are for a person to look at, and so is a namespace that is handed on whole, since what is called
in it cannot be told.

Fix: take the operation out of the model's `forward` and save the model anew, or ship its weights alone as safetensors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import torchscript_places

if TYPE_CHECKING:
    from seatrial.formats.torchscript import Use

CHECK = Check(
    id="artifact.torchscript-code",
    title="TorchScript calls operations that reach files, other machines, or foreign native code",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-829", "CWE-73", "ATLAS:AML.T0011.000", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=("python", "text", "pickle", "markdown", "yaml", "jinja", "unknown"),
)
MAX_FINDINGS: Final = 200
"""Different operations reported of one source."""
_REMEDY: Final = "Take the operation out of the model and save it anew, or ship the weights alone as safetensors."
_REMEDY_UNKNOWN: Final = "Have somebody read the library that registers this operation before it is loaded."


def check(artifact: Artifact) -> Observations:
    """One finding for each operation that does more than compute; nothing for files that lie elsewhere."""
    path = artifact.entry.path
    is_code = torchscript_places.lies_at(path)
    if not is_code and not torchscript_places.bytecode_lies_at(path):
        return
    found: dict[str, Finding] = {}
    names: set[str] = set()
    limit: LimitReached | None = None
    try:
        for use in _uses(artifact, is_code=is_code):
            if use.name not in names:
                names.add(use.name)
                found.update((finding.rule, finding) for finding in _about(artifact, use))
            if len(found) > MAX_FINDINGS:
                raise LimitReached(f"more than {MAX_FINDINGS} different findings in one TorchScript source")
    except LimitReached as reached:
        limit = reached
    yield from sorted(found.values(), key=lambda finding: -finding.severity.rank)
    if limit is not None:
        raise limit
    if not found and (names or not is_code):
        message = f"names {len(names):,} operations, all of PyTorch, none that reaches beyond computing"
        yield Finding(kind=Kind.PASS, message=message, location=artifact.at(), rule="computes")


def _uses(artifact: Artifact, *, is_code: bool) -> Iterator[Use]:
    from seatrial.formats import torchscript  # noqa: PLC0415 - most pickles lie elsewhere

    with artifact.open() as reader:
        if not is_code:
            yield from torchscript.bytecode_uses(reader)
            return
        source = torchscript.source(reader)
    if not torchscript.is_python(source, artifact.entry.path):
        yield from torchscript.uses(source)


def _about(artifact: Artifact, use: Use) -> Iterator[Finding]:
    from seatrial.formats import torchscript  # noqa: PLC0415 - most pickles lie elsewhere

    standing, name = torchscript.standing(use.name), shown(use.name, 120)
    if standing is torchscript.Standing.COMPUTES:
        return
    acts = standing is torchscript.Standing.ACTS
    if acts:
        message = f"calls {name}, which reaches files, other machines or foreign code"
    elif "." not in use.name:
        message = f"hands on the namespace {name} whole: what is called in it cannot be told"
    else:
        message = f"names {name}, which is native code that does not ship with PyTorch or reaches inside of it"
    yield Finding(
        kind=Kind.FAIL if acts else Kind.REVIEW,
        message=message,
        severity=Severity.HIGH if acts else Severity.MEDIUM,
        confidence=Confidence.HIGH if acts else Confidence.MEDIUM,
        location=artifact.at(None, f"line {use.line}" if use.line else ""),
        remediation=_REMEDY if acts else _REMEDY_UNKNOWN,
        rule=name,
    )
