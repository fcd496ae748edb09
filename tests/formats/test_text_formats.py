"""Formats of text are told by their content, and configurations say what they declare."""

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import json_text, text
from seatrial.formats.protocol import FormatError
from seatrial.inventory.identify import identify
from seatrial.testing.model_files import PLAIN_TEMPLATE, config_json, model_card


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (config_json(), "json"),
        (b"[1, 2]", "json"),
        (b'\n  {"a": 1}', "json"),
        (b"{}", "json"),
        (PLAIN_TEMPLATE.encode(), "jinja"),
        (b"{{ bos_token }}{% for m in messages %}{% endfor %}", "jinja"),
        (b"<s>\n{%- for m in messages -%}{{ m.content }}{%- endfor -%}", "jinja"),
        (model_card(), "model-card"),
        (b"---\nlicense: mit\n---\n", "model-card"),
        (b"\xef\xbb\xbf---\r\nlicense: mit\r\n---\r\n# T\r\n", "model-card"),
        (b"---\na: 1\n---\nb: 2\n", "yaml"),
        (b"name: x\nvalues:\n  - 1\n", "yaml"),
        (b"# A model\n\nWords.\n\n```python\nimport torch\n```\n", "markdown"),
        (b"See [the paper](https://example.invalid).\n", "markdown"),
        (b"# Quotes `{% for m in messages %}{{ m }}{% endfor %}`\n", "markdown"),
        (b'#!/usr/bin/env python3\nprint("x")\n', "python"),
        (b'# a comment\n\n"""Words."""\n\nfrom typing import Any\n', "python"),
        (b"exec(open('x').read())\n", "python"),
        (b"X = 1\n\n\ndef f():\n    return X\n", "python"),
        (b"#version: 0.2\n\xc4\xa0 t\n\xc4\xa0 a\n", "text"),
        (b"Apache License, Version 2.0\n", "text"),
        (b"torch==2.0\nnumpy\n", "text"),
        (b"Copyright \xa9 2026 by somebody who writes in an older encoding\n", "text"),
        (b"\x00\x01\x02\x03binary", "unknown"),
        ("UTF-16 text".encode("utf-16"), "unknown"),
    ],
)
def test_text_is_told_by_its_content(content: bytes, expected: str) -> None:
    assert identify(content, content, len(content)).format == expected


def test_a_character_cut_at_the_end_of_the_head_is_no_fault() -> None:
    head = ("a" * 10 + "é").encode()[:-1]
    assert text.characters(head, 100) == "a" * 10
    assert text.characters(b"\xff" * 10, 10) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_identified(data: bytes) -> None:
    assert identify(data, data, len(data)).format


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": 1, "a": 2}',
        b'{"x": {"a": 1, "a": 2}}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b'\xef\xbb\xbf{"a": 1}',
        b'{"\xff": 1}',
        '{"a": 1}'.encode("utf-16"),
    ],
)
def test_json_that_readers_would_not_agree_on_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        json_text.load(data)


def test_a_doubled_key_is_found_among_very_many() -> None:
    keys = ",".join(f'"k{n}":1' for n in range(200_000))
    with pytest.raises(FormatError, match="k199999"):
        json_text.load(f'{{{keys},"k199999":2}}'.encode())


def test_constants_that_configurations_in_the_wild_have_are_read() -> None:
    assert json_text.load(b'{"time_step_limit": [0.0, Infinity]}') == {"time_step_limit": [0.0, float("inf")]}


def test_too_large_or_unfolding_json_meets_a_limit() -> None:
    with pytest.raises(LimitReached):
        json_text.read(io.BytesIO(b" " * (json_text.MAX_BYTES + 1)))
    with pytest.raises(LimitReached):
        json_text.load(b"[" + b"[]," * json_text.MAX_CONTAINERS + b"[]]")


@given(st.text(max_size=100) | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(repr))
def test_any_text_ends_in_a_value_or_a_refusal(value: str) -> None:
    try:
        json_text.load(value.encode("utf-8", "surrogatepass"))
    except (FormatError, LimitReached):
        return


def stated(basename: str, value: object) -> dict[str, object]:
    data = io.BytesIO(json.dumps(value).encode())
    return {fact.name: fact.value for fact in json_text.facts(data, f"sub/{basename}")}


def test_a_configuration_declares_its_architecture_and_numbers() -> None:
    assert stated("config.json", json.loads(config_json())) == {
        "model.architecture": "llama",
        "model.architectures": ("LlamaForCausalLM",),
        "model.dtypes": ("bfloat16",),
        "model.context_length": 128,
    }


def test_a_configuration_of_several_parts_declares_those_of_its_language_part() -> None:
    value = {"model_type": "gemma3", "text_config": {"max_position_embeddings": 4096, "dtype": "float16"}}
    assert stated("config.json", value) == {
        "model.architecture": "gemma3",
        "model.dtypes": ("float16",),
        "model.context_length": 4096,
    }


@pytest.mark.parametrize(
    ("basename", "value", "expected"),
    [
        ("config.json", {"auto_map": {"AutoModel": "m.X"}}, {"model.custom_code": True}),
        (
            "config.json",
            {"quantization_config": {"quant_method": "gptq", "bits": 4}},
            {"model.quantization": "gptq 4-bit"},
        ),
        ("config.json", {"architectures": ["X"]}, {"model.architecture": "X", "model.architectures": ("X",)}),
        ("config.json", {"max_position_embeddings": True, "model_type": 3, "architectures": [None]}, {}),
        ("config.json", [1, 2], {}),
        ("tokenizer_config.json", {"tokenizer_class": "GPT2Tokenizer"}, {"model.tokenizer": "GPT2Tokenizer"}),
        ("tokenizer.json", {"model": {"type": "BPE"}}, {"model.tokenizer_algorithm": "BPE"}),
        (
            "adapter_config.json",
            {"base_model_name_or_path": "example/base", "peft_type": "LORA"},
            {"model.base_model": "example/base", "model.adapter": "LORA"},
        ),
        (
            "model.safetensors.index.json",
            {"metadata": {"total_parameters": 7_000_000_000, "total_size": 1}},
            {"model.parameter_count": 7_000_000_000},
        ),
        ("something_else.json", {"model_type": "llama"}, {}),
    ],
)
def test_each_file_declares_what_loaders_take_from_it(
    basename: str, value: object, expected: dict[str, object]
) -> None:
    assert stated(basename, value) == expected


def test_declared_text_is_escaped_and_cut() -> None:
    (fact,) = json_text.facts(
        io.BytesIO(json.dumps({"model_type": "a\u202e\ud800" + "b" * 999}).encode()), "config.json"
    )
    assert isinstance(fact.value, str)
    assert fact.value.isprintable()
    assert len(fact.value) <= 201
    assert sys.getsizeof(fact.value.encode()) < 1000
