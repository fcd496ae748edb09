"""One regime as a page that people can argue with: every rule, number, clock and source."""

from collections.abc import Iterator

from seatrial.domain.regime import Regime, RegimeStatus, Requirement
from seatrial.domain.source import Source
from seatrial.domain.vocabulary import EVIDENCE_TYPES, ITEM_CLASSES, OUTCOME_CODES
from seatrial.regimes.cases import KnownAnswer
from seatrial.regimes.wording import clock_in_words, predicate_in_words

CONFIDENCE = {
    "primary": "read in the text of the rule",
    "secondary": "a law firm's or the press's account",
    "digest": "a digest of named outlets",
    "recalled": "known, and the official page not read",
    "assumed": "our own reading or parameter",
    "own": "our own rule",
}
BANNER = {
    RegimeStatus.DRAFT: "**This is a draft that never came into force.**",
    RegimeStatus.PROPOSED: "**This is a proposal; it was never in force.**",
    RegimeStatus.ENACTED_FUTURE: "**This is enacted and not in force yet.**",
    RegimeStatus.SUPERSEDED: "**This was replaced by something later.**",
}


def page(regime: Regime, cases: tuple[KnownAnswer, ...]) -> str:
    """The whole page, without its notice."""
    return "\n".join(line for part in _parts(regime, cases) for line in part).rstrip() + "\n"


def _parts(regime: Regime, cases: tuple[KnownAnswer, ...]) -> Iterator[list[str]]:
    until = f" to {regime.effective_to}" if regime.effective_to else ""
    since = f"; in force from {regime.effective_from}{until}" if regime.effective_from else ""
    yield [f"# {regime.title}\n", f"`{regime.id}` version {regime.version}; {regime.kind}, {regime.status}{since}."]
    yield ["As we read it, not legal advice.\n", *([f"{BANNER[regime.status]}\n"] if regime.status in BANNER else [])]
    yield [f"{regime.summary}\n", "## Whom it concerns\n"]
    yield [f"When {predicate_in_words(regime.applies)}." if regime.applies else "Every model.", ""]
    yield ["## What it asks\n"]
    for requirement in regime.requirements:
        yield _requirement(requirement)
    if regime.clocks:
        yield ["## Clocks\n", *(f"- `{c.id}`: {clock_in_words(c)} ({c.calendar})." for c in regime.clocks), ""]
    if regime.roles:
        yield ["## Who\n", "| role | kind | may | must not be | agree |", "|---|---|---|---|---|"]
        yield [
            f"| {r.id} | {r.kind} | {', '.join(r.may)} | {', '.join(r.must_differ_from)} "
            f"| {r.quorum}{f' of {r.members}' if r.members else ''} |"
            for r in regime.roles
        ]
        yield [""]
    yield from _ends(regime)
    yield ["## Sources\n", *(_source(source) for source in regime.sources), ""]
    yield ["## Cases\n", "Each is tried in the tests.\n", *(f"- `{case.id}`: {case.title}" for case in cases)]


def _requirement(requirement: Requirement) -> list[str]:
    lines = [f"### {requirement.id}\n", requirement.statement, ""]
    evidence = f"{requirement.evidence} ({EVIDENCE_TYPES[requirement.evidence]})" if requirement.evidence else ""
    independence = {0: "", 1: "a separate team", 2: "an outside party", 3: "an authority"}[requirement.min_independence]
    rows = {
        "effect": str(requirement.effect),
        "who": f"{requirement.actor}, to {requirement.verb}",
        "evidence": evidence,
        "from": independence,
        "only when": predicate_in_words(requirement.when) if requirement.when else "",
        "met by checks": ", ".join(f"[{c}](../checks/{c}.md)" for c in requirement.checks),
        "tolerates": f"findings up to {requirement.tolerates}" if requirement.checks else "",
        "met by measurement": "; ".join(
            f"{b.metric} {b.direction.replace('-', ' ')} {b.limit:g} with its whole interval at {b.confidence:.0%}"
            for b in requirement.bounds
        ),
        "met by facts": predicate_in_words(requirement.facts) if requirement.facts else "",
        "due": f"`{requirement.due}`" if requirement.due else "",
        "may be waived by": requirement.waiver_role,
        "to mend it": f"({requirement.mended_by}) {requirement.remedy}" if requirement.remedy else "",
        "in standards": ", ".join(requirement.maps_to),
        "read from": _source(requirement.source)[2:] if requirement.source else "",
    }
    table = [f"| {name} | {value} |" for name, value in rows.items() if value]
    return [*lines, "| | |", "|---|---|", *table, ""]


def _ends(regime: Regime) -> Iterator[list[str]]:
    if regime.stages:
        ways = (f"- `{s.id}` → {', '.join(f'`{n}`' for n in s.next) or 'the end'}" for s in regime.stages)
        yield ["## Stages\n", *ways, ""]
    if regime.outcomes:
        yield ["## How a case may end\n"]
        yield [
            f"- `{o.code}` by {o.by_role}: {OUTCOME_CODES[o.code]}"
            + (", only with findings" if o.needs_findings else "")
            + (f", for {o.expires_days} days" if o.expires_days else "")
            + (f"; appeal to {o.appeal_to}" if o.appeal_to else "")
            for o in regime.outcomes
        ]
        yield [""]
    if regime.conditions:
        yield ["## Conditions\n"]
        yield [
            f"- {c.text} ({c.owner}{f'; due by `{c.due}`' if c.due else ''}"
            f"{f'; a breach leads to `{c.breach_outcome}`' if c.breach_outcome else ''})"
            for c in regime.conditions
        ]
        yield [""]
    if regime.disclosure:
        yield ["## Who sees what\n", "What is not listed is shown to nobody.\n"]
        yield ["| what | to whom | how | kept |", "|---|---|---|---|"]
        yield [
            f"| {ITEM_CLASSES[d.item]} | {d.audience} | {d.show}{_grounds(d.grounds)} | {d.retention} |"
            for d in regime.disclosure
        ]
        yield [""]
    if regime.recognitions:
        yield ["## What is accepted from others\n"]
        yield [
            f"- for `{r.for_requirement}`: `{r.regime}/{r.requirement}` as {r.accepted_as}"
            + (f", no older than {r.max_age_days} days" if r.max_age_days is not None else "")
            + (f": <{r.source.url}> {r.source.locator} ({CONFIDENCE[r.source.confidence]})" if r.source else "")
            for r in regime.recognitions
        ]
        yield [""]
    if regime.consequences:
        yield ["## What a breach costs\n"]
        yield [f"- {c.breach}: {_cost(c.formula, c.amount, c.currency)}" for c in regime.consequences]
        yield [""]


def _grounds(grounds: tuple[str, ...]) -> str:
    return f" ({', '.join(grounds)})" if grounds else ""


def _cost(formula: str, amount: float, currency: str) -> str:
    if formula == "share-of-turnover":
        return f"up to {amount:.0%} of turnover"
    return f"up to {amount:,.0f} {currency}{' a day' if formula == 'per-day' else ''}"


def _source(source: Source) -> str:
    supports = f"; for {source.supports}" if source.supports else ""
    confidence = CONFIDENCE.get(source.confidence, source.confidence)
    return f"- <{source.url}> {source.locator} ({confidence}{supports})"
