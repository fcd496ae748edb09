"""A model card leads its reader somewhere it should not.

Cards are read before a model is used, by people and more and more by machines. A link can show one host and lead to
another, markup can act in a page that renders it, a command to paste can run whatever a host serves that day, and
text that only machines see (comments, characters without width, tag characters) can order an assistant to call the
model safe. The text is read by patterns; nothing is rendered or fetched.

Fix: let links show where they lead, use the project's own hosts, ship instructions instead of commands that pipe a
download into a shell, and remove text that readers cannot see.
"""

from collections import Counter
from typing import Final

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.formats.card_links import traits
from seatrial.formats.text import characters

CHECK = Check(
    id="artifact.card-links",
    title="A model card leads its reader somewhere it should not",
    areas=(ThreatArea.INTEGRITY, ThreatArea.PUBLIC_SAFETY),
    refs=("CWE-79", "CWE-451", "CWE-601", "ATLAS:AML.T0051.001", "OWASP:LLM01:2025", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.STREAM,
    formats=("model-card", "markdown", "text"),
    version=2,
)
MAX_BYTES: Final = 4 * 1024 * 1024
MAX_FINDINGS: Final = 50
"""Of each severity."""
_ENDINGS: Final = (".md", ".html", ".htm", ".rst", ".txt", ".markdown", ".mdx", ".svg")
_NO_DOCUMENTS: Final = (".js", ".mjs", ".cjs", ".ts", ".css", ".map", ".json", ".py", ".jinja")
"""Endings of what nobody reads as a page, however much of it looks like one."""
_WORDS: Final = {
    "script-link": (Kind.FAIL, Severity.HIGH, "has a link that runs code: {}"),
    "event-handler": (Kind.FAIL, Severity.HIGH, "has markup that runs code by itself: {}"),
    "tag-characters": (Kind.FAIL, Severity.HIGH, "hides text in tag characters that nobody sees: {}"),
    "coded-selectors": (Kind.FAIL, Severity.HIGH, "hides data in characters that nobody sees: {}"),
    "coded-command": (Kind.FAIL, Severity.HIGH, "tells the reader to run an encoded command: {}"),
    "acting-markup": (Kind.REVIEW, Severity.MEDIUM, "has markup that a page would act on: {}"),
    "zero-width": (Kind.REVIEW, Severity.MEDIUM, "holds a run of {}"),
    "reordered-text": (Kind.REVIEW, Severity.MEDIUM, "holds a character that reorders text: {}"),
    "hidden-order": (Kind.FAIL, Severity.MEDIUM, 'gives orders where only machines read: "{}"'),
    "piped-command": (Kind.REVIEW, Severity.MEDIUM, "tells the reader to run what a host serves: {}"),
    "strange-install": (Kind.REVIEW, Severity.MEDIUM, "tells the reader to install from a host of somebody's own: {}"),
    "local-link": (Kind.REVIEW, Severity.MEDIUM, "has a link to a file of whoever follows it: {}"),
    "other-host": (Kind.REVIEW, Severity.MEDIUM, "has a link that shows one host and leads to another: {}"),
    "disguised-host": (
        Kind.FAIL,
        Severity.MEDIUM,
        "has a link whose host stands behind a name made to look like one: {}",
    ),
    "lookalike-host": (Kind.REVIEW, Severity.MEDIUM, "leads to a host whose name may pass for another: {}"),
    "numeric-host": (Kind.REVIEW, Severity.MEDIUM, "leads to a host that has only a number: {}"),
    "short-link": (Kind.REVIEW, Severity.MEDIUM, "leads through a shortener, which hides where to: {}"),
    "runnable-download": (Kind.FAIL, Severity.MEDIUM, "leads to a program to run: {}"),
    "locked-archive": (Kind.FAIL, Severity.MEDIUM, "leads to an archive that a password hides from scanners: {}"),
}


def check(artifact: Artifact) -> Observations:
    """A finding for each thing a card leads to; nothing for text that is no document."""
    if not _is_document(artifact.entry.path) and (
        artifact.entry.format == "text" or artifact.entry.path.lower().endswith(_NO_DOCUMENTS)
    ):
        return
    with artifact.open() as reader:
        data = reader.read(MAX_BYTES + 1)
    large = len(data) > MAX_BYTES
    if large and artifact.entry.format != "text":
        raise LimitReached(f"a card of more than {MAX_BYTES:,} bytes")
    text = characters(data[:MAX_BYTES], len(data))
    if text is None:
        text = data[:MAX_BYTES].decode("utf-8", "replace")
    if large:  # a list of words, most often, that nobody reads as a page
        part = f"only the first {MAX_BYTES:,} bytes were read for links and hidden text"
        yield Finding(kind=Kind.INFORMATIONAL, message=part, location=artifact.at(), rule="first-part")
    counts: Counter[Severity] = Counter()
    for trait in traits(text):
        kind, severity, words = _WORDS[trait.rule]
        counts[severity] += 1
        if counts[severity] > MAX_FINDINGS:
            continue
        yield Finding(
            kind=kind,
            message=words.format(trait.subject),
            severity=severity,
            confidence=Confidence.HIGH if severity is Severity.HIGH else Confidence.MEDIUM,
            location=artifact.at(detail=f"line {text.count(chr(10), 0, trait.offset) + 1}"),
            remediation="Let links show where they lead, and remove what readers cannot see.",
            rule=f"{trait.rule}:{trait.subject}",
        )


def _is_document(path: str) -> bool:
    name = path.rsplit("/", 1)[-1].lower()
    return name.endswith(_ENDINGS) or name.startswith(("readme", "model_card", "modelcard"))
