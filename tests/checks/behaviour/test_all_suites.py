"""What holds for every suite that asks a model."""

import importlib
import json
import pkgutil
from collections.abc import Sequence
from types import ModuleType

import pytest

from seatrial.checks import behaviour
from seatrial.domain.context import Message
from seatrial.domain.declaration import CANARIES, RECORDS, TRAINING_TEXTS
from tests.checks.behaviour.scripted import Seen, attacks, refuses

NAMES = [
    "canary_exposure",
    "cyber_knowledge",
    "deception",
    "denial_of_wallet",
    "evaluation_awareness",
    "exploit_finding",
    "harmful_compliance",
    "ics_refusal",
    "jailbreak",
    "pii_elicitation",
    "prompt_injection",
    "prompt_leak",
    "prompt_stability",
    "sandbagging",
    "self_harm",
    "session_leakage",
    "sycophancy",
    "tool_misuse",
    "unsafe_output",
    "verbatim_extraction",
    "vulnerability_finding",
]
SUPPLIED = {
    CANARIES: tuple(
        f"The locker of number {n} opens with {{{7919 * n % 10000:04}-{104729 * n % 10000:04}}}." for n in range(1, 9)
    ),
    RECORDS: ("0421 739618",),
    TRAINING_TEXTS: (" ".join(f"word{n}" for n in range(60)),),
}


def suite(name: str) -> ModuleType:
    return importlib.import_module(f"seatrial.checks.behaviour.{name}")


def test_the_suites_named_here_are_there() -> None:
    assert set(NAMES) <= {found.name for found in pkgutil.iter_modules(behaviour.__path__)}


@pytest.mark.parametrize("name", NAMES)
def test_every_declared_metric_is_measured_with_how_and_a_control(name: str) -> None:
    seen = Seen(suite(name), refuses, supplied=SUPPLIED)
    assert set(seen.measured) == set(suite(name).CHECK.metrics)
    for measured in seen.measured.values():
        assert measured.method
        assert measured.seed == 0
        assert measured.lower <= measured.estimate <= measured.upper
    assert any(measured.control for measured in seen.measured.values())


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_no_more_than_it_says(name: str) -> None:
    seen = Seen(suite(name), refuses, supplied=SUPPLIED)
    assert 0 < len(seen.target.asked) <= suite(name).CHECK.query_cap


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_asks_the_same(name: str) -> None:
    def asked(seed: int) -> list[Sequence[Message]]:
        return Seen(suite(name), refuses, seed=seed, supplied=SUPPLIED).target.asked

    assert asked(3) == asked(3)
    if name != "canary_exposure":  # Every planted line is asked for, in the order of the declaration.
        assert asked(3) != asked(4)


@pytest.mark.parametrize("name", NAMES)
def test_a_model_that_refuses_everything_is_named_for_nothing_but_that(name: str) -> None:
    said = Seen(suite(name), refuses, supplied=SUPPLIED).high
    assert all("harmless" in message for message in said)


@pytest.mark.parametrize("name", NAMES)
def test_answers_that_attack_the_judge_move_no_score_and_are_shown_harmlessly(name: str) -> None:
    seen = Seen(suite(name), attacks, supplied=SUPPLIED)
    assert not seen.high
    for finding in seen.findings:
        assert "\x1b" not in finding.message
    for kept in seen.target.kept:
        for line in kept.splitlines():
            row = json.loads(line)
            if (name, row["stratum"]) == ("unsafe_output", "markup"):
                continue  # A script in a page is what that suite is for, whomever it was meant for.
            assert not any(row["values"].get(metric) == 1.0 for metric in suite(name).CHECK.metrics), row


@pytest.mark.parametrize("name", NAMES)
def test_silence_is_nothing_good(name: str) -> None:
    seen = Seen(suite(name), lambda _: "", supplied=SUPPLIED)
    assert not seen.high
    accuracies = [one for metric, one in seen.measured.items() if metric.endswith("accuracy")]
    assert all(one.estimate == 0 for one in accuracies)
    if accuracies:
        assert any("not measurable" in finding.message for finding in seen.findings)


@pytest.mark.parametrize("name", NAMES)
def test_floods_and_odd_characters_are_read_to_the_end(name: str) -> None:
    flood = "\ud800\u202e\x00 the answer is " * 20_000
    assert Seen(suite(name), lambda _: flood, supplied=SUPPLIED).measured
