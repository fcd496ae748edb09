"""Schemas of skops archives, of which nothing is built."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import skops_schema
from seatrial.formats.protocol import FormatError
from seatrial.formats.skops_schema import Standing


def read(value: Any) -> list[tuple[str, str]]:
    schema = skops_schema.read(io.BytesIO(json.dumps(value).encode()))
    return [(f"{n.module}.{n.name}", n.where) for n in skops_schema.nodes(schema)]


def test_nodes_are_found_at_any_depth_with_their_place() -> None:
    inner = {"__loader__": "TypeNode", "__module__": "c", "__class__": "D"}
    outer = {"__loader__": "ObjectNode", "__module__": "a", "__class__": "B", "content": {"content": [1, inner]}}
    assert read(outer) == [("a.B", ""), ("c.D", "content.content[1]")]


@pytest.mark.parametrize("value", [{}, [], {"a": {"__loader__": "x"}}, {"__loader__": 1}, [{"__loader__": "x"}]])
def test_other_json_is_no_schema(value: Any) -> None:
    assert skops_schema.read(io.BytesIO(json.dumps(value).encode())) is None


def test_a_name_is_judged_whatever_node_it_stands_in() -> None:
    for loader in skops_schema.LOADERS - {"OperatorFuncNode"}:
        (node,) = skops_schema.nodes({"__loader__": loader, "__module__": "os", "__class__": "system"})
        assert skops_schema.standing(node) is Standing.ACTING


def test_too_many_values_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skops_schema, "MAX_NODES", 3)
    with pytest.raises(LimitReached):
        list(skops_schema.nodes({"a": [1, 2, 3]}))


_KEYS = st.sampled_from(["__loader__", "__module__", "__class__", "content", "func", "obj", "bit_generator", "x"])
_TEXTS = st.sampled_from(["MethodNode", "OperatorFuncNode", "FunctionNode", "RandomGeneratorNode", "os", "system", ""])
_JSON = st.recursive(
    st.none() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(_JSON)
def test_any_schema_is_walked_to_its_end(value: Any) -> None:
    for node in skops_schema.nodes(value):
        skops_schema.standing(node)


@given(st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        skops_schema.read(io.BytesIO(b'{"__loader__": "' + data))
    except (FormatError, LimitReached):
        return
