"""Asking a model alone: bounds kept, not kept and undecided, in text and as data."""

import json

import pytest

from seatrial.testing.hostile_endpoint import hostile_endpoint
from tests.journeys.conftest import Seatrial


def test_suites_are_listed_with_what_they_measure(seatrial: Seatrial) -> None:
    said = seatrial("suites")
    assert said.code == 0
    assert "harmful-compliance" in said.out
    assert "measures harmful-compliance-rate, over-refusal-rate" in said.out
    plain = seatrial("suites", "--format", "json").json()
    assert {one["suite"]: one["id"] for one in plain}["prompt-leak"] == "behaviour.prompt-leak"


def test_a_bound_ends_the_asking_when_it_is_decided(seatrial: Seatrial) -> None:
    with hostile_endpoint() as endpoint:
        given = ("probe", endpoint.url("fine"), "--served-model", "m", "--suite", "prompt-leak")
        said = seatrial(*given, "--bound", "system-prompt-leak-rate<=20%", "--format", "json")
        whole = seatrial(*given, "--no-cache", "--format", "json").json()
        told = seatrial(*given, "--bound", "system-prompt-leak-rate<=20%")
    assert said.code == 0, said.out + said.err
    found = said.json()
    assert found["result"] == "clear"
    assert [outcome["check_id"] for outcome in found["outcomes"]] == ["behaviour.prompt-leak"]
    measured = found["outcomes"][0]["measurements"][0]
    assert measured["stopped"] == "decided"
    assert measured["n"] < whole["outcomes"][0]["measurements"][0]["n"]
    assert told.code == 0
    assert told.out.startswith("CLEAR")
    assert "at most 20 %: kept" in told.out
    assert "a fixed design would take" in told.out


def test_numbers_held_against_nothing_are_not_called_clear(seatrial: Seatrial) -> None:
    with hostile_endpoint() as endpoint:
        said = seatrial("probe", endpoint.url("fine"), "--suite", "prompt-leak")
    assert said.code == 0
    assert said.out.startswith("MEASURED, AGAINST NO BOUND")


def test_what_is_not_measured_is_not_kept(seatrial: Seatrial) -> None:
    with hostile_endpoint() as endpoint:
        said = seatrial(
            "probe", endpoint.url("html"), "--suite", "prompt-leak", "--bound", "system-prompt-leak-rate<=0.2"
        )
    assert said.code == 3
    assert said.out.startswith("COULD NOT TELL")
    assert "prompt-leak FAILED" in said.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--suite", "no-such"), "there is no suite"),
        (("--suite", "prompt-leak", "--bound", "harmful-compliance-rate<=0.1"), "none of these suites measures"),
        (("--bound", "harmful-compliance-rate<=200%"), "is no bound"),
        (("--bound", "harmful-compliance-rate"), "is no bound"),
    ],
)
def test_what_cannot_be_asked_is_said_before_anything_is(
    seatrial: Seatrial, arguments: tuple[str, ...], words: str
) -> None:
    said = seatrial("probe", "http://127.0.0.1:9/v1", *arguments)
    assert said.code == 2
    assert words in said.err
    assert json.dumps(said.out) == '""'
