"""The developer's signature is missing, does not hold, or does not cover the files.

OpenSSF Model Signing puts a signed list of every file's digest beside the model (`model.sig`). With it, whoever
downloads the model can tell whether a mirror or a cache changed it. This check reads the list without the tool: is
there one, do its digests and names fit the files that are here, what does it leave out, and is the signature that of
the key it names?

A certificate in the bundle is used for its key only: the chain behind it and the identity in it are not checked.
Without a certificate the key must be known from elsewhere; the declaration can give it as the fact
`developer.signing_key` (PEM). A key that comes with what it signs proves integrity, not who signed.

Fix: sign the folder with OpenSSF Model Signing after the last change, ignore nothing, and publish the key or identity.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Final

from seatrial.documents import DocumentError
from seatrial.documents.read import parse_json
from seatrial.documents.sigstore import Envelope, decode, verify
from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations, SubjectView
from seatrial.domain.finding import Confidence, Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry, Role
from seatrial.domain.text import shown
from seatrial.formats import sigstore_bundle

PREDICATES: Final = ("https://model_signing/signature/v1.0",)
KEY_FACT: Final = "developer.signing_key"
MAX_BYTES: Final = 64 * 1024 * 1024
NAMED: Final = 10
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_SIGN: Final = "Sign the folder again with OpenSSF Model Signing, after the last change, ignoring nothing."

CHECK = Check(
    id="provenance.signature",
    title="The developer's signature is missing or does not hold for these files",
    areas=(ThreatArea.INTEGRITY,),
    refs=("OWASP:LLM03:2025", "ATLAS:AML.T0010", "CWE-345", "CWE-347"),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
)


def check(subject: SubjectView) -> Observations:
    """Look at every signature that is shipped; say so when there is none."""
    shipped = [a for a in subject.inventory.artifacts if not a.container and _may_be_signature(a)]
    met = False
    for entry in shipped:
        artifact = subject.artifact(entry.path)
        try:
            envelope = _envelope(artifact)
            statement = parse_json(envelope.payload)
            other = _other_statement(statement)
            signature = None if other else _manifest(statement)
        except DocumentError as error:
            met = True
            told = f"is not a signature that can be read: {shown(str(error))}"
            yield _finding(artifact, Kind.OPEN, Severity.LOW, told, "unreadable")
            continue
        if signature is None:
            told = f"is a signed statement of another kind, {shown(other)}, and covers no files"
            yield _finding(artifact, Kind.INFORMATIONAL, Severity.NONE, told, "other-statement")
            continue
        met = True
        yield from _coverage(subject, artifact, signature)
        yield from _valid(subject, artifact, envelope)
    if not met:
        yield Finding(
            kind=Kind.FAIL,
            severity=Severity.LOW,
            message="no signature of the developer among the files",
            remediation=_SIGN,
            rule="no-signature",
        )


def _may_be_signature(entry: ArtifactEntry) -> bool:
    """By content or by name: a damaged bundle is known by its name only."""
    named = entry.path.endswith((".sig", ".sigstore.json", ".sigstore"))
    return entry.role is Role.SIGNATURE or entry.format == sigstore_bundle.NAME or named


def _envelope(artifact: Artifact) -> Envelope:
    if artifact.entry.size > MAX_BYTES:
        raise DocumentError(f"larger than {MAX_BYTES:,} bytes")
    with artifact.open() as reader:
        return decode(reader.read(MAX_BYTES))


def _other_statement(statement: Any) -> str:
    """The predicate type of an in-toto statement that is no model signature; empty for any other document."""
    kind = statement.get("predicateType") if isinstance(statement, dict) else None
    return kind if isinstance(kind, str) and not kind.startswith("https://model_signing/") else ""


def _manifest(statement: Any) -> dict[str, str]:
    """Names to SHA-256 digests, from an OMS v1.0 statement. Raises `DocumentError` for anything else."""
    if not isinstance(statement, dict) or statement.get("predicateType") not in PREDICATES:
        raise DocumentError("not an OpenSSF Model Signing v1.0 statement")
    predicate = statement.get("predicate")
    resources = predicate.get("resources") if isinstance(predicate, dict) else None
    if not isinstance(resources, list):
        raise DocumentError("$.predicate.resources: expected a list")
    found: dict[str, str] = {}
    for item in resources:
        known = isinstance(item, dict) and all(isinstance(item.get(k), str) for k in ("name", "algorithm", "digest"))
        if not known or item["algorithm"] != "sha256" or not _DIGEST.fullmatch(item["digest"]):
            raise DocumentError("$.predicate.resources: an entry without name, digest and the algorithm sha256")
        if item["name"] in found:
            raise DocumentError(f"$.predicate.resources: {shown(item['name'])} stands twice")
        found[item["name"]] = item["digest"]
    if _root(statement) != hashlib.sha256(b"".join(bytes.fromhex(digest) for digest in found.values())).hexdigest():
        raise DocumentError("$.subject: its digest is not that of the listed files")
    return found


def _root(statement: dict[str, Any]) -> Any:
    """The digest of the one subject: OMS tools take it over the digests in the order of the list."""
    subjects = statement.get("subject")
    if not isinstance(subjects, list) or len(subjects) != 1 or not isinstance(subjects[0], dict):
        raise DocumentError("$.subject: exactly one is needed")
    digest = subjects[0].get("digest")
    return digest.get("sha256") if isinstance(digest, dict) else None


def _coverage(subject: SubjectView, artifact: Artifact, manifest: dict[str, str]) -> Iterator[Finding]:
    files = {a.path: a.sha256 for a in subject.inventory.artifacts if not a.container}
    changed = sorted(name for name in files.keys() & manifest.keys() if files[name] != manifest[name])
    missing = sorted(manifest.keys() - files.keys())
    uncovered = sorted(name for name in files.keys() - manifest.keys() if name != artifact.entry.path)
    if changed:
        told = f"was made over other contents of {_names(changed)}"
        yield _finding(artifact, Kind.FAIL, Severity.HIGH, told, "changed")
    if missing:
        told = f"covers files that are not here: {_names(missing)}"
        yield _finding(artifact, Kind.FAIL, Severity.HIGH, told, "missing")
    if uncovered:
        told = f"leaves out {_names(uncovered)}, which anybody may have changed"
        yield _finding(artifact, Kind.REVIEW, Severity.MEDIUM, told, "uncovered")
    if not changed and not missing and not uncovered:
        yield _finding(artifact, Kind.PASS, Severity.NONE, f"covers all {len(files) - 1:,} other files as they are", "")


def _valid(subject: SubjectView, artifact: Artifact, envelope: Envelope) -> Iterator[Finding]:
    declared = subject.declaration.facts.get(KEY_FACT) if subject.declaration else None
    try:
        if isinstance(declared, str) and declared:
            key, whose = declared.encode(errors="replace"), "the key that the declaration names"
        elif envelope.certificate:
            key, whose = _key_of(envelope.certificate), "the key in its own certificate, whose chain is not checked"
        else:
            told = "cannot be verified here, since no key is known for it"
            yield _finding(artifact, Kind.OPEN, Severity.LOW, told, "no-key")
            return
        valid = verify(envelope, key)
    except DocumentError as error:
        yield _finding(artifact, Kind.OPEN, Severity.LOW, f"cannot be verified: {error}", "unusable-key")
        return
    if valid:
        yield _finding(artifact, Kind.INFORMATIONAL, Severity.NONE, f"is a valid signature by {whose}", "valid")
    else:
        told = f"is not a signature by {whose}: it was changed after signing, or another key signed"
        yield _finding(artifact, Kind.FAIL, Severity.HIGH, told, "invalid")


def _key_of(certificate: bytes) -> bytes:
    from cryptography import x509  # noqa: PLC0415 - only where a certificate is met
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - as above

    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DocumentError("its certificate cannot be read") from error
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _names(paths: list[str]) -> str:
    named = ", ".join(shown(path, 80) for path in paths[:NAMED])
    return f"{named} and {len(paths) - NAMED:,} more" if len(paths) > NAMED else named


def _finding(artifact: Artifact, kind: Kind, severity: Severity, told: str, rule: str) -> Finding:
    path = artifact.entry.path
    return Finding(
        kind=kind,
        severity=severity,
        confidence=Confidence.HIGH,
        message=f"the signature {shown(path)} {told}",
        location=Location(path=path),
        remediation=_SIGN if kind in (Kind.FAIL, Kind.REVIEW) else "",
        rule=rule,
    )
