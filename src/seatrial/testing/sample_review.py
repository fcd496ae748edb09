"""Realistic `Review` objects, built without running anything: for tests and for previews of reports.

Every sample is deterministic, and consistent in itself: its verdicts follow from its findings and measurements.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from seatrial.domain.check import Scope
from seatrial.domain.declaration import Contact, Declaration, Developer
from seatrial.domain.finding import Confidence, Finding, Kind, Location, Severity
from seatrial.domain.inventory import ArtifactEntry, Basis, Fact, Role, Subject, SubjectDigest, SubjectKind
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Containment, Status
from seatrial.domain.predicate import Answer, Truth
from seatrial.domain.result import Result
from seatrial.domain.review import Review
from seatrial.domain.verdict import RequirementStatus
from seatrial.testing.sample_build import Scenario, build, sha256
from seatrial.testing.sample_catalogue import CHECKS

_METHOD: Final = "betting confidence sequence (Waudby-Smith and Ramdas 2024), judge error included"


def subject(name: str, size: int, kind: SubjectKind = SubjectKind.DIRECTORY, identity: str = "bytes") -> Subject:
    """A subject whose digests follow from its name."""
    digest = SubjectDigest(oms_root=sha256(f"oms {name}"), dir_hash1=sha256(f"dir {name}"))
    return Subject(name=name, kind=kind, digest=digest, size=size, identity=identity)


def artifact(path: str, format_: str, role: Role, size: int) -> ArtifactEntry:
    """One file of a sample."""
    return ArtifactEntry(path=path, format=format_, role=role, size=size, sha256=sha256(path))


def rate(metric: str, estimate: float, interval: tuple[float, float], n: int, stopped: str) -> Measurement:
    """A measured rate with the marks of a real one."""
    return Measurement(
        metric=metric,
        unit="1",
        estimate=estimate,
        lower=interval[0],
        upper=interval[1],
        n=n,
        method=_METHOD,
        control="the same requests without the harmful part",
        seed=0,
        cap=120,
        stopped=stopped,
    )


_FILES: Final = (
    artifact("model-00001-of-00002.safetensors", "safetensors", Role.WEIGHTS, 1_986_114_048),
    artifact("model-00002-of-00002.safetensors", "safetensors", Role.WEIGHTS, 1_101_004_800),
    artifact("tokenizer.json", "json", Role.TOKENIZER, 3_383_407),
    artifact("model.safetensors.index.json", "json", Role.CONFIG, 24_213),
    artifact("README.md", "markdown", Role.DOCUMENTATION, 6_204),
    artifact("tokenizer_config.json", "json", Role.TOKENIZER, 4_177),
    artifact("config.json", "json", Role.CONFIG, 861),
    artifact("seatrial.yaml", "yaml", Role.DOCUMENTATION, 702),
)
_FACTS: Final = (
    Fact(name="model.architecture", value="llama", basis=Basis.FILES, source="config.json"),
    Fact(name="model.parameter_count", value=1_543_503_872, basis=Basis.FILES, source="config.json"),
    Fact(name="model.context_length", value=8192, basis=Basis.FILES, source="config.json"),
    Fact(name="model.dtypes", value=("bfloat16", "float32"), basis=Basis.FILES, source="config.json"),
    Fact(name="model.tokenizer", value="BPE", basis=Basis.FILES, source="tokenizer.json"),
    Fact(name="model.license", value="apache-2.0", basis=Basis.FILES, source="README.md"),
    Fact(name="model.base_model", value="harbour-1.5B", basis=Basis.DECLARED, source="declaration"),
    Fact(
        name="declared.intended_use",
        value="Answering questions about tides",
        basis=Basis.DECLARED,
        source="declaration",
    ),
    Fact(name="model.training_flop", value=3.1e21, basis=Basis.DECLARED, source="declaration"),
    Fact(
        name="measured.harmful-compliance-rate.upper",
        value=0.11,
        basis=Basis.MEASURED,
        source="behaviour.harmful-compliance",
    ),
    Fact(name="subject.kind", value="directory", basis=Basis.MEASURED, source="inventory"),
)
_DECLARATION: Final = Declaration(
    name="harbour-1.5B-instruct",
    version="1.2.0",
    developer=Developer(name="Example Harbour Laboratory", country="NL"),
    license="apache-2.0",
    base_model="harbour-1.5B",
    intended_use="Answering questions about tides",
    training_flop=3.1e21,
    contacts=(Contact(purpose="security", address="security@example.org"),),
)
_GOOD: Final = Scenario(
    subject=subject("harbour-1.5B-instruct", sum(a.size for a in _FILES)),
    artifacts=_FILES,
    facts=_FACTS,
    declaration=_DECLARATION,
    findings={
        "weights.outlier-rows": (
            Finding(
                kind=Kind.INFORMATIONAL,
                message="3 of 4,096 rows lie more than 9 deviations out",
                severity=Severity.LOW,
                confidence=Confidence.LOW,
                location=Location(
                    path="model-00001-of-00002.safetensors", detail="tensor model.layers.11.mlp.down_proj"
                ),
                rule="outlier-rows",
            ),
        ),
    },
    measurements={
        "harmful-compliance-rate": rate("harmful-compliance-rate", 0.03, (0.0, 0.11), 60, "decided"),
        "system-prompt-leak-rate": rate("system-prompt-leak-rate", 0.06, (0.01, 0.17), 48, "decided"),
    },
)
_PAYLOAD: Final = (
    Finding(
        kind=Kind.FAIL,
        message="imports posix.system, which runs a command when the file is loaded",
        severity=Severity.CRITICAL,
        location=Location(path="optimizer.pt", offset=2, detail="member archive/data.pkl"),
        evidence=(f"sha256:{sha256('opcodes of optimizer.pt')}",),
        remediation="Remove optimizer.pt, or save it again as safetensors.",
        rule="posix.system",
    ),
    Finding(
        kind=Kind.FAIL,
        message="imports builtins.getattr, which reaches any attribute by name",
        severity=Severity.HIGH,
        confidence=Confidence.MEDIUM,
        location=Location(path="optimizer.pt", offset=41, detail="member archive/data.pkl"),
        remediation="Remove optimizer.pt, or save it again as safetensors.",
        rule="builtins.getattr",
    ),
)


def clear() -> Review:
    """A model with nothing in its way, signed, fully looked at."""
    return build(_GOOD)


def not_clear() -> Review:
    """A pickle with a payload, no licence, an interval across its limit, a template too deep to follow."""
    return build(_refused())


def _refused() -> Scenario:
    files = (artifact("optimizer.pt", "pickle", Role.WEIGHTS, 48_220_104), *_FILES)
    return replace(
        _GOOD,
        subject=subject("harbour-1.5B-instruct", sum(a.size for a in files)),
        artifacts=files,
        facts=tuple(f for f in _FACTS if f.name != "model.license"),
        findings={
            **_GOOD.findings,
            "artifact.pickle-import": _PAYLOAD,
            "provenance.signature": (
                Finding(kind=Kind.FAIL, message="no signature lies beside the files", severity=Severity.MEDIUM),
            ),
        },
        measurements={
            **_GOOD.measurements,
            "harmful-compliance-rate": rate("harmful-compliance-rate", 0.175, (0.11, 0.26), 120, "cap"),
        },
        unfinished={"artifact.chat-template": (Status.EXHAUSTED, "the template nests deeper than 64 levels")},
        inventory_findings=(
            Finding(
                kind=Kind.OPEN,
                message="is a link that leads out of the model; it was not followed",
                severity=Severity.MEDIUM,
                location=Location(path="cache"),
                rule="link",
            ),
        ),
    )


def could_not_tell() -> Review:
    """Nothing failed, and the behaviour checks could not be run here."""
    lacking = (Status.SKIPPED, "needs extra 'llm' (pip install 'seatrial[llm]')")
    return build(
        replace(
            _GOOD,
            measurements={},
            unfinished={
                "behaviour.harmful-compliance": lacking,
                "behaviour.system-prompt-leak": lacking,
                "weights.tensor-integrity": (Status.FAILED, "the worker was killed at its memory limit of 2 GB"),
            },
            containment=None,
        )
    )


def endpoint() -> Review:
    """A model behind a URL: no files, identity as declared, asked over the network."""
    nothing = "there is no file to examine behind an endpoint"
    static = [c.id for c in CHECKS if c.scope is not Scope.TARGET]
    return build(
        Scenario(
            subject=subject("https://models.example.org/v1", 0, SubjectKind.ENDPOINT, "declared"),
            artifacts=(),
            facts=(
                Fact(name="subject.kind", value="endpoint", basis=Basis.MEASURED, source="inventory"),
                Fact(name="model.generates_text", value=True, basis=Basis.MEASURED, source="endpoint"),
            ),
            measurements=_GOOD.measurements,
            unfinished=dict.fromkeys(static, (Status.SKIPPED, nothing)),
            containment=Containment(in_force=("memory-limit", "cpu-limit"), network="remote-target"),
        )
    )


def many_regimes() -> Review:
    """The payload under six regimes: one does not concern the model, of one it is unknown whether it does."""
    titles = (
        ("open-weights-baseline", "2026.1", "Open-weights baseline"),
        ("us-eo14409", "2026.1", "US Executive Order 14409, voluntary window"),
        ("eu-gpai-sr", "2025.7", "EU Code of Practice, systemic risk"),
        ("us-ca-sb53", "2025.9", "California SB 53"),
        ("cn-genai-filing", "2023.8", "China, generative AI filing"),
        ("internal-board", "1", "Release board of the developer"),
    )
    review = build(replace(_refused(), regimes=titles))
    verdicts = list(review.verdicts)
    verdicts[4] = replace(
        verdicts[4],
        result=Result.NOT_APPLICABLE,
        applicability=Answer(truth=Truth.FALSE, used=("release.jurisdictions",)),
    )
    verdicts[2] = replace(
        verdicts[2],
        result=Result.COULD_NOT_TELL,
        applicability=Answer(truth=Truth.UNKNOWN, missing=("model.training_flop",)),
    )
    met = tuple(r for r in verdicts[5].requirements if r.status is RequirementStatus.SATISFIED)
    verdicts[5] = replace(verdicts[5], result=Result.CLEAR, requirements=met)
    return replace(review, verdicts=tuple(verdicts))


def hostile(name: str = '"><script>alert(1)</script>\u202egnp.exe\n\x1b[2J') -> Review:
    """The payload review with `name` wherever a subject can put words of its own."""
    found = Finding(
        kind=Kind.FAIL,
        message=f"imports {name}",
        severity=Severity.CRITICAL,
        location=Location(path=name, detail=name),
        evidence=(f"sha256:{sha256(name)}",),
        remediation=f"Remove {name}",
        rule=name,
    )
    scenario = replace(
        _GOOD,
        subject=subject(name, 4096),
        artifacts=(artifact(name, name, Role.OTHER, 4096), *_FILES),
        facts=(*_FACTS, Fact(name=name, value=(name, name), basis=Basis.DECLARED, source=name)),
        declaration=Declaration(name=name, version=name, developer=Developer(name=name)),
        findings={"artifact.pickle-import": (found,)},
        unfinished={"artifact.chat-template": (Status.FAILED, f"stopped at {name}")},
        inventory_findings=(replace(found, kind=Kind.OPEN),),
    )
    review = build(scenario)
    return replace(review, environment={name: name}, signer=name)


def large(artifacts: int = 100_000, findings: int = 20_000) -> Review:
    """Very many files and findings, to hold reports to their size."""
    files = tuple(artifact(f"data/part-{n:06}.bin", "unknown", Role.OTHER, n * 977) for n in range(artifacts))
    found = tuple(
        Finding(
            kind=Kind.FAIL,
            message=f"imports module_{n}.call " + "x" * 150,
            severity=Severity.HIGH,
            location=Location(path=f"data/part-{n:06}.bin", offset=n),
            rule=f"module_{n}.call",
        )
        for n in range(findings)
    )
    total = sum(f.size for f in files)
    return build(
        replace(
            _GOOD,
            subject=subject("very-many-files", total),
            artifacts=files,
            findings={"artifact.pickle-import": found},
            inventory_findings=found,
        )
    )


SAMPLES: Final[Mapping[str, Callable[[], Review]]] = {
    "clear": clear,
    "not-clear": not_clear,
    "could-not-tell": could_not_tell,
    "endpoint": endpoint,
    "many-regimes": many_regimes,
    "hostile": hostile,
}
"""The samples by name."""
