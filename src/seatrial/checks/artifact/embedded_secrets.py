"""A credential lies in the files.

Keys, tokens and passwords are left in configurations, notebooks, scripts, environment files and metadata, and
whoever downloads the model has them. Credentials are known by the exact form that their issuers give them; what
merely looks random (checksums, vocabularies, images) is none. A password or key that only its name tells of is for
a person to look at. Nothing that is found is repeated: a finding has the kind, the line, at most the first four
characters and the length.

Fix: revoke the credential first, since removing it does not take it back; then remove it from the files and from
their history, and read it from the environment when it is needed.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Location, Severity
from seatrial.domain.text import shown
from seatrial.formats.protocol import FormatError
from seatrial.formats.secret_patterns import FoundSecret, search

CHECK = Check(
    id="artifact.embedded-secrets",
    title="A credential lies in the files",
    areas=(ThreatArea.PRIVACY, ThreatArea.INTEGRITY),
    refs=("CWE-798", "CWE-312", "ATLAS:AML.T0055", "OWASP:LLM02:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=(
        *("text", "json", "json-guessed", "yaml", "python", "shell", "markdown", "model-card", "jinja", "notebook"),
        *("openvino", "pickle", "gguf", "safetensors"),
    ),
)
MAX_BYTES: Final = 256 * 1024 * 1024
MAX_PICKLE_BYTES: Final = 1024 * 1024
MAX_FINDINGS: Final = 50
_WINDOW: Final = 4 * 1024 * 1024
_OVERLAP: Final = 16 * 1024
"""Longer than any credential, so that none is cut in two."""


def check(artifact: Artifact) -> Observations:
    """A finding for each credential; nothing when there is none."""
    for count, finding in enumerate(_found(artifact)):
        if count >= MAX_FINDINGS:
            yield Finding(
                kind=Kind.REVIEW,
                message=f"holds more than {MAX_FINDINGS} credentials",
                severity=Severity.MEDIUM,
                location=artifact.at(),
                rule="many",
            )
            return
        yield finding


def _found(artifact: Artifact) -> Iterator[Finding]:
    if artifact.entry.format in ("gguf", "safetensors"):
        for key, text in _metadata(artifact):
            for secret in search(text.encode("utf-8", "surrogatepass")):
                yield _finding(secret, artifact.at(detail=f"key {shown(key, 80)}"))
        return
    pickled = artifact.entry.format == "pickle"
    with artifact.open() as reader:
        for secret, line in _in_stream(reader, MAX_PICKLE_BYTES if pickled else MAX_BYTES, exact=pickled):
            yield _finding(secret, artifact.at(detail="" if pickled else f"line {line}"))
        if not pickled and reader.read(1):
            raise LimitReached(f"a text of more than {MAX_BYTES:,} bytes")
    if pickled and artifact.entry.size > MAX_PICKLE_BYTES:
        text = f"only the first {MAX_PICKLE_BYTES:,} of {artifact.entry.size:,} bytes were searched for credentials"
        yield Finding(kind=Kind.INFORMATIONAL, message=text, location=artifact.at(), rule="first-part")


def _metadata(artifact: Artifact) -> Iterator[tuple[str, str]]:
    """Texts of a header, by key; none when it cannot be read, which other checks tell of."""
    from seatrial.formats import gguf, safetensors  # noqa: PLC0415 - most of what is searched is neither

    with artifact.open() as reader:
        try:
            if artifact.entry.format == "safetensors":
                yield from safetensors.read_header(reader).metadata.items()
                return
            for key, value in gguf.read_header(reader).metadata.items():
                if isinstance(value, str):
                    yield key, value
                elif not key.startswith("tokenizer."):
                    yield from ((key, text) for text in gguf.strings(value))
        except FormatError:
            return


def _in_stream(reader: BinaryIO, most: int, *, exact: bool) -> Iterator[tuple[FoundSecret, int]]:
    """Credentials with their lines, counted from 1, in windows that overlap."""
    reader.seek(0)
    kept, lines, done, told = b"", 1, 0, -1
    while done < most and (fresh := reader.read(min(_WINDOW, most - done))):
        done += len(fresh)
        window = kept + fresh
        base = done - len(window)
        for secret in search(window, exact=exact):
            if base + secret.offset > told:
                told = base + secret.offset
                yield secret, lines + window.count(b"\n", 0, secret.offset)
        kept = window[-_OVERLAP:]
        lines += window.count(b"\n", 0, len(window) - len(kept))


def _finding(secret: FoundSecret, place: Location) -> Finding:
    sure = secret.rule.exact and secret.certain
    doubt = "" if sure else ", which may be made up"
    return Finding(
        kind=Kind.FAIL if sure else Kind.REVIEW,
        message=f"holds {secret.rule.title} ({secret.hint}){doubt}",
        severity=Severity.HIGH if sure else Severity.MEDIUM,
        confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
        location=place,
        remediation="Revoke it, then remove it from the files and from their history.",
        rule=secret.rule.name,
    )
