"""What loading a pickle would do, told for every protocol and for streams that are wrong."""

import collections
import datetime
import io
import os
import pickle
import pickletools
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import pickle_machine, pickle_stream
from seatrial.formats.pickle_actions import ACTIONS
from seatrial.formats.pickle_names import DANGEROUS, HARMLESS, dangerous, harmless
from seatrial.formats.pickle_opcodes import TABLE
from seatrial.formats.pickle_stream import Call, Import, Oddity, calls, matches, matches_reader, uses
from seatrial.formats.protocol import FormatError
from seatrial.testing.builders import call_op, calling, name_op, pickled, stack_calling, state_dict, text_op


class Shell:
    """Its pickle would run a command; it is never loaded here."""

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("id",)


def names_in(data: bytes) -> set[tuple[str, str]]:
    return {(event.module, event.name) for event in uses(io.BytesIO(data)) if not isinstance(event, Oddity)}


def told(data: bytes) -> list[str]:
    found = []
    try:
        for event in uses(io.BytesIO(data)):
            if isinstance(event, Call):
                found.append(f"{event.how} {event.module}.{event.name}{event.arguments}")
            elif isinstance(event, Oddity):
                found.append("torn frame")
            else:
                found.append(f"import {event.module}.{event.name}")
    except FormatError as error:
        found.append(f"broken: {error}")
    return found


def test_every_opcode_of_the_standard_library_is_known_with_its_argument() -> None:
    assert {ord(op.code): op.name for op in pickletools.opcodes} == {code: name for code, (name, _, _) in TABLE.items()}
    assert ACTIONS.keys() == TABLE.keys()


@pytest.mark.parametrize("protocol", range(6))
def test_a_call_is_told_with_its_arguments_in_every_protocol(protocol: int) -> None:
    data = pickle.dumps([Shell()], protocol)
    assert matches(data, len(data))
    assert [line for line in told(data) if "_reconstructor" not in line] == [
        "import posix.system",
        "REDUCE posix.system('id')",
    ]


@pytest.mark.parametrize("protocol", range(6))
def test_plain_data_of_every_kind_is_read_to_its_end(protocol: int) -> None:
    value = {
        "numbers": [0, -1, 255, 65536, 2**40, -(2**70), 2**3000, 1.5, float("inf"), True, None],
        "text": "a'\n\\é\u202e" + "x" * 200_000,
        "bytes": [b"", b"\0\xff" * 100_000],
        "deep": (1, (2, (3, (4, ())))),
        "sets": ({1, 2}, frozenset("ab")),
        "dates": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        "ordered": collections.OrderedDict(a=1),
        "many": list(range(3000)),
    }
    data = pickle.dumps(value, protocol)
    head = data[:65536]
    assert matches(head, len(data)) or matches_reader(head, io.BytesIO(data), len(data))
    assert not [line for line in told(data) if line.startswith("broken")]
    names = names_in(data) - {("_codecs", "encode")}
    assert all(harmless(*name) for name in names), names


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"(S'id'\nios\nsystem\n.", "INST os.system('id')"),
        (b"(cos\nsystem\nS'id'\no.", "OBJ os.system('id')"),
        (pickled(name_op("os", "system"), text_op("id"), b"\x85\x81"), "NEWOBJ os.system('id')"),
        (pickled(name_op("os", "system"), text_op("id"), b"\x85}\x92", protocol=4), "NEWOBJ_EX os.system('id')"),
        (stack_calling("os", "system", "id"), "REDUCE os.system('id')"),
        (b"cos\nsystem\np0\n0g0\n(S'\\x69d'\ntR.", "REDUCE os.system('id')"),
        (b"S'system'\np1\n0S'os'\ng1\n\x93(S'id'\ntR.", "REDUCE os.system('id')"),
        (b"cos\nsystem\n2(S'id'\ntR.", "REDUCE os.system('id')"),
        (
            pickled(call_op("builtins", "getattr", name_op("os", "x"), "system"), b"(", text_op("id"), b"tR"),
            "REDUCE os.x.system('id')",
        ),
        (b"ccommands\ngetoutput\n(S'id'\ntR.", "REDUCE subprocess.getoutput('id')"),
    ],
)
def test_every_way_to_call_is_seen(data: bytes, expected: str) -> None:
    assert any(line.startswith(expected) for line in told(data)), told(data)


@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_what_numpy_pickles_is_known_to_be_harmless(protocol: int) -> None:
    numpy = pytest.importorskip("numpy")
    values = [numpy.float32(1), numpy.arange(3), numpy.random.default_rng(0), numpy.random.RandomState(0)]
    values += [numpy.ma.array([1]), numpy.array([{"a": 1}], object), numpy.zeros(2, [("a", "<f4")])]
    names = names_in(pickle.dumps(values, protocol)) - {("_codecs", "encode")}
    assert not [name for name in names if harmless(*name) is None]


