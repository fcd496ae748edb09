"""The public register: followed as feeds, made again from journal and log, and carried away to be checked offline."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from seatrial.app.office import register
from seatrial.app.office.check_export import check_export
from seatrial.app.office.publish import publish
from seatrial.domain.errors import SeatrialError, TrustError, UsageError
from seatrial.server.pages.site import export_site
from tests.office.conftest import Desk, HandedIn
from tests.office.test_office import decided


def published(desk: Desk, handed_in: HandedIn) -> str:
    case = desk.accepted(handed_in.whole)
    desk.clock.wait(2)
    decided(desk, case)
    for step in ("existence", "detail"):
        publish(desk.office, desk.people["iris"], case, step)
    return case


def rows(desk: Desk) -> list[tuple[object, ...]]:
    with desk.office.journal.looking() as db:
        return [tuple(row) for row in db.execute(text("SELECT * FROM publication ORDER BY number"))]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_register_is_dropped_and_made_again_with_the_same_bytes(
    desk: Desk, handed_in: HandedIn, tmp_path: Path
) -> None:
    published(desk, handed_in)
    before = rows(desk)
    export_site(desk.office, tmp_path / "before")
    with desk.office.journal.writing() as db:
        db.execute(text("DELETE FROM publication WHERE number = 0"))
        db.execute(text("UPDATE publication SET outcome = 'refused', subject = 'another'"))
    assert rows(desk) != before
    assert register.rebuild(desk.office) == 2
    assert rows(desk) == before
    export_site(desk.office, tmp_path / "after")
    assert bytes_of(tmp_path / "before") == bytes_of(tmp_path / "after")


def test_an_export_is_checked_by_keys_that_one_knows(desk: Desk, handed_in: HandedIn, tmp_path: Path) -> None:
    case = published(desk, handed_in)
    out = tmp_path / "site"
    assert export_site(desk.office, out, "https://register.example/") == len(bytes_of(out))
    assert check_export(out) == 2
    assert check_export(out, desk.office.public_key, (desk.office.directory / "log" / "log.vkey").read_text()) == 2
    page = (out / "cases" / case / "index.html").read_text()
    assert "Compliance is measured." in page
    assert f'href="cases/{case}/index.html"' in (out / "index.html").read_text()
    assert "with the office" in (out / "statistics.html").read_text()
    assert f"https://register.example/cases/{case}/index.html" in (out / "feed.atom").read_text()
    with pytest.raises(UsageError, match="there already"):
        export_site(desk.office, out)


def _sums(out: Path) -> int:
    """What somebody who changes files would do next."""
    found = {name: body for name, body in bytes_of(out).items() if name != "SHA256SUMS"}
    return (out / "SHA256SUMS").write_text("".join(f"{hashlib.sha256(b).hexdigest()}  {n}\n" for n, b in found.items()))


def _linked(file: Path) -> None:
    file.symlink_to(file.rename(file.parents[1] / "elsewhere"))


def _entry(out: Path, change: Callable[[dict[str, object]], object]) -> None:
    plain = json.loads((out / "register.json").read_text())
    change(plain["entries"][0])
    (out / "register.json").write_text(json.dumps(plain))
    _sums(out)


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a page": (lambda out: (out / "index.html").write_text("cleared"), "index.html is not what it was"),
    "a file more": (lambda out: (out / "more.html").write_text("x"), "more.html does not belong there"),
    "a file less": (lambda out: (out / "feed.atom").unlink(), "feed.atom is not there"),
    "a link to elsewhere": (
        lambda out: _linked(out / "feed.json"),
        "feed.json is not what it was",
    ),
    "what is shown": (
        lambda out: _entry(out, lambda e: e["publication"].update(outcome="refused")),  # type: ignore[attr-defined]
        "shows something else",
    ),
    "its subject": (lambda out: _entry(out, lambda e: e.update(subject={})), "shows something else"),
    "its place": (lambda out: _entry(out, lambda e: e.update(number=0)), "is another"),
    "a place beyond": (lambda out: _entry(out, lambda e: e.update(number=99)), "is not in the log"),
    "a signature": (
        lambda out: _entry(
            out,
            lambda e: e["statement"]["dsseEnvelope"]["signatures"][0].update(sig="AAAA"),  # type: ignore[index]
        ),
        "not signed by this office",
    ),
    "the log": (
        lambda out: ([p.write_bytes(b"\0\1x") for p in out.glob("log/tile/entries/**/*.p/*")], _sums(out)),
        "too few entries",
    ),
    "no entries at all": (lambda out: ((out / "register.json").write_text("{}"), _sums(out)), "cannot be read"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_export_that_was_changed_is_not_believed(name: str, desk: Desk, handed_in: HandedIn, tmp_path: Path) -> None:
    if desk.office.journal.dialect == "postgresql":
        pytest.skip("an export is the same from either database")
    published(desk, handed_in)
    out = tmp_path / "site"
    export_site(desk.office, out)
    change, message = CHANGES[name]
    change(out)
    with pytest.raises(TrustError, match=message):
        check_export(out)


def test_keys_of_another_office_are_not_those(desk: Desk, handed_in: HandedIn, tmp_path: Path) -> None:
    published(desk, handed_in)
    export_site(desk.office, tmp_path / "site")
    other = tmp_path / "other.pub"
    other.write_bytes(next((desk.office.directory / "published").glob("*/*.pub")).read_bytes())
    with pytest.raises(SeatrialError, match="not signed by this office"):
        check_export(tmp_path / "site", other)
    with pytest.raises(UsageError, match="cannot be read"):
        check_export(tmp_path)


def test_an_empty_register_is_exported_too(desk: Desk, tmp_path: Path) -> None:
    export_site(desk.office, tmp_path / "site")
    assert check_export(tmp_path / "site") == 0
    assert "Nothing has been published yet." in (tmp_path / "site" / "index.html").read_text()
