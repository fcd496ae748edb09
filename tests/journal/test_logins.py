"""Ways to log in, as both databases keep them."""

import datetime

import pytest

from seatrial.journal import logins
from seatrial.journal.logins import Pending
from seatrial.journal.open import Journal

NOW = datetime.datetime(2026, 11, 28, tzinfo=datetime.UTC)
SOON = datetime.timedelta(minutes=10)


def test_a_login_that_is_under_way_is_taken_once_and_in_time(journal: Journal) -> None:
    begun = Pending(purpose="passkey", person="ada", body={"challenge": "x"})
    with journal.writing() as db:
        secret = logins.put_pending(db, begun, NOW, SOON)
        late = logins.put_pending(db, begun, NOW, SOON)
        other = logins.put_pending(db, begun, NOW, SOON)
    with journal.writing() as db:
        assert logins.take_pending(db, "guessed", "passkey", NOW) is None
        assert logins.pending_of(db, secret, "passkey", NOW) == begun
        assert logins.pending_of(db, secret, "another", NOW) is None
        assert logins.take_pending(db, secret, "passkey", NOW) == begun
        assert logins.take_pending(db, secret, "passkey", NOW) is None, "it is over"
        assert logins.take_pending(db, late, "passkey", NOW + SOON) is None
        assert logins.take_pending(db, other, "another", NOW) is None
        assert logins.take_pending(db, other, "passkey", NOW) is None, "what was tried for something else is over, too"


def test_what_is_over_is_forgotten(journal: Journal) -> None:
    begun = Pending(purpose="passkey", person="", body={})
    with journal.writing() as db:
        old = logins.put_pending(db, begun, NOW, SOON)
        logins.put_pending(db, begun, NOW + SOON, SOON)
        assert logins.pending_of(db, old, "passkey", NOW) is None


def test_a_subject_opens_one_account(journal: Journal) -> None:
    with journal.writing() as db:
        first = logins.add_identity(db, "ada", issuer="https://i", subject="1", scopes=["read"], at=NOW)
        logins.add_identity(db, "ben", issuer="https://j", subject="1", scopes=["read"], at=NOW)
        with pytest.raises(ValueError, match="already"):
            logins.add_identity(db, "ben", issuer="https://i", subject="1", scopes=["read"], at=NOW)
        found = logins.by_subject(db, "https://i", "1")
        assert found is not None
        assert (found.id, found.person, found.scopes, found.since) == (first, "ada", frozenset({"read"}), NOW)
        assert logins.by_subject(db, "https://i/", "1") is None
        assert not logins.remove(db, "ben", first), "nobody takes away what is another's"
        assert logins.remove(db, "ada", first)
        assert logins.identities(db, "ada") == []


def test_a_passkey_counts_its_uses_once(journal: Journal) -> None:
    given = {"name": "a key", "scopes": ["read"], "public_key": b"\x00k", "uses": 0, "at": NOW}
    with journal.writing() as db:
        logins.add_passkey(db, "ada", credential="AAAA", **given)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="already"):
            logins.add_passkey(db, "ben", credential="AAAA", **given)  # type: ignore[arg-type]
        before = logins.by_credential(db, "AAAA")
        assert before is not None
        assert (before.person, before.public_key) == ("ada", b"\x00k")
        assert logins.used_passkey(db, before, 7)
        assert not logins.used_passkey(db, before, 8), "it was used elsewhere meanwhile"
        [after] = logins.passkeys(db, "ada")
        assert after.uses == 7
