"""Whether a regime keeps to the closed vocabulary, and names only parts that it has."""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from seatrial.domain.event_types import EVENT_TYPES
from seatrial.domain.fact_names import FACT_NAMES, FAMILIES, FactKind
from seatrial.domain.predicate import Age, Compare, Exists, In, Predicate
from seatrial.domain.regime import Regime, RegimeKind
from seatrial.domain.source import Source
from seatrial.domain.vocabulary import EVIDENCE_TYPES, ITEM_CLASSES, OUTCOME_CODES
from seatrial.regimes.asked import leaves, predicates_of
from seatrial.regimes.problem import Problem

CONFIDENCES: Final = ("primary", "secondary", "digest", "recalled", "assumed", "own")
GROUNDS: Final = ("trade-secret", "cybersecurity", "public-safety", "national-security", "privacy")
SHOWN: Final = ("full", "redacted", "digest", "existence", "none")
MENDERS: Final = ("developer", "reviewer", "authority")
_RETENTION: Final = re.compile(r"[1-9]\d{0,2} (?:mo|y)\Z")
_KINDS: Final = {
    FactKind.NUMBER: (int, float),
    FactKind.FLAG: (bool,),
    FactKind.TEXT: (str,),
    FactKind.WORDS: (str,),
    FactKind.DAY: (str,),
}


def words(regime: Regime) -> Iterator[Problem]:
    """Every word that is not in the vocabulary, and every name that names no part of the regime."""
    for path, predicate in predicates_of(regime):
        for leaf in leaves(predicate):
            yield from _fact(leaf, path)
    yield from _sources(regime)
    yield from _of_requirements(regime)
    yield from _of_ends(regime)
    yield from _of_disclosure(regime)


def _fact(leaf: Predicate, path: str) -> Iterator[Problem]:
    if not isinstance(leaf, Compare | In | Exists | Age):
        return
    known = FACT_NAMES.get(leaf.fact)
    if known is None:
        if not any(leaf.fact.startswith(family) and leaf.fact != family for family in FAMILIES):
            text = f"asks for `{leaf.fact}`, which is no fact that can be known"
            yield Problem(path=path, text=text, advice=f"write {_near(leaf.fact, FACT_NAMES)}")
        return
    values = leaf.values if isinstance(leaf, In) else (leaf.value,) if isinstance(leaf, Compare) else ()
    fits = _KINDS[known.kind]
    for value in values:
        if not isinstance(value, fits) or (isinstance(value, bool) and bool not in fits):
            text = f"compares `{leaf.fact}`, a {known.kind}, with {value!r}"
            yield Problem(path=path, text=text, advice=f"compare it with a {known.kind}")
    ordered = isinstance(leaf, Compare) and leaf.op not in ("eq", "ne")
    if ordered and known.kind is not FactKind.NUMBER:
        text = f"asks whether `{leaf.fact}`, a {known.kind}, is more or less than something"
        yield Problem(path=path, text=text, advice="write `eq`, `in`, or `age` for a day")
    if isinstance(leaf, Age) and known.kind is not FactKind.DAY:
        text = f"asks for the age of `{leaf.fact}`, a {known.kind}"
        yield Problem(path=path, text=text, advice="ask for the age of a day")
    if isinstance(leaf, Compare) and known.kind is FactKind.WORDS:
        text = f"compares `{leaf.fact}`, several words, with one"
        yield Problem(path=path, text=text, advice=f"write `in: [{leaf.fact}, [...]]`")


def _sources(regime: Regime) -> Iterator[Problem]:
    given: list[tuple[str, Source]] = [(f"$.sources[{i}]", source) for i, source in enumerate(regime.sources)]
    given += [(f"$.requirements[{i}].source", r.source) for i, r in enumerate(regime.requirements) if r.source]
    given += [(f"$.recognitions[{i}].source", r.source) for i, r in enumerate(regime.recognitions) if r.source]
    for path, source in given:
        if source.confidence not in CONFIDENCES:
            text = f"has a source of the confidence `{source.confidence}`"
            yield Problem(path=path, text=text, advice=f"write one of {', '.join(CONFIDENCES)}")
    if not given and regime.kind is not RegimeKind.INTERNAL:
        yield Problem(path="$.sources", text="names no source", advice="say where its rules are read from")


