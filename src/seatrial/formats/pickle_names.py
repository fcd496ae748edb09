"""What names in pickles do when they are called: knowledge for checks, with the reason beside each group.

A name is known harmless only as an exact module and name. A name that is not listed is not known, which is
not the same as dangerous. The lists lie beside this module, a file for each kind of library.
"""

from types import MappingProxyType
from typing import Final

from seatrial.domain.finding import Severity
from seatrial.formats import (
    pickle_names_danger,
    pickle_names_frameworks,
    pickle_names_gadgets,
    pickle_names_python,
    pickle_names_sklearn,
    pickle_names_torch,
)
from seatrial.formats.pickle_names_groups import Dangerous, Harmless

CARRIED: Final = pickle_names_danger.CARRIED
__all__ = [
    "CARRIED",
    "DANGEROUS",
    "HARMLESS",
    "Dangerous",
    "Harmless",
    "advisory",
    "dangerous",
    "harmless",
    "harmless_encoding",
]

HARMLESS: Final[tuple[Harmless, ...]] = (
    *pickle_names_python.GROUPS,
    *pickle_names_torch.GROUPS,
    *pickle_names_sklearn.GROUPS,
    *pickle_names_frameworks.GROUPS,
)
DANGEROUS: Final[tuple[Dangerous, ...]] = (*pickle_names_danger.GROUPS, *pickle_names_gadgets.GROUPS)
INSIDE: Final = Dangerous(
    effect="reaches into what Python keeps inside of functions, classes and modules",
    severity=Severity.HIGH,
)
"""Names with two underscores before and after that are not known: `__globals__`, `__subclasses__`, `__builtins__`."""

_HARMLESS_BY_NAME = {name: group for group in HARMLESS for name in group.names}
_DANGEROUS_BY_NAME = {
    name: group
    for found in ("names", "modules")
    for group in reversed(DANGEROUS)
    for name in (group.names if found == "names" else group.modules)
}
_ADVISORIES = MappingProxyType({name: text for group in DANGEROUS for name, text in group.advisories.items()})
_WHOLE_MODULES = frozenset(
    {"builtins", "ctypes", "importlib", "marshal", "nt", "os", "pickle", "posix", "pty", "runpy", "shutil", "socket"}
    | {"subprocess", "sys"}
)
"""Modules that are as good as their functions when a name hands out the module itself."""
_PLAIN_MODULES = frozenset(
    {"code", "commands", "glob", "invoke", "new", "profile", "select", "signal", "site", "thread", "trace", "wget"}
)
"""Modules without modules of their own, and ordinary words: `code.layers` is somebody's own package."""
_ENCODINGS = frozenset({"latin1", "latin-1", "utf-8", "utf8", "ascii", "raw_unicode_escape"})


def harmless(module: str, name: str) -> Harmless | None:
    """The group that knows exactly this name as harmless, or None."""
    return _HARMLESS_BY_NAME.get(f"{module}.{name}")


def dangerous(module: str, name: str) -> Dangerous | None:
    """The group that knows a name as dangerous, or None.

    Later protocols walk dotted names, so `torch.serialization` with `os.system` reaches `os.system`:
    every tail of the name is looked up, and `_os` stands for `os`, as modules often call it. The longest entry that
    covers a tail speaks for it, and the worst of them for the name.
    """
    within, walked = module.split("."), name.split(".")
    found = [_covering([*within, *walked], len(within))]
    for start in range(len(walked)):
        tail = walked[start:]
        if len(tail) > 1 or tail[0].lstrip("_") in _WHOLE_MODULES:
            found += [_covering(tail, 1), _covering([tail[0].lstrip("_"), *tail[1:]], 1)]
    if any(len(part) > 4 and part[:2] == part[-2:] == "__" for part in walked) and harmless(module, name) is None:
        found.append(INSIDE)
    known = [group for group in found if group is not None]
    return max(known, key=lambda group: group.severity.rank) if known else None


def advisory(module: str, name: str) -> str:
    """Where it was published that scanners let a name or its module pass; empty when nowhere that is known here."""
    parts = f"{module}.{name}".split(".")
    for length in range(len(parts), 0, -1):
        found = _ADVISORIES.get(".".join(parts[:length]))
        if found is not None:
            return found
    return ""


def _covering(parts: list[str], depth: int) -> Dangerous | None:
    """The longest entry that `parts` begins with; the first `depth` parts are a module."""
    for length in range(len(parts), 0, -1):
        entry = ".".join(parts[:length])
        found = _DANGEROUS_BY_NAME.get(entry)
        if found is not None and not (length < depth and entry in _PLAIN_MODULES):
            return found
    return None


def harmless_encoding(texts: tuple[str, ...]) -> bool:
    """Whether `_codecs.encode(text, encoding)` only turns text into bytes; other codecs unpack or disguise.

    `texts` are the short string constants among the arguments: a long text is not among them.
    """
    return 1 <= len(texts) <= 2 and texts[-1] in _ENCODINGS
