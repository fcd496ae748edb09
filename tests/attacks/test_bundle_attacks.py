"""Attacks on the file of a record, around what is signed. Each is named; none may be allowed."""

import base64
import dataclasses
import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.documents.ecdsa import key_hint
from seatrial.documents.sigstore import MAX_PARTS, decode, encode
from seatrial.documents.sigstore import verify as signed_by
from seatrial.gate.present import read_present
from seatrial.record.keys import Signer
from tests.attacks.records import (
    ALLOW,
    DENY,
    check,
    judged,
    parsed,
    statement_of,
    trusting,
    written,
)


def test_signature_in_its_other_spelling(model: Path, record: bytes, signer: Signer) -> None:
    """ECDSA lets anybody turn (r, s) into (r, n - s), which is as valid: a record would have two names."""
    envelope = decode(record)
    r, s = decode_dss_signature(envelope.signature)
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    other = dataclasses.replace(envelope, signature=encode_dss_signature(r, order - s))
    assert signed_by(other, signer.public_pem)
    assert check(model, encode(other), signer).result is DENY


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b["verificationMaterial"]["publicKey"].update(hint="0" * 64),
        lambda b: b["verificationMaterial"].pop("publicKey"),
        lambda b: b["verificationMaterial"].update(tlogEntries=[{"logIndex": 1}]),
        lambda b: b["verificationMaterial"].update(timestampVerificationData={}),
        lambda b: b["dsseEnvelope"]["signatures"][0].update(keyid="another"),
    ],
)
def test_changes_around_what_is_signed(
    change: Callable[[dict[str, Any]], object], model: Path, record: bytes, signer: Signer
) -> None:
    bundle = parsed(record)
    change(bundle)
    assert check(model, written(bundle), signer).result is DENY


@pytest.mark.parametrize(
    "again", [json.dumps, lambda b: json.dumps(b, indent=1) + "\n\n", lambda b: json.dumps(b, indent=1)]
)
def test_record_that_is_formatted_anew(
    again: Callable[[dict[str, Any]], str], model: Path, record: bytes, signer: Signer
) -> None:
    assert check(model, again(parsed(record)).encode(), signer).result is DENY


def test_the_name_of_a_trusted_key_on_a_strangers_signature(
    model: Path, record: bytes, signer: Signer, stranger: Signer
) -> None:
    forged = dataclasses.replace(decode(stranger.seal(statement_of(model, signer))), hint=key_hint(signer.public_pem))
    assert check(model, encode(forged), signer).result is DENY


@pytest.mark.parametrize(
    "words",
    ["\x1b[2J\x1b]0;owned\x07", "\u202eallow", "x" * 1_000_000, "\n  ALLOW"],
    ids=["terminal escape", "bidirectional override", "a million letters", "a line of its own"],
)
def test_words_of_a_record_that_nobody_signed_are_shown_safely(
    words: str, model: Path, record: bytes, signer: Signer
) -> None:
    for bundle in (
        parsed(record) | {words: 1},
        parsed(record) | {"mediaType": words},
        parsed(record) | {"dsseEnvelope": parsed(record)["dsseEnvelope"] | {"payloadType": words}},
    ):
        found = check(model, written(bundle), signer)
        assert found.result is DENY
        assert found.reasons[0].text.isprintable()
        assert len(found.reasons[0].text) < 500
    doubled = b'{"' + json.dumps(words)[1:-1].encode() + b'": 1, "' + json.dumps(words)[1:-1].encode() + b'": 1}'
    text = check(model, doubled, signer).reasons[0].text
    assert text.isprintable()
    assert len(text) < 500


@pytest.mark.parametrize("filler", [b"[],", b"{},", b"1,", b'"",'])
def test_bundle_that_unfolds_in_memory(filler: bytes, model: Path, record: bytes, signer: Signer) -> None:
    many = b"[" + filler * (MAX_PARTS + 1) + b"1]"
    found = check(model, record.replace(b'"tlogEntries": []', b'"tlogEntries": ' + many), signer)
    assert found.result is DENY
    assert "parts" in found.reasons[0].text


def test_huge_numbers(model: Path, record: bytes, signer: Signer) -> None:
    for number in (b"1" + b"0" * 10_000, b"1e999", b"-1e999", b"NaN"):
        assert check(model, record.replace(b"[]", b"[" + number + b"]"), signer).result is DENY


