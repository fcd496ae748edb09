"""A whole office in one file: from either database to either, verified, and nothing believed that was changed."""

import gzip
import hashlib
import io
import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from seatrial.app.audit_log import leaves_of
from seatrial.app.office import people, register
from seatrial.app.office.backup import backup, restore, verify
from seatrial.app.office.office import Office
from seatrial.app.office.publish import publish
from seatrial.app.office.show import read_item, show_case
from seatrial.domain.errors import SeatrialError, TrustError, UsageError
from tests.databases import BOTH, fresh_database
from tests.office.conftest import Desk, HandedIn
from tests.office.test_office import decided


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest) -> str:
    """Where rows go: SQLite in the directory, or an empty database."""
    return "" if request.param == "sqlite" else fresh_database(request.getfixturevalue("postgres"))


def worked(desk: Desk, handed_in: HandedIn) -> str:
    case = desk.accepted(handed_in.whole)
    decided(desk, case)
    for step in ("existence", "detail"):
        publish(desk.office, desk.people["iris"], case, step)
    return case


def test_an_office_comes_back_whole_in_either_database(
    desk: Desk, handed_in: HandedIn, empty: str, tmp_path: Path
) -> None:
    case = worked(desk, handed_in)
    token = people.issue_token(desk.office, desk.people["ada"], name="kept", scopes=["read"])
    saved = backup(desk.office, tmp_path / "office.backup")
    assert stat.S_IMODE((tmp_path / "office.backup").stat().st_mode) == 0o600
    late = desk.sent(handed_in.whole)  # After the backup: it is not in it.
    found = restore(tmp_path / "office.backup", tmp_path / "again", empty)
    assert (found.cases, found.events, found.chain) == (saved.cases, saved.events, saved.chain)
    assert (found.published, found.logged) == (2, desk_logged(desk))
    again = Office(tmp_path / "again", clock=desk.clock)
    try:
        assert again.journal.dialect == ("postgresql" if empty else "sqlite")
        ada = people.by_token(again, token)
        assert ada is not None
        shown_again, before = show_case(again, ada, case), show_case(desk.office, ada, case)
        assert shown_again.head == before.head
        assert shown_again.plain == before.plain
        digest = before.plain["items"][0]["digest"]
        assert read_item(again, ada, case, digest)[0] == handed_in.whole
        assert register.search(again) == register.search(desk.office)
        with again.journal.looking() as db:
            assert case in str(db.execute(text("SELECT case_id FROM event")).all())
            assert late not in str(db.execute(text("SELECT case_id FROM event")).all())
        refused = pytest.raises(SeatrialError, match=r"nothing is changed or removed|permission denied")
        with refused, again.journal.writing() as db:
            db.execute(text("DELETE FROM event"))
        again_desk = Desk(again, desk.clock, desk.people)
        assert again_desk.sent(handed_in.whole), "and it works on"
        assert verify(again).cases == saved.cases + 1
    finally:
        again.close()


def desk_logged(desk: Desk) -> int:
    log = desk.office.directory / "log"
    return len(leaves_of(str(log / "public"), str(log / "log.vkey")))


def test_a_backup_of_an_older_revision_is_brought_to_this_one(desk: Desk, handed_in: HandedIn, tmp_path: Path) -> None:
    case = worked(desk, handed_in)
    desk.office.journal.migrate("0001")
    backup(desk.office, tmp_path / "old.backup")
    assert restore(tmp_path / "old.backup", tmp_path / "again").cases == 1
    again = Office(tmp_path / "again", clock=desk.clock)
    assert show_case(again, desk.people["ada"], case).plain["stage"] == "decided"
    again.close()
    desk.office.journal.migrate()


Members = dict[str, bytes]


