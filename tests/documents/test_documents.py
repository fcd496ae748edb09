"""Documents are read strictly and come back as they went."""

import datetime
import json
from pathlib import Path

import jsonschema
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from seatrial.documents import DocumentError, canonical, from_builtins, read, to_builtins, write
from seatrial.documents.read import MAX_DEPTH, _depth
from seatrial.domain.declaration import Declaration
from seatrial.domain.finding import Finding, Kind, Location
from seatrial.domain.outcome import Outcome, Status

SCHEMA = "seatrial.test/v1"

text = st.text(st.characters(codec="utf-8"), max_size=20)
findings = st.builds(
    Finding,
    kind=st.sampled_from(list(Kind)),
    message=text,
    location=st.none() | st.builds(Location, path=text, offset=st.none() | st.integers(0, 2**50)),
    evidence=st.lists(text, max_size=2).map(tuple),
)
outcomes = st.builds(
    Outcome,
    check_id=text,
    check_version=st.integers(0, 9),
    status=st.sampled_from(list(Status)),
    findings=st.lists(findings, max_size=3).map(tuple),
    versions=st.dictionaries(text, text, max_size=2),
)


@given(outcomes)
def test_what_is_written_is_read_back(outcome: Outcome) -> None:
    assert read(write(outcome, SCHEMA), Outcome, SCHEMA) == outcome


@given(outcomes)
def test_canonical_bytes_do_not_depend_on_order(outcome: Outcome) -> None:
    plain = to_builtins(outcome)
    assert canonical(dict(reversed(plain.items()))) == canonical(outcome)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "not JSON"),
        (b"[]", "$.schema"),
        (b'{"schema": "other"}', "$.schema"),
        (b'{"schema": "seatrial.test/v1", "name": "a", "colour": 1}', "$.colour: unknown field"),
        (b'{"schema": "seatrial.test/v1", "name": "a", "developer": {"name": "b", "x": 1}}', "$.developer.x"),
        (b'{"schema": "seatrial.test/v1", "name": "a", "name": "b"}', "twice"),
        (b'{"schema": "seatrial.test/v1", "name": 1}', "$.name"),
        (b'{"schema": "seatrial.test/v1"}', "name"),
        (b'{"schema": "seatrial.test/v1", "name": "a", "training_flop": NaN}', "NaN"),
        (b'{"schema": "seatrial.test/v1", "name": "a", "training_flop": 1e999}', "too large"),
        (b'{"schema": "seatrial.test/v1", "name": "a", "facts": {"x": ' + b"[" * 200 + b"]" * 200 + b"}}", "nested"),
        (b'{"schema": "seatrial.test/v1", "name": "\xff"}', "not JSON"),
        (b'{"schema": "seatrial.test/v1", "name": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_what_was_not_agreed_on_is_refused(document: bytes, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(document, Declaration, SCHEMA)
    assert words in str(caught.value)


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_never_crashes(data: bytes) -> None:
    with pytest.raises(DocumentError):
        read(data, Declaration, SCHEMA)


def test_dates_are_text_outside_and_dates_inside() -> None:
    plain = {"name": "m", "release": {"planned_public_date": "2027-01-31"}}
    declaration = from_builtins(plain, Declaration)
    assert declaration.release.planned_public_date == datetime.date(2027, 1, 31)
    with pytest.raises(DocumentError):
        from_builtins({"name": "m", "release": {"planned_public_date": "soon"}}, Declaration)


def test_the_published_schema_accepts_what_is_read_and_refuses_what_is_not() -> None:
    from importlib import resources

    schema = json.loads((resources.files("seatrial") / "schemas" / "declaration-v1.json").read_text())
    good = {"name": "m", "contacts": [{"purpose": "security", "address": "security@example.org"}]}
    jsonschema.validate(good, schema)
    from_builtins(good, Declaration)
    for bad in ({"name": "m", "colour": 1}, {"name": 1}, {}, {"name": "m", "contacts": [{"purpose": "x"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)
        with pytest.raises(DocumentError):
            from_builtins(bad, Declaration)


def test_a_record_keeps_its_published_schema(tmp_path: Path) -> None:
    import datetime
    from importlib import resources

    from seatrial.documents.sigstore import decode
    from seatrial.record.keys import own_signer
    from seatrial.record.statement import build
    from seatrial.testing.sample_review import could_not_tell, not_clear

    schema = json.loads((resources.files("seatrial") / "schemas" / "record-v1.json").read_text())
    signer = own_signer(tmp_path)
    for review in (could_not_tell(), not_clear()):
        lifetime = datetime.timedelta(days=1)
        payload = build(review, b"{}", key_id=signer.key_id, nonce=b"n" * 16, secret=b"s", lifetime=lifetime)
        predicate = json.loads(decode(signer.seal(payload)).payload)["predicate"]
        jsonschema.validate(predicate, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(predicate | {"unheardOf": 1}, schema)


@pytest.mark.parametrize("name", ["review", "assessment", "verdict"])
def test_a_review_keeps_its_published_schemas(name: str) -> None:
    from importlib import resources

    from seatrial.testing.sample_review import not_clear

    schema = json.loads((resources.files("seatrial") / "schemas" / f"{name}-v1.json").read_text())
    review = not_clear()
    noun = {"review": review, "assessment": review.assessment, "verdict": review.verdicts[0]}[name]
    document = json.loads(write(noun, f"seatrial.{name}/v1"))
    jsonschema.validate(document, schema)
    assert read(write(noun, f"seatrial.{name}/v1"), type(noun), f"seatrial.{name}/v1") == noun
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document | {"unheardOf": 1}, schema)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_canonical_bytes_are_those_of_rfc_8785(value: object) -> None:
    """What is written by the quick way is what the slow one writes, and what neither can carry is refused by both."""
    try:
        expected = rfc8785.dumps(value)  # type: ignore[arg-type]
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical(value)
    else:
        assert canonical(value) == expected


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValueError, match=r"surrogate|UTF-8|utf-8"):
        canonical({"a": "\ud800"})


@given(st.lists(st.sampled_from(list(b'[]{}"\\a\n')), max_size=40).map(bytes))
def test_nesting_is_counted_outside_strings(marks: bytes) -> None:
    """By what a reader of one byte after another counts; a string without an end hides all that follows."""
    depth = deepest = 0
    inside = escaped = False
    for mark in marks:
        if inside:
            inside, escaped = escaped or mark != 0x22, not escaped and mark == 0x5C
        elif mark == 0x22:
            inside = True
        elif mark in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in b"]}":
            depth -= 1
    filler = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"["  # so that there is enough for it to be counted at all
    level = 1 + deepest
    assert _depth(filler + marks) == max(MAX_DEPTH, level)
