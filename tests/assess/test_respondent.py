"""A model in a contained worker, asked from outside."""

from pathlib import Path
from threading import Thread

import pytest

from seatrial.assess.respondent import Respondent
from seatrial.domain.context import Message, Reply
from seatrial.domain.inventory import Inventory
from seatrial.domain.target import TargetError, TargetSpec
from seatrial.inventory.take import take
from seatrial.targets.replay import write_replay
from tests.assess.planting import COMMAND

ASKED = (Message(role="user", content="how are you?"),)


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    write_replay(path, [(ASKED, 8, Reply(text="fine", tokens=1))])
    return path


@pytest.fixture
def inventory(tmp_path: Path) -> Inventory:
    (tmp_path / "subject").mkdir()
    (tmp_path / "subject" / "a.bin").write_bytes(b"1")
    return take(tmp_path / "subject")


def spec(path: Path) -> TargetSpec:
    return TargetSpec(kind="replay", name="recorded", location=str(path))


def test_it_answers_under_containment_from_any_thread(recorded: Path, inventory: Inventory) -> None:
    heard = list[Reply]()
    with Respondent(spec(recorded), inventory, COMMAND) as model:
        assert model.containment.sufficient
        threads = [Thread(target=lambda: heard.append(model.ask(ASKED, max_tokens=8))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [reply.text for reply in heard] == ["fine"] * 4


def test_what_it_cannot_answer_is_said_and_it_goes_on(recorded: Path, inventory: Inventory) -> None:
    with Respondent(spec(recorded), inventory, COMMAND) as model:
        with pytest.raises(TargetError, match="holds no answer"):
            model.ask((Message(role="user", content="never asked"),), max_tokens=8)
        assert model.ask(ASKED, max_tokens=8).text == "fine"


def test_a_model_that_cannot_be_opened_is_said(tmp_path: Path, inventory: Inventory) -> None:
    with pytest.raises(TargetError, match="could not be opened"), Respondent(spec(tmp_path / "no"), inventory, COMMAND):
        pass


def test_afterwards_nothing_is_there_to_ask(recorded: Path, inventory: Inventory) -> None:
    with Respondent(spec(recorded), inventory, COMMAND) as model:
        pass
    with pytest.raises(TargetError, match="gone"):
        model.ask(ASKED, max_tokens=8)


def test_a_worker_that_dies_is_said_and_does_not_hang(recorded: Path, inventory: Inventory) -> None:
    with Respondent(spec(recorded), inventory, COMMAND) as model:
        assert model._worker is not None
        model._worker.kill()
        with pytest.raises(TargetError):
            model.ask(ASKED, max_tokens=8)
