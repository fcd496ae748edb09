"""What somebody types becomes a fact of the kind that is asked for, or is asked for again."""

import pytest

from seatrial.app.declare import Asked, answered, question
from seatrial.domain.errors import UsageError


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("model.training_flop", "2e26", 2e26),
        ("framework.published", "yes", True),
        ("framework.published", "No", False),
        ("framework.confirmed_on", " 2026-11-24 ", "2026-11-24"),
        ("evaluations.risks", "cbrn, cyber-offence", ("cbrn", "cyber-offence")),
        ("developer.name", "Somebody Ltd", "Somebody Ltd"),
        ("evidence.framework.independence", "2", 2.0),
    ],
)
def test_an_answer_is_taken_in_its_kind(name: str, typed: str, value: object) -> None:
    item = answered(Asked(name, ("us-ca-sb53",), None), typed)
    assert item.known is not None
    assert item.known.value == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [("model.training_flop", "lots"), ("framework.published", "perhaps"), ("framework.confirmed_on", "yesterday")],
)
def test_an_answer_of_another_kind_is_refused_with_the_form(name: str, typed: str) -> None:
    with pytest.raises(UsageError, match="should be"):
        answered(Asked(name, ("us-ca-sb53",), None), typed)


def test_a_question_says_meaning_form_and_who_asks() -> None:
    text = question(Asked("model.training_flop", ("eu-gpai-sr", "us-ca-sb53/x"), None))
    assert "floating-point operations" in text
    assert "eu-gpai-sr, us-ca-sb53/x" in text
    assert "2.0e+25" in text