def test_a_stream_that_calls_and_then_breaks_has_called() -> None:
    assert told(calling("os", "system", "id")[:-1])[-2:] == ["REDUCE os.system('id')", "broken: the stream breaks off"]
    assert told(calling("os", "system", "id")[:-1] + b"\xff")[-1] == "broken: byte 0xff is no opcode"


def test_a_name_from_a_call_is_marked_as_computed() -> None:
    data = pickled(text_op("os"), call_op("builtins", "str", "system"), b"\x93", protocol=4)
    computed = [event for event in uses(io.BytesIO(data)) if isinstance(event, Import) and event.computed]
    assert [(event.module, event.name) for event in computed] == [("'os'", "builtins.str('system')")]


def test_extension_codes_and_persistent_objects_are_not_looked_up() -> None:
    assert names_in(pickled(b"\x82\x05")) == {("copyreg", "extension 5")}
    assert told(pickled(text_op("id"), b"Q")) == []


def test_pickles_one_after_another_are_all_read_and_raw_bytes_after_them_are_not() -> None:
    data = state_dict() + calling("os", "system", "id") + bytes(range(256)) * 20
    assert told(data)[-1] == "REDUCE os.system('id')"


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_pickles_in_byte_strings_are_read_to_a_depth(depth: int) -> None:
    data = calling("os", "system", "id")
    for _ in range(depth):
        data = pickle.dumps([data], 4)
    assert [event.nested for event in calls(io.BytesIO(data))] == [depth]


def test_a_pickle_in_a_long_byte_string_is_read_where_it_lies() -> None:
    inner = pickle.dumps([b"x" * 100_000, Shell()], 4)
    data = pickle.dumps({"blob": inner}, 4)
    (call,) = calls(io.BytesIO(data))
    assert call.nested == 1
    assert data[call.offset : call.offset + 1] == b"R"


def test_bytes_written_by_protocol_2_are_looked_into_as_well() -> None:
    data = pickle.dumps(calling("os", "system", "id"), 2)
    assert [(call.name, call.nested) for call in calls(io.BytesIO(data))] == [("encode", 0), ("system", 1)]


@pytest.mark.parametrize("padded", [True, False])
def test_arrays_that_joblib_writes_into_the_stream_are_passed_over(padded: bool) -> None:
    wrapper = name_op("joblib.numpy_pickle", "NumpyArrayWrapper") + b")\x81}("
    dtype = name_op("numpy", "dtype") + b"(" + text_op("f8") + b"K\x00K\x01tR"
    state = text_op("shape") + b"K\x03K\x02\x86" + text_op("dtype") + dtype
    state += text_op("numpy_array_alignment_bytes") + (b"K\x10" if padded else b"N") + b"ub"
    raw = (b"\x05" + b"\xff" * 5 if padded else b"") + b".\xff\x00R" * 12
    data = pickled(b"](", wrapper, state, raw, call_op("os", "system", "id"), b"e")
    assert told(data)[-1] == "REDUCE os.system('id')"


def test_an_array_of_objects_in_joblib_is_a_pickle_of_its_own() -> None:
    wrapper = name_op("joblib.numpy_pickle", "NumpyArrayWrapper") + b")\x81}("
    dtype = name_op("numpy", "dtype") + b"(" + text_op("O8") + b"K\x00K\x01tR"
    state = text_op("shape") + b"K\x01\x85" + text_op("dtype") + dtype + b"ub"
    data = pickled(b"](", wrapper, state, calling("os", "system", "id"), call_op("os", "popen", "id"), b"e")
    assert [line for line in told(data) if line.startswith("REDUCE os")] == [
        "REDUCE os.system('id')",
        "REDUCE os.popen('id')",
    ]


def test_opcodes_stack_and_memo_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pickle_machine, "MAX_OPCODES", 50)
    with pytest.raises(LimitReached):
        list(pickle_stream._streams(io.BytesIO(b"N" * 5000), 0, None, pickle_machine.Budget(1000), 0))
    with pytest.raises(LimitReached):
        list(uses(io.BytesIO(b"\x80\x02" + b"(" * (pickle_machine.MAX_STACK + 2))))


@pytest.mark.parametrize(
    "text",
    [
        b"# A model\n\nIt is described here.\n",
        b"class Foo:\n    pass\n",
        b"cat\ndog\n(bird)\n.",
        b"import os\nos.system('id')\n",
        b"{'a': 1}\n",
        b"(see below)\n\nVery well.\n",
        b"Sometimes.\n",
        b"I1\n",
        b"N.",
        b".",
        b"]\n",
        b'{"model": "x"}',
    ],
)
def test_text_is_no_pickle(text: bytes) -> None:
    assert not matches(text, len(text))


