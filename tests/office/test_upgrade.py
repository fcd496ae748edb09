"""An office of the oldest revision is brought to this version: nothing of what happened changes, and clocks go on."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect

from seatrial.app.office import register
from seatrial.app.office.backup import verify
from seatrial.app.office.office import Office, migrate, opened
from seatrial.app.office.publish import publish
from seatrial.app.office.show import list_cases, show_case
from seatrial.app.office.sweep import sweep
from seatrial.cli.office import office as command
from seatrial.domain.errors import UsageError
from seatrial.journal.open import latest_revision
from tests.office.conftest import Desk, HandedIn
from tests.office.test_office import decided

OLDEST = "0001"


def test_an_office_of_the_oldest_revision_is_brought_forward_and_back(desk: Desk, handed_in: HandedIn) -> None:
    done, under_way = desk.accepted(handed_in.whole), desk.accepted(handed_in.whole)
    decided(desk, done)
    for step in ("existence", "detail"):
        publish(desk.office, desk.people["iris"], done, step)
    ada = desk.people["ada"]
    before = {case: show_case(desk.office, ada, case) for case in (done, under_way)}
    listed, entries, held = list_cases(desk.office, ada), register.search(desk.office), verify(desk.office)
    assert before[under_way].case.clocks, "a clock runs while the office is older"
    for _ in range(2):
        desk.office.journal.migrate(OLDEST)
        assert "subscription" not in inspect(desk.office.journal._engine).get_table_names()
        with pytest.raises(UsageError, match=f"revision {OLDEST}") as told, opened(desk.office.directory):
            pass
        assert "office migrate" in told.value.advice
        assert migrate(desk.office) == (OLDEST, latest_revision())
        assert migrate(desk.office) == (latest_revision(), latest_revision())
        again = Office(desk.office.directory, clock=desk.clock)
        try:
            assert verify(again) == held
            assert list_cases(again, ada) == listed
            assert register.search(again) == entries
            for case, view in before.items():
                assert show_case(again, ada, case).plain == view.plain
        finally:
            again.close()
    desk.clock.wait(200)
    due = [clock.clock_id for clock in show_case(desk.office, ada, under_way).case.clocks]
    assert due
    assert sweep(desk.office) > 0, "clocks that ran out are noted by the new version"
    assert desk.accepted(handed_in.whole), "and it works on"
    assert verify(desk.office).cases == 3


def test_the_command_brings_it_forward_and_verifies(desk: Desk, handed_in: HandedIn) -> None:
    desk.accepted(handed_in.whole)
    desk.office.journal.migrate(OLDEST)
    for words in (f"brought from revision {OLDEST} to", "is at revision"):
        told = CliRunner().invoke(command, ["migrate", str(desk.office.directory)], catch_exceptions=False)
        assert words in told.output
        assert "1 cases" in told.output


def test_what_is_later_or_no_office_is_refused(desk: Desk, tmp_path: Path) -> None:
    if desk.office.journal.dialect == "sqlite":
        empty = tmp_path / "empty"
        shutil.copytree(desk.office.directory, empty)
        (empty / "office.db").unlink()
        with pytest.raises(UsageError, match="holds no office"), opened(empty):
            pass
    with desk.office.journal._engine.begin() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UsageError, match="later than this version"), opened(desk.office.directory):
        pass
    with pytest.raises(UsageError, match="later than this version"):
        migrate(desk.office)
