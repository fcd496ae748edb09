"""Native code: ELF, PE and Mach-O programs and shared libraries, static ones, Java class files.

So are Actually Portable Executables, which begin as a shell script in a PE header: llamafiles are of that kind.
"""

import struct

from seatrial.domain.inventory import Role

NAME = "native-code"
ROLE = Role.CODE
PRIORITY = 10
_MACHO = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_JAVA_OR_UNIVERSAL = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")
_LIBRARY = b"!<arch>\n"
_PORTABLE = (b"MZqFpD=", b"jartsr=")
STARTS = (b"\x7fELF", b"MZ", *_MACHO, *_JAVA_OR_UNIVERSAL, _LIBRARY, *_PORTABLE)


def matches(head: bytes, size: int) -> bool:
    """The magic of one of the kinds, with the field after it plausible."""
    if size < 32 or len(head) < 32:
        return False
    if head.startswith(b"\x7fELF"):
        return head[4] in (1, 2) and head[5] in (1, 2)
    if head.startswith((*_PORTABLE, _LIBRARY, *_JAVA_OR_UNIVERSAL, *_MACHO)):
        return True
    return head.startswith(b"MZ") and _portable_executable(head, size)


def _portable_executable(head: bytes, size: int) -> bool:
    if len(head) < 64:
        return False
    at = int(struct.unpack_from("<L", head, 60)[0])
    return at < size and (at + 4 > len(head) or head[at : at + 4] == b"PE\0\0")
