"""A hub that lies about what it holds is noticed before weights are fetched, or when they are verified."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from seatrial.app import hub_gate
from seatrial.app.hub_gate import check_hub
from seatrial.domain.errors import OperationError, UsageError
from seatrial.gate.admission import Admission
from seatrial.record.keys import Signer
from seatrial.testing.hostile_hub import COMMIT, HostileHub, serving
from tests.attacks.records import ALLOW, DENY, NOW, UNKNOWN, check, statement_of

WEIGHTS = b"w" * 5000


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    (folder / "sub").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(WEIGHTS)
    (folder / "config.json").write_bytes(b"{}")
    (folder / "sub" / "notes #1.txt").write_bytes(b"text")
    return folder


@pytest.fixture
def hub(model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HostileHub]:
    files = {str(p.relative_to(model)): p.read_bytes() for p in model.rglob("*") if p.is_file()}
    with serving(HostileHub(files=files)) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        monkeypatch.delenv("HF_TOKEN", raising=False)
        yield running


@pytest.fixture
def rule(tmp_path: Path, signer: Signer) -> Path:
    (tmp_path / "board.pub").write_bytes(signer.public_pem)
    (tmp_path / "trust.toml").write_text('[[signer]]\nname = "board"\npublic_key = "board.pub"\n')
    return tmp_path / "trust.toml"


@pytest.fixture
def ask(model: Path, signer: Signer, rule: Path, tmp_path: Path) -> "Ask":
    record = tmp_path / "record.sigstore.json"
    record.write_bytes(signer.seal(statement_of(model, signer)))
    return Ask(record, rule)


class Ask:
    """The gate before a download, as an operator calls it."""

    def __init__(self, record: Path, rule: Path) -> None:
        self.record, self.rule = record, rule

    def __call__(self, reference: str = "org/name@main") -> Admission:
        return check_hub(reference, record=self.record, trust=self.rule, now=NOW + datetime.timedelta(hours=1))


def test_what_was_reviewed_passes_and_no_weights_are_fetched(hub: HostileHub, ask: Ask) -> None:
    assert ask().result is ALLOW
    assert ask(f"org/name@{COMMIT}").result is ALLOW
    assert not any(path.endswith("model.safetensors") for path in hub.asked)
    assert f"/org/name/resolve/{COMMIT}/sub/notes #1.txt" in hub.asked


def test_weights_exchanged(hub: HostileHub, ask: Ask) -> None:
    hub.files["model.safetensors"] = b"x" * 5000
    found = ask()
    assert found.result is DENY
    assert [(d.kind, d.path) for d in found.differences] == [("changed", "model.safetensors")]


def test_small_file_exchanged_under_the_reviewed_size(hub: HostileHub, ask: Ask) -> None:
    hub.files["config.json"] = b"[]"
    assert ask().result is DENY


def test_file_added(hub: HostileHub, ask: Ask) -> None:
    hub.files["modeling.py"] = b"import os"
    assert [(d.kind, d.path) for d in ask().differences] == [("added", "modeling.py")]


def test_file_removed(hub: HostileHub, ask: Ask) -> None:
    del hub.files["config.json"]
    assert ask().result is DENY


def test_a_stated_digest_of_other_bytes(hub: HostileHub, ask: Ask) -> None:
    hub.lies["model.safetensors"] = {"lfs": {"sha256": "0" * 64, "size": 5000}}
    assert ask().result is DENY


def test_a_digest_that_the_hub_only_claims_passes_until_the_bytes_are_here(
    hub: HostileHub, ask: Ask, model: Path, signer: Signer
) -> None:
    """What it states is its word; `verify` on the files that came is what tells."""
    truth = hub.entry("model.safetensors")["lfs"]
    hub.files["model.safetensors"] = b"x" * 5000
    hub.lies["model.safetensors"] = {"lfs": truth}
    assert ask().result is ALLOW
    (model / "model.safetensors").write_bytes(hub.files["model.safetensors"])
    assert check(model, ask.record.read_bytes(), signer).result is DENY


@pytest.mark.parametrize(
    "lie",
    [
        {"lfs": {"sha256": "short"}},
        {"lfs": {}},
        {"lfs": []},
        {"lfs": None, "size": -1},
        {"lfs": None, "size": "5000"},
        {"rfilename": "../outside"},
        {"rfilename": "/etc/passwd"},
        {"rfilename": "a//b"},
        {"rfilename": 7},
    ],
)
def test_an_entry_that_cannot_be(hub: HostileHub, ask: Ask, lie: dict[str, object]) -> None:
    hub.lies["model.safetensors"] = lie
    with pytest.raises(OperationError, match="cannot be used"):
        ask()


def test_a_small_file_longer_or_shorter_than_stated(hub: HostileHub, ask: Ask) -> None:
    for body in (b"{}" * 9, b"{"):
        hub.bodies["config.json"] = body
        with pytest.raises(OperationError, match="cannot be used"):
            ask()


def test_a_file_listed_twice(hub: HostileHub, ask: Ask) -> None:
    hub.lies["sub/notes #1.txt"] = {"rfilename": "config.json"}
    with pytest.raises(OperationError, match="twice"):
        ask()


def test_a_revision_that_moved(hub: HostileHub, ask: Ask) -> None:
    hub.commit = "d" * 40
    with pytest.raises(OperationError, match="another commit"):
        ask(f"org/name@{COMMIT}")


@pytest.mark.parametrize("listing", [b"", b"[]", b"{}", b'{"sha": 1}', b"[" * 100_000, b"<html>", b"\xff\xfe"])
def test_a_list_that_is_none(hub: HostileHub, ask: Ask, listing: bytes) -> None:
    hub.listing = listing
    with pytest.raises(OperationError, match="cannot be used"):
        ask()


def test_a_list_without_end(hub: HostileHub, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_gate, "MAX_LIST_BYTES", 10_000)
    hub.listing = b" " * 20_000
    with pytest.raises(OperationError, match="larger than"):
        ask()


def test_a_large_file_without_a_digest_is_not_fetched(
    hub: HostileHub, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_gate, "MAX_SMALL_BYTES", 1000)
    hub.lies["model.safetensors"] = {"lfs": None}
    assert ask().result is DENY
    assert not any(path.endswith("model.safetensors") for path in hub.asked)


def test_a_hub_that_drips(hub: HostileHub, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_gate, "SECONDS", 0.05)
    hub.drip_seconds = 0.2
    with pytest.raises(OperationError, match="cannot be reached"):
        ask()


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_a_hub_that_refuses(hub: HostileHub, ask: Ask, status: int) -> None:
    hub.status = status
    with pytest.raises(OperationError):
        ask()


def test_a_record_nobody_trusts_asks_the_hub_nothing(hub: HostileHub, ask: Ask, stranger: Signer) -> None:
    (ask.rule.parent / "board.pub").write_bytes(stranger.public_pem)
    assert ask().result is UNKNOWN
    assert hub.asked == []


@pytest.mark.parametrize("reference", ["org/name", "name@main", "org/name@", "org/na me@main", "https://x/y@z", ""])
def test_a_reference_without_its_revision(hub: HostileHub, ask: Ask, reference: str) -> None:
    with pytest.raises(UsageError):
        ask(reference)
    assert hub.asked == []
