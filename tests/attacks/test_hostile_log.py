"""Logs and witnesses that lie, met over HTTP: a monitor, a log and a gate find each of them out."""

from pathlib import Path

import pytest

from seatrial.app.audit_log import audit
from seatrial.app.log_cosign import AskedWitness, cosign_all
from seatrial.domain.errors import TrustError
from seatrial.testing.hostile_log import Betrayal, HostileLog, HostileWitness, Lie, serving
from seatrial.tlog.cosignature import cosigned_by, shortfall
from seatrial.tlog.note import decode


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        (Lie.FORK, "fork"),
        (Lie.ROLLBACK, "rollback"),
        (Lie.REMOVED, "promised and not there"),
        (Lie.CHANGED, "not those that the checkpoint promises"),
        (Lie.STRANGER, "not signed"),
        (Lie.ENDLESS, "larger than"),
    ],
)
def test_a_monitor_reports_a_log_that_lies(tmp_path: Path, lie: Lie, words: str) -> None:
    log, state = HostileLog(directory=tmp_path / "log"), tmp_path / "seen.json"
    with serving(log) as url:
        assert audit(url, log.key.verifier, state).size == 3
        before = state.read_bytes()
        log.lie = lie
        with pytest.raises(TrustError, match=words):
            audit(url, log.key.verifier, state)
        assert state.read_bytes() == before  # a lie is not what is remembered
        log.lie = Lie.NONE
        assert audit(url, log.key.verifier, state).before == 3


def test_two_readers_who_were_shown_different_histories_find_out(tmp_path: Path) -> None:
    """A split view: each reader alone sees a log that only grows."""
    log = HostileLog(directory=tmp_path / "log")
    with serving(log) as url:
        audit(url, log.key.verifier, tmp_path / "one.json")
        log.lie = Lie.FORK
        audit(url, log.key.verifier, tmp_path / "two.json")
        audit(url, log.key.verifier, tmp_path / "two.json")
        (tmp_path / "theirs").write_bytes(log.note())
        with pytest.raises(TrustError, match="fork"):
            audit(url, log.key.verifier, against=[tmp_path / "theirs"])
        log.lie = Lie.NONE
        assert audit(url, log.key.verifier, against=[tmp_path / "theirs"]).size == 3
        (tmp_path / "theirs").write_bytes(log.note(Lie.ROLLBACK))
        assert audit(url, log.key.verifier, against=[tmp_path / "theirs"]).size == 3
        log.lie = Lie.ROLLBACK
        (tmp_path / "theirs").write_bytes(log.note())
        with pytest.raises(TrustError, match="rollback"):
            audit(url, log.key.verifier, against=[tmp_path / "theirs"])
        (tmp_path / "theirs").write_bytes(log.note(Lie.STRANGER))
        with pytest.raises(TrustError, match="not signed"):
            audit(url, log.key.verifier, against=[tmp_path / "theirs"])


@pytest.mark.parametrize("betrayal", [b for b in Betrayal if b not in (Betrayal.NONE, Betrayal.FUTURE)])
def test_a_log_takes_no_cosignature_that_does_not_hold(tmp_path: Path, betrayal: Betrayal) -> None:
    log, witness = HostileLog(directory=tmp_path / "log"), HostileWitness(betrayal=betrayal)
    with serving(witness) as url:
        note, (answer,) = cosign_all(log.ledger(), log.note(), [AskedWitness(url, witness.key)])
    assert answer.line is None
    assert answer.why
    assert cosigned_by(note, [witness.key]) == {}
    assert decode(note).text == decode(log.note()).text


def test_a_witness_from_the_future_is_not_counted(tmp_path: Path) -> None:
    log, witness = HostileLog(directory=tmp_path / "log"), HostileWitness(betrayal=Betrayal.FUTURE)
    with serving(witness) as url:
        note, _ = cosign_all(log.ledger(), log.note(), [AskedWitness(url, witness.key)])
    found = cosigned_by(note, [witness.key])
    assert "at a time that has come" in str(shortfall(found, 1, witness.seconds))


def test_one_witness_that_signs_everything_does_not_make_a_quorum_of_two(tmp_path: Path) -> None:
    log, blind, other = HostileLog(directory=tmp_path / "log"), HostileWitness(), HostileWitness(name="another")
    with serving(blind) as url:
        notes = [cosign_all(log.ledger(lie), log.note(lie), [AskedWitness(url, blind.key)])[0]
                 for lie in (Lie.NONE, Lie.FORK)]  # fmt: skip
    for note in notes:
        found = cosigned_by(note, [blind.key, other.key])
        assert shortfall(found, 1, blind.seconds) is None
        assert shortfall(found, 2, blind.seconds) == "1 of 2 witnesses cosigned it"
