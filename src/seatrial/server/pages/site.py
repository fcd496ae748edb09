"""The public register as a folder of files that any web server hosts, with all that is needed to check it offline.

The same register gives the same bytes: nothing of the moment or the machine is in them.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from seatrial.app.log import VERIFIER
from seatrial.app.office import register
from seatrial.app.office.office import LOG, PUBLISHED, Office, disk
from seatrial.documents import canonical, to_builtins
from seatrial.domain.errors import UsageError
from seatrial.register.feeds import atom, json_feed
from seatrial.server.pages.render import environment, static
from seatrial.server.pages.spreads import spread_rows
from seatrial.tlog.ledger import PUBLIC

PAGE: Final = 200
SUMS: Final = "SHA256SUMS"
REGISTER: Final = "register.json"
OFFICE_KEY: Final = "office.pub"
LOG_KEY: Final = "log.vkey"


def export_site(office: Office, out: Path, url: str = "") -> int:
    """Write the register below `out`, which must not be there or be empty; how many files. `url` is where it will be.

    Raises `UsageError`, and `OperationError` for the disk.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is there already", advice="name a new directory")
    try:
        for path, body in _files(office, url.rstrip("/")):
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(body)
        shutil.copytree(office.directory / LOG / PUBLIC, out / LOG)
        paths = sorted(p for p in out.rglob("*") if p.is_file())
        sums = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(out).as_posix()}\n" for p in paths)
        (out / SUMS).write_text("".join(sums), encoding="utf-8")
    except OSError as error:
        raise disk(f"{out} cannot be written", error) from error
    return len(paths) + 1


def _files(office: Office, url: str) -> Iterator[tuple[str, bytes]]:
    kept = register.all_entries(office)
    plain = [register.as_plain(entry) for entry in reversed(kept)]
    lines = register.statistics_of(office)
    yield REGISTER, canonical({"office": office.configuration.name, "entries": plain})
    yield "statistics.json", canonical([to_builtins(line) for line in lines])
    yield OFFICE_KEY, office.signer.public_pem
    yield LOG_KEY, (office.directory / LOG / VERIFIER).read_bytes()
    yield "office.css", static("office.css")
    pages = [plain[start : start + PAGE] for start in range(0, len(plain), PAGE)] or [[]]
    for number, entries in enumerate(pages):
        further = _index(number + 1) if number + 1 < len(pages) else ""
        yield _index(number), _page(office, "site_index.html", "", entries=entries, further=further)
    spreads, longest = spread_rows(lines)
    given = {"lines": [to_builtins(line) for line in lines], "spreads": spreads, "longest": longest}
    yield "statistics.html", _page(office, "site_statistics.html", "", **given)
    for name, write in (("feed.atom", atom), ("feed.json", json_feed)):
        base = f"{url}/" if url else ""
        page = f"{base}cases/{{case}}/index.html"
        feed = register.feed_of(office, home=f"{base}index.html", case_page=page, address=base + name)
        yield name, write(feed)
    yield from _cases(office, plain)


def _cases(office: Office, plain: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    of_case: dict[str, list[dict[str, Any]]] = {}
    for entry in plain:
        of_case.setdefault(entry["publication"]["case"], []).append(entry)
    for case_id, entries in of_case.items():
        names = register.published_names(office, case_id)
        page = _page(office, "site_case.html", "../../", entries=entries, case_id=case_id, files=names)
        yield f"cases/{case_id}/index.html", page
        for name in names:
            yield f"cases/{case_id}/files/{name}", (office.directory / PUBLISHED / case_id / name).read_bytes()


def _index(number: int) -> str:
    return f"index-{number}.html" if number else "index.html"


def _page(office: Office, template: str, root: str, **said: Any) -> bytes:
    text = environment().get_template(template).render(office=office.configuration.name, root=root, **said)
    return text.encode()
