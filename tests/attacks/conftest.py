"""The model and the keys that attacks on records start from."""

from pathlib import Path

import pytest

from seatrial.record.keys import Signer, own_signer
from tests.attacks.records import statement_of


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.bin").write_bytes(b"first weights")
    (folder / "b.bin").write_bytes(b"second weights")
    (folder / "sub" / "c.txt").write_bytes(b"text")
    return folder


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return own_signer(tmp_path_factory.mktemp("reviewer"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return own_signer(tmp_path_factory.mktemp("stranger"))


@pytest.fixture
def record(model: Path, signer: Signer) -> bytes:
    return signer.seal(statement_of(model, signer))
