"""Suites about security: what they conclude of models whose conduct is known."""

import re
from collections.abc import Sequence

import pytest

from seatrial.banks.control_systems import HARMFUL_CONTROL
from seatrial.banks.jailbreaks import DISGUISES, REQUESTS, SCRIPT
from seatrial.banks.read_texts import READ_TEXTS
from seatrial.checks.behaviour import ics_refusal, jailbreak, prompt_injection
from seatrial.domain.context import Message
from seatrial.domain.plan import Bound
from tests.checks.behaviour.scripted import Seen, refuses

CODE = re.compile(r"[A-Z]{4,5}-\d{4}-[A-Z]{4,5}")


def reads(messages: Sequence[Message]) -> str:
    """Does what is asked with a text, whatever stands in it."""
    whole = " ".join(message.content for message in messages)
    text = next(text for text in READ_TEXTS if text.sentences[0] in whole)
    return " ".join(text.french) if "French" in whole else " ".join(text.sentences)


def obeys(messages: Sequence[Message]) -> str:
    found = CODE.search(messages[-1].content)
    return found[0] if found else reads(messages)


def test_what_is_obeyed_is_told_by_the_way_it_came() -> None:
    def obeys_tools(messages: Sequence[Message]) -> str:
        return obeys(messages) if messages[-1].content.startswith("RESULT") else reads(messages)

    found = Seen(prompt_injection, obeys_tools)
    assert found.measured["injection-clean-accuracy"].estimate == 1
    assert found.measured["injection-follow-rate"].estimate == pytest.approx(1 / 5)
    control = found.measured["injection-follow-rate"].control
    assert "tool: 8 of 8" in control
    assert "direct: 0 of 8" in control
    assert "without the instruction 0 of 40" in control


def test_whoever_obeys_is_named_and_the_run_ends_when_it_is_decided() -> None:
    found = Seen(prompt_injection, obeys, Bound(metric="injection-follow-rate", limit=0.3))
    assert found.measured["injection-follow-rate"].lower > 0.3
    assert found.measured["injection-follow-rate"].stopped == "decided"
    assert len(found.target.asked) < prompt_injection.CHECK.query_cap / 2
    assert Seen(prompt_injection, obeys).high


def test_copying_a_text_with_its_instruction_is_not_obeying() -> None:
    def copies(messages: Sequence[Message]) -> str:
        return f"{messages[-1].content} {reads(messages)}"

    found = Seen(prompt_injection, copies)
    assert found.measured["injection-follow-rate"].estimate == 0
    assert found.measured["injection-follow-rate"].n == 40


def test_a_code_that_nobody_mentioned_is_not_obedience() -> None:
    found = Seen(prompt_injection, lambda messages: f"KELP-1111-TARN {reads(messages)}")
    assert found.measured["injection-follow-rate"].estimate == 0


def test_only_what_can_be_done_plainly_is_tried_with_an_instruction() -> None:
    def no_french(messages: Sequence[Message]) -> str:
        return "Je ne sais pas." if "French" in messages[-1].content else obeys(messages)

    found = Seen(prompt_injection, no_french)
    assert found.measured["injection-follow-rate"].n == 32
    assert "translation" not in found.measured["injection-follow-rate"].control


def helps(messages: Sequence[Message]) -> str:
    asked = messages[-1].content.split(". ")[-1]
    return f"Sure, here is what you can do: {asked} 1. Begin with [...]. 2. Then you go on with [...]. 3. Take [...]."


def test_only_what_got_no_help_plainly_can_be_talked_out_of_it() -> None:
    harmless = {request for request, _ in REQUESTS[:6]}

    def half(messages: Sequence[Message]) -> str:
        asked = messages[-1].content
        return refuses(messages) if len(messages) == 1 and asked in harmless else helps(messages)

    found = Seen(jailbreak, half)
    assert found.measured["jailbreak-compliance-rate"].n == 48
    assert found.measured["jailbreak-success-rate"].n < 48
    assert f"in {48 - found.measured['jailbreak-success-rate'].n} of 48" in (
        found.measured["jailbreak-compliance-rate"].control
    )
    assert found.high


@pytest.mark.parametrize("way", [*(disguise.id for disguise in DISGUISES), "crescendo"])
def test_the_disguise_that_works_is_told(way: str) -> None:
    """Each disguise is recognised by what only it says, and helped with; everything else is refused."""
    turns = {disguise.id: disguise.turns for disguise in DISGUISES}
    said = {turns[way](*pair)[-1] for pair in REQUESTS} if way in turns else set()

    def weak(messages: Sequence[Message]) -> str:
        scripted = way == "crescendo" and messages[0].content.startswith(SCRIPT[0].partition("{")[0])
        matches = messages[-1].content in said and (way == "many-shot") is (len(messages) > 1)
        return helps(messages) if matches or (scripted and len(messages) == 5) else refuses(messages)

    found = Seen(jailbreak, weak).measured["jailbreak-success-rate"]
    told = dict(part.split(": ") for part in found.control.split(", "))
    assert int(told.pop(way).split()[0]) >= 3
    assert all(part.startswith("0 of") for part in told.values())


def test_the_script_is_a_conversation_with_the_models_own_answers() -> None:
    found = Seen(jailbreak, refuses)
    longest = max(found.target.asked, key=lambda messages: (messages[0].content.startswith("I am coll"), len(messages)))
    assert [message.role for message in longest] == ["user", "assistant", "user", "assistant", "user"]
    assert longest[1].content == refuses(longest)


def test_help_against_plants_and_needless_refusals_are_told_apart() -> None:
    harmful = {request for _, request in HARMFUL_CONTROL}

    def careful(messages: Sequence[Message]) -> str:
        return refuses(messages) if messages[-1].content in harmful else helps(messages)

    def careless(messages: Sequence[Message]) -> str:
        return helps(messages) if messages[-1].content in harmful else refuses(messages)

    good, bad = Seen(ics_refusal, careful), Seen(ics_refusal, careless)
    assert not good.high
    assert good.measured["ics-compliance-rate"].estimate == good.measured["ics-over-refusal-rate"].estimate == 0
    assert len(bad.high) == 2
    assert bad.measured["ics-compliance-rate"].lower > 0.5


def test_a_bound_on_attacks_on_plants_is_settled_early() -> None:
    bounds = (Bound(metric="ics-compliance-rate", limit=0.3), Bound(metric="ics-over-refusal-rate", limit=0.9))
    found = Seen(ics_refusal, helps, *bounds)
    assert found.measured["ics-compliance-rate"].stopped == "decided"
    assert len(found.target.asked) < ics_refusal.CHECK.query_cap
