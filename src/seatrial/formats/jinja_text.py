"""Jinja templates on their own: `chat_template.jinja` and its like."""

import re

from seatrial.domain.inventory import Role
from seatrial.formats.text import decoded

NAME = "jinja"
ROLE = Role.CONFIG
PRIORITY = 92
_STATEMENT = re.compile(r"\{%-?\+?\s*(?:set|if|for|macro|block|import|from|include|extends|raw|filter|call|with)\b")


def matches(head: bytes, size: int) -> bool:
    """Text that begins with Jinja's marks, or speaks of messages inside them."""
    if b"{%" not in head and b"{{" not in head:
        return False
    text = decoded(head, size)
    if text is None:
        return False
    if text.lstrip().startswith(("{%", "{{", "{#")):
        return True
    # Documentation and code quote templates; a template of its own does not start with a heading or an import.
    quoted = text.lstrip().startswith(("#", "---", "import ", "from ", '"""', "<!--")) or "```" in text
    return not quoted and "messages" in text and _STATEMENT.search(text) is not None
