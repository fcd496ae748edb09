"""A draft says what is known, names what is missing, and lets nothing of the subject become markup."""

import datetime
import re

import pytest

from seatrial.domain.errors import UsageError
from seatrial.domain.fact_names import FACT_NAMES, FAMILIES
from seatrial.domain.inventory import Basis, Fact
from seatrial.regimes import shipped
from seatrial.reports.drafts.compose import compose, safe
from seatrial.reports.drafts.fill import FILLS, SAMPLES, Exchange, fills
from seatrial.reports.drafts.form import INCIDENT, Form, Part, find, forms
from seatrial.testing.sample_review import SAMPLES as REVIEWS

DAY = datetime.date(2026, 11, 24)
FROM_FILES = ("model.architecture", "model.parameter_count")
INCIDENT_FACTS = {
    *("title", "kind", "description", "models", "imminent_danger"),
    *("occurred_at", "aware_at", "discovered_at", "determined_at", "reported_at", "resolved_at"),
}


def _fact(name: str, value: object) -> dict[str, Fact]:
    return {name: Fact(name=name, value=value, basis=Basis.DECLARED, source="declaration")}  # type: ignore[arg-type]


@pytest.mark.parametrize("form", forms().values(), ids=list(forms()))
def test_every_shipped_form_names_what_there_is(form: Form) -> None:
    regime = shipped.find(form.regime)
    assert not form.requirement or form.requirement in {requirement.id for requirement in regime.requirements}
    for part in (part for section in form.sections for part in section.parts):
        if form.about == INCIDENT:
            assert {name.removeprefix("incident.") for name in part.facts} <= INCIDENT_FACTS
            assert part.fill in ("", "countdown")
        else:
            known = (*FACT_NAMES, *FROM_FILES)
            assert all(name in known or name.startswith(tuple(FAMILIES)) for name in part.facts), part.facts
            assert part.fill in ("", *FILLS)


def test_every_document_that_the_issue_of_a_regime_demands_has_a_form() -> None:
    assert {"eu-model-report", "eu-model-documentation", "us-ca-sb53-transparency"} <= set(forms())
    of_incidents = {form.regime for form in forms().values() if form.about == INCIDENT}
    assert of_incidents == {"eu-gpai-sr", "us-ca-sb53", "us-ny-raise", "us-il-sb315"}
    assert [section.id for section in forms()["eu-model-report"].sections] == ["7.1", "7.2", "7.3", "7.4", "7.5"]


def test_what_is_stated_is_filled_in_and_what_is_not_is_a_gap() -> None:
    form = find("us-ca-sb53-transparency", "release")
    empty = compose(form, {}, {}, DAY)
    stated = compose(form, _fact("model.modalities", ("text", "image")), {}, DAY)
    assert "1: state model.modalities" in empty.gaps
    assert "1: state model.modalities" not in stated.gaps
    assert "text, image" in stated.text
    assert len(stated.gaps) == len(empty.gaps) - 1
    assert stated.text.count("▢") == len(stated.gaps) + 1
    assert stated.text.startswith("# DRAFT: ")
    assert "not legal advice" in stated.text


def test_what_only_people_can_write_stays_a_gap_whatever_is_known() -> None:
    form = find("us-ca-sb53-transparency", "release")
    assert "1: name the languages" in compose(form, _fact("model.name", "m"), {}, DAY).gaps


def test_missing_evidence_is_a_gap_and_never_silence() -> None:
    form = find("eu-model-report", "release")
    assert any("no evidence: every evaluation" in gap for gap in compose(form, {}, {}, DAY).gaps)
    lines = {"evaluations": ["- behaviour.prompt-leak: completed"]}
    with_it = compose(form, {}, lines, DAY)
    assert not any("no evidence: every evaluation" in gap for gap in with_it.gaps)
    assert "behaviour.prompt-leak: completed" in with_it.text


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[a](javascript:x)", "**bold**", "a\n# heading", "| cell |", "![x](http://y)", "`c`"],
)
def test_words_of_the_subject_cannot_become_markup(text: str) -> None:
    made = compose(find("us-ca-sb53-transparency", "release"), _fact("declared.intended_use", text), {}, DAY).text
    assert text not in made
    (line,) = [line for line in made.splitlines() if "intended" in line and line.startswith("- ")]
    assert not re.search(r"(?<!\\)[<>`\[\]|]", line.partition(": ")[2].rpartition(" (*")[0])


def test_escaping_is_undone_by_a_reader_of_markdown() -> None:
    assert re.sub(r"\\(.)", r"\1", safe("a*b_c")) == "a*b_c"


@pytest.mark.parametrize("name", list(REVIEWS))
def test_every_kind_of_evidence_of_every_sample_is_said(name: str) -> None:
    review = REVIEWS[name]()
    made = fills(review, {})
    assert set(made) == set(FILLS)
    assert review.inventory.subject.digest.oms_root in "\n".join(made["subject"]) or not made["files"]
    measured = [m.metric for outcome in review.assessment.outcomes for m in outcome.measurements]
    assert all(safe(metric) in "\n".join(made["evaluations"]) for metric in measured)
    draft = compose(find("eu-model-report", "release"), {fact.name: fact for fact in review.facts}, made, DAY)
    assert draft.gaps


def test_samples_are_drawn_by_seed_and_fewer_than_five_are_said() -> None:
    review = next(iter(REVIEWS.values()))()
    many = {"behaviour.a": [Exchange(f"question {n}", f"answer {n}") for n in range(40)]}
    first, again = fills(review, many)["samples"], fills(review, many)["samples"]
    assert first == again
    assert sum("asked:" in line for line in first) == SAMPLES
    few = fills(review, {"behaviour.a": [Exchange("q", "a")]})["samples"]
    assert "fewer than 5" in few[0]


def test_a_part_that_comes_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="comes from nowhere"):
        Part(asks="Something")


def test_a_form_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="no form 'eu'") as said:
        find("eu", "release")
    assert "eu-model-report" in said.value.advice
    with pytest.raises(UsageError):
        find("eu-incident", "release")
