"""A bundle is known by what it is, whatever its name; nothing that a loader acts on passes for one."""

import io
import json
from pathlib import Path

import pytest

from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, encode
from seatrial.domain.inventory import Role
from seatrial.formats.protocol import HEAD_BYTES, FormatModule
from seatrial.formats.sigstore_bundle import matches, matches_reader
from seatrial.inventory.take import take


def bundle(payload: bytes = b"{}", hint: str = "") -> bytes:
    return encode(Envelope(payload=payload, payload_type=PAYLOAD_TYPE, signature=b"s", hint=hint))


def with_field(**fields: object) -> bytes:
    return json.dumps(json.loads(bundle()) | fields).encode()


def test_it_is_a_format_module() -> None:
    from seatrial.formats import sigstore_bundle

    assert isinstance(sigstore_bundle, FormatModule)


@pytest.mark.parametrize("size", [2, 200_000])
def test_by_content_under_any_name(size: int, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(bundle(b"x" * size))
    (entry,) = take(tmp_path).artifacts
    assert (entry.format, entry.role) == ("sigstore-bundle", Role.SIGNATURE)


@pytest.mark.parametrize(
    "data",
    [
        with_field(auto_map={"AutoModel": "evil.Model"}),
        with_field(chat_template="x"),
        bundle(hint="{{ ''.__class__ }}"),
        bundle(hint="{% import 'x' %}"),
        bundle()[:-3],
        b"",
        b"{}",
        b'{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json"}',
    ],
    ids=["auto_map", "chat_template", "expression", "statement", "cut off", "empty", "object", "media type alone"],
)
def test_what_is_no_bundle_or_would_hide_something(data: bytes, tmp_path: Path) -> None:
    assert not matches(data, len(data))
    (tmp_path / "config.json").write_bytes(data)
    (entry,) = take(tmp_path).artifacts
    assert entry.format in ("json", "text", "empty")
    assert entry.role is not Role.SIGNATURE


def test_a_large_file_that_hides_something_behind_the_head() -> None:
    data = bundle(b"x" * HEAD_BYTES)
    assert matches_reader(data[:HEAD_BYTES], io.BytesIO(data), len(data))
    hidden = data.rstrip()[:-1] + b', "auto_map": {}}'
    assert json.loads(hidden)
    assert not matches_reader(hidden[:HEAD_BYTES], io.BytesIO(hidden), len(hidden))
