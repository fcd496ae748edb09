"""Compute kernels that a configuration has loaders fetch from the hub: native code and Python named in an option.

`transformers` takes `org/repository@revision:function` where it takes the name of an attention implementation.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

_WORDS: Final = ("attn_implementation", "experts_implementation")
KEYS: Final = frozenset(
    {f"{mark}{word}{end}" for word in _WORDS for mark in ("", "_") for end in ("", "_internal", "_autoset")}
    | {"kernel_mapping", "kernel_config", "hub_kernels"}
)
_KERNEL: Final = re.compile(r"(?:\w+\|)?([A-Za-z0-9][\w.-]*)/[\w.-]+(?:@[\w./=<>!,^~-]+)?(?::[\w.]+)?")
_CURATED: Final = frozenset({"kernels-community"})
"""Collections that the library's own makers keep, and from which it takes kernels unasked."""
MAX_NAMES: Final = 64


def kernels(stated: Any) -> Iterator[tuple[str, bool]]:
    """Names of repositories in the value of one of `KEYS`, each with whether its collection is a curated one."""
    pending, count = [stated], 0
    while pending and count < MAX_NAMES:
        here = pending.pop()
        if isinstance(here, dict):
            pending.extend(here.values())
        elif isinstance(here, list):
            pending.extend(here)
        elif isinstance(here, str) and (found := _KERNEL.fullmatch(here.strip())):
            count += 1
            yield here.strip(), found[1].lower() in _CURATED
