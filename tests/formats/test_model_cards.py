"""Front matter, sections, and the YAML that must not unfold."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import markdown, model_card, yaml_text
from seatrial.formats.card_sections import section_keys, sections
from seatrial.formats.model_names import same_family, same_licence, same_model, words_in_common
from seatrial.formats.protocol import FormatError
from seatrial.testing.model_files import model_card as card_bytes


def card(text: str) -> model_card.Card:
    return model_card.read(io.BytesIO(text.encode()))


def facts(text: str, path: str = "README.md") -> dict[str, object]:
    return {fact.name: fact.value for fact in model_card.facts(io.BytesIO(text.encode()), path)}


def test_a_full_card_states_licence_base_and_sections() -> None:
    assert facts(card_bytes().decode()) == {
        "model.license": "apache-2.0",
        "model.base_model": "example/base",
        "documentation.model_card": True,
        "documentation.sections": ("out-of-scope-use", "intended-use", "limitations", "training-data", "evaluation"),
    }


def test_a_readme_without_front_matter_is_a_card_too() -> None:
    found = {f.name: f.value for f in markdown.facts(io.BytesIO(b"# X\n\n## Limitations\n\nMany.\n"), "README.md")}
    assert found == {"documentation.model_card": True, "documentation.sections": ("limitations",)}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("README.md", True),
        ("model/README.md", True),
        ("release.zip!/model/ReadMe.md", True),
        ("a/b/README.md", False),
        ("docs.md", False),
        ("release.zip!/a/b/README.md", False),
    ],
)
def test_the_card_is_the_readme_near_the_root(path: str, expected: bool) -> None:
    assert model_card.is_card_path(path) is expected
    assert bool(facts("# X\n", path)) is expected


def test_licences_and_bases_are_read_in_each_spelling() -> None:
    assert facts("---\nlicense: other\nlicense_name: my-licence\n---\n")["model.license"] == "my-licence"
    assert facts("---\nlicense: [mit, apache-2.0]\n---\n")["model.license"] == "mit AND apache-2.0"
    assert facts("---\nbase_model:\n  - a/b\n  - c/d\n---\n")["model.base_model"] == ("a/b", "c/d")
    # YAML would read this as false, and as a number; a card means the words.
    assert facts("---\nlicense: no\nbase_model: 1.0\n---\n")["model.license"] == "no"


def test_front_matter_that_states_data_and_results_counts_for_those_sections() -> None:
    assert card("---\ndatasets: [a/b]\nmodel-index: [{name: x}]\n---\n").sections == ("training-data", "evaluation")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("---\nlicense: mit\n# no end\n", "opened and not closed"),
        ("---\n- a\n- b: c\n---\n", "not a mapping"),
        ("---\na: [1, 2\n---\n", "is not YAML"),
        ("---\na: 1\na: 2\n---\n", "twice"),
        ("---\na: &a [x]\nb: &b [*a, *a]\n---\n", "aliases"),
        ("---\na: &a {x: 1}\nb:\n  <<: *a\n---\n", "merge key"),
        ("---\na: " + "[" * 200 + "]" * 200 + "\n---\n", "nests deeper"),
        ("---\na: *nowhere\n---\n", "alias"),
        ("---\n? [x]\n: y\n---\na: b\n", "key that is no text"),
    ],
)
def test_front_matter_that_cannot_be_trusted_is_a_problem_and_no_facts(text: str, problem: str) -> None:
    found = card(text)
    assert problem in found.problem
    assert not found.front_matter


def test_tags_construct_nothing() -> None:
    found = card("---\na: !!python/object/apply:os.getcwd []\nb: !!int '3'\n---\n")
    assert found.front_matter == {"a": [], "b": "3"}
    assert list(yaml_text.object_tags("x: 1\na: !!python/name:os.system x\n")) == [("python/name:os.system", 2)]


def test_a_plain_alias_is_read() -> None:
    assert yaml_text.load("a: &x [1, 2]\nb: *x\n") == {"a": ["1", "2"], "b": ["1", "2"]}


def test_too_long_yaml_meets_a_limit() -> None:
    with pytest.raises(LimitReached):
        yaml_text.load("a" * (yaml_text.MAX_CHARACTERS + 1))
    with pytest.raises(LimitReached):
        yaml_text.load("[" + "a, " * (yaml_text.MAX_EVENTS + 1) + "a]")


@given(st.text(alphabet="ab:-[]{}&*!?|>#\n '\"%,", max_size=80))
def test_any_text_ends_in_a_value_or_a_refusal(text: str) -> None:
    for read in (yaml_text.load, lambda t: list(yaml_text.object_tags(t))):
        try:
            read(text)
        except FormatError:
            continue
    card(f"---\n{text}\n---\n# X\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Limitations\n\nWords.", ("limitations",)),
        ("Limitations\n-----------\n\nWords.", ("limitations",)),
        ("**Limitations**\n\nWords.", ("limitations",)),
        ("## Limitations ##\n\nWords.", ("limitations",)),
        ("## Limitations\n\n### Known ones\n\nWords.", ("limitations",)),
        ("## Limitations\n\n[More Information Needed]\n", ()),
        ("## Limitations\n\n<!-- what fails -->\n\n## Next\n\nWords.", ()),
        ("## Limitations\n", ()),
        ("```\n## Limitations\n```\nWords.", ()),
        ("<!--\n## Limitations\n\nWords.\n-->\n", ()),
        ("## Out-of-Scope Use\n\nx.", ("out-of-scope-use",)),
        ("## Intended uses & limitations\n\nx.", ("intended-use", "limitations")),
        ("## Not intended for\n\nx.", ("out-of-scope-use",)),
        ("## Uses\n\n### Direct Use\n\nChat.", ("intended-use",)),
        ("## Training\n\nTokens.", ("training-procedure",)),
        ("## How to use\n\n```\ncode\n```\n", ()),
        ("#Limitations\n\nno space, no heading\n", ()),
    ],
)
def test_sections_count_when_they_say_something(text: str, expected: tuple[str, ...]) -> None:
    assert section_keys(text) == expected


def test_words_below_a_deeper_heading_fill_only_what_stands_above_them() -> None:
    text = "# A\n## Empty\n## Full\n### Deep\n\nWords.\n# B\n"
    assert [(s.title, s.filled) for s in sections(text)] == [
        ("A", True),
        ("Empty", False),
        ("Full", True),
        ("Deep", True),
        ("B", False),
    ]


def test_long_lines_and_many_headings_are_read_in_a_moment() -> None:
    hostile = "# a" + " " * 300_000 + "x\n" + "## b\n" * 20_000 + "<!--" * 50_000 + "[" * 50_000
    assert len(list(sections(hostile))) == 20_000


@given(st.text(alphabet="#=-`*<!>[] \nab", max_size=200))
def test_any_markdown_has_sections(text: str) -> None:
    list(sections(text))


def test_bytes_that_are_no_text_and_cards_too_large_are_refused() -> None:
    with pytest.raises(FormatError):
        model_card.read(io.BytesIO(b"\x00\x01"))
    with pytest.raises(LimitReached):
        model_card.read(io.BytesIO(b"a" * (model_card.MAX_BYTES + 1)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Apache-2.0", "apache-2.0", True),
        ("Apache License 2.0", "apache-2.0", True),
        ("The MIT License", "mit", True),
        ("Apache-2.0 OR MIT", "mit", True),
        ("MIT", "apache-2.0", False),
        ("GPL-3.0-or-later", "gpl-3.0-only", False),
        ("GPL-3.0-or-later", "LGPL-2.1-or-later", False),
        ("other", "mit", True),
    ],
)
def test_licences_are_compared_by_what_they_name(one: str, other: str, same: bool) -> None:
    assert same_licence(one, other) is same
    assert same_licence(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("example/Base-7B", "https://huggingface.co/example/base-7b", True),
        ("example/base@main", "example/base", True),
        ("https://hf.co/example/base/tree/main", "example/base", True),
        ("base 7b", "example/base-7B", True),
        ("one/base", "two/base", False),
        ("none", "scratch", True),
        ("none", "example/none-such", False),
        ("example/base", "example/base-instruct", False),
    ],
)
def test_models_are_compared_by_what_they_name(one: str, other: str, same: bool) -> None:
    assert same_model(one, other) is same
    assert same_model(other, one) is same


def test_family_and_words() -> None:
    assert same_family("example/base-7b", "example/base-7b-instruct")
    assert not same_family("example/base-7b", "example/base-70b")
    assert words_in_common("SmolLM2-135M-Instruct", "Smollm2 135M 8k Lc100K Mix1 Ep2")
    assert not words_in_common("Falcon Grande", "Tiny Llama")
