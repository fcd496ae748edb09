"""Python source, recognised by its first statement."""

import re

from seatrial.domain.inventory import Role
from seatrial.formats.text import decoded

NAME = "python"
ROLE = Role.CODE
PRIORITY = 93
_SHEBANG = re.compile(r"#!.*\bpython")
_SKIPPED = re.compile(
    r"""\ufeff?(?:\s+|\#[^\n]*(?:\n|\Z)|[rRuU]?(?:\"{3}.*?\"{3}|'{3}.*?'{3}))*""",
    re.DOTALL,
)
_STRONG = (
    r"(?:import[ \t]+[\w.]+[ \t]*(?:$|,|;|\#|as[ \t])|from[ \t]+[\w.]+[ \t]+import\b|def[ \t]+\w+[ \t]*\("
    r"|class[ \t]+\w+[ \t]*[(:]|async[ \t]+def\b|@\w[\w.]*[ \t]*(?:\(|$)|try:|if[ \t]+__name__\b"
    r"|exec\(|eval\(|__import__\()"
)
_FIRST = re.compile(_STRONG, re.MULTILINE)
_LATER = re.compile(rf"^{_STRONG}", re.MULTILINE)
_WEAK = re.compile(r"[A-Za-z_][\w.]*(?:[ \t]*=(?!=)|\()")


def matches(head: bytes, size: int) -> bool:
    """A Python shebang, or a first statement that is Python's behind comments and a docstring.

    An assignment or a call alone could be another language's; it counts with a clear statement further down.
    """
    text = decoded(head, size)
    if text is None:
        return False
    if _SHEBANG.match(text):
        return True
    skipped = _SKIPPED.match(text)
    start = skipped.end() if skipped else 0
    if _FIRST.match(text, start):
        return True
    return _WEAK.match(text, start) is not None and _LATER.search(text, start) is not None and "```" not in text
