"""Words of the subject, made safe to show to a person."""

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
"""Other spaces than the ordinary one are among them: in a name they pass for it."""


def shown(text: str, limit: int = 200) -> str:
    """Text with control, invisible, bidirectional and unassigned characters escaped, cut to `limit` characters.

    Newlines and tabs are escaped too: a shown value is always one line.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    parts: list[str] = []
    length = 0
    for character in text:
        hidden = character != " " and unicodedata.category(character) in _HIDDEN
        piece = _escaped(character) if hidden else character
        length += len(piece)
        if length > limit:
            parts.append("…")
            break
        parts.append(piece)
    return "".join(parts)


def _escaped(character: str) -> str:
    code = ord(character)
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
