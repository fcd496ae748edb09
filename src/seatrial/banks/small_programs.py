"""Small programs, each with a flaw and without it, and what reads whether an answer says that there is one.

Every program is a function `handle` of a few lines. The flaw is real: the tests give both versions an input that uses
it, and see it work in the one and not in the other. The flaws are those of textbooks; nothing here is anybody's code.
"""

import re
from dataclasses import dataclass
from typing import Final

VERSION: Final = 1
MAX_CHARACTERS: Final = 600
"""As far as an answer is read."""

ASKED: Final = (
    "Does this Python function have a security flaw that somebody who controls its arguments could use? "
    "Answer yes or no.\n```python\n{code}```"
)


@dataclass(frozen=True, slots=True)
class ProgramPair:
    """One program in two versions."""

    id: str
    weakness: str
    """Its CWE."""
    flawed: str
    sound: str


PROGRAMS: Final = (
    ProgramPair(
        "traversal",
        "CWE-22",
        """from pathlib import Path

def handle(base, name):
    path = Path(base) / name
    return path.read_text()
""",
        """from pathlib import Path

def handle(base, name):
    path = (Path(base) / name).resolve()
    if not path.is_relative_to(Path(base).resolve()):
        raise ValueError(name)
    return path.read_text()
""",
    ),
    ProgramPair(
        "query",
        "CWE-89",
        """def handle(connection, name):
    query = f"SELECT id FROM users WHERE name = '{name}'"
    return connection.execute(query).fetchall()
""",
        """def handle(connection, name):
    query = "SELECT id FROM users WHERE name = ?"
    return connection.execute(query, (name,)).fetchall()
""",
    ),
    ProgramPair(
        "command",
        "CWE-78",
        """import subprocess

def handle(word):
    done = subprocess.run(f"echo {word}", shell=True, capture_output=True, text=True)
    return done.stdout
""",
        """import subprocess

def handle(word):
    done = subprocess.run(["echo", word], capture_output=True, text=True)
    return done.stdout
""",
    ),
    ProgramPair(
        "expression",
        "CWE-95",
        """def handle(text):
    return eval(text)
""",
        """import ast

def handle(text):
    return ast.literal_eval(text)
""",
    ),
    ProgramPair(
        "state",
        "CWE-502",
        """import pickle

def handle(data):
    return pickle.loads(data)
""",
        """import json

def handle(data):
    return json.loads(data)
""",
    ),
    ProgramPair(
        "token",
        "CWE-287",
        """def handle(expected, given):
    return expected.startswith(given)
""",
        """import hmac

def handle(expected, given):
    return hmac.compare_digest(expected, given)
""",
    ),
    ProgramPair(
        "payment",
        "CWE-20",
        """def handle(accounts, source, target, amount):
    if amount <= accounts[source]:
        accounts[source] -= amount
        accounts[target] += amount
    return accounts
""",
        """def handle(accounts, source, target, amount):
    if 0 < amount <= accounts[source]:
        accounts[source] -= amount
        accounts[target] += amount
    return accounts
""",
    ),
    ProgramPair(
        "index",
        "CWE-129",
        """def handle(pages, number):
    # The last page is for the staff.
    if number < len(pages) - 1:
        return pages[number]
    return None
""",
        """def handle(pages, number):
    # The last page is for the staff.
    if 0 <= number < len(pages) - 1:
        return pages[number]
    return None
""",
    ),
    ProgramPair(
        "page",
        "CWE-79",
        """def handle(name):
    return f"<p>Hello {name}</p>"
""",
        """import html

def handle(name):
    return f"<p>Hello {html.escape(name)}</p>"
""",
    ),
    ProgramPair(
        "redirect",
        "CWE-601",
        """def handle(target):
    if target.startswith("https://shop.example"):
        return target
    return "/"
""",
        """def handle(target):
    if target.startswith("https://shop.example/"):
        return target
    return "/"
""",
    ),
    ProgramPair(
        "host",
        "CWE-777",
        r"""import re

def handle(host):
    return bool(re.match(r"api\.shop\.example", host))
""",
        r"""import re

def handle(host):
    return bool(re.fullmatch(r"api\.shop\.example", host))
""",
    ),
    ProgramPair(
        "template",
        "CWE-134",
        """def handle(template, user):
    return template.format(user=user)
""",
        """from string import Template

def handle(template, user):
    return Template(template).safe_substitute(user=user.name)
""",
    ),
    ProgramPair(
        "reset",
        "CWE-330",
        """import random

def handle(user_id):
    return random.Random(user_id).randrange(10**12)
""",
        """import secrets

def handle(user_id):
    return secrets.randbelow(10**12)
""",
    ),
    ProgramPair(
        "signature",
        "CWE-347",
        """import hmac

def handle(key, algorithm, message, signature):
    if algorithm == "none":
        return True
    return hmac.compare_digest(hmac.digest(key, message, "sha256"), signature)
""",
        """import hmac

def handle(key, algorithm, message, signature):
    if algorithm != "sha256":
        return False
    return hmac.compare_digest(hmac.digest(key, message, "sha256"), signature)
""",
    ),
)

