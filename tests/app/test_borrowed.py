"""Suites of other people's questions: asked where they are at hand, and otherwise said to be skipped, and why."""

from collections.abc import Sequence

import pytest

from seatrial.app import borrowed as module
from seatrial.app.borrowed import BORROWED, ask_borrowed, borrowed, by_name, not_at_hand
from seatrial.app.suites import suites
from seatrial.domain.outcome import Outcome, Status

ASKED = {"names": (), "lacking": "", "seed": 0, "limit": 10}


def never(_tasks: Sequence[str], _offline: bool) -> tuple[Outcome, ...]:
    raise AssertionError("nothing can be run")


def test_they_are_chosen_by_name_by_area_and_among_all() -> None:
    assert {one.name for one in borrowed(())} == {"cbrn-proxy", "cyber-proxy"}
    assert [one.name for one in borrowed(("cbrn-proxy", "jailbreak"))] == ["cbrn-proxy"]
    assert [one.name for one in borrowed(("infrastructure",))] == ["cyber-proxy"]
    assert not borrowed(("jailbreak",))
    assert by_name(("cbrn-proxy", "jailbreak")) == {"cbrn-proxy"}
    assert not by_name(("infrastructure",))


def test_no_suite_of_ours_has_such_a_name() -> None:
    assert not {one.name for one in BORROWED} & set(suites())


def test_without_their_package_every_task_is_skipped_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    assert "seatrial[evals]" in not_at_hand()
    outcomes = ask_borrowed(BORROWED, never, **ASKED)  # type: ignore[arg-type]
    assert [outcome.check_id for outcome in outcomes] == ["inspect.wmdp-bio", "inspect.wmdp-chem", "inspect.wmdp-cyber"]
    assert {outcome.status for outcome in outcomes} == {Status.SKIPPED}
    assert all("inspect_evals" in outcome.reason for outcome in outcomes)
    assert not any(outcome.measurements for outcome in outcomes)


def test_where_the_model_cannot_be_asked_that_is_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: object())
    outcomes = ask_borrowed(BORROWED, never, **ASKED | {"lacking": "needs extra 'llm'"})  # type: ignore[arg-type]
    assert {outcome.reason for outcome in outcomes} == {"needs extra 'llm'"}


def test_only_what_is_asked_by_name_may_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: object())
    seen = list[tuple[tuple[str, ...], bool]]()

    def run(tasks: Sequence[str], offline: bool) -> tuple[Outcome, ...]:
        seen.append((tuple(tasks), offline))
        return ()

    ask_borrowed(BORROWED, run, **ASKED | {"names": ("cbrn-proxy",)})  # type: ignore[arg-type]
    assert seen == [
        (("inspect_evals/wmdp_bio", "inspect_evals/wmdp_chem"), False),
        (("inspect_evals/wmdp_cyber",), True),
    ]
