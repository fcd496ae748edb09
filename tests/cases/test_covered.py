"""A chain believed by the office's latest signature: the same events as before, and no less refused."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from seatrial.cases import covered
from seatrial.cases.covered import covered_chain, further, whole_chain
from seatrial.cases.event import CaseEvent, digest, known_keys, signer_of, statement, verify_chain
from seatrial.documents.sigstore import decode, payload_of
from seatrial.record.keys import Signer, own_signer
from tests.cases.trial import ADA, DORA, EMIL, Trial, answer, finding, question, reply


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return own_signer(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return own_signer(tmp_path_factory.mktemp("author"))


def told() -> list[CaseEvent]:
    case = Trial().accepted()
    case.do(EMIL, "question.asked", question())
    case.do(ADA, "question.answered", answer())
    case.do(EMIL, "finding.sent", finding())
    case.do(ADA, "finding.replied", reply())
    return case.events


def chained(signers: dict[str, Signer], events: list[CaseEvent]) -> list[bytes]:
    """Each signed by its author's own key where there is one, else by the office."""
    return [signers.get(event.author, signers["office"]).seal(statement(event)) for event in events]


def relinked(events: list[CaseEvent]) -> list[CaseEvent]:
    """The same acts, each naming the one that now stands before it."""
    found: list[CaseEvent] = []
    for event in events:
        previous = digest(statement(found[-1])) if found else event.previous
        found.append(dataclasses.replace(event, previous=previous))
    return found


def test_the_same_events_come_out_as_with_every_signature_verified(signer: Signer) -> None:
    events = told()
    chain, keys = chained({"office": signer}, events), known_keys([signer.public_pem])
    wanted = tuple((event, digest(statement(event))) for event in events)
    assert verify_chain(chain, keys) == (tuple(events), None)
    assert covered_chain(chain, keys) == (wanted, None)
    assert whole_chain(chain, keys) == (wanted, None)
    assert [payload_of(data) for data in chain] == [decode(data).payload for data in chain]
    for cut in range(1, len(chain)):
        assert further(chain[cut:], keys, lambda _: (), wanted[:cut]) == wanted[cut:]


def test_one_signature_is_verified_where_the_office_signed_last(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain, asked = chained({"office": signer}, told()), 0

    def counted(*given: Any) -> str:
        nonlocal asked
        asked += 1
        return signer_of(*given)

    monkeypatch.setattr(covered, "signer_of", counted)
    assert covered_chain(chain, known_keys([signer.public_pem]))[1] is None
    assert asked == 1


def test_an_event_that_was_changed_taken_out_or_moved_is_noticed(signer: Signer) -> None:
    events = told()
    chain, keys = chained({"office": signer}, events), known_keys([signer.public_pem])
    other = dataclasses.replace(events[2], author="mole")
    changed = [*chain[:2], signer.seal(statement(other)), *chain[3:]]
    for hostile in (
        changed,
        chain[:3] + chain[4:],
        [*chain[:2], chain[3], chain[2], *chain[4:]],
        chain[1:],
        [*chain[:2], b"{}", *chain[3:]],
        [*chain[:2], chain[2].replace(b'"payload": "', b'"payload": "A'), *chain[3:]],
    ):
        assert covered_chain(hostile, keys)[1] is not None
    _, broken = covered_chain(changed, keys)
    assert broken is not None
    assert broken.number == 3, "the next one names the digest of what stood here"


def test_a_history_made_up_by_a_stranger_is_refused(signer: Signer, author: Signer) -> None:
    chain = chained({"office": author}, told())
    _, broken = covered_chain(chain, known_keys([signer.public_pem]))
    assert broken is not None
    assert broken.number == 0


def test_what_stands_behind_the_offices_last_signature_is_verified_one_by_one(signer: Signer, author: Signer) -> None:
    events, keys = told(), known_keys([signer.public_pem])
    chain = chained({"office": signer, "ada": author}, events)
    assert events[-1].author == "ada"

    def own(person: str) -> tuple[bytes, ...]:
        return (author.public_pem,) if person == "ada" else ()

    assert covered_chain(chain, keys, own)[1] is None
    _, broken = covered_chain(chain, keys)
    assert broken is not None, "the key of nobody who is known"
    # What the author signs last names a history that the office never signed.
    forged = relinked([*events[:-2], dataclasses.replace(events[-2], author="ada", role="developer"), events[-1]])
    hostile = [*chain[:-2], signer.seal(statement(events[-2])), author.seal(statement(forged[-1]))]
    assert covered_chain(hostile, keys, own)[1] is not None


def test_an_authors_key_signs_for_nobody_else(signer: Signer, author: Signer) -> None:
    events = told()
    said = dataclasses.replace(events[-1], author=DORA.id, role="board")
    chain = [*chained({"office": signer}, events[:-1]), author.seal(statement(said))]
    keys = known_keys([signer.public_pem])
    for read in (covered_chain, whole_chain):
        _, broken = read(chain, keys, lambda person: (author.public_pem,) if person == "ada" else ())
        assert broken is not None
        assert "signed by no key" in broken.why


def test_further_events_follow_what_is_known_or_are_not_believed(signer: Signer, tmp_path: Path) -> None:
    events, keys = told(), known_keys([signer.public_pem])
    chain = chained({"office": signer}, events)
    known, _ = covered_chain(chain[:3], keys)
    assert further(chain[4:], keys, lambda _: (), known) is None
    assert further(chained({"office": own_signer(tmp_path)}, events)[3:], keys, lambda _: (), known) is None
    assert further([], keys, lambda _: (), known) == ()
