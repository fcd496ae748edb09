"""The quick look says what the full machine says, or nothing."""

import io
import pickle
from collections import OrderedDict, deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import pickle_names
from seatrial.formats.pickle_actions import run
from seatrial.formats.pickle_glance import FIRST_BYTES, LAST_BYTES, glance
from seatrial.formats.pickle_machine import Budget, Machine, Oddity
from seatrial.formats.pickle_opcodes import Cursor
from seatrial.formats.protocol import FormatError
from seatrial.testing.builders import state_dict

_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.text(max_size=5), inner, max_size=5)
        | st.tuples(inner, inner)
        | st.lists(inner, max_size=4).map(deque)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4).map(OrderedDict)
    ),
    max_leaves=30,
)


def _known(module: str, name: str) -> bool:
    return pickle_names.harmless(module, name) is not None


def _by_machine(data: bytes) -> tuple[set[str], list[tuple[int, int, bytes]], int]:
    machine = Machine(Cursor(io.BytesIO(data)), Budget())
    names = {f"{event.module}.{event.name}" for event in run(machine) if not isinstance(event, Oddity)}
    return names, machine.strings, machine.cursor.position


@given(_plain, st.integers(2, 5), st.binary(max_size=8))
def test_it_sees_the_names_and_strings_and_the_end_that_the_machine_sees(
    value: object, protocol: int, after: bytes
) -> None:
    data = pickle.dumps(value, protocol) + after
    seen = glance(io.BytesIO(data), 0, None, _known)
    names, strings, end = _by_machine(data)
    if seen is None:
        assert protocol == 2 or any(name not in {"collections.deque", "collections.OrderedDict"} for name in names)
        return
    assert {f"{found.module}.{found.name}" for found in seen.imports} == names
    assert list(seen.strings) == strings
    assert seen.end == end


@given(_plain, st.integers(2, 5), st.data())
def test_what_the_machine_refuses_it_never_passes(value: object, protocol: int, data: st.DataObject) -> None:
    mutated = bytearray(pickle.dumps(value, protocol))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place] = data.draw(st.integers(0, 255))
    seen = glance(io.BytesIO(bytes(mutated)), 0, None, _known)
    if seen is None:
        return
    names, strings, end = _by_machine(bytes(mutated))
    assert ({f"{i.module}.{i.name}" for i in seen.imports}, list(seen.strings), seen.end) == (names, strings, end)


@given(st.binary(max_size=80))
def test_random_bytes_are_passed_only_where_the_machine_passes_them(data: bytes) -> None:
    seen = glance(io.BytesIO(data), 0, None, _known)
    if seen is not None:
        assert _by_machine(data)[2] == seen.end


@pytest.mark.parametrize(
    "data",
    [
        b"cos\nsystem\n(S'echo'\ntR.",
        b"\x80\x02cos\nsystem\nX\x04\0\0\0echo\x85R.",
        b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85R.",
        b"\x80\x02]R.",
        b"\x80\x02ccollections\nOrderedDict\n)R)R.",
        b"\x80\x02K\x01",
        b"\x80\x02.",
        b"\x80\x02h\x05.",
        b"\x80\x06N.",
        b"\x80\x02ctorch\nx.y\n.",
        b"\x80\x04\x94.",
        b"\x80\x02\x82\x01.",
    ],
)
def test_it_leaves_to_the_machine_whatever_is_not_plain(data: bytes) -> None:
    assert glance(io.BytesIO(data), 0, None, _known) is None


def test_checkpoints_are_plain() -> None:
    seen = glance(io.BytesIO(state_dict()), 0, None, _known)
    assert seen is not None
    assert "torch._utils._rebuild_tensor_v2" in {f"{i.module}.{i.name}" for i in seen.imports}


def test_a_stream_longer_than_the_first_reading_is_read_on() -> None:
    data = pickle.dumps(list(range(300_000)))
    assert len(data) > 4 * FIRST_BYTES
    seen = glance(io.BytesIO(data + b"behind"), 0, None, _known)
    assert seen is not None
    assert seen.end == len(data)


def test_a_stream_longer_than_the_last_reading_is_left_to_the_machine() -> None:
    assert glance(io.BytesIO(b"\x80\x04]" + b"N0" * (LAST_BYTES // 2) + b"."), 0, None, _known) is None


def test_an_end_that_is_set_is_kept() -> None:
    data = pickle.dumps([1, 2, 3])
    assert glance(io.BytesIO(data), 0, len(data) - 1, _known) is None
    assert glance(io.BytesIO(data), 0, len(data), _known) is not None


def test_the_machine_still_meets_its_bounds() -> None:
    with pytest.raises((LimitReached, FormatError)):
        _by_machine(b"\x80\x02" + b"(" * 1_100_000)
