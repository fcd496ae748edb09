"""Suites about security: what they conclude of models whose conduct is known."""

import re
from collections.abc import Sequence

import pytest

from seatrial.banks.read_texts import READ_TEXTS
from seatrial.checks.behaviour import prompt_injection
from seatrial.domain.context import Message
from seatrial.domain.plan import Bound
from tests.checks.behaviour.scripted import Seen

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