def test_two_signatures_in_one_envelope(model: Path, record: bytes, signer: Signer) -> None:
    bundle = parsed(record)
    bundle["dsseEnvelope"]["signatures"] *= 2
    assert check(model, written(bundle), signer).result is DENY
    bundle["dsseEnvelope"]["signatures"] = []
    assert check(model, written(bundle), signer).result is DENY


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b | {"more": 1},
        lambda b: b | {"mediaType": "application/vnd.dev.sigstore.bundle+json;version=0.2"},
        lambda b: b | {"dsseEnvelope": None},
        lambda b: b | {"verificationMaterial": []},
        lambda b: b | {"dsseEnvelope": b["dsseEnvelope"] | {"payloadType": "text/plain"}},
        lambda b: b | {"dsseEnvelope": b["dsseEnvelope"] | {"payload": "not base64!"}},
        lambda b: b | {"dsseEnvelope": b["dsseEnvelope"] | {"payload": 1e308}},
    ],
)
def test_bundle_of_another_shape(
    change: Callable[[dict[str, Any]], dict[str, Any]], model: Path, record: bytes, signer: Signer
) -> None:
    assert check(model, written(change(parsed(record))), signer).result is not ALLOW


def test_doubled_key_in_theparsed(model: Path, record: bytes, signer: Signer) -> None:
    text = record.replace(b'"payloadType"', b'"payload": "", "payloadType"')
    assert check(model, text, signer).result is DENY


def test_truncatedparsed(model: Path, record: bytes, signer: Signer) -> None:
    for cut in range(0, len(record) - 2, 97):
        assert check(model, record[:cut], signer).result is DENY


def mutations(model: Path, record: bytes, signer: Signer, count: int, seed: int) -> list[bytes]:
    """Those of `count` random mutations of the record that are allowed."""
    numbers = random.Random(seed)
    files = read_present(model, trusting(signer))
    assert judged(model, record, signer, files).result is ALLOW
    accepted: list[bytes] = []
    for _ in range(count):
        data = bytearray(record)
        for _ in range(numbers.randrange(1, 4)):
            place = numbers.randrange(len(data))
            action = numbers.randrange(3)
            if action == 0:
                data[place] = numbers.randrange(256)
            elif action == 1:
                del data[place]
            else:
                data.insert(place, numbers.randrange(256))
        if bytes(data) != record and judged(model, bytes(data), signer, files).result is ALLOW:
            accepted.append(bytes(data))
    return accepted


def test_random_mutations(model: Path, record: bytes, signer: Signer) -> None:
    assert mutations(model, record, signer, 2_000, seed=1) == []


@pytest.mark.slow
def test_a_hundred_thousand_random_mutations(model: Path, record: bytes, signer: Signer) -> None:
    assert mutations(model, record, signer, 100_000, seed=2) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


@given(st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_value_in_place_of_any_part_of_aparsed(
    model: Path, record: bytes, signer: Signer, data: st.DataObject
) -> None:
    bundle = parsed(record)
    *parents, last = data.draw(st.sampled_from(_places(bundle)[1:]))
    place: Any = bundle
    for part in parents:
        place = place[part]
    place[last] = data.draw(json_values.filter(lambda value: value != place[last]))
    files = read_present(model, trusting(signer))
    assert judged(model, written(bundle), signer, files).result is not ALLOW


@given(st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_value_in_any_place_of_a_statement_ends_in_an_answer(
    model: Path, record: bytes, signer: Signer, data: st.DataObject
) -> None:
    """The trusted key signs it: it may hold for what is no part of the rule, and it never ends in an exception."""
    statement = json.loads(decode(record).payload)
    *parents, last = data.draw(st.sampled_from(_places(statement)[1:]))
    place: Any = statement
    for part in parents:
        place = place[part]
    place[last] = data.draw(json_values)
    payload = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    files = read_present(model, trusting(signer))
    found = judged(model, signer.seal(payload.encode("utf-8", "surrogatepass")), signer, files)
    assert found.reasons[0].text.isprintable()


def test_the_bundle_is_plain_base64_of_what_was_signed(record: bytes) -> None:
    inner = parsed(record)["dsseEnvelope"]
    assert (
        hashlib.sha256(base64.b64decode(inner["payload"])).digest() == hashlib.sha256(decode(record).payload).digest()
    )
