"""Known answers for `artifact.embedded-pickle`."""

from seatrial.testing.builders import calling, stack_calling
from seatrial.testing.case import Case

_NOISE = bytes((n * 167 + 13) % 251 for n in range(4096))

CASES: tuple[Case, ...] = (
    Case(
        name="a pickle behind other bytes",
        files={"data.bin": b"\x01\x02\x03\xff" + _NOISE + calling("os", "system", "echo inert")},
        expect=("fail: holds what reads as a pickle that names os.system",),
    ),
    Case(
        name="a pickle of a later protocol behind zeros",
        files={"data.bin": bytes(64) + b"\xff\xfe\x01" + stack_calling("posix", "system", "echo inert")},
        expect=("fail: holds what reads as a pickle that names posix.system",),
    ),
    Case(name="bytes that are nothing", files={"data.bin": b"\x01\xff" + _NOISE}, good=True),
)
