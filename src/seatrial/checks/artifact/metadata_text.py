"""A weight file's metadata holds text that acts on whoever shows or reads it.

Pages, notebooks and assistants show what a header says of itself. Markup in it runs where it is shown unescaped,
characters that nobody sees carry words past a reviewer, and orders reach an assistant that was asked about the file.
Chat templates in metadata have a check of their own.

Fix: write the file again with plain descriptions in its metadata.
"""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import (
    booster_text,
    card_links,
    catboost,
    gguf,
    hidden_payload,
    lightgbm,
    marshal_strings,
    safetensors,
    xgboost,
)
from seatrial.formats.protocol import FormatError

_BOOSTERS: Final = (catboost.NAME, lightgbm.NAME, xgboost.NAME)
CHECK = Check(
    id="artifact.metadata-text",
    title="A weight file's metadata holds text that acts on whoever shows or reads it",
    areas=(ThreatArea.INTEGRITY, ThreatArea.PUBLIC_SAFETY),
    refs=("CWE-79", "CWE-451", "ATLAS:AML.T0051.001", "OWASP:LLM01:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=(gguf.NAME, safetensors.NAME, *_BOOSTERS),
    version=4,
)
WINDOW: Final = 1024 * 1024
"""Longer texts are read in pieces of this many characters, which overlap."""
_OVERLAP: Final = 4096
MAX_FINDINGS: Final = 50
_ACTING_ADDRESS: Final = re.compile(r"(?:javascript|vbscript|data:text/html)\s*[:;,]", re.IGNORECASE)
_WORDS: Final = {
    "event-handler": (Kind.FAIL, Severity.HIGH, "has markup that runs code where it is shown: {}"),
    "tag-characters": (Kind.FAIL, Severity.HIGH, "hides text in tag characters that nobody sees: {}"),
    "coded-selectors": (Kind.FAIL, Severity.HIGH, "hides data in characters that nobody sees: {}"),
    "coded-command": (Kind.FAIL, Severity.HIGH, "tells the reader to run an encoded command: {}"),
    "acting-markup": (Kind.REVIEW, Severity.MEDIUM, "has markup that a page would act on: {}"),
    "zero-width": (Kind.REVIEW, Severity.MEDIUM, "holds a run of {}"),
    "reordered-text": (Kind.REVIEW, Severity.MEDIUM, "holds a character that reorders text: {}"),
    "piped-command": (Kind.REVIEW, Severity.MEDIUM, "tells the reader to run what a host serves: {}"),
    "pickle": (Kind.FAIL, Severity.HIGH, "holds a pickle in base64 that names {}"),
    "code": (Kind.REVIEW, Severity.MEDIUM, "reads as Python that acts on the machine: {}"),
    "strange-install": (Kind.REVIEW, Severity.MEDIUM, "tells the reader to install from a host of somebody's own: {}"),
    "hidden-order": (Kind.FAIL, Severity.MEDIUM, 'gives orders to whatever reads it: "{}"'),
}
_ELSEWHERE: Final = ("chat_template", "tokenizer.")
"""Keys whose text other checks read, or which hold a vocabulary."""


def check(artifact: Artifact) -> Observations:
    """A finding for each such text; a header that cannot be read is left to the check of its format."""
    count = 0
    try:
        for key, text in _texts(artifact):
            for trait in _traits(text):
                count += 1
                if count > MAX_FINDINGS:
                    return
                kind, severity, words = _WORDS[trait.rule]
                yield Finding(
                    kind=kind,
                    message=f"the metadata {shown(key, 80)} {words.format(trait.subject)}",
                    severity=severity,
                    confidence=Confidence.MEDIUM,
                    location=artifact.at(detail=f"key {shown(key, 80)}"),
                    remediation="Write the file again with plain descriptions in its metadata.",
                    rule=f"{trait.rule}:{shown(key, 80)}",
                )
    except FormatError:
        return
    if not count:
        text = "metadata holds plain text"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="plain")


def _traits(text: str) -> Iterator[card_links.CardTrait]:
    """What a text of any length does, each thing once."""
    told: set[tuple[str, str]] = set()
    for start in range(0, max(len(text) - _OVERLAP, 1), WINDOW - _OVERLAP):
        part = text[start : start + WINDOW]
        for trait in (*card_links.metadata_traits(part), *_code(part)):
            if (key := (trait.rule, trait.subject)) not in told:
                told.add(key)
                yield trait


def _code(text: str) -> Iterator[card_links.CardTrait]:
    phrase = marshal_strings.phrase(text)
    if phrase:
        yield card_links.CardTrait(rule="code", subject=shown(phrase, 100), offset=0)
    if _ACTING_ADDRESS.match(text.strip()):
        yield card_links.CardTrait(rule="acting-markup", subject=shown(text.strip(), 100), offset=0)
    if "gA" in text:
        for part in hidden_payload.spelt(text.encode("utf-8", "replace")):
            for named in hidden_payload.names(part):
                if named.danger.severity.rank >= Severity.HIGH.rank:
                    yield card_links.CardTrait(rule="pickle", subject=shown(named.dotted, 100), offset=part.offset)


def _texts(artifact: Artifact) -> Iterator[tuple[str, str]]:
    with artifact.open() as reader:
        if artifact.entry.format == safetensors.NAME:
            yield from safetensors.read_header(reader).metadata.items()
            return
        if artifact.entry.format in _BOOSTERS:
            yield "of the model", booster_text.words(reader)
            return
        for key, value in gguf.read_header(reader).metadata.items():
            if not any(part in key for part in _ELSEWHERE):
                texts = (value,) if isinstance(value, str) else gguf.strings(value)
                yield from ((key, text) for text in texts)
