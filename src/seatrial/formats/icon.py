"""Windows icons. Source: the ICO format as Windows documents it."""

from seatrial.domain.inventory import Role

NAME = "icon"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"\0\0\1\0",)


def matches(head: bytes, size: int) -> bool:
    """A directory of a few images, with its reserved byte empty."""
    count = int.from_bytes(head[4:6], "little")
    return 22 <= size < 4 << 20 and head.startswith(STARTS) and 0 < count <= 64 and len(head) > 9 and head[9] == 0