def _of_requirements(regime: Regime) -> Iterator[Problem]:
    roles = {role.id for role in regime.roles} | {"developer"}
    clocks = {clock.id for clock in regime.clocks}
    for index, requirement in enumerate(regime.requirements):
        place, name = f"$.requirements[{index}]", requirement.id
        if requirement.actor not in roles:
            text = f"has `{name}` done by `{requirement.actor}`, which is no role"
            yield Problem(path=place, text=text, advice="add it under `roles`")
        if requirement.evidence and requirement.evidence not in EVIDENCE_TYPES:
            text = f"has `{name}` ask for `{requirement.evidence}`, which is no type of evidence"
            yield Problem(path=place, text=text, advice=f"write {_near(requirement.evidence, EVIDENCE_TYPES)}")
        if requirement.due and requirement.due not in clocks:
            text = f"has `{name}` due by `{requirement.due}`, which is no clock"
            yield Problem(path=place, text=text, advice="add it under `clocks`")
        if requirement.min_independence not in range(4) or (requirement.min_independence and not requirement.evidence):
            text = f"has `{name}` ask for the independence {requirement.min_independence} of nothing that is handed in"
            yield Problem(path=place, text=text, advice="write 0 to 3, and name the `evidence`")
        if requirement.mended_by not in MENDERS:
            text = f"has `{name}` mended by `{requirement.mended_by}`"
            yield Problem(path=place, text=text, advice=f"write one of {', '.join(MENDERS)}")


def _of_ends(regime: Regime) -> Iterator[Problem]:
    roles = {role.id for role in regime.roles}
    codes = {outcome.code for outcome in regime.outcomes}
    for index, stage in enumerate(regime.stages):
        for event in (e for e in stage.enters_on if e not in EVENT_TYPES):
            text = f"has the stage `{stage.id}` entered on `{event}`, and nothing of that name happens"
            yield Problem(path=f"$.stages[{index}]", text=text, advice=f"write {_near(event, EVENT_TYPES)}")
    for index, outcome in enumerate(regime.outcomes):
        if outcome.code not in OUTCOME_CODES:
            text = f"has the outcome `{outcome.code}`, which is none"
            yield Problem(
                path=f"$.outcomes[{index}]", text=text, advice=f"write one of {', '.join(sorted(OUTCOME_CODES))}"
            )
    for index, condition in enumerate(regime.conditions):
        if condition.owner not in roles | {"developer"}:
            text = f"has a condition that `{condition.owner}` must see to, which is no role"
            yield Problem(path=f"$.conditions[{index}]", text=text, advice="add it under `roles`")
        if condition.breach_outcome and condition.breach_outcome not in codes:
            text = f"has a condition whose breach leads to `{condition.breach_outcome}`, which is none of its outcomes"
            yield Problem(path=f"$.conditions[{index}]", text=text, advice="add it under `outcomes`")
    for index, recognition in enumerate(regime.recognitions):
        if recognition.for_requirement not in {requirement.id for requirement in regime.requirements}:
            text = f"accepts something for `{recognition.for_requirement}`, which is none of its requirements"
            yield Problem(path=f"$.recognitions[{index}]", text=text, advice="name one of its requirements")


def _of_disclosure(regime: Regime) -> Iterator[Problem]:
    clocks, roles = {clock.id for clock in regime.clocks}, {role.id for role in regime.roles}
    for index, rule in enumerate(regime.disclosure):
        path = f"$.disclosure[{index}]"
        if rule.item not in ITEM_CLASSES:
            text = f"shows `{rule.item}`, which is no class of items"
            yield Problem(path=path, text=text, advice=f"write {_near(rule.item, ITEM_CLASSES)}")
        if rule.audience not in roles:
            text = f"shows `{rule.item}` to `{rule.audience}`, which is no role"
            yield Problem(path=path, text=text, advice="add it under `roles`")
        if rule.after and rule.after not in clocks:
            text = f"shows `{rule.item}` after `{rule.after}`, which is no clock"
            yield Problem(path=path, text=text, advice="add it under `clocks`")
        if rule.until_then not in SHOWN or (rule.retention and not _RETENTION.match(rule.retention)):
            text = f"shows `{rule.item}` in a way that cannot be read"
            yield Problem(path=path, text=text, advice=f"write one of {', '.join(SHOWN)}, and a retention as `5 y`")
        for ground in (g for g in rule.grounds if g not in GROUNDS):
            text = f"redacts on the ground `{ground}`"
            yield Problem(path=path, text=text, advice=f"write one of {', '.join(GROUNDS)}")


def _near(word: str, known: Mapping[str, object]) -> str:
    """The names that are most like the word, or those of the same subject, or some of all."""
    close = difflib.get_close_matches(word, known, n=4, cutoff=0.5)
    close += [name for name in known if name.partition(".")[0] == word.partition(".")[0] and name not in close]
    return ", ".join((close or sorted(known))[:8])