def rewritten(file: Path, change: Callable[[Members], object], *, digests: bool = True) -> None:
    """A backup as somebody would change it, with its manifest put right."""
    members: Members = {}
    with tarfile.open(file) as tar:
        for entry in tar:
            body = tar.extractfile(entry)
            assert body is not None
            members[entry.name] = body.read()
    change(members)
    if digests:
        manifest: dict[str, Any] = json.loads(members["manifest.json"])
        files = {name: hashlib.sha256(body).hexdigest() for name, body in members.items() if name != "manifest.json"}
        members["manifest.json"] = json.dumps({**manifest, "files": files}).encode()
    with tarfile.open(file, "w:gz") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def _line(members: Members, table: str, number: int, change: Callable[[dict[str, Any]], object]) -> None:
    lines = members[f"database/{table}.jsonl"].splitlines()
    plain = json.loads(lines[number])
    change(plain)
    lines[number] = json.dumps(plain).encode()
    members[f"database/{table}.jsonl"] = b"\n".join(lines) + b"\n"


def _without(members: Members, table: str) -> None:
    lines = members[f"database/{table}.jsonl"].splitlines(keepends=True)
    members[f"database/{table}.jsonl"] = b"".join(lines[:-1])


CHANGES: dict[str, Callable[[Members], object]] = {
    "the last event left out": lambda m: _without(m, "event"),
    "a digest": lambda m: _line(m, "event", 1, lambda row: row.update(digest="0" * 64)),
    "a signature": lambda m: _line(m, "event", 1, lambda row: row["sealed"].update(base64="e30=")),
    "a gap": lambda m: _line(m, "event", 1, lambda row: row.update(seq=99)),
    "an unknown column": lambda m: _line(m, "account", 0, lambda row: row.update(admin=1)),
    "a row that is none": lambda m: m.update({"database/token.jsonl": b"[]\n"}),
    "a table more": lambda m: m.update({"database/other.jsonl": b""}),
    "the log's key": lambda m: m.update({"files/log/log.vkey": b"x+00000000+AAAA\n"}),
    "no log": lambda m: m.pop("files/log/public/checkpoint"),
    "the office's key": lambda m: m.update({"files/keys/reviewer.key": b"x", "files/keys/reviewer.pub": b"x"}),
    "a file outside": lambda m: m.update({"files/../../outside": b"x"}),
    "an absolute file": lambda m: m.update({"/tmp/outside": b"x"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_backup_that_was_changed_is_not_believed(name: str, desk: Desk, handed_in: HandedIn, tmp_path: Path) -> None:
    if desk.office.journal.dialect == "postgresql":
        pytest.skip("the file is the same from either database")
    worked(desk, handed_in)
    file = tmp_path / "office.backup"
    backup(desk.office, file)
    rewritten(file, CHANGES[name])
    with pytest.raises(SeatrialError):
        restore(file, tmp_path / "again")
    assert not (tmp_path / "again").exists(), "nothing appears that was not verified"
    assert not list(tmp_path.glob(".restore-*"))
    assert not (tmp_path / "outside").exists()


def test_a_backup_that_was_only_packed_again_is_believed(desk: Desk, handed_in: HandedIn, tmp_path: Path) -> None:
    worked(desk, handed_in)
    file = tmp_path / "office.backup"
    backup(desk.office, file)
    rewritten(file, lambda _: None)
    assert restore(file, tmp_path / "again").cases == 1
    rewritten(file, lambda m: m.update({"files/office.toml": m["files/office.toml"] + b"\n"}), digests=False)
    with pytest.raises(TrustError, match="is not what it was"):
        restore(file, tmp_path / "third")


def test_what_is_no_backup_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "office.backup"
    for junk in (b"", b"junk" * 1000, gzip.compress(b"junk"), gzip.compress(b"\0" * 2048)):
        file.write_bytes(junk)
        with pytest.raises(TrustError, match="no backup"):
            restore(file, tmp_path / "again")
    file.unlink()
    backup(desk.office, file)
    with pytest.raises(UsageError, match="there already"):
        backup(desk.office, file)
    with pytest.raises(UsageError, match="there already"):
        restore(file, tmp_path)
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(TrustError, match="no backup"):
        restore(file, tmp_path / "again")
