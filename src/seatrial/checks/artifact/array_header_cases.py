"""Known answers for artifact.array-header."""

from seatrial.testing import Case
from seatrial.testing.builders import npy_array

_PLAIN = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"

CASES = (
    Case(name="a vector of two numbers", files={"a.npy": npy_array(_PLAIN, bytes(16))}, good=True),
    Case(
        name="fields of several types, and a shape of nothing",
        files={
            "r.npy": npy_array("{'descr': [('a', '<i4'), ('b', '<U5')], 'fortran_order': False, 'shape': (0,), }", b""),
            "s.npy": npy_array("{'descr': '<f4', 'fortran_order': True, 'shape': (), }", bytes(4)),
        },
        good=True,
    ),
    Case(
        name="the shape calls a function",
        files={"a.npy": npy_array("{'descr': '<f8', 'fortran_order': False, 'shape': (exit(),), }", bytes(8))},
        expect=("fail: has a header that readers refuse",),
    ),
    Case(
        name="a control character after a length",
        files={"a.npy": npy_array("{'descr': '<f8', 'fortran_order': False, 'shape': (2\x1c, 3 4), }", bytes(8))},
        expect=("fail: has a header that readers refuse",),
    ),
    Case(
        name="petabytes promised in a few bytes",
        files={"a.npy": npy_array("{'descr': '<f8', 'fortran_order': False, 'shape': (900000000000000,), }", bytes(8))},
        expect=("fail: states 7,200,000,000,000",),
    ),
    Case(
        name="bytes behind the last number",
        files={"a.npy": npy_array(_PLAIN, bytes(40))},
        expect=("fail: goes on for 24 bytes",),
    ),
)
