"""Regimes for their authors: shown in words, tried against their cases, begun from a template."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from seatrial.app.judge import in_force
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.regime import Regime, Requirement
from seatrial.domain.source import Source
from seatrial.domain.vocabulary import OUTCOME_CODES
from seatrial.regimes.cases import SUFFIX, differences, load_cases
from seatrial.regimes.wording import clock_in_words, predicate_in_words
from seatrial.regimes.yaml_lines import bytes_of

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_REGIME: Final = """\
# A regime: data alone, no code, no templates. Format: docs/reference/regimes.md, words: docs/reference/vocabulary.md
id: {id}
version: "1"
title: {id}
kind: internal                 # mandatory voluntary standard information-sharing internal
status: draft                  # in-force enacted-future draft proposed superseded
# effective_from: 2027-01-01
summary: What it is for, in a sentence or two.
# sources:                     # where each number is read from, and how sure that is
#   - {{url: "https://example.org/act", locator: s. 3, confidence: primary, supports: the thirty days}}

# Whom it concerns. Left out, every model. A missing fact is unknown, never false.
# applies: {{gt: [model.training_flop, 1.0e+25]}}

roles:
  - {{id: developer, kind: developer, may: [submit, answer, withdraw]}}
  - {{id: board, kind: decider, may: [decide], must_differ_from: [developer], quorum: 2, members: 3}}

clocks:                        # events start, stop and end them, and nothing else
  - id: review
    start: submission.accepted
    length: 30
    unit: d                    # h d bd mo
    stop_on: [question.asked]
    resume_on: [question.answered]
    max_stop_days: 30
    ends_on: [decision.made]
    on_expiry: escalate        # deemed-clear deemed-no-objection escalate lapse breach none

requirements:
  - id: no-code-on-load
    statement: No file runs code when the model is loaded.
    areas: [integrity]         # infrastructure privacy public-safety integrity
    checks: [artifact.pickle-import]
    tolerates: low
    remedy: Ship the weights as safetensors.
  - id: use-stated
    statement: The intended use is stated.
    areas: [public-safety]
    effect: condition          # gate condition record advice
    facts: {{exists: declared.intended_use}}
    remedy: State `intended_use` in seatrial.yaml.

outcomes:
  - {{code: cleared, by_role: board}}
  - {{code: cleared-with-conditions, by_role: board}}
  - {{code: refused, by_role: board, needs_findings: true}}

disclosure:                    # what is not listed is shown to nobody
  - {{item: verdict, audience: developer, show: full}}
"""
_CASES: Final = """\
regime: {id}
cases:
  - id: nothing-known
    title: Of a model of which nothing is known, nothing is cleared.
    now: "2027-01-15T12:00:00Z"
    expect: {{result: not-clear, outcomes: {{cleared: false}}}}
  - id: in-order
    title: Sound files and a stated use are clear.
    now: "2027-01-15T12:00:00Z"
    others_pass: true
    facts: {{declared.intended_use: sorting letters}}
    expect: {{result: clear, requirements: {{use-stated: satisfied}}}}
"""


def begin(directory: Path, regime_id: str) -> tuple[Path, Path]:
    """Write a regime and its cases to change. Raises `UsageError` for a bad id or when one is there already."""
    if not _ID.match(regime_id):
        raise UsageError(f"{regime_id!r} cannot be an id", advice="write lower case words with hyphens, as `my-board`")
    paths = directory / f"{regime_id}.yaml", directory / f"{regime_id}{SUFFIX}"
    for path in paths:
        if path.exists():
            raise UsageError(f"there is a file {path.name} already", advice="choose another id, or move the file")
    try:
        for path, text in zip(paths, (_REGIME, _CASES), strict=True):
            path.write_text(text.format(id=regime_id), encoding="utf-8")
    except OSError as error:
        raise OperationError(f"{path} cannot be written: {error.strerror}", advice="check the directory") from error
    return paths


def tried(file: Path, regime: Regime) -> tuple[int, list[str]]:
    """How many cases lie beside a regime file, and in what the verdicts differ. Raises `RegimeError`."""
    beside = file.with_name(file.name.removesuffix(".yaml").removesuffix(".yml") + SUFFIX)
    if not beside.is_file():
        return 0, []
    cases = load_cases(bytes_of(beside), str(beside)).cases
    return len(cases), [f"{beside}: {c.id}: {line}" for c in cases for line in differences(c, regime)]


def as_text(regime: Regime, day: datetime.date) -> str:
    """The regime in words."""
    return "\n".join(_lines(regime, day))


def _lines(regime: Regime, day: datetime.date) -> Iterator[str]:
    yield f"{regime.title} ({regime.id} {regime.version}; {regime.kind}, {regime.status})"
    force = "in force" if in_force(regime, day) else "NOT in force"
    yield f"{force} on {day}; dates: {regime.effective_from or 'none'} to {regime.effective_to or 'open'}"
    yield "As we read it, not legal advice."
    yield f"\n{regime.summary}"
    yield f"\nConcerns: {predicate_in_words(regime.applies) if regime.applies else 'every model'}"
    for requirement in regime.requirements:
        yield from _requirement(requirement)
    if regime.clocks:
        yield "\nClocks"
        yield from (f"  {clock.id}: {clock_in_words(clock)} ({clock.calendar})" for clock in regime.clocks)
    if regime.roles:
        yield "\nRoles"
        for role in regime.roles:
            apart = f", never {' or '.join(role.must_differ_from)}" if role.must_differ_from else ""
            many = f", {role.quorum} must agree" if role.quorum > 1 else ""
            yield f"  {role.id} ({role.kind}){apart}{many}: may {', '.join(role.may) or 'see'}"
    if regime.outcomes:
        yield "\nOutcomes"
        yield from (f"  {o.code} by {o.by_role}: {OUTCOME_CODES[o.code]}" for o in regime.outcomes)
    if regime.conditions:
        yield "\nConditions"
        yield from (f"  {condition.text} ({condition.owner})" for condition in regime.conditions)
    if regime.disclosure:
        yield "\nDisclosure; what is not listed is shown to nobody"
        yield from (f"  {rule.item} to {rule.audience}: {rule.show}" for rule in regime.disclosure)
    if regime.recognitions:
        yield "\nAccepted from others"
        yield from (
            f"  for {r.for_requirement}: {r.regime}/{r.requirement} as {r.accepted_as}" for r in regime.recognitions
        )
    if regime.sources:
        yield "\nSources"
        yield from (f"  {_source(source)}" for source in regime.sources)


def _requirement(requirement: Requirement) -> Iterator[str]:
    yield f"\n{requirement.id} [{requirement.effect}] {requirement.statement}"
    yield f"  areas: {', '.join(requirement.areas)}"
    if requirement.when:
        yield f"  only when: {predicate_in_words(requirement.when)}"
    decided = (*requirement.checks, *(f"{b.metric} {b.direction} {b.limit:g}" for b in requirement.bounds))
    if decided:
        yield f"  decided by: {', '.join(decided)}"
    if requirement.facts:
        yield f"  met when: {predicate_in_words(requirement.facts)}"
    if requirement.due:
        yield f"  due: {requirement.due}"
    if requirement.remedy:
        yield f"  remedy ({requirement.mended_by}): {requirement.remedy}"
    if requirement.source:
        yield f"  read from: {_source(requirement.source)}"


def _source(source: Source) -> str:
    return f"{source.url} {source.locator} ({source.confidence}{f'; {source.supports}' if source.supports else ''})"
