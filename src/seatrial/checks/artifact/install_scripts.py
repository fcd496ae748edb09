"""Something that comes with the model runs while it is installed, unpacked or merely opened.

Requirements that name an address, a repository or another index let whoever holds that place decide what is installed.
`setup.py` runs when the package is installed, its command classes once more; `.pth` files and `sitecustomize` run
whenever Python starts; hooks of package managers, editors and Git run when a folder is opened or updated. Shell
scripts and makefiles are read for what no installation needs: fetching a program into a shell, running what was
decoded, opening a way in, sending credentials away, planting something that runs later.

Fix: install released packages by name and version from the usual index, and remove what runs without being asked.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import Artifact, LimitReached, Observations
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.text import shown
from seatrial.formats import git_config, python_calls, python_grade, python_signs, requirements, shell_script
from seatrial.formats.bounds import lines
from seatrial.formats.protocol import FormatError
from seatrial.formats.python_acts import Act, When
from seatrial.formats.python_grade import Setting
from seatrial.formats.python_names import Power

CHECK = Check(
    id="artifact.install-scripts",
    title="Something runs while the model is installed, unpacked or merely opened",
    areas=(ThreatArea.INTEGRITY, ThreatArea.INFRASTRUCTURE),
    refs=("CWE-829", "CWE-506", "ATLAS:AML.T0010.001", "OWASP:LLM03:2025"),
    scope=Scope.ARTIFACT,
    cost=Cost.HEADER,
    formats=("text", "python", "shell", "json", "yaml", "markdown", "model-card", "jinja", "unknown"),
)
MAX_BYTES = 4 * 1024 * 1024
MAX_FINDINGS = 50
_REMEDY = "Install released packages by name and version, and remove what runs without being asked."
_HOOKS = frozenset(
    {"install", "develop", "egg_info", "build_py", "install_lib", "easy_install", "sdist", "install_scripts", "build"}
    | {"editable_wheel", "_install", "_develop", "InstallCommand", "DevelopCommand", "EggInfoCommand", "Install"}
)
"""Command classes that every way of installing runs."""
_SHELL_NAMES = (".sh", ".bash", ".zsh", ".ksh", ".command", ".bat", ".cmd", ".ps1", ".psm1", ".fish", ".envrc")
_MAKE_NAMES = frozenset(
    {"makefile", "gnumakefile", "justfile", ".envrc", ".bashrc", ".profile", "configure", "install"}
)
_REQUIREMENTS = re.compile(
    r"(?:^|[-_.])(?:requirements?|constraints?|reqs?|deps|dependencies)(?:[-_.].*)?\.(?:txt|in|pip)$"
)
_PACKAGE_HOOKS = ("preinstall", "install", "postinstall", "prepare", "prepublish", "preprepare", "postprepare")
_CALM_HOOK = re.compile(
    r"^(?:husky(?: install)?|npm run [\w:-]+|yarn [\w:-]+|tsc(?: -\S+)*|node-gyp rebuild|patch-package"
    r"|is-ci \|\| husky.*)$"
)
_NODE = re.compile(
    r"child_process|https?\.(?:get|request)|\beval\(|Buffer\.from\([^)]*base64|process\.env", re.IGNORECASE
)
Reader = Callable[[Artifact, str], Iterator[Finding]]


def check(artifact: Artifact) -> Observations:
    """Findings for one file that some installer, editor or shell would run; nothing for any other."""
    reader = _reader_for(artifact.entry.path, artifact.entry.format)
    if reader is None:
        return
    with artifact.open() as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        text = f"an install script larger than {MAX_BYTES:,} bytes was not read"
        yield Finding(kind=Kind.OPEN, message=text, severity=Severity.MEDIUM, location=artifact.at(), rule="large")
        return
    quiet = True
    for count, finding in enumerate(reader(artifact, data.decode("utf-8", "replace").removeprefix("\ufeff"))):
        quiet = quiet and finding.kind is Kind.INFORMATIONAL
        if count == MAX_FINDINGS:
            return
        yield finding
    if quiet:
        text = "nothing in it goes beyond an ordinary installation"
        yield Finding(kind=Kind.PASS, message=text, location=artifact.at(), rule="in-order")


def _reader_for(path: str, kind: str) -> Reader | None:
    """What a file is to installers, by its place and name; shell scripts by their content too."""
    inner = path.rsplit("!/", 1)[-1].lower()
    name = inner.rsplit("/", 1)[-1]
    parts = inner.split("/")
    if ".git" in parts[:-1] or name in (".gitconfig", ".gitmodules"):
        return _git_hook if "hooks" in parts[:-1] else _git if name in _GIT_FILES else None
    if "requirements" in parts[:-1] and name.endswith(".txt"):
        return _requirements
    by_name = _READERS.get(name)
    if by_name is not None:
        return by_name
    if _REQUIREMENTS.search(name) or (name.startswith(("environment", "conda")) and name.endswith((".yml", ".yaml"))):
        return _requirements
    if name.endswith(".pth"):
        return _path_file
    if kind == "shell" or name.endswith((*_SHELL_NAMES, ".mk", ".desktop")) or name in _MAKE_NAMES:
        return _shell
    return None


# Lists of packages


def _requirements(artifact: Artifact, text: str) -> Iterator[Finding]:
    for source in requirements.sources(text):
        kind, severity = Kind.REVIEW, Severity.MEDIUM
        if source.unsafe:
            kind, severity = Kind.FAIL, Severity.HIGH
        elif source.known:
            kind, severity = Kind.INFORMATIONAL, Severity.NONE
        more = " that anybody on the way can change" if source.unsafe else ""
        yield _found(artifact, source.rule, f"{source.what}{more}: {source.text}", source.line, kind, severity)


def _pyproject(artifact: Artifact, text: str) -> Iterator[Finding]:
    try:
        value = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        yield _found(artifact, "unreadable", f"cannot be read: {shown(str(error), 100)}", 0, Kind.OPEN, Severity.LOW)
        return
    build = value.get("build-system")
    if isinstance(build, dict) and build.get("backend-path"):
        text = f"is built by code that ships with it: {shown(str(build.get('build-backend')), 80)}"
        yield _found(artifact, "own-backend", text, 0, Kind.REVIEW, Severity.MEDIUM)
    listed = "\n".join(_texts(value, 0))
    yield from _requirements(artifact, listed)


def _texts(value: Any, depth: int) -> Iterator[str]:
    """Texts under keys that list packages or indexes; addresses of home pages are none of them."""
    if isinstance(value, dict) and depth < 12:
        for key, inner in value.items():
            if key.lower() not in (
                "urls",
                "url-links",
                "homepage",
                "repository",
                "documentation",
                "readme",
                "license",
                "description",
            ):
                yield from _texts(inner, depth + 1)
    elif isinstance(value, list) and depth < 12:
        for inner in value:
            yield from _texts(inner, depth + 1)
    elif isinstance(value, str) and "\n" not in value and ("://" in value or "git+" in value):
        yield value


# Python that installers and interpreters run


def _setup(artifact: Artifact, text: str) -> Iterator[Finding]:
    try:
        source = python_calls.read_text(text)
    except (FormatError, LimitReached) as error:
        sign = python_signs.overt(text)
        if sign is not None:
            yield _found(artifact, "overt", f"source that {sign.what}", sign.line, Kind.FAIL, Severity.HIGH)
        text = f"an install script that {error}"
        yield _found(artifact, "unreadable", text, 0, Kind.OPEN, Severity.MEDIUM)
        return
    for sign in source.signs:
        yield _found(artifact, f"sign:{sign.rule}", f"source that {sign.what}", sign.line, Kind.FAIL, Severity.HIGH)
    hooked = any(base in _HOOKS for base in source.bases)
    for act in source.calls:
        grade = python_grade.grade(act, Setting.SETUP)
        kind, severity = grade.kind, grade.severity
        if hooked and severity.rank < Severity.HIGH.rank and _reaches(act):
            kind, severity = Kind.FAIL, Severity.HIGH
        when = "while it is installed" if hooked or act.at_import else act.when
        yield _found(artifact, f"call:{act.name}", f"{act.power} {when}: {act.spelled}", act.line, kind, severity)


def _reaches(act: Act) -> bool:
    """Whether a command class that does this does more than install."""
    if act.when is When.IMPORT:
        return False
    if act.power is Power.PROCESS:
        return bool(act.words) and not shell_script.is_ordinary(act.words)
    return act.power in (Power.NETWORK, Power.SECRETS) or python_grade.grade(act, Setting.SETUP).severity.rank > 1


def _startup(artifact: Artifact, text: str) -> Iterator[Finding]:
    plain = re.sub(r"(?m)^\s*#[^\n]*$", "", text).strip()
    if plain:
        what = "is run whenever Python starts, without anybody asking for it"
        yield _found(artifact, "startup", what, 0, Kind.FAIL, Severity.HIGH)


def _path_file(artifact: Artifact, text: str) -> Iterator[Finding]:
    for number, line in lines(text, 100_000):
        if line.startswith(("import ", "import\t")):
            what = f"is run whenever Python starts: {shown(line, 100)}"
            yield _found(artifact, "path-file", what, number, Kind.FAIL, Severity.HIGH)


# Commands


def _shell(artifact: Artifact, text: str) -> Iterator[Finding]:
    for act in shell_script.acts(text):
        kind, severity = (Kind.FAIL, Severity.HIGH) if act.malice else (Kind.REVIEW, Severity.MEDIUM)
        yield _found(artifact, f"shell:{act.rule}", f"{act.what}: {act.command}", act.line, kind, severity)


def _package(artifact: Artifact, text: str) -> Iterator[Finding]:
    value = _json(text)
    scripts = value.get("scripts") if isinstance(value, dict) else None
    for name, command in (scripts if isinstance(scripts, dict) else {}).items():
        if not isinstance(command, str):
            continue
        acts = [act for act in shell_script.acts(command) if act.malice]
        hook = name in _PACKAGE_HOOKS
        what = (
            f"the script {shown(name, 40)} {acts[0].what if acts else 'is run on installation'}: {shown(command, 100)}"
        )
        if acts or (hook and re.search(r"\bnode\s+-e\b", command) and _NODE.search(command)):
            yield _found(artifact, f"script:{shown(name, 40)}", what, 0, Kind.FAIL, Severity.HIGH)
        elif hook and not _CALM_HOOK.match(command.strip()):
            yield _found(artifact, f"script:{shown(name, 40)}", what, 0, Kind.REVIEW, Severity.MEDIUM)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _tasks(artifact: Artifact, text: str) -> Iterator[Finding]:
    if re.search(r'"runOn"\s*:\s*"folderOpen"', text):
        what = "runs a command as soon as an editor opens the folder"
        yield _found(artifact, "folder-open", what, 0, Kind.FAIL, Severity.HIGH)
    yield from _commands_in_json(artifact, text)


def _container(artifact: Artifact, text: str) -> Iterator[Finding]:
    if found := re.search(r'"initializeCommand"\s*:\s*"([^"\n]{0,200})', text):
        what = f"runs a command on the host as soon as the folder is opened: {shown(found.group(1), 80)}"
        yield _found(artifact, "initialize", what, 0, Kind.REVIEW, Severity.MEDIUM)
    yield from _commands_in_json(artifact, text)


def _commands_in_json(artifact: Artifact, text: str) -> Iterator[Finding]:
    for line in re.findall(r'"((?:[^"\\\n]|\\.){5,2000})"', text):
        for act in shell_script.acts(line.replace('\\"', '"')):
            if act.malice:
                yield _found(artifact, act.rule, f"{act.what}: {act.command}", 0, Kind.FAIL, Severity.HIGH)


# Git


_GIT_FILES = frozenset({"config", ".gitconfig", ".gitmodules", "config.worktree"})


def _git(artifact: Artifact, text: str) -> Iterator[Finding]:
    for setting in git_config.programs(text):
        what = f"has Git run a program: {setting.key} = {setting.value}"
        yield _found(artifact, f"git:{setting.key}", what, setting.line, Kind.FAIL, Severity.HIGH)


def _git_hook(artifact: Artifact, text: str) -> Iterator[Finding]:
    if artifact.entry.path.endswith(".sample") or git_config.is_plain_hook(text) or not text.strip():
        return
    what = "is run by Git without anybody asking for it"
    yield _found(artifact, "git-hook", what, 0, Kind.FAIL, Severity.HIGH)


def _autorun(artifact: Artifact, text: str) -> Iterator[Finding]:
    if re.search(r"(?im)^\s*(?:open|shellexecute|shell\\\w+\\command)\s*=", text):
        what = "has the system run a program when the medium is opened"
        yield _found(artifact, "autorun", what, 0, Kind.FAIL, Severity.HIGH)


_READERS: dict[str, Reader] = {
    "setup.py": _setup,
    "pyproject.toml": _pyproject,
    "pipfile": _pyproject,
    "setup.cfg": _requirements,
    "pip.conf": _requirements,
    "sitecustomize.py": _startup,
    "usercustomize.py": _startup,
    "package.json": _package,
    "tasks.json": _tasks,
    "devcontainer.json": _container,
    "autorun.inf": _autorun,
}


def _found(  # noqa: PLR0917 - what a finding consists of
    artifact: Artifact, rule: str, what: str, line: int, kind: Kind, severity: Severity
) -> Finding:
    where = f"line {line}" if line else ""
    return Finding(
        kind=kind,
        message=f"{what} in line {line}" if line else what,
        severity=severity,
        location=artifact.at(detail=where),
        remediation=_REMEDY,
        rule=rule,
    )
