"""The page of the predicate is enough: a verifier that was written from it agrees with ours on good and bad records."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seatrial.documents import canonical
from seatrial.documents.sigstore import decode, encode
from seatrial.inventory.take import survey
from seatrial.record.chunks import tree_of
from seatrial.record.keys import Signer, own_signer
from tests.attacks.records import ALLOW, NOW, check, statement_of
from tests.conformance.second_reader import RefusedError, chunks_hold, verify

MOMENT = "2026-11-24T13:00:00Z"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return own_signer(tmp_path_factory.mktemp("reviewer"))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """With what orders differ on: a folder beside a file that sorts after it by bytes, empty, hidden, not ASCII."""
    for path, content in {"a/c.bin": b"1", "a.txt": b"2", "ä.bin": b"3", "empty": b"", ".git/hook": b"4"}.items():
        (tmp_path / "model" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "model" / path).write_bytes(content)
    return tmp_path / "model"


def passes(model: Path, record: bytes, signer: Signer) -> bool:
    """What the second reader says; ours must say the same."""
    try:
        verify(model, record, signer.public_pem, MOMENT)
        second = True
    except (RefusedError, ValueError, KeyError, TypeError, AttributeError):
        second = False
    assert NOW.year == 2026
    assert (check(model, record, signer).result is ALLOW) is second
    return second


def test_a_good_record_passes_and_changed_files_do_not(model: Path, signer: Signer) -> None:
    record = signer.seal(statement_of(model, signer))
    assert passes(model, record, signer)
    (model / "more").write_bytes(b"")
    assert not passes(model, record, signer)
    (model / "more").unlink()
    (model / "a.txt").rename(model / "b.txt")
    assert not passes(model, record, signer)
    (model / "b.txt").rename(model / "a.txt")
    assert passes(model, record, signer)
    (model / "a.txt").write_bytes(b"x")
    assert not passes(model, record, signer)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["predicate"].update(unheardOf=1),
        lambda s: s["predicate"].pop("declared"),
        lambda s: s["predicate"]["verdicts"].clear(),
        lambda s: s["predicate"].update(identity="declared"),
        lambda s: s["predicate"].update(expiresAt="2026-11-24T12:30:00Z"),
        lambda s: s["predicate"]["resources"].pop(),
        lambda s: s["subject"][0]["digest"].pop("dirHash1"),
        lambda s: s["subject"].append(s["subject"][0]),
        lambda s: s["predicate"]["reviewer"].update(keyId="sha256:" + "0" * 64),
        lambda s: s["predicate"].update(
            decision={"outcome": "refused", "decidedAt": "2026-11-24T12:00:00Z", "reason": "r", "conditions": []}
        ),
    ],
)
def test_both_refuse_what_an_insider_signs(change: Callable[[Any], object], model: Path, signer: Signer) -> None:
    statement = json.loads(statement_of(model, signer))
    change(statement)
    assert not passes(model, signer.seal(canonical(statement)), signer)


def test_both_refuse_another_spelling_and_another_key(model: Path, signer: Signer, tmp_path: Path) -> None:
    record = signer.seal(statement_of(model, signer))
    envelope = decode(record)
    for other in (
        record + b"\n",
        json.dumps(json.loads(record)).encode(),
        encode(dataclasses.replace(envelope, hint="0" * 64)),
        encode(dataclasses.replace(envelope, payload=envelope.payload + b" ")),
        own_signer(tmp_path / "stranger").seal(envelope.payload),
    ):
        assert not passes(model, other, signer)


def test_both_tell_the_same_chunks(model: Path, signer: Signer) -> None:
    pytest.importorskip("blake3")
    digests = survey(model, chunked=True).chunks
    assert digests is not None
    statement = json.loads(statement_of(model, signer))
    tree = tree_of(digests)
    statement["predicate"]["chunks"] = {
        "algorithm": tree.algorithm, "size": tree.size, "root": tree.root, "count": tree.count,
    }  # fmt: skip
    record = signer.seal(canonical(statement))
    assert passes(model, record, signer)
    assert chunks_hold(model, record, b"".join(digests), signer.public_pem)
    assert not chunks_hold(model, record, b"".join(digests[::-1]), signer.public_pem)
    (model / "a.txt").write_bytes(b"x")
    assert not chunks_hold(model, record, b"".join(digests), signer.public_pem)
