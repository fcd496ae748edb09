"""Formats of model graphs: told by content alone, read in bounds whatever the bytes."""

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import coreml, executorch, onnx, openvino, sentencepiece, tensorflow_saved_model, tflite
from seatrial.formats.graph_parts import ExternalData, Operator
from seatrial.formats.graph_readers import READERS
from seatrial.formats.protocol import FormatError
from seatrial.testing import graph_files as graphs
from seatrial.testing.builders import state_dict

MODULES = (coreml, executorch, onnx, openvino, sentencepiece, tensorflow_saved_model, tflite)
GRAPH = graphs.tf_graph([graphs.tf_text("p", "x"), graphs.tf_node("ReadFile", "r", ["p"])])
SEEDS = {
    "coreml": graphs.coreml_custom("Layer"),
    "executorch": graphs.executorch(["aten::add"], ["XnnpackBackend"]),
    "onnx": graphs.onnx([graphs.onnx_node("Add")], [graphs.onnx_external("w.bin")]),
    "openvino": graphs.openvino([("Relu", "opset1")]),
    "tensorflow-graph": graphs.saved_model(GRAPH),
    "tflite": graphs.tflite({"FlexAdd": b"\x03Add", "Mine": b""}),
}
OTHERS = (
    b"a text\nof two lines\n" * 9,
    b"\n\nabout: yaml\nnode: x\n" * 9,
    b'<?xml version="1.0"?><svg width="1"><layers/></svg>' + bytes(9),
    b"<html><body>net</body></html>" * 9,
    b'{"node": {"op": "ReadFile"}}' * 9,
    state_dict(),
    graphs.message(*((1, graphs.message((1, f"key{n}"), (2, f"value{n}"))) for n in range(9))),
    bytes(range(256)) * 4,
    bytes(4096),
)


@pytest.mark.parametrize("name", SEEDS)
def test_each_format_claims_its_own_and_no_other_does(name: str) -> None:
    data = SEEDS[name]
    assert [m.NAME for m in MODULES if m.matches(data, len(data))] == [name]


@pytest.mark.parametrize("data", OTHERS)
def test_nothing_else_is_claimed(data: bytes) -> None:
    assert [m.NAME for m in MODULES if m.matches(data, len(data))] == []


def test_a_frozen_graph_and_a_meta_graph_are_claimed() -> None:
    meta = graphs.message((1, graphs.message((4, "serve"), (5, "1.15.0"))), (2, GRAPH))
    for data in (GRAPH, meta):
        assert tensorflow_saved_model.matches(data, len(data))
        found = list(tensorflow_saved_model.parts(io.BytesIO(data)))
        assert [p.arguments for p in found if isinstance(p, Operator) and p.name == "ReadFile"] == [("x",)]


def test_weights_are_skipped_and_not_read() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.taken += len(data)
            return data

    tensor = graphs.message((2, 1), (8, "w"), (9, bytes(1 << 24)))
    reader = Counting(graphs.onnx([graphs.onnx_node("Add")], [tensor, graphs.onnx_external("w.bin")]))
    assert any(isinstance(part, ExternalData) for part in onnx.parts(reader))
    assert reader.taken < 1 << 19


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.data())
def test_changed_bytes_end_in_parts_or_a_fault(name: str, data: st.DataObject) -> None:
    changed = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FormatError, LimitReached):
        list(READERS[name](io.BytesIO(bytes(changed))))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.binary(max_size=600))
def test_bytes_from_nowhere_end_in_parts_or_a_fault(name: str, data: bytes) -> None:
    for module in MODULES:
        module.matches(data, len(data))
    with suppress(FormatError, LimitReached):
        list(READERS[name](io.BytesIO(data)))
