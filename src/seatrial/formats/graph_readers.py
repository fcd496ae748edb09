"""Every format whose files are graphs of operators, and one way to read them all."""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import BinaryIO, Final

from seatrial.formats import coreml, executorch, onnx, openvino, tensorflow_saved_model, tflite
from seatrial.formats.graph_parts import Part

READERS: Final = MappingProxyType[str, Callable[[BinaryIO], Iterator[Part]]](
    {module.NAME: module.parts for module in (coreml, executorch, onnx, openvino, tensorflow_saved_model, tflite)}
)
"""By the format's name."""
