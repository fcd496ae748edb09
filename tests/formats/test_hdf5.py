"""HDF5 files as the library writes them, and as it would not."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.domain.context import LimitReached
from seatrial.formats import hdf5, hdf5_blocks, hdf5_objects
from seatrial.formats.protocol import FormatError
from seatrial.testing import hdf5_samples

SAMPLES = [
    hdf5_samples.PLAIN,
    hdf5_samples.CODE_FIXED,
    hdf5_samples.DENSE,
    hdf5_samples.REFERENCES,
    hdf5_samples.VIRTUAL,
]
MUTABLE = [*SAMPLES, hdf5_samples.PICKLES]


def attributes(data: bytes) -> dict[tuple[str, str], bytes]:
    return {(a.owner, a.name): a.data for a in hdf5.read(io.BytesIO(data)).attributes}


def references(data: bytes) -> list[tuple[str, str, str]]:
    return [(r.kind, r.owner, r.file) for r in hdf5.read(io.BytesIO(data)).references]


def test_attributes_of_variable_length_are_read() -> None:
    found = attributes(hdf5_samples.PLAIN)
    assert found["/", "keras_version"] == b"2.15.0"
    assert found["/", "model_config"].startswith(b'{"class_name": "Sequential"')
    assert found["/", "model_config"].endswith(b"}")


def test_attributes_of_fixed_length_are_read_from_newer_headers() -> None:
    assert attributes(hdf5_samples.CODE_FIXED) == {
        ("/", "model_config"): attributes(hdf5_samples.CODE)["/", "model_config"]
    }


def test_attributes_and_links_in_heaps_are_found() -> None:
    found = attributes(hdf5_samples.DENSE)
    assert {name for _, name in found} == {"model_config", *(f"a{n}" for n in range(12))}
    links = references(hdf5_samples.DENSE)
    assert sorted(links) == sorted(("external link", f"/w/e{n}", "../../other.h5") for n in range(12))


def test_every_way_to_take_data_from_elsewhere_is_found() -> None:
    assert sorted(references(hdf5_samples.REFERENCES)) == [
        ("external link", "/g/link", "/etc/passwd"),
        ("external storage", "/near", "weights.bin"),
        ("external storage", "/s", "/etc/shadow"),
    ]
    assert references(hdf5_samples.VIRTUAL) == [
        ("virtual dataset", "/v", "../other.h5"),
        ("virtual dataset", "/v", "/abs/two.h5"),
    ]


def test_a_proper_file_refers_to_nothing_and_is_read_to_its_end() -> None:
    contents = hdf5.read(io.BytesIO(hdf5_samples.PLAIN))
    assert (contents.references, contents.shapes, contents.unread) == ([], [], [])


def test_a_file_behind_a_user_block_is_read() -> None:
    for block in (512, 2048):
        assert attributes(bytes(block) + hdf5_samples.PLAIN) == attributes(hdf5_samples.PLAIN)
        assert hdf5.matches(bytes(block) + hdf5_samples.PLAIN, 99_999)


def test_more_data_than_the_file_can_hold_is_noted() -> None:
    (shape,) = hdf5.read(io.BytesIO(hdf5_samples.SHAPE)).shapes
    assert (shape.owner, shape.stated_bytes) == ("/b", 4 * 10**12)


def test_pickles_in_attributes_and_arrays_are_members() -> None:
    reader = io.BytesIO(hdf5_samples.PICKLES)
    found = {member.name: content.read() for member, content in hdf5.contents(reader) if content is not None}
    assert sorted(name.partition("/")[0] for name in found) == ["@hidden", "@objects", "@objects", "@plain"]
    assert sum(b"posix" in data for data in found.values()) == 2
    for name, data in found.items():
        assert hdf5.open_member(reader, name).read() == data
    assert [member.name for member in hdf5.members(reader)] == list(found)
    with pytest.raises(FormatError):
        hdf5.open_member(reader, "@TITLE")


def test_files_without_pickles_have_no_members() -> None:
    for sample in SAMPLES:
        assert list(hdf5.members(io.BytesIO(sample))) == []


def test_too_many_pickles_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hdf5, "MAX_MEMBERS", 1)
    with pytest.raises(LimitReached):
        list(hdf5.members(io.BytesIO(hdf5_samples.PICKLES)))


def test_a_file_that_is_not_small_is_read_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = attributes(hdf5_samples.DENSE)
    monkeypatch.setattr(hdf5_objects, "SMALL_BYTES", 10)
    assert attributes(hdf5_samples.DENSE) == expected


def test_groups_within_themselves_end() -> None:
    data = hdf5_samples.PLAIN
    root = data.find(b"SNOD")
    looped = bytearray(data)
    # The only entry of the root's table is made to point at the root itself.
    looped[root + 16 : root + 24] = data[64:72]
    assert hdf5.read(io.BytesIO(bytes(looped))).references == []


def test_too_many_bytes_of_metadata_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hdf5_blocks, "MAX_READ_BYTES", 100)
    with pytest.raises(LimitReached):
        hdf5.read(io.BytesIO(hdf5_samples.PLAIN))


@pytest.mark.parametrize("length", [0, 8, 40, 96, 300])
def test_a_file_that_is_cut_off_is_refused_or_says_what_is_missing(length: int) -> None:
    try:
        contents = hdf5.read(io.BytesIO(hdf5_samples.PLAIN[:length]))
    except FormatError:
        return
    assert contents.unread


@given(
    st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 8_000), st.integers(0, 255)), max_size=30), st.data()
)
def test_any_mutation_is_read_or_refused(sample: bytes, changes: list[tuple[int, int]], data: st.DataObject) -> None:
    changed = bytearray(sample)
    for place, value in changes:
        changed[place % len(changed)] = value
    del changed[data.draw(st.integers(8, len(changed))) :]
    try:
        hdf5.read(io.BytesIO(bytes(changed)))
        list(hdf5.members(io.BytesIO(bytes(changed))))
    except (FormatError, LimitReached):
        return


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_signature_are_read_or_refused(data: bytes) -> None:
    for start in (b"", hdf5.SIGNATURE, hdf5.SIGNATURE + b"\0\0\0\0\0\x08\x08\0", hdf5.SIGNATURE + b"\2\x08\x08\0"):
        try:
            hdf5.read(io.BytesIO(start + data))
        except (FormatError, LimitReached):
            continue