@pytest.mark.parametrize("filler", [b"V" + b"x" * 100_000 + b"\n0", b"X\xa0\x86\x01\x00" + b"x" * 100_000 + b"0"])
def test_a_pickle_behind_a_long_string_is_found_by_reading_on(filler: bytes) -> None:
    data = filler + calling("os", "system", "id", protocol=0)
    assert not matches(data[:65536], len(data))
    assert matches_reader(data[:65536], io.BytesIO(data), len(data))
    assert told(data)[-1] == "REDUCE os.system('id')"
    assert told(state_dict() + data)[-1] == "REDUCE os.system('id')"
    words = b"V" + b"words " * 40_000 + b"\nand more\n"
    assert not matches_reader(words[:65536], io.BytesIO(words), len(words))


@pytest.mark.parametrize("cut", range(3, 40))
def test_a_cut_off_pickle_is_still_a_pickle(cut: int) -> None:
    data = pickle.dumps({"weights": [1.5, 2.5], "name": "a model"}, 4)[:cut]
    assert matches(data, len(data))


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_the_two_errors(data: bytes) -> None:
    matches(data, len(data))
    for head in (b"", b"\x80\x04", b"\x80\x02c"):
        try:
            list(uses(io.BytesIO(head + data)))
        except (FormatError, LimitReached):
            continue


OPCODE = st.sampled_from(sorted(TABLE)).flatmap(
    lambda code: st.tuples(
        st.just(bytes([code])), st.sampled_from([b"", b"\x01", b"1\n", b"os\nsystem\n", b"'a'\n", b"\x01\0\0\0a"])
    )
)


@settings(max_examples=300)
@given(st.lists(OPCODE, max_size=40), st.integers(0, 3))
def test_no_program_of_opcodes_raises_anything_but_the_two_errors(
    program: list[tuple[bytes, bytes]], pushes: int
) -> None:
    data = b"\x80\x04" + text_op("a") * pushes + b"".join(code + argument for code, argument in program)
    try:
        list(uses(io.BytesIO(data)))
    except (FormatError, LimitReached):
        return


@settings(max_examples=100)
@given(st.data())
def test_a_flipped_byte_in_a_proper_pickle_raises_nothing_else(data: st.DataObject) -> None:
    proper = bytearray(pickle.dumps([Shell(), {"a": (1, 2.5, "x" * 300)}, {3}, b"abc"], data.draw(st.integers(0, 5))))
    place = data.draw(st.integers(0, len(proper) - 1))
    proper[place] = data.draw(st.integers(0, 255))
    try:
        list(uses(io.BytesIO(bytes(proper))))
    except (FormatError, LimitReached):
        return


def test_a_length_beyond_the_file_breaks_off_without_being_allocated() -> None:
    huge = b"\x80\x04\x8e" + struct.pack("<Q", 1 << 61) + b"x"
    assert told(huge) == ["broken: the stream breaks off"]


def test_no_name_is_both_harmless_and_dangerous_unless_a_whole_module_is_meant() -> None:
    harmless_names = {name for group in HARMLESS for name in group.names}
    assert not harmless_names & {name for group in DANGEROUS for name in group.names}


@pytest.mark.parametrize(
    ("module", "name", "expected"),
    [
        ("os", "system", True),
        ("os.path", "join", True),
        ("torch.serialization", "os.system", True),
        ("torch", "os", True),
        ("builtins", "eval", True),
        ("numpy", "trace", False),
        ("scipy.signal", "butter", False),
        ("mymodel.code", "Encoder", False),
        ("collections", "OrderedDict", False),
        ("torch.nn.modules.linear", "Linear", False),
    ],
)
def test_names_are_judged_whole(module: str, name: str, expected: bool) -> None:
    assert (dangerous(module, name) is not None) is expected


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x04\x95\x02\0\0\0\0\0\0\0K\x01\x8c\x03abc0.",
        b"\x80\x04\x95\x03\0\0\0\0\0\0\0\x8c\x03abc0N.",
        b"\x80\x04\x95\x20\0\0\0\0\0\0\0\x95\x02\0\0\0\0\0\0\0N.",
    ],
)
def test_frames_on_which_readers_differ_are_said(data: bytes) -> None:
    expected = data[11:12] != b"K"
    assert ("torn frame" in told(data)) is expected


def test_a_walk_from_a_name_comes_to_a_name() -> None:
    walk = pickled(call_op("builtins", "getattr", name_op("os", "path"), "join"), b"(", text_op("a"), b"tR")
    assert told(walk)[-1] == "REDUCE os.path.join('a')"
