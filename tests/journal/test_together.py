"""Works that share a transaction: each is told after the commit, and none takes another one down with it."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from seatrial.domain.errors import OperationError
from seatrial.journal import events
from seatrial.journal.open import Journal
from seatrial.journal.together import Together
from tests.databases import Open
from tests.journal.test_journal import chain

MANY = 24


def appending(case: str) -> Callable[[Connection], int]:
    return lambda db: events.append(db, chain(case, 2))


def at_once(works: list[Callable[[], Any]], leads: threading.Event) -> list[Any]:
    """What each work gave, all begun while the first holds the transaction open until the others wait behind it."""
    found: list[Any] = [None] * len(works)

    def one(number: int) -> None:
        try:
            found[number] = works[number]()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            found[number] = error

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(works))]
    threads[0].start()
    assert leads.wait(60)
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return found


def begun(journal: Journal) -> list[str]:
    """Commits of the journal's engine, as they come."""
    found: list[str] = []
    event.listen(journal._engine, "commit", lambda _connection: found.append("commit"))
    return found


def waiting(journal: Journal, count: int, leads: threading.Event) -> Callable[[Connection], int]:
    """A work that holds its transaction open until so many others wait behind it."""

    def work(db: Connection) -> int:
        leads.set()
        for _ in range(6000):
            if len(journal._together._waiting) >= count:
                break
            threading.Event().wait(0.01)
        return events.append(db, chain("c-first", 2))

    return work


def test_what_waits_is_committed_at_once_and_is_there_once(journal: Journal, open_journal: Open) -> None:
    commits, leads = begun(journal), threading.Event()
    works: list[Callable[[], Any]] = [lambda: journal.write(waiting(journal, MANY, leads))]
    works += [partial(journal.write, appending(f"c-{number:02}")) for number in range(MANY)]
    told = at_once(works, leads)
    assert sorted(told) == sorted(range(1, 2 * (MANY + 1), 2)), "each has places of its own"
    assert len(commits) == 2
    with open_journal().looking() as db:
        assert len(events.case_ids(db)) == MANY + 1
        assert events.broken_at(db) is None


def test_a_work_that_fails_leaves_nothing_and_holds_nobody_up(journal: Journal, open_journal: Open) -> None:
    leads = threading.Event()

    def appended_and_lost(db: Connection) -> int:
        events.append(db, chain("c-lost", 2))
        raise events.MovedError

    def nonsense(db: Connection) -> int:
        db.execute(text("SELECT * FROM no_such_table"))
        return 0

    works: list[Callable[[], Any]] = [lambda: journal.write(waiting(journal, 4, leads))]
    works += [lambda: journal.write(appended_and_lost), lambda: journal.write(nonsense)]
    works += [lambda: journal.write(appending("c-1")), lambda: journal.write(appending("c-2"))]
    told = at_once(works, leads)
    assert isinstance(told[1], events.MovedError)
    assert isinstance(told[2], OperationError)
    with open_journal().looking() as db:
        assert sorted(events.case_ids(db)) == ["c-1", "c-2", "c-first"]
        assert events.broken_at(db) is None


def test_a_bug_in_one_work_is_its_own_and_nobody_else_is_told_that_theirs_is_kept(
    journal: Journal, open_journal: Open
) -> None:
    leads = threading.Event()

    def bug(db: Connection) -> int:
        events.append(db, chain("c-bug", 2))
        raise ZeroDivisionError

    works: list[Callable[[], Any]] = [lambda: journal.write(waiting(journal, 3, leads))]
    works += [lambda: journal.write(bug), lambda: journal.write(appending("c-1"))]
    works += [lambda: journal.write(appending("c-2"))]
    told = at_once(works, leads)
    assert {type(one) for one in told[1:]} == {ZeroDivisionError, OperationError}
    with open_journal().looking() as db:
        assert events.case_ids(db) == ["c-first"]
    assert journal.write(appending("c-1")) == 3, "and the next one is kept"


def test_nobody_is_told_before_the_commit_and_all_are_told_when_it_fails() -> None:
    """The transaction is played by hand: it fails when it is to be committed."""
    done: list[str] = []
    leads = threading.Event()

    class Connected:
        @contextmanager
        def begin_nested(self) -> Any:
            yield

    @contextmanager
    def writing() -> Any:
        yield Connected()
        if "first" in done:
            raise OperationError("the disk is full", advice="make room")
        done.append("first")

    together = Together(writing)

    def held(_db: Connection) -> str:
        leads.set()
        for _ in range(6000):
            if len(together._waiting) >= 3:
                break
            threading.Event().wait(0.01)
        return "kept"

    works: list[Callable[[], Any]] = [lambda: together.write(held)]
    works += [lambda: together.write(lambda _db: "never kept")] * 3
    told = at_once(works, leads)
    assert told.count("kept") == 1
    assert [type(one) for one in told if one != "kept"] == [OperationError] * 3


def test_whoever_writes_alone_is_told_what_was_wrong(journal: Journal) -> None:
    journal.write(lambda db: events.append(db, chain("c-1", 1)))
    with pytest.raises(events.MovedError):
        journal.write(lambda db: events.append(db, chain("c-1", 1)))
    with pytest.raises(OperationError, match="refused"):
        journal.write(lambda db: db.execute(text("DELETE FROM event")))
