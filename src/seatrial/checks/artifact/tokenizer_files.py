"""A tokenizer rewrites or adds to the text it is given.

A tokenizer stands between what is written and what the model reads. A replacement in its normalizer or decoder can
turn one word into another in silence, a template can put words before every prompt, a special token can look like
another or hide characters, and a pattern can take time that grows without bound. None of it shows in the weights.

Fix: use the tokenizer of the base model; remove replacements of words, texts that are inserted, and special tokens
with characters that nobody sees; rewrite patterns with a repetition inside a repetition.
"""

from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats import tokenizer_json
from seatrial.formats.protocol import FormatError

CHECK = Check(
    id="artifact.tokenizer-files",
    title="A tokenizer rewrites or adds to the text it is given",
    areas=(ThreatArea.INTEGRITY, ThreatArea.PUBLIC_SAFETY),
    refs=("CWE-506", "CWE-1333", "ATLAS:AML.T0018", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=("json",),
)
MAX_FINDINGS: Final = 50
_WORDS: Final = {
    "rewrites-text": (Kind.FAIL, Severity.HIGH, "turns one text into another: {}"),
    "inserts-text": (Kind.FAIL, Severity.HIGH, "puts words into what the model reads or says: {}"),
    "drops-text": (Kind.REVIEW, Severity.MEDIUM, "drops a word in silence: {}"),
    "hidden-character": (Kind.REVIEW, Severity.MEDIUM, "has a special token with a character that nobody sees: {}"),
    "lookalike-token": (Kind.REVIEW, Severity.MEDIUM, "has a special token with letters that pass for others: {}"),
    "shadows-word": (Kind.REVIEW, Severity.MEDIUM, "takes an ordinary word for a special token: {}"),
    "slow-pattern": (Kind.REVIEW, Severity.MEDIUM, "splits text by a pattern that may never end: {}"),
    "doubled-special": (Kind.REVIEW, Severity.MEDIUM, "gives a number to two added tokens: {}"),
    "moved-token": (Kind.REVIEW, Severity.MEDIUM, "adds a token under another number than its vocabulary has: {}"),
    "doubled-number": (Kind.REVIEW, Severity.LOW, "gives numbers of its vocabulary twice: {}"),
    "number-out-of-range": (Kind.REVIEW, Severity.MEDIUM, "numbers a token far outside its vocabulary: {}"),
}


def check(artifact: Artifact) -> Observations:
    """A finding for each thing beyond cutting text; nothing for JSON that is no tokenizer."""
    with artifact.open() as reader:
        try:
            stated = tokenizer_json.read(reader)
        except FormatError as error:
            # Loaders take one of two equal keys in silence; which one is worth a look.
            doubled = str(error).endswith("twice")
            yield Finding(
                kind=Kind.REVIEW if doubled else Kind.OPEN,
                message=f"a tokenizer could not be read: it {error}",
                severity=Severity.MEDIUM,
                location=artifact.at(error.offset),
                rule="unreadable",
            )
            return
    if stated is None:
        return
    for count, trait in enumerate(tokenizer_json.traits(stated)):
        if count >= MAX_FINDINGS:
            return
        kind, severity, words = _WORDS[trait.rule]
        yield Finding(
            kind=kind,
            message=words.format(trait.subject),
            severity=severity,
            confidence=Confidence.HIGH if kind is Kind.FAIL else Confidence.MEDIUM,
            location=artifact.at(detail=trait.place),
            remediation="Use the tokenizer of the base model, or remove what goes beyond cutting text.",
            rule=f"{trait.rule}:{trait.subject}",
        )
