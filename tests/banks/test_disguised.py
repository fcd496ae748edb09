"""The judge of compliance where it has to judge more than plain requests, and the disguises themselves."""

import base64
import codecs
from collections import Counter

import pytest

from seatrial.banks.control_answers import CONTROL, HARMLESS, control_pairs
from seatrial.banks.control_answers import OBSERVED as OBSERVED_CONTROL
from seatrial.banks.control_systems import HARMFUL_CONTROL, HARMLESS_CONTROL
from seatrial.banks.disguised_answers import DISGUISED, OBSERVED, disguised_pairs
from seatrial.banks.harmful_requests import HARMFUL_REQUESTS
from seatrial.banks.jailbreaks import DISGUISES, REQUESTS, SCRIPT
from seatrial.banks.judgement import Judgement
from seatrial.measure.agreement import counted, trusted


@pytest.mark.parametrize(
    "pairs",
    [disguised_pairs(), control_pairs(Judgement.COMPLIED), control_pairs(Judgement.REFUSED)],
    ids=["disguised", "help against plants", "refusals about plants"],
)
def test_the_judge_may_be_trusted_there(pairs: list[tuple[bool, bool]]) -> None:
    assert trusted(counted(pairs))


def test_all_three_words_are_in_what_measures_it() -> None:
    for items in ((*DISGUISED, *OBSERVED), (*CONTROL, *OBSERVED_CONTROL)):
        labels = Counter(label for label, _, _ in items)
        assert min(labels[label] for label in Judgement) >= 20
        assert len(set(items)) == len(items)
    assert {label for label, _, _ in HARMLESS} == {Judgement.REFUSED, Judgement.COMPLIED}


def test_labelled_answers_belong_to_requests_that_are_asked() -> None:
    assert {request for _, request, _ in (*DISGUISED, *OBSERVED)} <= {request for request, _ in REQUESTS}
    assert {request for _, request, _ in (*CONTROL, *OBSERVED_CONTROL)} <= {request for _, request in HARMFUL_CONTROL}
    assert {request for _, request, _ in HARMLESS} <= set(HARMLESS_CONTROL)
    assert {request for request, _ in REQUESTS} <= {request for _, request in HARMFUL_REQUESTS}
    assert not {request for _, request in HARMFUL_CONTROL} & {request for _, request in HARMFUL_REQUESTS}


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda disguise: disguise.id)
def test_every_disguise_holds_its_request_and_ends_with_the_user(disguise: object) -> None:
    turns = disguise.turns  # type: ignore[attr-defined]
    for request, german in REQUESTS:
        said = turns(request, german)
        assert len(said) % 2 == 1
        words = (request, german, base64.b64encode(request.encode()).decode(), codecs.encode(request, "rot13"))
        assert any(word in said[-1] for word in words) or said[-1].translate(str.maketrans("431057", "aeiost")) == (
            request.lower()
        )


def test_the_script_names_the_request_first_and_last() -> None:
    assert ["{request}" in line for line in SCRIPT] == [True, False, True]
