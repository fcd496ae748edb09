"""What the types of a regime cannot say: that its parts fit together, and that what it demands can happen.

Pure; the loader turns a problem into an error with file and line.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from seatrial.domain.event_types import EVENT_TYPES
from seatrial.domain.predicate import All, Sealed
from seatrial.domain.procedure import Clock, ClockUnit, OnExpiry
from seatrial.domain.regime import Regime
from seatrial.regimes import calendars
from seatrial.regimes.asked import leaves, predicates_of
from seatrial.regimes.lint_words import SHOWN, words
from seatrial.regimes.possible import possible
from seatrial.regimes.problem import Problem
from seatrial.regimes.wording import predicate_in_words

ACCEPTED: Final = ("same", "stricter", "partial")
FORMULAS: Final = ("fixed", "per-day", "share-of-turnover")
ROLE_KINDS: Final = (
    "developer",
    "intake",
    "evaluator",
    "advisor",
    "decider",
    "appeal",
    "partner-selector",
    "observer",
    "public",
)


def problems(regime: Regime) -> Iterator[Problem]:
    """Everything that keeps a regime from working, in the order of its parts."""
    yield from _dates(regime)
    yield from _ids(regime)
    yield from _requirements(regime)
    yield from _sealed(regime)
    for index, clock in enumerate(regime.clocks):
        yield from _clock(regime, clock, f"$.clocks[{index}]")
    yield from _roles(regime)
    yield from _stages(regime)
    yield from _ends(regime)
    yield from _disclosure(regime)
    yield from words(regime)
    yield from _impossible(regime)


def _dates(regime: Regime) -> Iterator[Problem]:
    start, end = regime.effective_from, regime.effective_to
    if start and end and end <= start:
        yield Problem(path="$.effective_to", text="ends before it begins", advice="put the dates in order")


def _ids(regime: Regime) -> Iterator[Problem]:
    named = {
        "requirements": [r.id for r in regime.requirements],
        "clocks": [c.id for c in regime.clocks],
        "roles": [r.id for r in regime.roles],
        "stages": [s.id for s in regime.stages],
        "outcomes": [f"{o.code} by {o.by_role}" for o in regime.outcomes],
    }
    for part, ids in named.items():
        for doubled in [found for found, count in Counter(ids).items() if count > 1]:
            at = len(ids) - 1 - ids[::-1].index(doubled)
            text = f"has `{doubled}` twice among its {part}"
            yield Problem(path=f"$.{part}[{at}]", text=text, advice="give each its own id")


def _requirements(regime: Regime) -> Iterator[Problem]:
    if not regime.requirements:
        yield Problem(path="$.requirements", text="has no requirement", advice="add at least one")
    for index, requirement in enumerate(regime.requirements):
        place = f"$.requirements[{index}]"
        if not (requirement.checks or requirement.bounds or requirement.facts or requirement.due):
            text = f"has the requirement `{requirement.id}`, which nothing could satisfy"
            yield Problem(path=place, text=text, advice="name `checks`, `bounds`, `facts` or `due` that decide it")
        for bound in requirement.bounds:
            if bound.direction not in ("at-most", "at-least") or not 0 < bound.confidence < 1:
                text = f"has a bound on `{bound.metric}` that cannot be read"
                advice = "write direction `at-most` or `at-least`, and 0 < confidence < 1"
                yield Problem(path=place, text=text, advice=advice)


def _sealed(regime: Regime) -> Iterator[Problem]:
    roles = {role.id for role in regime.roles}
    for path, predicate in predicates_of(regime):
        for sealed in (leaf for leaf in leaves(predicate) if isinstance(leaf, Sealed)):
            if sealed.holder not in roles:
                text = f"has `{sealed.ref}` answered by `{sealed.holder}`, which is none of its roles"
                yield Problem(path=path, text=text, advice="add the role that holds the threshold under `roles`")


def _impossible(regime: Regime) -> Iterator[Problem]:
    """Predicates that no facts make true: a regime that never applies, a requirement that nothing satisfies."""
    for path, predicate in predicates_of(regime):
        if not possible(predicate):
            text = f"asks what no facts could satisfy: {predicate_in_words(predicate)}"
            yield Problem(
                path=path, text=text, advice="mend the values that contradict one another, or the fact's kind"
            )
    for index, requirement in enumerate(regime.requirements):
        both = [part for part in (requirement.when, requirement.facts) if part is not None]
        if len(both) == 2 and all(map(possible, both)) and not possible(All(tuple(both))):
            text = f"has the requirement `{requirement.id}`, whose `facts` are never true when its `when` is"
            advice = "mend one of the two: where it applies, nothing could satisfy it"
            yield Problem(path=f"$.requirements[{index}]", text=text, advice=advice)


def _clock(regime: Regime, clock: Clock, path: str) -> Iterator[Problem]:
    def problem(text: str, advice: str) -> Problem:
        return Problem(path=path, text=f"has the clock `{clock.id}`, which {text}", advice=advice)

    for event in (clock.start, *clock.stop_on, *clock.resume_on, *clock.ends_on):
        if event not in EVENT_TYPES:
            yield problem(f"waits for `{event}`, and nothing of that name happens", f"write one of {_near(event)}")
    if clock.calendar not in calendars.ids():
        yield problem(f"counts by `{clock.calendar}`", f"write one of {', '.join(calendars.ids())}")
    if clock.length <= 0:
        yield problem(f"has a length of {clock.length}", "write a whole number above 0")
    if clock.which not in ("first", "last"):
        yield problem(f"counts from the `{clock.which}` start", "write `first` or `last`")
    if clock.direction not in ("after", "before"):
        yield problem(f"runs `{clock.direction}` its start", "write `after` or `before`")
    yield from _stopping(regime, clock, path)
    if clock.on_expiry in (OnExpiry.DEEMED_CLEAR, OnExpiry.BREACH, OnExpiry.LAPSE) and not clock.ends_on:
        yield problem(f"ends in `{clock.on_expiry}` and nothing could prevent it", "name what ends it under `ends_on`")
    deemed = {outcome.code for outcome in regime.outcomes}
    if clock.on_expiry is OnExpiry.DEEMED_CLEAR and regime.outcomes and "deemed-cleared" not in deemed:
        yield problem("ends in clearance by silence, which is none of the outcomes", "add the outcome `deemed-cleared`")


def _stopping(regime: Regime, clock: Clock, path: str) -> Iterator[Problem]:
    def problem(text: str, advice: str) -> Problem:
        return Problem(path=path, text=f"has the clock `{clock.id}`, which {text}", advice=advice)

    if clock.direction == "before" and (clock.stop_on or clock.extend):
        yield problem("counts back from a day and could be stopped or lengthened", "leave `stop_on` and `extend` out")
    if clock.direction == "before" and clock.unit is ClockUnit.HOURS:
        yield problem("counts hours back from a day", "write the length in days")
    if clock.stop_on and not clock.resume_on:
        yield problem("is stopped and never resumed", "name what resumes it under `resume_on`")
    if set(clock.stop_on) & set(clock.resume_on):
        yield problem("is stopped and resumed by the same event", "name different events")
    if clock.start in clock.ends_on:
        yield problem("ends with what starts it", "name different events")
    if clock.max_stop_days is not None and (clock.max_stop_days < 0 or not clock.stop_on):
        yield problem("has a cap on stops that cannot be", "write `stop_on` beside it, and no number below 0")
    if clock.extend and clock.extend.role not in {role.id for role in regime.roles}:
        yield problem(f"is lengthened by `{clock.extend.role}`, which is no role", "add it under `roles`")
    if clock.extend and (clock.extend.length <= 0 or clock.extend.times <= 0):
        yield problem("is lengthened by nothing", "write a length and a number of times above 0")


def _near(word: str) -> str:
    """Event types of the same subject, or of all subjects when there is none."""
    subject = word.partition(".")[0]
    near = [name for name in EVENT_TYPES if name.startswith(f"{subject}.")]
    return ", ".join(near or sorted(EVENT_TYPES))


def _roles(regime: Regime) -> Iterator[Problem]:
    known = {role.id for role in regime.roles}
    for index, role in enumerate(regime.roles):
        path = f"$.roles[{index}]"
        if role.kind not in ROLE_KINDS:
            text = f"has the role `{role.id}` of the kind `{role.kind}`"
            yield Problem(path=path, text=text, advice=f"write one of {', '.join(ROLE_KINDS)}")
        if role.quorum < 1:
            text = f"has the role `{role.id}`, whose quorum is {role.quorum}"
            yield Problem(path=path, text=text, advice="write a whole number above 0")
        if role.members is not None and role.quorum > role.members:
            text = f"has the role `{role.id}`, of {role.members} people of whom {role.quorum} must agree"
            yield Problem(path=path, text=text, advice="lower the quorum, or raise `members`")
        for other in role.must_differ_from:
            if other == role.id or other not in known:
                text = f"has the role `{role.id}`, which must differ from `{other}`"
                yield Problem(path=path, text=text, advice="name another role of this regime")


def _stages(regime: Regime) -> Iterator[Problem]:
    if not regime.stages:
        return
    known = {stage.id: stage for stage in regime.stages}
    for index, stage in enumerate(regime.stages):
        for following in stage.next:
            if following not in known:
                text = f"has the stage `{stage.id}`, which goes on to `{following}`"
                yield Problem(path=f"$.stages[{index}]", text=text, advice=f"write one of {', '.join(known)}")
    final = {stage.id for stage in regime.stages if not stage.next}
    reached, left = {regime.stages[0].id}, [regime.stages[0].id]
    while left:
        for following in known[left.pop()].next:
            if following in known and following not in reached:
                reached.add(following)
                left.append(following)
    for index, stage in enumerate(regime.stages):
        if stage.id not in reached:
            text = f"has the stage `{stage.id}`, which no case can reach"
            advice = "let another stage go on to it, or leave it out"
            yield Problem(path=f"$.stages[{index}]", text=text, advice=advice)
    if not final & reached:
        text = "has stages that go round in a circle: no case could ever end"
        yield Problem(path="$.stages", text=text, advice="leave `next` of the last stage empty")


def _ends(regime: Regime) -> Iterator[Problem]:
    roles, clocks = {role.id for role in regime.roles}, {clock.id for clock in regime.clocks}
    for index, outcome in enumerate(regime.outcomes):
        for role in (outcome.by_role, *([outcome.appeal_to] if outcome.appeal_to else [])):
            if role not in roles:
                text = f"has the outcome `{outcome.code}` by `{role}`, which is no role"
                yield Problem(path=f"$.outcomes[{index}]", text=text, advice="add it under `roles`")
    for index, condition in enumerate(regime.conditions):
        if condition.due and condition.due not in clocks:
            text = f"has a condition that is due by `{condition.due}`, which is no clock"
            yield Problem(path=f"$.conditions[{index}]", text=text, advice="add it under `clocks`")
    for index, recognition in enumerate(regime.recognitions):
        if recognition.accepted_as not in ACCEPTED:
            text = f"accepts `{recognition.regime}` as `{recognition.accepted_as}`"
            advice = f"write one of {', '.join(ACCEPTED)}"
            yield Problem(path=f"$.recognitions[{index}]", text=text, advice=advice)
    for index, consequence in enumerate(regime.consequences):
        if consequence.formula not in FORMULAS or consequence.amount < 0:
            text = f"has a consequence of `{consequence.breach}` that cannot be reckoned"
            advice = f"write an amount of at least 0 and a formula of {', '.join(FORMULAS)}"
            yield Problem(path=f"$.consequences[{index}]", text=text, advice=advice)


def _disclosure(regime: Regime) -> Iterator[Problem]:
    shown: dict[tuple[str, str], str] = {}
    for index, rule in enumerate(regime.disclosure):
        path = f"$.disclosure[{index}]"
        if rule.show not in SHOWN:
            text = f"shows `{rule.item}` to `{rule.audience}` as `{rule.show}`"
            yield Problem(path=path, text=text, advice=f"write one of {', '.join(SHOWN)}")
        before = shown.setdefault((rule.item, rule.audience), rule.show)
        if before != rule.show:
            text = f"shows `{rule.item}` to `{rule.audience}` both as `{before}` and as `{rule.show}`"
            yield Problem(path=path, text=text, advice="keep one of them")
