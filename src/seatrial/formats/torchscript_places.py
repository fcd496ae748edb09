"""Where TorchScript lies in an archive, and how its classes are called: what a pickle is asked for first."""

import re
from typing import Final

_PLACE: Final = re.compile(r"!/(?:[^/!]+/)?code/(?:[^!]+/)?[^/!]+\.py(?:#\d+)?\Z")
_BYTECODE: Final = re.compile(r"!/(?:[^/!]+/)?bytecode\.pkl(?:#\d+)?\Z")
_CLASS: Final = re.compile(r"__torch__(?:\.[^\W\d]\w*)*\Z")


def lies_at(path: str) -> bool:
    """Whether an inventory path is a place for TorchScript source: under `code/` of an archive."""
    return _PLACE.search(path) is not None


def bytecode_lies_at(path: str) -> bool:
    """Whether an inventory path is the bytecode of an archive for phones."""
    return _BYTECODE.search(path) is not None


def is_script_class(module: str) -> bool:
    """Whether a module that a pickle names is that of a class written in TorchScript.

    No Python can import it: PyTorch's own unpickler finds such a class in the `code/` of the same archive. True says
    nothing of a name looked up in it; a dotted one may lead elsewhere.
    """
    return _CLASS.match(module) is not None
