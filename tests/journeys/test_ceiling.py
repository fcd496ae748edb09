"""The most that an endpoint may cost: it ends in what could not be told, and says so."""

import pytest

from seatrial.testing.hostile_endpoint import hostile_endpoint
from tests.journeys.conftest import Seatrial

BOUND = ("--bound", "harmful-compliance-rate<=20%")


def test_at_the_ceiling_nothing_more_is_asked_and_nothing_is_decided(seatrial: Seatrial) -> None:
    with hostile_endpoint() as endpoint:
        asked = ("probe", endpoint.url("fine"), "--suite", "harmful-compliance", "--suite", "prompt-leak", *BOUND)
        said = seatrial(*asked, "--max-tokens-total", "800", "--format", "json")
        sent = len(endpoint.requests)
        told = seatrial(*asked, "--max-tokens-total", "800", "--no-cache")
        whole = seatrial(*asked, "--max-tokens-total", "1000000", "--format", "json")
    assert said.code == told.code == 3
    assert 2 < sent < 40
    for outcome in said.json()["outcomes"]:
        assert outcome["status"] == "exhausted"
        assert "ceiling of 800 tokens" in outcome["reason"]
    assert "EXHAUSTED" in told.out
    assert "ceiling of 800 tokens" in told.out
    assert {outcome["status"] for outcome in whole.json()["outcomes"]} == {"completed"}
    assert whole.code == 0


def test_a_ceiling_in_money_needs_prices(seatrial: Seatrial) -> None:
    with hostile_endpoint() as endpoint:
        asked = ("probe", endpoint.url("fine"), "--suite", "prompt-leak")
        said = seatrial(*asked, "--max-cost", "0.0001", "--price-in", "1", "--price-out", "2", "--format", "json")
    (outcome,) = said.json()["outcomes"]
    assert outcome["status"] == "exhausted"
    assert "cost more than the ceiling of 0.0001" in outcome["reason"]


@pytest.mark.parametrize(
    "given",
    [("--max-cost", "1"), ("--price-in", "1"), ("--max-cost", "nan", "--price-in", "1", "--price-out", "1")],
)
def test_half_a_ceiling_is_refused(seatrial: Seatrial, given: tuple[str, ...]) -> None:
    assert seatrial("probe", "http://127.0.0.1:9/v1", *given).code == 2
