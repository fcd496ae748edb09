"""What the code reads from its surroundings, and what the pages link to, is documented and there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_environment_variable_is_documented() -> None:
    read = {v for p in (ROOT / "src").rglob("*.py") for v in re.findall(r'"(SEATRIAL_[A-Z_]+)"', p.read_text())}
    page = (ROOT / "docs/reference/environment.md").read_text()
    assert read
    assert read == set(re.findall(r"SEATRIAL_[A-Z_]+", page))


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert not broken


def test_every_record_of_a_decision_is_listed() -> None:
    listed = (ROOT / "docs/adr/README.md").read_text()
    assert all(p.name in listed for p in (ROOT / "docs/adr").glob("0*.md"))
