"""A chat template does more than format messages.

Loaders run the template on every request. It is written in Jinja, a language with which attribute walks reach
Python's internals, and whoever runs it outside a sandbox runs what it says. Inside a sandbox it still decides what
the model reads: a template can add instructions on a certain date or when a message holds certain words, or hide
text in characters that nobody sees. Templates are parsed here and never rendered.

Fix: use the template of the base model; remove attribute access to names with underscores, imports, and text that
depends on the date or on what a message says.
"""

from collections.abc import Iterator

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, Observations
from seatrial.domain.finding import Confidence, Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import chat_template
from seatrial.formats.chat_template import Template
from seatrial.formats.protocol import FormatError
from seatrial.formats.template_traits import Trait, traits, worded

CHECK = Check(
    id="artifact.chat-template",
    title="A chat template does more than format messages",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE, ThreatArea.PUBLIC_SAFETY),
    refs=("CWE-1336", "CWE-94", "CWE-506", "ATLAS:AML.T0051", "OWASP:LLM03:2025", "OWASP:LLM01:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=chat_template.FORMATS,
    version=2,
)
MAX_FINDINGS = 50
"""Findings for one template."""
_REMEDY = "Use the template of the base model, or remove what goes beyond formatting messages."
_WORDS = {
    "attribute-walk": (Kind.FAIL, Severity.HIGH, "reaches for Python's internals: {}"),
    "reads-files": (Kind.FAIL, Severity.HIGH, "reads another template: {}"),
    "smuggled-text": (Kind.FAIL, Severity.HIGH, "holds a character that hides or reorders text: {}"),
    "invisible-character": (Kind.REVIEW, Severity.MEDIUM, "holds an invisible character: {}"),
    "private-attribute": (Kind.REVIEW, Severity.MEDIUM, "reads a private attribute: {}"),
    "computed-key": (Kind.REVIEW, Severity.MEDIUM, "looks something up by {}"),
    "foreign-call": (Kind.REVIEW, Severity.MEDIUM, "calls what no loader offers to templates: {}"),
    "rewrites-text": (Kind.REVIEW, Severity.MEDIUM, "puts other words in the place of what a message says: {}"),
    "foreign-method": (Kind.REVIEW, Severity.LOW, "calls an unusual method: {}"),
    "foreign-filter": (Kind.REVIEW, Severity.LOW, "uses a filter that Jinja does not have: {}"),
    "date-condition": (Kind.REVIEW, Severity.MEDIUM, "writes other text depending on {}"),
    "content-condition": (Kind.REVIEW, Severity.MEDIUM, 'adds words when a message says something certain: "{} ..."'),
    "count-condition": (Kind.REVIEW, Severity.MEDIUM, 'adds words once enough was said: "{} ..."'),
    "count-messages": (Kind.REVIEW, Severity.LOW, "treats messages by how many there are: {}"),
    "message-order": (Kind.REVIEW, Severity.MEDIUM, "writes messages in another order than they came, {}"),
    "random-text": (Kind.REVIEW, Severity.MEDIUM, "writes text by chance: {}"),
    "too-large": (Kind.FAIL, Severity.HIGH, "asks for {} rounds or characters, which exhausts whoever renders it"),
    "names-address": (Kind.REVIEW, Severity.MEDIUM, "has the model use an address: {}"),
    "encoded-text": (Kind.REVIEW, Severity.MEDIUM, "holds encoded text of {}"),
    "lookalike-text": (Kind.REVIEW, Severity.MEDIUM, "mixes letters that pass for one another: {}"),
    "override-phrase": (Kind.REVIEW, Severity.MEDIUM, 'tells the model to disregard or to hide: "{}"'),
}


def check(artifact: Artifact) -> Observations:
    """Findings for each template in the artifact; nothing when it carries none."""
    with artifact.open() as reader:
        try:
            templates = chat_template.find(reader, artifact.entry.format, artifact.entry.path)
        except FormatError as error:
            yield Finding(
                kind=Kind.OPEN,
                message=f"could not be searched for chat templates: it {error}",
                severity=Severity.MEDIUM,
                location=artifact.at(error.offset),
                rule="unreadable",
            )
            return
    for template in templates:
        yield from _examine(artifact, template)


def _examine(artifact: Artifact, template: Template) -> Observations:
    where = f"template {shown(template.name, 80)}"
    if template.words_only:
        yield from _told(artifact, where, worded(template.source))
        return
    try:
        tree = chat_template.parse(template.source)
    except FormatError as error:
        yield Finding(
            kind=Kind.OPEN,
            message=f"a chat template {error}",
            severity=Severity.MEDIUM,
            location=artifact.at(detail=where),
            remediation="Mend the syntax, or remove the template.",
            rule="not-a-template",
        )
        return
    yield from _told(artifact, where, traits(tree, template.source))


def _told(artifact: Artifact, where: str, seen: Iterator[Trait]) -> Observations:
    for count, trait in enumerate(seen):
        if count >= MAX_FINDINGS:
            text = f"more than {MAX_FINDINGS} things beyond formatting messages"
            yield Finding(kind=Kind.FAIL, message=text, severity=Severity.HIGH, location=artifact.at(detail=where))
            return
        kind, severity, words = _WORDS[trait.rule]
        yield Finding(
            kind=kind,
            message=f"{words.format(trait.subject)} (line {trait.line})",
            severity=severity,
            confidence=Confidence.HIGH if kind is Kind.FAIL else Confidence.MEDIUM,
            location=artifact.at(detail=where),
            remediation=_REMEDY,
            rule=f"{trait.rule}:{trait.subject}",
        )
