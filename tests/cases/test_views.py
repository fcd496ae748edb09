"""Who sees what, and who waited for whom."""

import datetime
import itertools
from collections.abc import Sequence

import pytest

from seatrial.cases.acts import DecisionVoted, Recused, SubmissionAccepted
from seatrial.cases.event import digest, statement
from seatrial.cases.state import Stage
from seatrial.cases.timeline import spans, times
from seatrial.cases.views import (
    LEVELS,
    ShownEvent,
    level,
    may_read,
    public_level,
    publishable,
    shown_events,
)
from seatrial.domain.person import Person
from seatrial.domain.verdict import Shown
from seatrial.domain.vocabulary import ITEM_CLASSES
from seatrial.regimes import shipped
from tests.cases.trial import (
    ADA,
    BEN,
    DAN,
    DAY,
    DORA,
    EMIL,
    EVERYBODY,
    IRIS,
    MOLE,
    OLGA,
    RITA,
    START,
    Trial,
    answer,
    proposed,
    question,
)


def seen(case: Trial, who: Person) -> Sequence[ShownEvent]:
    events = [(event, digest(statement(event))) for event in case.events]
    return shown_events(case.state(), events, who, case.regime, case.verdict().disclosure)


def test_only_participants_read_a_case_and_no_longer_when_recused() -> None:
    case = Trial().accepted()
    readers = {who.id for who in EVERYBODY if may_read(who, case.state().participants)}
    assert readers == {"ada", "iris", "emil", "dora", "dan", "dina", "paul", "pia"}
    assert all(not seen(case, who) for who in (BEN, MOLE, OLGA, RITA))
    case.do(EMIL, "case.recused", Recused(person="emil", reason="shares"))
    assert not seen(case, EMIL)


def test_what_is_only_proposed_is_between_those_who_decide() -> None:
    case = Trial().accepted()
    case.do(DORA, "decision.proposed", proposed("p1", "cleared"))
    case.do(DAN, "decision.voted", DecisionVoted(id="p1", agrees=False, dissent="too early"))
    kinds = {who.id: [shown.kind for shown in seen(case, who)] for who in (ADA, IRIS, EMIL, DAN)}
    assert "decision.proposed" in kinds["dan"]
    assert not any(kind.startswith("decision") for who in ("ada", "iris", "emil") for kind in kinds[who])
    case.do(DORA, "decision.voted", DecisionVoted(id="p1", agrees=True))
    other = Trial().accepted().decided()
    assert [shown.kind for shown in seen(other, ADA)][-2:] == ["decision.proposed", "decision.voted"]


def test_an_observer_sees_what_the_regime_says_and_no_names() -> None:
    case = Trial().accepted()
    case.join(OLGA)
    case.do(EMIL, "question.asked", question())
    shown = seen(case, OLGA)
    assert shown
    assert not any(event.kind.startswith("question") for event in shown)


@pytest.mark.parametrize("regime_id", shipped.ids())
def test_the_public_sees_nothing_unpublished_and_never_more_than_the_regime_says(regime_id: str) -> None:
    case = Trial()
    regime = shipped.find(regime_id)
    disclosed = tuple(Shown(item=rule.item, audience=rule.audience, show=rule.show) for rule in regime.disclosure)
    for item in ITEM_CLASSES:
        assert public_level(regime, disclosed, (), item) == "none"
        early = public_level(regime, disclosed, ("existence",), item)
        late = public_level(regime, disclosed, ("existence", "detail"), item)
        assert LEVELS.index(early) <= LEVELS.index("existence")
        assert LEVELS.index(early) <= LEVELS.index(late)
        said = [s.show for s in disclosed if s.item == item and s.audience == "public"]
        assert late == (max(said, key=LEVELS.index) if said else "none")
    assert case.regime.id == "release-office"


def test_a_regime_that_shows_the_public_nothing_has_nothing_to_publish() -> None:
    order = shipped.find("us-eo14409")
    disclosed = tuple(Shown(item=rule.item, audience=rule.audience, show=rule.show) for rule in order.disclosure)
    assert not publishable(order, disclosed, "existence")
    office = Trial().regime
    disclosed = tuple(Shown(item=rule.item, audience=rule.audience, show=rule.show) for rule in office.disclosure)
    assert publishable(office, disclosed, "existence")
    assert publishable(office, disclosed, "detail")
    assert level(office, disclosed, "board", "benchmark") == "none"
    assert level(office, disclosed, "nobody", "verdict") == "none"


def test_the_time_line_has_no_gaps_and_says_who_waited() -> None:
    case = Trial().opened().wait(2).sent().wait(1)
    case.do(IRIS, "submission.accepted", SubmissionAccepted())
    case.wait(2).do(EMIL, "question.asked", question())
    case.wait(4).do(ADA, "question.answered", answer())
    case.wait(1).decided()
    now = case.now + 10 * DAY
    found = spans(case.state(now), now)
    assert found[0].since == START
    assert all(one.until == two.since for one, two in itertools.pairwise(found))
    assert [(span.stage, span.waits_for, span.length / DAY) for span in found] == [
        (Stage.PRE_SUBMISSION, "developer", 2),
        (Stage.COMPLETENESS, "office", 1),
        (Stage.ASSESSMENT, "office", 2),
        (Stage.QUESTION, "developer", 4),
        (Stage.ASSESSMENT, "office", 1),
        (Stage.DECIDED, "", 10),
    ]
    took = times(case.state(now), now)
    assert (took.elapsed / DAY, took.office / DAY, took.developer / DAY) == (8, 4, 4)
    assert took.office + took.developer == took.elapsed
    assert datetime.timedelta() == times(Trial().opened().state(), START).elapsed
