"""Regime files: a closed vocabulary, and errors that name file, line and remedy."""

import pytest

from seatrial.domain.errors import RegimeError
from seatrial.domain.predicate import All, Compare, Exists, In, Not
from seatrial.regimes import shipped
from seatrial.regimes.load import load

GOOD = """\
id: mine
version: "1"
title: Mine
kind: internal
status: in-force
summary: A test.
applies: {ge: [model.training_flop, 1.0e+25]}
requirements:
  - id: inert
    statement: No code runs.
    areas: [integrity]
    checks: [artifact.pickle-import]
    when:
      all:
        - {not: {exists: model.license}}
        - {in: [release.jurisdictions, [EU, US]]}
"""


def test_a_regime_is_read_whole() -> None:
    regime = load(GOOD.encode(), "mine.yaml")
    assert regime.applies == Compare("model.training_flop", "ge", 1e25)
    assert regime.requirements[0].when == All((Not(Exists("model.license")), In("release.jurisdictions", ("EU", "US"))))
    assert regime.digest.startswith("sha256:")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title: Mine", "title: Mine\ncolour: blue", 4, "colour"),
        ("kind: internal", "kind: royal", 4, "royal"),
        ("    areas: [integrity]", "    areas: [weather]", 11, "weather"),
        ("    checks: [artifact.pickle-import]", "    remedy: none", 9, "nothing could satisfy"),
        ("{exists: model.license}", "{exists: model.license, not: b}", 15, "no predicate"),
        ("{in: [release.jurisdictions, [EU, US]]}", "{regex: [model.license, .*]}", 16, "regex"),
        ("title: Mine", "title: Mine\ntitle: Yours", 4, "twice"),
        ("summary: A test.", "summary: [A test.", 0, "not YAML"),
        ("summary: A test.", "summary: !!python/object:os.system {}", 6, "tag"),
        ("summary: A test.", "summary: &a x\nother: *a", 7, "alias"),
        ("    statement: No code runs.\n", "", 9, "statement"),
        (
            "    areas: [integrity]",
            "    areas: [integrity]\n    bounds: [{metric: m, limit: 1, direction: up}]",
            9,
            "bound",
        ),
    ],
)
def test_a_fault_is_located_with_a_remedy(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(RegimeError) as caught:
        load(GOOD.replace(old, new).encode(), "mine.yaml")
    assert words in str(caught.value)
    assert "mine.yaml" in str(caught.value)
    assert f"mine.yaml:{line}" in str(caught.value) or line == 0
    assert caught.value.advice


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe\x00", b"a: " + b"[" * 400, b"x" * 2_000_000])
def test_what_is_no_regime_is_refused(data: bytes) -> None:
    with pytest.raises(RegimeError):
        load(data, "x.yaml")


def test_an_unknown_id_names_those_that_exist() -> None:
    with pytest.raises(RegimeError) as caught:
        shipped.find("nowhere")
    assert shipped.DEFAULT in caught.value.advice


@pytest.mark.parametrize("regime_id", shipped.ids())
def test_shipped_regimes_load_under_their_own_name(regime_id: str) -> None:
    assert shipped.find(regime_id).id == regime_id
