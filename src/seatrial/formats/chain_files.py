"""Prompts, chains and tools as LangChain and its kin keep them in JSON and YAML, and what loading them would do.

Two forms: `_type` with the fields of a known kind, and `lc` with the name of a class to construct or of a secret to
take from the environment.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from seatrial.domain.text import shown
from seatrial.formats import marshal_strings
from seatrial.formats.notice import Notice
from seatrial.formats.python_targets import Target, judge

MAX_BYTES: Final = 4 * 1024 * 1024
"""Chains are small; vocabularies are not."""
MARKS: Final = (b'"lc"', b"_type", b"template_format", b"allow_dangerous")
"""What no such file does without."""
_RUNS: Final = frozenset(
    {"llm_bash_chain", "pal_chain", "python_repl", "python_repl_ast", "terminal", "shell", "bash", "python", "exec"}
)
_ASKS: Final = frozenset(
    {"llm_math_chain", "llm_requests_chain", "sql_database_chain", "requests_all", "graph_cypher_chain"}
)
_TOOLS: Final = re.compile(
    r"(?:Python\w*REPL|PythonAst|Shell(?:Tool|Input)|Bash(?:Process|Chain)|PALChain|LLMBash|Terminal|ExecPython|Jupyter)"
)
_OWN: Final = re.compile(r"(?:langchain|langgraph|langsmith|llama_index|llamaindex)(?:[_.]\w+)*\Z")
_WALK: Final = re.compile(r"__|\|\s*attr\b|\\x5f|\bmro\b|\bcycler\b|\blipsum\b|\bglobals\b")
_OUTSIDE: Final = re.compile(r"\A(?:[/~\\]|[A-Za-z]:[\\/]|[A-Za-z][A-Za-z0-9+.-]*://)|(?:\A|[\\/])\.\.(?:[\\/]|\Z)")
_CREDENTIAL: Final = re.compile(r"key|token|secret|password|credential|auth", re.IGNORECASE)
_TAKES_FILES: Final = frozenset({"examples", "persist_path", "vectorstore_path"})


def notices(value: Any) -> Iterator[Notice]:
    """What a parsed file asks of its loader beyond filling in fields; nothing for files of another kind."""
    pending: list[tuple[str, Any]] = [("", value)]
    while pending:
        key, here = pending.pop()
        if isinstance(here, dict):
            yield from _mapping(key, here)
            pending.extend((str(k), v) for k, v in reversed(here.items()))
        elif isinstance(here, list):
            pending.extend((key, item) for item in reversed(here))


def _mapping(key: str, here: dict[str, Any]) -> Iterator[Notice]:
    kind = here.get("_type")
    if isinstance(kind, str):
        yield from _typed(kind.lower())
        yield from _files(here)
    if here.get("lc") in (1, "1") and isinstance(here.get("id"), list):
        yield from _built(key, here)
    if str(here.get("template_format", "")).lower().startswith("jinja"):
        texts = [str(here.get(name, "")) for name in ("template", "prefix", "suffix")]
        walks = any(map(_WALK.search, texts))
        what = "a prompt in Jinja that reaches for Python's internals" if walks else "a prompt in Jinja"
        yield Notice(rule="jinja-prompt", what=f"has the loader render {what}", high=walks)
    yield from _carried(here)
    for name, stated in here.items():
        if str(name).startswith("allow_dangerous_") and str(stated).lower() in ("true", "yes", "1"):
            yield Notice(
                rule=str(name)[:60], what=f"takes a guard of the loader away: {shown(str(name), 60)}", high=False
            )


def _carried(here: dict[str, Any]) -> Iterator[Notice]:
    """Components and nodes that keep Python as text, for whoever loads them to run."""
    for owner, inside in (("provider", "config"), ("class_type", "inputs")):
        fields = here.get(inside)
        if isinstance(here.get(owner), str) and isinstance(fields, dict):
            for name, text in fields.items():
                if isinstance(text, str) and (found := marshal_strings.phrase(text)):
                    what = f"keeps Python that acts on the machine in {shown(str(name), 40)}: {shown(found, 40)}"
                    yield Notice(rule="carried-code", what=what, high=False)


def _typed(kind: str) -> Iterator[Notice]:
    if kind in _RUNS:
        yield Notice(rule=f"type:{kind}", what=f"has what a model says run as a program: {kind}", high=True)
    elif kind in _ASKS:
        what = f"has what a model says evaluated, fetched or asked of a database: {kind}"
        yield Notice(rule=f"type:{kind}", what=what, high=False)


def _files(here: dict[str, Any]) -> Iterator[Notice]:
    for name, stated in here.items():
        if (
            isinstance(stated, str)
            and (str(name).endswith("_path") or name in _TAKES_FILES)
            and _OUTSIDE.search(stated)
        ):
            what = f"has the loader read a file outside of the model: {shown(stated, 100)}"
            yield Notice(rule=f"path:{str(name)[:40]}", what=what, high=True)


def _built(key: str, here: dict[str, Any]) -> Iterator[Notice]:
    parts = [part for part in here["id"][:32] if isinstance(part, str)]
    dotted = ".".join(parts)
    if here.get("type") == "secret":
        if not _CREDENTIAL.search(key):
            place = shown(key, 40) or "a list"
            what = f"has the loader put the secret {shown(dotted, 60)} of the environment under {place}"
            yield Notice(rule="secret", what=what, high=False)
        return
    if here.get("type") != "constructor" or not parts:
        return
    if _TOOLS.search(parts[-1]):
        what = f"has the loader construct a tool that runs programs: {shown(dotted, 100)}"
        yield Notice(rule="tool", what=what, high=True)
    elif not _OWN.match(parts[0]):
        acts = judge(dotted) is Target.DANGEROUS
        what = "of a module that acts on the machine" if acts else "of no library of chains"
        yield Notice(
            rule="foreign-class", what=f"has the loader construct a class {what}: {shown(dotted, 100)}", high=acts
        )
