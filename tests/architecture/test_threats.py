"""The table of attacks in the threat model names tests that are there, and every attack that a test names."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.partition("## Attacks on an office")[2].splitlines()
    if line.startswith("| ") and "`tests/" in line
]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)
ASKED = (
    *("CSRF", "SSRF", "XSS", "SQL injection", "header injection", "log injection", "path traversal", "decompression"),
    *("session fixation", "in logs", "IDOR", "time of a login", "mass assignment", "state mix-up", "nonce replay"),
    *("wrong audience", "unsigned", "HS256", "open redirect", "two issuers", "expired", "replayed challenge"),
    *("another origin or site", "copied passkey", "somebody else's credential"),
)
"""What the table has to speak of, whatever becomes of it."""


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_named_test_is_there() -> None:
    assert len(NAMED) >= 40
    missing = [f"{path}::{name}" for path, name in NAMED if name not in functions(ROOT / path)]
    assert not missing


def test_every_attack_that_a_test_names_is_in_the_table() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), name)
        for folder in ("office", "server")
        for path in (ROOT / "tests" / folder).glob("test_*.py")
        for name in functions(path)
        if name.startswith("test_attack_")
    }
    assert found
    assert found <= set(NAMED), found - set(NAMED)


def test_every_row_has_an_attack_a_defence_and_a_test() -> None:
    assert all(len(row) == 3 and all(row) for row in ROWS)


@pytest.mark.parametrize("attack", ASKED)
def test_the_table_speaks_of(attack: str) -> None:
    assert any(attack.lower() in row[0].lower() for row in ROWS), attack
