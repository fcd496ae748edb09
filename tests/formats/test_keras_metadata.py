"""The metadata that Keras keeps beside a SavedModel."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.checks.artifact.keras_config_cases import metadata
from seatrial.domain.context import LimitReached
from seatrial.formats import keras_metadata
from seatrial.formats.protocol import FormatError

SEED = metadata({"class_name": "Sequential", "config": {}}, {"class_name": "Dense", "config": {"units": 300 * "x"}})


def test_metadata_is_told_by_its_objects() -> None:
    assert keras_metadata.matches(SEED, len(SEED))
    assert keras_metadata.matches(SEED[:-5], len(SEED))
    assert not keras_metadata.matches(SEED.replace(b"_tf_keras_", b"_something"), len(SEED))
    assert not keras_metadata.matches(b"\x0a\x03abc", 5)


def test_each_object_gives_its_path_and_configuration() -> None:
    found = list(keras_metadata.configurations(io.BytesIO(SEED)))
    assert [path for path, _ in found] == ["root", "root"]
    assert found[0][1] == b'{"class_name": "Sequential", "config": {}}'


def test_too_large_a_configuration_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras_metadata, "MAX_TEXT_BYTES", 10)
    with pytest.raises(LimitReached):
        list(keras_metadata.configurations(io.BytesIO(SEED)))


@given(st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 255)), max_size=20), st.integers(0, len(SEED)))
def test_any_mutation_is_read_or_refused(changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(SEED)
    for place, value in changes:
        data[place] = value
    keras_metadata.matches(bytes(data[:length]), len(data))
    try:
        list(keras_metadata.configurations(io.BytesIO(bytes(data[:length]))))
    except (FormatError, LimitReached):
        return
