"""Trust files: strict, and clear about what to change."""

import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from seatrial.domain.errors import UsageError
from seatrial.domain.result import Result
from seatrial.gate.trust import load, own
from seatrial.record.keys import PUBLIC, keys_directory, own_signer


@pytest.fixture
def public(tmp_path: Path) -> str:
    own_signer(tmp_path / "home")
    (tmp_path / "reviewer.pub").write_bytes((keys_directory(tmp_path / "home") / PUBLIC).read_bytes())
    return (tmp_path / "reviewer.pub").read_text()


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "trust.toml"
    path.write_text(text)
    return path


SIGNER = '[[signer]]\nname = "R"\npublic_key = "reviewer.pub"\n'


def test_a_file_is_read_whole(tmp_path: Path, public: str) -> None:
    more = (
        'not_before = 2026-01-01\n[accept]\nregimes = ["a"]\nresults = ["clear"]\nmax_age_days = 30\nignore = ["x"]\n'
    )
    found = load(write(tmp_path, SIGNER + more))
    assert found.signers[0].public_key.decode() == public
    assert found.signers[0].not_before == datetime.date(2026, 1, 1)
    assert (found.regimes, found.results, found.max_age_days, found.ignore) == (("a",), (Result.CLEAR,), 30, ("x",))
    assert found.signers[0].key_id == own_signer(tmp_path / "home").key_id


def test_a_key_may_stand_in_the_file(tmp_path: Path, public: str) -> None:
    found = load(write(tmp_path, f'[[signer]]\nname = "R"\npublic_key = """\n{public}"""\n'))
    assert found.signers[0].key_id == own_signer(tmp_path / "home").key_id


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no signer"),
        ("signer = 1", "names no signer"),
        ("[[signer]]\nname = 'R'", "lacks"),
        ("[[signer]]\nname = 'R'\npublic_key = 'nowhere.pub'", "nowhere.pub"),
        ("[[signer]]\nname = 'R'\npublic_key = 'trust.toml'", "no public key"),
        (SIGNER + "colour = 'blue'", "signer.colour"),
        (SIGNER + "not_after = '2027-01-01'", "dates"),
        (SIGNER + "[accept]\nresult = ['clear']", "accept.result"),
        (SIGNER + "[accept]\nresults = ['fine']", "fine"),
        (SIGNER + "[accept]\nresults = 'clear'", "list"),
        (SIGNER + "[accept]\nmax_age_days = true", "days"),
        (SIGNER + "[accept]\nmax_age_days = -1", "days"),
        (SIGNER + "[accept", "not TOML"),
        ("accept = 3\n" + SIGNER, "accept"),
        (SIGNER + SIGNER, "one key stands under two"),
        (SIGNER + "not_before = 2027-01-01\nnot_after = 2026-01-01", "ends before it begins"),
        (SIGNER + "not_before = 2026-01-01T00:00:00Z", "dates"),
        (SIGNER.replace("reviewer.pub", "ed25519.pub"), "elliptic-curve"),
    ],
)
@pytest.mark.usefixtures("public")
def test_a_fault_is_named(tmp_path: Path, text: str, words: str) -> None:
    other = ed25519.Ed25519PrivateKey.generate().public_key()
    pem = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "ed25519.pub").write_bytes(pem)
    with pytest.raises(UsageError) as caught:
        load(write(tmp_path, text))
    assert words in caught.value.message
    assert caught.value.advice


def test_without_a_key_of_its_own_a_machine_trusts_nobody(tmp_path: Path) -> None:
    assert own(tmp_path).signers == ()
    own_signer(tmp_path)
    assert len(own(tmp_path).signers) == 1
