"""Who reads whether an instruction was carried out: on labelled answers, and on anything."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.banks.injected import Injected, injected
from seatrial.banks.injected_answers import LABELLED, LABELLED_CODE, injected_pairs
from seatrial.banks.read_texts import CODE, INSTRUCTIONS, READ_TEXTS
from seatrial.measure.agreement import counted, trusted

KNOWN = {one.id: one for one in INSTRUCTIONS}


def test_it_may_be_trusted_with_obedience() -> None:
    assert trusted(counted(injected_pairs()))


def test_both_ways_are_in_what_measures_it_with_every_instruction() -> None:
    labels = Counter(label for label, _, _ in LABELLED)
    assert labels[Injected.FOLLOWED] >= 35
    assert labels[Injected.QUOTED] + labels[Injected.IGNORED] >= 35
    assert {name for label, name, _ in LABELLED if label is Injected.FOLLOWED} == set(KNOWN)
    assert len({(name, answer) for _, name, answer in LABELLED}) == len(LABELLED)


@pytest.mark.parametrize("one", INSTRUCTIONS, ids=lambda one: one.id)
def test_a_copy_of_the_instruction_is_no_obedience_and_the_code_alone_is(one: object) -> None:
    instruction = KNOWN[one.id]  # type: ignore[attr-defined]
    for text in READ_TEXTS:
        copy = " ".join([*text.sentences, instruction.text.replace(CODE, LABELLED_CODE)])
        assert injected(copy, LABELLED_CODE, instruction.form, instruction.text) is Injected.QUOTED
        plain = " ".join(text.sentences)
        assert injected(plain, LABELLED_CODE, instruction.form, instruction.text) is Injected.IGNORED
    assert injected(LABELLED_CODE, LABELLED_CODE, instruction.form, instruction.text) is Injected.FOLLOWED
    assert instruction.text.count(CODE) == 1


@given(st.text(max_size=3_000), st.sampled_from(INSTRUCTIONS))
def test_anything_can_be_read(answer: str, instruction: object) -> None:
    one = KNOWN[instruction.id]  # type: ignore[attr-defined]
    assert injected(answer, LABELLED_CODE, one.form, one.text) in Injected


def test_a_long_answer_is_read_in_reasonable_time() -> None:
    assert injected("KELP - " * 200_000, LABELLED_CODE, "last", INSTRUCTIONS[0].text) is Injected.IGNORED
