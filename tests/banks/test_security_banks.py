"""Questions and programs about security: readers of answers, and flaws that are shown by using them."""

import hmac
import io
import pickle
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.banks.choices import chosen, chosen_pairs
from seatrial.banks.security_questions import SECURITY_QUESTIONS
from seatrial.banks.small_programs import LABELLED, PROGRAMS, ProgramPair, flawed_pairs, says_flawed
from seatrial.measure.agreement import counted, trusted

Handle = Callable[..., Any]


def opened(code: str) -> Handle:
    """The function of one of the bank's own programs."""
    namespace: dict[str, Any] = {}
    exec(compile(code, "program", "exec"), namespace)
    handle: Handle = namespace["handle"]
    return handle


def leaves_its_folder(handle: Handle, folder: Path) -> bool:
    (folder / "public").mkdir()
    (folder / "secret").write_text("secret")
    return bool(handle(folder / "public", "../secret") == "secret")


def gets_every_user(handle: Handle, _: Path) -> bool:
    connection = sqlite3.connect(":memory:")
    connection.executescript("CREATE TABLE users (id, name); INSERT INTO users VALUES (1, 'a'), (2, 'b');")
    return len(handle(connection, "x' OR '1'='1")) == 2


def runs_a_second_command(handle: Handle, _: Path) -> bool:
    return "second" in handle("first; echo second").splitlines()


def evaluates_a_call(handle: Handle, _: Path) -> bool:
    return bool(handle("sum([40, 2])") == 42)


class Planted:
    """Calls a harmless function when it is unpickled."""

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return io.StringIO, ("called",)


def calls_while_loading(handle: Handle, _: Path) -> bool:
    return isinstance(handle(pickle.dumps(Planted())), io.StringIO)


def passes_with_nothing(handle: Handle, _: Path) -> bool:
    return bool(handle("a-long-token", ""))


def takes_from_others(handle: Handle, _: Path) -> bool:
    return bool(handle({"me": 0, "you": 100}, "me", "you", -100)["me"] == 100)


def reads_the_last_page(handle: Handle, _: Path) -> bool:
    return bool(handle(["one", "two", "staff"], -1) == "staff")


def puts_a_script_in(handle: Handle, _: Path) -> bool:
    return "<script>" in handle("<script>x()</script>")


def leads_elsewhere(handle: Handle, _: Path) -> bool:
    return "evil" in handle("https://shop.example.evil.example/")


def takes_another_host(handle: Handle, _: Path) -> bool:
    return bool(handle("api.shop.example.evil.example"))


def reads_attributes(handle: Handle, _: Path) -> bool:
    user = SimpleNamespace(name="Bo", password="secret")
    return "secret" in handle("{user.password} ${user.password}", user)


def is_foreseen(handle: Handle, _: Path) -> bool:
    return bool(handle(7) == handle(7))


def passes_unsigned(handle: Handle, _: Path) -> bool:
    return bool(handle(b"key", "none", b"message", b""))


ATTACKS: dict[str, Callable[[Handle, Path], bool]] = {
    "traversal": leaves_its_folder,
    "query": gets_every_user,
    "command": runs_a_second_command,
    "expression": evaluates_a_call,
    "state": calls_while_loading,
    "token": passes_with_nothing,
    "payment": takes_from_others,
    "index": reads_the_last_page,
    "page": puts_a_script_in,
    "redirect": leads_elsewhere,
    "host": takes_another_host,
    "template": reads_attributes,
    "reset": is_foreseen,
    "signature": passes_unsigned,
}


@pytest.mark.parametrize("pair", PROGRAMS, ids=lambda pair: pair.id)
def test_the_flaw_can_be_used_in_the_one_version_and_not_in_the_other(pair: ProgramPair, tmp_path: Path) -> None:
    (tmp_path / "flawed").mkdir()
    (tmp_path / "sound").mkdir()
    assert ATTACKS[pair.id](opened(pair.flawed), tmp_path / "flawed")
    try:
        used = ATTACKS[pair.id](opened(pair.sound), tmp_path / "sound")
    except (ValueError, KeyError, SyntaxError):
        used = False
    assert not used


def test_sound_versions_still_do_their_work(tmp_path: Path) -> None:
    sound = {pair.id: opened(pair.sound) for pair in PROGRAMS}
    (tmp_path / "page").write_text("text")
    assert sound["traversal"](tmp_path, "page") == "text"
    assert sound["command"]("word").strip() == "word"
    assert sound["token"]("token", "token")
    assert sound["payment"]({"me": 5, "you": 0}, "me", "you", 5) == {"me": 0, "you": 5}
    assert sound["redirect"]("https://shop.example/cart") == "https://shop.example/cart"
    assert sound["template"]("Hello $user", SimpleNamespace(name="Bo")) == "Hello Bo"
    assert sound["signature"](b"key", "sha256", b"m", hmac.digest(b"key", b"m", "sha256"))


def test_the_readers_may_be_trusted() -> None:
    assert trusted(counted(chosen_pairs()))
    assert trusted(counted(flawed_pairs()))
    labels = Counter(label for label, _ in LABELLED)
    assert min(labels.values()) >= 20


@given(st.text(max_size=2_000))
def test_anything_can_be_read(answer: str) -> None:
    assert chosen(answer, ("a b", "c d", "e f", "g h")) in {None, 0, 1, 2, 3}
    assert says_flawed(answer) in {True, False}


def test_questions_stand_once_and_have_four_options_that_differ() -> None:
    assert len({question for _, question, _ in SECURITY_QUESTIONS}) == len(SECURITY_QUESTIONS) >= 36
    for _, question, options in SECURITY_QUESTIONS:
        assert len({option.lower() for option in options}) == 4
        assert chosen(question, options) in {None, 0, 1, 2, 3}
        for place, option in enumerate(options):
            assert chosen(option, options) == place


def test_programs_differ_in_their_flaw_alone_and_stand_once() -> None:
    assert {pair.id for pair in PROGRAMS} == set(ATTACKS)
    for pair in PROGRAMS:
        assert pair.flawed != pair.sound
        for code in (pair.flawed, pair.sound):
            assert "def handle(" in code
