"""Every format whose files are graphs of operators, and one way to read them all."""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import BinaryIO, Final

from seatrial.formats import (
    coreml,
    executorch,
    onnx,
    openvino,
    tensorflow_saved_model,
    tensorflow_text_graph,
    tflite,
    xml_entities,
)
from seatrial.formats.graph_parts import Part

READERS: Final = MappingProxyType[str, Callable[[BinaryIO], Iterator[Part]]](
    {
        coreml.NAME: coreml.parts,
        executorch.NAME: executorch.parts,
        onnx.NAME: onnx.parts,
        openvino.NAME: openvino.parts,
        tensorflow_saved_model.NAME: tensorflow_saved_model.parts,
        tensorflow_text_graph.NAME: tensorflow_text_graph.parts,
        tflite.NAME: tflite.parts,
        xml_entities.NAME: xml_entities.parts,
    }
)
"""By the format's name."""
