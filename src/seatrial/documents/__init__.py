"""The domain's nouns as JSON: written one way, read strictly.

Every document names its schema in `schema`; a reader refuses another schema, an unknown field, a doubled
key, a non-finite number and a value of the wrong type. Published schemas lie in `seatrial/schemas/`.
"""

from seatrial.documents.read import DocumentError, from_builtins, read
from seatrial.documents.write import canonical, to_builtins, write

__all__ = ["DocumentError", "canonical", "from_builtins", "read", "to_builtins", "write"]