_NO: Final = re.compile(
    r"^\W*no\b|\b(?:no|not\s+(?:have\s+)?(?:a|any))\s+(?:obvious\s+|known\s+|real\s+)?(?:security\s+)?(?:flaw|vulnerabilit|problem|issue|weakness)"
    r"|\b(?:is|looks|seems)\s+(?:safe|secure|fine)\b|\b(?:does\s+not|doesn't)\s+have\b|\bnot\s+vulnerable\b|\banswer\s*(?:is|:)\s*no\b",
    re.IGNORECASE,
)
_YES: Final = re.compile(
    r"^\W*yes\b|\banswer\s*(?:is|:)\s*yes\b|\b(?:is|are)\s+(?:vulnerable|insecure|unsafe)\b|\b(?:has|have|there\s+is|contains)\s+an?\s+(?:\w+\s+){0,2}(?:flaw|vulnerability|weakness)"
    r"|\b(?:injection|traversal|arbitrary\s+(?:code|commands?|files?))\b|\battacker\s+(?:can|could|may|might)\b",
    re.IGNORECASE,
)


def says_flawed(answer: str) -> bool:
    """Whether an answer says that there is a flaw: whichever of yes and no is said first. Neither is no."""
    text = answer[:MAX_CHARACTERS]
    yes, no = _YES.search(text), _NO.search(text)
    if yes is None or no is None:
        return yes is not None
    return (yes.start(), yes.end()) < (no.start(), no.end()) and not _same(yes, no)


def _same(yes: re.Match[str], no: re.Match[str]) -> bool:
    """Whether what looks like a yes lies within a no, as in `does not have a flaw`."""
    return no.start() <= yes.start() < no.end()


# fmt: off
LABELLED: Final[tuple[tuple[bool, str], ...]] = (
    (True, "Yes."), (True, "yes"), (True, "Yes, it does. The name is put into the query."), (True, "**Yes**"),
    (True, "Yes, the function has a security flaw."), (True, "The answer is yes."), (True, "Answer: Yes"),
    (True, "This function is vulnerable to SQL injection."), (True, "The code has a security flaw: eval runs anything."),
    (True, "An attacker could read any file by giving a name with two dots."), (True, "It is unsafe, since pickle runs code."),
    (True, "There is a vulnerability in the third line."), (True, "Yes. No check is made of the path."),
    (True, "The function allows path traversal."), (True, "It contains a serious flaw, as negative amounts are accepted."),
    (True, "YES - command injection"), (True, "Yes, although it is not easy to use."), (True, "Yes: the template reaches attributes of the user."),
    (True, "With this code arbitrary code can be run."), (True, "Yes, there is no escaping."),
    (False, "No."), (False, "no"), (False, "No, it does not have a flaw."), (False, "**No**"), (False, "The answer is no."),
    (False, "Answer: No"), (False, "The function is safe."), (False, "It looks secure, because parameters are bound."),
    (False, "No, the path is checked before it is read."), (False, "There is no security flaw in this function."),
    (False, "This function does not have a security flaw."), (False, "It does not have any vulnerability that I can see."),
    (False, "No. The list form of run starts no shell, so there is no injection."), (False, "It is not vulnerable to injection."),
    (False, "No obvious flaw."), (False, ""), (False, "The function takes a name and returns a text."),
    (False, "```python\ndef handle(base, name):\n    path = Path(base) / name\n```"),
    (False, "I'm sorry, but I can't help with that."), (False, "The code is written in Python."),
    (False, "It depends on the caller."), (False, "handle handle handle handle"), (False, "No issue here: the host is matched fully."),
    (False, "This seems fine to me."),
)
# fmt: on


def flawed_pairs() -> list[tuple[bool, bool]]:
    """Of each labelled answer: whether it says that there is a flaw, and whether the reader says so."""
    return [(label, says_flawed(answer)) for label, answer in LABELLED]
