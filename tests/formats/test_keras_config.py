"""Configurations of Keras, read without loading anything."""

import base64
import io
import json
import marshal
import types
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import json_guessed, keras_config, keras_names, marshal_strings
from seatrial.formats.keras_config import Code, Doubled, KerasObject
from seatrial.formats.keras_names import Standing
from seatrial.formats.protocol import FormatError


def compiled(source: str) -> bytes:
    code = compile(source, "<model>", "eval").co_consts[0]
    assert isinstance(code, types.CodeType)
    return marshal.dumps(code)


def test_objects_are_found_at_any_depth_with_their_place() -> None:
    value = {"class_name": "A", "config": {"layers": [{"class_name": "function", "config": "f", "module": "m"}]}}
    found = list(keras_config.items(value))
    assert [(f.name, f.module, f.where) for f in found if isinstance(f, KerasObject)] == [
        ("A", "", ""),
        ("f", "m", "config.layers[0]"),
    ]


@pytest.mark.parametrize("text", ["{}", "[]", '{"class_name": 1, "config": {}}', '{"class_name": "x"}', '"class_name"'])
def test_json_that_names_no_class_is_none_of_ours(text: str) -> None:
    assert keras_config.read(io.BytesIO(text.encode())) is None


@pytest.mark.parametrize("key", ["model_config", "modelTopology", "training_config"])
def test_configurations_inside_exports_are_found(key: str) -> None:
    value = {"format": "layers-model", key: {"class_name": "Sequential", "config": {}}}
    assert keras_config.read(io.BytesIO(json.dumps(value).encode())) == value


def test_both_readings_of_a_doubled_key_are_kept() -> None:
    text = b'{"class_name": "first", "config": {}, "class_name": "last"}'
    found = list(keras_config.items(keras_config.read(io.BytesIO(text))))
    assert {f.name for f in found if isinstance(f, KerasObject)} == {"first", "last"}
    assert any(isinstance(f, Doubled) for f in found)


def test_compiled_code_is_told_from_other_text() -> None:
    text = base64.b64encode(compiled("lambda x: x + 1")).decode()
    (found,) = keras_config.items({"anything": [text]})
    assert isinstance(found, Code)
    assert list(keras_config.items({"a": "4w" + "A" * 60 + "!"})) != [found]
    assert list(keras_config.items({"a": base64.b64encode(bytes(60)).decode(), "b": "plain text " * 9})) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("lambda x: __import__('os').system('id')", "__import__"),
        ("lambda x: exec('1')", "exec"),
        ("lambda x: (lambda y: eval(y))(x)", "eval"),
        ("lambda x: open('/etc/passwd').read()", "open"),
        ("lambda x: x.__class__.__base__.__subclasses__()", "__subclasses__"),
    ],
)
def test_names_that_code_uses_are_read_without_loading_it(source: str, name: str) -> None:
    assert name in marshal_strings.acting(compiled(source))
    assert name in marshal_strings.acting(marshal.dumps(compile(source, "<model>", "eval"), 0))


@pytest.mark.parametrize(
    "source", ["lambda x: x / 255.0", "lambda x: K.expand_dims(x, -1)", "lambda a: tf.reduce_mean(a)"]
)
def test_code_that_computes_names_nothing_that_acts(source: str) -> None:
    assert marshal_strings.acting(compiled(source)) == ()


def test_code_written_a_character_a_byte_is_read_too() -> None:
    data = compiled("lambda x: eval(x)")
    assert marshal_strings.decoded(data.decode("latin-1")) == data
    assert marshal_strings.decoded(base64.encodebytes(data).decode()) == data


def test_too_much_is_a_limit_and_too_deep_is_refused() -> None:
    with pytest.raises(LimitReached):
        json_guessed.parse("[" * (json_guessed.MAX_CONTAINERS + 1))
    with pytest.raises(LimitReached):
        keras_config.read(io.BytesIO(b'{"class_name": "' + b"x" * json_guessed.MAX_BYTES))
    with pytest.raises(FormatError):
        json_guessed.parse("[" * 100_000)
    with pytest.raises(FormatError):
        json_guessed.parse('{"class_name": ' + "9" * 5_000 + "}")


def test_a_registered_name_of_a_known_package_needs_no_module() -> None:
    assert keras_names.standing("", "GroupNormalization", "Addons>GroupNormalization") is Standing.KNOWN
    assert keras_names.standing("", "Gate", "mine>Gate") is Standing.CUSTOM
    assert keras_names.standing("", "Gate") is Standing.UNNAMED


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["class_name", "config", "module", "x", "function"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(_JSON)
def test_any_json_is_walked_to_its_end(value: Any) -> None:
    for item in keras_config.items(json_guessed.parse(json.dumps(value))):
        if isinstance(item, KerasObject):
            keras_names.standing(item.module, item.name, item.registered, function=item.is_function)


@given(st.binary(max_size=200), st.sampled_from([b"", b'{"class_name":"', b"\xff\xfe", b"\xef\xbb\xbf{", b"{\0"]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    try:
        value = keras_config.read(io.BytesIO(start + data))
    except (FormatError, LimitReached):
        return
    list(keras_config.items(value))


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: base64.b64encode(b"\xe3" + b).decode()))
def test_any_text_is_decoded_or_is_no_code(text: str) -> None:
    data = marshal_strings.decoded(text)
    if data is not None:
        marshal_strings.acting(data)
