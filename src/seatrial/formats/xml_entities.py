"""XML of any kind that declares entities: PMML, configurations, pictures. Readers unfold them or fetch what they name.

Only the document type is read, with expat and nothing resolved.
"""

import re
from typing import Final

from seatrial.domain.inventory import Role
from seatrial.formats import openvino

NAME: Final = "xml-entities"
ROLE = Role.OTHER
PRIORITY = 61
STARTS = openvino.STARTS
_ENTITY: Final = re.compile(r"<!DOCTYPE\b[^>\[]{0,2000}\[.{0,8000}?<!ENTITY\s", re.DOTALL)

parts = openvino.parts


def matches(head: bytes, size: int) -> bool:
    """XML that declares an entity in its document type."""
    if size < 32 or not head.startswith(STARTS):
        return False
    text = openvino.characters(head)
    return text.lstrip().startswith("<") and _ENTITY.search(text) is not None
