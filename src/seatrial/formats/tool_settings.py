"""Settings of developers' tools by which a folder has commands run when it is entered, opened or committed to.

Git's own configuration and hooks under `.git` are another's (`git_config`), as are editors' tasks.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from seatrial.domain.text import shown
from seatrial.formats import git_config, json_text, shell_script, yaml_text
from seatrial.formats.bounds import lines, up_to
from seatrial.formats.notice import Notice, Reader

MAX_BYTES: Final = 1024 * 1024
_HOOKS: Final = frozenset(
    [
        "applypatch-msg",
        "pre-applypatch",
        "post-applypatch",
        "pre-commit",
        "pre-merge-commit",
        "prepare-commit-msg",
        "commit-msg",
        "post-commit",
        "pre-rebase",
        "post-checkout",
        "post-merge",
        "pre-push",
        "pre-receive",
        "update",
        "post-receive",
        "post-update",
        "reference-transaction",
        "push-to-checkout",
        "pre-auto-gc",
        "post-rewrite",
        "sendemail-validate",
        "fsmonitor-watchman",
        "post-index-change",
    ]
)
_KNOWN_HOSTS: Final = re.compile(r"(?:https://|git@)(?:github\.com|gitlab\.com|codeberg\.org|huggingface\.co)[/:]")
_FILTERS: Final = frozenset({"lfs", "nbstripout", "git-crypt", "annex"})
_DRIVERS: Final = frozenset(
    [
        "lfs",
        "text",
        "binary",
        "union",
        "ours",
        "astextplain",
        "ada",
        "bash",
        "bibtex",
        "cpp",
        "csharp",
        "css",
        "dts",
        "elixir",
        "fortran",
        "fountain",
        "golang",
        "html",
        "java",
        "kotlin",
        "markdown",
        "matlab",
        "objc",
        "pascal",
        "perl",
        "php",
        "python",
        "ruby",
        "rust",
        "scheme",
        "tex",
        "jupyternotebook",
        "nbdime",
        "nodiff",
    ]
)


def reader_for(path: str) -> Reader | None:
    """What a file is to tools, by its place and name; None for one that none of them reads."""
    parts = path.rsplit("!/", 1)[-1].lower().split("/")
    name, folders = parts[-1], parts[:-1]
    if ".git" in folders:
        return None
    if name in _BY_NAME:
        return _BY_NAME[name]
    if folders and name in _HOOKS and folders[-1] in ("hooks", ".githooks", ".husky", "githooks", "git-hooks"):
        return _hook
    if name == "config" or name.endswith(".git"):
        return _bare
    ending = "/".join(parts[-2:])
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if ".idea" in folders and name.endswith(".xml"):
        return _ide
    return _startup if folders[-1:] == ["startup"] and name.endswith((".py", ".ipy")) else None


def commands_in(text: str, rule: str, line: int = 0) -> Iterator[Notice]:
    """What no tool needs, of commands."""
    for act in shell_script.acts(text):
        if act.malice:
            yield Notice(rule=rule, what=f"{act.what}: {act.command}", line=line or act.line, high=True)


# Git and what is built on it


def _pre_commit(text: str) -> Iterator[Notice]:
    stated = yaml_text.load(text)
    repositories = stated.get("repos") if isinstance(stated, dict) else None
    for repository in up_to(repositories, 1_000, "repositories") if isinstance(repositories, list) else ():
        if not isinstance(repository, dict):
            continue
        source = str(repository.get("repo", ""))
        hooks = repository.get("hooks")
        if source == "local":
            for hook in up_to(hooks, 1_000, "hooks") if isinstance(hooks, list) else ():
                yield from _local_hook(hook)
        elif source not in ("meta", "builtin") and not _KNOWN_HOSTS.match(source):
            what = f"runs hooks of a host of somebody's own before a commit: {shown(source, 80)}"
            yield Notice(rule="foreign-hooks", what=what, high=source.startswith("http://"))


def _local_hook(hook: Any) -> Iterator[Notice]:
    if not isinstance(hook, dict):
        return
    entry, language = str(hook.get("entry", "")), str(hook.get("language", ""))
    found = list(commands_in(entry, "local-hook"))
    yield from found
    if not found and language not in ("fail", "pygrep"):
        yield Notice(
            rule="local-hook", what=f"runs a command of its own before a commit: {shown(entry, 80)}", ordinary=True
        )


def _attributes(text: str) -> Iterator[Notice]:
    for number, line in lines(text, 50_000):
        if line.lstrip().startswith("#"):
            continue
        for word in line.split()[1:]:
            kind, _, value = word.partition("=")
            known = _FILTERS if kind == "filter" else _DRIVERS
            if kind in ("filter", "merge", "diff") and value and value.lower() not in known:
                what = f"has Git pass files through the program that is set up as {kind} {shown(value, 40)}"
                yield Notice(rule=f"attribute-{kind}", what=what, line=number, ordinary=kind != "filter")


def _hook(text: str) -> Iterator[Notice]:
    if text.strip() and not git_config.is_plain_hook(text):
        found = list(commands_in(text, "hook"))
        yield from found
        if not found:
            yield Notice(rule="hook", what="is a hook that Git runs once somebody points it there")


def _bare(text: str) -> Iterator[Notice]:
    """The configuration of a repository without a work tree, or a pointer to one: Git reads it wherever it lies."""
    if text.startswith("gitdir:"):
        where = text[7:].strip()
        if where.startswith(("/", "~", "\\")) or where.count("..") > 2:
            yield Notice(rule="gitdir", what=f"sends Git to a folder elsewhere: {shown(where, 80)}")
        return
    if re.search(r"(?m)^\s*\[core\]", text):
        for found in git_config.programs(text):
            what = f"has Git run a program in a folder that looks like a repository: {found.key} = {found.value}"
            yield Notice(rule=f"git:{found.key}", what=what, line=found.line, high=True)


def _stages(text: str) -> Iterator[Notice]:
    """Lefthook and its like: commands by hook."""
    for key, value, line in yaml_text.pairs(text):
        if key in ("run", "runner", "script", "glob_run", "command"):
            found = list(commands_in(value, "stage", line))
            yield from found
            if not found:
                yield Notice(
                    rule="stage", what=f"runs a command by a hook: {shown(value, 80)}", line=line, ordinary=True
                )
        elif key == "remotes" or (key == "git_url" and not _KNOWN_HOSTS.match(value)):
            yield Notice(rule="remote", what=f"takes its hooks from elsewhere: {shown(value, 80)}", line=line)


# Shells, editors, assistants and interpreters


def _entered(text: str) -> Iterator[Notice]:
    if re.sub(r"(?m)^\s*(?:#[^\n]*|dotenv\b[^\n]*|export [A-Z_]+=[\w./:-]*|layout \w+|use \w+)?\s*$", "", text).strip():
        yield Notice(rule="entered", what="has a shell run commands when somebody enters the folder")


def _environment_tool(text: str) -> Iterator[Notice]:
    if re.search(r"(?m)^\s*(?:\[hooks|\[\[hooks|enter\s*=|cd\s*=|postinstall\s*=|_\.source\s*=)", text):
        yield Notice(rule="entered", what="has a tool run commands when somebody enters the folder")


def _editor(text: str) -> Iterator[Notice]:
    if found := re.search(
        r"(?im)^\s*:?(?:silent!?\s+)?(?:!|call\s+system|autocmd|au\s|source\s|lua\s|py(?:thon)?3?\s)[^\n]*", text
    ):
        yield Notice(rule="editor", what=f"has an editor run a command: {shown(found.group().strip(), 80)}")


def _servers(text: str) -> Iterator[Notice]:
    """Servers that assistants start for their tools."""
    value = json_text.load(text.encode())
    servers = value.get("mcpServers") or value.get("servers") if isinstance(value, dict) else None
    for name, server in servers.items() if isinstance(servers, dict) else ():
        if isinstance(server, dict) and server.get("command"):
            line = " ".join([str(server["command"]), *map(str, server.get("args") or [])])
            found = list(commands_in(line, "assistant-server"))
            yield from found
            if not found:
                what = f"has an assistant start the program {shown(line, 80)} as its server {shown(str(name), 40)}"
                yield Notice(rule="assistant-server", what=what)


def _assistant(text: str) -> Iterator[Notice]:
    value = json_text.load(text.encode())
    hooks = value.get("hooks") if isinstance(value, dict) else None
    pending, count = [hooks], 0
    while pending and count < 50:
        here = pending.pop()
        if isinstance(here, dict):
            if isinstance(here.get("command"), str):
                count += 1
                what = f"has an assistant run a command by itself: {shown(here['command'], 80)}"
                yield Notice(rule="assistant-hook", what=what, high=bool(list(commands_in(here["command"], ""))))
            pending.extend(here.values())
        elif isinstance(here, list):
            pending.extend(here)
    if isinstance(value, dict) and re.search(r'"(?:apiKeyHelper|ANTHROPIC_BASE_URL|enableAllProjectMcpServers)"', text):
        yield Notice(rule="assistant-setting", what="sends an assistant elsewhere, or trusts every server for it")


def _packages(text: str) -> Iterator[Notice]:
    for number, line in lines(text, 50_000):
        key, _, value = (part.strip() for part in line.partition("="))
        if key in ("script-shell", "shell", "git", "node-options", "init-module", "onload-script", "editor", "viewer"):
            yield Notice(rule=f"npm:{key}", what=f"has npm run a program: {key} = {shown(value, 60)}", line=number)
        elif key.endswith("registry") and value.startswith("http://"):
            what = f"takes packages without encryption: {shown(value, 60)}"
            yield Notice(rule="npm:registry", what=what, line=number, high=True)


def _debugger(text: str) -> Iterator[Notice]:
    if re.sub(r"(?m)^\s*(?:#[^\n]*|alias \w+ [^\n;!]*)?$", "", text).strip():
        yield Notice(rule="debugger", what="is run by the debugger that is started in this folder")


def _startup(text: str) -> Iterator[Notice]:
    if re.sub(r"(?m)^\s*#[^\n]*$", "", text).strip():
        yield Notice(rule="startup", what="is run whenever an interactive Python starts with this profile")


def _virtual(text: str) -> Iterator[Notice]:
    if re.search(r"(?m)^\s*home\s*=", text):
        what = "ships an environment of its own, whose interpreter editors run to ask it what it is"
        yield Notice(rule="environment", what=what)


def _workspace(text: str) -> Iterator[Notice]:
    for key in ("python.defaultInterpreterPath", "python.pythonPath", "git.path", "terminal.integrated.shell.linux"):
        if found := re.search(
            rf'"{re.escape(key)}"\s*:\s*"(\.{{0,2}}[/\\][^"\n]{{0,200}}|\$\{{workspace[^"\n]{{0,200}})"', text
        ):
            what = f"has an editor run a program of the folder: {shown(found.group(1), 80)}"
            yield Notice(
                rule="editor-program", what=what, ordinary=".venv" in found.group(1) or "/venv" in found.group(1)
            )
    if re.search(r'"(?:LD_PRELOAD|DYLD_INSERT_LIBRARIES|PYTHONSTARTUP|BASH_ENV|NODE_OPTIONS)"\s*:', text):
        yield Notice(rule="editor-environment", what="has an editor's terminals load code first", high=True)


def _ide(text: str) -> Iterator[Notice]:
    for value in re.findall(r"value=(?:\"([^\"\n]{4,2000})\"|'([^'\n]{4,2000})')", text):
        yield from commands_in(value[0] or value[1], "ide-run")


_BY_NAME: Final[dict[str, Reader]] = {
    ".pre-commit-config.yaml": _pre_commit,
    ".pre-commit-config.yml": _pre_commit,
    ".gitattributes": _attributes,
    "lefthook.yml": _stages,
    "lefthook.yaml": _stages,
    ".lefthook.yml": _stages,
    ".overcommit.yml": _stages,
    ".git": _bare,
    ".envrc": _entered,
    ".autoenv": _entered,
    ".mise.toml": _environment_tool,
    "mise.toml": _environment_tool,
    ".exrc": _editor,
    ".vimrc": _editor,
    ".nvimrc": _editor,
    ".nvim.lua": _editor,
    ".lvimrc": _editor,
    ".mcp.json": _servers,
    "mcp.json": _servers,
    ".npmrc": _packages,
    ".yarnrc": _packages,
    ".pdbrc": _debugger,
    ".gdbinit": _debugger,
    ".lldbinit": _debugger,
    "pyvenv.cfg": _virtual,
}
_BY_ENDING: Final[dict[str, Reader]] = {
    ".claude/settings.json": _assistant,
    ".claude/settings.local.json": _assistant,
    ".vscode/settings.json": _workspace,
    ".gemini/settings.json": _servers,
    ".cursor/hooks.json": _assistant,
}
