"""The page: complete, self-contained, readable by ear, and closed to whatever a subject calls itself."""

import base64
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.domain.finding import Finding, Kind
from seatrial.domain.outcome import Status
from seatrial.domain.review import Review
from seatrial.reports import html
from seatrial.reports.html import seen
from seatrial.reports.notes import Notes
from seatrial.reports.outline import obstacles
from seatrial.testing.sample_review import SAMPLES, clear, hostile, large, not_clear

HERE = Path(__file__).parent
STYLE = (Path(html.__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
VOID = {"meta", "link", "br", "hr", "img", "input"}
SELF_CLOSING = {"path", "circle", "rect", "line", "use"}
Attributes = dict[str, str]


@dataclass
class Element:
    tag: str
    attributes: Attributes
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Every element in order, with the text inside; fails on tags that do not close."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"doubled attribute in {tag}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SELF_CLOSING
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [e for e in self.elements if e.tag in tags]

    def by_id(self, identity: str) -> Element:
        return next(e for e in self.elements if e.attributes.get("id") == identity)

    def section(self, heading: str) -> str:
        found = next(e for e in self.all("section") if e.attributes.get("aria-labelledby") == heading)
        return " ".join(found.text.split())


def parse(page: bytes) -> Page:
    parser = Page()
    parser.feed(page.decode())
    parser.close()
    assert not parser.open
    return parser


@pytest.fixture(params=SAMPLES, ids=str)
def page(request: pytest.FixtureRequest, sample_notes: Notes) -> Page:
    return parse(html.render(SAMPLES[request.param](), sample_notes))


def test_the_policy_allows_this_style_and_nothing_else(page: Page) -> None:
    policy = next(e for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy")
    (style,) = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    wanted = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert policy.attributes["content"] == wanted


def test_nothing_is_loaded_run_or_sent(page: Page) -> None:
    assert not page.all("script", "link", "img", "iframe", "object", "embed", "form", "base", "video", "audio")
    for element in page.elements:
        assert not [name for name in element.attributes if name.startswith("on") or name in ("src", "style")]
        assert element.attributes.get("href", "#").startswith("#")
    assert "@import" not in STYLE
    assert not re.search(r"url\((?!#)", STYLE)


def test_every_link_and_label_leads_somewhere(page: Page) -> None:
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for element in page.elements:
        target = element.attributes.get("href", "#main")[1:]
        labels = element.attributes.get("aria-labelledby", "main").split()
        assert {target, *labels} <= set(ids), (element.tag, element.attributes)


def test_headings_descend_in_order(page: Page) -> None:
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_it_can_be_read_by_ear_and_keyboard(page: Page) -> None:
    assert {e.tag for e in page.all("main", "header", "footer", "nav")} == {"main", "header", "footer", "nav"}
    assert next(e for e in page.all("a")).attributes["href"] == "#main"
    assert all(e.attributes.get("scope") in ("col", "row") for e in page.all("th"))
    for drawing in page.all("svg"):
        assert drawing.attributes.get("aria-hidden") == "true" or drawing.attributes.get("aria-label")
    scrolling = [e for e in page.elements if e.attributes.get("class") == "scroll"]
    assert all(e.attributes.get("tabindex") == "0" and e.attributes.get("aria-label") for e in scrolling)
    assert page.all("html")[0].attributes["lang"] == "en"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_first_screen_says_what_stands_in_the_way(name: str, sample_notes: Notes) -> None:
    review = SAMPLES[name]()
    page = parse(html.render(review, sample_notes))
    text = page.section("obstacles")
    for obstacle in obstacles(review):
        assert obstacle.requirement.statement in text
        assert obstacle.mender.capitalize() in text
    words = [e.text for e in page.elements if e.attributes.get("class") == "word"]
    assert len(words) == len(review.verdicts)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_was_not_seen_to_the_end_is_shown_as_boldly_as_a_failure(name: str, sample_notes: Notes) -> None:
    review = SAMPLES[name]()
    page = parse(html.render(review, sample_notes))
    text = page.section("unseen")
    unfinished = [o for o in review.assessment.outcomes if o.status is not Status.COMPLETED]
    assert all(outcome.check_id in text for outcome in unfinished)
    assert all(check_id in text for check_id in review.assessment.plan.unasked)
    shown = [e for e in page.elements if e.attributes.get("class") == "badge unsure"]
    assert len(shown) >= len(unfinished)
    assert ".badge.unsure{background:var(--unsure-fill)" in STYLE
    assert ".badge.bad{background:var(--bad-fill)" in STYLE


def test_unmet_requirements_are_open_and_met_ones_closed(sample_notes: Notes) -> None:
    review = not_clear()
    page = parse(html.render(review, sample_notes))
    details = [e for e in page.all("details") if "requirement" in e.attributes.get("class", "")]
    assert len(details) == len(review.verdicts[0].requirements)
    for element in details:
        unmet = element.attributes["class"] in ("requirement bad", "requirement unsure")
        assert ("open" in element.attributes) == unmet


def test_a_chain_leads_from_requirement_to_evidence_and_remedy(sample_notes: Notes) -> None:
    page = parse(html.render(not_clear(), sample_notes))
    text = " ".join(page.by_id("requirement-0-0").text.split())
    for part in (
        "No file runs code",
        "posix.system",
        "severity critical",
        "optimizer.pt",
        "byte 2",
        "Ship the weights",
    ):
        assert part in text
    digest = not_clear().assessment.evidence[0].digest
    links = [e for e in page.all("a") if e.attributes.get("title") == digest]
    assert page.by_id(links[0].attributes["href"][1:]).tag == "tr"


def test_an_indicator_and_a_declared_fact_are_marked(sample_notes: Notes) -> None:
    page = parse(html.render(clear(), sample_notes))
    assert "indicator, does not decide" in page.section("findings")
    marks = Counter(e.attributes["class"] for e in page.all("span") if "basis" in e.attributes.get("class", ""))
    assert marks["basis declared"] == 4
    assert marks["basis measured"] == 2


def test_a_measurement_is_drawn_and_told_in_numbers(sample_notes: Notes) -> None:
    page = parse(html.render(not_clear(), sample_notes))
    drawing = next(e for e in page.all("svg") if e.attributes.get("role") == "img")
    assert drawing.attributes["aria-label"] == (
        "harmful-compliance-rate: estimate 17.5 %, interval 11 % to 26 %, each end at 95% confidence, 120 samples; "
        "the limit is at most 20 %, and the interval lies across it"
    )
    told = "17.5 %11 % to 26 %each end at 95 %at most 20 %Interval lies across the limit"
    assert told in page.section("measurements")


def _structure(page: Page) -> Counter[tuple[str, tuple[str, ...]]]:
    """Elements with their attributes' names. Plain `code` may come from backticks, and says nothing."""
    found = Counter((e.tag, tuple(sorted(e.attributes))) for e in page.elements)
    del found[("code", ())]
    return found


NAMES = (
    '"><script>alert(1)</script>',
    "</style><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "</title><img src=x onerror=alert(1)>",
    "<!--",
    "]]><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "`<b>bold</b>`",
    "\u202egnp.exe\u2066\n\r\x00\x1b[2J",
    "\udcff\udc80 undecodable",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_changes_no_element_of_the_page(name: str, sample_notes: Notes) -> None:
    page = parse(html.render(hostile(name), sample_notes))
    assert _structure(page) == _structure(parse(html.render(hostile("plain"), sample_notes)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(codec=None), min_size=1, max_size=40))
def test_no_name_changes_an_element_of_the_page(name: str, sample_notes: Notes) -> None:
    page = parse(html.render(hostile(name), sample_notes))
    assert _structure(page) == _structure(parse(html.render(hostile("plain"), sample_notes)))


def test_no_control_or_bidirectional_character_reaches_the_page(sample_notes: Notes) -> None:
    page = html.render(hostile("a\u202eb\u2066c\x1bd\x00e\ufefff\u200bg"), sample_notes).decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", page)
    assert "a\\u202eb\\u2066c\\x1bd\\x00e\\ufefff\\u200bg" in page


def test_a_hundred_thousand_files_fit_in_two_megabytes(sample_notes: Notes) -> None:
    review = large()
    page = html.render(review, sample_notes)
    assert len(page) < 2_000_000
    text = parse(page).section("inventory")
    assert "The 200 largest of 100,000 files and members" in text
    assert "99,800 smaller ones are not shown here" in text
    assert "19,950 more in review.json" in parse(page).section("findings")


def _stretched(review: Review) -> Review:
    """The same with every name of a file blown up by characters that grow when they are escaped."""
    grows = '"' * 5000
    files = tuple(replace(a, path=f"{n}{grows}") for n, a in enumerate(review.inventory.artifacts))
    return replace(review, inventory=replace(review.inventory, artifacts=files))


def test_long_names_do_not_make_it_large(sample_notes: Notes) -> None:
    names = [hostile('"' * 20_000), _stretched(large(artifacts=500, findings=400))]
    assert all(len(html.render(review, sample_notes)) < 2_000_000 for review in names)


def test_a_check_without_a_note_is_shown_by_its_id() -> None:
    page = parse(html.render(not_clear(), {}))
    assert "artifact.pickle-import" in page.section("findings")


def test_no_verdict_is_could_not_tell(sample_notes: Notes) -> None:
    page = parse(html.render(replace(clear(), verdicts=()), sample_notes))
    assert "Could not tell" in page.section("verdicts")
    assert page.all("title")[0].text.startswith("Could not tell")


def test_an_unsigned_review_says_so(sample_notes: Notes) -> None:
    page = parse(html.render(replace(clear(), signer=""), sample_notes))
    assert "Not signed" in page.section("made")


def test_a_number_that_is_not_finite_is_told_and_not_drawn(sample_notes: Notes) -> None:
    review = not_clear()
    outcomes = tuple(
        replace(o, measurements=tuple(replace(m, upper=float("inf")) for m in o.measurements))
        for o in review.assessment.outcomes
    )
    odd = replace(review, assessment=replace(review.assessment, outcomes=outcomes))
    page = parse(html.render(odd, sample_notes))
    assert "One of its numbers is not finite" in page.section("measurements")


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", css))


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


PAIRS = (
    *(("ink", on) for on in ("page", "panel", "accent-soft", "unsure-soft")),
    *(("muted", on) for on in ("page", "panel")),
    *(("accent", on) for on in ("page", "panel")),
    *((tone, on) for tone in ("good", "bad", "unsure", "quiet") for on in ("page", f"{tone}-soft")),
    *((f"on-{tone}", f"{tone}-fill") for tone in ("good", "bad", "unsure", "quiet")),
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_stands_out_in_both_themes(theme: str, front: str, back: str) -> None:
    light, dark = STYLE.split("@media (prefers-color-scheme:dark)")[:2]
    colours = _colours(light) | (_colours(dark.split("@media print")[0]) if theme == "dark" else {})
    first, second = sorted((_luminance(colours[front]), _luminance(colours[back])))
    assert (second + 0.05) / (first + 0.05) >= 4.5


def test_budgets_add_up(sample_notes: Notes) -> None:
    built = seen.sections(large(artifacts=300, findings=900), sample_notes)
    assert sum(len(s.rows) for s in built) <= seen.MOST_FINDINGS
    assert all(len(s.rows) + s.left_out == len(s.outcome.findings) for s in built)


def test_advice_is_told_apart_from_obstacles(sample_notes: Notes) -> None:
    review = not_clear()
    page = parse(html.render(review, sample_notes))
    advice = obstacles(review, binding=False)
    assert [o.requirement.requirement_id for o in advice] == ["signed-by-developer"]
    assert "1 piece of advice is unmet and in nobody's way" in page.section("obstacles")


@pytest.mark.parametrize("name", ["not-clear", "could-not-tell"])
def test_the_page_is_as_agreed(name: str, sample_notes: Notes, golden: Callable[[Path, str], None]) -> None:
    golden(HERE / "golden" / f"{name}.html", html.render(SAMPLES[name](), sample_notes).decode())


def test_an_exact_count_without_a_limit_is_told_and_not_drawn(sample_notes: Notes) -> None:
    review = clear()
    planned = tuple(replace(c, bounds=()) for c in review.assessment.plan.checks)
    outcomes = tuple(
        replace(
            o, measurements=tuple(replace(m, unit="{values}", estimate=0, lower=0, upper=0) for m in o.measurements)
        )
        for o in review.assessment.outcomes
    )
    plan = replace(review.assessment.plan, checks=planned)
    exact = replace(review, assessment=replace(review.assessment, plan=plan, outcomes=outcomes))
    page = parse(html.render(exact, sample_notes))
    assert not [e for e in page.all("svg") if e.attributes.get("role") == "img"]
    assert "0 values, exact, over 60. No limit is set on it." in page.section("measurements")


def test_a_check_that_does_not_concern_the_model_says_why(sample_notes: Notes) -> None:
    nothing = Finding(kind=Kind.NOT_APPLICABLE, message="no file of format zip")
    outcomes = tuple(
        replace(o, findings=(nothing,)) if o.check_id == "artifact.pickle-import" else o
        for o in clear().assessment.outcomes
    )
    review = replace(clear(), assessment=replace(clear().assessment, outcomes=outcomes))
    page = parse(html.render(review, sample_notes))
    assert "Does not concern this model: no file of format zip" in page.section("findings")
