"""What publishers ordinarily have around a model."""

# ruff: noqa: E501 - one script is read as one line

import json

from tests.corpus.hub_surface import PROMPT, good
from tests.corpus.repository_samples import config

SAMPLES = (
    good("benign-attention", {"config.json": config(_attn_implementation="flash_attention_2")}, "The library's own."),
    good("benign-sdpa", {"config.json": config(attn_implementation="sdpa", dtype="float16/32")}, "Another."),
    good(
        "benign-prompt",
        {"prompt.json": json.dumps({"_type": "prompt", "template": "Say {word}", "input_variables": ["word"]})},
        "A prompt with plain fields.",
    ),
    good(
        "benign-lc-prompt",
        {"prompt.json": json.dumps({**PROMPT, "kwargs": {"template": "Say {x}", "template_format": "f-string"}})},
        "The same, constructed.",
    ),
    good(
        "benign-message",
        {
            "chat.json": json.dumps(
                {
                    "lc": 1,
                    "type": "constructor",
                    "id": ["langchain", "schema", "messages", "HumanMessage"],
                    "kwargs": {"content": "hi"},
                }
            )
        },
        "A message as it is kept.",
    ),
    good(
        "benign-few-shot",
        {"p.yaml": "_type: few_shot\nexample_prompt_path: example.json\nexamples: examples.json\n"},
        "Beside.",
    ),
    good(
        "benign-type-key",
        {"x.json": json.dumps({"_type": "export", "config_exporter": {"_type": "export.x"}})},
        "Another's.",
    ),
    good(
        "benign-attributes",
        {
            ".gitattributes": "*.7z filter=lfs diff=lfs merge=lfs -text\n*.md text diff=markdown\n*.py diff=python\n* text=auto\n*.ipynb filter=nbstripout\nCHANGELOG merge=union\n"
        },
        "As the hub writes them.",
    ),
    good(
        "benign-pre-commit",
        {
            ".pre-commit-config.yaml": "repos:\n- repo: https://github.com/astral-sh/ruff-pre-commit\n  rev: v0.8.0\n  hooks:\n  - id: ruff\n"
        },
        "Hooks by release.",
    ),
    good(
        "benign-run-bat",
        {
            "run.bat": "@echo off\r\ncd /d %~dp0\r\ncall venv\\Scripts\\activate.bat\r\npython app.py --listen\r\npause\r\n"
        },
        "Starts the demo.",
    ),
    good(
        "benign-install-ps1",
        {
            "install.ps1": "$ErrorActionPreference = 'Stop'\npython -m venv venv\n.\\venv\\Scripts\\pip install -r requirements.txt\n"
        },
        "Installs.",
    ),
    good(
        "benign-html",
        {
            "index.html": "<!doctype html><html><head><script src='https://cdn.plot.ly/plotly-2.27.0.min.js'></script></head><body><div id=p></div><script>Plotly.newPlot('p', [{x:[1,2],y:[3,4]}]); fetch('data.json').then(r => r.json())</script></body></html>"
        },
        "A chart.",
    ),
    good(
        "benign-js",
        {
            "index.js": "import { pipeline } from '@huggingface/transformers';\nconst pipe = await pipeline('text-generation', 'x/y');\nconsole.log(await pipe('hi'));\n"
        },
        "How to use the model.",
    ),
    good(
        "benign-svg", {"logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h1v1z'/></svg>"}, "A picture."
    ),
    good("benign-r", {"load.R": "library(keras)\nmodel <- load_model_hdf5('model.h5')\n"}, "How to load it."),
    good(
        "benign-python",
        {
            "modeling.py": "import sys\n\nif __name__ in sys.modules:\n    NAME = sys.modules[__name__]\n__all__ = [n for n in globals() if not n.startswith('_')]\n"
        },
        "Looks at itself.",
    ),
)
