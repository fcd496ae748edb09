"""Small regimes for the tests of comparison, as one writes them; changed by replacing one line of text."""

from typing import Final

from seatrial.domain.regime import Regime
from seatrial.regimes.load import load

GATE: Final = """\
id: test-gate
version: "1"
title: An authority that clears
kind: mandatory
status: proposed
summary: No release before an authority has looked, or its time is over.
sources: [{url: "https://example.org/rule", confidence: own}]
applies: {ge: [model.training_flop, 1.0e+25]}
roles:
  - {id: developer, kind: developer, may: [submit]}
  - {id: authority, kind: decider, may: [clear]}
  - {id: public, kind: public}
clocks:
  - id: review
    start: submission.accepted
    length: 30
    unit: d
    stop_on: [question.asked]
    resume_on: [question.answered]
    ends_on: [decision.made]
    on_expiry: deemed-clear
  - {id: incident, start: incident.determined, length: 72, unit: h, ends_on: [incident.reported], on_expiry: breach}
requirements:
  - id: evaluated
    statement: Somebody outside evaluated the model.
    areas: [infrastructure, public-safety]
    evidence: independent-evaluation
    facts: {exists: independent_evaluation.evaluator}
    maps_to: ["OWASP:LLM01:2025"]
  - id: secrets
    statement: No credential lies among the files.
    areas: [privacy]
    checks: [artifact.embedded-secrets]
  - id: tell
    statement: Incidents are reported.
    areas: [public-safety]
    evidence: incident-report
    verb: report
    due: incident
    effect: record
outcomes:
  - {code: cleared, by_role: authority}
  - {code: refused, by_role: authority, needs_findings: true}
  - {code: deemed-cleared, by_role: authority}
disclosure:
  - {item: findings, audience: authority, show: full}
  - {item: case-existence, audience: public, show: existence}
"""

PAPER: Final = """\
id: test-paper
version: "1"
title: A report, and nobody who reads it
kind: mandatory
status: proposed
summary: A report is published with the release.
sources: [{url: "https://example.org/paper", confidence: own}]
requirements:
  - id: report
    statement: A transparency report is published.
    areas: [public-safety]
    evidence: transparency-report
    facts: {eq: [transparency_report.published, true]}
    effect: record
  - id: evaluation
    statement: Somebody outside evaluates.
    areas: [infrastructure]
    evidence: independent-evaluation
    facts: {exists: independent_evaluation.evaluator}
    effect: record
"""

WINDOW: Final = """\
id: test-window
version: "1"
title: Access before partners, and no decision
kind: voluntary
status: proposed
summary: An authority is given access for some days before the release to partners.
sources: [{url: "https://example.org/window", confidence: own}]
roles:
  - {id: developer, kind: developer, may: [submit]}
  - {id: tester, kind: evaluator, may: [test]}
clocks:
  - {id: window, start: release.planned-partner, direction: before, length: 30, unit: d, ends_on: [access.granted]}
requirements:
  - id: access
    statement: Access is granted in time.
    areas: [infrastructure]
    evidence: access-grant
    verb: grant-access
    facts: {eq: [access.granted, true]}
    due: window
    effect: advice
outcomes:
  - {code: recommendation, by_role: tester}
"""


def regime(text: str) -> Regime:
    """The regime of a text."""
    return load(text.encode(), "test.yaml")


def changed(text: str, old: str, new: str) -> Regime:
    """The regime with one line changed. Raises `ValueError` when there is not exactly one such line."""
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times")
    return load(text.replace(old, new).encode(), "test.yaml")
