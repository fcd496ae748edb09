"""Files of build and pipeline tools, and of work places: recipes, stages, callbacks and data taken from elsewhere."""

import re
from collections.abc import Iterator
from typing import Final

from seatrial.domain.text import shown
from seatrial.formats import yaml_text
from seatrial.formats.bounds import lines
from seatrial.formats.notice import Notice, Reader
from seatrial.formats.tool_settings import commands_in

MAX_LINES: Final = 50_000
_FETCHES: Final = re.compile(r"curl|wget|base64|/dev/tcp|\bnc\b|powershell|xmrig|rm\s+-", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_OUTSIDE: Final = re.compile(r"(?:^|[\\/])\.\.(?:[\\/]|$)|^(?:/|~|[A-Za-z]:\\)")
_CALLBACKS: Final = re.compile(
    r"(?m)^\s*(?:\[[\w.]*(?:before|after)_\w+\]|(?:before|after)_(?:init|update|creation\w*)\s*=\s*\{)"
)


def reader_for(path: str) -> Reader | None:
    """What a file is to such tools, by its name; None for one that none of them reads."""
    parts = path.rsplit("!/", 1)[-1].lower().split("/")
    if parts[-2:] == [".dvc", "config"]:
        return _remote
    if parts[-1] in _BY_NAME:
        return _BY_NAME[parts[-1]]
    return _recipe if parts[-1].endswith((".smk", ".nix", ".hcl", ".tf")) else None


def _recipe(text: str) -> Iterator[Notice]:
    """Commands by line, and within quotes: only what no recipe needs."""
    seen: set[str] = set()
    for number, line in lines(text, MAX_LINES):
        if _FETCHES.search(line) is None:
            continue
        for piece in (line, *_QUOTED.findall(line)):
            for found in commands_in(piece.strip("\"' -"), "recipe", number):
                if found.what not in seen:
                    seen.add(found.what)
                    yield found


def _flow(text: str) -> Iterator[Notice]:
    for key, value, line in yaml_text.pairs(text):
        if key == "path" and _OUTSIDE.search(value):
            what = f"runs code from outside of the folder: {shown(value, 80)}"
            yield Notice(rule="outside", what=what, line=line, high=True)


def _catalog(text: str) -> Iterator[Notice]:
    """Data sets by name: pickles, and where they are taken from."""
    for key, value, line in yaml_text.pairs(text):
        if key == "filepath" and value.startswith("http://"):
            what = f"takes data without encryption: {shown(value, 80)}"
            yield Notice(rule="plain-data", what=what, line=line, high=True)
        elif key == "type" and "pickle" in value.lower():
            yield Notice(rule="pickled-data", what=f"has data unpickled: {shown(value, 60)}", line=line)


def _remote(text: str) -> Iterator[Notice]:
    for number, line in lines(text, MAX_LINES):
        key, _, value = (part.strip() for part in line.partition("="))
        if key in ("keyfile", "password", "credentialpath", "custom_auth_header") and value:
            yield Notice(rule="remote", what=f"reaches for credentials of whoever pulls: {key}", line=number)


def _pipeline(text: str) -> Iterator[Notice]:
    if found := _CALLBACKS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Notice(rule="callbacks", what="has a pipeline call functions that are registered elsewhere", line=line)


_RECIPES: Final = frozenset(
    {"dvc.yaml", "project.yml", "snakefile", "taskfile.yml", "taskfile.yaml", "earthfile", "devbox.json", "vagrantfile"}
    | {".gitpod.yml", ".replit", "langgraph.json", "accelerate_config.yaml", "default_config.yaml", "mprocs.yaml"}
    | {"procfile", "cloudbuild.yaml", "buildspec.yml", "azure-pipelines.yml", ".travis.yml", "appveyor.yml", "fly.toml"}
    | {"jenkinsfile", "wercker.yml", ".drone.yml", "render.yaml", "railway.json", "nixpacks.toml", "pixi.toml"}
    | {"cloud-init.yaml", "user-data"}
)
_BY_NAME: Final[dict[str, Reader]] = {
    **dict.fromkeys(_RECIPES, _recipe),
    "flow.dag.yaml": _flow,
    "catalog.yml": _catalog,
    "catalog.yaml": _catalog,
    "config.cfg": _pipeline,
}
