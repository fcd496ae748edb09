"""What all tests share: golden files, and the words of the sample catalogue."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from seatrial.reports.notes import Notes

# No test judges by the clock; a change is tried with the same examples each time, a developer's machine with new ones.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-golden",
        action="store_true",
        help="write what is rendered now over the golden files, to be read in the diff",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a golden file beside the test, or write it when asked with `--refresh-golden`."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--refresh-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing: run pytest with --refresh-golden"
        assert path.read_text(encoding="utf-8") == text, f"{path.name} differs: see --refresh-golden"

    return compare


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server; tests that want it belong to the group `postgres`, so that there is one."""
    from tests.postgres import server

    with server() as address:
        yield address


@pytest.fixture(scope="session")
def sample_notes() -> "Notes":
    """Notes of the checks that sample reviews plan."""
    from seatrial.reports.notes import CheckNote
    from seatrial.testing.sample_catalogue import CHECKS

    return {c.id: CheckNote(title=c.title, areas=c.areas, refs=c.refs) for c in CHECKS}
