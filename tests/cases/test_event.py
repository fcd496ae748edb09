"""Events as bytes: canonical, chained, signed, and refused when anything about them is not as agreed."""

import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from seatrial.cases.event import CaseEvent, digest, known_keys, read_event, statement, verify_chain
from seatrial.documents import DocumentError, canonical
from seatrial.record.keys import Signer, own_signer
from tests.cases.trial import ADA, EMIL, Trial, answer, lacking, question


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return own_signer(tmp_path_factory.mktemp("office"))


def told() -> list[CaseEvent]:
    case = Trial().accepted()
    case.do(EMIL, "question.asked", question())
    case.do(ADA, "question.answered", answer())
    return case.events


def sealed(signer: Signer, events: list[CaseEvent]) -> list[bytes]:
    return [signer.seal(statement(event)) for event in events]


def test_an_event_is_read_as_it_was_written() -> None:
    for event in told():
        assert read_event(statement(event)) == event
        assert statement(read_event(statement(event))) == statement(event)


def test_the_bytes_of_an_event_are_agreed_on(golden: Any) -> None:
    """A change of these bytes breaks every chain there is: it needs a new version of the predicate."""
    event = dataclasses.replace(told()[-2], previous="f31552d3919054ea5e3965c1a1b1d1de48b4dd42094c2257f52886765276ae68")
    golden(Path(__file__).parent / "golden" / "event.json", statement(event).decode() + "\n")


def test_a_chain_verifies_and_any_change_of_it_is_noticed(signer: Signer) -> None:
    events = told()
    chain, keys = sealed(signer, events), known_keys([signer.public_pem])
    assert verify_chain(chain, keys) == (tuple(events), None)
    _, broken = verify_chain(chain[:3] + chain[4:], keys)
    assert broken is not None
    assert (broken.number, broken.why) == (3, "does not follow the event before it")
    _, broken = verify_chain([chain[0], chain[2], chain[1], *chain[3:]], keys)
    assert broken is not None
    other = dataclasses.replace(events[1], author="mole")
    _, broken = verify_chain([chain[0], signer.seal(statement(other)), *chain[2:]], keys)
    assert broken is not None
    assert broken.number == 2, "the next one names the digest of what stood here"


def test_a_chain_of_other_keys_is_refused(signer: Signer, tmp_path: Path) -> None:
    stranger = own_signer(tmp_path)
    _, broken = verify_chain(sealed(stranger, told()), known_keys([signer.public_pem]))
    assert broken is not None
    assert "signed by no key" in broken.why


def test_the_author_may_sign_instead_of_the_office(signer: Signer, tmp_path: Path) -> None:
    author = own_signer(tmp_path)
    events = told()
    chain = [(author if event.author == "ada" else signer).seal(statement(event)) for event in events]
    assert verify_chain(chain, known_keys([signer.public_pem, author.public_pem]))[1] is None


CHANGES: dict[str, Any] = {
    "another version": lambda plain: plain.update(predicateType=plain["predicateType"].replace("v1", "v2")),
    "an unknown act": lambda plain: plain["predicate"].update(kind="case.deleted"),
    "an unknown field": lambda plain: plain["predicate"].update(weight=3),
    "an unknown field of the body": lambda plain: plain["predicate"]["body"].update(hidden=True),
    "the body of another act": lambda plain: plain["predicate"].update(body={"text": "hello"}),
    "a time without its zone": lambda plain: plain["predicate"].update(at="2026-11-02T09:00:00"),
    "a time elsewhere": lambda plain: plain["predicate"].update(at="2026-11-02T09:00:00+01:00"),
    "a number that is none": lambda plain: plain["subject"][0].update(name="c-1/x"),
    "no subject": lambda plain: plain.update(subject=[]),
    "a second subject": lambda plain: plain["subject"].append(plain["subject"][0]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_not_agreed_on_is_refused(name: str) -> None:
    plain = json.loads(statement(told()[-2]))
    CHANGES[name](plain)
    with pytest.raises(DocumentError):
        read_event(canonical(plain))


def test_another_spelling_of_the_same_event_is_refused() -> None:
    payload = statement(told()[-1])
    with pytest.raises(DocumentError, match="canonical"):
        read_event(json.dumps(json.loads(payload), indent=1).encode())


def test_a_body_of_another_act_is_never_made() -> None:
    event = told()[0]
    with pytest.raises(ValueError, match="another act"):
        dataclasses.replace(event, body=lacking())
    with pytest.raises(ValueError, match="UTC"):
        dataclasses.replace(event, at=datetime.datetime(2026, 1, 1))
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
